"""An application while letters are still being added to it."""

from __future__ import annotations

from collections.abc import Iterable
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
NAMES = (
    24  # forms of a name that one application may have: more are a list in one thread, and the first must do
)
ENDING = frozenset({"rejection", "withdrawal"})
OPENING = frozenset({"application_sent", "application_received", "recruiter_outreach"})


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
    rename(one)


def rename(draft: Draft) -> None:
    """Settle the names from the counts, never on a person's name or the agency's for the company."""
    draft.agency = best_name(draft.agencies)
    never = frozenset(fold(name) for name in draft.people | {draft.agency} if name)
    draft.company = best_name(draft.companies, never) or best_name(draft.guesses, never)
    draft.role = best_role(draft.roles, draft.company)
