"""What the pipeline hands to the store in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.types import Reading
    from ingest.types import Event, Message, Place, Problem


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message with what was read in it.

    `keep` false: only identity, sighting, standing and correspondents' tokens are written, no words.
    """

    message: Message
    reading: Reading
    place: Place
    correspondents: tuple[str, ...]  # tokens
    keep: bool


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """One version of a calendar event. `carrier` is the key of its mail, "" for a calendar file."""

    event: Event
    place: Place
    carrier: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A batch, read. It is written whole or not at all, the cursor last."""

    source: str
    stream: str
    cursor: str
    messages: tuple[ReadMessage, ...] = ()
    events: tuple[SeenEvent, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit changed."""

    new: int  # messages never seen before
    again: int  # messages seen before, at this place or another
    events: int  # new event versions
    problems: int  # new problems
