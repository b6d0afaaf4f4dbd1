"""What the person taught of senders: whose mail belongs to the job search whatever it says of itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify import senders
from classify.domains import registrable
from classify.relevance.ties import tokens
from ingest.types import Address

if TYPE_CHECKING:
    from classify.applications.types import Verdict
    from classify.types import Me

SENDER = "sender"
"""The kind of verdict that is about a sender: its value is an address, or "@" and a house's own domain."""

HOUSE = "s:"
"""How the token begins that stands for the house of a message's sender. It ties nothing: only what the person
taught looks at it."""

_GATE = Path(__file__).parents[1] / "gate" / "gate.toml"
_FOR_MANY = ("ats", "process", "scheduling", "boards")
# What is made for one mail: a tag, or many letters with digits among them.
_ONCE = re.compile(r"\+\w|(?<![^\W_])(?=(?:[a-z]*\d){3})[a-z0-9]{12,64}$")


@dataclass(frozen=True, slots=True)
class Taught:
    """The senders that the person taught."""

    senders: frozenset[str]  # addresses, and "@domain"

    @classmethod
    def by(cls, verdicts: Iterable[Verdict]) -> Taught:
        return cls(frozenset(one.value for one in verdicts if one.kind == SENDER))

    def has(self, sender: Address | None) -> bool:
        """Whether a mail with this sender is of the job search."""
        if not self.senders or sender is None or not sender.email:
            return False
        return sender.email in self.senders or f"@{registrable(sender.domain)}" in self.senders

    @property
    def tokens(self) -> frozenset[str]:
        """What their mail has among its tokens, read or not: an address wherever it stands, a house where it
        wrote."""
        found: set[str] = set()
        for one in self.senders:
            address = Address("", one if one[:1] != "@" else f"desk{one}")
            kind = HOUSE if one[:1] == "@" else "a:"
            found |= {token for token in _both(address, frozenset()) if token.startswith(kind)}
        return frozenset(found)


def teachable(sender: Address | None, me: Me) -> str:
    """What to teach of a sender: the address; "@" and the domain where the address is made for one mail alone
    and the domain is a house's own; "" where neither is one sender's: one's own, a mail server's, or one from
    which a system writes for many."""
    if sender is None or me.owns(sender.email) or "" in sender.email.partition("@"):
        return ""
    if _is_server(sender) or senders.kind(sender.domain) in _FOR_MANY:
        return ""
    found = {token[:2] for token in _both(sender, _mine(me))}
    if HOUSE in found and _ONCE.search(sender.email.partition("@")[0]):
        return f"@{registrable(sender.domain)}"
    return sender.email if "a:" in found else ""


def _is_server(sender: Address) -> bool:
    return sender.email.partition("@")[0] in _servers()


@cache
def _servers() -> frozenset[str]:
    """How mail servers' own addresses begin, by the gate's table."""
    table = tomllib.loads(_GATE.read_text(encoding="utf-8"))
    return frozenset(table["bounces"]["locals"])


def house(sender: Address | None, me: Me) -> tuple[str, ...]:
    """The token of the house from which a message comes; none for free mail, systems that many share, and the
    candidate's own."""
    if sender is None or me.owns(sender.email):
        return ()
    return tuple(token for token in _both(sender, _mine(me)) if token.startswith(HOUSE))


def _both(sender: Address, mine: frozenset[str]) -> tuple[str, ...]:
    """The tokens of an address and of its house."""
    return tuple(
        token if token.startswith("a:") else f"{HOUSE}{token[2:]}" for token in tokens((sender,), mine)
    )


def _mine(me: Me) -> frozenset[str]:
    return frozenset(registrable(email.rpartition("@")[2]) for email in me.addresses)
