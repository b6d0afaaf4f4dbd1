"""The commands on a server's store."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.store import open_store
from tealeaves.cli.main import main
from tests.servers.postgres import Cluster
from tests.store.samples import NOW
from tests.tealeaves.conftest import SAMPLE


@pytest.fixture
def at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_with_template: Cluster
) -> Iterator[str]:
    for name in ("data", "state", "cache", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))  # nobody's crontab is looked at
    config = tmp_path / "config.toml"
    shutil.copy(SAMPLE / "config.toml", config)
    monkeypatch.setenv("TEALEAVES_CONFIG", str(config))
    url = postgres_with_template.create("away", "template_store")
    monkeypatch.setenv("TEALEAVES_STORE", url)
    yield url
    postgres_with_template.drop("away")


def _rows_with(url: str, *words: str) -> list[str]:
    """The tables, ours or not, in a row of which any of the words stands."""
    engine = sa.create_engine(url)
    found = []
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            asked = f'SELECT 1 FROM "{table}" AS one WHERE one::text ILIKE :word LIMIT 1'
            found += [
                f"{table}: {word}"
                for word in words
                if connection.execute(sa.text(asked), {"word": f"%{word}%"}).first()
            ]
    engine.dispose()
    return found


def test_backup_forget_and_restore_work_on_a_server(at_home: str, tmp_path: Path) -> None:
    assert main(["import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")]) == 0
    outside = tmp_path / "outside.jsonl.gz"
    assert main(["search", "fennimore"]) == 0
    assert _rows_with(at_home, "fennimore")
    assert main(["backup"]) == main(["backup", str(outside)]) == 0
    with open_store(at_home, now=NOW) as store:
        me = store.candidate("me")
        before = store.dump(me)
        assert b"Fennimore" in gzip.decompress(outside.read_bytes())
        assert main(["forget", "--company", "Fennimore Rail", "--yes"]) == 0
        after = store.dump(me)
        assert "ennimore" not in str(after)
        assert _rows_with(at_home, "fennimore", "beth.aldous", "Qureshi", "two small things") == []
        assert not list((tmp_path / "data" / "tealeaves" / "backups").iterdir())
        assert main(["restore", str(outside), "--yes"]) == 0
        restored = store.dump(me)
        for table in ("applications", "contents", "memberships", "events", "messages", "forgotten"):
            assert restored[table] == after[table], table
        assert len(before["contents"]) == len(after["contents"]) + 20
        assert main(["forget", "--everything", "--yes"]) == 0
        assert not any(store.dump(store.candidate("me")).values())


def test_the_backup_of_a_file_is_restored_into_a_server(
    at_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEALEAVES_STORE", f"sqlite:///{tmp_path}/one.db")
    assert main(["import", str(SAMPLE / "mail")]) == 0
    assert main(["backup", str(tmp_path / "b.db")]) == 0
    with open_store(f"sqlite:///{tmp_path}/one.db", now=NOW) as store:
        before = store.dump(store.candidate("me"))
    monkeypatch.setenv("TEALEAVES_STORE", at_home)
    assert main(["restore", str(tmp_path / "b.db"), "--yes"]) == 0
    with open_store(at_home, now=NOW) as store:
        assert store.dump(store.candidate("me")) == before
