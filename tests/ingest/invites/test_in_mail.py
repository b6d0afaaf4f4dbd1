"""How mails carry calendars: as a part, as an attachment of any type, as both, inside a forwarded mail."""

from __future__ import annotations

import base64

import pytest

from ingest.mime.parse import parse
from ingest.types import Event, Message, Place, RawMail

HEAD = (
    "From: Jane Roe <jane@acme.example>\nTo: alex@home.example\nSubject: Interview\n"
    "Date: Mon, 2 Mar 2026 08:00:00 +0000\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260301T080000Z\nDTSTART:20260401T100000Z\n"
    "SUMMARY:Gespräch\nEND:VEVENT\nEND:VCALENDAR\n"
)


def part(content_type: str, written: str | bytes = CALENDAR, name: str = "", charset: str = "utf-8") -> str:
    raw = written.encode(charset) if isinstance(written, str) else written
    named = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    body = base64.encodebytes(raw).decode()
    return f"Content-Type: {content_type}\n{named}Content-Transfer-Encoding: base64\n\n{body}"


def mail(*parts: str, kind: str = "mixed") -> str:
    inside = "".join(f"--b\n{one}\n" for one in ("Content-Type: text/plain\n\nSee you then.\n", *parts))
    return f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n{inside}--b--\n'


def read(written: str) -> Message:
    found = parse(RawMail(written.encode(), Place("x", "eml")))
    assert isinstance(found, Message)
    return found


def only(written: str) -> Event:
    (event,) = read(written).events
    return event


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("text/calendar; charset=utf-8; method=REQUEST", ""),
        ('text/calendar; method="request"; name="meeting"', ""),
        ("TEXT/Calendar", "invite.ics"),
        ("application/ics", ""),
        ("application/ics; name=invite.ics", "invite.ics"),
        ("application/octet-stream", "Interview.ICS"),
        ("application/octet-stream", "invite.ics "),
        ("text/plain; charset=utf-8", "meeting.ics"),
        ("text/x-vcalendar", "meeting.vcs"),
        ("application/calendar", "x"),
    ],
)
def test_a_calendar_is_known_by_its_type_or_by_its_name(content_type: str, name: str) -> None:
    event = only(mail(part(content_type, name=name)))
    assert (event.uid, event.method, event.summary) == ("1", "REQUEST", "Gespräch")


@pytest.mark.parametrize("kind", ["mixed", "alternative"])
@pytest.mark.parametrize(
    "attached",
    [
        CALENDAR,
        CALENDAR.replace("\n", "\r\n"),
        CALENDAR.replace("METHOD:REQUEST\n", ""),
        CALENDAR.replace("SUMMARY:Gespräch\n", "SUMMARY:Gespräch\nDESCRIPTION:and more\n"),
    ],
)
def test_a_part_and_the_attachment_beside_it_are_one_invite(kind: str, attached: str) -> None:
    shown = part("text/calendar; method=REQUEST; charset=utf-8")
    assert only(mail(shown, part("application/ics", attached, "invite.ics"), kind=kind)).method == "REQUEST"


def test_two_versions_in_one_mail_are_two() -> None:
    moved = CALENDAR.replace("T100000Z", "T140000Z")
    assert len(read(mail(part("text/calendar"), part("text/calendar", moved))).events) == 2


def test_the_part_says_the_method_where_the_calendar_does_not() -> None:
    bare = CALENDAR.replace("METHOD:REQUEST\n", "")
    assert only(mail(part("text/calendar; method=CANCEL", bare))).method == "CANCEL"


@pytest.mark.parametrize("charset", ["iso-2022-jp", "euc-kr", "gb18030", "shift_jis"])
def test_the_part_says_the_charset(charset: str) -> None:
    written = CALENDAR.replace(
        "Gespräch", "面接" if "j" in charset else "面談" if charset != "euc-kr" else "면접"
    )
    event = only(mail(part(f"text/calendar; charset={charset}", written, charset=charset)))
    assert event.summary in ("面接", "面談", "면접")


def test_an_invite_in_a_forwarded_mail_is_an_invite_of_that_mail() -> None:
    inner = mail(part("text/calendar; method=REQUEST; charset=utf-8"))
    found = read(mail("Content-Type: message/rfc822\n\n" + inner.replace("--b", "--c").replace('"b"', '"c"')))
    assert found.events == ()
    assert [event.uid for event in found.forwarded[0].events] == ["1"]


def test_a_form_of_calendar_that_is_not_read_is_a_problem_and_no_event() -> None:
    found = read(mail(part("text/calendar", b'["vcalendar",[],[]]')))
    assert found.events == ()
    assert [problem.code for problem in found.problems] == ["not-calendar"]
