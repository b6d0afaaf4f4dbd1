"""The week as one HTML document, for a mail, a browser and a printer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.digest import Change, Digest
from reports.render.html.bars import Part, share
from reports.render.html.card_html import card_view
from reports.render.html.lines import Line, Section
from reports.render.html.page import page, sentence
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
from reports.render.times import count, day
from reports.wording import says


@dataclass(frozen=True, slots=True)
class Reach:
    """How many applications came as far as a stage."""

    stage: str
    number: int
    parts: tuple[Part, ...]


def digest_html(digest: Digest) -> str:
    """The digest as a whole document that asks nothing of any other machine. An empty week is two lines."""
    name = plain(digest.person.name)
    return page(
        "digest.html",
        empty=digest.empty,
        whose=f"The job search of {name}" if name else "Your job search",
        span=f"{day(digest.since, digest.person)} to {day(digest.until, digest.person)}",
        year=digest.person.local(digest.until).year,
        still=still_open(digest),
        preview=_preview(digest),
        headline=digest.headline,
        advice=digest.advice,
        before=_sections(
            ("To do", _to_do(digest)),
            ("They wait for your answer", _asked(digest)),
            ("Moved up", _changes(digest.moved_up)),
            ("Cooled", _changes(digest.cooled)),
            ("Closing signals", _late(digest)),
            ("Suggested, counts for nothing yet", _suggested(digest)),
            ("Coming up", _upcoming(digest)),
            ("Where does this belong?", _questions(digest)),
        ),
        cards=tuple(card_view(card, digest.person) for card in digest.cards),
        after=_sections(("New, closed, quiet", _rest(digest))),
        funnel=_funnel(digest),
    )


def _sections(*parts: tuple[str, Iterator[Line]]) -> tuple[Section, ...]:
    found = (Section(head, tuple(lines)) for head, lines in parts)
    return tuple(section for section in found if section.lines)


def _preview(digest: Digest) -> str:
    """What a list of mails shows beside the subject."""
    if not digest.to_do:
        return "Nothing to do this week."
    first = digest.to_do[0]
    things = count(len(digest.to_do), "thing")
    return f"{things} to do this week. {company(first.card)}: {plain(first.action.text)}"


def _to_do(digest: Digest) -> Iterator[Line]:
    today = digest.person.local(digest.until).date()
    for one in digest.to_do:
        due = one.action.due
        when = "Today" if due is None or due <= today else day(due, digest.person)
        why = "" if one.action.kind in SAID_BELOW else plain(one.action.why, 200)
        yield Line(company(one.card), plain(one.action.text), small=sentence(why), left=when)


def _asked(digest: Digest) -> Iterator[Line]:
    for one in digest.asked:
        shown = f"{company(one.card)} {says(one.question.signal)}"
        when = day(one.question.at, digest.person)
        yield Line(shown, quote=plain(one.question.evidence, 200), small=when)


def _changes(changes: tuple[Change, ...]) -> Iterator[Line]:
    for change in changes:
        moved = f"{change.before} → {change.card.momentum.score}"
        yield Line(title(change.card), small=sentence(plain(change.why)), right=moved)


def _late(digest: Digest) -> Iterator[Line]:
    for late in digest.late:
        mark = "answered" if late.answered else "not answered yet"
        shown = f"{company(late.card)} {says(late.signal)}{sure(late.confidence)}"
        when = f"{day(late.at, digest.person)}, {mark}"
        yield Line(shown, quote=plain(late.evidence, 200), small=when)


def _suggested(digest: Digest) -> Iterator[Line]:
    for one in digest.suggested[:SUGGESTED]:
        when = day(one.entry.at, digest.person)
        words = plain(one.signal.evidence.text, 200)
        yield Line(title(one.card), perhaps(one.signal), quote=words, small=when)
    if digest.suggested:
        yield Line(text=undecided(len(digest.suggested)))


def _upcoming(digest: Digest) -> Iterator[Line]:
    for card, one in digest.upcoming:
        yield Line(company(card), briefly(card, one), left=starts(one, digest.person))


def _questions(digest: Digest) -> Iterator[Line]:
    for one in digest.questions:
        small = f"{day(one.at, digest.person)}, {plain(one.reason, 200)}"
        names = tuple(f"{plain(name)} [{plain(key)}]" for key, name in one.choices)
        yield Line(f"“{plain(one.subject) or 'no subject'}”", small=small, choices=names)


def _rest(digest: Digest) -> Iterator[Line]:
    for word, cards in (("New", digest.new), ("Closed", digest.closed), ("Quiet", digest.quiet)):
        ended = word == "Closed"
        names = (f"{title(card)} ({stage(card)})" if ended else title(card) for card in cards)
        if cards:
            yield Line(text="; ".join(names), left=word)


def _funnel(digest: Digest) -> tuple[Reach, ...]:
    most = max((number for _, number in digest.funnel), default=0)
    reached = (Reach(stage.value, number, share(number, most)) for stage, number in digest.funnel)
    return tuple(one for one in reached if one.number)
