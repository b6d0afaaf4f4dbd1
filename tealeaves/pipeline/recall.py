"""Reading mail once more where it lies: of files at once, of an account while it is connected."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ingest.types import RawCalendar, RawMail
from tealeaves.logs.fields import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ingest.types import Place, Problem

    Recalled = RawMail | RawCalendar | Problem
    ReadAgain = Callable[[Iterable[Place]], Iterator[tuple[Place, Recalled]]]

log = logging.getLogger("tealeaves.recall")

AT_ONCE = 100  # mails

ONLINE = ("imap", "gmail")
"""Kinds of places that need a connection."""


class Recall:
    """Reads mails again. A place of an account that is not connected is passed over: what lies there is
    brought in by that account's next sync."""

    def __init__(self, account: str = "", kind: str = "", read_account: ReadAgain | None = None) -> None:
        """`account`, of that kind, is connected, and `read_account` reads there."""
        self._account = account
        self._kind = kind
        self._read_account = read_account
        self.has_passed_over = False  # whether mail was wanted that lies only where it cannot be read now

    def can(self, place: Place) -> bool:
        """Whether the place can be read now."""
        return place.kind not in ONLINE or (
            self._read_account is not None
            and place.kind == self._kind
            and place.source.partition("/")[0] == self._account
        )

    def one(self, place: Place) -> Recalled | None:
        """The item at a place; None where it cannot be read now."""
        return next((item for _, item in self.many([place])), None)

    def many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Recalled]]:
        """Each place that can be read now, with what is there or the `Problem` that it is gone."""
        from ingest.files.connector import read_again

        online: list[Place] = []
        for place in places:
            if place.kind not in ONLINE:
                yield place, read_again(place)
            elif self.can(place):
                online.append(place)
        if online and self._read_account is not None:
            yield from self._read_account(online)


def mails_at(
    recall: Recall, wanted: Mapping[str, tuple[Place, ...]]
) -> Iterator[tuple[str, RawMail | Problem]]:
    """For each message of `wanted` that lies anywhere where it can be read now: its key and the mail, or
    what stood in the way at the last of its places. One that may lie elsewhere too is not given up."""
    left = {key: [place for place in places if recall.can(place)] for key, places in wanted.items()}
    elsewhere = {key for key, places in wanted.items() if len(left[key]) < len(places)}
    if wanted:
        log.info("reads again", extra=fields(wanted=len(wanted), elsewhere=len(elsewhere)))
    while left := {key: places for key, places in left.items() if places}:
        by_place = {places.pop(0): key for key, places in left.items()}
        for place, item in recall.many(by_place):
            key = by_place[place]
            if isinstance(item, RawMail):
                left[key] = []
                elsewhere.discard(key)
                yield key, item
            elif not isinstance(item, RawCalendar) and not left[key] and key not in elsewhere:
                yield key, item
    recall.has_passed_over |= bool(elsewhere)


def in_parts(
    found: Iterator[tuple[str, RawMail | Problem]],
) -> Iterator[list[tuple[str, RawMail | Problem]]]:
    """As many at a time as may be in memory."""
    part: list[tuple[str, RawMail | Problem]] = []
    for one in found:
        part.append(one)
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part
