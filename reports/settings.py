"""What reports need to know of the person they are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from zoneinfo import ZoneInfo

from reports.thresholds import Thresholds, default_thresholds


@dataclass(frozen=True, slots=True)
class Person:
    """The candidate's own settings.

    `working_hours` is (opens, closes) in `timezone`; `holidays` is a code of the holidays package such as
    "GB-ENG", "" for none; `strengths` overrides numbers of the signal table; `addresses` are the candidate's
    own, lower case, "@domain" for every address of it (they are no interviewers).
    """

    name: str = ""
    timezone: str = "UTC"
    working_hours: tuple[time, time] = (time(9), time(17, 30))
    holidays: str = ""
    strengths: Mapping[str, float] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=default_thresholds)
    addresses: frozenset[str] = frozenset()

    def owns(self, email: str) -> bool:
        return email in self.addresses or f"@{email.rpartition('@')[2]}" in self.addresses

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone)

    def local(self, at: datetime) -> datetime:
        """`at` on the person's own clock."""
        return at.astimezone(self.zone)
