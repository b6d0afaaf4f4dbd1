"""May this sender speak for that organiser?"""

from __future__ import annotations

from ingest.types import Address
from reports.wordlists import table


def speaks_for(sender: Address | None, organiser: Address | None, aliases: frozenset[str]) -> bool:
    """Whether an invite from `sender` counts for a meeting of `organiser`.

    It does from the same address, from the same organisation's domain (not one that anyone may write from),
    and from a service that sends invites for others. An unknown sender is the candidate's own calendar; a
    meeting that names no organiser can be forged by nobody.
    """
    if sender is None or organiser is None or not organiser.email:
        return True
    if sender.email.lower() == organiser.email.lower():
        return True
    from classify.names.domains import registrable, shared  # reads lists of domains: only where it is needed

    home = registrable(sender.domain)
    if home and home == registrable(organiser.domain) and not shared(sender.domain):
        return True
    relays = frozenset(table("invites")["relays"])
    return sender.email.lower() in relays or _listed(sender.domain, aliases) or _listed(sender.domain, relays)


def person(organiser: Address | None) -> Address | None:
    """The organiser, or None for one that is a calendar: Google's shared calendars are the organisers of what
    is in them, and the mail comes from whoever put it there."""
    if organiser is None or not organiser.email or organiser.domain.lower() in table("invites")["calendars"]:
        return None
    return organiser


def _listed(domain: str, known: frozenset[str]) -> bool:
    """Whether the domain or one above it is in the list."""
    host = domain.lower()
    while "." in host:
        if host in known:
            return True
        host = host.partition(".")[2]
    return False
