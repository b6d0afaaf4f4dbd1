"""A backup is one whole file; restoring it gives that store again, but for what was forgotten since."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from store.store import open_store
from tealeaves.cli.commands import backup as command
from tests.tealeaves.away.conftest import NOW, Home


def test_a_backup_is_one_file_for_its_owner_alone_with_everything_in_it(home: Home) -> None:
    said = home.done("backup", "--json").json()
    [file] = home.backups
    assert str(file) == said["file"]
    assert (said["applications"], said["messages"], said["kept"]) == (13, 153, 129)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    before = home.dump()
    home.database.unlink()
    home.done("restore", file, "--yes")
    assert home.dump() == before


def test_of_our_backups_the_newest_stay_and_others_files_do(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.done("backup")
    other = home.backups[0].with_name("mine.db")
    other.write_text("mine")
    for day in range(1, 4):
        monkeypatch.setattr(command, "clock", lambda day=day: NOW.replace(year=2999) + timedelta(days=day))
        home.done("backup", "--keep", "2")
    assert [path.name for path in home.backups] == [
        "mine.db", "tealeaves-29990930T070000Z.db", "tealeaves-29991001T070000Z.db"
    ]  # fmt: skip


def test_a_file_that_is_there_is_not_written_over(home: Home) -> None:
    there = home.folder / "there.db"
    there.write_text("mine")
    said = home.run("backup", there)
    assert said.code == 2 and "is there already" in said.err
    assert there.read_text() == "mine"
    assert home.run("backup", home.database).code == 2


def test_a_folder_that_is_not_there_is_told_in_one_line(home: Home) -> None:
    said = home.run("backup", home.folder / "no" / "where.db")
    assert said.code == 2 and said.err.count("\n") == 1


def test_a_backup_is_made_of_one_moment_while_others_write(home: Home) -> None:
    stop = threading.Event()
    written = sqlite3.connect(home.database, check_same_thread=False, isolation_level=None, timeout=60)

    def write() -> None:
        while not stop.is_set():  # two rows that are always alike
            written.execute("BEGIN IMMEDIATE")
            written.execute("UPDATE candidates SET changes = changes + 1, settled = settled + 1")
            written.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        home.done("backup")
    finally:
        stop.set()
        writer.join()
        written.close()
    [file] = home.backups
    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT changes = settled FROM candidates").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_restoring_shows_what_replaces_what_and_keeps_the_present_one(home: Home) -> None:
    home.done("backup", home.folder / "b.db")
    home.done("label", home.applications()["Solventa"]["messages"][0], "+keeping_warm")
    changed = home.dump()
    said = home.done("restore", home.folder / "b.db", "--dry-run")
    assert "no decision of yours" in said.out and "1 decision of yours" in said.out
    assert home.dump() == changed
    said = home.done("restore", home.folder / "b.db", "--yes", "--json").json()
    assert home.dump() != changed
    assert "before-restore" in said["aside"]
    home.done("restore", said["aside"], "--yes")
    assert home.dump() == changed


def test_what_was_forgotten_stays_so_when_an_older_backup_is_restored(home: Home) -> None:
    outside = home.folder / "outside" / "b.db"
    outside.parent.mkdir()
    home.done("backup", outside)
    home.done("forget", "fennimore", "--yes")
    after = home.dump()
    said = home.done("restore", outside, "--yes")
    assert "20 messages of it had been forgotten" in said.out
    assert home.dump() == after
    assert home.files_with("fennimore") == []


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


def _spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 9000] = b"\xff" * 9000
    path.write_bytes(raw)


def _of_another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _lines(path: Path) -> None:
    path.write_bytes(gzip.compress(b'{"tealeaves":"backup","format":1,"revision":"0007"}\n{"rows":[1]}\n'))


@pytest.mark.parametrize(
    "harm",
    [_cut, _spoil, _of_another, _newer, _pipe, _lines, lambda path: path.write_bytes(b""), Path.unlink],
)
def test_a_file_that_is_no_whole_backup_is_refused_and_nothing_changes(home: Home, harm: object) -> None:
    file = home.folder / "b.db"
    home.done("backup", file)
    assert callable(harm)
    harm(file)
    before, files = home.dump(), sorted(home.database.parent.rglob("*"))
    said = home.run("restore", file, "--yes")
    assert said.code in (1, 2) and said.err.startswith("tealeaves: ") and said.err.count("\n") == 1
    assert (home.dump(), sorted(home.database.parent.rglob("*"))) == (before, files)


def test_an_older_backup_is_brought_up_to_date(home: Home) -> None:
    from alembic import command as migrating
    from alembic.config import Config

    from store import database
    from store.upgrade import SCRIPTS

    file = home.folder / "b.db"
    before = home.dump()
    home.done("backup", file)
    with sqlite3.connect(file) as copy:  # what revision 0006 had not
        copy.execute("DROP TABLE searched")
        copy.execute("UPDATE alembic_version SET version_num = '0006'")
    assert migrating and Config and database and SCRIPTS
    home.done("restore", file, "--yes")
    assert home.dump() == before
    assert not [one for one in home.database.parent.iterdir() if "restore" in one.name]


def test_a_process_that_has_the_store_open_sees_the_restored_one(home: Home) -> None:
    home.done("backup", home.folder / "b.db")
    home.done("forget", "--account", "files", "--yes")
    shutil.copy(home.folder / "b.db", home.folder / "c.db")
    with open_store(home.url, now=NOW) as other:
        me = other.candidate("me")
        assert other.counts(me).messages == 0
        home.done("label", "--review", "--json")
        home.done("restore", home.folder / "b.db", "--yes")
        assert other.counts(me).messages == 0  # all of it had been forgotten
        assert len(other.forgotten(me)) == 153


def test_while_a_sync_runs_nothing_is_restored(home: Home) -> None:
    home.done("backup", home.folder / "b.db")
    with open_store(home.url, now=NOW) as store:
        store.take_lease(store.candidate("me"), "mail", "elsewhere:1", NOW, NOW.replace(year=2999))
    said = home.run("restore", home.folder / "b.db", "--yes")
    assert said.code == 5
    assert not [one for one in home.database.parent.iterdir() if "restore" in one.name]


def test_a_store_that_cannot_be_read_is_put_aside_for_the_backup(home: Home) -> None:
    before = home.dump()
    home.done("backup", home.folder / "b.db")
    home.database.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    home.database.with_name("tealeaves.db-wal").write_bytes(b"left over from another")
    said = home.done("restore", home.folder / "b.db", "--yes")
    assert "cannot be read" in said.out and "damaged" in said.out
    assert home.dump() == before


def test_the_store_itself_is_no_backup_of_itself(home: Home) -> None:
    assert home.run("restore", home.database, "--yes").code == 2


def test_without_a_terminal_nothing_is_restored_unless_yes_is_said(home: Home) -> None:
    home.done("backup", home.folder / "b.db")
    assert home.run("restore", home.folder / "b.db").code == 2
