"""What a person says of the applications in `searches`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from reports.remarks.closing import closing_value
from reports.remarks.debrief import Met, debrief_value
from reports.remarks.snoozes import snooze_value
from store.history import History, Remark
from tests.reports.searches import at

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD = {
    "body_language": "yes",
    "attention": "yes",
    "personal_interest": "yes",
    "next_steps": "yes",
    "introductions": "yes",
    "pay": "yes",
    "ran_over": "yes",
    "overall": "5",
}
BAD = dict.fromkeys(GOOD, "no") | {"overall": "1"}


def remarked(known: History, kind: str, when: str | datetime, value: str, words: str = "") -> History:
    """The history with one more remark, said at that time."""
    said_at = at(when) if isinstance(when, str) else when
    last = [entry.key for entry in known.entries if entry.at <= said_at] or [known.entries[0].key]
    return replace(known, remarks=(*known.remarks, Remark(kind, said_at, last[-1], value, words)))


def closed(known: History, when: str | datetime, outcome: str, note: str = "") -> History:
    return remarked(known, "close", when, closing_value(outcome), note)


def snoozed(known: History, when: str, warning: str, until: date, reason: str = "I know") -> History:
    return remarked(known, "snooze", when, snooze_value(warning, until), reason)


def debriefed(
    known: History,
    when: str | datetime,
    answers: Mapping[str, str],
    *,
    met_at: str | datetime = "11-12 13:00",
    uid: str = "nw2",
    note: str = "",
) -> History:
    """An hour's interview, noted."""
    begun = at(met_at) if isinstance(met_at, str) else met_at
    met = Met(uid, begun, begun + timedelta(hours=1), begun.date())
    return remarked(known, "debrief", when, debrief_value(met, answers), note)
