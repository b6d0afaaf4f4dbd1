"""A mail put together from format=full means what the mail as it was sent means."""

from __future__ import annotations

import email
from email.message import EmailMessage
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.gmail import payload
from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from tests.ingest.outline.test_rebuild import mails, told
from tests.servers.google.payload import bodies, tree


def read(raw: bytes) -> Message:
    message = parse(RawMail(raw, Place("", "")))
    assert isinstance(message, Message)
    return message


def rebuilt(raw: bytes, text_in_place: int | None = None) -> bytes:
    """By the server's payload and what is then asked for beside it."""
    given = email.message_from_bytes(raw)
    full = payload.read(tree(given, lambda part: f"of {part}", text_in_place=text_in_place))
    assert full is not None
    kept = dict(bodies(given))
    return full.mail({number: kept[name.removeprefix("of ")] for number, name in full.missing.items()})


@settings(deadline=None, max_examples=100)
@given(mails(), st.sampled_from([None, 0, 20]))
def test_a_mail_without_its_attachments_is_read_as_the_whole_mail(
    mail: EmailMessage, text_in_place: int | None
) -> None:
    raw = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n", max_line_length=900))
    one, other = read(rebuilt(raw, text_in_place)), read(raw)
    assert told(one) == told(other)
    for ours, theirs in zip(one.attachments, other.attachments, strict=True):
        assert abs(ours.size - theirs.size) <= 0.03 * theirs.size + 3


HEADER = (
    b"From: Jo <jo@firm.example>\r\nMessage-ID: <1@firm.example>\r\nDate: Mon, 2 Mar 2026 09:15:00 +0000\r\n"
    b"Subject: Termin\r\nMIME-Version: 1.0\r\n"
)


def test_a_text_that_is_utf_8_is_read_as_that_whatever_its_header_says() -> None:
    raw = HEADER + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nSch\xf6ne Gr\xfc\xdfe\r\n"
    assert read(rebuilt(raw)).text == read(raw).text == "Schöne Grüße"


def test_a_text_that_is_no_utf_8_is_read_as_its_header_says() -> None:
    part: dict[str, Any] = {
        "mimeType": "text/plain",
        "headers": [
            {"name": "From", "value": "Jo <jo@firm.example>"},
            {"name": "Content-Type", "value": "text/plain; charset=iso-8859-1"},
        ],
        "body": {"data": "R3L832U=", "size": 5},
    }
    full = payload.read(part)
    assert full is not None
    assert read(full.mail({})).text == "Grüße"


def test_an_invite_that_stayed_on_the_server_is_asked_for() -> None:
    raw = HEADER + (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nSee you.\r\n"
        b"--x\r\nContent-Type: application/ics; name=invite.ics\r\n"
        b"Content-Disposition: attachment; filename=invite.ics\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"QkVHSU46VkNBTEVOREFS\r\n--x\r\nContent-Type: application/pdf; name=offer.pdf\r\n"
        b"Content-Disposition: attachment; filename=offer.pdf\r\n\r\nPDF\r\n--x--\r\n"
    )
    full = payload.read(tree(email.message_from_bytes(raw), lambda part: f"of {part}"))
    assert full is not None
    assert full.missing == {"2": "of 1"}


@given(st.binary(max_size=200))
def test_what_was_encoded_is_decoded_padded_or_not(data: bytes) -> None:
    import base64

    written = base64.urlsafe_b64encode(data).decode()
    assert payload.decoded(written) == payload.decoded(written.rstrip("=")) == data


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("multipart/mixed"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["parts", "headers", "body", "data", "mimeType", "name", "value", "filename", "size"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_json)
def test_no_payload_makes_it_stumble(value: Any) -> None:
    full = payload.read(value)
    if full is not None:
        assert full.mail({})


def test_a_part_in_a_part_without_end_is_no_mail() -> None:
    part: dict[str, Any] = {"mimeType": "text/plain"}
    for _ in range(2000):
        part = {"mimeType": "multipart/mixed", "parts": [part]}
    assert payload.read(part) is None
