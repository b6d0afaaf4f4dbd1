"""The week as text of 80 columns: what to do, what moved, then each application with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from reports.digest import Change, Digest
from reports.momentum import Trend
from reports.overview import Card
from reports.render.cells import bar, cut, ends, left, paint, width, wrap
from reports.render.names import (
    REVIEW,
    SAID_ELSEWHERE,
    SUGGESTED,
    company,
    role,
    stage,
    sure,
    title,
    undecided,
)
from reports.render.plain import plain
from reports.render.table import response_line
from reports.render.times import count, day, length, moment
from reports.wording import says

WIDTH = 80
_REASONS = 3
_ARROW = {Trend.RISING: "↑", Trend.STEADY: "→", Trend.COOLING: "↓", Trend.STALLED: "·", Trend.CLOSED: "×"}


def digest_text(digest: Digest, colour: bool = False) -> str:
    """The digest. An empty week is said in two lines."""
    if digest.empty:
        return f"{_span(digest)}: nothing came in, and nothing is due.\n{_still(digest)}\n"
    blocks = [
        _head(digest, colour),
        _block("TO DO", _to_do(digest), colour),
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


def _still(digest: Digest) -> str:
    number = len(digest.cards)
    return f"{count(number, 'application')} still open." if number else "No application is open."


def _head(digest: Digest, colour: bool) -> str:
    year = digest.person.local(digest.until).year
    name = plain(digest.person.name)
    first = ends(f"The job search of {name}" if name else "Your job search", f"{_span(digest)} {year}", WIDTH)
    return "\n".join([paint(first, "bold", colour), "─" * WIDTH, *wrap(plain(digest.headline), WIDTH)])


def _block(head: str, lines: Iterator[str], colour: bool) -> str:
    body = list(lines)
    return "\n".join([paint(head, "bold", colour), *body]) if body else ""


def _to_do(digest: Digest) -> Iterator[str]:
    today = digest.person.local(digest.until).date()
    for card in digest.to_do:
        due = card.action.due
        when = "today" if due is None or due <= today else day(due, digest.person)
        start = f"  {left(when, 10)}  {left(company(card), 18)}  "
        yield from wrap(plain(card.action.text), WIDTH, " " * 34, start)


def _changes(digest: Digest, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        card = change.card
        yield "  " + ends(title(card), f"{change.before} → {card.momentum.score}", WIDTH - 2)
        yield from wrap(f"{change.why[0].upper()}{change.why[1:]}.", WIDTH, " " * 4, " " * 4)


def _late(digest: Digest) -> Iterator[str]:
    for late in digest.late:
        mark = "answered" if late.answered else "not answered yet"
        when = f"{day(late.at, digest.person)}, {mark}"
        shown = f"{says(late.signal)}{sure(late.confidence)}"
        yield "  " + ends(f"{company(late.card)} {shown}", when, WIDTH - 2)
        yield from wrap(f"“{plain(late.evidence, 200)}”", WIDTH, " " * 4, " " * 4)


def _suggested(digest: Digest) -> Iterator[str]:
    for one in digest.suggested[:SUGGESTED]:
        yield "  " + ends(title(one.card), day(one.entry.at, digest.person), WIDTH - 2)
        words = plain(one.signal.evidence.text, 200)
        yield from wrap(f"suggested: {plain(one.signal.name)} “{words}”", WIDTH, " " * 6, " " * 4)
    if digest.suggested:
        yield f"  {undecided(digest)}: {REVIEW}"


def _upcoming(digest: Digest) -> Iterator[str]:
    for card, one in digest.upcoming:
        start = f"  {left(moment(one.start, digest.person), 16)}  {left(company(card), 20)}  "
        yield start + cut(plain(one.summary) or "interview", WIDTH - width(start))


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
        yield from _card(digest, card, colour)


def _card(digest: Digest, card: Card, colour: bool) -> Iterator[str]:
    person = digest.person
    yield "  " + paint(ends(title(card), stage(card), WIDTH - 2), "bold", colour)
    score = f"{card.momentum.score:>3} {_ARROW[card.momentum.trend]} {card.momentum.trend}"
    start = f"  {bar(card.momentum.score, 100, 20)} "
    yield from wrap(f"{score.strip()}, {card.momentum.because}", WIDTH, " " * 23, start)
    response = response_line(card.response, person)
    waiting = card.response.waiting_since
    if waiting is not None and card.response.waiting_hours is not None:
        wait = f"you have waited {length(card.response.waiting_hours)}, since {day(waiting, person)}"
        response = f"{response}; {wait}" if response else wait
    if response:
        yield from wrap(response[0].upper() + response[1:] + ".", WIDTH, " " * 4, " " * 4)
    for reason in card.momentum.reasons[:_REASONS]:
        words = plain(reason.evidence, 160)
        start = f"    {reason.strength:+5.1f}  {day(reason.at, person):<10}  "
        mark = sure(reason.confidence, reason.by_context)
        text = f"{says(reason.signal)}{mark}: “{words}”" if reason.quoted else words
        yield from wrap(text, WIDTH, " " * 23, start)
    for warning in card.momentum.warnings:
        if warning.name in SAID_ELSEWHERE:
            continue
        yield from wrap(warning.text, WIDTH, " " * 6, paint("    ! ", "yellow", colour))
    yield from wrap(f"Next: {plain(card.action.text)}", WIDTH, " " * 10, " " * 4)


def _rest(digest: Digest) -> Iterator[str]:
    for word, cards in (("new", digest.new), ("closed", digest.closed), ("quiet", digest.quiet)):
        if cards:
            names = "; ".join(
                f"{company(card)}, {role(card)}" + (f" ({stage(card)})" if word == "closed" else "")
                for card in cards
            )
            yield from wrap(names, WIDTH, " " * 10, f"  {word:<8}")


def _funnel(digest: Digest) -> Iterator[str]:
    most = max((number for _, number in digest.funnel), default=0)
    for reached, number in digest.funnel:
        if number:
            yield f"  {reached.value:<14}{bar(number, most, 30)} {number}"
