"""`tealeaves calendar export`: one file that a calendar can be given again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from ingest.invites import read_calendar
from ingest.types import Place
from tests.tealeaves.conftest import AS_OF, SAMPLE, Said


@pytest.fixture
def sample(tealeaves: Callable[..., Said]) -> Callable[..., Said]:
    """The sample search, brought in."""
    assert tealeaves("import", SAMPLE / "mail", SAMPLE / "calendar.ics").code == 0
    return tealeaves


def events(said: Said) -> list[icalendar.Event]:
    assert (said.code, said.err) == (0, "")
    return icalendar.Calendar.from_ical(said.out.encode()).events


def test_interviews_promises_and_days_to_ask_are_in_one_file(sample: Callable[..., Said]) -> None:
    found = {str(one["SUMMARY"]): one for one in events(sample("calendar", "export", "--as-of", AS_OF))}
    assert "Pemberton Grange: Robin Hale, second interview" in found
    promised = found["Kestrel & Lowe: word promised by today"]
    assert promised["DTSTART"].dt == date(2026, 10, 1)
    assert any(summary.endswith("ask for news if nothing has come") for summary in found)


def test_an_interview_that_moved_twice_says_so_in_its_number_and_its_words(
    sample: Callable[..., Said],
) -> None:
    (one,) = (
        one
        for one in events(sample("calendar", "export", "--as-of", AS_OF))
        if one["SUMMARY"] == "Pemberton Grange: Robin Hale, second interview"
    )
    assert one["SEQUENCE"] == 2
    assert str(one["DESCRIPTION"]).count("moved from") == 2


def test_the_closed_ones_are_there_if_asked_for(sample: Callable[..., Said]) -> None:
    few = events(sample("calendar", "export", "--as-of", AS_OF))
    all_ = events(sample("calendar", "export", "--all", "--as-of", AS_OF))
    assert {one["UID"] for one in few} < {one["UID"] for one in all_}


def test_a_file_is_written_with_the_same_bytes(sample: Callable[..., Said], tmp_path: Path) -> None:
    file = tmp_path / "search.ics"
    said = sample("calendar", "export", "--as-of", AS_OF)
    assert sample("calendar", "export", "-o", file, "--as-of", AS_OF) == Said(0, "", "")
    assert file.read_bytes() == said.out.encode()
    assert b"\r\n" in file.read_bytes()


def test_with_no_application_it_is_an_empty_calendar(tealeaves: Callable[..., Said]) -> None:
    said = tealeaves("calendar", "export")
    assert events(said) == []
    assert read_calendar(said.out.encode(), Place("out.ics", "ics")) == ((), ())


def test_what_was_exported_is_no_evidence_when_it_comes_back(
    sample: Callable[..., Said], tmp_path: Path
) -> None:
    before = sample("applications", "--json", "--all", "--as-of", AS_OF).json()
    file = tmp_path / "search.ics"
    assert sample("calendar", "export", "--all", "-o", file, "--as-of", AS_OF).code == 0
    assert sample("import", file).code == 0
    assert sample("applications", "--json", "--all", "--as-of", AS_OF).json() == before


def test_nor_when_the_person_mailed_it_to_themself(sample: Callable[..., Said], tmp_path: Path) -> None:
    before = sample("applications", "--json", "--all", "--as-of", AS_OF).json()
    mail = EmailMessage()
    mail["From"] = mail["To"] = "robin.hale@postbox.example"
    mail["Date"], mail["Subject"] = "Sun, 27 Sep 2026 20:00:00 +0100", "my calendar"
    mail["Message-ID"] = "<self@postbox.example>"
    mail.set_content("For the phone.")
    exported = sample("calendar", "export", "--as-of", AS_OF).out.encode()
    mail.add_attachment(exported, maintype="text", subtype="calendar", filename="search.ics")
    file = tmp_path / "self.eml"
    file.write_bytes(bytes(mail))
    assert sample("import", file).code == 0
    assert sample("applications", "--json", "--all", "--as-of", AS_OF).json() == before


def test_a_file_that_cannot_be_written_is_one_line(sample: Callable[..., Said], tmp_path: Path) -> None:
    said = sample("calendar", "export", "-o", tmp_path / "none" / "out.ics")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_calendar_alone_says_what_it_can_do(tealeaves: Callable[..., Said]) -> None:
    said = tealeaves("calendar")
    assert said.code == 0
    assert "export" in said.out
