"""A stored mail as a mail again (RFC 5322, RFC 2045), from all that is known of it.

Attachments are not stored, and markup is not: the text is what was read of it. Lines end with LF, as in an
mbox. Its headers are written here and not by `email.message`, which folds a long Message-ID into an encoded
word that nobody reads back.
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta, timezone
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING

from ingest.mime.identity import made_up
from reports.export.invite import calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.types import Address, Message

_LONGEST = 900  # octets of a line; RFC 5322 §2.1.1 allows 998
_MOST_LEVELS = 10
_DAY = timedelta(hours=23, minutes=59)
_SPECIAL = re.compile(r"[^\w !#$%&\'*+/=?^`{|}~-]", re.ASCII)


def letter(message: Message, level: int = 0) -> bytes:
    """The mail. Read again it has the key that it has, where its own had a Message-ID and a true date."""
    head = "".join(f"{name}: {value}\n" for name, value in _headers(message))
    parts = [_text_part(message.text), *(_invite_part(one) for one in map(calendar, message.events))]
    if level < _MOST_LEVELS:
        parts += [b"Content-Type: message/rfc822\n\n" + letter(one, level + 1) for one in message.forwarded]
    if len(parts) == 1:
        return head.encode("utf-8", "replace") + parts[0]
    boundary = f"=_tealeaves_{level}_{message.key}"
    kind = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
    body = b"".join(b"--%s\n%s\n" % (boundary.encode(), part) for part in parts)
    return (head + kind).encode("utf-8", "replace") + body + b"--%s--\n" % boundary.encode()


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    if message.return_path:
        yield (
            "Return-Path",
            message.return_path if message.return_path == "<>" else f"<{_flat(message.return_path)}>",
        )
    yield "Date", format_datetime(message.at.astimezone(_zone(message.zone_minutes)))
    people = (
        ("From", () if message.sender is None else (message.sender,)),
        ("Reply-To", message.reply_to),
        ("To", message.to),
        ("Cc", message.cc),
    )
    for name, some in people:
        if some:
            yield name, ",\n ".join(map(_address, some))
    yield "Subject", _words(message.subject)
    if message.message_id and message.message_id != made_up(message.key):
        yield "Message-ID", _flat(message.message_id)
    for name, ids in (("In-Reply-To", message.in_reply_to), ("References", message.references)):
        if ids:
            yield name, "\n ".join(map(_flat, ids))
    if message.automatic:
        yield "Auto-Submitted", _flat(message.automatic)
    if message.bulk:
        yield "Precedence", "bulk"
    if message.mailer:
        yield "X-Mailer", _words(message.mailer)
    if message.list_id:
        yield "List-Id", f"<{_flat(message.list_id)}>"
    kind, _, thread = (message.provider_thread or "").partition(":")
    if kind == "gmail" and thread.isdecimal():
        yield "X-GM-THRID", thread
    if message.labels:
        yield (
            "X-Gmail-Labels",
            _words(",".join(f'"{one.replace(chr(34), chr(39))}"' for one in message.labels)),
        )
    yield "MIME-Version", "1.0"


def _text_part(text: str) -> bytes:
    raw = text.replace("\r\n", "\n").encode("utf-8", "replace")
    if b"\r" in raw or b"\0" in raw or any(len(line) > _LONGEST for line in raw.split(b"\n")):
        how, raw = "base64", base64.encodebytes(raw)
    else:
        how, raw = "8bit", raw + b"\n"
    return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {how}\n\n".encode() + raw


def _invite_part(raw: bytes) -> bytes:
    head = b"Content-Type: text/calendar; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(raw)


def _address(one: Address) -> str:
    email = f"<{_flat(one.email)}>" if one.email else ""
    if not one.name:
        return _flat(one.email)
    name = _flat(one.name)
    if not name.isascii():
        name = _words(name)
    elif _SPECIAL.search(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} {email}".rstrip()


def _words(text: str) -> str:
    """Text of a header. What is not ASCII, or may be taken for an encoded word, is encoded (RFC 2047)."""
    line = _flat(text)
    if line.isascii() and "=?" not in line and len(line) < _LONGEST:
        return line
    return Header(line.encode("utf-8", "replace").decode(), "utf-8", maxlinelen=76).encode(linesep="\n")


def _flat(text: str) -> str:
    return "".join(char if char >= " " and char != "\x7f" else " " for char in text).strip()


def _zone(minutes: int) -> timezone:
    east = timedelta(minutes=minutes)
    return timezone(east if -_DAY <= east <= _DAY else timedelta())
