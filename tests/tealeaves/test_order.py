"""The same mail gives the same applications, in whatever order and portions it comes."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from classify.types import Me
from ingest.files.connector import Files
from store.store import open_store
from tealeaves.pipeline.run import run
from tests.tealeaves.conftest import SAMPLE

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
ME = Me("Robin Hale", frozenset({"robin.hale@postbox.example"}), "Europe/London")
PLACES = {
    "sightings",
    "cursors",
    "problems",
}  # what tells where a thing was seen, and how far files were read


def mails() -> list[Path]:
    return sorted((SAMPLE / "mail").glob("*.eml"))


def imported(portions: list[list[Path]], folder: Path) -> dict[str, Any]:
    """A store's full content after importing the portions one by one."""
    with open_store(f"sqlite:///{folder}/one.db", now=NOW) as store:
        candidate = store.candidate("me")
        for number, portion in enumerate(portions):
            box = folder / f"{number}.mbox"
            box.write_bytes(b"".join(_boxed(path) for path in portion))
            run(Files([box]), "files", store, candidate, ME, None, NOW)
        run(Files([SAMPLE / "calendar.ics"]), "files", store, candidate, ME, None, NOW)
        whole = {name: rows for name, rows in store.dump(candidate).items() if name not in PLACES}
    for event in whole["events"]:
        for key in ("digest", "source", "spot", "kind"):
            event.pop(key, None)
    whole["events"].sort(key=repr)
    return whole


@cache
def at_once() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return imported([mails()], Path(folder))


# Shrinking would import the search hundreds of times; a seed and a number say enough.
@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate])
@given(seed=st.integers(0, 10_000), portions=st.integers(1, 20))
def test_any_order_in_any_number_of_imports_gives_the_same_store(seed: int, portions: int) -> None:
    shuffled = mails()
    random.Random(seed).shuffle(shuffled)
    split = [shuffled[n::portions] for n in range(portions)]
    with tempfile.TemporaryDirectory() as folder:
        assert imported(split, Path(folder)) == at_once()


def test_days_one_by_one_give_what_all_of_them_give(tmp_path: Path) -> None:
    by_date = [mails()[n : n + 8] for n in range(0, len(mails()), 8)]
    assert imported(by_date, tmp_path) == at_once()


def _boxed(path: Path) -> bytes:
    raw = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    return b"From x@y.example Mon Sep  7 10:00:00 2026\n" + raw.rstrip(b"\n") + b"\n\n"
