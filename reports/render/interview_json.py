"""An interview as other programs read it. Instants are ISO 8601 in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.interviews import Change, Interview, Span
from reports.overlaps import Overlap
from reports.render.plain import plain
from reports.render.times import iso

if TYPE_CHECKING:
    from reports.interviews.described import Described


def interview_value(one: Interview, told: Described | None) -> dict[str, Any]:
    """One interview: first the contract's four keys. `told` is what is known of it beyond its invite."""
    return {
        "uid": one.uid,
        "start": iso(one.start),
        "end": iso(one.end),
        "status": one.status,
        "all_day": one.is_all_day,
        "summary": plain(one.summary),
        "kind": told.kind if told else "",
        "held": told.held if told else "",
        "round": told.round if told else None,
        "round_name": plain(told.round_name) if told else "",
        "interviewers": [
            {"name": plain(each.name), "title": plain(each.title), "senior": each.is_senior}
            for each in (told.interviewers if told else ())
        ],
        "changes": [_change(each) for each in one.changes],
    }


def overlap_value(one: Overlap) -> dict[str, Any]:
    """Two interviews to come that share time; `application` is the id of the other's."""
    return {"uid": one.interview.uid, "other_uid": one.other.uid, "application": one.application.id}


def _change(one: Change) -> dict[str, Any]:
    """`by` is the address of whoever sent the mail that said so, null where a calendar did."""
    return {
        "what": one.what.value,
        "at": iso(one.at),
        "from": _span(one.old),
        "to": _span(one.new),
        "by": plain(one.by.email) if one.by is not None else None,
    }


def _span(one: Span) -> dict[str, Any]:
    return {"start": iso(one.start), "end": iso(one.end)}
