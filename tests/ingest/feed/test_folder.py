"""A file, and a folder of them as vdirsyncer keeps it: one event in each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.feed import folder as folders
from tests.ingest.feed.desk import EMPTY, account, calendar, event, private, sync

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.google_calendar.desk import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "calendars"
    made.mkdir()
    (made / "color").write_text("#112233")
    return made


def put(folder: Path, name: str, *events: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(calendar(*events))
    return path


def test_a_file_is_read_like_a_feed(folder: Path, desk: Desk) -> None:
    path = put(folder, "mine.ics", event(), private())
    sync(desk, account(path=path))
    assert [one.place.spot for one in desk.versions] == ["#a#"]
    put(folder, "mine.ics", private())
    sync(desk, account(path=path))
    assert desk.told == [("Interview at Acme", "CANCELLED")]


def test_a_file_that_is_suddenly_empty_is_told_of_once(folder: Path, desk: Desk) -> None:
    path = put(folder, "mine.ics", event())
    sync(desk, account(path=path))
    path.write_bytes(EMPTY)
    told = []
    for _ in range(3):
        sync(desk, account(path=path))
        told.append([one.code for one in desk.problems])
    assert told == [["suddenly-empty"], [], []]
    assert desk.status("a") == ""


@pytest.mark.parametrize("content", [b"", b"<html>"])
def test_a_file_that_is_no_calendar_is_an_error(folder: Path, desk: Desk, content: bytes) -> None:
    path = put(folder, "mine.ics", event())
    sync(desk, account(path=path))
    path.write_bytes(content)
    with pytest.raises(SourceError, match="no calendar"):
        sync(desk, account(path=path))
    assert desk.status("a") == ""


def test_a_path_without_anything_is_an_error_and_what_was_taken_stays(folder: Path, desk: Desk) -> None:
    with pytest.raises(SourceError, match="no such file"):
        sync(desk, account(path=folder / "nowhere"))
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        sync(desk, account(path="/dev/null"))


def test_each_file_of_a_folder_is_a_document(folder: Path, desk: Desk) -> None:
    put(folder, "a.ics", event())
    put(folder, "work/b#1.ics", event("b"))
    put(folder, "p.ics", private())
    put(folder, ".hidden/c.ics", event("c"))
    put(folder, ".d.ics", event("d"))
    sync(desk, account(path=folder))
    assert sorted(one.place.spot for one in desk.versions) == ["a.ics#a#", "work/b%231.ics#b#"]
    assert "p.ics" not in desk.everything()


def test_files_that_are_as_they_were_are_not_read(
    folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    read: list[str] = []
    content = folders.content
    monkeypatch.setattr(folders, "content", lambda file: read.append(file.document) or content(file))
    put(folder, "b.ics", event("b"))
    sync(desk, account(path=folder))
    assert read == ["b.ics"]
    sync(desk, account(path=folder))
    assert (read, desk.items) == (["b.ics"], [])


def test_a_file_that_was_only_touched_says_nothing_new(folder: Path, desk: Desk) -> None:
    path = put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    os.utime(path, (1, 1))
    sync(desk, account(path=folder))
    assert not desk.items


def test_all_files_are_read_when_another_event_may_belong(folder: Path, desk: Desk) -> None:
    put(folder, "a.ics", event("a", "20260401", "Call with Globex"))
    sync(desk, account(path=folder))
    desk.words = ("Globex",)
    sync(desk, account(path=folder))
    assert len(desk.kept) == 1


def test_an_event_whose_file_is_gone_is_over(folder: Path, desk: Desk) -> None:
    path = put(folder, "a.ics", event())
    put(folder, "p.ics", private())
    sync(desk, account(path=folder))
    path.unlink()
    sync(desk, account(path=folder))
    assert desk.told == [("Interview at Acme", "CANCELLED")]


def test_an_event_that_is_in_another_file_now_goes_on(folder: Path, desk: Desk) -> None:
    path = put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    path.rename(folder / "b.ics")
    sync(desk, account(path=folder))
    assert desk.status("a") == ""
    (folder / "b.ics").unlink()
    put(folder, "p.ics", private())
    sync(desk, account(path=folder))
    assert desk.status("a") == "CANCELLED"


def test_a_folder_that_is_suddenly_empty_is_not_believed(folder: Path, desk: Desk) -> None:
    path = put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    path.unlink()
    told = []
    for _ in range(2):
        sync(desk, account(path=folder))
        told.append([one.code for one in desk.problems])
    assert told == [["suddenly-empty"], []]
    put(folder, "p.ics", private())
    sync(desk, account(path=folder))
    assert desk.status("a") == "CANCELLED"


def test_one_bad_file_stops_no_other_and_ends_nothing(folder: Path, desk: Desk) -> None:
    bad = put(folder, "a.ics", event())
    put(folder, "b.ics", event("b"))
    sync(desk, account(path=folder))
    bad.write_bytes(b"")
    (folder / "b.ics").unlink()
    put(folder, "c.ics", event("c"))
    sync(desk, account(path=folder))
    assert [(one.code, one.place.spot) for one in desk.problems] == [("not-calendar", "")]
    assert [one.event.uid for one in desk.versions] == ["c"]
    sync(desk, account(path=folder))  # what could not be read is known by now
    assert (desk.status("a"), desk.status("b")) == ("", "CANCELLED")


def test_what_the_system_does_not_open_ends_nothing(folder: Path, desk: Desk) -> None:
    put(folder, "a.ics", event()).unlink()
    (folder / "a.ics").symlink_to(folder / "nowhere")
    put(folder, "b.ics", event("b"))
    for _ in range(2):
        sync(desk, account(path=folder))
        assert [one.code for one in desk.problems] == ["unreadable"]
    (folder / "b.ics").unlink()
    sync(desk, account(path=folder))
    assert desk.status("b") == ""


def test_a_folder_that_cannot_be_listed_ends_nothing(
    folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.ics", event())
    put(folder, "work/b.ics", event("b"))
    sync(desk, account(path=folder))
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("work"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    sync(desk, account(path=folder))
    assert desk.status("b") == ""
    (folder / "a.ics").unlink()
    with pytest.raises(SourceError, match="permission denied"):
        sync(desk, account(path=folder))


def test_a_file_that_is_too_large_is_a_problem(
    folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.feed.folder.MOST_BYTES", 100)
    monkeypatch.setattr("ingest.feed.tour.MOST_BYTES", 100)
    put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    assert [one.code for one in desk.problems] == ["too-large"]
    assert not desk.kept


def test_a_folder_of_too_many_files_ends_nothing(
    folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "b.ics", event("b"))
    sync(desk, account(path=folder))
    monkeypatch.setattr("ingest.feed.folder.MOST_FILES", 1)
    put(folder, "a.ics", event())
    sync(desk, account(path=folder))
    assert (desk.status("a"), desk.status("b")) == ("", "")


def test_names_that_are_no_text_are_kept_as_they_are(folder: Path, desk: Desk) -> None:
    name = os.fsdecode(os.fsencode(str(folder)) + b"/\xff\n.ics")
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(calendar(event()))
    sync(desk, account(path=folder))
    assert desk.versions[0].place.spot == "%FF%0A.ics#a#"
