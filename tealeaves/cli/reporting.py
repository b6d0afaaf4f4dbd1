"""What the reporting commands share: the cards of all applications at one time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reports.overview import Card
    from reports.settings import Person
    from store.history import Ending, History, OpenQuestion, Title
    from tealeaves.cli.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a report is made of. The history of those that `ended` was not read.

    `known` are all endings that were kept, those of applications whose history was read among them; `as_of`
    is what `Store.altered` was then.
    """

    person: Person
    histories: tuple[History, ...]
    questions: tuple[OpenQuestion, ...]
    config: str  # where the person's settings came from
    ended: tuple[Ending, ...] = ()
    known: tuple[Ending, ...] = ()
    as_of: int = 0

    def cards(self, now: datetime) -> tuple[Card, ...]:
        """A card for each application known at `now` whose history was read. Raises UsageError for settings
        that cannot be."""
        from reports.overview import overview

        try:
            return overview(self.histories, self.person, now, self.ended)
        except ValueError as error:
            raise UsageError(f"{self.config}: me: {error}") from None

    def endings(self, cards: Iterable[Card]) -> tuple[Ending, ...]:
        """How each application ended that did: those that are `known`, then those that the cards show."""
        from reports.ending import endings

        known = {one.id for one in self.known}
        unknown = (one for one in self.histories if one.id not in known)
        return (*self.known, *endings(unknown, cards, self.person))


def standing(session: Session, now: datetime) -> Standing:
    """Everything that the store holds for this person. Raises StoreError."""
    with session.open(now) as (store, candidate):
        return Standing(
            session.person, store.histories(candidate), store.questions(candidate), str(session.config.path)
        )


def standing_open(
    session: Session, now: datetime, open_at: datetime | None = None, named: str = ""
) -> Standing:
    """The same, but an application that had ended by `open_at` (UTC, at the latest `now`; None for that) and
    did not change since is among the `ended`, unless `named` may mean it. Raises StoreError."""
    from reports.ending import ending_rules

    person = session.person
    with session.open(now) as (store, candidate):
        as_of = store.altered(candidate)
        known = store.endings(candidate, ending_rules(person), now)
        ended = {one.id: one for one in known if one.unchanged_since <= (open_at or now)}
        titles = store.titles(candidate)
        for meant in _meant(titles, named):
            ended.pop(meant, None)
        return Standing(
            person,
            store.histories(candidate, [one.id for one in titles if one.id not in ended] if ended else None),
            store.questions(candidate),
            str(session.config.path),
            tuple(ended.values()),
            known,
            as_of,
        )


def remember(session: Session, found: Standing, cards: Iterable[Card], now: datetime) -> None:
    """Keeps what the cards show of applications that ended, so that the next report need not read them.

    Where the store cannot be written, or others write to it just now, it goes without."""
    new = found.endings(cards)[len(found.known) :]
    if new:
        from tealeaves.pipeline.endings import keep

        with session.open(now) as (store, candidate):
            keep(store, candidate, found.person, new, found.as_of)


def fitting(titles: Iterable[tuple[str, str]], given: str) -> frozenset[str]:
    """The ids of the applications, given with their titles, that are meant: by the beginning of the id, or
    else by words of the title."""
    known, wanted = dict(titles), given.lower()
    fits = frozenset(one for one in known if len(wanted) >= 4 and one.startswith(wanted))
    words = wanted.split()
    return fits or frozenset(
        one for one, title in known.items() if all(word in title.lower() for word in words)
    )


def _meant(titles: Iterable[Title], named: str) -> frozenset[str]:
    if not named:
        return frozenset()
    from reports.render.names import title_of

    return fitting(((one.id, title_of(one)) for one in titles), named)


EMPTY = "No applications yet: tealeaves import PATH brings mail in."
