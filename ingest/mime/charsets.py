"""Bytes to text, whatever the label says."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# What a label means in the wild (WHATWG Encoding Standard, section 4.2, "Names and labels").
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Codecs that are no charset of mail: slow, or not a mapping of bytes to characters at all.
_REFUSED = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}
)
_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "cp1254", "cp850", "mac-roman"})
_NUMBERED = re.compile(r"^(?:cp|ibm|windows|x-cp|ms)[-_ ]?(\d{3,5})$")
_BAD = "\ufffd"


@lru_cache(maxsize=256)
def codec(label: str) -> str | None:
    """The Python codec that a charset label means, or None for one that nobody knows."""
    name = re.split(r"[;\s]", label.strip().strip("'\";").lower(), maxsplit=1)[0][:40]
    name = _MEANT.get(name, name)
    for one in (name, _NUMBERED.sub(r"cp\1", name), name.replace("_", "-"), name.replace("-", "")):
        try:
            found = codecs.lookup(one)
            "".encode(found.name)
        except (LookupError, ValueError, UnicodeError):
            continue
        return None if found.name in _REFUSED else found.name
    return None


def decode(raw: bytes, label: str = "") -> str:
    """`raw` as text; never raises.

    A label that the bytes contradict is not believed: UTF-8 labelled as a Western charset is read as UTF-8,
    anything that cannot be read as labelled is tried as UTF-8 and as Windows-1252.
    """
    if raw.isascii() and (named := codec(label or "us-ascii")) in (None, "utf-8", *_WESTERN):
        return raw.decode("ascii")
    named = codec(label or "us-ascii")
    utf8 = _strictly(raw, "utf-8")
    if utf8 is not None and (named is None or named == "utf-8" or named in _WESTERN):
        return utf8
    if named and named != "utf-8" and (text := _strictly(raw, named)) is not None:
        return text
    if utf8 is not None:
        return utf8
    loose = _loosely(raw, named or "utf-8")
    if loose is not None:
        return loose
    return _strictly(raw, "cp1252") or raw.decode("latin-1")


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (LookupError, ValueError, OSError):
        return None


def _loosely(raw: bytes, name: str) -> str | None:
    """As `name` where a few bytes do not fit (a character cut in two, a pasted Windows quote)."""
    try:
        text = raw.decode(name, "replace")
    except (LookupError, ValueError, OSError):
        return None
    bad = text.count(_BAD)
    beyond_ascii = sum(1 for character in text if character > "\x7f") - bad
    return text if beyond_ascii > bad else None
