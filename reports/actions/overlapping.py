"""What to do where two interviews are set for the same time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from reports.actions.next_action import Action
from reports.overlaps import Overlap, overlap_words
from reports.settings import Person
from reports.wording import spoken
from store.history import History

RESOLVE = "resolve_overlap"


def with_overlaps(
    actions: tuple[Action, ...], found: tuple[Overlap, ...], own: History, person: Person, now: datetime
) -> tuple[Action, ...]:
    """The actions of the application `own`, with one for each of its overlaps. Only a decision on an offer is
    more urgent: it may make the interviews moot."""
    decide = tuple(one for one in actions if one.kind == "decide")
    others = tuple(one for one in actions if one.kind != "decide")
    return (*decide, *_resolving(found, own, person, now), *others)


def _resolving(found: tuple[Overlap, ...], own: History, person: Person, now: datetime) -> Iterator[Action]:
    today = person.local(now).date()
    for one in found:
        begin, end = person.local(one.shared.start), person.local(one.shared.end)
        text = f"Move one of two interviews: {overlap_words(one, own, person.zone)}."
        why = f"both are set for {spoken(begin.date())}"
        if not (one.interview.is_all_day or one.other.is_all_day):
            why += f" {begin:%H:%M} to {end:%H:%M}"
        yield Action(RESOLVE, text, today, why=why)
