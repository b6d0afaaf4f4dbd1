"""`tealeaves questions`: where does a message belong? One key answers, and no answer is lost."""

from __future__ import annotations

import os
import pty
import signal
import termios
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from reports.settings import Person as Settings
from store.history import OpenQuestion
from tealeaves.cli.saying.questioning import KEYS, text
from tealeaves.pipeline.questions import Open
from tests.store.samples import message
from tests.tealeaves import post
from tests.tealeaves.correcting import AS_OF, ASKED, MORE, apps, bring_in, decisions, state, undo_of
from tests.tealeaves.person import PATIENCE_SECONDS, wait_until
from tests.tealeaves.remarking import line, refused
from tests.tealeaves.test_review import _until

if TYPE_CHECKING:
    from pathlib import Path

    from tealeaves.cli.session import Session
    from tests.tealeaves.person import Person

PROMPT = f"1-2 which, {KEYS}"


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    return person


def told(person: Person) -> list[dict[str, Any]]:
    return list(person.run("questions", "--json").json())


def ids(person: Person) -> list[str]:
    return [one["message_id"] for one in told(person)]


def pressing(person: Person, keys: str, *, breaks_off: bool = False) -> str:
    """What is printed while these keys are pressed, each when it is asked for."""
    ours, theirs = pty.openpty()
    with person.start("questions", *AS_OF, stdin=theirs) as process:
        assert process.stdout is not None
        printed = ""
        for key in keys:
            printed += "".join(_until(process.stdout, PROMPT))
            wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ICANON, "a key is asked for")
            os.write(ours, key.encode())
        if breaks_off:
            printed += "".join(_until(process.stdout, PROMPT))
            process.send_signal(signal.SIGINT)
        os.close(theirs)
        rest, error = process.communicate(timeout=PATIENCE_SECONDS)
    os.close(ours)
    assert (process.returncode == 0) is not breaks_off, error
    return printed + rest


def test_they_are_listed_the_newest_first_with_the_reason_and_the_choices(sam: Person) -> None:
    first, second = told(sam)
    assert [first["message_id"], second["message_id"]] == [post.message_id(MORE), post.message_id(ASKED)]
    assert (first["from"], first["subject"]) == ("li.wang@harborvine.example", "Interview with Harbor & Vine")
    assert first["begins"][0] == "Hi Robin,"
    assert first["signals"] == ["interview_invitation"]
    assert "fits several applications equally well" in first["reason"]
    assert [one["title"] for one in first["choices"]] == [
        "Harbor & Vine, Data Engineer",
        "Harbor & Vine, Product Designer",
    ]
    shown = line(sam, "questions")
    assert "1 of 2  <6@mail.example>" in shown
    assert "Where does it belong?" in shown
    assert "  2  Harbor & Vine, Product Designer (applied, " in shown
    assert "tealeaves questions MESSAGE --application" in shown


def test_the_more_telling_one_comes_first(sam: Person) -> None:
    assert sam.run("label", post.message_id(ASKED), "+offer").code == 0
    assert ids(sam) == [post.message_id(ASKED), post.message_id(MORE)]


def test_one_key_answers_and_what_that_settles_is_asked_no_more(sam: Person) -> None:
    shown = pressing(sam, "s1")
    assert "Li Wang (Harbor & Vine): Interview with Harbor & Vine" in shown
    assert "1 of 1" in shown  # of the two the first was passed over
    assert "\n0 questions left.\n" in shown
    assert apps(sam)["Harbor & Vine, Data Engineer"] == "1 3 4 5 6"
    assert [one.verdict.kind for one in decisions(sam)] == ["link"]
    assert sam.run(*undo_of(shown)).code == 0
    assert len(told(sam)) == 2


def test_a_new_one_and_what_is_none_are_told_apart(sam: Person) -> None:
    shown = pressing(sam, "xn")
    assert "\n0 questions left.\n" in shown
    assert "5" in apps(sam).values()
    assert [one.verdict.kind for one in decisions(sam)] == ["irrelevant", "apart"]
    assert shown.endswith("Undo: tealeaves decisions --undo 1 --undo 2\n")
    assert sam.run(*undo_of(shown)).code == 0
    assert len(told(sam)) == 2


def test_the_last_answer_is_undone_and_asked_again(sam: Person) -> None:
    before = state(sam)
    shown = pressing(sam, "u2uq")
    assert "Nothing to undo." in shown
    assert "2 questions left." in shown
    assert shown.count("Interview with Harbor") >= 4
    assert state(sam) == before
    assert pressing(sam, "suq").count("1 of 2") == 2


def test_the_message_is_read_on_the_spot(sam: Person) -> None:
    shown = pressing(sam, "oq")
    assert "  Talent Acquisition, Harbor & Vine\n" in shown
    assert decisions(sam) == ()


def test_breaking_off_loses_nothing(sam: Person) -> None:
    shown = pressing(sam, "x", breaks_off=True)
    assert [one.verdict.kind for one in decisions(sam)] == ["irrelevant"]
    assert ids(sam) == [post.message_id(ASKED)]
    assert "Undo: tealeaves decisions --undo 1" in shown


def test_an_option_answers_without_a_terminal(sam: Person) -> None:
    answered = line(sam, "questions", "5@mail", "--application", "harbor designer").splitlines()
    assert answered[0] == "<5@mail.example> belongs to Harbor & Vine, Product Designer."
    assert answered[-1] == "0 questions left. Undo: tealeaves decisions --undo 1"
    assert apps(sam)["Harbor & Vine, Product Designer"] == "2 5 6"
    assert line(sam, "questions") == "No question is open."
    assert sam.run("decisions", "--undo", "1").code == 0
    value = sam.run("questions", "6@mail", "--application", "none", "--json").json()
    assert (value["application"], value["left"], value["decisions"]) == (None, 1, [2])
    assert sam.run("questions", "5@mail", "--application", "new").code == 0
    assert ids(sam) == []


def test_what_was_answered_holds_through_reclassification(sam: Person) -> None:
    line(sam, "questions", "5@mail", "--application", "harbor designer")
    before = state(sam)
    assert sam.run("reclassify", "--all").code == 0
    assert state(sam) == before


def test_a_mistake_is_one_line_and_nothing_is_said(sam: Person) -> None:
    assert "go together" in refused(sam, "questions", "5@mail")
    assert "go together" in refused(sam, "questions", "--application", "new")
    assert "fits 2 applications" in refused(sam, "questions", "5@mail", "--application", "harbor")
    assert "is in no question" in refused(sam, "questions", "1@mail", "--application", "new")
    assert "no stored message" in refused(sam, "questions", "nothing", "--application", "new")
    assert decisions(sam) == ()


@pytest.mark.parametrize(("number", "more"), [(9, ""), (12, "or one of 3 more: ")])
def test_where_there_are_more_choices_than_digits_the_others_are_told_of(number: int, more: str) -> None:
    choices = tuple((f"{one:08}", f"Firm {one}, Clerk") for one in range(1, number + 1))
    mail = message(1, subject="\x1b[2JHello\x07")
    asked = OpenQuestion(mail.key, mail.message_id, mail.at, mail.subject, choices, "it fits several")
    shown = text(Open(asked, mail, ()), "1 of 1", cast("Session", SimpleNamespace(person=Settings())), {})
    assert "\x1b" not in shown and "\x07" not in shown
    assert ("  9  Firm 9" in shown, " 10  Firm 10" in shown) == (True, False)
    told = [line for line in shown.splitlines() if "more" in line]
    assert [line.strip() for line in told] == (
        [f"{more}tealeaves questions {mail.message_id} --application APPLICATION"] if more else []
    )
