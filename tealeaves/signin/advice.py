"""What helps when a server refuses a sign-in, by who the server is and what it says (providers.toml)."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from tealeaves.accounts import is_loopback


@dataclass(frozen=True, slots=True)
class Answer:
    when: tuple[str, ...]  # any of these words, in lower case
    auth: str  # only where the account signs in this way; "" for every way
    say: str


@dataclass(frozen=True, slots=True)
class Provider:
    hosts: tuple[str, ...]
    answers: tuple[Answer, ...]
    otherwise: dict[str, str]  # by way of signing in: "password", "token"; "calendar" for CalDAV


def advice(host: str, text: str, auth: str, name: str = "NAME") -> str:
    """What to do and where, in one line, after `host` refused with `text`.

    `auth` is how the account `name` signs in: "password", "google" or "microsoft"; "calendar" for CalDAV.
    What the provider is known to say comes first, then what any server says, then what is true of the
    provider whatever it says.
    """
    providers, unknown, everybody = _table()
    own = next((one for one in providers if _is_of(host, one.hosts)), unknown)
    said = text.casefold()
    for answer in (*own.answers, *everybody.answers):
        if answer.auth in ("", auth) and any(words in said for words in answer.when):
            return answer.say.replace("{name}", name)
    way = auth if auth in ("password", "calendar") else "token"
    return (own.otherwise.get(way) or unknown.otherwise[way]).replace("{name}", name)


def _is_of(host: str, suffixes: tuple[str, ...]) -> bool:
    bare = host.casefold().rstrip(".")
    if "localhost" in suffixes and is_loopback(host):
        return True
    return any(bare == suffix or bare.endswith(f".{suffix}") for suffix in suffixes)


@functools.cache
def _table() -> tuple[tuple[Provider, ...], Provider, Provider]:
    """The known providers, what holds for all others, and what holds for everybody."""
    text = resources.files("tealeaves.signin").joinpath("providers.toml").read_text("utf-8")
    table = tomllib.loads(text)
    known = tuple(_provider(one) for one in table["provider"])
    return known, _provider(table["unknown"]), _provider(table["everybody"])


def _provider(table: dict[str, Any]) -> Provider:
    answers = tuple(
        Answer(tuple(one["when"]), one.get("auth", ""), one["say"]) for one in table.get("answer", ())
    )
    otherwise: dict[str, str] = {way: table[way] for way in ("password", "token", "calendar") if way in table}
    return Provider(tuple(table.get("hosts", ())), answers, otherwise)
