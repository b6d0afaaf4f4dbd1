"""Dates, lengths and figures as a person reads them."""

from __future__ import annotations

from datetime import date, datetime

from reports.settings import Person
from reports.wording import length as length
from reports.wording import spoken


def day(value: date | datetime, person: Person) -> str:
    """ "Mon 23 Nov", on the person's clock."""
    return spoken(person.local(value).date() if isinstance(value, datetime) else value)


def moment(value: datetime, person: Person) -> str:
    """ "Mon 23 Nov 08:00", on the person's clock."""
    return f"{day(value, person)} {person.local(value):%H:%M}"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 reply", "2 replies"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def iso(value: date | datetime | None) -> str | None:
    """ISO 8601; instants in UTC."""
    return value.isoformat() if value is not None else None
