"""What an export is made of, read from the store a page at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from reports.export.mbox import mbox
from reports.export.whole import document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ingest.types import Message
    from store.store import Store

PAGE = 500
DAWN = datetime.min.replace(tzinfo=UTC)


def as_json(store: Store, candidate: int, only: str, version: str, now: datetime) -> Iterator[bytes]:
    """Everything of the store, or of the one application `only`, as one document."""
    homes = store.homes(candidate)
    kept = store.kept(candidate)
    every = store.since(candidate, DAWN)
    mine = [key for key in every if key in kept and (not only or homes.get(key) == only)]
    wanted = frozenset(mine)
    grouping = store.grouping(candidate)
    applications = [one for one in grouping.applications if not only or one.id == only]
    uids = {uid for one in applications for uid in one.uids}
    sections: list[tuple[str, Iterable[Any]]] = [
        ("applications", applications),
        ("messages", _messages(store, candidate, mine, homes)),
        ("events", (
            one for one in store.events(candidate)
            if not only or one.event.uid in uids or one.carrier in wanted
        )),
        ("decisions", (one for one in store.decided(candidate) if not only or one.key in wanted)),
    ]  # fmt: skip
    if not only:
        left_out = [key for key in every if key not in kept]
        sections += [
            ("left_out", _identities(store, candidate, left_out)),
            ("questions", grouping.questions),
            ("problems", store.problems(candidate)),
        ]
    head = {"version": version, "written_at": now, "application": only or None}
    return document(head, sections)


def as_mbox(store: Store, candidate: int, only: str, *, every: bool) -> Iterator[bytes]:
    """The messages of all applications, or of one, or `every` stored one, in order of time."""
    homes = store.homes(candidate)
    kept = store.kept(candidate)
    mine = [
        key
        for key in store.since(candidate, DAWN)
        if key in kept and (every or (homes.get(key) == only if only else key in homes))
    ]
    return mbox(_paged(store, candidate, mine))


def _paged(store: Store, candidate: int, keys: Iterable[str]) -> Iterator[Message]:
    for page in _pages(keys):
        yield from store.messages(candidate, page)


def _messages(
    store: Store, candidate: int, keys: Iterable[str], homes: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for page in _pages(keys):
        readings = {one.key: one for one in store.readings(candidate, page)}
        places = store.seen(candidate, page)
        for one in store.messages(candidate, page):
            yield {
                **_fields(one),
                "application": homes.get(one.key),
                "reading": readings.get(one.key),
                "places": places.get(one.key, ()),
            }


def _identities(store: Store, candidate: int, keys: Collection[str]) -> Iterator[dict[str, Any]]:
    for page in _pages(keys):
        places = store.seen(candidate, page)
        for one in store.identities(candidate, page):
            yield {**_fields(one), "places": places.get(one.key, ())}


def _pages(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    left = iter(keys)
    while page := tuple(islice(left, PAGE)):
        yield page


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
