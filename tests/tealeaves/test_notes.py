"""`tealeaves notes`: a person's own words on an application stand in its timeline and never count."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.tealeaves import post
from tests.tealeaves.conftest import ROOT
from tests.tealeaves.correcting import decisions, undo_of
from tests.tealeaves.person import ONE_LINER, PATIENCE_SECONDS
from tests.tealeaves.remarking import AS_OF, LATER, application, bring_in, import_mails, line, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    bring_in(person, tmp_path)
    return person


def noted(person: Person) -> list[str]:
    return [one["text"] for one in person.run("notes", "harbor", "--json", *AS_OF).json()["notes"]]


def test_a_note_is_kept_with_its_time_and_listed(sam: Person) -> None:
    assert line(sam, "notes", "harbor") == "Nothing noted."
    told = line(sam, "notes", "harbor", "  Jane is kind.\nSo is Li. ")
    assert told == "Harbor & Vine, Data Engineer: noted. Undo: tealeaves decisions --undo 1"
    assert line(sam, "notes", "harbor").splitlines() == [
        "  1  Mon 28 Sep 23:59  Jane is kind.",
        "                       So is Li.",
    ]
    (one,) = sam.run("notes", "harbor", "--json", *AS_OF).json()["notes"]
    assert one == {"number": 1, "at": "2026-09-28T22:59:59+00:00", "text": "Jane is kind.\nSo is Li."}


def test_notes_stand_in_the_timeline_at_their_time_and_never_count(sam: Person) -> None:
    before = application(sam)
    line(sam, "notes", "harbor", "Bring\x1b[2J the <b>walrus</b>")
    sam.run("notes", "harbor", "Early words", "--as-of", "2026-08-03T13:30")
    assert application(sam) == before
    shown = line(sam, "show", "harbor")
    assert "  Mon 3 Aug 13:30  ✎ Early words" in shown
    assert shown.index("Early words") < shown.index("Bring the <b>walrus</b>")
    page = sam.run("show", "harbor", "--format", "html", *AS_OF).out
    assert "✎ your note" in page
    assert "Bring the &lt;b&gt;walrus&lt;/b&gt;" in page
    told = sam.run("show", "harbor", "--json", *AS_OF).json()["notes"]
    assert [one["text"] for one in told] == ["Early words", "Bring the <b>walrus</b>"]
    assert "Bring" not in sam.run("show", "harbor", "--as-of", "2026-09-01").out


def test_the_last_note_or_any_is_taken_back(sam: Person) -> None:
    for text in ("one", "two", "three"):
        line(sam, "notes", "harbor", text)
    told = line(sam, "notes", "harbor", "--undo")
    assert "taken back:   3  Mon 28 Sep 23:59  three" in told
    assert noted(sam) == ["one", "two"]
    assert line(sam, "notes", "harbor", "--undo", "1")
    assert noted(sam) == ["two"]
    assert sam.run(*undo_of(told)).code == 0
    assert noted(sam) == ["two", "three"]
    assert "no note 1 on it" in refused(sam, "notes", "harbor", "--undo", "1")
    assert "nothing was noted" in refused(sam, "notes", "northwind", "--undo")


def test_notes_survive_import_and_reclassification(sam: Person, tmp_path: Path) -> None:
    line(sam, "notes", "harbor", "one")
    import_mails(sam, tmp_path / "later.mbox", [post.interview(LATER, 0)])
    assert sam.run("reclassify", "--all").code == 0
    assert noted(sam) == ["one"]


def test_a_note_comes_from_standard_input(sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("piped in\n"))
    line(sam, "notes", "harbor", "-")
    assert noted(sam) == ["piped in"]


def test_a_note_is_written_in_an_editor(sam: Person, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "from the editor" >"$1"\n')
    editor.chmod(0o700)
    ours, theirs = pty.openpty()
    surroundings = {**os.environ, "EDITOR": str(editor), "VISUAL": ""}
    with sam.start("notes", "harbor", "--edit", stdin=theirs, env=surroundings) as piped:
        _, error = piped.communicate(timeout=PATIENCE_SECONDS)
    assert (piped.returncode, "--edit needs a terminal" in error) == (2, True)  # its output is a pipe
    command = [sys.executable, "-c", ONE_LINER, "notes", "harbor", "--edit"]
    streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, **streams) as process:
        process.wait(timeout=PATIENCE_SECONDS)
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 0
    assert [one.verdict.words for one in decisions(sam)] == ["from the editor"]


def test_a_mistake_is_one_line_and_nothing_is_noted(sam: Person) -> None:
    assert "an empty note" in refused(sam, "notes", "harbor", "  ")
    assert "--undo takes no TEXT" in refused(sam, "notes", "harbor", "x", "--undo")
    assert "TEXT or --edit" in refused(sam, "notes", "harbor", "x", "--edit")
    assert "needs a terminal" in refused(sam, "notes", "harbor", "--edit")
    assert 'no application "nobody"' in refused(sam, "notes", "nobody", "x")
    assert decisions(sam) == ()
