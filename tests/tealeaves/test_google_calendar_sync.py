"""A Google calendar from end to end: the command line, a server, and what is in the store afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.store import open_store
from tests.servers.google.faults import daily_limit, named
from tests.tealeaves import post
from tests.tealeaves.google import calendars
from tests.tealeaves.person import Person

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path

    from tests.servers.google import GoogleServer
    from tests.servers.google.calendar import Calendar

MINE = "robin.hale@postbox.example"
START = post.NOW + timedelta(days=3)


@pytest.fixture
def diary(google: GoogleServer) -> Calendar:
    return google.calendar(MINE, "Robin Hale", primary=True)


@pytest.fixture
def robin(person: Person, google: GoogleServer, diary: Calendar) -> Person:
    """Robin, whose mail lies in files and whose calendar is Google's."""
    (person.folder / "mail").mkdir()
    (person.folder / "mail" / "cur").mkdir()
    (person.folder / "mail" / "new").mkdir()
    (person.folder / "mail" / "tmp").mkdir()
    person.write(
        calendars(person.folder, google),
        '[[accounts]]\nname = "mail"\nkind = "maildir"\npath = "mail"\n',
    )
    return person


def comes(folder: Path, *mails: EmailMessage) -> None:
    for one in mails:
        name = str(one["Message-ID"]).strip("<>")
        (folder / "mail" / "new" / f"{name}.eml").write_bytes(one.as_bytes())


def event(summary: str, start: datetime = START, **more: Any) -> dict[str, Any]:
    ends = start + timedelta(hours=1)
    span = {"start": {"dateTime": start.isoformat()}, "end": {"dateTime": ends.isoformat()}}
    return {"summary": summary, **span, **more}


def told(person: Person, account: str = "calendar") -> str:
    """What a sync that went well says of that account."""
    said = person.run("sync")
    assert (said.code, said.err) == (0, "")
    [line] = [line for line in said.out.splitlines() if line.startswith(f"{account}: ")]
    return line


def summaries(person: Person) -> set[str]:
    return {row["summary"] for row in person.shown()["events"]}


def requests(google: GoogleServer) -> list[str]:
    """The methods that were called since this was asked last."""
    names = [request.name for request in google.requests]
    google.requests.clear()
    return names


def test_mail_is_synced_before_calendars_whatever_their_order_in_the_configuration(
    robin: Person, diary: Calendar
) -> None:
    comes(robin.folder, post.interview(1, 0))
    diary.put(event("Interview Harbor & Vine"))
    said = robin.run("sync")
    assert (said.code, said.err) == (0, "")
    accounts = [line.partition(":")[0] for line in said.out.splitlines() if not line.startswith(" ")]
    assert accounts == ["mail", "calendar"]
    assert "\ncalendar: 1 event of your applications is new or changed (" in said.out
    assert summaries(robin) == {"Interview Harbor & Vine"}


def test_of_the_other_events_nothing_stays(robin: Person, diary: Calendar) -> None:
    comes(robin.folder, post.interview(1, 0))
    diary.put(event("Couples therapy"))
    diary.put(event("Interview Northwind Rail"))
    assert told(robin).startswith("calendar: no event of your applications; nothing is kept of the others (")
    told(robin)
    with open_store(robin.url, now=post.NOW) as store:
        assert store.events(store.candidate("me")) == ()
        cursors = store.cursors(store.candidate("me"), "calendar")
    whole = b"".join(path.read_bytes() for path in (robin.folder / "store").iterdir())
    assert b"therapy" not in whole
    assert [one for id in diary.events for one in cursors.values() if id in one] == []


def test_a_sync_that_finds_nothing_asks_two_questions(
    robin: Person, diary: Calendar, google: GoogleServer
) -> None:
    comes(robin.folder, post.interview(1, 0))
    diary.put(event("Interview Harbor & Vine"))
    told(robin)
    requests(google)
    for _ in range(3):
        assert told(robin).startswith("calendar: nothing new since ")
        assert requests(google) == ["calendarList.list", "events.list"]


def test_mail_of_no_application_makes_no_calendar_be_read_anew(
    robin: Person, diary: Calendar, google: GoogleServer
) -> None:
    comes(robin.folder, post.interview(1, 0))
    told(robin)
    requests(google)
    comes(robin.folder, post.newsletter(2))
    told(robin)
    assert requests(google) == ["calendarList.list", "events.list"]


def test_an_event_that_comes_to_belong_is_taken_then(
    robin: Person, diary: Calendar, google: GoogleServer
) -> None:
    diary.put(event("Interview Northwind Rail"))
    comes(robin.folder, post.interview(1, 0))
    assert "no event" in told(robin)
    comes(robin.folder, post.interview(2, 1))
    assert "1 event of your applications is new or changed" in told(robin)
    assert summaries(robin) == {"Interview Northwind Rail"}
    requests(google)
    assert "nothing new" in told(robin)
    assert requests(google) == ["calendarList.list", "events.list"]


def test_a_moved_interview_is_moved_and_a_deleted_one_is_off(robin: Person, diary: Calendar) -> None:
    comes(robin.folder, post.interview(1, 0))
    id = diary.put(event("Interview Harbor & Vine"))
    told(robin)
    diary.put(event("Interview Harbor & Vine", START + timedelta(days=2), id=id))
    assert "1 event of your applications is new or changed" in told(robin)
    diary.cancel(id)
    assert "1 event of your applications is new or changed" in told(robin)
    assert [row["status"] for row in robin.shown()["events"]].count("CANCELLED") == 1
    assert "nothing new" in told(robin)


def test_json_counts_the_events(robin: Person, diary: Calendar) -> None:
    comes(robin.folder, post.interview(1, 0))
    diary.put(event("Interview Harbor & Vine"))
    diary.put(event("Dentist"))
    mail, calendar = robin.run("sync", "--json").json()["accounts"]
    assert (mail["account"], mail["events"]) == ("mail", 0)
    assert (calendar["account"], calendar["events"], calendar["listed"]) == ("calendar", 1, 0)


def test_what_went_wrong_is_told_with_the_account(
    robin: Person, google: GoogleServer, diary: Calendar
) -> None:
    google.faults.on(named("calendarList.list"), daily_limit(), None)
    for command in (("sync", "calendar"), ("accounts", "test", "calendar")):
        said = robin.run(*command)
        assert said.code == 1
        assert said.err.startswith("tealeaves: account calendar: 127.0.0.1: ")
        assert len(said.err.splitlines()) == 1


# What a person is told before any sync


def test_accounts_test_names_the_calendars_that_a_sync_reads(
    robin: Person, google: GoogleServer, diary: Calendar
) -> None:
    google.calendar("talks@group.calendar.google.com", "Interviews")
    google.calendar("team@group.calendar.google.com", "Team", role="reader")
    said = robin.run("accounts", "test", "calendar")
    assert (said.code, said.err) == (0, "")
    assert said.out == "calendar: signed in; a sync reads Robin Hale, Interviews\n"
    assert not any(request.name.startswith("events.") for request in google.requests)


def test_a_calendar_that_is_not_there_is_named(robin: Person, google: GoogleServer) -> None:
    robin.write(calendars(robin.folder, google, 'calendars = ["Robin Hale", "Intervews"]'))
    said = robin.run("accounts", "test")
    assert said.code == 3
    assert said.out.splitlines() == [
        "calendar: signed in; a sync reads Robin Hale",
        "calendar: no such calendar: Intervews",
    ]
    [one] = robin.run("accounts", "test", "--json").json()
    assert (one["calendars"], one["missing"]) == (["Robin Hale"], ["Intervews"])


def test_accounts_list_says_what_is_read(robin: Person, google: GoogleServer) -> None:
    robin.write(
        calendars(robin.folder, google),
        calendars(robin.folder, google, 'calendars = ["Interviews"]', name="two"),
    )
    _, own, two = robin.run("accounts", "list").out.splitlines()
    assert own.split("  ")[-1].strip() == "the calendars you own or write to"
    assert "Google" in two
    assert two.split("  ")[-1].strip() == "Interviews"
