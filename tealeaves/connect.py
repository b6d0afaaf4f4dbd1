"""From the table of an account to its connector."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from classify.types import Me
    from ingest.connector import Connector, Ledger
    from ingest.imap.connector import Imap
    from ingest.types import Message, Place
    from store.store import Store
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

FILES = ("mbox", "maildir", "ics")
KINDS = ("imap", *FILES)
"""The kinds of accounts that can be synced."""


@dataclass(frozen=True, slots=True)
class StoredLedger:
    """What the store knows of one candidate's mail."""

    store: Store
    candidate: int

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        return self.store.known(self.candidate, keys)

    def places(self, source: str) -> tuple[Place, ...]:
        return self.store.places(self.candidate, source)


@contextlib.contextmanager
def connector(
    table: AccountTable, since: datetime, me: Me, ledger: StoredLedger, around: Surroundings
) -> Iterator[Connector]:
    """The account's connector, signed out at the end. Raises UsageError for a kind that cannot be synced."""
    if table.kind == "imap":
        with imap(table, since, me, ledger, around) as opened:
            yield opened
    elif table.kind in FILES and table.path:
        from ingest.files.connector import Files

        yield Files((around.beside(table.path),))
    else:
        what = f"{table.kind} without a path" if table.kind in FILES else f'kind = "{table.kind}"'
        raise UsageError(f"account {table.name}: {what} cannot be synced yet; {', '.join(KINDS)} can")


def imap(table: AccountTable, since: datetime, me: Me, ledger: Ledger, around: Surroundings) -> Imap:
    """The connector of an IMAP account; nothing is connected yet."""
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
    )
    return Imap(account, sign_in(table, around), partial(_passes, me), ledger)


def _passes(me: Me, heading: Message, *, calendar: bool) -> bool:
    from classify.gate import passes  # its rules are loaded for the first new mail

    return passes(heading, me=me, calendar=calendar)
