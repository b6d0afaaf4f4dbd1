"""One interview under two UIDs: called off and set anew, or written down a second time by the candidate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from reports.interviews import words
from reports.interviews.meeting import Meeting
from reports.interviews.senders import Vouched
from reports.interviews.types import Change, What
from reports.interviews.wanted import is_own_entry
from reports.organiser import speaks_for
from reports.wordlists import table

_NOBODY: frozenset[str] = frozenset()


def set_anew(found: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
    """The meetings, those that took the place of another with that move among their changes.

    Calendly and other schedulers reschedule so: they call a meeting off and set another with a new UID. The
    old one stays, called off; the nearest in time that fits takes its place, and each takes one.
    """
    pairs = sorted(
        (
            (abs(new.first.seen_at - off_at), old.span.start, old.event.uid, new.event.uid, number, other)
            for number, old in enumerate(found)
            if (off_at := _off_at(old)) is not None
            for other, new in enumerate(found)
            if other != number and _takes_the_place(new, old)
        ),
    )
    replaces: dict[int, int] = {}
    for *_, old_at, new_at in pairs:
        if new_at not in replaces and old_at not in replaces.values():
            replaces[new_at] = old_at
    return tuple(
        _moved(one, found[replaces[number]]) if number in replaces else one
        for number, one in enumerate(found)
    )


def told_once(found: tuple[Meeting, ...], known: Vouched) -> tuple[Meeting, ...]:
    """The meetings without the candidate's own notes of what somebody else set for the same start, also one
    that it had before; of two such notes of one name the first."""
    mine = {id(one) for one in found if is_own_entry(one, known)}
    set_by_others = {start for one in found if id(one) not in mine for start in _starts(one)}
    kept: list[Meeting] = []
    noted: set[tuple[object, str]] = set()
    for one in sorted(found, key=lambda one: (one.first.seen_at, one.event.uid, one.event.recurrence_id)):
        if id(one) in mine:
            note = (one.span.start, words.bare(one.event.summary))
            if one.span.start in set_by_others or note in noted:
                continue
            noted.add(note)
        kept.append(one)
    return tuple(kept)


def _starts(one: Meeting) -> Iterator[object]:
    yield one.span.start
    yield from (change.old.start for change in one.changes)


def _takes_the_place(new: Meeting, old: Meeting) -> bool:
    """Whether one meeting is another set anew. Two rounds are not: they are called differently, or were set
    together, or one was known long before the other was called off."""
    off_at = _off_at(old)
    within = timedelta(days=table("invites")["replaced_within_days"])
    if off_at is None or new.event.uid == old.event.uid or new.event.recurs or old.event.recurs:
        return False
    since = new.first.seen_at - off_at
    if abs(since) > within or new.first.seen_at <= old.first.seen_at:
        return False
    if since < timedelta() and -since >= new.first.seen_at - old.first.seen_at:
        return False  # set nearer to the setting of the other than to its calling off
    title = words.bare(old.event.summary)
    return bool(title) and title == words.bare(new.event.summary) and _same_house(new, old)


def _same_house(new: Meeting, old: Meeting) -> bool:
    one, other = new.first.house, old.first.house
    if one is None or other is None:
        return one is other
    return speaks_for(one, other, _NOBODY)


def _off_at(one: Meeting) -> datetime | None:
    """When it was called off for good; None where it is on."""
    return one.off.seen_at if one.off is not None else None


def _moved(new: Meeting, old: Meeting) -> Meeting:
    if new.first_span.start == old.span.start:
        return new
    off_at = _off_at(old) or new.first.seen_at
    move = Change(
        What.MOVED, max(new.first.seen_at, off_at), old.span, new.first_span, new.first.key, new.first.by
    )
    return replace(new, changes=tuple(sorted((move, *new.changes), key=lambda change: change.at)))
