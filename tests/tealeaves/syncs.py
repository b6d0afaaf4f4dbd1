"""A sync of a test mailbox without the command line, and the truth about that mailbox."""

from __future__ import annotations

import imaplib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from store.store import open_store
from tealeaves.pipeline.reader import Reader
from tealeaves.pipeline.sync import Synced, Syncing, sync
from tealeaves.signin.surroundings import Surroundings
from tealeaves.tables import AccountTable
from tests.tealeaves.post import FIRST, ME, NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ingest.connector import Batch
    from store.store import Store
    from tests.servers.account import Account

FOLDERS = ("INBOX", "Sent", "Jobs")
NAME = "mail"
_UID = re.compile(rb"UID (\d+)")

PLACED = ("digest", "source", "spot", "kind", "labels")
"""Columns that tell where a thing was seen first."""

Places = dict[tuple[str, str], str]
"""(source, UIDVALIDITY:UID) -> key of the mail there."""


def table(mailbox: Account, port: int | None = None) -> AccountTable:
    return AccountTable(
        name=NAME,
        kind="imap",
        host=mailbox.server.host,
        port=port or mailbox.server.port,
        security="none",
        user=mailbox.user,
        password_env="SECRET",
        folders=list(FOLDERS),
    )


def synced(
    store: Store,
    account: AccountTable,
    watch: Callable[[Batch, int], None] = lambda batch, listed: None,
    since: datetime = FIRST,
) -> Synced:
    around = Surroundings(Path, {"SECRET": "secret"}, Path(), lambda: NOW)
    with Reader(ME, None, beside=0) as reader:
        on = Syncing(store, store.candidate("me"), ME, None, since, around, reader)
        return sync(account, on, watch)


def synced_anew(mailbox: Account, folder: Path) -> Store:
    """A new store, in which the mailbox as it is was synced at once."""
    store = open_store(f"sqlite:///{folder}/anew.db", now=NOW)
    assert synced(store, table(mailbox)).failure is None
    return store


def lying_in(mailbox: Account) -> Places:
    """What a sync ought to have seen: everything but drafts and what is older than asked for."""
    found: Places = {}
    with imaplib.IMAP4(mailbox.server.host, mailbox.server.port) as client:
        client.login(mailbox.user, mailbox.password)
        for folder in FOLDERS:
            client.select(folder, readonly=True)
            validity = client.response("UIDVALIDITY")[1][0].decode()
            _, uids = client.uid("SEARCH", f"UNDRAFT SINCE {FIRST:%d-%b-%Y}")
            if not uids[0]:
                continue
            wanted = b",".join(uids[0].split()).decode()
            _, answers = client.uid("FETCH", wanted, "(UID BODY.PEEK[])")
            for answer in answers:
                if isinstance(answer, tuple) and (uid := _UID.search(answer[0])):
                    found[f"{NAME}/{folder}", f"{validity}:{uid[1].decode()}"] = key_of(answer[1])
    return found


def key_of(raw: bytes) -> str:
    message = parse(RawMail(raw, Place("truth", "eml")))
    assert isinstance(message, Message)
    return message.key


def known_of(store: Store) -> Places:
    """The places that the store believes to hold mail."""
    return {
        (row["source"], row["spot"]): row["message_key"]
        for row in store.dump(store.candidate("me"))["sightings"]
        if not row["gone_at"]
    }


def shown(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What two stores of the same mail agree on, whenever and wherever they saw it."""
    whole = store.dump(store.candidate("me"))
    tables = (
        "messages",
        "contents",
        "readings",
        "signals",
        "events",
        "applications",
        "memberships",
        "questions",
    )
    return {
        name: sorted(
            ({key: value for key, value in row.items() if key not in PLACED} for row in whole[name]), key=repr
        )
        for name in tables
    }
