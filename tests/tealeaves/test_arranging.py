"""`tealeaves applications merge`, `split`, `rename`: what is said of whole applications stays said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tealeaves import post
from tests.tealeaves.correcting import (
    AFTER,
    ANALYST,
    AS_OF,
    ELSEWHERE,
    ENGINEER,
    OWN,
    apps,
    bring_in,
    decisions,
    mails,
    received,
    state,
    undo_of,
)
from tests.tealeaves.remarking import import_mails, line, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person

BEFORE = {
    "Harbor & Vine, Data Engineer": "1 3 4",
    "Harbor & Vine, Product Designer": "2",
    "Northwind Rail, Data Engineer": "7",
}
MERGE = ("applications", "merge")
SPLIT = ("applications", "split")
RENAME = ("applications", "rename")


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    assert apps(person) == BEFORE
    return person


def ids(person: Person) -> dict[str, str]:
    """What each application is called -> its id."""
    found = person.run("applications", "--all", "--json", *AS_OF).json()
    return {f"{one['company']}, {one['role']}": one["id"] for one in found}


def test_two_are_one_and_the_earlier_takes_the_later_in(sam: Person) -> None:
    known = ids(sam)
    told = line(sam, *MERGE, "northwind", known["Harbor & Vine, Data Engineer"]).splitlines()
    assert told[0].startswith("Harbor & Vine, Data Engineer: one application, 4 messages (interviewing, ")
    assert told[1].startswith(
        f"  {known['Harbor & Vine, Data Engineer']}  Harbor & Vine, Data Engineer: applied "
    )
    assert told[2].startswith(f"  {known['Northwind Rail, Data Engineer']}  ")
    assert told[2].endswith(f" -> now part of {told[1].split()[0]}")
    assert told[3] == "Undo: tealeaves decisions --undo 1"
    assert apps(sam)["Harbor & Vine, Data Engineer"] == "1 3 4 7"


def test_merging_dissolves_the_questions_between_the_two(sam: Person) -> None:
    assert len(sam.run("questions", "--json").json()) == 2
    line(sam, *MERGE, "harbor engineer", "harbor designer")
    assert sam.run("questions", "--json").json() == []
    assert "1 2 3 4 5 6" in apps(sam).values()


def test_three_are_one_and_a_message_is_split_off_again(sam: Person) -> None:
    line(sam, *MERGE, "harbor engineer", "harbor designer")
    line(sam, *MERGE, "harbor", "northwind")
    assert list(apps(sam).values()) == ["1 2 3 4 5 6 7"]
    line(sam, *SPLIT, "harbor", post.message_id(ELSEWHERE))
    assert list(apps(sam).values()) == ["1 2 3 4 5 6", "7"]
    assert sam.run("reclassify", "--all").code == 0
    assert list(apps(sam).values()) == ["1 2 3 4 5 6", "7"]
    line(sam, *MERGE, "harbor", "northwind")
    assert list(apps(sam).values()) == ["1 2 3 4 5 6 7"]


def test_a_message_is_named_by_the_beginning_of_its_id_within_its_application(sam: Person) -> None:
    told = line(sam, *SPLIT, "harbor engineer", "3@", "4@mail")
    assert told.startswith("Harbor & Vine, Data Engineer: two applications.\n")
    assert told.endswith("\nUndo: tealeaves decisions --undo 1")
    assert sorted(BEFORE.values()) != sorted(sizes(sam)) == ["1", "2", "3 4", "7"]


def sizes(person: Person) -> list[str]:
    from tests.tealeaves.correcting import _numbers

    found = person.run("applications", "--all", "--json", *AS_OF).json()
    return [_numbers(one["messages"]) for one in found]


def test_the_first_message_takes_the_id_along_and_the_new_one_is_told(sam: Person) -> None:
    old = ids(sam)["Harbor & Vine, Data Engineer"]
    said = sam.run(*SPLIT, old, post.message_id(ENGINEER), "--json", *AS_OF).json()
    rest, split = said["parts"]
    assert (said["was"], split["id"]) == (old, old)
    assert rest["id"] != old
    assert sam.run(*undo_of(said["undo"].replace("tealeaves", "Undo: tealeaves"))).code == 0
    told = line(sam, *SPLIT, old, post.message_id(ENGINEER))
    assert f"its id was {old}" in told


def test_everything_from_a_day_on_goes_along(sam: Person, tmp_path: Path) -> None:
    later = [post.answer(30, 0, post.message_id(ENGINEER)), post.own(31, 0, post.message_id(30))]
    import_mails(sam, tmp_path / "later.mbox", later)
    line(sam, *SPLIT, "harbor engineer", "--from", "2026-08-04")
    assert {"1 3 4", "30 31"} <= set(sizes(sam))


def test_what_answers_a_message_goes_along_where_that_is_asked(sam: Person, tmp_path: Path) -> None:
    later = [post.answer(30, 0, post.message_id(OWN)), post.own(31, 0, post.message_id(30))]
    import_mails(sam, tmp_path / "later.mbox", later)
    assert line(sam, *SPLIT, "harbor engineer", post.message_id(OWN), "--answers")
    assert {"1 3", "4 30 31"} <= set(sizes(sam))
    assert sam.run("decisions", "--undo", "1").code == 0
    line(sam, *SPLIT, "harbor engineer", post.message_id(OWN))
    assert {"1 3 30 31", "4"} <= set(sizes(sam))


def test_answers_go_where_the_message_is_that_they_answer(sam: Person, tmp_path: Path) -> None:
    line(sam, *SPLIT, "harbor engineer", post.message_id(OWN))
    import_mails(sam, tmp_path / "after.mbox", [post.answer(AFTER, 0, post.message_id(OWN))])
    assert "4 8" in sizes(sam)


def test_a_name_holds_through_import_reclassification_and_merging(sam: Person, tmp_path: Path) -> None:
    told = line(sam, *RENAME, "northwind", "--company", "NW  Rail Group", "--role", "Platform Lead")
    assert told.startswith("NW Rail Group, Platform Lead: called so.")
    assert told.endswith("Undo: tealeaves decisions --undo 1 --undo 2")
    later = [received(AFTER, 1, "Data Engineer")]
    import_mails(sam, tmp_path / "after.mbox", later)
    assert sam.run("reclassify", "--all").code == 0
    assert apps(sam)["NW Rail Group, Platform Lead"] == "7 8"
    line(sam, *MERGE, "harbor engineer", "NW Rail")
    assert apps(sam)["NW Rail Group, Platform Lead"] == "1 3 4 7 8"
    line(sam, *RENAME, "NW Rail", "--role", "Engineer")
    assert "NW Rail Group, Engineer" in apps(sam)
    assert line(sam, *RENAME, "NW Rail", "--undo").startswith(
        "NW Rail Group, Platform Lead: called so again."
    )
    assert line(sam, *RENAME, "NW Rail", "--role", "Platform Lead").endswith("called so already.")
    line(sam, *RENAME, "NW Rail", "--undo")
    assert apps(sam)["Harbor & Vine, Data Engineer"] == "1 3 4 7 8"


def test_mail_that_names_the_new_name_lands_there(sam: Person, tmp_path: Path) -> None:
    line(sam, *RENAME, "northwind", "--company", "Marlin & Sons")
    mail = received(AFTER, 1, "Data Engineer").as_string().replace("Northwind Rail", "Marlin & Sons")
    from email import message_from_string

    import_mails(sam, tmp_path / "after.mbox", [message_from_string(mail)])
    assert apps(sam)["Marlin & Sons, Data Engineer"] == "7 8"


def test_a_name_stays_when_the_founding_message_turns_irrelevant(sam: Person) -> None:
    line(sam, *RENAME, "harbor engineer", "--company", "Marlin & Sons")
    assert sam.run("label", post.message_id(ENGINEER), "--irrelevant").code == 0
    assert apps(sam)["Marlin & Sons, "] == "3 4"  # the title stood in the first alone


def test_the_closings_of_both_hold_for_the_one_and_the_later_counts(sam: Person) -> None:
    sam.run("applications", "close", "northwind", "--as", "withdrawn", "--as-of", "2026-09-01")
    sam.run("applications", "close", "harbor engineer", "--as", "no-answer", "--as-of", "2026-09-02")
    line(sam, *MERGE, "harbor engineer", "northwind")
    (one,) = (
        one
        for one in sam.run("applications", "--all", "--json", *AS_OF).json()
        if one["company"] == "Harbor & Vine" and len(one["messages"]) == 4
    )
    assert not one["open"]
    assert sam.run("show", one["id"], "--json", *AS_OF).json()["closed_as"] == "no_answer"
    assert sam.run("decisions", "--undo", "3").code == 0
    shown = {
        name: sam.run("show", key, "--json", *AS_OF).json()["closed_as"] for name, key in ids(sam).items()
    }
    assert shown["Northwind Rail, Data Engineer"] == "withdrawn"


@pytest.mark.parametrize(
    "said",
    [
        (*MERGE, "harbor engineer", "northwind"),
        (*SPLIT, "harbor engineer", "3@mail"),
        (*SPLIT, "harbor engineer", "1@mail"),
        (*RENAME, "northwind", "--company", "Marlin"),
        (*RENAME, "northwind", "--company", "Marlin", "--role", "Cook"),
        ("applications", "close", "harbor engineer", "--as", "rejected"),
        ("applications", "snooze", "northwind", "all", "--reason", "x"),
        ("notes", "northwind", "They were kind."),
        ("questions", "5@mail", "--application", "harbor engineer"),
        ("questions", "5@mail", "--application", "new"),
        ("questions", "5@mail", "--application", "none"),
        ("label", "7@mail", "--irrelevant"),
        ("label", "4@mail", "--application", "northwind"),
        ("label", "1@mail", "+offer"),
    ],
    ids=" ".join,
)
def test_the_undo_that_is_printed_restores_what_was(sam: Person, said: tuple[str, ...]) -> None:
    words: list[tuple[str, ...]] = [
        (*MERGE, "harbor engineer", "harbor designer"),
        (*SPLIT, "harbor", "2@mail"),
        (*RENAME, "northwind", "--role", "Rail Engineer"),
        ("applications", "close", "northwind", "--as", "withdrawn"),
        ("applications", "snooze", "northwind", "all", "--reason", "y", "--days", "40"),
    ]
    for rehearsed in ((), words):
        for one in rehearsed:
            assert sam.run(*one, *AS_OF).code == 0
        if said[0] == "questions" and not sam.run("questions", "--json").json():
            continue
        before = whole(sam)
        told = sam.run(*said, *AS_OF)
        assert (told.code, told.err) == (0, ""), told.err
        assert whole(sam) != before
        undone = sam.run(*undo_of(told.out), *AS_OF)
        assert (undone.code, undone.err) == (0, ""), told.out
        assert whole(sam) == before, told.out
        if "--redo" in undone.out:
            assert sam.run(*undo_of(undone.out), *AS_OF).code == 0
            assert whole(sam) != before
            assert sam.run(*undo_of(told.out), *AS_OF).code == 0


@pytest.mark.parametrize(
    "taking_back",
    [
        ("applications", "rename", "northwind", "--undo"),
        ("applications", "snooze", "northwind", "all", "--undo"),
        ("applications", "reopen", "northwind"),
        ("notes", "northwind", "--undo"),
        ("label", "7@mail", "--undo"),
    ],
    ids=" ".join,
)
def test_what_takes_back_prints_how_it_is_said_again(sam: Person, taking_back: tuple[str, ...]) -> None:
    words: list[tuple[str, ...]] = [
        (*RENAME, "northwind", "--company", "Northwind Trains", "--role", "Rail Engineer"),
        ("label", "7@mail", "+keeping_warm"),
        ("notes", "northwind", "one"),
        ("applications", "snooze", "northwind", "all", "--reason", "y", "--days", "40"),
        ("applications", "close", "northwind", "--as", "withdrawn"),
        ("applications", "close", "northwind", "--as", "rejected"),
    ]
    for one in words:
        assert sam.run(*one, *AS_OF).code == 0
    before = whole(sam)
    told = sam.run(*taking_back, *AS_OF)
    assert (told.code, told.err) == (0, "")
    assert whole(sam) != before
    assert sam.run(*undo_of(told.out), *AS_OF).code == 0
    assert whole(sam) == before


def test_an_application_that_gets_another_id_is_told_once_with_both(sam: Person) -> None:
    line(sam, *MERGE, "harbor engineer", "northwind")
    known = ids(sam)["Harbor & Vine, Data Engineer"]
    told = sam.run("label", "1@mail", "--irrelevant", *AS_OF)
    (of_it,) = (one for one in told.out.splitlines() if known in one)
    assert of_it.endswith(f"; its id was {known}")
    new = of_it.split()[0]
    assert new != known and new in ids(sam).values()
    (value,) = sam.run(*undo_of(told.out), "--json", *AS_OF).json()["applications"]
    assert (value["id"], value["was"], value["into"]) == (known, new, None)


def test_a_message_set_apart_is_not_followed_by_those_it_was_put_together_with(sam: Person) -> None:
    assert sam.run("label", "1@mail", "--application", "harbor designer", *AS_OF).code == 0
    with_it, without = (one["id"] for one in sam.run("applications", "--json", "--all", *AS_OF).json()[:2])
    for other in (without, ids(sam)["Northwind Rail, Data Engineer"]):
        sam.run(*MERGE, with_it, other, *AS_OF)
    assert sam.run("label", "2@mail", "--application", "new", *AS_OF).code == 0
    assert "2" in apps(sam).values()


def whole(person: Person) -> list[Any]:
    """All that is derived, with what each application shows."""
    shown = person.run("applications", "--all", "--json", *AS_OF).json()
    each = [person.run("show", one["id"], "--json", *AS_OF).json() for one in shown]
    return [state(person), shown, each]


def test_a_mistake_is_one_line_and_nothing_is_said(sam: Person) -> None:
    assert "fits 2 applications: " in refused(sam, *MERGE, "harbor", "northwind")
    assert "both are application" in refused(sam, *MERGE, "northwind", "northwind rail")
    assert 'no application "nobody"' in refused(sam, *MERGE, "nobody", "northwind")
    assert "which messages?" in refused(sam, *SPLIT, "northwind")
    assert "nothing would stay" in refused(sam, *SPLIT, "northwind", "7@mail")
    assert "is no message of it" in refused(sam, *SPLIT, "northwind", "1@mail")
    assert "not a day" in refused(sam, *SPLIT, "northwind", "--from", "soon")
    assert "none of its messages" in refused(sam, *SPLIT, "northwind", "--from", "2027-01-01")
    assert "--company NAME or --role TITLE" in refused(sam, *RENAME, "northwind")
    assert "--company NAME or --role TITLE" in refused(sam, *RENAME, "northwind", "--role", "  ")
    assert "takes no --company" in refused(sam, *RENAME, "northwind", "--role", "x", "--undo")
    assert "nothing to take back" in refused(sam, *RENAME, "northwind", "--undo")
    assert decisions(sam) == ()


def test_a_beginning_that_fits_several_messages_lists_them(sam: Person, tmp_path: Path) -> None:
    mail = post.answer(31, 0, post.message_id(ENGINEER))
    import_mails(sam, tmp_path / "after.mbox", [mail])
    told = refused(sam, *SPLIT, "harbor engineer", "3")
    assert told.endswith("3 fits 2 messages: <3@mail.example>, <31@mail.example>")
    assert "<31@mail.example>" in refused(sam, "label", "3", "--irrelevant")


def test_an_import_of_the_same_mail_changes_nothing_that_was_said(sam: Person, tmp_path: Path) -> None:
    line(sam, *MERGE, "harbor engineer", "northwind")
    line(sam, *SPLIT, "harbor engineer", "3@mail")
    line(sam, *RENAME, "harbor designer", "--role", "Florist")
    before = state(sam)
    import_mails(sam, tmp_path / "again.mbox", mails())
    assert sam.run("reclassify", "--all").code == 0
    assert state(sam) == before
    assert ANALYST == 2
