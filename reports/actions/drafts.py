"""Letters for the candidate to copy and change: a thank-you, a follow-up. Nothing is ever sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from classify.types import Author
from reports.facts import signal_names
from reports.interviews import DONE, Interview
from reports.people import greeted, interviewers, listed
from reports.render.plain import plain
from reports.settings import Person
from reports.standing.stage import Stage
from reports.wordlists import table
from store.history import Entry

if TYPE_CHECKING:
    from ingest.types import Address
    from reports.overview import Card

THANK, FOLLOW_UP = "thank", "follow up"
_MOST = 3  # people that one letter addresses


@dataclass(frozen=True, slots=True)
class Draft:
    """Plain text to copy. `kind` is "thank" or "follow up".

    `to` are addresses with commas between them, "" where none is known; `due` says whether it is time for it.
    """

    kind: str
    to: str
    subject: str
    body: str
    due: bool = False


def drafts(card: Card, person: Person) -> tuple[Draft, ...]:
    """A thank-you for the last interview, where one was held, and a follow-up; none once it has ended."""
    if not card.open or not card.history.entries:
        return ()
    due = {action.kind for action in card.actions}
    held = _last_held(card)
    found = []
    if held is not None:
        found.append(_thank(card, held, person, THANK in due))
    found.append(_follow_up(card, held, person, FOLLOW_UP in due))
    return tuple(found)


def _thank(card: Card, held: Interview, person: Person, due: bool) -> Draft:
    met = tuple(one for one in interviewers(held, person) if one.email)
    writer = _last_person(card)
    to = met[:_MOST] or _sender(writer)
    return _letter(THANK, "thank", card, to, person, person.local(held.start).date(), due)


def _follow_up(card: Card, held: Interview | None, person: Person, due: bool) -> Draft:
    template, day, to = _occasion(card, held, person)
    letter = _letter(FOLLOW_UP, template, card, _sender(to), person, day, due)
    if to is None or not to.subject.strip():
        return letter
    subject = plain(to.subject, 200)
    answer = subject if subject.lower().startswith(("re:", "aw:")) else f"Re: {subject}"
    return Draft(letter.kind, letter.to, answer, letter.body, letter.due)


def _occasion(card: Card, held: Interview | None, person: Person) -> tuple[str, date, Entry | None]:
    """Which letter, of which day, in answer to which mail."""
    entries = card.history.entries
    writer = _last_person(card)
    if card.promise_missed and card.promised_by is not None:
        told = card.last_promise.entry if card.last_promise is not None else None
        by = told if told is not None and told.author is Author.PERSON else writer
        return "promise", card.promised_by, by
    if writer is None and held is None:
        return "applied", _on(_applied(entries).at, person), None
    waits = card.response.waiting_since
    if waits is not None and (held is None or held.end < waits):
        return "waiting", _on(waits, person), writer
    if held is not None and card.progress.stage is not Stage.OFFER:
        return _round(card), _on(held.start, person), writer
    return "quiet", _on(entries[-1].at, person), writer


def _round(card: Card) -> str:
    return "final" if card.progress.stage is Stage.FINAL else "interview"


def _applied(entries: tuple[Entry, ...]) -> Entry:
    """The message by which the candidate applied, or the first that is known."""
    marks = {"application_sent", "application_received"}
    return next((entry for entry in entries if signal_names(entry) & marks), entries[0])


def _letter(
    kind: str, name: str, card: Card, to: tuple[Address, ...], person: Person, day: date, due: bool
) -> Draft:
    words = {
        "dear": _dear(to),
        "position": _position(card),
        "about": _about(card),
        "day": f"{day:%A} {day.day} {day:%B}",
        "me": plain(person.name) or "[Your name]",
    }
    letter = table("drafts")[name]
    body = f"{_joined(letter['body'])}\n\n{_joined(table('drafts')['closing'])}"
    addresses = ", ".join(plain(one.email).partition(" ")[0] for one in to)
    return Draft(kind, addresses, letter["subject"].format(**words), body.format(**words), due)


def _joined(text: str) -> str:
    """The paragraphs with one line each: mail programs wrap for themselves. A closing keeps its lines."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(one if "{me}" in one else " ".join(one.split("\n")) for one in paragraphs)


def _dear(to: tuple[Address, ...]) -> str:
    names = tuple(dict.fromkeys(name for name in (greeted(plain(one.name)) for one in to) if name))
    return f"Dear {listed(names)}" if names else "Hello"


def _position(card: Card) -> str:
    role, company = plain(card.history.role, 100), plain(card.history.company, 100)
    what = f"the {role} role" if role else "the position"
    return f"{what} at {company}" if company else what


def _about(card: Card) -> str:
    role, company = plain(card.history.role, 100), plain(card.history.company, 100)
    return f"{role} at {company}" if role and company else role or company or "My application"


def _last_held(card: Card) -> Interview | None:
    held = [one for one in card.interviews if one.status == DONE]
    return max(held, key=lambda one: one.end, default=None)


def _last_person(card: Card) -> Entry | None:
    """The last message that a person wrote from an address that can be answered."""
    written = [one for one in card.history.entries if one.author is Author.PERSON and one.sender is not None]
    return written[-1] if written else None


def _sender(entry: Entry | None) -> tuple[Address, ...]:
    return (entry.sender,) if entry is not None and entry.sender is not None else ()


def _on(at: datetime, person: Person) -> date:
    return person.local(at).date()
