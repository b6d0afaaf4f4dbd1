"""Who sends a mail, as far as the gate must know: remembered for each sender, since a mailbox has few."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import pairwise

from classify import senders
from classify.domains import label
from classify.gate.subject import is_sure, words
from classify.gate.table import TABLE
from classify.names.words import entries
from classify.relevance.phrases import Phrases
from ingest.types import Address

_SYSTEMS = ("ats", "process", "scheduling")
_TABLE = TABLE["senders"]
_PLAIN = TABLE["plain"]
_DESKS = frozenset(_TABLE["desks"])
_DESK_WORDS = Phrases({"desk": _TABLE["words"]})
_INSIDE = re.compile("|".join(map(re.escape, _TABLE["inside"])))
_BEGINS = tuple(_TABLE["begins"])
_AGENCIES = frozenset(_TABLE["agencies"])
_CARRIERS = frozenset(domain for domains in _TABLE["carriers"].values() for domain in domains)
_HOUSES = frozenset(_PLAIN["domains"])
_PLAIN_LOCALS = frozenset(_PLAIN["locals"])
_PLAIN_NAMES = Phrases({"plain": _PLAIN["names"]})
_NOTICES = frozenset(_PLAIN["notices"])
_SERVERS = frozenset(local.replace("-", "") for local in TABLE["bounces"]["locals"])
_READ = 300  # characters of a display name
_PARTS = re.compile(r"[._+\d=-]+")


class Sender:
    """What an address is; more than one may hold. Each is found out when it is first asked for."""

    def __init__(self, address: Address) -> None:
        self._address = address
        before, _, self._domain = address.email.partition("@")
        self._kind = senders.kind(self._domain)
        self._parts = frozenset(_PARTS.split(before))
        self._squeezed = _PARTS.sub("", before.partition("+")[0])

    @property
    def is_system(self) -> bool:
        """An applicant-tracking system, a service that tests, checks or finds times."""
        return self._kind in _SYSTEMS

    @property
    def is_board(self) -> bool:
        """A job board or a network."""
        return self._kind == "boards"

    @property
    def is_notice(self) -> bool:
        """An address from which boards and networks send notices."""
        return self.is_board and not self._parts.isdisjoint(_NOTICES)

    @property
    def is_desk(self) -> bool:
        """jobs@, careers@, hr@."""
        return self._squeezed in _DESKS or not self._parts.isdisjoint(_DESKS)

    @property
    def is_server(self) -> bool:
        """A mail server."""
        return self._squeezed in _SERVERS

    @cached_property
    def is_relay(self) -> bool:
        """A person's own letter, passed on by a board or a network."""
        return self.is_board and senders.relay(self._address)

    @cached_property
    def is_person(self) -> bool:
        return self._kind not in ("letters", "boards") and senders.person(self._address)

    @cached_property
    def is_program(self) -> bool:
        """An address from which nobody writes."""
        return any(senders.local(self._address.email, habit) for habit in ("unread", "program", "bulk"))

    @cached_property
    def hires(self) -> bool:
        """The name or the address says that it hires."""
        named, labels = self._named, words(self._domain)
        places = (*words(self._address.email.partition("@")[0]), *labels)
        if any(part.startswith(_BEGINS) for part in places) or _INSIDE.search(" ".join(places)):
            return True
        desk = _DESK_WORDS.find((*named, "", *labels))
        return bool(desk) or is_sure(named) or _is_agencys(label(self._domain))

    @cached_property
    def is_plain(self) -> bool:
        """A shop, a newsletter, a network, by address or name."""
        if self._kind == "letters" or not self._parts.isdisjoint(_PLAIN_LOCALS):
            return True
        return _is_of(self._domain, _HOUSES) or bool(_PLAIN_NAMES.find(self._named))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of name and address, and pairs of those of the name: "Blue Bird" is "bluebird", too."""
        pairs = (one + other for one, other in pairwise(self._named))
        return frozenset((*self._named, *words(self._address.email.replace("@", " ")), *pairs))

    @cached_property
    def _named(self) -> tuple[str, ...]:
        return words(self._address.name)


def sender(address: Address) -> Sender:
    """What the sender is, by the beginning of a name that has no end."""
    return _sender(address if len(address.name) <= _READ else Address(address.name[:_READ], address.email))


_sender = lru_cache(maxsize=1024)(Sender)


@lru_cache(maxsize=1024)
def is_systems(host: str) -> bool:
    """Whether a host of a Return-Path, a Message-ID or a Reply-To is a system's that hires or tests."""
    return senders.kind(host) in _SYSTEMS or _is_of(host, _CARRIERS)


def _is_agencys(name: str) -> bool:
    """Whether the name in a domain is a known agency's, or ends as agencies' names do: "penrosesearch"."""
    ends = any(name.endswith(word) and len(name) > len(word) + 2 for word in entries("agency", "labels"))
    return name in _AGENCIES or (ends and not name.endswith("research"))


def _is_of(domain: str, known: frozenset[str]) -> bool:
    host = domain
    while "." in host:
        if host in known:
            return True
        host = host.partition(".")[2]
    return False
