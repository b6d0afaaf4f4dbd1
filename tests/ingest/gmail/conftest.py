"""Batches of few mails, and a mailbox that is watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.gmail import reading
from tests.ingest.gmail.archive import Archive, connector, sync

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer

Syncing = Callable[..., None]


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three messages are listed, and so come in one batch."""
    monkeypatch.setattr(reading, "LISTED_AT_ONCE", 3)


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
def syncing(google: GoogleServer, archive: Archive) -> Syncing:
    """Syncs the mailbox into the archive: syncing(batches=2, since=…)."""

    def once(batches: int = 1_000_000, **wishes: object) -> None:
        sync(connector(google, archive, **wishes), archive, batches)  # type: ignore[arg-type]

    return once
