"""A mail that is written again is read as the same mail, in an mbox too."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files import mbox as reading
from ingest.mime.parse import parse
from ingest.types import Address, Message, Place, RawMail
from reports.export.letter import letter
from reports.export.mbox import mbox

ROOT = Path(__file__).parents[3]
PLACE = Place("x", "eml")
SAMPLE = sorted((ROOT / "examples" / "search" / "mail").glob("*.eml"))
PLAIN = Message(
    key="0" * 32,
    message_id="<a@b.example>",
    in_reply_to=(),
    references=(),
    provider_thread=None,
    sender=Address("Jo", "jo@acme.example"),
    reply_to=(),
    to=(Address("", "me@x.example"),),
    cc=(),
    subject="Hello",
    at=datetime(2026, 9, 1, 8, 30, tzinfo=UTC),
    zone_minutes=120,
    text="Hi",
    automatic="",
    bulk=False,
    mailer="",
    return_path="",
)


def _read(raw: bytes) -> Message:
    found = parse(RawMail(raw, PLACE))
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize("path", SAMPLE[::3], ids=lambda path: path.name[:3])
def test_a_mail_of_the_sample_comes_back(path: Path) -> None:
    first = _read(path.read_bytes())
    again = _read(letter(first))
    assert again.text.rstrip() == first.text.rstrip()
    left_out = {"text": "", "attachments": (), "list_id": ""}
    assert replace(again, **left_out) == replace(first, **left_out)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_any_words_give_the_same_key(subject: str, name: str, text: str) -> None:
    first = _read(letter(replace(PLAIN, subject=subject, sender=Address(name, "jo@acme.example"), text=text)))
    again = _read(letter(first))
    assert (again.key, again.subject, again.sender) == (first.key, first.subject, first.sender)
    assert first.sender is not None and first.sender.email == "jo@acme.example"


PIECES = st.sampled_from(["From ", ">From ", "a", "\n", "\n\n", "From x Mon Sep  7 10:00:00 2026", "é"])


@given(st.lists(st.lists(PIECES, max_size=8), max_size=4))
def test_no_line_of_a_mail_begins_another(bodies: list[list[str]]) -> None:
    mails = [replace(PLAIN, text="".join(body)) for body in bodies]
    file = io.BytesIO(b"".join(mbox(mails)))
    read = [_read(one.raw) for one in reading.slices(file)]
    assert [one.text for one in read] == [_read(letter(one)).text for one in mails]


def test_a_mail_without_a_message_id_gets_none() -> None:
    made = replace(PLAIN, message_id=f"<{PLAIN.key}@no-message-id.invalid>")
    assert b"Message-ID" not in letter(made)


def test_what_is_hostile_in_a_header_stays_in_its_header() -> None:
    evil = "x\r\nBcc: a@b.example\n\nbody"
    raw = letter(
        replace(PLAIN, subject=evil, sender=Address(evil, "jo@acme.example"), message_id=f"<{evil}>",
                mailer=evil, labels=(evil,), automatic=evil, references=(f"<{evil}>",), return_path=evil)
    )  # fmt: skip
    head = raw.partition(b"\n\n")[0]
    assert b"\nBcc" not in head and raw.count(b"MIME-Version") == 1


def test_a_long_text_without_lines_is_no_line_that_is_too_long() -> None:
    raw = letter(replace(PLAIN, text="word " * 2000))
    assert max(map(len, raw.split(b"\n"))) < 998
    assert _read(raw).text.split() == ["word"] * 2000
