"""The tables, in the three kinds that never mix: received, said, derived; and the state of the accounts."""

from __future__ import annotations

from store.models.accounts import AccountRow, MailedDigestRow
from store.models.base import Base
from store.models.derived import (
    ApplicationRow,
    EndingRow,
    MeetingRow,
    MembershipRow,
    QuestionRow,
    ReadingRow,
    RuleSetRow,
    SignalRow,
)
from store.models.found import SearchedRow
from store.models.received import (
    CandidateRow,
    ContentRow,
    CursorRow,
    EventRow,
    MessageRow,
    ProblemRow,
    SightingRow,
)
from store.models.said import DecisionRow, ForgottenRow

__all__ = [
    "AccountRow",
    "ApplicationRow",
    "Base",
    "CandidateRow",
    "ContentRow",
    "CursorRow",
    "DecisionRow",
    "EndingRow",
    "EventRow",
    "ForgottenRow",
    "MailedDigestRow",
    "MeetingRow",
    "MembershipRow",
    "MessageRow",
    "ProblemRow",
    "QuestionRow",
    "ReadingRow",
    "RuleSetRow",
    "SearchedRow",
    "SightingRow",
    "SignalRow",
]
