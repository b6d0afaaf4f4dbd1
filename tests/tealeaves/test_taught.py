"""What a person accepts in one mail is found in another, and what they reject is suggested no more."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from classify.types import Confidence, Evidence, Signal
from store.store import open_store
from tests.tealeaves import post
from tests.tealeaves.conftest import ROOT
from tests.tealeaves.test_label import label, signals

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person

WORDS = "The marmalade committee has nodded you through to the pantry round"
FIRST, SECOND, OTHER, THIRD = range(1, 5)


def mail(number: int, company: int) -> bytes:
    text = f"Hi Robin,\n\n{WORDS}.\n\nJane\n"
    parent = post.message_id(number - 1)
    return post.mail(number, post.recruiter(company), "Re: Thursday", text, answers=parent).as_bytes()


def bring_in(person: Person, folder: Path, name: str, *mails: bytes) -> None:
    box = folder / name
    box.write_bytes(b"".join(map(post.boxed, mails)))
    assert person.run("import", box).code == 0


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    """Somebody of whom two companies say the same in words that no rule knows."""
    person.write()
    pair = [post.interview(FIRST, 0).as_bytes(), mail(SECOND, 0)]
    bring_in(person, tmp_path, "mail.mbox", *pair, post.interview(OTHER, 1).as_bytes(), mail(THIRD, 1))
    return person


def test_reclassify_finds_accepted_words_in_other_mail_and_forgets_them_when_taken_back(sam: Person) -> None:
    assert "offer" not in signals(sam, THIRD)
    label(sam, SECOND, "+offer", "--words", WORDS)
    told = sam.run("reclassify", "--json").json()
    assert [(one["message_id"], one["added"]) for one in told["messages"]] == [
        (post.message_id(THIRD), ["offer"])
    ]
    assert "offer" in signals(sam, THIRD)
    assert sam.run("reclassify").out == "0 readings changed.\n"
    label(sam, SECOND, "--undo")
    assert sam.run("reclassify").code == 0
    assert "offer" not in signals(sam, THIRD)


def test_new_mail_is_read_by_what_was_taught(sam: Person, tmp_path: Path) -> None:
    label(sam, SECOND, "+offer", "--words", WORDS)
    bring_in(sam, tmp_path, "more.mbox", mail(5, 1))
    assert "offer" in signals(sam, 5)
    told = sam.run("reclassify", "--json").json()
    assert told["read_again"] == 4  # those that were there before


def test_a_rejected_suggestion_goes_from_all_mail_with_these_words(sam: Person) -> None:
    with open_store(sam.url, now=post.NOW) as store:
        candidate = store.candidate("me")
        for reading in list(store.bare_readings(candidate)):
            if WORDS in reading.text:
                begin = reading.text.index(WORDS)
                shown = Evidence(begin, begin + len(WORDS), WORDS)
                leaning = Signal("next_steps", Confidence.SUGGESTED, shown, "second reader")
                store.put_readings(candidate, [replace(reading, signals=(leaning,))])
    listed = sam.run("label", "--review", "--json").json()
    assert {post.message_id(SECOND), post.message_id(THIRD)} <= {one["message_id"] for one in listed}
    label(sam, SECOND, "-next_steps")
    assert sam.run("reclassify").code == 0
    left = sam.run("label", "--review", "--json").json()
    assert "next_steps" not in {one["signal"] for one in left if WORDS in one["evidence"]}


def test_a_run_that_finds_nothing_new_learns_nothing(sam: Person, tmp_path: Path) -> None:
    label(sam, SECOND, "+offer", "--words", WORDS)
    box = str(tmp_path / "mail.mbox")
    heavy = ("classify.model.taught", "classify.signals.rules")
    script = (
        f"import sys; from tealeaves.cli.main import main; code = main(['import', {box!r}]);"
        f"print(code, [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
