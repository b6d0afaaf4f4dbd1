"""A store after forgetting is one that never saw the mail."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.connector import Batch
from ingest.files.connector import Files
from ingest.mime.parse import parse
from ingest.types import Message, RawMail
from store.store import open_store
from tealeaves.cli.main import main
from tealeaves.pipeline.own import own
from tealeaves.pipeline.run import run
from tests.tealeaves.away.conftest import NOW, dump_of, settle_at
from tests.tealeaves.conftest import SAMPLE
from tests.tealeaves.test_killed import ME

PATHS = (SAMPLE / "mail", SAMPLE / "calendar.ics")


class Without(Files):
    """The sample without some mail."""

    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__(PATHS)
        self._keys = keys

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        for batch in super().changes(cursors):
            yield replace(batch, items=tuple(one for one in batch.items if not self._goes(one)))

    def _goes(self, item: object) -> bool:
        return isinstance(item, RawMail) and _key(item) in self._keys


def _key(item: RawMail) -> str:
    read = parse(item)
    return read.key if isinstance(read, Message) else ""


@cache
def _ids(url: str) -> tuple[str, ...]:
    with open_store(url, now=NOW) as store:
        return tuple(one.id for one in store.named(store.candidate("me")))


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.sets(st.integers(0, 12), min_size=1, max_size=4))
def test_a_store_after_forgetting_is_one_that_never_saw_the_mail(imported: Path, which: set[int]) -> None:
    ids = _ids(f"sqlite:///{imported}/data/tealeaves/tealeaves.db")
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(place) / "home"
        shutil.copytree(imported, folder)
        settle_at(folder, patch)
        for number in sorted(which):
            # One may have gone with another: its mail was tied to the search by that one alone.
            assert main(["forget", ids[number], "--yes"]) in (0, 2)
        url = f"sqlite:///{folder}/data/tealeaves/tealeaves.db"
        with open_store(url, now=NOW) as store:
            gone = store.forgotten(store.candidate("me"))
        fresh = f"sqlite:///{place}/fresh/store.db"
        with open_store(fresh, now=NOW) as store:
            candidate = store.candidate("me")
            run(Without(gone), "files", store, candidate, ME, own(store, candidate, None), NOW)
        assert gone
        assert dump_of(url) == dump_of(fresh)
