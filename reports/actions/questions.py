"""What the company has asked and the candidate has not answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classify.types import Author
from reports.facts import by_company, firm, signal_names
from reports.interviews import CANCELLED, Interview
from reports.wording import questions, questions_if_asked
from store.history import Entry, History

_TIMES = frozenset(
    {"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview", "scheduling_delay"}
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question of the company with no message by the candidate after it."""

    message_id: str
    key: str
    signal: str  # what is asked, "question" where no signal names it
    at: datetime
    evidence: str


def unanswered(history: History, found: tuple[Interview, ...]) -> tuple[Unanswered, ...]:
    """The open questions in order of time. One message may ask several things."""
    open_ones: list[Unanswered] = []
    for entry in history.entries:
        if by_company(entry):
            open_ones.extend(_asked(entry, found))
        else:
            open_ones.clear()
    return tuple(open_ones)


def asks_candidate(entry: Entry) -> bool:
    """Whether the next word is the candidate's."""
    return by_company(entry) and (
        (entry.asks and entry.author is Author.PERSON)
        or bool(signal_names(entry) & (questions() | {"recruiter_outreach"}))
    )


def _asked(entry: Entry, found: tuple[Interview, ...]) -> list[Unanswered]:
    names = signal_names(entry)
    told = entry.author is Author.PERSON and not entry.asks  # "I spoke to your referee yesterday"
    asked = sorted(names & (questions() if told else questions() | questions_if_asked()))
    if not asked and entry.asks and entry.author is Author.PERSON and not _settled(entry, names, found):
        known = sorted(names & (_TIMES - {"scheduling_delay"})) or sorted(names & {"recruiter_outreach"})
        asked = ["interview_invitation"] if "interview_invitation" in names else known[:1] or ["question"]
    words = {signal.name: signal.evidence.text for signal in firm(entry)}
    return [
        Unanswered(entry.message_id, entry.key, name, entry.at, words.get(name, entry.subject))
        for name in asked
    ]


def _settled(entry: Entry, names: frozenset[str], found: tuple[Interview, ...]) -> bool:
    """Whether a question about a time has been answered by an invite: the one it carries or a later one."""
    if not names & _TIMES:
        return False
    return any(
        one.status != CANCELLED
        and (entry.key in one.keys or one.seen_at >= entry.at or any(m.at >= entry.at for m in one.moves))
        for one in found
    )
