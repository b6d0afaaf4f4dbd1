"""How fast one application was answered: every reply with its dates, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from reports.overview import Card
from reports.render.cells import ends, paint, row, wrap
from reports.render.names import stage, title, writer
from reports.render.plain import markdown, plain
from reports.render.responsiveness_table import pace_line, response_line
from reports.render.times import day, length, moment
from reports.response.answerers import by_recruiter, sides
from reports.response.compared import comparison_line
from reports.response.responsiveness import Delay, Pace
from reports.settings import Person

WIDTH = 100
_WIDTHS = (17, 17, 12, 12, 34)  # 100 with the gaps
_PROSE = 80
_NOBODY = "Nobody has been asked anything here yet."
_UNASKED = "Unasked: what you wrote wanted no answer, so this reply does not say how fast they are."
_HEADS = ("you wrote", "they answered", "after", "working", "by")


def replies_text(card: Card, person: Person, colour: bool = False) -> str:
    """The replies of one application in order of time, what waits, and the figures; at most 100 columns."""
    lines = [paint(ends(title(card), stage(card), WIDTH), "bold", colour), "─" * WIDTH]
    rows = [*_replies(card, person), *_unanswered(card, person)]
    if not rows:
        return "\n".join([*lines, _NOBODY, *_wrapped(card, person)]) + "\n"
    lines.append(paint(row(_HEADS, _WIDTHS, {2, 3}), "dim", colour))
    lines += [row(cells, _WIDTHS, {2, 3}) for _, cells in sorted(rows)]
    lines.append("")
    return "\n".join([*lines, *_wrapped(card, person)]) + "\n"


def replies_markdown(card: Card, person: Person) -> str:
    """The same in Markdown."""
    lines = [f"# {markdown(title(card))}", ""]
    rows = sorted([*_replies(card, person), *_unanswered(card, person)])
    said = [f"- {markdown(line)}" for line in _said(card, person)]
    if not rows:
        return "\n".join([*lines, _NOBODY, "", *said]).rstrip("\n") + "\n"
    lines += [f"| {' | '.join(_HEADS)} |", "| --- | --- | ---: | ---: | --- |"]
    lines += [f"| {' | '.join(markdown(cell) for cell in cells)} |" for _, cells in rows]
    return "\n".join([*lines, "", *said]) + "\n"


def _said(card: Card, person: Person) -> Iterator[str]:
    """Every figure in a sentence, and what a mark of the table means."""
    for one in (*figure_lines(card, person), *_persons(card, person)):
        yield f"{one[0].upper()}{one[1:]}."
    if len(card.response.recorded) > len(card.response.replies):
        yield _UNASKED


def _wrapped(card: Card, person: Person) -> Iterator[str]:
    for one in _said(card, person):
        yield from wrap(one, _PROSE)


def figure_lines(card: Card, person: Person) -> Iterator[str]:
    """One application's response times, a sentence each, without its capital and its full stop."""
    response = card.response
    if said := response_line(response, person):
        yield said
    if said := _slower_shares(response.pace):
        yield said
    if card.comparison is not None:
        yield comparison_line(card.comparison)
    yield from _sides(card, person)
    if response.waiting_since is not None and response.waiting_hours is not None:
        yield f"you have waited {length(response.waiting_hours)}, since {day(response.waiting_since, person)}"
    first = response.first_answer
    if first is not None and first.ended:
        yield f"the first person answered {length(first.length)} after you applied"
    elif first is not None and card.open:
        yield f"no person has written in the {length(first.length)} since you applied"
    if response.next_round_hours:
        yield f"after an interview they set up the next one within {_listed(response.next_round_hours)}"
    if response.thank_you_hours:
        yield f"they answered your thank-you notes after {_listed(response.thank_you_hours)}"
    if response.own_hours:
        yield f"you answered their questions after {_listed(response.own_hours)}"
    if response.promises_kept or response.promises_missed:
        kept, missed = response.promises_kept, response.promises_missed
        yield f"days they promised to be in touch by: {kept} kept, {missed} missed"
    if moved := response.reschedules_later:
        times = f", {moved} times" if moved > 1 else ""
        yield f"an interview moved to a later time{times}"


def _slower_shares(pace: Pace) -> str:
    """ "three quarters within 38 h, nine tenths within 3 d, the longest wait 4 d"; "" without figures."""
    if pace.plain.median is None or pace.longest_hours is None:
        return ""
    shares = (("three quarters", pace.plain.p75), ("nine tenths", pace.plain.p90))
    reached = [f"{name} within {length(hours)}" for name, hours in shares if hours is not None]
    return ", ".join([*reached, f"the longest wait {length(pace.longest_hours)}"])


def _sides(card: Card, person: Person) -> Iterator[str]:
    """The agency and its client, each with its own answers, where both have been asked."""
    both = sides(card, _enough(person))
    if len(both) < 2:
        return
    for one in both:
        who = plain(one.name) or ("the agency" if one.agency else "the employer")
        kind = " (agency)" if one.agency and one.name else ""
        yield f"{who}{kind}: {pace_line(one.pace, person) or 'no answer yet'}"


def _persons(card: Card, person: Person) -> Iterator[str]:
    """The persons, where several have answered."""
    known = [one for one in by_recruiter([card], _enough(person)) if one.pace.n]
    if len(known) > 1:
        for one in known:
            yield f"{plain(one.name)}: {pace_line(one.pace, person)}"


def _replies(card: Card, person: Person) -> Iterator[tuple[datetime, tuple[str, ...]]]:
    asked = {delay.reply.key for delay in card.response.replies}
    for delay in card.response.recorded:
        begun, ended = moment(delay.to.at, person), moment(delay.reply.at, person)
        took = _exact(delay.hours), _exact(delay.working_hours)
        yield delay.to.at, (begun, ended, *took, _by(delay, delay.reply.key in asked))


def _unanswered(card: Card, person: Person) -> Iterator[tuple[datetime, tuple[str, ...]]]:
    for one in card.response.pace.asked:
        if one.delay is None:
            begun = one.turn.first.at
            took = _exact(one.wait.length), _exact(one.working_wait.length)
            yield begun, (moment(begun, person), "not yet" if one.open else "never", *took, "")


def _by(delay: Delay, asked: bool) -> str:
    name = writer(delay.reply)
    marks = [*(["agency"] if delay.by_agency else []), *([] if asked else ["unasked"])]
    return f"{name} ({', '.join(marks)})" if marks else name


def _exact(hours: float) -> str:
    """ "14 h 50 min": to the minute, as the dates beside it are."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole} h {minutes:02} min"


def _listed(lengths: tuple[float, ...]) -> str:
    return ", ".join(length(one) for one in lengths)


def _enough(person: Person) -> int:
    return int(person.thresholds.response["enough"])
