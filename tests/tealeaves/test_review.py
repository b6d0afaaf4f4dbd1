"""`tealeaves label --review`: every suggestion is shown with its words, and one key decides it."""

from __future__ import annotations

import os
import pty
import subprocess
import termios
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from classify.types import Confidence, Evidence, Signal
from store.store import open_store
from tealeaves.cli.saying.review import KEYS
from tests.tealeaves import post
from tests.tealeaves.person import PATIENCE_SECONDS, wait_until
from tests.tealeaves.test_label import ANSWERED, ELSEWHERE, INVITED, bring_in, signals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tealeaves.person import Person

LEANINGS = ((ANSWERED, "offer"), (INVITED, "notice_period"), (ELSEWHERE, "application_received"))
"""From the most telling to the least."""


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    """Somebody with two applications, in whose mails something is suggested."""
    person.write()
    bring_in(person, tmp_path)
    with open_store(person.url, now=post.NOW) as store:
        candidate = store.candidate("me")
        keys = {message_id: key for key, message_id in store.called(candidate)}
        readings = {one.key: one for one in store.bare_readings(candidate)}
        leaning = {keys[post.message_id(number)]: name for number, name in LEANINGS}
        for reading in readings.values():
            shown = [one for one in reading.signals if one.confidence is not Confidence.SUGGESTED]
            if reading.key in leaning:
                begin = reading.text.index("Hi Robin")
                words = Evidence(begin, begin + 8, "Hi Robin")
                shown += [Signal(leaning[reading.key], Confidence.SUGGESTED, words, "second reader")]
            store.put_readings(candidate, [replace(reading, signals=tuple(shown))])
    return person


def told(person: Person, *more: object) -> list[dict[str, Any]]:
    said = person.run("label", "--review", "--json", *more)
    assert (said.code, said.err) == (0, "")
    return list(said.json())


def verdicts(person: Person) -> set[tuple[str, str]]:
    with open_store(person.url, now=post.NOW) as store:
        candidate = store.candidate("me")
        ids = dict(store.called(candidate))
        return {(ids[one.key], one.value) for one in store.verdicts(candidate)}


def pressing(person: Person, keys: str, *more: str) -> str:
    """What is printed while these keys are pressed, each when it is asked for."""
    ours, theirs = pty.openpty()
    with person.start("label", "--review", *more, stdin=theirs) as process:
        assert process.stdout is not None
        printed = ""
        for key in keys:
            printed += "".join(_until(process.stdout, KEYS))
            wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ICANON, "a key is asked for")
            os.write(ours, key.encode())
        os.close(theirs)
        rest, error = process.communicate(timeout=PATIENCE_SECONDS)
    os.close(ours)
    assert (process.returncode, error) == (0, "")
    return printed + rest


def _until(stream: Any, words: str) -> Iterator[str]:
    read = ""
    while not read.endswith(words):
        one = stream.read(1)
        assert one, f"ended before it asked: {read}"
        read += one
        yield one


def test_all_are_listed_as_json_the_most_telling_first(sam: Person) -> None:
    first, *others = told(sam)
    assert [one["signal"] for one in (first, *others)] == [name for _, name in LEANINGS]
    assert (first["message_id"], first["company"]) == (post.message_id(ANSWERED), "Harbor & Vine")
    assert first["meaning"] == "extends an offer, spoken or written"
    assert (first["before"], first["evidence"]) == ("", "Hi Robin")
    assert "Thursday at three" in first["after"]
    assert verdicts(sam) == set()


def test_one_application_is_listed_alone(sam: Person) -> None:
    assert [one["signal"] for one in told(sam, "--application", "Northwind")] == ["application_received"]


def test_keys_decide_and_what_is_left_is_counted(sam: Person) -> None:
    shown = pressing(sam, "yns")
    assert "Harbor & Vine, Data Engineer" in shown
    assert "offer: extends an offer, spoken or written?" in shown
    assert "“Hi Robin”" in shown
    assert shown.endswith("1 suggestion left.\n")
    assert verdicts(sam) == {
        (post.message_id(ANSWERED), "+offer"),
        (post.message_id(INVITED), "-notice_period"),
    }
    assert "offer" in signals(sam, ANSWERED)
    assert [one["signal"] for one in told(sam)] == ["application_received"]
    found = sam.run("applications", "--all", "--json").json()
    assert {one["company"]: one["stage"] for one in found}["Harbor & Vine"] == "offer"


def test_the_last_word_is_undone(sam: Person) -> None:
    shown = pressing(sam, "uyunq")
    assert "Nothing to undo." in shown
    assert verdicts(sam) == {(post.message_id(ANSWERED), "-offer")}


def test_a_key_that_means_nothing_decides_nothing(sam: Person) -> None:
    ours_only = pressing(sam, "q")
    assert ours_only.endswith("3 suggestions left.\n")
    assert verdicts(sam) == set()


def test_without_a_terminal_it_says_what_to_use(sam: Person) -> None:
    with sam.start("label", "--review", stdin=subprocess.DEVNULL) as process:
        out, error = process.communicate()
    assert (process.returncode, out) == (2, "")
    assert len(error.splitlines()) == 1
    assert "--json" in error
    assert "label MESSAGE +SIGNAL" in error


@pytest.mark.parametrize("more", [["<1@mail.example>"], ["+offer"], ["--undo"], ["--irrelevant"]])
def test_it_takes_no_message(sam: Person, more: list[str]) -> None:
    done = sam.run("label", "--review", "--json", *more)
    assert (done.code, "--review takes no MESSAGE" in done.err) == (2, True)


def test_a_message_is_asked_for_where_none_is_given(sam: Person) -> None:
    done = sam.run("label")
    assert (done.code, "which MESSAGE?" in done.err) == (2, True)
