"""An interview as a person wants to read it: how long, how, with whom, where, what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reports.interviews import CANCELLED, UPCOMING, Change, Interview, What
from reports.interviews.attending import DECLINED
from reports.overlaps import Overlap, span_words
from reports.overview import Card
from reports.people import listed
from reports.render.plain import plain
from reports.render.times import count, day, length, moment
from reports.settings import Person
from reports.wording import called

if TYPE_CHECKING:
    from ingest.types import Address
    from reports.interviews.described import Described

_SIGN = {UPCOMING: "◇", CANCELLED: "×"}
_STATE = {UPCOMING: "to come", CANCELLED: "called off"}
_HELD = {"call": "by telephone", "video": "by video", "on site": "on site"}
_PEOPLE = 6  # that a line names


def described(card: Card, one: Interview) -> Described | None:
    """What is known of an interview beyond its invite."""
    same = (it for it in card.described if _name(it.interview) == _name(one))
    return next(same, None)


def sign(one: Interview) -> str:
    """The character that stands for it, as on the axis."""
    return _SIGN.get(one.status, "◆")


def state(one: Interview) -> str:
    """ "to come", "called off", "held"."""
    return _STATE.get(one.status, "held")


def name(one: Interview) -> str:
    return plain(one.summary, 120) or "Interview"


def starts(one: Interview, person: Person) -> str:
    """ "Tue 29 Sep 15:00"; a whole day has no time."""
    return day(one.start, person) if one.is_all_day else moment(one.start, person)


def lasts(one: Interview) -> str:
    """ "90 min", "all day", "2 days"."""
    if not one.is_all_day:
        return length((one.end - one.start) / timedelta(hours=1))
    days = round((one.end - one.start) / timedelta(days=1))
    return "all day" if days < 2 else count(days, "day")


def interview_lines(card: Card, one: Interview, person: Person) -> Iterator[str]:
    """What stands below its name, a line each; with a line for everything that happened to it."""
    told = described(card, one)
    yield from _joined(_until(one, person), _manner(told))
    yield from _joined(_with(told))
    yield from _joined(*_where(one))
    if one.status == UPCOMING:
        yield from (_overlapping(each, one, card, person) for each in _shared(card, one))
    yield from (_happened(change, person) for change in one.changes)


def about_lines(card: Card, one: Interview, person: Person) -> Iterator[str]:
    """How, with whom, and what happened to it: nothing of its time, its place or today."""
    told = described(card, one)
    yield from _joined(_manner(told))
    yield from _joined(_with(told))
    yield from (_happened(change, person) for change in one.changes)


def briefly(card: Card, one: Interview, longest: int = 120) -> str:
    """ "Second interview (by video, with Ana Lopes and Jo Li)". What its title says is not said again."""
    told = described(card, one)
    title = plain(one.summary, longest) or "Interview"
    known = title.casefold()
    people = listed(tuple(each for each in _names(told) if each.casefold() not in known))
    held = (part for part in _how(told) if part not in known)
    about = ", ".join([*held, *([f"with {people}"] if people else [])])
    return f"{title} ({about})" if about else title


def host(link: str) -> str:
    """The machine that a link leads to: "zoom.us"."""
    try:
        return plain(urlsplit(link).hostname or "", 80)
    except ValueError:
        return ""


def by(writer: Address | None, person: Person) -> str:
    """ " by Kate Mills" after what somebody did; "" where a calendar tells of it."""
    if writer is None:
        return ""
    return " by you" if person.owns(writer.email) else f" by {plain(writer.name or writer.email, 60)}"


def _until(one: Interview, person: Person) -> str:
    """ "to 16:00 BST"."""
    if one.is_all_day:
        return ""
    begin, end = person.local(one.start), person.local(one.end)
    over = "" if begin.date() == end.date() else f"{day(one.end, person)} "
    return f"to {over}{end:%H:%M} {end:%Z}"


def _manner(told: Described | None) -> str:
    """ "panel, by video; round 2, technical"."""
    if told is None:
        return ""
    number = f"round {told.round}" if told.round else ""
    words = plain(told.round_name, 60) if told.round_name != told.kind else ""
    return "; ".join(_joined(", ".join(_how(told)), ", ".join(part for part in (number, words) if part)))


def _how(told: Described | None) -> tuple[str, ...]:
    """ "panel" and "on site"."""
    if told is None:
        return ()
    held = _HELD.get(told.held or told.kind, "")
    panel = "panel" if told.kind == "panel" else ""
    return tuple(part for part in (panel, held) if part)


def _with(told: Described | None) -> str:
    """ "with Ana Lopes, VP Engineering; Jo Li (declined)"."""
    people = [
        plain(each.called, 160) + (" (declined)" if each.answer == DECLINED else "")
        for each in (told.interviewers if told is not None else ())
    ]
    more = len(people) - _PEOPLE
    shown = "; ".join([*people[:_PEOPLE], *([f"and {count(more, 'other')}"] if more > 0 else [])])
    return f"with {shown}" if shown else ""


def _names(told: Described | None) -> tuple[str, ...]:
    """Those who come, by name."""
    if told is None:
        return ()
    return tuple(plain(one.name, 60) for one in told.interviewers if one.name and one.answer != DECLINED)


def _where(one: Interview) -> Iterator[str]:
    place, leads = plain(one.location, 100), host(one.link)
    if place and "://" not in place:
        yield f"place: {place}"
    if leads:
        yield f"link: {leads}"


def _shared(card: Card, one: Interview) -> Iterator[Overlap]:
    return (each for each in card.overlaps if _name(one) in {_name(each.interview), _name(each.other)})


def _overlapping(shared: Overlap, one: Interview, card: Card, person: Person) -> str:
    mine = _name(shared.interview) == _name(one)
    other = shared.other if mine else shared.interview
    whose = called(shared.application if mine else card.history)
    return f"overlaps with {plain(whose, 60)}, {span_words(other, person.zone)}"


def _happened(one: Change, person: Person) -> str:
    who, when = by(one.by, person), day(one.at, person)
    match one.what:
        case What.MOVED:
            return f"moved from {moment(one.old.start, person)}{who} on {when}"
        case What.RESIZED:
            return _resized(one, person)
        case What.CANCELLED:
            return f"called off{who} on {when}"
        case What.DECLINED:
            return f"you declined it on {when}"
        case What.REVIVED:
            return f"set again{who} on {when}"


def _resized(one: Change, person: Person) -> str:
    """An end that went up after it had begun says how long it really took."""
    old, new = person.local(one.old.end), person.local(one.new.end)
    if one.at > one.new.start and new > old:
        return f"ran over: booked to {old:%H:%M}, ended {new:%H:%M}"
    return f"to end at {new:%H:%M} instead of {old:%H:%M}{by(one.by, person)} since {day(one.at, person)}"


def _joined(*parts: str) -> Iterator[str]:
    """One line of those that say something; none where none does."""
    if line := "; ".join(part for part in parts if part):
        yield line


def _name(one: Interview) -> tuple[str, str]:
    return one.uid, one.recurrence_id
