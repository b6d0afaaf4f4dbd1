"""Addresses in headers as people and programs write them, not only as RFC 5322 has them."""

from __future__ import annotations

import re

from ingest.mime import headers
from ingest.types import Address

_MOST = 500
_ANGLED = re.compile(r"<\s*([^<>]{1,320}@[^<>\s]{1,255})\s*>")
_BARE = re.compile(r"^[^\s<>(),;:\"@]{1,128}@[^\s<>(),;:\"@]{1,255}$")
_COMMENT = re.compile(r"\(([^()]{0,200})\)")
_GROUP = re.compile(r'^[^"<>@,;:]{0,200}:')
_SEPARATOR = re.compile("[,;]")  # Outlook puts semicolons between addresses
_MAILTO = re.compile(r"^mailto:", re.I)
_ESCAPED = re.compile(r"\\(.)")


def read(value: str) -> tuple[Address, ...]:
    """Every address in a header value, in order. A name without an address is left out."""
    if not value:
        return ()
    found = _read(headers.plain(value))
    if not found and "=?" in value:  # a sender that encoded the address with the name
        found = _read(headers.words(value))
    return tuple(found)


def first(value: str) -> Address | None:
    """The first address; where there is none, the name alone with an empty address; None for nothing."""
    found = read(value)
    if found:
        return found[0]
    name = _name(value)
    return Address(name, "") if name else None


def _read(value: str) -> list[Address]:
    found: list[Address] = []
    at = 0
    for match in _ANGLED.finditer(value):
        if len(found) >= _MOST:
            break
        *before, name = _bare_ones(value[at : match.start()])
        found += [Address("", one) for one in before]
        found.append(Address(_name(name), _email(match[1])))
        at = match.end()
    if not found and (alone := _commented(value)):
        return alone
    if at < len(value):
        found += [Address("", one) for one in _bare_ones(value[at:] + ",")[:-1]]
    return found[:_MOST]


def _bare_ones(between: str) -> list[str]:
    """Addresses that stand alone before a name, and the name, which may hold commas itself."""
    *items, last = _SEPARATOR.split(between)
    alone: list[str] = []
    rest: list[str] = []
    for item in items:
        bare = _COMMENT.sub("", _GROUP.sub("", item)).strip(" \t;")
        if _BARE.match(bare):
            alone.append(_email(bare))
            rest = []
        else:
            rest.append(item)
    return [*alone, ",".join([*rest, last])]


def _commented(value: str) -> list[Address]:
    """`jane@example.org (Jane Roe)`, the form of before 1982 that some programs still write."""
    bare = _GROUP.sub("", _COMMENT.sub("", value)).strip(" \t;,")
    if not _BARE.match(bare):
        return []
    comment = _COMMENT.search(value)
    return [Address(_name(comment[1]) if comment else "", _email(bare))]


def _email(written: str) -> str:
    email = written.strip().strip("'\"")
    return (_MAILTO.sub("", email) if ":" in email else email).lower()


def _name(written: str) -> str:
    if ":" in written and "=?" not in written:
        written = _GROUP.sub("", written)
    name = written.strip(" \t\r\n,;")
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = _ESCAPED.sub(r"\1", name[1:-1])
    name = headers.decoded(name).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name[:300]
