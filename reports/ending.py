"""What is left to know of an application that ended, so that reports need not read its history again.

Whatever changes what is computed here, or the stage, the waits or the score that it rests on, raises `CODE`:
endings that were kept before are then computed anew (docs/decisions/097-what-is-kept-of-the-ended.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import classify
from reports.overview import Card
from reports.remarks.outcomes import weekly_scores
from reports.response.working_hours import Clock, clock_of
from reports.settings import Person
from reports.standing.stage import ended_as
from store.history import Ending, History

CODE = "2"

_OF_CLASSIFY = ("signals/table.toml", "data/senders.toml", "titles/titles.toml")  # tables that scores go by


def endings(histories: Iterable[History], cards: Iterable[Card], person: Person) -> tuple[Ending, ...]:
    """What is left of those of the `histories`, as stored, whose card shows an end that time will not change.

    Raises ValueError where the person's time zone, working hours or holidays are wrong.
    """
    clock = clock_of(person)
    shown = {card.id: card for card in cards if not card.open}
    found = (ending(one, shown[one.id], person, clock) for one in histories if one.id in shown)
    return tuple(one for one in found if one is not None)


def ending(history: History, card: Card, person: Person, clock: Clock) -> Ending | None:
    """What is left of the application on the card; None while it is open, or may yet change by time alone:
    because somebody still waits, or something of it is dated later than now."""
    progress = card.progress
    last = max(_dates(history))
    if progress.since is None or progress.open or card.response.waiting_since or last > card.now:
        return None
    return Ending(
        id=history.id,
        first_at=card.first_at,
        closed_at=progress.since,
        stage=progress.stage.value,
        reached=progress.reached.value,
        outcome=ended_as(progress),
        waits=tuple((wait.length, wait.ended) for wait in card.response.waits),
        scores=weekly_scores(history, person, clock, progress.since),
        unchanged_since=last,
    )


def ending_rules(person: Person) -> str:
    """16 characters that change when anything changes that an ending depends on, apart from the history: the
    person's settings, the tables, the meaning of the code."""
    settings = {name: value for name, value in asdict(person).items() if name != "name"}
    settings["addresses"] = sorted(person.addresses)
    told = json.dumps(settings, sort_keys=True, default=str)
    return sha256("\0".join([CODE, told, *_tables()]).encode()).hexdigest()[:16]


@cache
def _tables() -> tuple[str, ...]:
    of_classify = (Path(classify.__file__).parent / name for name in _OF_CLASSIFY)
    paths = (*sorted(Path(__file__).parent.glob("*.toml")), *of_classify)
    return tuple(f"{path.name} {path.read_text('utf-8')}" for path in paths)


def _dates(history: History) -> Iterator[datetime]:
    """When each thing that is known of it was said or shown."""
    for row in (history.entries, history.remarks):
        yield from (one.at for one in row)
    yield from (one.seen_at for one in history.sightings)
