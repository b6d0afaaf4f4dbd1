"""winmail.dat: Outlook's own envelope around a body, attachments and meeting requests (MS-OXTNEF)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ingest.mime import charsets, html, mapi, rtf
from ingest.types import Attachment

if TYPE_CHECKING:
    from ingest.mime.mapi import Properties

_SIGNATURE = 0x223E9F78
_MOST_ATTRIBUTES = 2_000
_MOST_ATTACHMENTS = 200

_MESSAGE_CLASS = 0x00078008
_BODY = 0x0002800C
_CODEPAGE = 0x00069007
_PROPERTIES = 0x00069003
_NEW_ATTACHMENT = 0x00069002
_TITLE = 0x00018010
_DATA = 0x0006800F
_ATTACHMENT_PROPERTIES = 0x00069005

_SUBJECT = 0x0037
_PLAIN_BODY, _RTF_BODY, _HTML_BODY = 0x1000, 0x1009, 0x1013
_LONG_NAME, _MIME_TAG, _SENDER_NAME, _SENDER_SMTP = 0x3707, 0x370E, 0x0C1A, 0x5D01
# PSETID_Appointment and PSETID_Meeting
_START, _END, _ALL_DAY = mapi.NAMED + 0x820D, mapi.NAMED + 0x820E, mapi.NAMED + 0x8215
_LOCATION, _SEQUENCE = mapi.NAMED + 0x8208, mapi.NAMED + 0x8201
_GLOBAL_ID, _CLEAN_GLOBAL_ID = mapi.NAMED + 0x0003, mapi.NAMED + 0x0023
_METHODS = (("request", "REQUEST"), ("mtgreq", "REQUEST"), ("cancel", "CANCEL"), ("mtgcncl", "CANCEL"))


@dataclass(frozen=True, slots=True)
class Tnef:
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[bytes, ...] = ()
    problem: str = ""


def read(raw: bytes) -> Tnef:
    """What is in a winmail.dat; `problem` says in one line why not all of it could be read. Never raises."""
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return Tnef(problem="a winmail.dat that is not one")
    codepage, message_class, body = "cp1252", "", ""
    properties: Properties = {}
    names: list[str] = []
    sizes: list[int] = []
    calendars: list[bytes] = []
    at = 6
    for _ in range(_MOST_ATTRIBUTES):
        if at + 9 > len(raw):
            break
        kind, length = struct.unpack_from("<II", raw, at + 1)
        data = raw[at + 9 : at + 9 + length]
        at += 11 + length
        if kind == _CODEPAGE and len(data) >= 4:
            codepage = charsets.codec(f"cp{struct.unpack_from('<I', data)[0]}") or "cp1252"
        elif kind == _MESSAGE_CLASS:
            message_class = data.decode("ascii", "replace").strip("\0 ")
        elif kind == _BODY:
            body = charsets.decode(data, codepage).strip("\0")
        elif kind == _PROPERTIES:
            properties |= mapi.read(data, codepage)
        elif kind == _NEW_ATTACHMENT and len(names) < _MOST_ATTACHMENTS:
            names.append("")
            sizes.append(0)
        elif kind == _TITLE and names:
            names[-1] = names[-1] or charsets.decode(data, codepage).strip("\0")
        elif kind == _DATA and names:
            sizes[-1] = length
            if data[:15].upper() == b"BEGIN:VCALENDAR":
                calendars.append(data)
        elif kind == _ATTACHMENT_PROPERTIES and names:
            names[-1] = mapi.text(mapi.read(data, codepage), _LONG_NAME) or names[-1]
    meeting = _calendar(message_class.lower(), properties)
    attachments = tuple(
        Attachment(name[:255], "application/octet-stream", size)
        for name, size in zip(names, sizes, strict=True)
        if name
    )
    cut = at > len(raw) + 2
    return Tnef(
        _text(body, properties, codepage),
        attachments,
        (*calendars, meeting) if meeting else tuple(calendars),
        "a winmail.dat that ends too early" if cut else "",
    )


def _text(body: str, properties: Properties, codepage: str) -> str:
    if written := mapi.text(properties, _PLAIN_BODY) or body:
        return written.replace("\r\n", "\n").strip()
    marked_up = properties.get(_HTML_BODY)
    if isinstance(marked_up, bytes):
        return html.to_text(charsets.decode(marked_up, codepage))
    if isinstance(marked_up, str):
        return html.to_text(marked_up)
    compressed = properties.get(_RTF_BODY)
    if isinstance(compressed, bytes):
        return rtf.to_text(rtf.decompressed(compressed), codepage).replace("\r\n", "\n").strip()
    return ""


def _calendar(message_class: str, properties: Properties) -> bytes:
    """A meeting request or cancellation as the iCalendar text that Outlook would have sent elsewhere."""
    method = next(
        (method for word, method in _METHODS if "meeting" in message_class and word in message_class), ""
    )
    method = method or next((method for word, method in _METHODS if message_class.endswith(word)), "")
    start = properties.get(_START)
    if not method or not isinstance(start, datetime):
        return b""
    end = properties.get(_END)
    sequence = properties.get(_SEQUENCE)
    organizer, name = mapi.text(properties, _SENDER_SMTP), mapi.text(properties, _SENDER_NAME)
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{_uid(properties)}",
        f"SEQUENCE:{sequence if isinstance(sequence, int) else 0}",
        f"SUMMARY:{_escaped(mapi.text(properties, _SUBJECT))}",
        f"LOCATION:{_escaped(mapi.text(properties, _LOCATION))}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        *_times(start, end if isinstance(end, datetime) else None, bool(properties.get(_ALL_DAY))),
    ]
    if organizer:
        shown = name.replace('"', "'")
        lines.append(f'ORGANIZER;CN="{_escaped(shown)}":mailto:{_escaped(organizer)}')
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode("utf-8", "replace")


def _times(start: datetime, end: datetime | None, all_day: bool) -> list[str]:
    """A whole day is stored as the organizer's midnight in UTC: the nearest midnight is meant."""
    if all_day:
        half = timedelta(hours=12)
        days = [f"DTSTART;VALUE=DATE:{start.astimezone(UTC) + half:%Y%m%d}"]
        return days + ([f"DTEND;VALUE=DATE:{end.astimezone(UTC) + half:%Y%m%d}"] if end else [])
    return [f"DTSTART:{start:%Y%m%dT%H%M%SZ}"] + ([f"DTEND:{end:%Y%m%dT%H%M%SZ}"] if end else [])


def _uid(properties: Properties) -> str:
    """MS-OXCICAL 2.1.3.1.1.20.26: the global id in hexadecimal, or the UID of another program in it."""
    found = properties.get(_CLEAN_GLOBAL_ID) or properties.get(_GLOBAL_ID)
    if not isinstance(found, bytes):
        return ""
    foreign = found.find(b"vCal-Uid")
    if foreign >= 0:
        return _escaped(found[foreign + 12 :].split(b"\0", 1)[0].decode("utf-8", "replace"))
    return found.hex().upper()


def _escaped(written: str) -> str:
    """RFC 5545 §3.3.11; no line end leaves the value it is in."""
    one_line = written.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return one_line.replace(";", "\\;").replace(",", "\\,")[:2000]
