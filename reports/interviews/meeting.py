"""One meeting, version after version (RFC 5546 §2.1.5, §3.2): pure steps from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo

from ingest.types import Event
from reports.interviews import times, words
from reports.interviews.senders import Voice
from reports.interviews.types import Change, Span, What
from reports.interviews.versions import Rank, Version


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it stands after some of its versions, or one time of a series."""

    event: Event  # its words and people, from whoever told them last
    span: Span
    rank: Rank  # of the version that counts
    told: Version  # that version
    first: Version  # that made it known
    first_span: Span
    keys: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # every summary that it has had
    changes: tuple[Change, ...] = ()
    ending: Version | None = None  # what called it off
    answer: Version | None = None  # the candidate's own that stands
    passed: tuple[Span, ...] = ()  # when it was before, in versions of the SEQUENCE that counts

    @property
    def is_declined(self) -> bool:
        return self.answer is not None and self.answer.answer == "DECLINED"

    @property
    def is_on(self) -> bool:
        return self.ending is None and not self.is_declined

    @property
    def off(self) -> Version | None:
        """What called it off, the organiser's word or the candidate's."""
        return self.ending or (self.answer if self.is_declined else None)


def follow(
    versions: Iterable[Version], zone: tzinfo, base: Meeting | None = None
) -> tuple[Meeting | None, Version | None]:
    """What the versions make of a meeting, in their order, and what had called it off before it was known.

    A CANCEL for a meeting that nobody has heard of creates nothing, and is remembered. `base` is what was
    known of it before.
    """
    meeting, ended = base, None
    for one in versions:
        if meeting is not None:
            meeting = _after(meeting, one, zone)
        elif one.is_cancel and one.voice is not Voice.CANDIDATE:
            ended = one if ended is None or one.rank >= ended.rank else ended
        elif one.voice is not Voice.CANDIDATE:
            meeting = _made(one, ended, zone)
    return meeting, ended


def called_off(meeting: Meeting, by: Version) -> Meeting:
    """The meeting once `by` has called it off. What was over by then took place."""
    if not meeting.event.recurs and by.seen_at >= meeting.span.end:
        return meeting
    if by.voice is Voice.CANDIDATE or not by.is_cancel:
        return _changed(meeting, replace(meeting, answer=by), by)
    event = replace(meeting.event, this_and_future=by.event.this_and_future)
    rank = max(meeting.rank, by.rank)
    return _changed(meeting, replace(meeting, event=event, ending=by, rank=rank, told=by), by)


def _made(one: Version, ended: Version | None, zone: tzinfo) -> Meeting | None:
    span = times.span(one.event, zone)
    if span is None:
        return None
    answer = one if one.answer else None
    made = Meeting(one.event, span, one.rank, one, one, span, answer=answer)
    made = replace(_carried(made, one), titles=words.titles((), one))
    unanswered = replace(made, answer=None)
    if ended is not None and ended.rank >= one.rank:
        unanswered = called_off(unanswered, ended)
        made = replace(unanswered, rank=max(unanswered.rank, ended.rank), answer=answer)
    return _changed(unanswered, made, one)


def _after(meeting: Meeting, one: Version, zone: tzinfo) -> Meeting:
    if one.voice is Voice.CANDIDATE:
        return _answered(meeting, one)
    meeting = _carried(meeting, one)
    if one.is_cancel and meeting.ending is not None and not one.is_late:
        return _ended_again(meeting, meeting.ending, one)
    if one.is_late or _is_stale(meeting, one, zone):
        meeting = replace(meeting, event=words.filled(meeting.event, one.event))
        meeting = _attributed(meeting, one, zone)
        return _answered(meeting, one) if one.is_copy and not one.is_cancel else meeting
    if one.is_cancel:
        return called_off(meeting, one)
    return _restated(meeting, one, zone)


def _is_stale(meeting: Meeting, one: Version, zone: tzinfo) -> bool:
    """Whether it is no later than what is known. What called a meeting off wins at equal rank.

    Calendars stamp their copies when they are answered, coloured or exported: at the same SEQUENCE a copy
    neither revives what a mail has called off nor takes it back to when it was before.
    """
    if one.is_cancel:
        return one.rank < meeting.rank
    span = times.span(one.event, zone)
    if span is None or one.rank < meeting.rank or (meeting.ending is not None and one.rank == meeting.rank):
        return True
    if not (one.is_copy and meeting.told.key and one.rank[0] == meeting.rank[0]):
        return False
    return meeting.ending is not None or span in meeting.passed


def _restated(meeting: Meeting, one: Version, zone: tzinfo) -> Meeting:
    span = times.span(one.event, zone) or meeting.span
    event, titles = words.merged(one, meeting.event), words.titles(meeting.titles, one)
    same_sequence = one.rank[0] == meeting.rank[0]
    if one.is_copy and same_sequence and span == meeting.span and meeting.ending is None:
        # The rank stays: a copy says nothing new of the meeting itself.
        return _answered(replace(meeting, event=event, titles=titles), one)
    asks_anew = not same_sequence or span != meeting.span
    earlier = None if asks_anew else meeting.answer
    passed = (*meeting.passed, meeting.span) if same_sequence else ()
    new = replace(
        meeting,
        event=event,
        titles=titles,
        span=span,
        rank=one.rank,
        told=one,
        ending=None,
        answer=one if one.answer else earlier,
        passed=tuple(was for was in passed if was != span),
    )
    return _attributed(_changed(meeting, new, one), one, zone)


def _ended_again(meeting: Meeting, ending: Version, one: Version) -> Meeting:
    """Called off once more: maybe by the mail of which a calendar had told first."""
    meeting = replace(meeting, rank=max(meeting.rank, one.rank))
    if ending.key or not one.key or one.rank[0] < ending.rank[0]:
        return meeting
    return replace(_by_mail(meeting, one, What.CANCELLED), ending=one, told=one)


def _answered(meeting: Meeting, one: Version) -> Meeting:
    """The candidate's own word: it counts for the SEQUENCE that it names, or for the latest where it names
    none, as many programs do."""
    sequence, at = one.rank
    stands = meeting.answer
    if not one.answer or (sequence < meeting.rank[0] and (sequence or one.is_copy)):
        return meeting
    if stands is not None and one.answer == stands.answer:
        return _by_mail(meeting, one, What.DECLINED)
    if stands is not None and at < stands.rank[1]:
        return meeting
    if not one.is_copy and not meeting.event.recurs and one.seen_at >= meeting.span.end:
        return meeting
    return _changed(meeting, replace(meeting, answer=one), one)


def _changed(old: Meeting, new: Meeting, one: Version) -> Meeting:
    """`new`, and what happened to it: at most one thing for a version."""
    what = _what(old, new)
    if what is None:
        return new
    # What had been said before the meeting was heard of, as of a series, becomes known with it.
    at = max(one.seen_at, old.first.seen_at, *(change.at for change in old.changes[-1:]))
    change = Change(what, at, old.span, new.span, one.key, one.by)
    return replace(new, changes=(*new.changes, change))


def _what(old: Meeting, new: Meeting) -> What | None:
    if old.is_on and not new.is_on:
        return What.CANCELLED if new.ending is not None else What.DECLINED
    if not _is_same_day(old, new):
        if old.span.start != new.span.start:
            return What.MOVED
        if old.span.end != new.span.end:
            return What.RESIZED
    return What.REVIVED if new.is_on and not old.is_on else None


def _is_same_day(old: Meeting, new: Meeting) -> bool:
    """Whether a whole day got its hour, or is shown as one: that moves nothing."""
    days = [one.span for one in (old, new) if times.is_whole_day(one.event)]
    if len(days) != 1:
        return False
    other = new.span if days[0] is old.span else old.span
    return days[0].start <= other.start < days[0].end


def _carried(meeting: Meeting, one: Version) -> Meeting:
    if not one.key or one.key in meeting.keys:
        return meeting
    return replace(meeting, keys=(*meeting.keys, one.key))


def _attributed(meeting: Meeting, one: Version, zone: tzinfo) -> Meeting:
    """A change that a calendar showed first is that of the mail which tells the same."""
    same = meeting.changes and times.span(one.event, zone) == meeting.changes[-1].new
    if not same or one.is_cancel or one.rank[0] != meeting.rank[0]:
        return meeting
    return _by_mail(meeting, one, What.MOVED, What.RESIZED)


def _by_mail(meeting: Meeting, one: Version, *what: What) -> Meeting:
    """The last change as one that this mail tells of, where no mail has."""
    last = meeting.changes[-1] if meeting.changes else None
    if last is None or last.key or not one.key or last.what not in what:
        return meeting
    return replace(meeting, changes=(*meeting.changes[:-1], replace(last, key=one.key, by=one.by)))
