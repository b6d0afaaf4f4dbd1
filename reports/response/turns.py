"""Turns, replies and waiting (design: "Response time").

The candidate's consecutive messages with no answer from a person in between are one turn, timed from its
first. A reply is the first message by a person after it. What a system writes answers nothing and splits
nothing. A turn waits only if something in it asks for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classify.types import Author
from reports.facts import signal_names
from store.history import Entry, History

_OPENING = frozenset({"application_sent", "candidate_follow_up"})
_ENDING = frozenset({"offer_accepted", "withdrawal"})

# What a person asks that is answered with words rather than with a time: the answer wants one in turn.
_QUESTIONS = frozenset(
    {
        "competing_opportunities",
        "interest_reconfirmation",
        "notice_period",
        "reference_request",
        "salary_expectations",
        "salary_reconfirmation",
    }
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the candidate wrote before anyone answered.

    `asked` is the first message of it that wants an answer, None where none does. `closed_at` is when the
    application ended with the turn unanswered.
    """

    messages: tuple[Entry, ...]
    asked: Entry | None
    reply: Entry | None
    closed_at: datetime | None = None

    @property
    def first(self) -> Entry:
        return self.messages[0]

    @property
    def waits(self) -> bool:
        return self.asked is not None and self.reply is None and self.closed_at is None


def turns(history: History) -> tuple[Turn, ...]:
    """The candidate's turns in order of time."""
    found: list[Turn] = []
    said: list[Entry] = []
    question: Entry | None = None  # the person's last message before this turn
    closed_at: datetime | None = None
    for entry in history.entries:
        if entry.author is Author.CANDIDATE:
            said.append(entry)
        elif entry.author is Author.PERSON:
            if said:
                found.append(_turn(said, question, entry, None))
            said, question, closed_at = [], entry, None
        if closed_at is None and said and _closes(entry):
            closed_at = entry.at
    if said:
        found.append(_turn(said, question, None, closed_at))
    return tuple(found)


def waiting_turn(history: History) -> Turn | None:
    """The turn that the company has not answered, None where nobody is waiting."""
    every = turns(history)
    return every[-1] if every and every[-1].waits else None


def opens_a_wait(entry: Entry, question: Entry | None) -> bool:
    """Whether a candidate's message wants an answer. `question` is what a person wrote just before.

    What the text asks was read by the floor below; the signals settle what no text needs to say.
    """
    names = signal_names(entry)
    if names & _ENDING:
        return False
    if entry.asks or names & _OPENING:
        return True
    if "thank_you_note" in names:
        return False
    return question is not None and bool(signal_names(question) & _QUESTIONS)


def _turn(said: list[Entry], question: Entry | None, reply: Entry | None, closed_at: datetime | None) -> Turn:
    asked = next(
        (entry for place, entry in enumerate(said) if opens_a_wait(entry, None if place else question)), None
    )
    return Turn(tuple(said), asked, reply, closed_at)


def _closes(entry: Entry) -> bool:
    """Whether nothing is owed any more: an answer by a system, or the candidate's own last word."""
    names = signal_names(entry)
    if entry.author is Author.CANDIDATE:
        return bool(names & _ENDING)
    return entry.author is Author.SYSTEM and "rejection" in names
