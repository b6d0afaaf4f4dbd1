"""Who writes, as far as an address and a display name tell (`data/senders.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.domains import registrable

if TYPE_CHECKING:
    from ingest.types import Address

_TABLE = tomllib.loads(Path(__file__).with_name("data").joinpath("senders.toml").read_text(encoding="utf-8"))
_KINDS: dict[str, str] = {
    domain: kind
    for kind, domains in (
        *(
            (kind, _TABLE[kind]["domains"])
            for kind in ("free_mail", "scheduling", "process", "boards", "letters")
        ),
        *(("ats", system["domains"]) for system in _TABLE["ats"].values()),
    )
    for domain in domains
}
# The makers' names by which their lesser known addresses are told: "icims-mail.com", "lever-post.example".
_MAKERS: dict[str, str] = {
    **{
        domain.partition(".")[0]: kind
        for domain, kind in _KINDS.items()
        if kind in ("ats", "scheduling", "process")
    },
    **{
        re.sub(r"[^a-z0-9]", "", name.lower()): "ats"
        for system in _TABLE["ats"].values()
        for name in system["names"]
    },
}
_MAILERS = tuple(f"-{word}" for word in _TABLE["ats"]["others"]["mailers"])
_BRANDS = frozenset(_TABLE["boards"]["brands"])
_RELAYS = frozenset(_TABLE["boards"]["relays"])
_DESKS = frozenset(_TABLE["desks"]["words"])
_SYSTEMS = frozenset(name.casefold() for system in _TABLE["ats"].values() for name in system["names"])
_LOCALS = {kind: tuple(words) for kind, words in _TABLE["locals"].items()}
_SEPARATORS = re.compile(r"[._\d-]+")
_TICKET = re.compile(r"\+\w|(?<![^\W_])(?=[a-z]*\d)[a-z0-9]{6,64}$")  # what tells conversations apart
_AFTER = re.compile(r"\s*(?:\(|\||,| via | @ | at | from | - ).*")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@lru_cache(maxsize=1024)
def kind(domain: str) -> str:
    """What a domain is: "free_mail", "ats", "scheduling", "process", "boards", "letters"; "" for its own."""
    listed = _listed(domain)
    if listed:
        return listed
    name = registrable(domain).partition(".")[0]
    if name in _BRANDS:
        return "boards"
    tail = next((tail for tail in _MAILERS if name.endswith(tail)), "")
    return _MAKERS.get(name[: -len(tail)].replace("-", ""), "") if tail else ""


def is_service(domain: str) -> bool:
    """Whether a known system for applicants, meetings or tests writes from there; not one that is named
    alike, as anybody may name a domain."""
    return _listed(domain) in ("ats", "scheduling", "process")


def _listed(domain: str) -> str:
    host = domain.lower().strip(".")
    while "." in host:
        if host in _KINDS:
            return _KINDS[host]
        host = host.partition(".")[2]
    return ""


@lru_cache(maxsize=1024)
def local(email: str, habit: str) -> bool:
    """Whether the part before the "@" is written as `habit` says: "unread", "program" or "bulk"."""
    name = email.partition("@")[0].lower()
    words = _SEPARATORS.split(name.partition("+")[0]) if habit != "unread" else []
    plain = _SEPARATORS.sub("", name)
    if habit == "unread":
        return any(word in plain for word in _LOCALS[habit] if len(word) > 6) or plain.startswith(
            _LOCALS[habit]
        )
    return plain.partition("+")[0] in _LOCALS[habit] or any(word in _LOCALS[habit] for word in words)


@lru_cache(maxsize=1024)
def named(address: Address) -> bool:
    """Whether the display name has the shape of a person's: one to four words, none of them a desk's, and
    not the name of the domain."""
    name = _plain(address.name)
    words = name.split()
    if not words or name.casefold() in _SYSTEMS:
        return False
    shaped = all(_WORD.fullmatch(word) for word in words if word not in ("&", "-"))
    desk = any(word.casefold().strip(".,") in _DESKS for word in words)
    joined = "".join(re.findall(r"[^\W\d_]", name)).casefold()
    return shaped and len(words) <= 4 and not desk and joined not in address.domain.replace("-", "")


@lru_cache(maxsize=1024)
def person(address: Address) -> bool:
    """Whether name and address both are a person's: Jane Roe who writes from "jane@", "j.roe@" or "jr@"."""
    local = address.email.partition("@")[0].partition("+")[0]
    parts = [part for part in re.split(r"[._\d-]+", local) if part]
    if not address.name:
        return len(parts) in (2, 3) and all(part.isalpha() and part not in _DESKS for part in parts)
    if not named(address):
        return False
    words = [_ascii(word) for word in re.split(r"[\s-]+", _plain(address.name)) if _ascii(word)]
    plain = "".join(parts)
    initials = "".join(word[0] for word in words)
    return (
        any(len(word) > 2 and word in plain for word in words)
        or any(len(part) > 2 and any(word.startswith(part) for word in words) for part in parts)
        or (len(words) > 1 and plain in (initials, initials[0] + initials[-1]))
    )


@lru_cache(maxsize=1024)
def relay(address: Address) -> bool:
    """Whether a network or board passes a person's own letter on: a person's name, and an address that leads
    back to one conversation ("hit-reply@linkedin.com", "jane-roe-4f7a2c@indeedemail.com")."""
    if kind(address.domain) != "boards" or local(address.email, "unread") or not named(address):
        return False
    name = address.email.partition("@")[0]
    return any(mark in name for mark in _RELAYS) or bool(_TICKET.search(name))


def _plain(name: str) -> str:
    return _AFTER.sub("", name).strip(" \"'")


def _ascii(word: str) -> str:
    """A word as it is written in addresses: "Grüße" as "grusse", without marks."""
    flat = unicodedata.normalize("NFKD", word.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in flat if c.isalpha())
