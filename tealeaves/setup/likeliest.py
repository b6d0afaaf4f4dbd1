"""Whose mailbox this is: the address that stands on the most of its messages."""

from __future__ import annotations

from collections import Counter
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENOUGH = 300  # messages
HEADERS = ("From", "To", "Cc", "Delivered-To", "X-Original-To")
LEAST = 0.5  # of the messages: whoever is on fewer is somebody whom the owner writes with, or a list


def likeliest(raws: Iterable[bytes]) -> tuple[str, str]:
    """The address and the name of the likely owner; ("", "") where none stands out. Keeps nothing."""
    on: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    total = 0
    for raw in raws:
        total += 1
        seen = set()
        for name, address in _people(raw):
            seen.add(address)
            if name and "@" not in name:
                names.setdefault(address, Counter())[name] += 1
        on.update(seen)
    for address, number in on.most_common(1):
        if number >= LEAST * total and list(on.values()).count(number) == 1:
            called = names.get(address, Counter()).most_common(1)
            return address, called[0][0] if called else ""
    return "", ""


def _people(raw: bytes) -> Iterable[tuple[str, str]]:
    headers = BytesHeaderParser().parsebytes(raw)
    told = [str(value) for header in HEADERS for value in headers.get_all(header, ())]
    for name, address in getaddresses(told):
        if address.count("@") == 1 and address.isascii() and address.isprintable() and " " not in address:
            yield name.strip() if name.isprintable() and "=?" not in name else "", address.casefold()
