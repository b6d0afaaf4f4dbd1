"""Compressed RTF (MS-OXRTFCP), the only body that many a winmail.dat has, as plain text."""

from __future__ import annotations

import re
import struct

from ingest.mime import charsets

_MOST = 2_000_000  # bytes of RTF
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS "
    rb"Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_UNSEEN_GROUPS = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"object"}
)
_BREAKS = {b"par": b"\n", b"line": b"\n", b"row": b"\n", b"sect": b"\n", b"tab": b"\t", b"cell": b" "}
_SIGNS = {
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emdash": "—",
    b"endash": "–",
}
_SIGNS[b"bullet"] = "•"


def decompressed(data: bytes) -> bytes:
    """The RTF in a PidTagRtfCompressed; what could be read of it where it is broken."""
    if len(data) < 16:
        return b""
    size, magic = struct.unpack_from("<I4s", data, 4)
    if magic == b"MELA":
        return data[16 : 16 + min(size, _MOST)]
    if magic != b"LZFu":
        return b""
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    at_window = len(_DICTIONARY)
    out = bytearray()
    at = 16
    while at < len(data) and len(out) < min(size, _MOST):
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 1 >= len(data):
                    return bytes(out)
                reference = data[at] << 8 | data[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == at_window:
                    return bytes(out)
                for step in range(length):
                    byte = window[(offset + step) % 4096]
                    out.append(byte)
                    window[at_window] = byte
                    at_window = (at_window + 1) % 4096
            elif at < len(data):
                out.append(data[at])
                window[at_window] = data[at]
                at_window = (at_window + 1) % 4096
                at += 1
    return bytes(out)


def to_text(rtf: bytes, codepage: str = "cp1252") -> str:
    """The visible text of an RTF document. HTML wrapped in RTF (MS-OXRTFEX) comes out as its RTF shadow."""
    out: list[str] = []
    hidden = [False]
    skip = 0  # characters that stand in for a \u before them
    for match in _TOKEN.finditer(rtf[:_MOST]):
        word, number, code, sign, brace, text = match.groups()
        if brace == b"{":
            hidden.append(hidden[-1])
        elif brace:
            if len(hidden) > 1:
                hidden.pop()
        elif word:
            if word in _UNSEEN_GROUPS or (word == b"htmltag"):
                hidden[-1] = True
            elif hidden[-1]:
                continue
            elif word == b"u" and number:
                out.append(_character(int(number)))
                skip = 1
            elif word in _BREAKS:
                out.append(_BREAKS[word].decode())
            elif word in _SIGNS:
                out.append(_SIGNS[word])
            elif word == b"ansicpg" and number:
                codepage = "cp" + number.decode()
        elif sign == b"*":
            hidden[-1] = True
        elif hidden[-1]:
            continue
        elif skip and (code or text):
            skip = 0
            out.append(text[1:].decode("ascii", "replace") if text else "")
        elif code:
            out.append(charsets.decode(bytes([int(code, 16)]), codepage))
        elif sign:
            out.append({b"~": " ", b"_": "-", b"-": ""}.get(sign, sign.decode("ascii", "replace")))
        elif text:
            out.append(charsets.decode(text, codepage))
    return "".join(out)


def _character(number: int) -> str:
    number %= 65536
    return "" if 0xD800 <= number < 0xE000 else chr(number)
