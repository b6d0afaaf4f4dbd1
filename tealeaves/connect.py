"""From the table of an account to its connector."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from classify.relevance.taught import Taught
    from classify.types import Me
    from ingest.caldav.connector import CalDav
    from ingest.connector import Connector, Diary, Ledger
    from ingest.feed.connector import Feed
    from ingest.gmail.connector import Gmail
    from ingest.google_calendar.connector import GoogleCalendar
    from ingest.imap.connector import Imap
    from ingest.types import CalendarEvent, Event, Message, Place
    from store.store import Store
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

GOOGLE = ("gmail", "google-calendar")
CALENDARS = ("google-calendar", "caldav", "ics")
"""The kinds of accounts that hold no mail."""
PATIENCE_SECONDS, ATTEMPTS = 60.0, 5
TRIAL_SECONDS, TRIALS = 15.0, 2
"""Of a sync, and where somebody sits and waits: so long is a silent server listened to, and so often."""


def in_order(tables: Iterable[AccountTable]) -> list[AccountTable]:
    """The accounts in the order in which they are synced: mail first, since it says which events count."""
    return sorted(tables, key=lambda table: table.kind in CALENDARS)


@dataclass(frozen=True)
class StoredLedger:
    """What the store knows of one candidate's mail."""

    store: Store
    candidate: int

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        return self.store.known(self.candidate, keys)

    def places(self, source: str) -> tuple[Place, ...]:
        return self.store.places(self.candidate, source)

    @cached_property
    def taught(self) -> Taught:
        """The senders of whom every mail is fetched, as they were when that was asked for first."""
        from classify.relevance.taught import Taught

        return Taught.by(self.store.verdicts(self.candidate))


class StoredDiary:
    """Which events are of one candidate's job search, by the mail that is stored, and which were taken."""

    def __init__(self, store: Store, candidate: int, me: Me) -> None:
        self._store = store
        self._candidate = candidate
        self._me = me

    @cached_property
    def mark(self) -> str:
        """As it was when it was asked for first: what is taken meanwhile is looked at the next time."""
        return self._store.composition(self._candidate)

    def belongs(self, event: Event) -> bool:
        _ = self.mark  # before what it stands for is read
        return self._belonging(event)

    def taken(self, source: str) -> tuple[CalendarEvent, ...]:
        return self._store.taken_events(self._candidate, source)

    @cached_property
    def _belonging(self) -> Callable[[Event], bool]:
        from tealeaves.pipeline.calendars import Belonging  # most syncs see no event that changed

        return Belonging(self._store, self._candidate, self._me)


@contextlib.contextmanager
def connector(
    table: AccountTable, since: datetime, me: Me, ledger: StoredLedger, around: Surroundings
) -> Iterator[Connector]:
    """The account's connector, signed out at the end. Raises UsageError for a kind that cannot be synced."""
    if table.kind == "imap":
        with imap(table, since, me, ledger, around) as opened:
            yield opened
    elif table.kind == "gmail":
        with gmail(table, since, me, ledger, around) as opened:
            yield opened
    elif table.kind == "google-calendar":
        diary = StoredDiary(ledger.store, ledger.candidate, me)
        with google_calendar(table, since, diary, around) as opened:
            yield opened
    elif table.kind == "caldav":
        diary = StoredDiary(ledger.store, ledger.candidate, me)
        with caldav(table, since, diary, around) as opened:
            yield opened
    elif table.kind == "ics":
        diary = StoredDiary(ledger.store, ledger.candidate, me)
        with feed(table, since, diary, around) as opened:
            yield opened
    elif table.path:
        from ingest.files.connector import Files

        yield Files((around.beside(table.path),))
    else:
        raise UsageError(f"account {table.name}: {table.kind} without a path cannot be synced")


def imap(
    table: AccountTable, since: datetime, me: Me, ledger: Ledger, around: Surroundings, *, trial: bool = False
) -> Imap:
    """The connector of an IMAP account; nothing is connected yet. In a `trial` somebody sits and waits."""
    from ingest.imap.account import Account
    from ingest.imap.connector import Imap
    from tealeaves.signin.sign_in import sign_in

    account = Account(
        name=table.name,
        host=table.host,
        since=since,
        port=table.service_port,
        security=table.security,
        ca_file=str(around.beside(table.ca_file)) if table.ca_file else "",
        tls_minimum=table.tls_minimum,
        folders=tuple(table.folders),
        patience_seconds=TRIAL_SECONDS if trial else PATIENCE_SECONDS,
        attempts=TRIALS if trial else ATTEMPTS,
    )
    return Imap(account, sign_in(table, around), partial(_passes, me, ledger), ledger)


def gmail(table: AccountTable, since: datetime, me: Me, ledger: Ledger, around: Surroundings) -> Gmail:
    """The connector of a mailbox at Google; nothing is connected yet."""
    from ingest.gmail.account import Account
    from ingest.gmail.connector import Gmail
    from tealeaves.signin.sign_in import sign_in

    account = Account(name=table.name, since=since, api_root=table.api_root)
    return Gmail(account, sign_in(table, around), partial(_passes, me, ledger), ledger)


def google_calendar(
    table: AccountTable, since: datetime, diary: Diary, around: Surroundings
) -> GoogleCalendar:
    """The connector of the calendars of an account at Google; nothing is connected yet."""
    from ingest.google_calendar.account import Account
    from ingest.google_calendar.connector import GoogleCalendar
    from tealeaves.signin.sign_in import sign_in

    calendars = tuple(table.calendars)
    account = Account(name=table.name, since=since, calendars=calendars, api_root=table.api_root)
    return GoogleCalendar(account, sign_in(table, around), diary)


def caldav(table: AccountTable, since: datetime, diary: Diary, around: Surroundings) -> CalDav:
    """The connector of the calendars of a CalDAV server; nothing is connected yet."""
    from ingest.caldav.account import Account
    from ingest.caldav.connector import CalDav
    from tealeaves.signin.sign_in import sign_in

    account = Account(
        name=table.name,
        url=table.url or table.host,
        since=since,
        now=around.now(),
        calendars=tuple(table.calendars),
        ca_file=str(around.beside(table.ca_file)) if table.ca_file else "",
        tls_minimum=table.tls_minimum,
    )
    return CalDav(account, sign_in(table, around), diary)


def feed(table: AccountTable, since: datetime, diary: Diary, around: Surroundings) -> Feed:
    """The connector of a calendar at an address, or in a file or folder; nothing is read yet."""
    from ingest.feed.account import Account
    from ingest.feed.connector import Feed

    account = Account(
        name=table.name,
        since=since,
        now=around.now(),
        url=table.url,
        path=str(around.beside(table.path)) if table.path else "",
        ca_file=str(around.beside(table.ca_file)) if table.ca_file else "",
        tls_minimum=table.tls_minimum,
    )
    return Feed(account, diary)


def _passes(me: Me, ledger: Ledger, heading: Message, *, calendar: bool) -> bool:
    from classify.gate import passes  # its rules are loaded for the first new mail

    if passes(heading, me=me, calendar=calendar):
        return True
    return isinstance(ledger, StoredLedger) and ledger.taught.has(heading.sender)
