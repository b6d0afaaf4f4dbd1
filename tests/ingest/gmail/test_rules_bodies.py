"""Bodies come only of mail that passes the gate; attachments stay where they are."""

from __future__ import annotations

import base64
import gc
import itertools
import json
import quopri
import random
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from tests.ingest.gmail.archive import connector, sync
from tests.ingest.gmail.mailbox_of import Pipeline, agree, asked, filled, gets, here, of_message, says
from tests.ingest.imap.archive import letter

if TYPE_CHECKING:
    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer

INVITE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:42@firm\r\n"
    b"DTSTAMP:20260302T091500Z\r\nDTSTART:20260309T100000Z\r\nDTEND:20260309T110000Z\r\nSUMMARY:Interview\r\n"
    b"ORGANIZER:mailto:jo@firm.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FIVE_MEGABYTES = random.Random(6).randbytes(5_000_000)  # nothing that could be compressed


def interviews(heading: Message, *, calendar: bool) -> bool:
    return calendar or "Interview" in heading.subject


def mail(number: int = 1, text: str = "Hello Robin,\n\nsee below.\n", subject: str = "Parts") -> EmailMessage:
    one = EmailMessage()
    one["From"], one["To"] = "Jo Roe <jo@firm.example>", "robin@gmail.example"
    one["Subject"], one["Message-ID"] = subject, f"<parts-{number}@firm.example>"
    one["Date"] = "Mon, 2 Mar 2026 09:15:00 +0000"
    one.set_content(text)
    return one


def with_invite(number: int) -> bytes:
    one = mail(number)
    one.add_attachment(INVITE, "text", "calendar", filename="invite.ics", params={"method": "REQUEST"})
    return one.as_bytes()


def with_attachment(one: EmailMessage) -> bytes:
    one.add_attachment(FIVE_MEGABYTES, "application", "pdf", filename="Vertrag Müller.pdf")
    return one.as_bytes().replace(b"\n", b"\r\n")


def whole(raw: bytes) -> Message:
    """The mail as a file would tell it."""
    message = parse(RawMail(raw, Place("x", "eml")))
    assert isinstance(message, Message)
    return message


def told(message: Message) -> tuple[object, ...]:
    """What a mail says, but for what the mailbox adds."""
    return (
        message.key, message.message_id, message.sender, message.to, message.cc, message.subject, message.at,
        message.text.strip(), [(one.name, one.content_type) for one in message.attachments],
        [one.uid for one in message.events], [told(one) for one in message.forwarded],
    )  # fmt: skip


def only(archive: Archive) -> Message:
    [message] = archive.messages.values()
    return message


# The gate


def test_bodies_come_only_of_mail_that_passes_the_gate(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    job = {google.mail.add(letter(number, Subject=f"Interview {number}")) for number in range(1, 5)}
    rest = {google.mail.add(letter(number, "A secret of mine.")) for number in range(5, 12)}
    syncing(gate=interviews)
    late = google.mail.add(letter(20, Subject="Interview"))
    google.mail.add(letter(21))
    syncing(gate=interviews)
    assert sorted(google.bodies) == sorted({*job, late})
    assert set(gets(google, "raw", "full")) == {*job, late}
    assert all(request.value("fields") for request in google.requests)
    agree(google, archive)
    assert rest
    assert not any("secret" in message.text for message in archive.messages.values())


def test_an_invite_from_a_program_passes_the_gate(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 4)
    early = google.mail.add(with_invite(1))
    syncing(gate=interviews)
    filled(google, 4)
    late = google.mail.add(with_invite(2))
    syncing(gate=interviews)
    assert google.bodies == [early, late]
    assert [event.uid for message in archive.messages.values() for event in message.events] == ["42@firm"] * 2


@pytest.mark.parametrize("name", ["invite.ics", "Interview.ICS", "meeting.vcs", "x.ical"])
def test_an_invite_is_known_by_any_of_its_endings(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str
) -> None:
    one = mail()
    one.add_attachment(INVITE, "application", "octet-stream", filename=name)
    id = google.mail.add(one.as_bytes())
    syncing(gate=interviews)
    assert google.bodies == [id]


def test_who_carries_an_invite_is_asked_only_where_the_gate_would_leave_something(
    google: GoogleServer, syncing: Syncing
) -> None:
    for number in range(1, 6):
        google.mail.add(letter(number, Subject="Interview"))
    syncing(gate=interviews)
    google.mail.add(letter(10, Subject="Interview"))
    syncing(gate=interviews)
    assert not [one for one in asked(google, "messages.list") if "filename" in one.value("q")]


@pytest.mark.usefixtures("few_at_once")
def test_who_carries_an_invite_is_asked_once_in_a_first_sync(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = [google.mail.add(with_invite(n) if n % 3 == 0 else letter(n)) for n in range(1, 20)]
    syncing(gate=interviews)
    searches = [one for one in asked(google, "messages.list") if "filename" in one.value("q")]
    assert len(searches) == 1
    assert set(google.bodies) == {*ids[2::3]}


def test_a_mail_that_is_known_from_elsewhere_is_not_fetched(google: GoogleServer, archive: Archive) -> None:
    raw = letter(1)
    message = whole(raw)
    archive.messages[message.key] = message
    one = google.mail.add(raw)
    sync(connector(google, archive), archive)
    assert not google.bodies
    assert [(seen.key, seen.place.spot) for seen in archive.seen] == [(message.key, one)]


# Attachments


@pytest.mark.parametrize("decodes", [False, True], ids=["as written", "decoded headers"])
def test_an_attachment_stays_on_the_server_and_the_mail_says_the_same(
    google: GoogleServer, archive: Archive, syncing: Syncing, decodes: bool
) -> None:
    google.mail.decodes_headers = decodes
    one = mail(text="Grüße aus Köln\n\n-- \nJo\n", subject="Gespräch am Montag, Raum Ü")
    one.add_alternative("<p>Grüße aus <b>Köln</b></p>", "html")
    raw = with_attachment(one)
    google.mail.add(raw)
    syncing()
    assert google.bytes_sent < 100_000
    assert not asked(google, "attachments.get")
    message = only(archive)
    assert told(message) == told(whole(raw))
    [attachment], [meant] = message.attachments, whole(raw).attachments
    assert attachment.size == pytest.approx(meant.size, rel=0.01)


def test_an_invite_beside_a_large_attachment_is_read(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    one = mail()
    one.add_attachment(INVITE, "application", "ics", filename="invite.ics")
    raw = with_attachment(one)
    google.mail.add(raw)
    syncing(gate=interviews)
    assert [event.uid for event in only(archive).events] == ["42@firm"]
    assert told(only(archive)) == told(whole(raw))
    assert google.bytes_sent < 100_000


def test_a_text_that_itself_stays_on_the_server_is_fetched(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.text_in_place = 100
    raw = with_attachment(mail(text="We would like to meet you, Müller. " * 300))
    google.mail.add(raw)
    syncing()
    assert told(only(archive)) == told(whole(raw))
    assert google.bytes_sent < 100_000


def test_a_mail_in_a_mail_with_a_large_attachment_is_read(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    inner, outer = mail(7, "We would like to make you an offer.\n", "The inner one"), mail()
    inner.add_attachment(FIVE_MEGABYTES, "application", "pdf", filename="offer.pdf")
    outer.add_attachment(inner)
    raw = outer.as_bytes().replace(b"\n", b"\r\n")
    google.mail.add(raw)
    syncing()
    assert told(only(archive)) == told(whole(raw))


CHARSETS = {
    "utf-8": "Grüße, 求職, Привет €",
    "iso-8859-1": "Grüße à bientôt",
    "iso-8859-15": "100 € für Škoda",
    "windows-1252": "“Grüße” – 100 €",
    "koi8-r": "Привет, Робин",
    "iso-2022-jp": "面接のご案内",
    "gb18030": "面试邀请 欢迎",
    "shift_jis": "面接のご案内",
    "utf-16": "Grüße",
}


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        *itertools.product(
            [one for one in CHARSETS if one != "utf-16"], ["8bit", "base64", "quoted-printable"]
        ),
        ("utf-16", "base64"),  # it has octets that no other encoding carries
    ],
)
def test_the_text_of_a_large_mail_is_the_same_in_any_charset(
    google: GoogleServer, archive: Archive, syncing: Syncing, charset: str, encoding: str, kind: str
) -> None:
    """Gmail gives it in UTF-8, while the header of the part says what it was sent in."""
    raw = written(CHARSETS[charset], charset, encoding, kind)
    google.mail.add(raw)
    syncing()
    assert only(archive).text.strip() == whole(raw).text.strip()
    assert CHARSETS[charset] in only(archive).text


def written(text: str, charset: str, encoding: str, kind: str) -> bytes:
    said = f"<p>{text}</p>" if kind == "html" else text
    body = said.encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    head = (
        "From: jo@firm.example\r\nSubject: Charset\r\nMessage-ID: <c@firm.example>\r\nMIME-Version: 1.0\r\n"
        'Date: Mon, 2 Mar 2026 09:15:00 +0000\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f'--b\r\nContent-Type: text/{kind}; charset="{charset}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    file = base64.encodebytes(FIVE_MEGABYTES[:400_000])
    rest = b'--b\r\nContent-Type: image/png; name="x.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + file
    return head.encode() + body + b"\r\n" + rest + b"\r\n--b--\r\n"


def test_a_large_mail_of_one_part_is_the_same(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    raw = letter(1, "Wir freuen uns, Herr Müller.\r\n" * 12_000, Content_Type="text/plain; charset=utf-8")
    google.mail.add(raw)
    syncing()
    assert told(only(archive)) == told(whole(raw))


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-2022-jp"])
def test_a_large_mail_without_a_message_id_has_the_same_key(
    google: GoogleServer, archive: Archive, syncing: Syncing, charset: str, kind: str
) -> None:
    """Its text is in the key."""
    raw = written(CHARSETS[charset], charset, "quoted-printable", kind).replace(b"Message-ID", b"X-Was")
    google.mail.add(raw)
    syncing()
    assert told(only(archive)) == told(whole(raw))


def test_a_large_mail_in_two_forms_without_a_message_id_has_the_same_key(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    one = mail(text="Grüße,\n\n> zitiert\n\n-- \nJo\n")
    one.add_alternative("<p>Grüße,</p><blockquote>zitiert</blockquote>", "html")
    del one["Message-ID"]
    raw = with_attachment(one)
    google.mail.add(raw)
    syncing()
    assert told(only(archive)) == told(whole(raw))


ODD_PAYLOADS: list[Any] = [
    None,
    [],
    "x",
    {},
    {"mimeType": "multipart/mixed", "parts": None},
    {"mimeType": "multipart/mixed", "parts": [None, 5, {}]},
    {"mimeType": "multipart/mixed", "parts": [{"mimeType": "text/plain", "body": {"data": 5}}]},
    {"mimeType": 5, "headers": [{"name": "Content-Type", "value": 5}], "body": "x", "filename": []},
    {"mimeType": "text/plain", "headers": None, "body": {"attachmentId": "no such", "size": "x"}},
    {"mimeType": "message/rfc822", "parts": [{"mimeType": "message/rfc822", "parts": [{}]}]},
]


@pytest.mark.parametrize("payload", ODD_PAYLOADS, ids=json.dumps)
def test_a_large_mail_whose_parts_make_no_sense_is_a_mail_or_a_problem_and_stops_no_other(
    google: GoogleServer, payload: Any
) -> None:
    pipeline = Pipeline()
    large = google.mail.add(with_attachment(mail()))
    others = filled(google, 3)
    google.faults.on(of_message(large, "full"), says({"id": large, "payload": payload}), times=None)
    sync(connector(google, pipeline), pipeline)
    assert {*others} <= here(pipeline)
    assert large in here(pipeline) | {one.place.spot for one in pipeline.problems}


# Memory


def test_never_more_bodies_are_held_than_two_batches_have(google: GoogleServer, archive: Archive) -> None:
    filled(google, 320)
    held = []
    with connector(google, archive, name="this test") as gmail:
        for batch in gmail.changes({}):
            held.append(
                sum(isinstance(one, RawMail) and one.place.source == "this test" for one in gc.get_objects())
            )
            del batch
    assert len(held) > 3
    assert max(held) <= 100
