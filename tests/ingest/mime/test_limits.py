"""Hostile mail: what is too large, too deep or no mail at all gives a problem, and nothing raises."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime import content, mapi, parts, rtf, tnef
from ingest.mime.parse import parse
from ingest.types import Message, Place, Problem, RawMail

MAILS = sorted((Path(__file__).parents[2] / "mails").glob("*.eml"))
HEAD = b"From: jane@acme.example\r\nSubject: s\r\nDate: Mon, 02 Mar 2026 09:15:00 +0000\r\n"
TEXT = b"Content-Type: text/plain\r\n\r\nhello"


def read(raw: bytes) -> Message:
    message = parse(RawMail(raw, Place("x", "eml")))
    assert isinstance(message, Message)
    return message


def codes(message: Message) -> set[str]:
    return {problem.code for problem in message.problems}


def multipart(boundary: str, *inner: bytes) -> bytes:
    dashed = f"--{boundary}".encode()
    body = b"".join(dashed + b"\r\n" + one + b"\r\n" for one in inner)
    return (
        f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode() + body + dashed + b"--\r\n"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n\n",
        b"hello world",
        b"Note: buy milk\n\nsoon",
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01\x00" * 50,
    ],
    ids=["empty", "blank lines", "text", "a colon", "all bytes", "program"],
)
def test_bytes_that_are_no_mail_are_a_problem(raw: bytes) -> None:
    problem = parse(RawMail(raw, Place("x", "eml")))
    assert isinstance(problem, Problem)
    assert problem.code == "not-mail"


def test_of_very_many_parts_the_first_are_read() -> None:
    message = read(HEAD + multipart("b", *[TEXT] * 20_000))
    assert message.text == "hello"
    assert codes(message) == {"too-large"}


def test_a_thousand_levels_of_parts_are_too_many() -> None:
    raw = TEXT
    for level in range(1_000):
        raw = multipart(f"b{level}", raw)
    assert codes(read(HEAD + raw)) == {"too-large"}


def test_a_thousand_mails_inside_each_other_are_too_many() -> None:
    raw = TEXT
    for _ in range(1_000):
        raw = b"Content-Type: message/rfc822\r\n\r\n" + HEAD + raw
    message = read(HEAD + raw)
    assert codes(message) == {"too-large"}
    depth = 0
    while message.forwarded:
        (message,) = message.forwarded
        depth += 1
    assert depth == 10


def test_mails_that_hold_many_mails_share_one_allowance_of_parts() -> None:
    inner = multipart("c", *[b"Content-Type: message/rfc822\r\n\r\n" + HEAD + TEXT] * 60)
    outer = multipart("d", *[b"Content-Type: message/rfc822\r\n\r\n" + HEAD + inner] * 60)
    message = read(HEAD + outer)
    assert codes(message) == {"too-large"}
    assert sum(1 + len(one.forwarded) for one in message.forwarded) < parts.MOST_PARTS


def test_a_long_text_is_cut() -> None:
    message = read(HEAD + b"\r\n" + b"hello there\r\n" * 200_000)
    assert len(message.text) <= content.MOST_TEXT
    assert codes(message) == {"too-large"}


def test_an_attachment_is_measured_and_not_decoded() -> None:
    data = base64.encodebytes(b"x" * 300_000)
    part = b"Content-Type: application/pdf; name=cv.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data
    (attachment,) = read(HEAD + multipart("b", TEXT, part)).attachments
    assert abs(attachment.size - 300_000) < 5_000


def test_pictures_inside_a_page_do_not_use_up_the_room_for_its_words() -> None:
    picture = b'<img src="data:image/png;base64,' + b"iVBORw0KGgo=" * 300_000 + b'">'
    assert read(HEAD + b"Content-Type: text/html\r\n\r\n" + picture + b"<p>See you on Tuesday</p>").text == (
        "See you on Tuesday"
    )


def test_a_header_without_end_is_cut() -> None:
    message = read(HEAD + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\nbody")
    assert message.text == "body"
    assert codes(message) == {"too-large"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_problem(raw: bytes) -> None:
    for one in (raw, HEAD + raw, HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw):
        assert isinstance(parse(RawMail(one, Place("x", "eml"))), Message | Problem)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damaged_mail_is_a_message_or_a_problem(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(MAILS)).read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    length = data.draw(st.integers(0, 40))
    damaged = raw[:at] + data.draw(st.binary(max_size=20)) + raw[at + length :]
    assert isinstance(parse(RawMail(damaged, Place("x", "eml"))), Message | Problem)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_in_a_winmail_dat_are_read_without_an_exception(raw: bytes) -> None:
    tnef.read(raw)
    tnef.read(b"\x78\x9f\x3e\x22\x01\x00" + raw)
    mapi.read(b"\x05\x00\x00\x00" + raw, "cp1252")
    rtf.to_text(rtf.decompressed(b"\x00" * 4 + b"\xff\xff\x00\x00LZFu" + b"\x00" * 4 + raw))


def test_compressed_rtf_is_read_as_its_specification_shows() -> None:
    # MS-OXRTFCP §4.1.1: "{\rtf1\ansi\ansicpg1252\pard hello world}"
    compressed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert rtf.decompressed(compressed) == rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"
    assert rtf.to_text(rtf.decompressed(compressed)) == "hello world"
