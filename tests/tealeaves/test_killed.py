"""Killed at any moment, then run again: the same store as without the kill."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from classify.signals.find import find
from classify.types import Me, Speaker
from ingest.files import connector
from ingest.files.connector import Files
from store.store import open_store
from tealeaves.pipeline.run import run
from tests.tealeaves.conftest import SAMPLE

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
ME = Me("Robin Hale", frozenset({"robin.hale@postbox.example"}), "Europe/London")
PATHS = (SAMPLE / "mail", SAMPLE / "calendar.ics")


def bring_in(url: str) -> dict[str, Any]:
    with open_store(url, now=NOW) as store:
        candidate = store.candidate("me")
        run(Files(PATHS), "files", store, candidate, ME, None, NOW)
        return dict(store.dump(candidate))


def _die_at_statement(url: str, number: int) -> None:
    """Imports, and is killed by SIGKILL just before the statement of that number."""
    left = iter(range(number, -1, -1))

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    bring_in(url)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many transactions, so that there are many moments between and inside them."""
    monkeypatch.setattr(connector, "BATCH_ITEMS", 12)


@pytest.mark.usefixtures("small_batches")
def test_a_killed_import_run_again_leaves_the_store_of_an_import_that_was_not(tmp_path: Path) -> None:
    find("warm up, so that the children need not", Speaker.COMPANY)
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        whole = bring_in(f"sqlite:///{tmp_path}/whole/one.db")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)

    fork = multiprocessing.get_context("fork")
    for number in sorted(random.Random(20).sample(range(1, statements - 1), 20)):
        url = f"sqlite:///{tmp_path}/killed-{number}/one.db"
        child = fork.Process(target=_die_at_statement, args=(url, number))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL, f"statement {number} of {statements} was never reached"
        assert bring_in(url) == whole, f"killed before statement {number} of {statements}"
