"""An application while letters are still being added to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.applications.houses import EXPLICIT, Houses
from classify.applications.naming import ballot, best_name, best_role
from classify.names.fold import fold
from classify.names.subject import bare, is_reply
from classify.senders import person
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.types import Letter
    from classify.types import Claim
    from ingest.types import Address

AGAIN = timedelta(days=90)  # after a rejection, the same role applied for anew is a new application
NAMES = 24
"""Forms of a name that one application may have: more are a list in one thread, and the first must do."""

ENDING = frozenset({"rejection", "withdrawal"})
OPENING = frozenset({"application_sent", "application_received", "recruiter_outreach"})


@dataclass(frozen=True, slots=True)
class Name:
    """What the person calls an application. Of two the one with the higher `number` was said later."""

    kind: str  # "company" or "role"
    number: int
    name: str


@dataclass(slots=True)
class Draft:
    """`companies`, `roles` and `agencies` count how strongly each spelling was named."""

    first: str  # key of the first letter
    opened: datetime
    last: datetime
    members: dict[str, str] = field(default_factory=dict)  # key -> reason
    companies: dict[str, float] = field(default_factory=dict)
    guesses: dict[str, float] = field(default_factory=dict)  # names that only a domain gave
    roles: dict[str, float] = field(default_factory=dict)
    agencies: dict[str, float] = field(default_factory=dict)
    requisitions: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)  # display names, never to be taken for a company
    domains: set[str] = field(default_factory=set)  # of the company itself
    between: set[str] = field(default_factory=set)  # of the agency
    conversations: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)
    signals: set[str] = field(default_factory=set)
    ended: datetime | None = None
    company: str = ""  # the employer's name so far; "" where only an agency is known
    role: str = ""
    agency: str = ""
    said: dict[str, Name] = field(default_factory=dict)  # "company", "role" -> what the person calls it
    put: dict[str, set[str]] = field(default_factory=dict)  # the same -> names of openings that they put here
    read_company: str = ""  # what the letters call it, where the person calls it otherwise too
    called: tuple[str, ...] = ()  # every name by which the company is known: said, read, put here
    titled: tuple[str, ...] = ()  # the same of the role

    @property
    def named(self) -> Iterable[str]:
        """Every name of the company that a letter told; where none did, those that a domain gave. What the
        person calls it is one of them."""
        read, said = self.companies or self.guesses, self.said_as("company")
        return (*read, said) if said else read

    def said_as(self, kind: str) -> str:
        """What the person calls its "company" or its "role"; "" where they did not say."""
        name = self.said.get(kind)
        return name.name if name else ""


def call(draft: Draft, name: Name) -> None:
    """Let it be called as the person says, by their last word."""
    known = draft.said.get(name.kind)
    if known is None or known.number < name.number:
        draft.said[name.kind] = name
        rename(draft)


def put(draft: Draft, letter: Letter) -> None:
    """Note by which names something was applied for that the person put together with other letters: mail
    may go on using any of them."""
    for kind, claim in (("company", letter.company), ("role", letter.role)):
        if letter.signals & OPENING and claim is not None and claim.basis in EXPLICIT:
            draft.put.setdefault(kind, set()).add(claim.value)
    rename(draft)


def add(
    draft: Draft,
    letter: Letter,
    reason: str,
    conversation: str,
    known: Houses,
    attending: Iterable[Address] = (),
) -> None:
    """Put a letter into an application, with all that it tells about it. `attending` are the people of the
    invites that it carries: they are correspondents before they have written."""
    draft.members[letter.key] = reason
    draft.last = max(draft.last, letter.at)
    draft.conversations.add(conversation)
    draft.uids |= letter.uids
    draft.signals |= letter.signals
    draft.subjects.add(bare(letter.subject).casefold())
    if letter.requisition:
        draft.requisitions.add(letter.requisition)
    draft.addresses |= {person.email for person in attending if known.personal(person)}
    for address in known.far(letter):
        if known.personal(address):
            draft.addresses.add(address.email)
        if letter.author is not Author.SYSTEM and _is_person(address):
            draft.people.add(address.name)
        domain = known.domain(address)
        if domain:
            draft.domains.add(domain)
    _name(draft, letter, known)
    if letter.author is not Author.CANDIDATE or "withdrawal" in letter.signals:
        if letter.signals & ENDING:
            draft.ended = letter.at
        elif letter.signals & {"interview_invitation", "offer", "offer_preparation", "reference_request"}:
            draft.ended = None


@lru_cache(maxsize=16384)
def _is_person(address: Address) -> bool:
    return person(address)


def _name(draft: Draft, letter: Letter, known: Houses) -> None:
    """Count what the letter names. A subject that only repeats an older one counts once, not each time."""
    repeated = is_reply(letter.subject)
    if letter.company:
        named = draft.companies if letter.company.basis in EXPLICIT else draft.guesses
        _vote(named, letter.company, repeated)
    if letter.role:
        _vote(draft.roles, letter.role, repeated)
    if letter.agency:
        count(draft.agencies, letter.agency.value, 1.0)
        draft.between |= {a.domain for a in known.far(letter) if a.domain}
    if letter.company or letter.role or letter.agency or draft.company in draft.people:
        rename(draft)


def _vote(named: dict[str, float], claim: Claim, repeated: bool) -> None:
    if repeated and claim.basis == "subject":
        count(named, claim.value, max(0.0, 1.0 - named.get(claim.value, 0.0)))
    else:
        count(named, claim.value, ballot(claim.basis))


def count(named: dict[str, float], name: str, weight: float) -> None:
    if name in named or len(named) < NAMES:
        named[name] = named.get(name, 0.0) + weight


def join(one: Draft, other: Draft) -> None:
    """Take the later application into the earlier one."""
    for key, reason in other.members.items():
        one.members[key] = "company and role" if reason == "first" else reason
    one.last = max(one.last, other.last)
    for mine, theirs in (
        (one.companies, other.companies),
        (one.guesses, other.guesses),
        (one.roles, other.roles),
        (one.agencies, other.agencies),
    ):
        for name, weight in theirs.items():
            count(mine, name, weight)
    one.requisitions |= other.requisitions
    one.addresses |= other.addresses
    one.people |= other.people
    one.domains |= other.domains
    one.between |= other.between
    one.subjects |= other.subjects
    one.signals |= other.signals
    one.conversations |= other.conversations
    one.uids |= other.uids
    for kind, names in other.put.items():
        one.put.setdefault(kind, set()).update(names)
    for said in other.said.values():
        call(one, said)
    rename(one)


def rename(draft: Draft) -> None:
    """Settle the names by what the person said, else from the counts, never on a person's name or the
    agency's for the company."""
    draft.agency = best_name(draft.agencies)
    never = frozenset(fold(name) for name in draft.people | {draft.agency} if name)
    draft.read_company = best_name(draft.companies, never) or best_name(draft.guesses, never)
    draft.company = draft.said_as("company") or draft.read_company
    read_role = best_role(draft.roles, draft.company)
    draft.role = draft.said_as("role") or read_role
    draft.called = _each(draft.company, draft.read_company, draft.put.get("company"))
    draft.titled = _each(draft.role, read_role, draft.put.get("role"))


def _each(first: str, second: str, more: Collection[str] | None) -> tuple[str, ...]:
    if not more:
        return (first,) if first and second in ("", first) else tuple(filter(None, (first, second)))
    return tuple(dict.fromkeys(filter(None, (first, second, *sorted(more)))))
