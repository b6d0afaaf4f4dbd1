"""The shape of every source of mail and calendars."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.types import CalendarEvent, Event, Item, Message, Place, Problem, RawCalendar, RawMail


@dataclass(frozen=True, slots=True)
class Batch:
    """Items, and the cursor that covers them and everything before them in the same stream.

    The cursor is opaque text to everyone but its connector. Committing the items and the cursor in one
    transaction is what makes a crash harmless.
    """

    stream: str  # what the cursor belongs to: a file, a folder, a calendar
    items: tuple[Item, ...]
    cursor: str
    done: int  # how far this stream is, in the unit of `total` (bytes for files)
    total: int  # 0 where unknown


@dataclass(slots=True)
class Passed:
    """What a sync came past: by how much the source grew, and why messages of its were not taken."""

    grown: int = 0
    why: Counter[str] = field(default_factory=Counter)  # "older", "draft", "not given"


class Connector(Protocol):
    @property
    def bytes_received(self) -> int:
        """How many octets a server sent, all told; 0 for files."""
        ...

    @property
    def passed(self) -> Passed: ...

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything that came since `cursors` (stream -> cursor; empty at first), in batches.

        Raises only for what stops the whole source (no such account, sign-in refused); one bad item
        or one unreadable file is a `Problem` in its batch.
        """
        ...

    def again(self, place: Place) -> RawMail | RawCalendar | Problem:
        """The item at `place` once more, or a `Problem` if it is not there any longer."""
        ...

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, RawMail | RawCalendar | Problem]]:
        """Each place with the item there, a few in memory at once; in an order of its own."""
        ...


class Ledger(Protocol):
    """What has been taken in already, as far as a connector must know it to fetch nothing twice."""

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of the messages that were seen before, at whatever place."""
        ...

    def places(self, source: str) -> tuple[Place, ...]:
        """Where messages of this source were seen and are not known to be gone."""
        ...


class Gate(Protocol):
    """Decides from a header whether the rest of a mail is fetched at all."""

    def __call__(self, heading: Message, *, calendar: bool) -> bool:
        """True where the mail may be about a job search. `calendar` says whether it carries an invite."""
        ...


class Diary(Protocol):
    """Which events of a person's calendar are taken, and which were. Of the others nothing is kept."""

    @property
    def mark(self) -> str:
        """Stands for all that `belongs` goes by: while it is the same, so are the answers."""
        ...

    def belongs(self, event: Event) -> bool:
        """Whether the event is of the job search."""
        ...

    def taken(self, source: str) -> tuple[CalendarEvent, ...]:
        """The latest version of each event that was taken at a place of this source."""
        ...
