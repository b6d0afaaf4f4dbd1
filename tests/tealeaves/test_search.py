"""`tealeaves search`: what is typed, what narrows it, and what is shown."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from tests.tealeaves.conftest import SAMPLE, Said
from tests.tealeaves.test_hostile import GOOD

if TYPE_CHECKING:
    from collections.abc import Sequence

Search = Callable[..., Said]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample's store."""
    from tealeaves.cli.main import main

    path = tmp_path_factory.mktemp("sample") / "store.db"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
        environment.setenv("TEALEAVES_STORE", f"sqlite:///{path}")
        assert main(["import", str(SAMPLE)]) == 0
    yield path


@pytest.fixture
def search(tealeaves: Callable[..., Said], imported: Path, tmp_path: Path) -> Search:
    """Runs `tealeaves search` over the sample."""
    (tmp_path / "store").mkdir()
    shutil.copyfile(imported, tmp_path / "store" / "test.db")
    return lambda *arguments: tealeaves("search", *arguments)


def messages(said: Said) -> Sequence[dict[str, Any]]:
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = said.json()["messages"]
    assert said.json()["total"] >= len(found)
    return found


def test_a_hit_is_told_in_three_lines(search: Search) -> None:
    lines = search("beyond", "happy").out.splitlines()
    assert lines[0] == "Mon 21 Sep 2026  Dana Whitfield: Your offer from Harbor & Vine!"
    assert re.fullmatch(r"    Harbor & Vine, Staff Data Engineer {2,}CAh6CVYa", lines[1])
    assert lines[2].startswith("    Robin!! I am beyond happy to offer you the role")
    assert max(map(len, lines)) <= 95
    assert "\x1b" not in "".join(lines)


def test_what_is_shown_of_an_id_is_what_explain_takes(search: Search, tealeaves: Search) -> None:
    out = search("--limit", 200).out
    shown = re.findall(r"^    \S.* {2,}(\S+)$", out, re.MULTILINE)
    assert len(shown) == len(set(shown)) > 100
    for one in shown[::25]:
        assert tealeaves("explain", one).code == 0


def test_each_way_of_asking_finds_what_it_says(search: Search) -> None:
    every = messages(search("--limit", 500, "--json"))
    both = messages(search("notice", "period", "--json"))
    phrase = messages(search("notice period", "--json"))
    assert 0 < len(phrase) <= len(both) < len(every)
    assert all("notice period" in one["snippet"].lower() for one in phrase)
    by_beth = [one for one in phrase if one["name"] == "Beth Aldous"]
    without = messages(search("notice period", "-beth", "--json"))
    assert by_beth and not [one for one in without if one in by_beth]
    either = messages(search("delighted OR shortlist", "--limit", 500, "--json"))
    each = [messages(search(word, "--limit", 500, "--json")) for word in ("delighted", "shortlist")]
    assert {one["message_id"] for one in either} == {one["message_id"] for many in each for one in many}
    assert len(either) > max(map(len, each)) > 0


def test_case_and_accents_make_no_difference(search: Search) -> None:
    assert search("ÓFFER", "--json").out == search("offer", "--json").out


def test_the_options_narrow_a_search_and_are_one_without_words(search: Search) -> None:
    every = messages(search("--limit", 500, "--json"))
    assert [one["at"] for one in every] == sorted((one["at"] for one in every), reverse=True)
    narrowed = {
        ("--company", "harbor"): lambda one: one["company"] == "Harbor & Vine",
        ("--company", "redwater"): lambda one: one["agency"] == "Redwater Search",
        ("--application", "28664691"): lambda one: one["application"] == "28664691",
        ("--application", "harbor staff"): lambda one: one["application"] == "28664691",
        ("--from", "whitfield"): lambda one: one["name"] == "Dana Whitfield",
        ("--from", "@harborvine.example"): lambda one: one["from"].endswith("@harborvine.example"),
        ("--since", "2026-09-21"): lambda one: one["at"] >= "2026-09-20T23:00:00",
        ("--until", "2026-08-01"): lambda one: one["at"] < "2026-08-01T23:00:00",
        ("--sent",): lambda one: one["author"] == "candidate",
        ("--received",): lambda one: one["author"] != "candidate",
    }
    for options, fits in narrowed.items():
        found = messages(search(*options, "--limit", 500, "--json"))
        assert found == [one for one in every if fits(one)], options
        assert 0 < len(found) < len(every), options


def test_a_signal_is_as_you_corrected_it(search: Search, tealeaves: Search) -> None:
    (offer,) = messages(search("--signal", "offer", "--json"))
    assert offer["company"] == "Harbor & Vine"
    assert tealeaves("label", offer["message_id"], "-offer").code == 0
    assert messages(search("--signal", "offer", "--json")) == []
    assert tealeaves("label", offer["message_id"], "+positive_feedback").code == 0
    assert offer["message_id"] in {
        one["message_id"] for one in messages(search("--signal", "positive_feedback", "--json"))
    }


def test_the_marks_are_where_the_words_stand(search: Search) -> None:
    for one in messages(search("offer*", "salary OR pay", "--limit", 50, "--json")):
        for text, marks in ((one["snippet"], one["marks"]), (one["subject"], one["subject_marks"])):
            for start, end in marks:
                assert re.fullmatch(r"offer\w*|salary|pay", text[start:end], re.IGNORECASE)


def test_on_a_terminal_the_words_are_bold(search: Search) -> None:
    terminal = pexpect.spawn(
        sys.executable,
        ["-c", "from tealeaves.cli.main import main; main()", "search", "beyond happy"],
        env={**os.environ, "TERM": "xterm", "NO_COLOR": ""},
        encoding="utf-8",
        timeout=60,
    )
    terminal.expect("2 messages")
    assert "\x1b[1mbeyond happy\x1b[0m" in (terminal.before or "")
    terminal.expect(pexpect.EOF)


@pytest.mark.parametrize("word", ["-phone", "-helpful", "-quick", "-v-shaped", "-n", "-limit"])
def test_a_word_after_a_dash_is_no_option(search: Search, word: str) -> None:
    said = search("offer", word, "--json")
    assert said.code == 0, said.err
    assert said.json()["total"] <= search("offer", "--json").json()["total"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--sinse", "2026"], "search: no option --sinse; tealeaves search --help lists them"),
        (["!!", "🎉"], 'search: no word to look for in "!! 🎉"'),
        (["--from", "?"], 'search: no word to look for in --from "?"'),
        (["--signal", "ofer"], 'no signal "ofer"; did you mean "offer"?'),
        (["--application", "nowhere"], 'no application "nowhere": tealeaves applications --all lists them'),
        (["--since", "soon"], '--since "soon": not a day or time such as 2026-09-28 or 2026-09-28T08:00'),
        (
            ["--since", "2026-09-02", "--until", "2026-09-01"],
            "search: --since 2026-09-02 is after --until 2026-09-01",
        ),
        (["--until", "soon"], '--until "soon": not a day or time such as 2026-09-28 or 2026-09-28T08:00'),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(search: Search, arguments: list[str], line: str) -> None:
    said = search(*arguments)
    assert (said.code, said.out, said.err) == (2, "", f"tealeaves: {line}\n")


def test_more_than_fits_is_counted(search: Search) -> None:
    out = search("the", "--limit", 2).out
    assert re.search(r"\n\n\d+ messages, 2 shown: --limit \d+\n$", out)
    assert len(re.findall(r"^\w{3} \d", out, re.MULTILINE)) == 2


def test_nothing_found_is_said_and_is_no_error(search: Search) -> None:
    said = search("xylophone")
    assert (said.code, said.err) == (0, "")
    assert said.out == "No stored message is like that. WORD* finds whatever begins so.\n"
    assert search("xylophone", "--json").json() == {"total": 0, "messages": []}


def test_an_empty_store_is_searched(tealeaves: Callable[..., Said]) -> None:
    assert tealeaves("search", "offer", "--json").json() == {"total": 0, "messages": []}


def test_an_import_makes_no_index(search: Search, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "store" / "test.db") as connection:
        assert connection.execute("SELECT COUNT(*) FROM searched").fetchone() == (0,)
    search("offer")
    with sqlite3.connect(tmp_path / "store" / "test.db") as connection:
        assert connection.execute("SELECT COUNT(*) FROM searched").fetchone()[0] > 100


def test_nothing_that_a_mail_says_reaches_the_terminal_as_a_command(
    tealeaves: Callable[..., Said], tmp_path: Path
) -> None:
    path = tmp_path / "bad.eml"
    bad = GOOD.replace(b"Subject: ", b"Subject: \x1b[2J\x07 =?utf-8?q?=E2=80=AE?= ")
    path.write_bytes(bad.replace(b"Thank you", b"\x1b]0;owned\x07 Thank you \xe2\x80\xae"))
    assert tealeaves("import", path).code == 0
    out = tealeaves("search", "thank you").out
    assert "Thank you" in out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    again = tealeaves("search", "thank you", "--json").out
    assert not re.search(r"\\u001b|\\u0007|\u202e", again)
