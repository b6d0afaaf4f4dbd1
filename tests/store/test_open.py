"""Opening a store: made, upgraded or refused, and private."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from store import upgrade
from store.errors import StoreError, StoreTooNew
from store.models import Base
from store.store import open_store
from tests.store.samples import NOW, intake, read

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = upgrade.revisions()[-1]
NEXT = f"{int(NEWEST) + 1:04}"
LATER = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{NEWEST}"

def upgrade():
    with op.batch_alter_table("problems") as table:
        table.add_column(sa.Column("probe", sa.Text()))
        table.alter_column("detail", nullable=True)
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of an imagined next version."""
    scripts = tmp_path / "scripts"
    shutil.copytree(upgrade.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / f"{NEXT}_probe.py").write_text(LATER)
    return scripts


@pytest.fixture
def wide_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_migrations_make_exactly_the_tables_of_the_models(empty_url: str) -> None:
    open_store(empty_url, now=NOW).close()
    assert_tables_are_those_of_the_models(empty_url)


def assert_tables_are_those_of_the_models(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = sa.create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        made = sa.inspect(connection)
        for table in Base.metadata.sorted_tables:
            assert made.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"
            assert made.get_pk_constraint(table.name)["constrained_columns"] == [
                column.name for column in table.primary_key
            ]
            names = {foreign["name"] for foreign in made.get_foreign_keys(table.name)}
            assert names == {foreign.name for foreign in table.foreign_key_constraints}
    engine.dispose()


def test_every_table_but_the_list_of_candidates_belongs_to_a_candidate() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name != "candidates":
            assert next(iter(table.primary_key)).name == "candidate_id", table.name


def test_opening_twice_changes_nothing(empty_url: str) -> None:
    with open_store(empty_url, now=NOW) as store:
        me = store.candidate("me")
        store.commit(me, intake(read(1)), NOW)
        first = store.dump(me)
    with open_store(empty_url, now=NOW) as store:
        assert store.candidate("me") == me
        assert store.dump(me) == first


@pytest.mark.usefixtures("wide_umask")
def test_only_the_owner_reads_the_database_and_what_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "tealeaves" / "store.db"
    with open_store(f"sqlite:///{path}", now=NOW) as store:
        store.commit(store.candidate("me"), intake(read(1)), NOW)
        beside = sorted(one.name for one in path.parent.iterdir())
        assert beside == ["store.db", "store.db-shm", "store.db-wal"]
        assert {mode(one) for one in path.parent.iterdir()} == {0o600}
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_store(f"sqlite:///{tmp_path / 'store.db'}", now=NOW).close()
    assert mode(tmp_path) == 0o755


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}", now=NOW).close()
    path.chmod(0o644)
    open_store(f"sqlite:///{path}", now=NOW).close()
    assert mode(path) == 0o600


@pytest.mark.usefixtures("wide_umask")
def test_an_older_database_is_upgraded_and_a_copy_of_it_kept(
    tmp_path: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    with open_store(f"sqlite:///{path}", now=NOW) as store:
        me = store.candidate("me")
        store.commit(me, intake(read(1)), NOW)
        before = store.dump(me)
    monkeypatch.setattr(upgrade, "SCRIPTS", later)
    with open_store(f"sqlite:///{path}", now=NOW) as store:
        assert store.dump(me) == before
    copy = tmp_path / f"store.db.backup-{NEWEST}-20261122T090000Z"
    assert mode(copy) == 0o600
    assert revision_of(path) == NEXT
    assert revision_of(copy) == NEWEST
    assert not list(tmp_path.glob("*.part*"))
    monkeypatch.undo()
    with open_store(f"sqlite:///{copy}", now=NOW) as store:
        assert store.dump(me) == before


def test_an_upgrade_that_fails_changes_nothing(
    tmp_path: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}", now=NOW).close()
    script = later / "versions" / f"{NEXT}_probe.py"
    script.write_text(LATER + '    op.execute("SELECT * FROM nowhere")\n')
    monkeypatch.setattr(upgrade, "SCRIPTS", later)
    with pytest.raises(StoreError, match="no such table: nowhere"):
        open_store(f"sqlite:///{path}", now=NOW)
    assert revision_of(path) == NEWEST
    with sqlite3.connect(path) as connection:
        assert "probe" not in [row[1] for row in connection.execute("PRAGMA table_info(problems)")]


def test_an_older_database_of_postgres_is_upgraded(
    url: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "SCRIPTS", later)
    open_store(url, now=NOW).close()
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert upgrade.stored(connection) == NEXT
        assert "probe" in [column["name"] for column in sa.inspect(connection).get_columns("problems")]
    engine.dispose()


def test_a_newer_database_is_refused_in_one_line(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreTooNew) as refused:
        open_store(url, now=NOW)
    said = str(refused.value)
    assert "\n" not in said
    assert "9999" in said
    assert "update tealeaves" in said
    if url.startswith("sqlite"):
        assert url.removeprefix("sqlite:///") in said


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title)")
    with pytest.raises(StoreError, match="another program"):
        open_store(f"sqlite:///{path}", now=NOW)
    with sqlite3.connect(path) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["songs"]


def test_a_file_that_is_no_database_is_an_error_of_one_line(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("this is a shopping list, not a database\n" * 50)
    with pytest.raises(StoreError, match=r"store\.db: file is not a database$"):
        open_store(f"sqlite:///{path}", now=NOW)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "cannot be read"),
        ("oracle://db.example/x", "not supported|cannot be read"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////dev/null/store.db", "/dev/null/store.db: "),
        ("postgresql+psycopg://me:hunter2@127.0.0.1:1/x", "refused"),
    ],
)
def test_a_store_that_cannot_be_opened_is_one_line_without_the_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        open_store(url, now=NOW)
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_errors_of_the_database_show_no_values(url: str) -> None:
    with open_store(url, now=NOW) as store, pytest.raises(StoreError) as refused:
        store.commit(4711, intake(read(1, text="a secret")), NOW)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value.__cause__)


def test_what_a_sync_without_news_asks_imports_little(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    open_store(url, now=NOW).close()
    code = f"""
import sys
from datetime import UTC, datetime
from store.store import open_store
with open_store({url!r}, now=datetime.now(UTC)) as store:
    me = store.candidate("me")
    store.cursors(me, "personal"), store.places(me, "personal/INBOX")
    store.unsettled(me), store.account(me, "personal")
dear = ("alembic", "psycopg", "sqlalchemy.orm", "classify.applications", "reports", "spacy")
print(*(name for name in dear if name in sys.modules))
"""
    root = Path(__file__).parents[2]
    asked = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=root, capture_output=True, text=True
    )
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "\n", "")


def test_two_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    code = (
        "import sys; from datetime import datetime, UTC; from store.store import open_store;"
        f"open_store({url!r}, now=datetime.now(UTC)).candidate('me')"
    )
    root = Path(__file__).parents[2]
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=root) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]


def revision_of(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)
