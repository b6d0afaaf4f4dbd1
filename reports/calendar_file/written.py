"""The entries as one calendar file (RFC 5545, RFC 7986)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reports.calendar_file.items import Item, Kind
from reports.interviews import Interview
from reports.overview import Card
from reports.render.interview_lines import about_lines, name
from reports.render.names import company, role
from reports.render.plain import plain
from reports.render.times import day
from reports.settings import Person
from reports.wording import spoken

if TYPE_CHECKING:
    from icalendar import Event, Timezone
    from icalendar.cal import Component

_NAME = "Job search"
_AGAIN = timedelta(hours=6)  # how often a calendar that subscribes should look
_LINK = re.compile(r"https?://[!#-;=?-\[\]_a-z~]{1,2000}", re.IGNORECASE)  # RFC 3986 §2


def calendar_ics(found: Iterable[Item], person: Person) -> str:
    """One VCALENDAR with these entries, its lines ended by CRLF. The same entries give the same text.

    It names nobody as ATTENDEE or ORGANIZER, so no calendar has anyone to write to. Interviews are in UTC;
    what is for a whole day takes no time.
    """
    from icalendar import Calendar

    root = Calendar()
    root.add("prodid", "-//tealeaves//calendar export//EN")
    root.add("version", "2.0")
    root.add("calscale", "GREGORIAN")
    root.add("method", "PUBLISH")
    root.add("name", _NAME)
    root.add("x-wr-calname", _NAME)  # what NAME was called before RFC 7986
    root.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    root.add("x-published-ttl", "PT6H")
    parts: list[Component] = [_event(one, person) for one in found]
    for part in parts or [_utc()]:  # RFC 5545 §3.6: at least one component
        root.add_component(part)
    told: bytes = root.to_ical()
    return told.decode()


def _event(one: Item, person: Person) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("dtstart", one.begin)
    if one.end is not None:
        event.add("dtend", one.end)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if one.interview is None or one.cancelled else "OPAQUE")
    event.add("summary", _summary(one))
    event.add("description", "\n".join(_description(one, person)))
    if one.interview is not None:
        if place := plain(one.interview.location, 300):
            event.add("location", place)
        if _LINK.fullmatch(one.interview.link):
            event.add("url", one.interview.link)
    return event


def _summary(one: Item) -> str:
    host = company(one.card)
    if one.kind is Kind.PROMISE:
        return f"{host}: word promised by today"
    if one.kind is Kind.FOLLOW_UP or one.interview is None:
        return f"{host}: ask for news if nothing has come"
    said = name(one.interview)
    return said if host.casefold() in said.casefold() else f"{host}: {said}"


def _description(one: Item, person: Person) -> Iterator[str]:
    card = one.card
    yield role(card)
    if agency := plain(card.history.agency):
        yield f"through {agency}"
    if one.interview is not None:
        yield from _of_interview(card, one.interview, person)
    elif one.kind is Kind.PROMISE:
        yield from _of_promise(card, person)
    else:
        yield from _of_follow_up(card, person)


def _of_interview(card: Card, one: Interview, person: Person) -> Iterator[str]:
    yield from about_lines(card, one, person)
    if link := plain(one.link):
        yield link


def _of_promise(card: Card, person: Person) -> Iterator[str]:
    if card.last_promise is not None:
        yield f"promised {day(card.last_promise.entry.at, person)}"


def _of_follow_up(card: Card, person: Person) -> Iterator[str]:
    if card.planned is None:
        return
    plan = card.planned.follow_up
    since = day(plan.since, person) if isinstance(plan.since, datetime) else spoken(plan.since)
    told = {"promise_missed": "word was due", "waiting": "no answer since"}
    yield f"{told.get(plan.reason, 'quiet since')} {since}"
    yield f"for a letter: tealeaves draft {card.id}"


def _utc() -> Timezone:
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (a zone's own time has none)
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone
