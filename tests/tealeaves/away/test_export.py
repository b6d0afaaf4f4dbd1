"""What is taken out can be read by others, holds all of it, and comes back as the same applications."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from icalendar import Calendar

from classify.types import Reading
from ingest.types import Message
from store.store import open_store
from tests.tealeaves.away.conftest import NOW, Home

AS_OF = ("--as-of", NOW.isoformat())


def _grouped(found: dict[str, Any]) -> list[Any]:
    return sorted((one["company"], one["role"], one["stage"], one["messages"]) for one in found.values())


def test_json_holds_everything_by_the_names_of_its_fields(home: Home) -> None:
    home.done("label", home.applications()["Solventa"]["messages"][0], "+keeping_warm")
    file = home.folder / "out.json"
    home.done("export", "-o", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text())
    assert told["tealeaves"]["format"] == 1
    sizes = {name: len(told[name]) for name in ("applications", "messages", "left_out", "decisions")}
    assert sizes == {"applications": 13, "messages": 129, "left_out": 24, "decisions": 1}
    assert told["decisions"][0]["at"] and told["events"] and told["problems"] == []
    with open_store(home.url, now=NOW) as store:
        me = store.candidate("me")
        readings = {one.key: one for one in store.readings(me)}
        for stored, one in zip(store.messages(me), told["messages"], strict=True):
            assert msgspec.convert(one, Message) == stored
            assert msgspec.convert(one["reading"], Reading) == readings[stored.key]
            assert one["places"][0]["source"]


def test_json_of_one_application_holds_nothing_of_the_others(home: Home) -> None:
    told = json.loads(home.done("export", "--format", "json", "--application", "fennimore").out)
    assert {one["application"] for one in told["messages"]} == {told["applications"][0]["id"]}
    assert "Larkspur" not in json.dumps(told["events"]) and "left_out" not in told


def test_an_mbox_brought_into_a_new_store_gives_the_same_applications(
    home: Home, empty_home: Callable[[str], Home]
) -> None:
    home.done("export", "--format", "mbox", "-o", home.folder / "out.mbox")
    before = home.applications()
    with open_store(home.url, now=NOW) as store:
        stored = {one.key: one for one in store.messages(store.candidate("me"))}
    other = empty_home("other")
    other.done("import", home.folder / "out.mbox")
    assert _grouped(other.applications()) == _grouped(before)
    with open_store(other.url, now=NOW) as store:
        again = {one.key: one for one in store.messages(store.candidate("me"))}
    assert again.keys() == stored.keys()
    for key, one in again.items():
        assert (one.text.rstrip(), one.subject, one.to, one.cc, one.at) == (
            stored[key].text.rstrip(), stored[key].subject, stored[key].to, stored[key].cc, stored[key].at
        )  # fmt: skip


def test_csv_is_three_tables_that_excel_reads(home: Home) -> None:
    home.done("export", "--format", "csv", "-o", home.folder / "tables", *AS_OF)
    found = {}
    for name in ("applications", "messages", "replies"):
        raw = (home.folder / "tables" / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
        found[name] = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert (len(found["applications"]), len(found["messages"])) == (13, 129)
    by_company = {one["company"]: one for one in found["applications"]}
    offer = by_company["Harbor & Vine"]
    assert (offer["stage"], offer["score"], offer["open"]) == ("offer", "99", "yes")
    assert all(float(one["hours"]) >= 0 for one in found["replies"])


def test_one_table_goes_to_standard_output_without_a_mark(home: Home) -> None:
    said = home.done("export", "--table", "replies", *AS_OF)
    assert said.out.startswith('"application",')


def test_ics_is_what_calendar_export_writes(home: Home) -> None:
    said = home.done("export", "--format", "ics", *AS_OF)
    assert said.out == home.done("calendar", "export", *AS_OF).out
    one = Calendar.from_ical(home.done("export", "--format", "ics", "--application", "solventa", *AS_OF).out)
    assert {"Solventa" in str(event["summary"]) for event in one.walk("VEVENT")} == {True}


@pytest.mark.parametrize(
    "wrong", [(), ("--format", "csv"), ("--format", "json", "--table", "replies"), ("-o", "no/where/x.json")]
)
def test_what_cannot_be_written_is_told_in_one_line(home: Home, wrong: tuple[str, ...]) -> None:
    said = home.run("export", *wrong)
    assert said.code == 2 and said.err.count("\n") == 1


def test_a_file_that_is_there_is_replaced_whole(home: Home) -> None:
    file = home.folder / "out.ics"
    file.write_text("mine")
    home.done("export", "-o", file, *AS_OF)
    assert file.read_text().startswith("BEGIN:VCALENDAR")
    assert not [one for one in home.folder.iterdir() if one.name.endswith(".part")]
