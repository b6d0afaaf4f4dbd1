"""`Content-Type: text/plain; charset="utf-8"; name*0*=…`: values with parameters (RFC 2045, RFC 2231)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ingest.mime import charsets, headers

_GAPS = re.compile(r";[\s;]+")
_PARAMETER = re.compile(r""";([^\s=;"]{1,60})\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^;]*))""", re.S)
_ESCAPED = re.compile(r"\\(.)", re.S)
_SECTION = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_MOST = 200


def read(value: str) -> tuple[str, dict[str, str]]:
    """The value in lower case, and its parameters by lower-case name, decoded."""
    if not value:
        return "", {}
    value = _GAPS.sub(";", value[:8000])
    main = value.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count >= _MOST:
            break
        written = _ESCAPED.sub(r"\1", match[2]) if match[2] is not None else (match[3] or "").strip()
        section = _SECTION.match(match[1].lower())
        if section is None:
            continue
        if section[2] is None and section[3] is None:
            plain.setdefault(section[1], headers.decoded(written))
        else:
            pieces.setdefault(section[1], []).append((int(section[2] or 0), bool(section[3]), written))
    return main, plain | {name: _joined(sections) for name, sections in pieces.items()}


def _joined(sections: list[tuple[int, bool, str]]) -> str:
    """RFC 2231 §3, §4: numbered pieces, the first of which may name a charset."""
    sections.sort(key=lambda piece: piece[0])
    label = ""
    collected = b""
    for number, encoded, written in sections:
        if encoded and number == 0 and written.count("'") >= 2:
            label, _, written = written.split("'", 2)
        data = written.encode("utf-8", "surrogateescape")
        collected += unquote_to_bytes(data) if encoded else data
    return charsets.decode(collected, label or "utf-8")
