"""What the person said of an application, in a line each."""

from __future__ import annotations

from collections.abc import Iterator

from reports.overview import Card
from reports.remarks.closing import Closing
from reports.remarks.snoozes import EVERY, Snooze
from reports.render.debrief_lines import debrief_text
from reports.render.plain import plain
from reports.render.times import day
from reports.settings import Person
from reports.wording import spoken


def remark_lines(card: Card, person: Person) -> Iterator[str]:
    """Whatever the person said of it that stands."""
    if card.closing is not None:
        yield closing_text(card.closing, person)
    yield from map(debrief_text, card.debriefs)
    for one in card.snoozed:
        yield _snoozed(one)


def closing_text(one: Closing, person: Person) -> str:
    """ "You closed it as no answer on Mon 23 Nov. “They never wrote again.”"."""
    note = f" “{plain(one.note)}”" if one.note else ""
    return f"You closed it as {one.outcome.replace('_', ' ')} on {day(one.at, person)}.{note}"


def snooze_text(one: Snooze) -> str:
    """ "silent snoozed until Mon 12 Oct (on holiday)", after the application's name."""
    return f"{warning_text(one)} snoozed {_until(one)}"


def _snoozed(one: Snooze) -> str:
    """ "The warning “one sided” is snoozed until Mon 12 Oct (on holiday)."."""
    name = warning_text(one)
    what = "Every warning" if one.warning == EVERY else f"The warning “{name}”"
    return f"{what} is snoozed {_until(one)}."


def _until(one: Snooze) -> str:
    return f"until {spoken(one.until)} ({plain(one.reason)})"


def warning_text(one: Snooze) -> str:
    """ "silent", "every warning"."""
    return "every warning" if one.warning == EVERY else one.warning.replace("_", " ")
