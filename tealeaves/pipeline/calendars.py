"""The candidate's own calendars: which of their events are of the job search, and which were taken."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from classify.applications.calendar import belongs, known
from classify.applications.group import group
from classify.relevance import included
from tealeaves.pipeline.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classify.applications.calendar import Known
    from classify.applications.types import Letter
    from classify.types import Me
    from ingest.types import Event
    from store.intake import SeenEvent
    from store.store import Store


def own(events: Iterable[SeenEvent], recognised: Known) -> tuple[SeenEvent, ...]:
    """The versions of events of the candidate's own calendars that belong to the search.

    One of them makes the event an application's meeting, and a report then looks at all of its versions: an
    interview that was renamed, or called off, is still that interview. An event of which none belongs any
    longer is kept and not used.
    """
    return tuple(seen for seen in events if not seen.carrier and belongs(seen.event, recognised))


def with_rooms(letters: Iterable[Letter], rooms: Mapping[str, frozenset[str]]) -> tuple[Letter, ...]:
    """The letters with the rooms that each links to. Only where there are calendars is that looked for."""
    return tuple(replace(one, rooms=rooms[one.key]) if one.key in rooms else one for one in letters)


class Belonging:
    """Whether an event belongs, by everything stored now. Nothing is read before the first question, and most
    syncs ask none."""

    def __init__(self, store: Store, candidate: int, me: Me) -> None:
        self._store = store
        self._candidate = candidate
        self._me = me

    def __call__(self, event: Event) -> bool:
        recognised, uids = self._all
        return event.uid in uids or bool(belongs(event, recognised))

    @cached_property
    def _all(self) -> tuple[Known, frozenset[str]]:
        """What the mail has shown, as `settle` sees it, and the events of which a version belongs already."""
        store, candidate = self._store, self._candidate
        verdicts = store.verdicts(candidate)
        wanted = included(store.facts(candidate), verdicts)
        kept = (one for one in store.letters(candidate, self._me) if one.key in wanted)
        letters = with_rooms(kept, store.linked(candidate))
        events = store.events(candidate)
        mailed = (seen for seen in events if seen.carrier in wanted)
        grouping = group(letters, meetings_of(mailed, self._me), verdicts)
        recognised = known(grouping.applications, letters, self._me)
        return recognised, frozenset(seen.event.uid for seen in own(events, recognised))
