"""Taking everything out of the store, and putting it away for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import database
from store.door import Door

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from classify.applications.types import Grouping
    from store.away.everything import Decided, Identity, Seen
    from store.away.traces import Named, Trace
    from store.intake import Intake


class Away(Door):
    """What leaves. Each method is one transaction; each may raise StoreError."""

    def traces(self, candidate: int) -> tuple[Trace, ...]:
        """What of each message tells whether it goes with others, in order of time."""
        from store.away import traces

        with self._reading() as connection:
            return traces.traces(connection, candidate)

    def named(self, candidate: int) -> tuple[Named, ...]:
        """The applications by their names, in order of their first message."""
        from store.away import traces

        with self._reading() as connection:
            return traces.named(connection, candidate)

    def mentions(self, candidate: int, name: str) -> tuple[str, ...]:
        """The kept messages in whose subject or text the name stands."""
        from store.away import traces

        with self._reading() as connection:
            return traces.mentions(connection, candidate, name)

    def decided(self, candidate: int) -> tuple[Decided, ...]:
        """All that was ever said, with its times, taken back or not."""
        from store.away import everything

        with self._reading() as connection:
            return everything.decided(connection, candidate)

    def seen(self, candidate: int, keys: Collection[str]) -> dict[str, tuple[Seen, ...]]:
        """The places where each of the messages was seen."""
        from store.away import everything

        with self._reading() as connection:
            return everything.seen(connection, candidate, keys)

    def homes(self, candidate: int) -> dict[str, str]:
        """The id of the application that each message belongs to, by its key."""
        from store.away import everything

        with self._reading() as connection:
            return everything.homes(connection, candidate)

    def identities(self, candidate: int, keys: Collection[str]) -> tuple[Identity, ...]:
        """These messages without their words, in order of time."""
        from store.away import everything

        with self._reading() as connection:
            return everything.identities(connection, candidate, keys)

    def grouping(self, candidate: int) -> Grouping:
        """The applications and questions as they are stored."""
        from store import applications

        with self._reading() as connection:
            return applications.grouping(connection, candidate)

    def sources(self, candidate: int) -> frozenset[str]:
        """Every source that anything was seen in."""
        from store.away import purge

        with self._reading() as connection:
            return purge.sources(connection, candidate)

    def accounts_read(self, candidate: int) -> frozenset[str]:
        """Every account, and "files", of which something was read or that was synced."""
        from store.away import purge

        with self._reading() as connection:
            return purge.accounts(connection, candidate)

    def forgotten(self, candidate: int) -> frozenset[str]:
        """The keys of all messages that were forgotten."""
        from store.away import forgotten

        with self._reading() as connection:
            return forgotten.forgotten(connection, candidate)

    def without_forgotten(self, candidate: int, intake: Intake) -> Intake:
        """The batch without what was forgotten."""
        if not intake.messages:
            return intake
        from store.away import forgotten

        with self._reading() as connection:
            return forgotten.without(connection, candidate, intake)

    def forget(self, candidate: int, keys: Collection[str]) -> int:
        """Takes these messages out of every table and notes their keys, so that they never come back;
        returns how many were here. Settle after it; `store.away.erase` leaves no byte behind."""
        from store.away import purge

        with self._writing() as connection:
            return purge.purge(connection, candidate, keys)

    def strip(self, candidate: int, keys: Collection[str]) -> None:
        """Takes the words of these messages away, and leaves what is left of mail that was left out."""
        from store.away import purge

        if keys:
            with self._writing() as connection:
                purge.strip(connection, candidate, keys)

    def leave(self, candidate: int, account: str, sources: Collection[str]) -> None:
        """Forgets an account that was read from these sources, but for messages that were seen elsewhere
        too."""
        from store.away import purge

        with self._writing() as connection:
            purge.leave(connection, candidate, account, sources)

    def forget_events(self, candidate: int, uids: Collection[str]) -> None:
        """Takes these events of the candidate's own calendars away, in all their versions."""
        from store.away import purge

        if uids:
            with self._writing() as connection:
                purge.own_events(connection, candidate, uids)

    def accounts_synced(self, candidate: int) -> tuple[str, ...]:
        """Every account that was ever synced, by name."""
        from store import accounts

        with self._reading() as connection:
            return accounts.names(connection, candidate)

    def free_accounts(self, candidate: int) -> None:
        """Takes all leases: whoever held one when a backup was made holds none of the restored store."""
        from store import accounts

        with self._writing() as connection:
            accounts.free(connection, candidate)

    def lines(self, candidate: int, now: datetime) -> Iterator[str]:
        """Everything of the candidate as lines of a backup, as of one moment."""
        from store.away import lines

        engine = self._engine.execution_options(isolation_level="REPEATABLE READ")
        sqlite = self._engine.dialect.name == "sqlite"
        with database.reading(self._engine if sqlite else engine) as connection:
            yield from lines.lines(connection, candidate, now)

    def load(self, candidate: int, given: Iterable[str], name: str) -> None:
        """Puts the lines of a backup in place of all that the candidate has, but for what was forgotten."""
        from store.away import lines

        with self._writing() as connection:
            lines.load(connection, candidate, given, name)

    def candidates(self) -> tuple[int, ...]:
        """Everybody who has anything here."""
        import sqlalchemy as sa

        from store.models import CandidateRow

        with self._reading() as connection:
            return tuple(connection.scalars(sa.select(CandidateRow.id).order_by(CandidateRow.id)))

    def underive(self, candidate: int) -> None:
        """Drops the applications and questions: what is settled next derives them anew."""
        from store.away import purge

        with self._writing() as connection:
            purge.underive(connection, candidate)

    def clear(self, candidate: int) -> None:
        """Removes the candidate with everything that is theirs."""
        import sqlalchemy as sa

        from store.models import CandidateRow

        with self._writing() as connection:
            connection.execute(sa.delete(CandidateRow).where(CandidateRow.id == candidate))
