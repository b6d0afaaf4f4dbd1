"""What the pipeline hands to the store in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.types import Reading
    from ingest.types import Event, Message, Place, Problem, Relabelled, Seen


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message with what was read in it.

    `keep` false: only identity, sighting, standing and correspondents' tokens are written, no words.
    So it is with mail of which only the header was fetched (`Standing.UNREAD`), whatever `keep` says.
    """

    message: Message
    reading: Reading
    place: Place
    correspondents: tuple[str, ...]  # tokens
    keep: bool


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """One version of a calendar event. `carrier` is the key of its mail, "" for a calendar of the candidate's
    own."""

    event: Event
    place: Place
    carrier: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A batch, read. It is written whole or not at all, the cursor last.

    What is gone is written first: a place that is both gone and seen is there.
    """

    source: str
    stream: str  # "" for what is of no stream: it has no cursor
    cursor: str
    messages: tuple[ReadMessage, ...] = ()
    events: tuple[SeenEvent, ...] = ()
    problems: tuple[Problem, ...] = ()
    sightings: tuple[Seen, ...] = ()  # one of a message that is not known says nothing
    gone: tuple[Place, ...] = ()
    has_calendar: bool = False  # one came whose events are looked at when the applications are computed
    relabelled: tuple[Relabelled, ...] = ()  # of a place that is not known says nothing


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit changed."""

    new: int  # messages never seen before
    again: int  # messages seen before, at this place or another
    events: int  # new event versions
    problems: int  # new problems
    seen: int = 0  # places of known messages, by news of the place alone, that were not known or were gone
    gone: int = 0  # places that were not known to be gone
    relabelled: int = 0  # known places whose labels were others
