"""The interviews of an application: what its invites and calendar entries add up to."""

from reports.interviews.fold import interviews
from reports.interviews.senders import Vouched, vouched
from reports.interviews.types import (
    CANCELLED,
    DONE,
    UPCOMING,
    Change,
    Interview,
    Move,
    Span,
    What,
    reschedules_later,
)

__all__ = [
    "CANCELLED", "DONE", "UPCOMING",
    "Change", "Interview", "Move", "Span", "Vouched", "What",
    "interviews", "reschedules_later", "vouched",
]  # fmt: skip
