"""One open application in the digest's text: where it stands, why, how it is answered, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from reports.interviews import UPCOMING
from reports.overview import Card
from reports.render.cells import bar, ends, paint, wrap
from reports.render.interview_lines import briefly, starts
from reports.render.names import SAID_ELSEWHERE, reason_words, stage, title
from reports.render.pay_lines import pay_lines
from reports.render.plain import plain
from reports.render.remark_lines import remark_lines
from reports.render.responsiveness_table import response_line
from reports.render.times import day, length
from reports.response.compared import comparison_line
from reports.settings import Person
from reports.standing.momentum import Trend, before

WIDTH = 80
_REASONS = 3
_IN = " " * 4
_ARROW = {Trend.RISING: "↑", Trend.STEADY: "→", Trend.COOLING: "↓", Trend.STALLED: "·", Trend.CLOSED: "×"}


def card_text(card: Card, person: Person, colour: bool = False) -> Iterator[str]:
    """The lines of one card."""
    yield "  " + paint(ends(title(card), stage(card), WIDTH - 2), "bold", colour)
    yield from wrap(standing(card, person), WIDTH, " " * 23, f"  {bar(card.momentum.score, 100, 20)} ")
    if answers := answering(card, person):
        yield from wrap(f"{answers[0].upper()}{answers[1:]}.", WIDTH, _IN, _IN)
    for reason in card.momentum.reasons[:_REASONS]:
        words = plain(reason.evidence, 160)
        start = f"    {reason.strength:+5.1f}  {day(reason.at, person):<10}  "
        text = f"{reason_words(reason)}: “{words}”" if reason.quoted else words
        yield from wrap(text, WIDTH, " " * 23, start)
    if ahead := next_interview(card, person):
        yield from wrap(f"Next interview: {ahead}.", WIDTH, " " * 6, _IN)
    for line in pay_lines(card, person):
        yield from wrap(line, WIDTH, " " * 6, _IN)
    for warning in card.momentum.warnings:
        if warning.name not in SAID_ELSEWHERE:
            yield from wrap(plain(warning.text), WIDTH, " " * 6, paint("    ! ", "yellow", colour))
    for line in remark_lines(card, person):
        yield from wrap(line, WIDTH, " " * 6, _IN)
    yield from wrap(f"Next: {plain(card.action.text)}", WIDTH, " " * 10, _IN)


def standing(card: Card, person: Person) -> str:
    """ "75 → steady, no change to speak of (74 a week ago)"."""
    momentum = card.momentum
    line = f"{momentum.score} {_ARROW[momentum.trend]} {momentum.trend}, {momentum.because}"
    return f"{line} ({earlier(card, person)})"


def earlier(card: Card, person: Person) -> str:
    """ "74 a week ago", "the same a week ago", "new this week"."""
    if is_new(card, person):
        return "new this week"
    same = card.score_before == card.momentum.score
    return "the same a week ago" if same else f"{card.score_before} a week ago"


def is_new(card: Card, person: Person) -> bool:
    """Whether it began after the instant that the trend compares with."""
    return card.first_at > before(card.now, person)


def answering(card: Card, person: Person) -> str:
    """How the company answers, and how long the candidate has waited; "" where nothing is known."""
    parts = [response_line(card.response, person)]
    since, waited = card.response.waiting_since, card.response.waiting_hours
    if since is not None and waited is not None:
        parts.append(f"you have waited {length(waited)}, since {day(since, person)}")
    if card.comparison is not None:
        parts.append(comparison_line(card.comparison))
    return "; ".join(part for part in parts if part)


def next_interview(card: Card, person: Person) -> str:
    """ "Tue 29 Sep 15:00, Solventa interview (by video, with Jo Li)".

    "" where none lies ahead, or the next action says so.
    """
    ahead = next((one for one in card.interviews if one.status == UPCOMING), None)
    if ahead is None or card.action.kind == "prepare":
        return ""
    return f"{starts(ahead, person)}, {briefly(card, ahead, 80)}"
