"""All calendars of an account, one after the other, whatever asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from ingest.connector import Batch
from ingest.errors import UnreachableError
from ingest.types import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ingest.types import Place

_MISSING = "no such calendar; tealeaves accounts test lists them; what was taken there stays"


class Tour(Protocol):
    """Reads one calendar from where its cursor says: first `batches`, then what is over."""

    def batches(self) -> Iterator[Batch]: ...
    def unread(self) -> Batch: ...
    @property
    def has_ended(self) -> bool: ...


T = TypeVar("T", bound=Tour)


def toured(tours: Sequence[T], end: Callable[[T, list[T]], Batch | None]) -> Iterator[Batch]:
    """All calendars, then what is over in them: only then is it known whether it goes on in another one.

    `end` gives what is over in a tour, beside the others, and the new cursor. A calendar that cannot be read
    now is told of, and the others are read; raises UnreachableError where it is not one calendar that fails.
    """
    silent: dict[int, UnreachableError] = {}
    for nth, tour in enumerate(tours):
        try:
            yield from tour.batches()
        except UnreachableError as error:
            if nth - 1 in silent:
                raise
            silent[nth] = error
        else:
            if not tour.has_ended:
                yield from _ended(tour, tours, end)
    if silent and len(silent) * 2 > len(tours):
        raise silent[max(silent)]
    for nth in silent:
        yield tours[nth].unread()
    for tour in tours:
        if tour.has_ended and not silent:  # else what was moved there would be called off
            yield from _ended(tour, tours, end)


def absent(
    wanted: Iterable[str], there: Collection[str], cursors: Mapping[str, str], place: Callable[[str], Place]
) -> Iterator[Batch]:
    """What is told of calendars that are `wanted` and not there, and of those that were read and went: once,
    since a calendar that went is left without a cursor."""
    left = [one for one, cursor in cursors.items() if cursor and one not in there]
    for name in dict.fromkeys((*wanted, *left)):
        yield Batch(name, (Problem("no-calendar", _MISSING, place(name)),), "", 0, 0)


def _ended(tour: T, tours: Sequence[T], end: Callable[[T, list[T]], Batch | None]) -> Iterator[Batch]:
    batch = end(tour, [other for other in tours if other is not tour])
    if batch is not None:
        yield batch
