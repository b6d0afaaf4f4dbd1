"""What the company has asked and the candidate has not answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from classify.types import Author
from reports.facts import by_company, firm, signal_names
from reports.interviews import CANCELLED, DONE, Interview
from reports.wording import questions, questions_if_asked
from store.history import Entry, History

_ROUNDS = frozenset({"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview"})
_TIMES = _ROUNDS | {"scheduling_delay"}
_OUTREACH = "recruiter_outreach"
_PASSING = _ROUNDS | {"question", _OUTREACH}  # what a meeting answers; references are still to be sent then
_LONGEST = 400  # characters of a subject that are looked at
_ANSWER = re.compile(r"^\s*(?:(?:re|aw|sv|antw|r|fw|fwd|wg|tr|accepted|declined)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question of the company that nothing has answered since."""

    message_id: str
    key: str
    signal: str  # what is asked, "question" where no signal names it
    at: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class _Open:
    question: Unanswered
    entry: Entry
    elsewhere: bool = False  # the candidate has written since, to somebody else about something else


def unanswered(history: History, found: tuple[Interview, ...]) -> tuple[Unanswered, ...]:
    """The open questions in order of time. One message may ask several things.

    A message of the candidate answers what was asked before it, unless it belongs to another conversation
    that somebody else had begun. A later step answers, too: an invite, a meeting, a pause, an offer.
    """
    open_ones: list[_Open] = []
    begun: dict[str, str] = {}  # conversation -> who wrote in it first
    strayed: set[str] = set()  # who asked something before the candidate wrote elsewhere
    for entry in history.entries:
        if by_company(entry):
            begun.setdefault(_conversation(entry), _writer(entry))
            names = signal_names(entry)
            if names or _writer(entry) in strayed:  # else it makes nothing moot, and there may be thousands
                open_ones = [one for one in open_ones if not _moot(one, entry, names)]
            open_ones += [_Open(asked, entry) for asked in _asked(entry, found)]
        else:
            open_ones = [_strayed(one) for one in open_ones if not _answers(entry, one, begun)]
            strayed = {_writer(one.entry) for one in open_ones}
    held = [one.end for one in found if one.status == DONE]
    return tuple(one.question for one in open_ones if not _met(one.question, held))


def asks_candidate(entry: Entry) -> bool:
    """Whether the next word is the candidate's."""
    return by_company(entry) and (
        (entry.asks and entry.author is Author.PERSON)
        or bool(signal_names(entry) & (questions() | {_OUTREACH}))
    )


def _answers(entry: Entry, one: _Open, begun: dict[str, str]) -> bool:
    about = _conversation(entry)
    if about == _conversation(one.entry):
        return True
    return begun.get(about, _writer(one.entry)) == _writer(one.entry)


def _strayed(one: _Open) -> _Open:
    return one if one.elsewhere else replace(one, elsewhere=True)


def _moot(one: _Open, later: Entry, names: frozenset[str]) -> bool:
    """Whether what the company wrote later takes the question back, or shows that it has been answered."""
    if "offer" in names or (one.elsewhere and _writer(later) == _writer(one.entry)):
        return True
    if one.question.signal in _ROUNDS and ("on_hold" in names or (names & _ROUNDS and not later.asks)):
        return True
    return one.question.signal in names and not later.asks and later.author is Author.PERSON


def _met(question: Unanswered, held: list[datetime]) -> bool:
    return question.signal in _PASSING and any(end > question.at for end in held)


def _conversation(entry: Entry) -> str:
    return " ".join(_ANSWER.sub("", entry.subject[:_LONGEST]).split()).casefold()


def _writer(entry: Entry) -> str:
    return entry.sender.email if entry.sender is not None else ""


def _asked(entry: Entry, found: tuple[Interview, ...]) -> list[Unanswered]:
    names = signal_names(entry)
    told = entry.author is Author.PERSON and not entry.asks  # "I spoke to your referee yesterday"
    asked = sorted(names & (questions() if told else questions() | questions_if_asked()))
    if not asked and entry.asks and entry.author is Author.PERSON and not _settled(entry, names, found):
        known = sorted(names & _ROUNDS) or sorted(names & {_OUTREACH})
        asked = ["interview_invitation"] if "interview_invitation" in names else known[:1] or ["question"]
    words = {signal.name: signal.evidence.text for signal in firm(entry)}
    return [
        Unanswered(entry.message_id, entry.key, name, entry.at, words.get(name, entry.subject))
        for name in asked
    ]


def _settled(entry: Entry, names: frozenset[str], found: tuple[Interview, ...]) -> bool:
    """Whether a question about a time has been answered by an invite: the one it carries or a later one.

    An invite that is called off later has answered it all the same; the mail that calls one off asks anew.
    """
    if not names & _TIMES:
        return False
    return any(
        one.status != CANCELLED
        if entry.key in one.keys
        else one.seen_at >= entry.at or any(move.at >= entry.at for move in one.moves)
        for one in found
    )
