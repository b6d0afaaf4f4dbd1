"""`tealeaves decisions`: everything that was ever said is listed in words, and any of it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tealeaves import post
from tests.tealeaves.correcting import (
    ANALYST,
    ANSWERED,
    AS_OF,
    ELSEWHERE,
    ENGINEER,
    apps,
    bring_in,
    decisions,
    state,
)
from tests.tealeaves.remarking import line, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    return person


SAID: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("label", post.message_id(ANSWERED), "+keeping_warm", "--words", "works for all"),
        "<3@mail.example> “Re: Thursday”: shows keeping_warm (“works for all”)",
    ),
    (
        ("label", post.message_id(ANSWERED), "-keeping_warm"),
        "<3@mail.example> “Re: Thursday”: does not show keeping_warm",
    ),
    (
        ("applications", "close", "northwind", "--as", "no-answer", "--note", "silence"),
        "Northwind Rail, Data Engineer: ended: no answer (“silence”)",
    ),
    (("applications", "reopen", "northwind"), ""),
    (
        ("applications", "snooze", "northwind", "all", "--reason", "holiday", "--until", "2026-10-12"),
        "Northwind Rail, Data Engineer: snoozed all until 2026-10-12 (“holiday”)",
    ),
    (("notes", "northwind", "Two\nlines"), "Northwind Rail, Data Engineer: “Two lines”"),
    (
        ("applications", "merge", "harbor engineer", "northwind"),
        "Harbor & Vine, Data Engineer: 4 messages are one application",
    ),
    (
        ("applications", "split", "harbor engineer", post.message_id(ELSEWHERE)),
        "Northwind Rail, Data Engineer: 1 message is an application of its own",
    ),
    (
        ("applications", "rename", "northwind", "--role", "Rail Engineer"),
        "Northwind Rail, Rail Engineer: the role is called “Rail Engineer”",
    ),
    (
        ("questions", "5@mail", "--application", "harbor designer"),
        "<5@mail.example> “Interview with Harbor & Vine”: belongs to Harbor & Vine, Product Designer",
    ),
    (
        ("label", post.message_id(ELSEWHERE), "--irrelevant"),
        "<7@mail.example>: is not about your job search",
    ),
)


def test_all_that_was_said_is_told_in_words_as_it_is_now(sam: Person) -> None:
    assert line(sam, "decisions").startswith("You have said nothing yet")
    for command, words in SAID:
        done = sam.run(*command, *(() if command[0] == "label" else AS_OF))
        assert (done.code, done.err) == (0, "")
        if words:
            told = sam.run("decisions", "--all", "--json", *AS_OF).json()[-1]
            shown = sam.run("decisions", "--all", *AS_OF).out.splitlines()[-1]
            assert shown.partition("  ")[2].partition("  ")[2].endswith(words), shown
            assert words.endswith(told["says"])
            assert told["number"] == len(decisions(sam))
    kinds = [one["kind"] for one in sam.run("decisions", "--all", "--json", *AS_OF).json()]
    assert kinds == [
        *("signal", "signal", "close", "snooze", "note", "merge", "apart", "role", "link", "irrelevant"),
    ]
    (gone,) = (one for one in sam.run("decisions", "--all", "--json").json() if one["undone_at"])
    assert gone["kind"] == "close"
    assert len(sam.run("decisions", "--json").json()) == len(kinds) - 1
    assert "(taken back on " in sam.run("decisions", "--all").out


def test_those_of_one_application_are_listed_alone(sam: Person) -> None:
    line(sam, "notes", "northwind", "x")
    line(sam, "notes", "harbor designer", "y")
    sam.run("label", post.message_id(ANALYST), "+keeping_warm")
    told = sam.run("decisions", "--application", "designer", "--json").json()
    assert [(one["kind"], one["application"]) for one in told] == [
        ("note", told[0]["application"]),
        ("signal", told[0]["application"]),
    ]
    assert sam.run("decisions", "--application", "engineer harbor").out == "Nothing of the kind was said.\n"


def test_any_decision_is_taken_back_by_its_number_and_said_again(sam: Person) -> None:
    bare, named = state(sam), apps(sam)
    for command, _ in SAID:
        assert sam.run(*command, *(() if command[0] == "label" else AS_OF)).code == 0
    before = state(sam)
    numbers = [one.number for one in decisions(sam) if one.undone_at is None]
    for number in numbers:
        assert sam.run("decisions", "--undo", number).code == 0
    assert (state(sam), apps(sam)) == (bare, named)
    for number in reversed(numbers):
        assert sam.run("decisions", "--redo", number).code == 0
    assert state(sam) == before


def test_what_was_said_before_counts_again(sam: Person) -> None:
    sam.run("label", post.message_id(ENGINEER), "+keeping_warm")
    sam.run("label", post.message_id(ENGINEER), "-keeping_warm")
    sam.run("label", post.message_id(ENGINEER), "--application", "northwind")
    sam.run("label", post.message_id(ENGINEER), "--application", "new")
    assert "keeping_warm" not in signals(sam)
    assert sam.run("decisions", "--undo", "2", "--undo", "4").code == 0
    assert "keeping_warm" in signals(sam)
    assert "1 7" in apps(sam).values()


def signals(person: Person) -> set[str]:
    return set(person.run("explain", "--json", post.message_id(ENGINEER)).json()["signals"])


def test_what_changes_by_it_is_told(sam: Person) -> None:
    line(sam, "applications", "close", "northwind", "--as", "rejected")
    told = line(sam, "decisions", "--undo", "1").splitlines()
    assert told[0] == "Taken back:"
    assert "Northwind Rail, Data Engineer: ended: rejected (taken back on " in told[1]
    assert "Northwind Rail, Data Engineer: rejected -> interviewing" in told[2]
    assert told[3] == "Undo: tealeaves decisions --redo 1"
    again = line(sam, "decisions", "--redo", "1").splitlines()
    assert (again[0], again[-1]) == ("Said again:", "Undo: tealeaves decisions --undo 1")
    value = sam.run("decisions", "--undo", "1", "--json", *AS_OF).json()
    assert value["undo"] == "tealeaves decisions --redo 1"
    assert [one["kind"] for one in value["decisions"]] == ["close"]
    assert len(value["applications"]) == 1


def test_some_are_taken_back_and_others_said_again_at_once(sam: Person) -> None:
    line(sam, "notes", "northwind", "x")
    line(sam, "notes", "northwind", "y")
    line(sam, "decisions", "--undo", "1")
    told = line(sam, "decisions", "--redo", "1", "--undo", "2").splitlines()
    assert (told[0], told[2]) == ("Taken back:", "Said again:")
    assert told[-1] == "Undo: tealeaves decisions --undo 1 --redo 2"
    assert [one.undone_at is None for one in decisions(sam)] == [True, False]


def test_a_mistake_is_one_line_and_nothing_is_taken_back(sam: Person) -> None:
    line(sam, "notes", "northwind", "x")
    assert "there is no decision 9" in refused(sam, "decisions", "--undo", "1", "--undo", "9")
    assert "was not taken back" in refused(sam, "decisions", "--redo", "1")
    assert "not both" in refused(sam, "decisions", "--redo", "1", "--undo", "1")
    assert "take no --all" in refused(sam, "decisions", "--all", "--undo", "1")
    assert [one.undone_at for one in decisions(sam)] == [None]
    line(sam, "decisions", "--undo", "1")
    assert "taken back already" in refused(sam, "decisions", "--undo", "1")
