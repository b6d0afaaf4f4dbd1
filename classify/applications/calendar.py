"""Which events of the candidate's own calendar are about the job search."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.applications.houses import houses
from classify.applications.mentioned import beginning, beginnings, mentions, mentions_role, shortened
from classify.names.domains import registrable, shared
from classify.names.fold import fold
from classify.senders import kind

if TYPE_CHECKING:
    from classify.applications.types import Application, Letter
    from ingest.types import Event

_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Known:
    """What the letters have shown: enough to tell a job-search event from a private one."""

    uids: frozenset[str]  # of invites that came by mail
    addresses: frozenset[str]  # exact, lower case; of people in applications
    domains: frozenset[str]  # registrable and of companies and agencies, never shared ones
    companies: tuple[str, ...]
    roles: tuple[str, ...]
    own: frozenset[str] = frozenset()  # the candidate's own addresses


def known(applications: Iterable[Application], letters: Iterable[Letter]) -> Known:
    """What is known from applications and their letters."""
    applications = list(applications)
    members = {member.key for application in applications for member in application.members}
    mine = [letter for letter in letters if letter.key in members]
    seen = houses(mine)
    people = [address for letter in mine for address in seen.far(letter)]
    bases = {
        registrable(address.domain) for address in people if address.domain and not shared(address.domain)
    }
    texts = {letter.key: letter.mentions for letter in mine}

    def shorts(one: Application) -> Iterator[str]:
        return (shortened(texts.get(member.key, ""), one.company) for member in one.members)

    return Known(
        frozenset(uid for letter in mine for uid in letter.uids)
        | frozenset(uid for application in applications for uid in application.uids),
        frozenset(address.email for address in people if seen.personal(address)),
        frozenset(bases - seen.services - {""}),
        tuple(dict.fromkeys(n for a in applications for n in (a.company, a.agency, *shorts(a)) if n)),
        tuple(dict.fromkeys(a.role for a in applications if a.role)),
        seen.own,
    )


def belongs(event: Event, known: Known) -> str:
    """Why an event belongs to the job search: "invite" (its UID came by mail), "people" (a correspondent, or
    someone from a company's own domain, takes part), "company" (it names a known company together with a word
    for an interview, or with a known role); "" where it is private. Nothing is guessed from an interview-like
    word alone: a "call" may be with the dentist.
    """
    if event.uid and event.uid in known.uids:
        return "invite"
    people = {attendee.address for attendee in event.attendees} | (
        {event.organizer} if event.organizer else set()
    )
    private = _private().search(fold(event.summary[:500])) is not None
    for person in people:
        if not person.email or person.email in known.own:
            continue
        if person.email in known.addresses and not (private and kind(person.domain) == "free_mail"):
            return "people"
        base = registrable(person.domain)
        if base in known.domains and not shared(person.domain):
            return "people"
    title = f"{event.summary[:500]}\n{event.location[:300]}"
    text = f"{title}\n{event.description[:3000]}"
    if private:
        return ""
    near = beginnings(text)
    for company in known.companies:
        if beginning(company) in near and mentions(text, company):
            worded = _worded().search(fold(title if mentions(title, company) else text))
            if worded or any(mentions_role(text, role) for role in known.roles):
                return "company"
    return ""


@lru_cache(maxsize=1)
def _worded() -> re.Pattern[str]:
    return _any_of("interview")


@lru_cache(maxsize=1)
def _private() -> re.Pattern[str]:
    return _any_of("private")


def _any_of(kind: str) -> re.Pattern[str]:
    table = tomllib.loads((_DATA / "meetings.toml").read_text(encoding="utf-8"))
    phrases = (re.escape(fold(word)) for word in table[kind]["words"])
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")
