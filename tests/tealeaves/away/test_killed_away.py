"""Killed in the middle of forgetting or restoring: the store opens, and run again the work is finished."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from classify.signals.find import find
from classify.types import Speaker
from store.away import copies, erase
from store.store import open_store
from tealeaves.cli.main import main
from tests.tealeaves.away.conftest import NOW, Home, settle_at

WORDS = ("fennimore", "imran qureshi", "two small things")
TIMES = 5


def _die(arguments: list[str], number: int) -> None:
    """Runs the command, and is killed by SIGKILL just before the step of that number."""
    left = iter(range(number, -1, -1))

    def step(*_: Any) -> None:
        if next(left, 1) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(step)
    main(arguments)


def _watch(step: Callable[..., None]) -> None:
    """Tells `step` of every statement, every file that goes, and every copy that is made or moved."""
    sa.event.listen(sa.Engine, "before_cursor_execute", step)
    sa.event.listen(sa.Engine, "commit", step)
    for owner, name in (
        (Path, "unlink"), (Path, "replace"), (Path, "touch"), (erase, "rewrite"), (copies, "pour"),
        (copies, "draft"), (erase, "erase"),
    ):  # fmt: skip
        done = getattr(owner, name)

        def told(*given: Any, _done: Any = done, **named: Any) -> Any:
            step()
            return _done(*given, **named)

        setattr(owner, name, told)


def _count(arguments: list[str]) -> int:
    """How many steps the command takes, run in a process of its own."""
    fork = multiprocessing.get_context("fork")
    counted = fork.Value("i", 0)

    def count() -> None:
        def step(*_: Any) -> None:
            counted.value += 1

        _watch(step)
        main(arguments)

    child = fork.Process(target=count)
    child.start()
    child.join()
    assert child.exitcode == 0
    return int(counted.value)


def _killed(arguments: list[str], number: int) -> None:
    child = multiprocessing.get_context("fork").Process(target=_die, args=(arguments, number))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL


def _copies(home: Home, monkeypatch: pytest.MonkeyPatch, name: str) -> Home:
    folder = home.folder.parent / name
    shutil.copytree(home.folder, folder)
    settle_at(folder, monkeypatch)
    return Home(folder, home.capfd)


def test_a_killed_forgetting_run_again_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    find("warm up, so that the children need not", Speaker.COMPANY)
    home.done("backup")
    arguments = ["forget", "fennimore", "--yes"]
    one = _copies(home, monkeypatch, "counted")
    steps = _count(arguments)
    whole = one.dump()
    # The last steps are few, and each is another file.
    numbers = {*random.Random(20).sample(range(1, steps - 1), TIMES), *range(steps - 6, steps - 1)}
    for number in sorted(numbers):
        one = _copies(home, monkeypatch, f"killed-{number}")
        _killed(arguments, number)
        assert one.run(*arguments).code == 0, f"killed before step {number} of {steps}"
        assert one.files_with(*WORDS) == [], f"killed before step {number} of {steps}"
        assert one.dump() == whole, f"killed before step {number} of {steps}"
        shutil.rmtree(one.folder)


def test_a_killed_restoring_leaves_the_one_store_or_the_other(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.done("backup", home.folder / "outside.db")
    before = home.dump()
    home.done("forget", "kestrel", "--yes")
    home.done("label", home.applications()["Solventa"]["messages"][0], "+keeping_warm")
    present = home.dump()
    one = _copies(home, monkeypatch, "counted")
    arguments = ["restore", str(one.folder / "outside.db"), "--yes"]
    steps = _count(arguments)
    whole = one.dump()
    assert whole != present and whole != before
    for number in sorted(random.Random(20).sample(range(1, steps - 1), TIMES)):
        one = _copies(home, monkeypatch, f"killed-{number}")
        arguments = ["restore", str(one.folder / "outside.db"), "--yes"]
        _killed(arguments, number)
        with sqlite3.connect(one.database) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with open_store(one.url, now=NOW) as store:
            said = store.verdicts(store.candidate("me"))
        # Nothing that was derived is looked at: the next command settles it.
        assert len(said) in (0, 1)
        one.done(*arguments)
        assert one.dump() == whole, f"killed before step {number} of {steps}"
        assert not list(one.database.parent.glob(".*"))
        shutil.rmtree(one.folder)
