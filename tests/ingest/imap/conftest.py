"""Batches of few mails, and a mailbox that is watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.imap import requests
from tests.ingest.imap.archive import Archive, connector, sync

if TYPE_CHECKING:
    from tests.servers.account import Account

Syncing = Callable[..., None]


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three messages are listed, and so come in one batch."""
    monkeypatch.setattr(requests, "LISTED_AT_ONCE", 3)


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
def syncing(mailbox: Account, archive: Archive) -> Syncing:
    """Syncs the mailbox on Dovecot into the archive: syncing(batches=2, since=…)."""

    def once(batches: int = 1_000_000, **wishes: object) -> None:
        sync(connector(mailbox.server, archive, mailbox.user, **wishes), archive, batches)  # type: ignore[arg-type]

    return once
