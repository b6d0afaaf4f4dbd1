"""Whose domains are whose: learned from all letters at once, because one letter cannot tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.names.domains import label, registrable, shared
from classify.names.fold import compact
from classify.names.same import fits_label, same_role
from classify.names.subject import is_reply
from classify.senders import kind, local, person
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.types import Letter
    from ingest.types import Address

EXPLICIT = frozenset({"sender", "subject", "body", "signature", "link", "invite", "greeting"})


@dataclass(frozen=True, slots=True)
class Houses:
    """What all letters together show of the senders."""

    own: frozenset[str]  # addresses that the candidate writes from
    home: frozenset[str]  # registrable domains of these addresses that few share: the family's, an employer's
    agencies: frozenset[str]  # registrable domains of agencies
    services: frozenset[str]  # registrable domains that write for several companies
    roles: dict[
        str, tuple[tuple[str, int], ...]
    ]  # by conversation partner's domain or company: titles, how often

    def far(self, letter: Letter) -> tuple[Address, ...]:
        """Who is on the other side: the sender of a received letter, everyone addressed in a sent one. Where
        a system writes for somebody, those whom it names beside itself (Reply-To, Cc) as well."""
        sender = letter.sender
        received = letter.author is not Author.CANDIDATE and sender and sender.email not in self.own
        if received and sender and not _writes_for_others(sender):
            return (sender,)
        return tuple(a for a in letter.correspondents if a.email and a.email not in self.own)

    def domain(self, address: Address) -> str:
        """The domain of a house of its own; "" for shared ones, agencies, services and the candidate's."""
        base = registrable(address.domain)
        if not base or shared(base):
            return ""
        return "" if base in self.agencies or base in self.services or base in self.home else base

    def personal(self, address: Address) -> bool:
        """Whether an address stands for one correspondent: no unread mailbox, no system many houses use."""
        if not address.email or address.email in self.own or _is_unread(address.email):
            return False
        return kind(address.domain) in ("", "free_mail") and registrable(address.domain) not in self.services


def houses(letters: Iterable[Letter]) -> Houses:
    """Learn from all letters: the candidate's own addresses, agencies' domains, domains that speak for
    several companies, and which titles are named more than once at one house."""
    letters = list(letters)
    own = frozenset(one.sender.email for one in letters if one.author is Author.CANDIDATE and one.sender)
    received: Counter[str] = Counter()
    between: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    foreign: dict[str, Counter[str]] = {}
    titles: dict[str, Counter[str]] = {}
    for letter in letters:
        if letter.author is Author.CANDIDATE or letter.sender is None:
            continue
        base = registrable(letter.sender.domain)
        received[base] += 1
        between[base] += letter.agency is not None
        if letter.company and letter.company.basis in EXPLICIT and letter.agency is None:
            if fits_label(letter.company.value, label(base)) >= 0.6:
                fitting[base] += 1
            else:
                foreign.setdefault(base, Counter())[compact(letter.company.value)] += 1
        elif letter.company and letter.agency is None:
            fitting[base] += 1
    for letter in letters:
        if letter.uids:
            continue  # an invite's title is said once, however many mails repeat it: "Ana + Jo", "Round two"
        if letter.role and not (letter.role.basis == "subject" and is_reply(letter.subject)):
            for place in _places(letter):
                titles.setdefault(place, Counter())[letter.role.value] += 1
    agencies = {base for base, count in between.items() if count and count * 3 >= received[base]}
    services = {
        base
        for base, names in foreign.items()
        if base not in agencies and len(names) >= 2 and names.total() > fitting[base]
    }
    roles = {place: tuple(sorted(counted.items())) for place, counted in titles.items()}
    home = {registrable(email.rpartition("@")[2]) for email in own}
    return Houses(
        own,
        frozenset(base for base in home if base and not shared(base)),
        frozenset(a for a in agencies if not shared(a)),
        frozenset(services),
        roles,
    )


@lru_cache(maxsize=16384)
def _is_unread(email: str) -> bool:
    return local(email, "unread")


@lru_cache(maxsize=16384)
def _writes_for_others(sender: Address) -> bool:
    """Whether the sender is a tracking, scheduling or testing system and no person's own address there."""
    if kind(sender.domain) not in ("ats", "scheduling", "process"):
        return False
    return _is_unread(sender.email) or not person(sender)


def established(known: Houses, letter: Letter) -> bool:
    """Whether the letter's title is named at least twice at its company: not a slip of the reader."""
    if letter.role is None:
        return False
    for place in _places(letter):
        seen = sum(n for title, n in known.roles.get(place, ()) if same_role(title, letter.role.value) >= 0.9)
        if seen >= 2:
            return True
    return False


def _places(letter: Letter) -> set[str]:
    bases = {registrable(a.domain) for a in letter.correspondents if a.domain and not shared(a.domain)}
    return bases | ({compact(letter.company.value)} if letter.company else set())
