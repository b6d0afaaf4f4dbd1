"""Whatever a person says, takes back and says again, in any order: the last word holds, reading again changes
nothing of it, and taking everything back leaves what was there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from classify.applications.types import Verdict
from reports.overview import overview
from reports.settings import Person as Settings
from store.store import open_store
from tealeaves.cli.main import main
from tealeaves.pipeline import arranging, decisions, labels, remarks
from tealeaves.pipeline.settle import settle
from tests.tealeaves import post
from tests.tealeaves.correcting import bring_in, derived

if TYPE_CHECKING:
    import pytest

    from reports.overview import Card
    from store.history import History
    from tests.tealeaves.person import Person

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"  # looks for minutes
PROFILE = (
    settings(max_examples=300, stateful_step_count=25, deadline=None)
    if IS_THOROUGH
    # Shrinking would take minutes; the steps that it prints say enough.
    else settings(
        max_examples=12, stateful_step_count=14, deadline=None, derandomize=True, phases=[Phase.generate]
    )
)

any_number = st.integers(0, 1_000)
names = st.sampled_from(["Zed Holdings", "Ypsilon Works", "Xenia Foods"])


class Correcting(RuleBasedStateMachine):
    """One store in which things are said."""

    def __init__(self, filled: Path, config: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="correcting-"))
        shutil.copytree(filled, self.folder / "store")
        os.environ["TEALEAVES_CONFIG"] = str(config)
        self.url = f"sqlite:///{self.folder}/store/one.db"
        self.now = post.NOW
        self.store = open_store(self.url, now=self.now)
        self.candidate = self.store.candidate("me")
        self.settle()
        self.bare = derived(self.store)

    def settle(self) -> None:
        self.now += timedelta(minutes=1)
        settle(self.store, self.candidate, post.ME, None, self.now, person=Settings())

    def histories(self) -> tuple[History, ...]:
        return self.store.histories(self.candidate)

    def one(self, number: int) -> History:
        found = self.histories()
        return found[number % len(found)]

    def card(self, number: int) -> Card:
        found = overview(self.histories(), Settings(), self.now)
        return found[number % len(found)]

    def home(self, key: str) -> str:
        """The id of the application that holds it, "" for none."""
        return next((one.id for one in self.histories() if any(e.key == key for e in one.entries)), "")

    def homes(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.histories():
            found[one.id] |= {entry.key for entry in one.entries}
        return dict(found)

    @precondition(lambda self: len(self.histories()) > 1)
    @rule(first=any_number, second=any_number)
    def merge(self, first: int, second: int) -> None:
        one, other = self.one(first), self.one(second)
        if one.id == other.id:
            other = self.one(second + 1)
        arranging.merge(self.store, self.candidate, one, other, self.now)
        self.settle()
        keys = {entry.key for history in (one, other) for entry in history.entries}
        assert len({self.home(key) for key in keys}) == 1

    @rule(number=any_number, chosen=st.integers(1, 1_000_000))
    def split(self, number: int, chosen: int) -> None:
        before = self.homes()
        history = self.one(number)
        keys = [entry.key for entry in history.entries]
        some = {key for at, key in enumerate(keys) if chosen >> at & 1}
        if not some or len(some) == len(keys):
            return
        arranging.split(self.store, self.candidate, history, some, self.now)
        self.settle()
        rest = set(keys) - some
        assert len({self.home(key) for key in some}) == len({self.home(key) for key in rest}) == 1
        new, old = (self.homes()[self.home(min(part))] for part in (some, rest))
        assert new.isdisjoint(old)
        elsewhere = set().union(*before.values()) - set(keys)
        assert new.isdisjoint(elsewhere)

    @rule(number=any_number, company=names, role=names)
    def rename(self, number: int, company: str, role: str) -> None:
        history = self.one(number)
        arranging.rename(self.store, self.candidate, history, {"company": company, "role": role}, self.now)
        self.settle()
        there = {self.home(entry.key) for entry in history.entries}
        assert len(there) == 1
        (named,) = (one for one in self.histories() if one.id in there)
        assert (named.company, named.role) == (company, role)

    @rule(number=any_number, message=any_number, new=st.booleans())
    def move(self, number: int, message: int, new: bool) -> None:
        key = self.message(message)
        home = next((one for one in self.histories() if one.id == self.home(key)), None)
        target = None if new else self.one(number)
        if target is not None and all(entry.key == key for entry in target.entries):
            return
        labels.move(self.store, self.candidate, key, target, home, self.now)
        self.settle()
        if target is None:
            (there,) = (one for one in self.histories() if one.id == self.home(key))
            assert there.entries[0].key == key or home is None or there.id != home.id
            assert self.home(key)
        else:
            assert {self.home(key)} == {self.home(entry.key) for entry in target.entries}

    def message(self, number: int) -> str:
        keys = sorted(key for key, _ in self.store.called(self.candidate))
        return keys[number % len(keys)]

    @rule(message=any_number, relevant=st.booleans())
    def judge(self, message: int, relevant: bool) -> None:
        key = self.message(message)
        if not relevant and len(self.histories()) < 3:
            return
        kind = "relevant" if relevant else "irrelevant"
        labels.say(self.store, self.candidate, Verdict(kind, key), self.now)
        self.settle()
        asked = {one.key for one in self.store.questions(self.candidate)}
        assert (bool(self.home(key)) or key in asked) is relevant

    @rule(number=any_number, closes=st.booleans())
    def remark(self, number: int, closes: bool) -> None:
        card = self.card(number)
        if closes:
            remarks.close(self.store, self.candidate, card, "withdrawn", "", self.now)
        else:
            remarks.note(self.store, self.candidate, card, f"note {number}", self.now)
        before = derived(self.store)
        self.settle()
        assert derived(self.store) == before

    @rule(message=any_number, sign=st.sampled_from("+-"))
    def label(self, message: int, sign: str) -> None:
        key = self.message(message)
        labels.say(self.store, self.candidate, Verdict("signal", key, f"{sign}keeping_warm"), self.now)
        self.settle()
        (reading,) = self.store.readings(self.candidate, {key})
        assert any(one.name == "keeping_warm" for one in reading.signals) is (sign == "+")

    @precondition(lambda self: self.standing())
    @rule(number=any_number)
    def undo(self, number: int) -> None:
        before = derived(self.store)
        found = self.standing()
        one = found[number % len(found)]
        decisions.undo(self.store, self.candidate, [one], self.now)
        self.settle()
        after = derived(self.store)
        decisions.redo(self.store, self.candidate, [one])
        self.settle()
        assert derived(self.store) == before
        decisions.undo(self.store, self.candidate, [one], self.now)
        self.settle()
        assert derived(self.store) == after

    def standing(self) -> list[int]:
        return [one.number for one in self.store.decisions(self.candidate) if one.undone_at is None]

    @rule()
    def reclassify(self) -> None:
        before, said = derived(self.store), self.store.decisions(self.candidate)
        os.environ["TEALEAVES_STORE"] = self.url
        assert main(["reclassify", "--all"]) == 0
        assert derived(self.store) == before
        assert self.store.decisions(self.candidate) == said

    def teardown(self) -> None:
        said = self.store.decisions(self.candidate)
        decisions.undo(self.store, self.candidate, self.standing(), self.now)
        self.settle()
        assert derived(self.store) == self.bare
        assert [one.verdict for one in self.store.decisions(self.candidate)] == [one.verdict for one in said]
        self.store.close()
        shutil.rmtree(self.folder)


def test_whatever_is_said_the_last_word_holds_and_all_of_it_is_taken_back(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(person, tmp_path)
    monkeypatch.setenv("TEALEAVES_STORE", "sqlite://")  # restored at the end, whatever the machine sets
    run_state_machine_as_test(
        lambda: Correcting(tmp_path / "store", tmp_path / "config.toml"),
        settings=settings(PROFILE, suppress_health_check=list(HealthCheck)),
    )
