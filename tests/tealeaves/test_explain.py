"""`tealeaves explain`: of stored mail, and of a file that is only looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tealeaves.conftest import Said
from tests.tealeaves.test_hostile import GOOD

KEYS = {
    "message_id", "at", "author", "standing", "reasons", "company", "role", "agency", "decision_by", "asks",
    "text", "cut", "fired", "signals", "rules",
}  # fmt: skip


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "good.eml"
    path.write_bytes(
        GOOD + b"\n-- \nDana Whitlock\n\nOn Mon, 07 Sep 2026 at 9:00, Robin wrote:\n> Dear Dana\n"
    )
    return path


def test_stored_mail_and_a_file_are_explained_alike(tealeaves: Callable[..., Said], mail: Path) -> None:
    looked_at = tealeaves("explain", "--json", mail).json()
    assert tealeaves("import", mail).code == 0
    stored: dict[str, Any] = tealeaves("explain", "--json", "good-1@fennimore.example").json()
    assert set(stored) > KEYS
    assert (looked_at["stored"], looked_at["application"]) == (False, None)
    assert (stored["stored"], stored["application"]["reason"]) == (True, "first")
    alike = stored.keys() - {"stored", "application"}
    assert {key: stored[key] for key in alike} == {key: looked_at[key] for key in alike}


def test_a_file_that_is_explained_leaves_no_store_behind(
    tealeaves: Callable[..., Said], mail: Path, tmp_path: Path
) -> None:
    assert tealeaves("explain", mail).code == 0
    assert not (tmp_path / "store").exists()


def test_the_text_shows_what_counts_and_what_was_cut(tealeaves: Callable[..., Said], mail: Path) -> None:
    out = tealeaves("explain", mail).out
    number = re.search(r"^\[(\d+)\] interview_invitation  (certain|likely): ", out, re.MULTILINE)
    assert number
    assert re.search(rf"\[(?:\d+,)*{number[1]}(?:,\d+)* ", out)
    assert "company      Fennimore Rail (read in the " in out
    assert "Not read, quoted\n" in out and "  | > Dear Dana\n" in out
    assert "second reader: " in out
    assert "\x1b" not in out


def test_what_the_person_said_is_shown(tealeaves: Callable[..., Said], mail: Path) -> None:
    assert tealeaves("import", mail).code == 0
    assert tealeaves("label", "good-1", "-interview_invitation").code == 0
    told = tealeaves("explain", "--json", "good-1").json()
    assert [one["value"] for one in told["said"]] == ["-interview_invitation"]
    assert "interview_invitation" not in told["signals"]
    out = tealeaves("explain", "good-1").out
    assert "interview_invitation  not shown: you said that it does not" in out


def test_the_candidate_of_a_file_may_be_named(tealeaves: Callable[..., Said], mail: Path) -> None:
    told = tealeaves("explain", "--json", "--me", "dana@fennimore.example", mail).json()
    assert told["author"] == "candidate"
    said = tealeaves("explain", "--me", "dana@fennimore.example", "good-1")
    assert said.code == 2


def test_a_file_is_explained_without_a_configuration_where_the_candidate_is_named(
    tealeaves: Callable[..., Said], mail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEALEAVES_CONFIG", str(tmp_path / "nothing.toml"))
    assert tealeaves("explain", mail).code == 2
    said = tealeaves("explain", "--me", "robin.hale@postbox.example", mail)
    assert (said.code, said.err) == (0, "")


def test_a_file_of_several_or_no_mails_is_said_to_be_one(
    tealeaves: Callable[..., Said], tmp_path: Path
) -> None:
    box, nothing = tmp_path / "two.mbox", tmp_path / "nothing.eml"
    whole = b"From a@b.example Mon Sep  7 10:00:00 2026\n" + GOOD + b"\n"
    box.write_bytes(whole + whole.replace(b"good-1", b"good-2"))
    nothing.write_bytes(b"")
    for path, words in (
        (box, "2 messages"),
        (nothing, "nothing.eml"),
        (tmp_path / "none.eml", "no such file"),
    ):
        said = tealeaves("explain", path)
        assert said.code == 2
        assert words in said.err and "Traceback" not in said.err


def test_hostile_words_command_no_terminal(tealeaves: Callable[..., Said], tmp_path: Path) -> None:
    evil = tmp_path / "evil.eml"
    body = GOOD.replace(b"invite you", b"inv\x1b[31mite \x1b]0;owned\x07you").replace(
        b"Dana Whitlock", b"\x1b[31mDana"
    )
    evil.write_bytes(body.replace(b"<good-1", b"<good\x1b[2J-1"))
    out = tealeaves("explain", evil).out
    assert "\x1b" not in out and "\x07" not in out
