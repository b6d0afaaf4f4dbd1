"""How a store stands is told of SQLite and of PostgreSQL alike, and nothing is changed by looking."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import health, upgrade
from store.errors import StoreError
from tests.store.samples import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from store.health import Health


def looked(url: str) -> Health | None:
    return health.look(url, "me", ["visa"], NOW - timedelta(days=7))


def test_a_store_of_today_is_whole_and_of_the_newest_revision(url: str) -> None:
    found = looked(url)
    assert found is not None
    assert (found.revision, found.is_too_new, found.damage) == (upgrade.revisions()[-1], False, ())
    assert found.kind == ("SQLite" if url.startswith("sqlite") else "PostgreSQL")
    assert found.server[0].isdigit() and found.size > 10_000
    assert found.contents is not None and found.contents.said == 0


def test_what_a_candidate_has_is_counted(url: str) -> None:
    from classify.applications.types import Verdict
    from store.store import open_store

    with open_store(url, now=NOW) as store:
        store.say(store.candidate("me"), Verdict("irrelevant", "a"), NOW)
        store.say(store.candidate("another"), Verdict("irrelevant", "a"), NOW)
    found = looked(url)
    assert found is not None and found.contents is not None
    assert (found.contents.said, found.contents.found) == (1, {"visa": 0})


def test_a_database_without_tables_is_told_and_none_are_made(empty_url: str) -> None:
    for _ in range(2):
        found = looked(empty_url)
        assert found is None if empty_url.startswith("sqlite") else found and found.revision is None


def test_a_server_that_is_down_is_one_line_without_the_password() -> None:
    with pytest.raises(StoreError) as told:
        looked("postgresql+psycopg://robin:hunter2@127.0.0.1:1/store")
    assert "refused" in str(told.value)
    assert "hunter2" not in str(told.value) and "\n" not in str(told.value)


def test_an_sqlite_file_is_not_even_turned_to_another_journal(tmp_path: Path) -> None:
    file = tmp_path / "a store #1.db"
    made = sqlite3.connect(file)
    made.execute("CREATE TABLE one (number)")
    made.close()
    before = file.read_bytes()
    found = looked(f"sqlite:///{file}")
    assert found is not None and found.revision is None
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"no database at all " * 1000)
    found = looked(f"sqlite:///{tmp_path}/store.db")
    assert found is not None and found.damage == ("file is not a database",)


def test_who_writes_for_long_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WAIT_SECONDS", 0)
    file = tmp_path / "store.db"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("CREATE TABLE one (number)")
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="another process is writing to it"):
        looked(f"sqlite:///{file}")
    writer.close()
