"""A store of each earlier version, with mail in it, becomes one of today."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from ingest.types import Place, Seen
from store import clean, rows, upgrade
from store.store import open_store
from tests.store.samples import NOW, intake, key, read
from tests.store.test_open import assert_tables_are_those_of_the_models

if TYPE_CHECKING:
    from pathlib import Path

ODD = "/mail/\udcff.mbox"


@pytest.fixture
def first(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a store as the first version made it, with two messages in it."""
    scripts = tmp_path / "scripts"
    shutil.copytree(upgrade.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]_*"))
    with monkeypatch.context() as earlier:
        earlier.setattr(upgrade, "SCRIPTS", scripts)
        open_store(empty_url, now=NOW).close()
    engine = sa.create_engine(empty_url)
    with engine.begin() as connection:
        put(connection, "candidates", id=1, name="me")
        for number, source in ((1, "/mail/a.mbox"), (2, ODD)):
            mine: dict[str, Any] = {"candidate_id": 1}
            put(
                connection,
                "messages",
                **mine,
                key=key(number),
                message_id=f"<{number}@mail.example>",
                in_reply_to="[]",
                refs="[]",
                at=read(number).message.at,
                correspondents="[]",
            )
            place = Place(source, "mbox", "0+10")
            put(
                connection,
                "sightings",
                **mine,
                message_key=key(number),
                digest=rows.place_digest(place),
                source=clean.moved(source),
                kind="mbox",
                spot="0+10",
                labels="[]",
                seen_at=NOW,
            )
    engine.dispose()
    return empty_url


def put(connection: sa.Connection, table: str, **row: object) -> None:
    made = sa.Table(table, sa.MetaData(), autoload_with=connection)
    connection.execute(made.insert(), [row])


def test_a_store_of_the_first_version_becomes_one_of_today(first: str) -> None:
    open_store(first, now=NOW).close()
    assert_tables_are_those_of_the_models(first)


def test_mail_of_the_first_version_is_found_where_it_was_seen(first: str) -> None:
    with open_store(first, now=NOW) as store:
        for number, source in ((1, "/mail/a.mbox"), (2, ODD)):
            place = Place(source, "mbox", "0+10")
            assert store.places(1, source) == (place,)
            assert store.commit(1, intake(sightings=(Seen(key(number), place),)), NOW).seen == 0
            assert store.commit(1, intake(gone=(place,)), NOW).gone == 1


def test_a_store_of_the_first_version_is_settled_once_more(first: str) -> None:
    with open_store(first, now=NOW) as store:
        assert store.candidate("me") == 1
        assert store.unsettled(1)
        assert store.account(1, "personal") is None
