"""What an application, a sender and an action are called on a page."""

from __future__ import annotations

from classify.types import Author, Confidence, Signal
from reports.actions.overlapping import RESOLVE
from reports.digest import Digest
from reports.overview import Card
from reports.render.plain import plain
from reports.render.times import count, day
from reports.settings import Person
from reports.standing.score import Reason
from reports.standing.stage import ended_as
from reports.wording import says
from store.history import Entry, History, Title

REVIEW = "tealeaves label --review"
"""Where suggestions are decided."""

SAID_BELOW = frozenset({"answer", "prepare"})
"""Actions whose reason stands in the digest elsewhere: among the open questions, or in what comes up."""

SUGGESTED = 3  # suggestions that a page lists

# Warnings that a card shows without its list of warnings: in its trend, its reasons or its next action.
SAID_ELSEWHERE = frozenset({"your_turn", "on_hold", "silent", "promise_missed"})


def company(card: Card) -> str:
    return _company(card.history)


def role(card: Card) -> str:
    return _role(card.history)


def title(card: Card) -> str:
    """ "Acme, Data engineer (through Bright Talent)"."""
    return title_of(card.history)


def title_of(one: History | Title) -> str:
    """The same of an application that has no card."""
    agency = plain(one.agency)
    through = f" (through {agency})" if agency and plain(one.company) else ""
    return f"{_company(one)}, {_role(one)}{through}"


def _company(one: History | Title) -> str:
    return plain(one.company) or plain(one.agency) or "(no company named)"


def _role(one: History | Title) -> str:
    return plain(one.role) or "(no role named)"


def writer(entry: Entry) -> str:
    if entry.author is Author.CANDIDATE:
        return "you"
    sender = entry.sender
    name = plain(sender.name) or plain(sender.email) if sender is not None else ""
    return name or ("a system" if entry.author is Author.SYSTEM else "someone")


def stage(card: Card) -> str:
    """ "interviewing", "on hold"; "no answer" where the person let it go for want of one."""
    return ended_as(card.progress).replace("_", " ")


def sure(confidence: Confidence, by_context: bool = False) -> str:
    """ " (likely)" after a signal; nothing where it is certain."""
    words = [] if confidence is Confidence.CERTAIN else [confidence.value]
    words += ["by what went before"] if by_context else []
    return f" ({', '.join(words)})" if words else ""


def reason_words(reason: Reason) -> str:
    """What a reason says, without its evidence: "asked when you could start (likely)"."""
    return f"{says(reason.signal)}{sure(reason.confidence, reason.by_context)}"


def perhaps(signal: Signal) -> str:
    """ "perhaps they asked when you could start:" of a signal that is only suggested."""
    said = says(signal.name)
    return f"perhaps {said}:" if said.startswith("you ") else f"perhaps they {said}:"


def still_open(digest: Digest) -> str:
    """ "11 applications still open."."""
    number = len(digest.cards)
    return f"{count(number, 'application')} still open." if number else "No application is open."


def undecided(number: int) -> str:
    """ "5 suggestions await your word: tealeaves label --review"."""
    return f"{count(number, 'suggestion')} {'awaits' if number == 1 else 'await'} your word: {REVIEW}"


def short_action(card: Card, person: Person) -> str:
    """The next action in eighteen cells."""
    action = card.action
    due = day(action.due, person) if action.due else ""
    today = person.local(card.now).date() if action.due else None
    if action.kind == "nothing":
        return "-"
    if action.kind == "wait":
        return f"wait to {due}" if due else "wait"
    if action.kind == RESOLVE:
        return "overlap: move one"
    if action.kind == "prepare":
        return f"prepare {due}"
    return f"{action.kind} {'today' if action.due == today else due}"
