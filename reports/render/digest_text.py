"""The week as text of 80 columns: what to do, what moved, then each application with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from reports.digest import Change, Digest
from reports.render.card_text import card_text
from reports.render.cells import bar, cut, ends, left, paint, wrap
from reports.render.interview_lines import briefly, starts
from reports.render.names import (
    SAID_BELOW,
    SUGGESTED,
    company,
    perhaps,
    stage,
    still_open,
    sure,
    title,
    undecided,
)
from reports.render.plain import plain
from reports.render.times import day
from reports.wording import says

WIDTH = 80


def digest_text(digest: Digest, colour: bool = False) -> str:
    """The digest. An empty week is said in two lines."""
    if digest.empty:
        return f"{_span(digest)}: nothing came in, and nothing is due.\n{still_open(digest)}\n"
    blocks = [
        _head(digest, colour),
        _block("TO DO", _to_do(digest), colour),
        _block("THEY WAIT FOR YOUR ANSWER", _asked(digest), colour),
        _block("MOVED UP", _changes(digest, digest.moved_up), colour),
        _block("COOLED", _changes(digest, digest.cooled), colour),
        _block("CLOSING SIGNALS", _late(digest), colour),
        _block("SUGGESTED, COUNTS FOR NOTHING YET", _suggested(digest), colour),
        _block("COMING UP", _upcoming(digest), colour),
        _block("WHERE DOES THIS BELONG?", _questions(digest), colour),
        _block("OPEN APPLICATIONS", _cards(digest, colour), colour),
        _block("NEW, CLOSED, QUIET", _rest(digest), colour),
        _block("HOW FAR THEY CAME", _funnel(digest), colour),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _span(digest: Digest) -> str:
    return f"{day(digest.since, digest.person)} to {day(digest.until, digest.person)}"


def _head(digest: Digest, colour: bool) -> str:
    year = digest.person.local(digest.until).year
    name = plain(digest.person.name)
    first = ends(f"The job search of {name}" if name else "Your job search", f"{_span(digest)} {year}", WIDTH)
    said = [line for text in (digest.headline, *digest.advice) for line in wrap(plain(text), WIDTH)]
    return "\n".join([paint(first, "bold", colour), "─" * WIDTH, *said])


def _block(head: str, lines: Iterator[str], colour: bool) -> str:
    body = list(lines)
    return "\n".join([paint(head, "bold", colour), *body]) if body else ""


def _to_do(digest: Digest) -> Iterator[str]:
    today = digest.person.local(digest.until).date()
    for one in digest.to_do:
        due = one.action.due
        when = "today" if due is None or due <= today else day(due, digest.person)
        start = f"  {left(when, 10)}  {left(company(one.card), 18)}  "
        yield from wrap(plain(one.action.text), WIDTH, " " * 34, start)
        if one.action.kind not in SAID_BELOW:
            yield from wrap(plain(one.action.why, 200), WIDTH, " " * 36, " " * 34)


def _asked(digest: Digest) -> Iterator[str]:
    for one in digest.asked:
        shown = f"{company(one.card)} {says(one.question.signal)}"
        yield "  " + ends(shown, day(one.question.at, digest.person), WIDTH - 2)
        if words := plain(one.question.evidence, 200):
            yield from wrap(f"“{words}”", WIDTH, " " * 4, " " * 4)


def _changes(digest: Digest, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        card = change.card
        yield "  " + ends(title(card), f"{change.before} → {card.momentum.score}", WIDTH - 2)
        yield from wrap(f"{change.why[0].upper()}{change.why[1:]}.", WIDTH, " " * 4, " " * 4)


def _late(digest: Digest) -> Iterator[str]:
    for late in digest.late:
        mark = "answered" if late.answered else "not answered yet"
        when = f"{day(late.at, digest.person)}, {mark}"
        yield "  " + ends(f"{company(late.card)} {says(late.signal)}", when, WIDTH - 2)
        # How sure it is stands beside the words, since the line above may be cut.
        words = f"“{plain(late.evidence, 200)}”{sure(late.confidence)}"
        yield from wrap(words, WIDTH, " " * 4, " " * 4)


def _suggested(digest: Digest) -> Iterator[str]:
    for one in digest.suggested[:SUGGESTED]:
        yield "  " + ends(title(one.card), day(one.entry.at, digest.person), WIDTH - 2)
        words = plain(one.signal.evidence.text, 200)
        yield from wrap(f"{perhaps(one.signal)} “{words}”", WIDTH, " " * 6, " " * 4)
    if digest.suggested:
        yield f"  {undecided(len(digest.suggested))}"


def _upcoming(digest: Digest) -> Iterator[str]:
    for card, one in digest.upcoming:
        start = f"  {left(starts(one, digest.person), 16)}  {left(company(card), 20)}  "
        yield from wrap(briefly(card, one), WIDTH, " " * 42, start)


def _questions(digest: Digest) -> Iterator[str]:
    for one in digest.questions:
        yield "  " + ends(f"“{plain(one.subject) or 'no subject'}”", day(one.at, digest.person), WIDTH - 2)
        yield from wrap(plain(one.reason, 200), WIDTH, " " * 4, " " * 4)
        for number, (key, name) in enumerate(one.choices, 1):
            yield f"    {number}. " + cut(f"{plain(name)}  [{plain(key)}]", WIDTH - 7)


def _cards(digest: Digest, colour: bool) -> Iterator[str]:
    for place, card in enumerate(digest.cards):
        if place:
            yield ""
        yield from card_text(card, digest.person, colour)


def _rest(digest: Digest) -> Iterator[str]:
    for word, cards in (("new", digest.new), ("closed", digest.closed), ("quiet", digest.quiet)):
        if cards:
            names = "; ".join(
                title(card) + (f" ({stage(card)})" if word == "closed" else "") for card in cards
            )
            yield from wrap(names, WIDTH, " " * 10, f"  {word:<8}")


def _funnel(digest: Digest) -> Iterator[str]:
    most = max((number for _, number in digest.funnel), default=0)
    for reached, number in digest.funnel:
        if number:
            yield f"  {reached.value:<14}{bar(number, most, 30)} {number}"
