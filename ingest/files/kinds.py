"""What a file is, by its first bytes and, where they leave it open, by its name."""

from __future__ import annotations

import fnmatch
import gzip
import re
import tomllib
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from ingest.files import mbox

SNIFFED = 4096  # bytes looked at
_FIRST_HEADER = re.compile(rb"[!-9;-~]{1,76}:[^\n]*\n(?:[!-9;-~]{1,76}:|[ \t]|\r?\n)")
_MAIL_HEADER = re.compile(
    rb"^(from|date|subject|to|received|return-path|message-id|mime-version|delivered-to)[ \t]*:", re.I | re.M
)


def kind_of(path: Path) -> str:
    """ "mbox", "ics", "eml", "gzip" (of something else than an mbox), "empty" or "". Raises OSError."""
    with path.open("rb") as file:
        head = file.read(SNIFFED)
    if head.startswith(mbox.GZIP):
        try:
            with gzip.open(path) as inside:
                return "mbox" if _is_mbox(inside.read1(SNIFFED)) else "gzip"
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return "mbox"  # its reader says where it breaks off
    if not head.strip():
        return "empty"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].upper() == b"BEGIN:VCALENDAR" or path.suffix.lower() in {".ics", ".ical"}:
        return "ics"
    if _is_mbox(head):
        return "mbox"
    return "eml" if path.suffix.lower() == ".eml" or _is_mail(start) else ""


def is_companion(name: str) -> bool:
    """Whether a file of this name stands beside mail and is none."""
    return any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in _names()["companions"])


def advice(name: str) -> str:
    """What to do with a file of a form that is not read here, by its name; "" for any other."""
    for form in ("archives", "outlook", "apple"):
        if name.lower().endswith(tuple(_names()[form]["endings"])):
            return str(_names()[form]["advice"])
    return ""


def _is_mbox(head: bytes) -> bool:
    return mbox.begins(head.lstrip())


def _is_mail(start: bytes) -> bool:
    """Whether this is the top of a mail: a header, and among the headers two that mail has."""
    headers = start.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = {name.lower() for name in _MAIL_HEADER.findall(headers)}
    return _FIRST_HEADER.match(start) is not None and len(names) >= 2


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
