"""For the tests of feeds: calendars as servers write them, and a feed that a desk takes in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ingest.feed.account import Account
from ingest.feed.connector import Feed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.google_calendar.desk import Desk

SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def event(uid: str = "a", day: str = "20260401", summary: str = "Interview at Acme", *more: str) -> str:
    """An event that belongs, of an hour from 10:00 UTC on."""
    lines = [f"UID:{uid}", f"SUMMARY:{summary}", f"DTSTART:{day}T100000Z", f"DTEND:{day}T110000Z", *more]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def private(uid: str = "p", day: str = "20260402", *more: str) -> str:
    """An event that is nobody's business."""
    return event(uid, day, "Cardiologist", *more)


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


EMPTY = calendar()


def account(
    url: str = "",
    path: Path | str = "",
    *,
    now: dt.datetime = NOW,
    since: dt.datetime = SINCE,
    ca_file: Path | str = "",
) -> Account:
    return Account("feed", since, now, url, str(path or ""), str(ca_file or ""))


def sync(desk: Desk, account: Account) -> None:
    """Takes everything; what came before is not among `items`."""
    desk.items = []
    with Feed(account, desk) as one:
        for batch in one.changes(dict(desk.cursors)):
            desk.take(batch)
