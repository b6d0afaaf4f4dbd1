"""One person at work: the configuration, who they are, their store, and what time it is."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from tealeaves import config
from tealeaves.errors import UsageError
from tealeaves.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classify.signals.bank import Bank
    from classify.types import Me
    from reports.settings import Person
    from store.store import Store

CANDIDATE = "me"  # a personal install has one candidate
_YEARS = range(1900, 3000)  # what reports count from such a day stays within the calendar


_told: set[tuple[Path, str]] = set()  # what was remarked on each configuration, once is enough


@dataclass(frozen=True, slots=True)
class Session:
    config: config.Config

    @property
    def me(self) -> Me:
        from classify.types import Me

        table = self.config.tables.me
        mine = frozenset(each for one in table.addresses for each in spellings(one))
        return Me(table.name, mine, table.timezone)

    @property
    def bank(self) -> Bank | None:
        """The person's own signals, or None."""
        tables = self.config.tables.signals
        if not tables:
            return None
        from classify.signals import doubts
        from classify.signals.bank import BadBank, own_bank

        try:
            bank = own_bank({name: one.said() for name, one in tables.items()})
        except BadBank as error:
            raise UsageError(f"{self.config.path}: {error}") from None
        for line in doubts.of_bank(bank):
            if (self.config.path, line) not in _told:
                click.echo(f"tealeaves: {self.config.path}: {line}", err=True)
                _told.add((self.config.path, line))
        return bank

    @property
    def person(self) -> Person:
        from classify.signals.table import signal_table
        from reports.settings import Person
        from reports.thresholds import default_thresholds, overridden

        table, own = self.config.tables.me, self.config.tables.signals
        strengths = {name: 1.0 for name in own if name not in signal_table()}
        strengths.update({name: one.strength for name, one in own.items() if one.strength is not None})
        strengths.update(self.config.tables.momentum.strength)
        return Person(
            name=table.name,
            timezone=table.timezone,
            working_hours=self.config.working_hours,
            holidays=table.holidays,
            strengths=strengths,
            thresholds=overridden(default_thresholds(), self.config.tables.momentum.thresholds),
            addresses=self.me.addresses,
        )

    @contextlib.contextmanager
    def open(self, now: datetime) -> Iterator[tuple[Store, int]]:
        """The store and this person's number in it. Raises StoreError."""
        from store.store import open_store

        with open_store(self.config.store_url, now=now) as store:
            yield store, store.candidate(CANDIDATE)

    def now(self, given: str | None) -> datetime:
        """The time that --as-of names, in UTC, a day's last second; or the time it is. Raises UsageError."""
        return clock() if given is None else self._instant("--as-of", given, time(23, 59, 59))

    def since(self, given: str) -> datetime:
        """The time that --since names, in UTC, a day's first instant. Raises UsageError."""
        return self._instant("--since", given, time())

    def day(self, option: str, given: str) -> datetime:
        """The first instant, in UTC, of the day that an option names. Raises UsageError."""
        return self._instant(option, given, time())

    def until(self, given: str) -> datetime:
        """The time that --until names, in UTC, a day's last second. Raises UsageError."""
        return self._instant("--until", given, time(23, 59, 59))

    def _instant(self, option: str, given: str, of_a_day: time) -> datetime:
        try:
            if len(given) <= 10:
                read = datetime.combine(date.fromisoformat(given), of_a_day)
            else:
                read = datetime.fromisoformat(given)
            if read.year not in _YEARS:
                raise ValueError
        except ValueError:
            raise UsageError(
                f'{option} "{given}": not a day or time such as 2026-09-28 or 2026-09-28T08:00'
            ) from None
        if read.tzinfo is None:
            read = read.replace(tzinfo=ZoneInfo(self.config.tables.me.timezone))
        return read.astimezone(UTC)


def clock() -> datetime:
    """Now, in UTC: the one place that asks."""
    return datetime.now(UTC)
