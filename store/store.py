"""The door to the store. Everything behind it is a function that takes a connection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from store import applications, commit, database, files, histories, readings, received, said, upgrade
from store import dump as dumping
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType

    import sqlalchemy as sa

    from classify.applications.types import Fact, Grouping, Verdict
    from classify.types import Reading
    from ingest.types import Message, Place, Problem
    from store.dump import Counts, Dump
    from store.history import History, OpenQuestion
    from store.intake import Committed, Intake, ReadMessage, SeenEvent


def open_store(url: str, *, now: datetime) -> Store:
    """The store at an SQLAlchemy URL, created or upgraded where needed.

    A file of SQLite is created for its owner alone, and copied aside before it is upgraded. Raises
    StoreTooNew for a database of a newer version, and StoreError for anything else that stands in the way.
    """
    parts = database.parsed(url)
    if parts.get_backend_name() == "sqlite":
        try:
            files.make_private(Path(parts.database or ""))
        except OSError as error:
            raise StoreError(
                f"{database.name_of(parts)}: {error.strerror or type(error).__name__}"
            ) from error
    engine = database.engine_for(parts)
    try:
        upgrade.bring_up(engine, now=now)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


class Store:
    """What is kept, of every candidate. Each method is one transaction; each may raise StoreError.

    Iterators read as they go: a transaction is open until they are exhausted or closed.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    # Received

    def candidate(self, name: str) -> int:
        """The number of the candidate of that name, who is added if not there yet."""
        with self._reading() as connection:
            found = received.candidate(connection, name)
        if found is not None:
            return found
        with self._writing() as connection:
            return received.add_candidate(connection, name)

    def commit(self, candidate: int, intake: Intake, now: datetime) -> Committed:
        """Writes a batch whole or not at all, the cursor last; a replay changes nothing.

        A message that is known gets one more sighting only. If its words were left out and are to be kept
        now, they are added, with its events and its full reading.
        """
        with self._writing() as connection:
            return commit.take_in(connection, candidate, intake, now)

    def keep(self, candidate: int, read: ReadMessage, now: datetime) -> None:
        """Adds the words, the events and the full reading of a message that had been left out."""
        with self._writing() as connection:
            commit.keep(connection, candidate, read, now)

    def put_events(self, candidate: int, events: Sequence[SeenEvent]) -> int:
        """Adds the versions of events that are not there yet; returns how many those were."""
        if not events:
            return 0
        with self._writing() as connection:
            return commit.put_events(connection, candidate, events)

    def cursors(self, candidate: int, source: str) -> dict[str, str]:
        """Stream -> cursor of a source; empty where nothing was read of it."""
        with self._reading() as connection:
            return received.cursors(connection, candidate, source)

    def calendars(self, candidate: int) -> tuple[str, ...]:
        """The paths of calendar files that were seen."""
        with self._reading() as connection:
            return received.calendars(connection, candidate)

    def known(self, candidate: int, keys: Iterable[str]) -> frozenset[str]:
        """Those of the messages that were seen before, kept or not."""
        with self._reading() as connection:
            return received.known(connection, candidate, keys)

    def kept(self, candidate: int) -> frozenset[str]:
        """The keys of all messages whose words are here."""
        with self._reading() as connection:
            return received.kept(connection, candidate)

    def left_out(self, candidate: int, keys: Collection[str] | None = None) -> dict[str, tuple[Place, ...]]:
        """Where those of the messages (all, if None) whose words are not here can be read again."""
        with self._reading() as connection:
            return received.left_out(connection, candidate, keys)

    def messages(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Message]:
        """The kept messages (those of `keys`, if given) with their events, in order of time."""
        with self._reading() as connection:
            yield from received.messages(connection, candidate, keys)

    def events(self, candidate: int) -> tuple[SeenEvent, ...]:
        """Every version of every event, as each source showed it."""
        with self._reading() as connection:
            return received.events(connection, candidate)

    def problems(self, candidate: int) -> tuple[Problem, ...]:
        """Every recorded problem, in order of place."""
        with self._reading() as connection:
            return received.problems(connection, candidate)

    # Said

    def verdicts(self, candidate: int) -> tuple[Verdict, ...]:
        """What the person said and did not take back, in that order."""
        with self._reading() as connection:
            return said.verdicts(connection, candidate)

    def say(self, candidate: int, verdict: Verdict, now: datetime) -> None:
        """Adds what the person said; `now` is when."""
        with self._writing() as connection:
            said.say(connection, candidate, verdict, now)

    def unsay(self, candidate: int, verdict: Verdict, now: datetime) -> bool:
        """Takes back what the person said; False if it was not said."""
        with self._writing() as connection:
            return said.unsay(connection, candidate, verdict, now)

    # Derived

    def facts(self, candidate: int) -> tuple[Fact, ...]:
        """What grouping needs of every message that may be about the job search, in order of time."""
        with self._reading() as connection:
            return readings.facts(connection, candidate)

    def readings(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Reading]:
        """The readings of kept messages (those of `keys`, if given), in the order of `messages`."""
        with self._reading() as connection:
            yield from readings.stream(connection, candidate, keys)

    def put_readings(self, candidate: int, new: Sequence[Reading]) -> None:
        """Replaces readings. Of a message whose words were left out, no words are written here either."""
        if not new:
            return
        with self._writing() as connection:
            readings.put(connection, candidate, new)

    def replace_applications(self, candidate: int, grouping: Grouping, rules: str) -> bool:
        """Puts `grouping` in place of all applications and questions; False if nothing had to be written."""
        with self._writing() as connection:
            return applications.replace_applications(connection, candidate, grouping, rules)

    def histories(self, candidate: int) -> tuple[History, ...]:
        """Every application with its messages and meetings, in order of their first message."""
        with self._reading() as connection:
            return histories.histories(connection, candidate)

    def history(self, candidate: int, application: str) -> History | None:
        """One application, or None where there is none of that id."""
        with self._reading() as connection:
            found = histories.histories(connection, candidate, application)
        return found[0] if found else None

    def questions(self, candidate: int) -> tuple[OpenQuestion, ...]:
        """What the person is asked to decide."""
        with self._reading() as connection:
            return histories.questions(connection, candidate)

    # All three

    def counts(self, candidate: int) -> Counts:
        """How much there is."""
        with self._reading() as connection:
            return dumping.counts(connection, candidate)

    def dump(self, candidate: int) -> Dump:
        """Everything, ready for JSON and without what two imports of the same mail would differ in."""
        with self._reading() as connection:
            return dumping.dump(connection, candidate)

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return database.reading(self._engine)

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return database.writing(self._engine)
