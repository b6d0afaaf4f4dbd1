"""For the tests of CalDAV: what syncs a server into a desk, and who signs in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ingest.caldav.account import Account
from ingest.caldav.connector import CalDav
from ingest.credentials import Password
from tests.ingest.google_calendar.desk import SINCE, Desk
from tests.servers.caldav.server import PASSWORD, USER

if TYPE_CHECKING:
    from ingest.credentials import Credential, SignIn

__all__ = ["NOW", "SINCE", "Desk", "connector", "robin", "sync"]

NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def robin(refused: str = "") -> Credential:
    return Password(USER, PASSWORD)


def connector(
    url: str,
    desk: Desk,
    *calendars: str,
    since: dt.datetime = SINCE,
    now: dt.datetime = NOW,
    sign_in: SignIn = robin,
    ca_file: str = "",
) -> CalDav:
    return CalDav(Account("jobs", url, since, now, calendars, ca_file), sign_in, desk)


def sync(url: str, desk: Desk, *calendars: str, **more: Any) -> None:
    """Takes everything; what came before is not among `items`. `more` is as for `connector`."""
    desk.items = []
    with connector(url, desk, *calendars, **more) as one:
        for batch in one.changes(dict(desk.cursors)):
            desk.take(batch)
