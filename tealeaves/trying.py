"""Trying an account: signing in, and asking what a sync would read. No mail and no event is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.errors import SignInError, SourceError
from ingest.types import Problem
from reports.render.plain import plain
from tealeaves.connect import caldav, feed, gmail, google_calendar, imap
from tealeaves.errors import DONE, FAILED, PARTLY, SIGN_IN, UsageError
from tealeaves.session import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ingest.connector import Batch
    from ingest.types import CalendarEvent, Event, Place
    from tealeaves.session import Session
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

_READ = {"imap": "folder", "gmail": "mail", "google-calendar": "calendar", "caldav": "calendar"}


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying an account."""

    account: AccountTable
    folders: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    mailbox: str = ""  # whose it is, where a server says
    missing: tuple[str, ...] = ()  # of the folders or calendars that the configuration names
    error: SourceError | UsageError | None = None

    def lines(self) -> list[str]:
        if self.error is not None:
            return []
        name = self.account.name
        what = _READ.get(self.account.kind)
        if what is None:
            read = "can be read" if self.account.kind == "ics" else "is there"
            return [f"{name}: {plain(self.account.path) or 'its address'} {read}"]
        at = f" at {plain(self.account.server)}" if self.account.server else ""
        whose = f" as {plain(self.mailbox)}" if self.mailbox else ""
        read = ", ".join(map(plain, (*self.folders, *self.calendars))) or f"no {what}"
        if self.account.kind == "gmail":
            read = "all mail but spam, trash, chats and drafts"
        lost = [f"{name}: no such {what}: {plain(one)}" for one in self.missing]
        return [f"{name}: signed in{at}{whose}; a sync reads {read}", *lost]

    def as_dict(self) -> dict[str, Any]:
        return {
            "account": self.account.name,
            "folders": self.folders,
            "calendars": self.calendars,
            "mailbox": self.mailbox,
            "missing": self.missing,
            "error": str(self.error) if self.error else None,
        }


def tried(here: Session, account: AccountTable, around: Surroundings) -> Tried:
    """Connects to the account and asks what a sync would read."""
    from tealeaves.signin.refusals import advised

    try:
        if account.kind == "imap":
            with imap(account, clock(), here.me, _NothingKnown(), around, trial=True) as opened:
                folders = opened.folders()
            names = tuple(folder.name for folder in folders.folders)
            return Tried(account, folders=names, missing=folders.missing)
        if account.kind == "gmail":
            with gmail(account, clock(), here.me, _NothingKnown(), around) as google:
                return Tried(account, mailbox=google.mailbox())
        if account.kind == "google-calendar":
            with google_calendar(account, clock(), _NothingTaken(), around) as diary:
                calendars = diary.calendars()
            names = tuple(calendar.name for calendar in calendars.calendars)
            return Tried(account, calendars=names, missing=calendars.missing)
        if account.kind == "caldav":
            with caldav(account, clock(), _NothingTaken(), around) as server:
                served = server.calendars()
            names = tuple(calendar.name for calendar in served.calendars)
            return Tried(account, calendars=names, missing=served.missing)
        if account.kind == "ics":
            with feed(account, clock(), _NothingTaken(), around) as calendar:
                return Tried(account, error=_first_problem(account, calendar.changes({})))
    except SourceError as error:
        return Tried(account, error=advised(account, error))
    return _try_path(here, account)


def waiting(here: Session, account: AccountTable, since: datetime, around: Surroundings) -> int | None:
    """How many messages a first sync from `since` on lists. None where that cannot be told beforehand."""
    if account.kind != "imap":
        return None
    try:
        with imap(account, since, here.me, _NothingKnown(), around, trial=True) as opened:
            return sum(opened.waiting().values())
    except SourceError:  # whoever syncs is told why
        return None


def _try_path(here: Session, account: AccountTable) -> Tried:
    if not account.path:
        why = f"account {account.name}: {account.kind} without a path cannot be synced"
        return Tried(account, error=UsageError(why))
    if not here.config.beside(account.path).exists():
        return Tried(account, error=SourceError(f"account {account.name}: {account.path} is not there"))
    return Tried(account)


def _first_problem(account: AccountTable, batches: Iterable[Batch]) -> SourceError | None:
    """What is wrong with a calendar that is read whole."""
    problems = (one for batch in batches for one in batch.items if isinstance(one, Problem))
    return next((SourceError(f"account {account.name}: {one.detail}") for one in problems), None)


class _NothingKnown:
    """A ledger for who reads no mail."""

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset()

    def places(self, source: str) -> tuple[Place, ...]:
        return ()


class _NothingTaken:
    """A diary for who reads no event."""

    mark = ""

    def belongs(self, event: Event) -> bool:
        return False

    def taken(self, source: str) -> tuple[CalendarEvent, ...]:
        return ()


def exit_code(tried: list[Tried]) -> int:
    """0 where all went well, 3 where some did, else what stopped them."""
    codes = {_code_of(one) for one in tried}
    if len(codes) == 1:
        return codes.pop()
    return PARTLY if codes & {DONE, PARTLY} else max(codes)


def _code_of(one: Tried) -> int:
    if isinstance(one.error, UsageError):
        return one.error.exit_code
    if one.error is not None:
        return SIGN_IN if isinstance(one.error, SignInError) else FAILED
    return PARTLY if one.missing else DONE
