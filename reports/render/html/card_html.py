"""One open application as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.overview import Card
from reports.render.card_text import earlier, is_new, next_interview
from reports.render.html.bars import Part, moved
from reports.render.html.lines import Line
from reports.render.html.page import capital, sentence
from reports.render.names import SAID_ELSEWHERE, company, reason_words, role, stage
from reports.render.pay_lines import pay_lines
from reports.render.plain import plain
from reports.render.remark_lines import remark_lines
from reports.render.responsiveness_table import response_line
from reports.render.times import day, length
from reports.response.compared import comparison_line
from reports.settings import Person
from reports.standing.score import Reason

_REASONS = 3


@dataclass(frozen=True, slots=True)
class CardView:
    company: str
    role: str  # with the agency and the stage
    score: int
    trend: str
    parts: tuple[Part, ...]  # of the momentum bar
    because: str
    reasons: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]  # name and text
    next: str


def card_view(card: Card, person: Person) -> CardView:
    """Everything that one card shows, as text."""
    agency = plain(card.history.agency)
    through = f"through {agency}" if agency and plain(card.history.company) else ""
    score = card.momentum.score
    return CardView(
        company=company(card),
        role=", ".join(part for part in (role(card), through, stage(card)) if part),
        score=score,
        trend=card.momentum.trend.value,
        parts=moved(score, score if is_new(card, person) else card.score_before),
        because=sentence(f"{card.momentum.because}; {earlier(card, person)}"),
        reasons=tuple(_reason(one, person) for one in card.momentum.reasons[:_REASONS]),
        facts=tuple((name, text) for name, text in _facts(card, person) if text),
        next=plain(card.action.text),
    )


def _reason(reason: Reason, person: Person) -> Line:
    words = plain(reason.evidence, 160)
    small = f"{day(reason.at, person)}, {reason.strength:+.1f}".replace("-", "\N{MINUS SIGN}")
    if not reason.quoted:
        return Line(text=capital(words), small=small)
    return Line(text=capital(reason_words(reason)), quote=words, small=small)


def _facts(card: Card, person: Person) -> Iterator[tuple[str, str]]:
    response = card.response
    yield "Response", sentence("; ".join(_answers(card, person)))
    if response.waiting_since is not None and response.waiting_hours is not None:
        yield "Waiting", f"{length(response.waiting_hours)}, since {day(response.waiting_since, person)}."
    yield "Interview", sentence(next_interview(card, person))
    for line in pay_lines(card, person):
        yield "Pay", line
    for warning in card.momentum.warnings:
        if warning.name not in SAID_ELSEWHERE:
            yield "Note", plain(warning.text)
    for line in remark_lines(card, person):
        yield "Note", line


def _answers(card: Card, person: Person) -> Iterator[str]:
    if said := response_line(card.response, person):
        yield said
    if card.comparison is not None:
        yield comparison_line(card.comparison)
