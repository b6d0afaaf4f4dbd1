"""MAPI properties as a winmail.dat keeps them (MS-OXTNEF 2.1.3.4)."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from ingest.mime import charsets

Properties = dict[int, "str | bytes | int | datetime"]

_MOST = 2_000
NAMED = 0x10000  # added to the number of a name, which may be that of an ordinary property too
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read(data: bytes, codepage: str) -> Properties:
    """Properties by id; a named one by `NAMED` + its number. What cannot be read ends the list."""
    found: Properties = {}
    try:
        _read(data, codepage, found)
    except (struct.error, IndexError, OverflowError, ValueError):
        return found
    return found


def text(properties: Properties, number: int) -> str:
    value = properties.get(number)
    return value if isinstance(value, str) else ""


def _read(data: bytes, codepage: str, found: Properties) -> None:
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        name: int | None = number
        if number >= 0x8000:  # named: a GUID, then a number or a string
            (by_string,) = struct.unpack_from("<I", data, at + 16)
            (value,) = struct.unpack_from("<I", data, at + 20)
            at += 24
            name = NAMED + value
            if by_string:
                name = None
                at += _padded(value)
        many = bool(kind & 0x1000)
        kind &= 0x0FFF
        times = 1
        if many or kind in (_STRING, _UNICODE, _BINARY, _OBJECT):
            (times,) = struct.unpack_from("<I", data, at)
            at += 4
        for _ in range(min(times, _MOST)):
            if kind in (_STRING, _UNICODE, _BINARY, _OBJECT):
                (length,) = struct.unpack_from("<I", data, at)
                written = data[at + 4 : at + 4 + length]
                at += 4 + _padded(length)
            else:
                written = data[at : at + _SIZES[kind]] if kind in _SIZES else b""
                if not written:
                    return
                at += _SIZES[kind]
            if name is not None:
                value_read = _value(kind, written, codepage)
                if value_read is not None:
                    found.setdefault(name, value_read)


def _padded(length: int) -> int:
    return length + -length % 4


def _value(kind: int, written: bytes, codepage: str) -> str | bytes | int | datetime | None:
    if kind == _STRING:
        return charsets.decode(written, codepage).rstrip("\0")
    if kind == _UNICODE:
        return written.decode("utf-16-le", "replace").rstrip("\0")
    if kind in (_BINARY, _OBJECT):
        return written
    if kind in (0x03, 0x0B):
        return int(struct.unpack_from("<i", written)[0])
    if kind == 0x40:
        return _EPOCH + timedelta(microseconds=struct.unpack_from("<Q", written)[0] // 10)
    return None
