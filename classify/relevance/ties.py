"""What a message may share with others of its conversation, as tokens that name nobody."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from classify import senders
from classify.domains import label, registrable
from classify.names.domains import pretty
from classify.names.fold import core, spellings
from classify.names.fold import tokens as parts_of
from classify.names.same import trimmed
from classify.names.words import words
from classify.relevance.standing import is_solid
from classify.types import Author, Me, Reading, Standing
from ingest.types import Address, Message

_TABLE = tomllib.loads(Path(__file__).with_name("evidence.toml").read_text(encoding="utf-8"))
_COMMON = frozenset(_TABLE["names"]["common"])
_TELLING = 5  # letters of a company's name, from which a domain of that name is its own
_NAMED = 9  # letters of a name of several words in a private letter, from which it tells companies apart
_READ = 1500  # characters of a private letter in which its writer says who writes
_MOST = 40  # names of one letter
_NAME = re.compile(r"[^\W\d_a-z][\w'’-]{1,30}(?: (?:(?:of|for|and|the|&) )?[^\W\d_a-z][\w'’-]{1,30}){1,4}")


def ties(message: Message, reading: Reading, people: Iterable[Address], me: Me) -> tuple[str, ...]:
    """What a message may share with others of its conversation: tokens of `people`, its correspondents, and
    of names, sorted.

    A relevant message gives the names of companies that it speaks of, "n:" and digits, and what tells such a
    name from others, "w:"; one that only may be gives the names in its correspondents' domains: who was named
    by a system writes later from "acme-rail.com". Where it shows something of its own, it also gives what
    tells those domains from others ("acmegroup.com"), and its correspondents once more, "h:", which ties it
    to people met in the conversations that others drew in. Where its writer has a private address and says
    who writes, the names in it count too. What a relevant message that barely is one gives is marked with
    "?": a friend who asks about an interview does not bring all his mail in.
    """
    mine = frozenset(registrable(email.rpartition("@")[2]) for email in me.addresses)
    known = tuple(people)
    found = set(tokens(known, mine))
    if reading.standing is not Standing.RELEVANT:
        hints = _hints(message, reading)
        if reading.author is Author.SYSTEM and not hints:
            # A house's systems write of tickets and claims too; only an address ties them (an absence).
            return tuple(sorted(token for token in found if token.startswith("a:")))
        labels = {_label(one) for one in known}
        found = found.union(*(_spelt(spellings(name)) for name in labels))
        if hints:
            found |= {f"h:{token[2:]}" for token in found if token.startswith("a:")}
            found |= {f"w:{_digest(word)}" for word in map(_root, labels) if word}
            found = found.union(*(_spelt(spellings(name)) for name in _introduced(message, reading)))
        return tuple(sorted(found))
    claims = (reading.company, reading.agency)
    named = [claim.value for claim in claims if claim and claim.basis != "domain"]
    found = found.union(*(_spelt(spellings(name) | spellings(trimmed(name))) for name in named))
    found |= {f"w:{_digest(word)}" for word in map(_first, named) if word}
    return tuple(sorted(found if is_solid(message, reading) else {f"?{token}" for token in found}))


def _hints(message: Message, reading: Reading) -> bool:
    """Whether it shows anything of its own: a signal, an invite, a role, a company named in it."""
    claimed = reading.company is not None and reading.company.basis != "domain"
    firm = any(signal.firm for signal in reading.signals)
    return bool(firm or message.events or reading.role or claimed)


def _introduced(message: Message, reading: Reading) -> Iterator[str]:
    """The names of several words in a first letter from a private address whose writer says who writes: by
    the full name inside the text ("I'm Jane Roe, I run Acme Rail"). Friends do not; and what answers another
    letter has that one to go by."""
    sender = message.sender
    if sender is None or reading.author is not Author.PERSON or message.bulk:
        return
    if senders.kind(sender.domain) != "free_mail" or message.in_reply_to or message.references:
        return
    writer = " ".join(parts_of(sender.name))
    text = reading.sections.new[:_READ]
    lines = [" ".join(parts_of(line)) for line in text.splitlines()]
    if " " not in writer or not any(writer in line and writer != line for line in lines):
        return
    names = (found.group() for _, found in zip(range(_MOST), _NAME.finditer(text), strict=False))
    yield from (
        name for name in names if len("".join(core(name))) >= _NAMED and writer != " ".join(parts_of(name))
    )


def _first(name: str) -> str:
    """The word that tells a company's name from others where all others are trades or the like:
    "Acme Hospitals" -> "acme"; "" for a name of two such words, and where it is a person's or says little."""
    first, *rest = core(name) or ("",)
    telling = len(first) >= _TELLING and not any(
        first in known for known in (_plain(), _COMMON, words("company", "given"))
    )
    return first if telling and _plain().issuperset(rest) else ""


@lru_cache(maxsize=4096)
def _root(name: str) -> str:
    """The same of a domain's: "acmegroup", "acme-health" -> "acme"."""
    return _first(pretty(trimmed(name))) if name else ""


@cache
def _plain() -> frozenset[str]:
    kinds = ("kinds", "weak", "never", "label_tails")
    return frozenset().union(*(words("company", kind) for kind in kinds))


def tokens(addresses: Iterable[Address], mine: Collection[str] = ()) -> tuple[str, ...]:
    """What stands for correspondents without naming them, sorted: "a:" and 16 hex digits of the SHA-256 of
    each address, "d:" and those of its registered domain where the domain is one house's own and none of
    `mine`, the candidate's. An address from which a shared system writes for all its customers has none."""
    found: set[str] = set()
    for address in addresses:
        if not address.email:
            continue
        kind = senders.kind(address.domain)
        if not kind or kind == "free_mail" or not _is_counter(address.email):
            found.add(f"a:{_digest(address.email)}")
        domain = "" if kind else registrable(address.domain)
        if domain and domain not in mine:
            found.add(f"d:{_digest(domain)}")
    return tuple(sorted(found))


def _is_counter(email: str) -> bool:
    """ "no-reply@", "jobs@", "notifications@": one address for everybody, unless a tag tells them apart."""
    plain = "+" not in email.partition("@")[0]
    return plain and any(senders.local(email, habit) for habit in ("unread", "program", "bulk", "desk"))


def _label(address: Address) -> str:
    """The name in a house's own domain: "acme-rail.co.uk" -> "acme-rail"."""
    return "" if senders.kind(address.domain) else label(address.domain)


def _spelt(names: Iterable[str]) -> set[str]:
    """The tokens of a company's name in the spellings that a domain may use; none where too few letters are
    left to tell companies apart."""
    return {f"n:{_digest(name)}" for name in names if len(name) >= _TELLING}


@lru_cache(maxsize=4096)
def _digest(text: str) -> str:
    return hashlib.sha256(text.lower().encode("utf-8", "replace")).hexdigest()[:16]
