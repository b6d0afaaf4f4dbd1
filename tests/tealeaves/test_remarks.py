"""`tealeaves applications close`, `reopen`, `snooze`: what the person says of an application stays said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.standing.warnings import NAMES
from tests.tealeaves import post
from tests.tealeaves.remarking import (
    ANSWERED,
    AS_OF,
    CLOSED,
    ELSEWHERE,
    INVITED,
    LATER,
    application,
    bring_in,
    import_mails,
    line,
    refused,
    verdicts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    return person


def test_the_table_is_printed_as_before(sam: Person) -> None:
    assert "Harbor & Vine" in line(sam, "applications")
    assert len(sam.run("applications", "--json", *AS_OF).json()) == 2
    assert "Northwind" in sam.run("applications", "--all", "--format", "markdown", *AS_OF).out


def test_an_application_is_closed_and_reopened(sam: Person) -> None:
    before = application(sam)
    assert line(sam, "applications", "close", "Harbor", "--as", "no-answer") == CLOSED + before["id"]
    closed = application(sam)
    assert (closed["open"], closed["stage"], closed["momentum"]["score"]) == (False, "withdrawn", 0)
    assert len(sam.run("applications", "--json", *AS_OF).json()) == 1
    told = line(sam, "applications", "reopen", before["id"])
    assert told.startswith("Harbor & Vine, Data Engineer: open again (interviewing, ")
    assert application(sam) == before
    assert verdicts(sam) == ()


def test_what_the_mail_closed_is_reopened_whatever_the_person_had_said_of_it(sam: Person) -> None:
    assert sam.run("label", post.message_id(ANSWERED), "+rejection").code == 0
    assert application(sam)["stage"] == "rejected"
    line(sam, "applications", "close", "Harbor", "--as", "rejected")
    line(sam, "applications", "reopen", "Harbor")
    assert application(sam)["stage"] == "interviewing"
    assert words(sam) == ['{"outcome":"reopened"}']
    line(sam, "applications", "close", "Harbor", "--as", "withdrawn")
    line(sam, "applications", "close", "Harbor", "--as", "no-answer")
    line(sam, "applications", "reopen", "Harbor")
    assert words(sam) == ['{"outcome":"reopened"}']
    assert application(sam)["open"]


def words(person: Person) -> list[str]:
    """What was said of the end of applications."""
    return [one.value for one in verdicts(person) if one.kind == "close"]


@pytest.mark.parametrize(
    ("outcome", "stage"), [("accepted", "accepted"), ("rejected", "rejected"), ("withdrawn", "withdrawn")]
)
def test_it_is_closed_as_what_the_person_says(sam: Person, outcome: str, stage: str) -> None:
    said = sam.run("applications", "close", "Harbor", "--as", outcome, "--json", *AS_OF).json()
    assert (said["outcome"], said["stage"], said["open"], said["said"]) == (outcome, stage, False, True)
    assert application(sam)["stage"] == stage


def test_it_closes_on_the_day_that_is_named(sam: Person) -> None:
    sam.run("applications", "close", "Harbor", "--as", "withdrawn", "--as-of", "2026-09-01")
    assert application(sam, "Harbor & Vine", "--as-of", "2026-08-31")["open"]
    assert not application(sam, "Harbor & Vine", "--as-of", "2026-09-02")["open"]


def test_saying_it_twice_is_saying_it_once(sam: Person) -> None:
    close = ("applications", "close", "Harbor", "--as", "rejected", "--note", "by phone")
    line(sam, *close)
    assert line(sam, *close).endswith("closed as rejected already.")
    assert line(sam, "applications", "reopen", "Northwind").startswith(
        "Northwind Rail, Data Engineer: open already"
    )
    (said,) = verdicts(sam)
    assert (said.kind, said.value, said.words) == ("close", '{"outcome":"rejected"}', "by phone")


def test_what_was_said_survives_import_and_reclassification(sam: Person, tmp_path: Path) -> None:
    line(sam, "applications", "close", "Harbor", "--as", "no-answer")
    import_mails(sam, tmp_path / "later.mbox", [post.interview(LATER, 1)])
    assert sam.run("reclassify", "--all").code == 0
    assert not application(sam)["open"]


def test_a_remark_follows_its_message_into_another_application(sam: Person) -> None:
    line(sam, "applications", "close", "Northwind", "--as", "withdrawn")
    moved = ("label", post.message_id(ELSEWHERE), "--application", "Harbor")
    assert sam.run(*moved).code == 0
    (only,) = sam.run("applications", "--all", "--json", *AS_OF).json()
    assert (only["company"], only["stage"]) == ("Harbor & Vine", "withdrawn")


def test_a_remark_is_nothing_that_is_said_of_the_message_it_hangs_on(sam: Person) -> None:
    line(sam, "applications", "close", "Northwind", "--as", "withdrawn")
    assert sam.run("explain", "--json", post.message_id(ELSEWHERE)).json()["said"] == []
    nothing = sam.run("label", post.message_id(ELSEWHERE), "--undo")
    assert (nothing.code, "nothing of the kind was said" in nothing.err) == (2, True)


def test_what_cannot_be_closed_says_why(sam: Person) -> None:
    assert "--as" in refused(sam, "applications", "close", "Harbor")
    assert "no-answer" in refused(sam, "applications", "close", "Harbor", "--as", "ghosted")
    assert 'no application "Nobody"' in refused(sam, "applications", "close", "Nobody", "--as", "rejected")
    assert "fits 2 applications" in refused(sam, "applications", "reopen", "Data")
    assert verdicts(sam) == ()


def test_a_warning_is_snoozed_for_two_weeks_and_shown_again(sam: Person) -> None:
    assert "silent" in application(sam)["momentum"]["warnings"]
    elsewhere = application(sam, "Northwind Rail")
    told = line(sam, "applications", "snooze", "Harbor", "silent", "--reason", "they are moving offices")
    assert told.startswith(
        "Harbor & Vine, Data Engineer: silent snoozed until Mon 12 Oct (they are moving offices). "
    )
    assert "silent" not in application(sam)["momentum"]["warnings"]
    assert application(sam, "Northwind Rail") == elsewhere
    assert "silent" in application(sam, "Harbor & Vine", "--as-of", "2026-10-12")["momentum"]["warnings"]
    undo = told.partition("Undo: tealeaves ")[2].split()
    gone = line(sam, *undo)
    assert gone.startswith("Harbor & Vine, Data Engineer: silent snoozed no longer. Undo: tealeaves ")
    assert "silent" in application(sam)["momentum"]["warnings"]
    assert verdicts(sam) == ()


def test_show_tells_what_the_person_said(sam: Person) -> None:
    line(sam, "applications", "snooze", "Harbor", "one_sided", "--reason", "they are\x1b[2J moving")
    line(sam, "debrief", "Harbor", "--attention", "yes")
    shown = " ".join(line(sam, "show", "Harbor").split())
    assert "The warning “one sided” is snoozed until Mon 12 Oct (they are moving)." in shown
    assert "Your note of Tue 11 Aug: they listened closely." in shown
    line(sam, "applications", "close", "Harbor", "--as", "no-answer", "--note", "They never wrote again.")
    shown = " ".join(line(sam, "show", "Harbor").split())
    assert "closed, no answer" in shown
    assert "You closed it as no answer on Mon 28 Sep. “They never wrote again.”" in shown
    assert "no answer" in line(sam, "applications", "--all")
    line(sam, "applications", "reopen", "Harbor")
    assert "You closed it" not in line(sam, "show", "Harbor")


def test_the_score_is_what_it_was_while_a_warning_is_snoozed(sam: Person) -> None:
    before = application(sam)["momentum"]["score"]
    line(sam, "applications", "snooze", "Harbor", "all", "--days", "3", "--reason", "on holiday")
    now = application(sam)["momentum"]
    assert (now["score"], now["warnings"]) == (before, [])


def test_it_ends_on_the_day_that_is_named(sam: Person) -> None:
    snooze = ("applications", "snooze", "Harbor", "one-sided", "--reason", "x", "--json")
    told = sam.run(*snooze, "--until", "2026-10-01", *AS_OF).json()
    assert told["snoozed"] == [{"warning": "one_sided", "until": "2026-10-01", "reason": "x"}]
    assert sam.run(*snooze, "--days", "1", *AS_OF).json()["snoozed"][0]["until"] == "2026-09-29"


def test_all_takes_every_snooze_back(sam: Person) -> None:
    for warning in ("silent", "your_turn"):
        line(sam, "applications", "snooze", "Harbor", warning, "--reason", "x")
    told = line(sam, "applications", "snooze", "Harbor", "all", "--undo")
    assert "silent, your turn snoozed no longer. Undo: tealeaves decisions --redo" in told
    assert verdicts(sam) == ()


def test_every_warning_can_be_snoozed(sam: Person) -> None:
    for name in NAMES:
        told = sam.run("applications", "snooze", "Harbor", name, "--reason", "x", "--json", *AS_OF).json()
    assert [one["warning"] for one in told["snoozed"]] == list(NAMES)


def test_what_cannot_be_snoozed_says_why(sam: Person) -> None:
    snooze = ("applications", "snooze", "Harbor")
    assert 'did you mean "silent"?' in refused(sam, *snooze, "silnt", "--reason", "x")
    assert "pay_jump" in refused(sam, *snooze, "xyzzy", "--reason", "x")
    assert "--reason" in refused(sam, *snooze, "silent")
    assert "--reason" in refused(sam, *snooze, "silent", "--reason", "  ")
    assert "not ahead" in refused(sam, *snooze, "silent", "--reason", "x", "--until", "2026-09-28")
    assert "not a day" in refused(sam, *snooze, "silent", "--reason", "x", "--until", "soon")
    assert "not both" in refused(sam, *snooze, "all", "--reason", "x", "--until", "2027-01-01", "--days", "2")
    assert "is not snoozed" in refused(sam, *snooze, "silent", "--undo")
    assert verdicts(sam) == ()


def test_outcomes_count_what_was_said_or_say_that_it_is_too_little(sam: Person) -> None:
    assert line(sam, "outcomes").startswith("0 applications have ended.")
    line(sam, "applications", "close", "Harbor", "--as", "no-answer")
    assert line(sam, "outcomes").startswith("1 application has ended.")
    told = sam.run("outcomes", "--json", *AS_OF).json()
    assert (told["ended"], told["enough"]) == (1, 5)
    assert [one["ends"] for one in told["bands"]] == [None] * 5
    assert sum(one["n"] for one in told["bands"]) >= 1
    assert sam.run("outcomes", "--json", *AS_OF).json() == told  # once it is kept, as when it was computed


def test_a_message_that_resumes_reopens_what_had_no_answer(sam: Person, tmp_path: Path) -> None:
    sam.run("applications", "close", "Harbor", "--as", "no-answer", "--as-of", "2026-08-03T13:30")
    assert not application(sam)["open"]
    mail = post.interview(LATER, 0)
    mail["In-Reply-To"] = post.message_id(INVITED)
    import_mails(sam, tmp_path / "later.mbox", [mail])
    assert application(sam)["open"]
