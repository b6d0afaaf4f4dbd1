"""What is known of each interview beyond its invite: its round, how it is held, who interviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.interviews.attending import DECLINED, Interviewer, attending, known
from reports.interviews.kind import PANEL, held, is_panel
from reports.interviews.round import numbers, round_name
from reports.interviews.types import Interview

if TYPE_CHECKING:
    from reports.settings import Person
    from store.history import History


@dataclass(frozen=True, slots=True)
class Described:
    """One interview. `round` is its number among those held or to come, 0 where it was called off."""

    interview: Interview
    round: int
    round_name: str  # "technical", "final", …; "" where the title does not say
    kind: str  # "call", "video", "on site", "panel"; "" where it is not known
    held: str  # the same without "panel"
    interviewers: tuple[Interviewer, ...]

    @property
    def panel(self) -> tuple[Interviewer, ...]:
        """Those who sit there beside whoever organises, most often the one who makes the appointment."""
        return tuple(one for one in self.interviewers if not one.organises and one.answer != DECLINED)


def described(history: History, found: tuple[Interview, ...], person: Person) -> tuple[Described, ...]:
    """Every interview described, in the order of `found`; titles are read from the application's mail."""
    if not found:
        return ()
    facts = known(history)
    least = person.thresholds.observed["panel_size"]
    return tuple(
        _described(one, number, attending(one, person, facts), least)
        for one, number in zip(found, numbers(found), strict=True)
    )


def _described(one: Interview, number: int, people: tuple[Interviewer, ...], least: float) -> Described:
    how = held(one)
    told = Described(one, number, round_name(one), how, how, people)
    if not is_panel(one, len(told.panel), least):
        return told
    return Described(one, number, told.round_name, PANEL, how, people)
