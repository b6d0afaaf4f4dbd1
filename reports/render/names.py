"""What an application, a sender and an action are called on a page."""

from __future__ import annotations

from classify.types import Author, Confidence
from reports.digest import Digest
from reports.overview import Card
from reports.render.plain import plain
from reports.render.times import count, day
from reports.settings import Person
from store.history import Entry

REVIEW = "tealeaves label --review"
"""Where suggestions are decided."""

SUGGESTED = 3  # suggestions that a page lists

# Warnings that a card shows without its list of warnings: in its trend, its reasons or its next action.
SAID_ELSEWHERE = frozenset({"your_turn", "on_hold", "silent", "promise_missed"})


def company(card: Card) -> str:
    return plain(card.history.company) or plain(card.history.agency) or "(no company named)"


def role(card: Card) -> str:
    return plain(card.history.role) or "(no role named)"


def title(card: Card) -> str:
    """ "Acme, Data engineer (through Bright Talent)"."""
    agency = plain(card.history.agency)
    through = f" (through {agency})" if agency and plain(card.history.company) else ""
    return f"{company(card)}, {role(card)}{through}"


def writer(entry: Entry) -> str:
    if entry.author is Author.CANDIDATE:
        return "you"
    sender = entry.sender
    name = plain(sender.name) or plain(sender.email) if sender is not None else ""
    return name or ("a system" if entry.author is Author.SYSTEM else "someone")


def stage(card: Card) -> str:
    return card.progress.stage.value.replace("_", " ")


def sure(confidence: Confidence, by_context: bool = False) -> str:
    """ " (likely)" after a signal; nothing where it is certain."""
    words = [] if confidence is Confidence.CERTAIN else [confidence.value]
    words += ["by what went before"] if by_context else []
    return f" ({', '.join(words)})" if words else ""


def undecided(digest: Digest) -> str:
    """ "5 suggestions await your word"."""
    number = len(digest.suggested)
    return f"{count(number, 'suggestion')} {'awaits' if number == 1 else 'await'} your word"


def short_action(card: Card, person: Person) -> str:
    """The next action in eighteen cells."""
    action = card.action
    due = day(action.due, person) if action.due else ""
    today = person.local(card.now).date() if action.due else None
    if action.kind == "nothing":
        return "-"
    if action.kind == "wait":
        return f"wait to {due}" if due else "wait"
    if action.kind == "prepare":
        return f"prepare {due}"
    return f"{action.kind} {'today' if action.due == today else due}"
