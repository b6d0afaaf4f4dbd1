"""Reports that leave the ended unread say what reports that read everything say, whatever happened before."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from store.store import open_store
from tealeaves.cli.main import main
from tests.tealeaves import post
from tests.tealeaves.person import Person
from tests.tealeaves.post import NOW

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"  # looks for minutes
PROFILE = (
    settings(max_examples=150, stateful_step_count=20, deadline=None)
    if IS_THOROUGH
    # Shrinking would take minutes; the steps that it prints say enough.
    else settings(
        max_examples=6, stateful_step_count=10, deadline=None, derandomize=True, phases=[Phase.generate]
    )
)

PHRASES = '\n[signals.jubilant]\nspeaker = "company"\nphrases = ["works for all of us"]\n'
STRENGTHS = "\n[momentum.strength]\ninterview_invitation = 5\n"
REPORTS = (  # and how many days ago
    (["applications"], 0),
    (["applications", "--all"], 0),
    (["digest"], 0),
    (["digest", "--since", "2026-08-10"], 14),
)

any_number = st.integers(0, 1_000)
hours = st.integers(0, 70 * 24)  # from the first mail; some are dated after NOW
companies = st.integers(0, 1)


def rejection(number: int, company: int, parent: str) -> Any:
    text = (
        "Hi Robin,\n\nthank you for your time. Unfortunately, we have decided to move forward with other "
        "candidates for the role of Data Engineer.\n\nJane\n"
    )
    return post.mail(number, post.recruiter(company), "Your application", text, answers=parent)


def withdrawal(number: int, company: int, parent: str) -> Any:
    text = "Hi Jane,\n\nI would like to withdraw my application for the role. Thank you!\n\nRobin\n"
    return post.mail(number, post.MINE, "Re: Thursday", text, to=post.recruiter(company), answers=parent)


def moved(number: int, invite: int, company: int) -> bytes:
    """The meeting of that invite, at another time."""
    raw = post.invite(invite, company).as_bytes().replace(b"SEQUENCE:0", b"SEQUENCE:%d" % number)
    raw = raw.replace(f"{post.at(invite + 200):%Y%m%dT%H}".encode(), f"{post.at(number):%Y%m%dT%H}".encode())
    return raw.replace(post.message_id(invite).encode(), post.message_id(number).encode())


class Search(RuleBasedStateMachine):
    """Mail comes, things are said and taken back, rules and settings change; reports are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="endings-"))
        self.config = self.folder / "config.toml"
        self.store = self.folder / "store.db"
        self.numbers: list[int] = []
        self.invites: list[tuple[int, int]] = []
        self.labels: list[tuple[int, str]] = []

    @initialize()
    def start(self) -> None:
        self.configure("")
        self.bring_in(1, post.interview(1, 0).as_bytes())
        self.bring_in(2, post.interview(2, 1).as_bytes())

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # What happens

    def configure(self, more: str) -> None:
        self.config.write_text(
            '[me]\nname = "Robin Hale"\naddresses = ["robin.hale@postbox.example"]\n'
            f'timezone = "Europe/London"\n[store]\nurl = "sqlite:///{self.store}"\n{more}'
        )

    def run(self, *arguments: object, store: Path | None = None) -> str:
        """What a command prints; "" where it was used wrongly, as it may be here."""
        os.environ["TEALEAVES_CONFIG"] = str(self.config)
        os.environ["TEALEAVES_STORE"] = f"sqlite:///{store or self.store}"
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(one) for one in arguments])
        assert code in (0, 2), err.getvalue()
        return out.getvalue() if code == 0 else ""

    def bring_in(self, number: int, raw: bytes) -> None:
        box = self.folder / f"{number}.mbox"
        box.write_bytes(post.boxed(raw))
        assert self.run("import", box)
        self.numbers.append(number)

    def known(self, number: int) -> str:
        return post.message_id(self.numbers[number % len(self.numbers)])

    @rule(
        number=hours,
        company=companies,
        kind=st.sampled_from([rejection, rejection, withdrawal, post.answer, post.own]),
        parent=any_number,
    )
    def mail_comes(self, number: int, company: int, kind: Any, parent: int) -> None:
        if number not in self.numbers:
            self.bring_in(number, kind(number, company, self.known(parent)).as_bytes())

    @rule(number=hours, company=companies)
    def an_invite_comes(self, number: int, company: int) -> None:
        if number not in self.numbers:
            self.bring_in(number, post.invite(number, company).as_bytes())
            self.invites.append((number, company))

    @precondition(lambda self: self.invites)
    @rule(number=hours, which=any_number)
    def a_meeting_is_moved(self, number: int, which: int) -> None:
        if number not in self.numbers:
            self.bring_in(number, moved(number, *self.invites[which % len(self.invites)]))

    @rule(
        number=any_number,
        mark=st.sampled_from(["+rejection", "-rejection", "+offer", "--irrelevant", "--relevant", "new"]),
    )
    def a_message_is_labelled(self, number: int, mark: str) -> None:
        words = ("--application", "new") if mark == "new" else (mark,)
        if self.run("label", self.known(number), *words):
            self.labels.append((number, mark))

    @precondition(lambda self: self.labels)
    @rule()
    def a_label_is_taken_back(self) -> None:
        number, _ = self.labels.pop()
        self.run("label", self.known(number), "--undo")

    @rule(number=any_number, into=any_number)
    def a_message_is_moved(self, number: int, into: int) -> None:
        if ids := self.ids():
            self.run("label", self.known(number), "--application", ids[into % len(ids)])

    @rule(
        which=any_number,
        days=st.integers(0, 50),
        said=st.sampled_from(["rejected", "no-answer", "withdrawn", "accepted", "reopen", "snooze"]),
    )
    def something_is_said_of_an_application(self, which: int, days: int, said: str) -> None:
        ids = self.ids()
        if not ids:
            return
        one, when = ids[which % len(ids)], ("--as-of", (NOW - timedelta(days=days)).isoformat())
        if said == "reopen":
            self.run("applications", "reopen", one, *when)
        elif said == "snooze":
            self.run("applications", "snooze", one, "all", "--reason", "known", *when)
        else:
            self.run("applications", "close", one, "--as", said, *when)

    @rule(more=st.sampled_from(["", PHRASES, STRENGTHS, PHRASES + STRENGTHS]))
    def rules_change(self, more: str) -> None:
        self.configure(more)
        self.run("reclassify", "--all")

    def ids(self) -> list[str]:
        return [one["id"] for one in json.loads(self.run("applications", "--all", "--json") or "[]")]

    # What holds

    @invariant()
    def reports_say_what_they_would_say_if_nothing_had_been_kept(self) -> None:
        anew = self.folder / "anew.db"
        shutil.copyfile(self.store, anew)
        for report, days in REPORTS:
            forget(anew)
            asked = (*report, "--json", "--as-of", (NOW - timedelta(days=days)).isoformat())
            assert self.run(*asked) == self.run(*asked, store=anew)


def forget(store: Path) -> None:
    with contextlib.closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM endings")


def test_reports_say_the_same_with_what_is_kept_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEALEAVES_CONFIG", "TEALEAVES_STORE"):
        monkeypatch.setenv(name, "")  # so that it is as before afterwards
    run_state_machine_as_test(Search, settings=settings(PROFILE, suppress_health_check=list(HealthCheck)))


# The examples that a person would think of


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    """Two applications; one of them was rejected."""
    person.write()
    first = post.message_id(1)
    mails = (post.interview(1, 0), post.own(2, 0, first), rejection(30, 0, first), post.interview(40, 1))
    box = tmp_path / "mail.mbox"
    box.write_bytes(b"".join(post.boxed(one.as_bytes()) for one in mails))
    assert person.run("import", box).code == 0
    return person


AS_OF = ("--as-of", NOW.isoformat())


def kept(person: Person) -> list[str]:
    with contextlib.closing(sqlite3.connect(person.folder / "store" / "one.db")) as connection:
        return [row[0] for row in connection.execute("SELECT stage FROM endings")]


def test_a_report_keeps_what_is_left_of_the_ended(sam: Person) -> None:
    forget(sam.folder / "store" / "one.db")
    said = sam.run("applications", *AS_OF)
    assert "1 closed: tealeaves applications --all" in said.out
    assert kept(sam) == ["rejected"]
    assert sam.run("applications", *AS_OF) == said


def test_settling_keeps_it_too(sam: Person) -> None:
    assert kept(sam) == ["rejected"]


def test_a_report_beside_somebody_who_writes_goes_without(sam: Person) -> None:
    forget(sam.folder / "store" / "one.db")
    with open_store(sam.url, now=NOW) as store, store.rehearsal():
        said = sam.run("applications", *AS_OF)
    assert (said.code, said.err) == (0, "")
    assert "1 closed" in said.out
    assert kept(sam) == []


def test_one_that_ended_is_shown_by_its_name(sam: Person) -> None:
    every = sam.run("applications", "--all", "--json", *AS_OF).json()
    (ended,) = [one for one in every if one["stage"] == "rejected"]
    for name in (ended["id"], "harbor"):
        assert sam.run("show", name, "--json", *AS_OF).json()["messages"] == ended["messages"]
    assert "fits 2 applications" in sam.run("show", "engineer", *AS_OF).err


def test_a_search_in_which_all_has_ended_is_not_empty(sam: Person) -> None:
    open_one = sam.run("applications", "--json", *AS_OF).json()[0]["id"]
    assert sam.run("applications", "close", open_one, "--as", "rejected", *AS_OF).code == 0
    for _ in range(2):
        said = sam.run("applications", *AS_OF)
        assert "No applications yet" not in said.out
        assert "2 closed" in said.out
