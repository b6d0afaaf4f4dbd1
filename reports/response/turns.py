"""Turns, replies and waiting (design: "Response time").

The candidate's consecutive messages with no answer from a person in between are one turn, timed from its
first. A reply is the first message by a person of the other side after it. What a system writes, or somebody
who speaks for nobody, answers nothing and splits nothing. A turn waits only if something in it asks for an
answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classify.types import Author
from reports.facts import signal_names
from reports.response.sides import bystanders
from store.history import Entry, History

_OPENING = frozenset({"application_sent", "candidate_follow_up"})
_ACCEPTING = "offer_accepted"
_ENDING = frozenset({_ACCEPTING, "withdrawal"})

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

    `question` is the person's message just before it, None where nobody had written yet. `asked` is the first
    message of it that wants an answer, None where none does. `closed_at` is when the application ended with
    the turn unanswered.
    """

    messages: tuple[Entry, ...]
    question: Entry | None
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
    asked: Entry | None = None
    closing: Entry | None = None
    aside = bystanders(history)
    for entry in history.entries:
        if entry.author is Author.CANDIDATE:
            if opens_a_wait(entry, None if said else question):
                if closing is not None and _ACCEPTING in signal_names(closing):
                    asked, closing = entry, None  # who has accepted may ask again
                asked = asked or entry
            said.append(entry)
        elif entry.author is Author.PERSON and entry.key not in aside:
            if said:
                found.append(Turn(tuple(said), question, asked, entry))
            said, question, asked, closing = [], entry, None, None
        if closing is None and said and _closes(entry):
            closing = entry
    if said:
        found.append(Turn(tuple(said), question, asked, None, closing.at if closing else None))
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


def _closes(entry: Entry) -> bool:
    """Whether nothing is owed any more: an answer by a system, or the candidate's own last word."""
    names = signal_names(entry)
    if entry.author is Author.CANDIDATE:
        return bool(names & _ENDING)
    return entry.author is Author.SYSTEM and "rejection" in names
