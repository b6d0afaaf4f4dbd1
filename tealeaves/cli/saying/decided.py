"""What the person decided, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from classify.said import keys
from reports.render.names import title
from reports.render.plain import plain
from reports.render.times import count, day, iso, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classify.applications.types import Verdict
    from reports.overview import Card
    from reports.settings import Person
    from store.history import Entry
    from store.said import Decision

ON_MESSAGES = ("link", "relevant", "irrelevant", "signal", "sender")
"""Kinds that are told of a message rather than of its application."""

WORDS = 120  # characters of the person's own words or a message's that a line shows


@dataclass(frozen=True, slots=True)
class Known:
    """What decisions are told by: where each message is now, and what it is called."""

    homes: Mapping[str, tuple[Card, Entry]]  # message key -> its application
    ids: Mapping[str, str]  # message key -> Message-ID

    @classmethod
    def of(cls, cards: Iterable[Card], called: Iterable[tuple[str, str]]) -> Known:
        homes = {entry.key: (card, entry) for card in cards for entry in card.history.entries}
        return cls(homes, dict(called))

    def home(self, one: Decision) -> Card | None:
        """The application that a decision is about, by the first of its messages that is in one."""
        found = (self.homes.get(key) for key in keys(one.verdict))
        return next((home[0] for home in found if home is not None), None)


def decided_line(one: Decision, known: Known, person: Person) -> str:
    """ "  3  Mon 28 Sep 08:00  Harbor & Vine, Data Engineer: 4 messages are one application"."""
    gone = f" (taken back on {day(one.undone_at, person)})" if one.undone_at is not None else ""
    return f"{one.number:>3}  {moment(one.at, person)}  {_on(one, known)}: {says(one.verdict, known)}{gone}"


def decided_value(one: Decision, known: Known) -> dict[str, Any]:
    """The same for other programs."""
    card = known.home(one)
    return {
        "number": one.number,
        "at": iso(one.at),
        "kind": one.verdict.kind,
        "message_id": plain(known.ids.get(one.verdict.key, "")) or None,
        "application": card.id if card is not None else None,
        "title": title(card) if card is not None else None,
        "says": says(one.verdict, known),
        "undone_at": iso(one.undone_at),
    }


def says(said: Verdict, known: Known) -> str:
    """What it says of its application or message."""
    words = plain(said.words, WORDS)
    quoted = f" (“{words}”)" if words else ""
    value = plain(said.value, WORDS)
    number = len(keys(said)) - (len(said.value.split()) if said.kind == "apart" else 0)
    match said.kind:
        case "merge":
            return f"{count(number, 'message')} are one application"
        case "apart":
            return f"{count(number, 'message')} {'is' if number == 1 else 'are'} an application of its own"
        case "link":
            home = next((known.homes[key] for key in keys(said)[1:] if key in known.homes), None)
            return f"belongs to {title(home[0])}" if home else "belongs to an application that is gone"
        case "company" | "role":
            return f"the {said.kind} is called “{value}”"
        case "relevant":
            return "is about your job search"
        case "irrelevant":
            return "is not about your job search"
        case "signal":
            return f"{'shows' if value[:1] == '+' else 'does not show'} {value[1:]}{quoted}"
        case "sender":
            return f"mail from {value} is about your job search"
        case "note":
            return f"“{words}”"
    return _remark(said.kind, said.value, quoted)


def _remark(kind: str, value: str, quoted: str) -> str:
    """Of a remark whose value is JSON; one that another version wrote is told by its kind."""
    try:
        told = msgspec.json.decode(value, type=dict[str, Any])
    except msgspec.MsgspecError:
        told = {}
    if kind == "close":
        ended = plain(str(told.get("outcome", ""))).replace("_", " ")
        return "goes on" if ended == "reopened" else f"ended: {ended}{quoted}"
    if kind == "snooze":
        warning = plain(str(told.get("warning", ""))).replace("_", " ")
        return f"snoozed {warning} until {plain(str(told.get('until', '')))}{quoted}"
    return f"{kind}{quoted}"


def _on(one: Decision, known: Known) -> str:
    card = known.home(one)
    if card is not None and one.verdict.kind not in ON_MESSAGES:
        return title(card)
    name = plain(known.ids.get(one.verdict.key, "")) or "a message that is gone"
    home = known.homes.get(one.verdict.key)
    return f"{name} “{plain(home[1].subject, 60)}”" if home is not None else name
