"""What a source may leave on its server: attachments, and the header fields that nothing is read from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime import headers
from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail

ROOT = Path(__file__).parents[3]
MAILS = sorted([*(ROOT / "tests/mails").glob("*.eml"), *(ROOT / "examples/search").rglob("*.eml")])
HEAD = b"From: jane@acme.example\r\nSubject: s\r\nDate: Mon, 02 Mar 2026 09:15:00 +0000\r\n"


def with_attachment(size: bytes, body: bytes = b"", encoding: bytes = b"base64") -> int:
    raw = (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        b"--b\r\nContent-Type: application/pdf; name=cv.pdf\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n"
        b"Content-Disposition: attachment; filename=cv.pdf; size="
        + size
        + b"\r\n\r\n"
        + body
        + b"\r\n--b--\r\n"
    )
    message = parse(RawMail(raw, Place("x", "imap")))
    assert isinstance(message, Message)
    (attachment,) = message.attachments
    assert attachment.name == "cv.pdf"
    return attachment.size


@pytest.mark.parametrize("encoding", [b"base64", b"quoted-printable", b"7bit"])
@pytest.mark.parametrize("body", [b"", b"\r\n"])
def test_an_attachment_that_was_left_out_is_as_large_as_its_disposition_says(
    encoding: bytes, body: bytes
) -> None:
    assert with_attachment(b"12345", body, encoding) == 12345
    assert with_attachment(b'"999999999999"', body, encoding) == 999_999_999_999


def test_an_attachment_that_is_there_is_as_large_as_it_is() -> None:
    assert with_attachment(b"12345", b"aGVsbG8=") == 6
    assert with_attachment(b"12345", b"hello", b"7bit") == 5


@pytest.mark.parametrize(
    "size", [b"", b"-1", b"+1", b"1e9", b"0x10", b"1_000", b"9" * 400, b"9" * 13, "٣".encode(), b"1;size=2"]
)
def test_a_size_that_is_no_plain_number_does_not_count(size: bytes) -> None:
    assert with_attachment(size) in (0, 1)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=30))
def test_any_size_is_a_number_of_at_most_twelve_digits(size: bytes) -> None:
    written = re.sub(rb'[\r\n";]', b"", size)
    assert 0 <= with_attachment(written) < 10**12


def with_read_fields_only(raw: bytes) -> bytes:
    """The mail as a server sends it that was asked for the fields by name."""
    start = len(raw) - len(raw.lstrip())
    found, body = headers.split(raw, start, len(raw))
    named = [(name, found.fields.get(name.lower(), [])) for name in headers.READ_HEADERS]
    fields = [name.encode() + b":" + b"\n".join(pieces) for name, every in named for pieces in every]
    return b"\n".join([*fields, b"", raw[body:]])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(MAILS), st.integers(0, 60))
def test_a_mail_is_the_same_with_the_fields_alone_that_are_read(path: Path, minutes: int) -> None:
    whole = RawMail(path.read_bytes(), Place("x", "imap"))
    dated = parse(whole)
    assert isinstance(dated, Message)
    whole = replace(whole, received_at=dated.at + timedelta(minutes=minutes))
    assert parse(replace(whole, raw=with_read_fields_only(whole.raw))) == parse(whole)
