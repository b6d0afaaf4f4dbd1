"""The same mail has the same key wherever it was found; different mails have different ones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail

HEAD = (
    "From: Jane Roe <jane@acme.example>\r\nTo: alex@home.example\r\nSubject:"
    " =?utf-8?Q?Gespr=C3=A4ch?= on\r\n Tuesday\r\n"
    "Date: Mon, 02 Mar 2026 09:15:00 +0100\r\n"
)
BODY = "Hello Alex,\r\n\r\nFrom Monday on we are in Leeds.\r\n\r\nJane\r\n"
WITH_ID = (HEAD + "Message-ID: <one@acme.example>\r\n\r\n" + BODY).encode()
WITHOUT_ID = (HEAD + "\r\n" + BODY).encode()


def read(raw: bytes, received_at: datetime | None = None) -> Message:
    message = parse(RawMail(raw, Place("x", "eml"), received_at))
    assert isinstance(message, Message)
    return message


def exports(raw: bytes) -> list[bytes]:
    return [
        raw,
        raw.replace(b"\r\n", b"\n"),
        raw.replace(b"\r\nFrom Monday", b"\r\n>From Monday"),
        b"Status: RO\r\nX-Mozilla-Status: 0001\r\n" + raw,
        b"Received: from a by b; Mon, 02 Mar 2026 08:15:09 +0000\r\n" + raw,
        b"From jane@acme.example Mon Mar  2 09:15:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n\n",
    ]


@pytest.mark.parametrize("raw", [WITH_ID, WITHOUT_ID], ids=["with an id", "without an id"])
def test_a_mail_has_one_key_however_it_was_exported(raw: bytes) -> None:
    assert len({read(one).key for one in exports(raw)}) == 1


@pytest.mark.parametrize("raw", [WITH_ID, WITHOUT_ID], ids=["with an id", "without an id"])
def test_the_time_of_receipt_has_no_part_in_the_key(raw: bytes) -> None:
    assert read(raw).key == read(raw, datetime(2026, 3, 2, 8, 20, tzinfo=UTC)).key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"jane@acme", b"bo@acme"),
        (b"09:15:00", b"09:16:00"),
        (b"Tuesday", b"Wednesday"),
        (b"one@acme", b"two@acme"),
    ],
    ids=["sender", "date", "subject", "id"],
)
def test_mails_that_differ_in_what_the_key_is_made_of_have_different_keys(old: bytes, new: bytes) -> None:
    assert read(WITH_ID).key != read(WITH_ID.replace(old, new)).key


def test_mails_without_an_id_that_differ_in_their_text_have_different_keys() -> None:
    assert read(WITHOUT_ID).key != read(WITHOUT_ID.replace(b"Leeds", b"York")).key


def test_a_mail_without_an_id_gets_one_from_its_key() -> None:
    message = read(WITHOUT_ID)
    assert len(message.key) == 32
    assert message.message_id == f"<{message.key}@no-message-id.invalid>"
