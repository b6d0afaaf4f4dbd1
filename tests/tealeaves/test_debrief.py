"""`tealeaves debrief`: eight short questions, by keys or by options, kept as the person's own note."""

from __future__ import annotations

import os
import pty
import subprocess
import termios
from typing import TYPE_CHECKING, Any

import pytest

from reports.remarks.debrief import questions
from tealeaves.cli.commands.debrief import QUESTIONS
from tealeaves.cli.keys import pressed
from tealeaves.cli.saying.debriefing import FIRST, KEYS, SCALE_KEYS
from tests.reports.remarking import GOOD
from tests.tealeaves.person import PATIENCE_SECONDS, wait_until
from tests.tealeaves.remarking import AS_OF, DAY, UID, application, bring_in, line, refused, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person

TITLE = "Harbor & Vine, Data Engineer"
BY_OPTIONS = tuple(word for key, answer in GOOD.items() for word in (f"--{key.replace('_', '-')}", answer))


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    return person


def debriefs(person: Person) -> list[dict[str, Any]]:
    said = person.run("debrief", "Harbor", "--json", *AS_OF)
    assert (said.code, said.err) == (0, "")
    return list(said.json()["debriefs"])


def pressing(person: Person, keys: str, *more: str, ends: int = 0) -> str:
    """What is printed while these keys are pressed, each when it is asked for."""
    ours, theirs = pty.openpty()
    with person.start("debrief", "Harbor", *AS_OF, *more, stdin=theirs) as process:
        assert process.stdout is not None
        printed = ""
        for key in keys:
            printed += _until(process.stdout, "back: ")
            wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ICANON, "a key is asked for")
            os.write(ours, key.encode())
        os.close(theirs)
        rest, error = process.communicate(timeout=PATIENCE_SECONDS)
    os.close(ours)
    assert process.returncode == ends
    assert ends or not error
    return printed + rest


def _until(stream: Any, words: str) -> str:
    read = ""
    while not read.endswith(words):
        one = stream.read(1)
        assert one, f"ended before it asked: {read}"
        read += one
    return read


def test_the_options_are_the_questions() -> None:
    assert list(QUESTIONS) == [one.key for one in questions()]


def test_each_question_is_answered_by_one_key(sam: Person) -> None:
    shown = pressing(sam, "ynsyyyn4")
    assert f"{TITLE}: the interview of Tue 11 Aug 19:00" in shown  # in London
    for place, one in enumerate(questions(), 1):
        assert f"{place} of 8  {one.asks}\n" in shown
    assert shown.count(KEYS) == 7
    assert shown.count(SCALE_KEYS) == 1
    assert f"{TITLE}: Your note of Tue 11 Aug: their body language was open; they were distracted; " in shown
    (one,) = debriefs(sam)
    assert (one["uid"], one["day"], one["note"]) == (UID, DAY, "")
    assert one["answers"] == {
        "body_language": "yes",
        "attention": "no",
        "next_steps": "yes",
        "introductions": "yes",
        "pay": "yes",
        "ran_over": "no",
        "overall": "4",
    }


def test_b_goes_back_and_an_answer_is_given_anew(sam: Person) -> None:
    shown = pressing(sam, "byybnsssss5")
    assert FIRST in shown
    (one,) = debriefs(sam)
    assert one["answers"] == {"body_language": "yes", "attention": "no", "overall": "5"}


def test_a_key_that_means_nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["5", "\x1b[A", "?", "N", "y"])
    monkeypatch.setattr("click.getchar", lambda: next(typed))
    assert pressed(("y", "n"), gone="") == "n"
    assert pressed(("y", "n"), gone="") == "y"


def test_what_options_answer_is_not_asked(sam: Person) -> None:
    shown = pressing(sam, "yn", *BY_OPTIONS[4:])
    assert "1 of 2  Was their body language open" in shown
    assert "2 of 2  Did they listen closely" in shown
    assert debriefs(sam)[0]["answers"] == GOOD | {"attention": "no"}


def test_half_a_debrief_is_not_noted(sam: Person) -> None:
    pressing(sam, "yy\x03", ends=130)
    assert verdicts(sam) == ()


def test_skipping_everything_notes_nothing(sam: Person) -> None:
    assert pressing(sam, "ssssssss").endswith("Nothing noted.\n")
    assert verdicts(sam) == ()


def test_options_answer_without_a_terminal(sam: Person) -> None:
    before = application(sam)["momentum"]
    told = line(sam, "debrief", "Harbor", *BY_OPTIONS, "--note", "Ask about on-call.")
    assert told.startswith(f"{TITLE}: Your note of Tue 11 Aug: their body language was open; ")
    assert "“Ask about on-call.”" in told
    assert told.endswith(f"Undo: tealeaves debrief {application(sam)['id']} --undo")
    (one,) = debriefs(sam)
    assert (one["answers"], one["note"]) == (GOOD, "Ask about on-call.")
    after = application(sam)["momentum"]
    assert after["score"] > before["score"]
    noted = [one for one in after["reasons"] if one["evidence"].startswith("your note of Tue 11 Aug: ")]
    assert {one["signal"] for one in noted} == {one.signal for one in questions()}
    assert "your note of Tue 11 Aug: they listened closely" in sam.run("show", "Harbor", *AS_OF).out


def test_json_prints_what_was_noted_and_asks_nothing(sam: Person) -> None:
    said = sam.run("debrief", "Harbor", "--overall", "2", "--pay", "skip", "--json", *AS_OF).json()
    (one,) = said["debriefs"]
    assert (one["answers"], said["company"]) == ({"overall": "2"}, "Harbor & Vine")
    assert debriefs(sam) == [one]
    assert len(verdicts(sam)) == 1


def test_without_a_terminal_it_says_what_to_use(sam: Person) -> None:
    with sam.start("debrief", "Harbor", *AS_OF, stdin=subprocess.DEVNULL) as process:
        out, error = process.communicate()
    assert (process.returncode, out, error.count("\n")) == (2, "", 1)
    assert "--overall 4" in error


def test_a_debrief_given_again_replaces_the_former_and_undo_brings_it_back(sam: Person) -> None:
    line(sam, "debrief", "Harbor", "--overall", "5", "--attention", "yes")
    line(sam, "debrief", "Harbor", "--overall", "1")
    assert [one["answers"] for one in debriefs(sam)] == [{"overall": "1"}]
    assert line(sam, "debrief", "Harbor", "--undo").startswith(
        f"{TITLE}: your note of Tue 11 Aug is taken back"
    )
    assert [one["answers"] for one in debriefs(sam)] == [{"attention": "yes", "overall": "5"}]
    line(sam, "debrief", "Harbor", "--undo", "--interview", UID)
    assert debriefs(sam) == []
    assert "nothing to take back" in refused(sam, "debrief", "Harbor", "--undo")
    assert verdicts(sam) == ()


@pytest.mark.parametrize("named", [UID, UID[:9], DAY])
def test_an_interview_is_named_by_its_uid_or_its_day(sam: Person, named: str) -> None:
    line(sam, "debrief", "Harbor", "--interview", named, "--overall", "3")
    assert [(one["uid"], one["day"]) for one in debriefs(sam)] == [(UID, DAY)]


def test_a_day_of_which_the_calendar_knows_nothing_stands_for_itself(sam: Person) -> None:
    line(sam, "debrief", "Northwind", "--interview", "2026-08-20", "--overall", "5")
    (one,) = sam.run("debrief", "Northwind", "--json", *AS_OF).json()["debriefs"]
    assert (one["uid"], one["day"], one["met_at"]) == ("", "2026-08-20", "2026-08-20T11:00:00+00:00")


def test_what_cannot_be_debriefed_says_why(sam: Person) -> None:
    assert "--interview DATE" in refused(sam, "debrief", "Northwind", "--overall", "5")
    assert "no interview xyzzy" in refused(sam, "debrief", "Harbor", "--overall", "5", "--interview", "xyzzy")
    assert "lies ahead" in refused(sam, "debrief", "Harbor", "--overall", "5", "--interview", "2026-12-01")
    assert "--undo takes no answers" in refused(sam, "debrief", "Harbor", "--overall", "5", "--undo")
    assert "7" in refused(sam, "debrief", "Harbor", "--overall", "7")
    assert verdicts(sam) == ()


def test_an_interview_that_lies_ahead_is_refused(sam: Person) -> None:
    for more in (("--interview", UID), ("--interview", DAY), ()):
        said = sam.run("debrief", "Harbor", "--overall", "5", *more, "--as-of", "2026-08-10")
        assert (said.code, said.out) == (2, "")
        assert ("lies ahead" if more else "no interview of it that was held") in said.err
    begun = sam.run("debrief", "Harbor", "--overall", "5", "--as-of", "2026-08-11T18:30+00:00")
    assert begun.code == 0
