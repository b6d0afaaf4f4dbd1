"""Readings and applications: what may be rebuilt from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import readings, received
from store.door import Door

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from classify.applications.types import Fact, Grouping, Letter
    from classify.types import Me, Reading
    from store.history import Ending, History, OpenQuestion, Title


class Derived(Door):
    """What was derived. Each method is one transaction; each may raise StoreError."""

    def unsettled(self, candidate: int) -> bool:
        """Whether anything was received, read anew, said or taken back since `replace_applications`."""
        with self._reading() as connection:
            return received.unsettled(connection, candidate)

    def changes(self, candidate: int) -> int:
        """How often anything was received, read anew, said or taken back."""
        with self._reading() as connection:
            return received.changes(connection, candidate)

    def facts(self, candidate: int) -> tuple[Fact, ...]:
        """What grouping needs of every message that may be about the job search, in order of time."""
        with self._reading() as connection:
            return readings.facts(connection, candidate)

    def every_fact(self, candidate: int) -> tuple[Fact, ...]:
        """The same of all messages, the irrelevant and the unread ones too."""
        with self._reading() as connection:
            return readings.facts(connection, candidate, every=True)

    def linked(self, candidate: int) -> Mapping[str, frozenset[str]]:
        """The rooms that messages and their invites link to, by the messages' keys."""
        from store import letters

        with self._reading() as connection:
            return letters.linked(connection, candidate)

    def letters(self, candidate: int, me: Me) -> tuple[Letter, ...]:
        """What grouping needs of every kept message, in order of time."""
        from store import letters

        with self._reading() as connection:
            return letters.letters(connection, candidate, me)

    def readings(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Reading]:
        """The readings of kept messages (those of `keys`, if given), in the order of `messages`, each with
        its signals as the person corrected them."""
        with self._reading() as connection:
            yield from readings.stream(connection, candidate, keys)

    def bare_readings(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Reading]:
        """The same by the rules alone, as they were put."""
        with self._reading() as connection:
            yield from readings.bare(connection, candidate, keys)

    def put_readings(self, candidate: int, new: Sequence[Reading]) -> None:
        """Replaces readings. Of a message whose words were left out, no words are written here either."""
        if not new:
            return
        with self._writing() as connection:
            readings.put(connection, candidate, new)

    def replace_applications(
        self,
        candidate: int,
        grouping: Grouping,
        rules: str,
        *,
        as_of: int | None = None,
        settled: bool = True,
    ) -> bool:
        """Puts `grouping` in place of all applications and questions; False if nothing had to be written.

        It was computed from the first `as_of` of `changes` (all, if None): the store is settled up to there,
        unless `settled` says that something could not be read now. What others computed from more stays.
        """
        from store import applications

        with self._writing() as connection:
            return applications.replace_applications(connection, candidate, grouping, rules, as_of, settled)

    def composition(self, candidate: int) -> str:
        """Stands for what the applications are called and which messages belong to each: the same for as long
        as these are."""
        from store import applications

        with self._reading() as connection:
            return applications.composition(connection, candidate)

    def grouped_by(self, candidate: int) -> frozenset[str]:
        """The rules that the applications come from."""
        from store import applications

        with self._reading() as connection:
            rows = applications.application_rows(connection, candidate)
        return frozenset(row.rules for row in rows)

    def histories(self, candidate: int, only: Collection[str] | None = None) -> tuple[History, ...]:
        """The applications (those of `only`, if given) with their messages and meetings, in order of their
        first message."""
        from store import histories

        with self._reading() as connection:
            return histories.histories(connection, candidate, only)

    def history(self, candidate: int, application: str) -> History | None:
        """One application, or None where there is none of that id."""
        from store import histories

        with self._reading() as connection:
            found = histories.histories(connection, candidate, [application])
        return found[0] if found else None

    def titles(self, candidate: int) -> tuple[Title, ...]:
        """What each application is called, in order of their first message."""
        from store import histories

        with self._reading() as connection:
            return histories.titles(connection, candidate)

    def endings(self, candidate: int, rules: str, at: datetime) -> tuple[Ending, ...]:
        """What was left, by these rules, of the applications that had ended at `at` and did not change since;
        the first to close first."""
        from store import endings

        with self._reading() as connection:
            return endings.endings(connection, candidate, rules, at)

    def altered(self, candidate: int) -> int:
        """How often something changed that endings are computed from."""
        from store import endings

        with self._reading() as connection:
            return endings.altered(connection, candidate)

    def put_endings(self, candidate: int, new: Sequence[Ending], rules: str, as_of: int) -> bool:
        """Adds what is left of applications that ended. False, and nothing is written, where it was computed
        from less than there is: `as_of` is what `altered` was before. Waits for no other writer, but raises
        StoreError.
        """
        from store import endings

        with self._writing(waits=False) as connection:
            return endings.put(connection, candidate, new, rules, as_of)

    def questions(self, candidate: int) -> tuple[OpenQuestion, ...]:
        """What the person is asked to decide."""
        from store import histories

        with self._reading() as connection:
            return histories.questions(connection, candidate)
