"""The door to the store. Everything behind it is a function that takes a connection.

What a sync that finds nothing new does not need is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store import accounts, commit, database, files, readings, received, said, sightings, upgrade
from store.errors import StoreError
from store.rulesets import RuleSets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from classify.applications.types import Fact, Grouping, Letter, Verdict
    from classify.types import Me, Reading
    from ingest.types import CalendarEvent, Message, Place, Problem
    from store.dump import Counts, Dump
    from store.history import Ending, History, OpenQuestion, Title
    from store.intake import Committed, Intake, SeenEvent
    from store.lease import AccountState, Lease
    from store.mailed import MailedDigest


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


class Store(RuleSets):
    """What is kept, of every candidate. Each method is one transaction; each may raise StoreError.

    Iterators read as they go: a transaction is open until they are exhausted or closed.
    """

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
        now, they are added, with its events and its full reading. If nothing but its header was known, it
        gives way to the message in full, kept or not, and never the other way round.
        """
        with self._writing() as connection:
            return commit.take_in(connection, candidate, intake, now)

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

    def places(self, candidate: int, source: str) -> tuple[Place, ...]:
        """Where messages of a source were seen and are not known to be gone, each with its provider's id."""
        with self._reading() as connection:
            return sightings.places(connection, candidate, source)

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
        """Where those of the messages (all, if None) whose words are not here can be read again.

        A message that is at none of its places any longer is not among them.
        """
        with self._reading() as connection:
            return received.left_out(connection, candidate, keys)

    def messages(self, candidate: int, keys: Collection[str] | None = None) -> Iterator[Message]:
        """The kept messages (those of `keys`, if given) with their events, in order of time."""
        with self._reading() as connection:
            yield from received.messages(connection, candidate, keys)

    def since(self, candidate: int, time: datetime) -> tuple[str, ...]:
        """The keys of the messages from that time on, kept or not, in order of time."""
        with self._reading() as connection:
            return received.since(connection, candidate, time)

    def called(self, candidate: int) -> Iterator[tuple[str, str]]:
        """Key and Message-ID of every message, kept or not, the latest first."""
        with self._reading() as connection:
            yield from received.called(connection, candidate)

    def events(self, candidate: int) -> tuple[SeenEvent, ...]:
        """Every version of every event, as each source showed it."""
        with self._reading() as connection:
            return received.events(connection, candidate)

    def taken_events(self, candidate: int, source: str) -> tuple[CalendarEvent, ...]:
        """The latest version of each event of the candidate's own calendars at a place of that source."""
        with self._reading() as connection:
            return received.taken_events(connection, candidate, source)

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

    # Accounts

    def take_lease(
        self, candidate: int, account: str, holder: str, now: datetime, until: datetime
    ) -> Lease | None:
        """Takes the right to sync an account. None where it was taken; else the lease that stands in the way.

        Of any number who ask at once, one gets it. It may be taken if nobody has it, if it ran out before
        `now`, or by who has it.
        """
        with self._writing() as connection:
            return accounts.take(connection, candidate, account, holder, now, until)

    def renew_lease(self, candidate: int, account: str, holder: str, until: datetime) -> bool:
        """Keeps a lease until then; False if it was lost."""
        with self._writing() as connection:
            return accounts.renew(connection, candidate, account, holder, until)

    def release_lease(
        self,
        candidate: int,
        account: str,
        holder: str,
        *,
        synced_at: datetime | None = None,
        news: bool = False,
    ) -> bool:
        """Gives a lease back; False if it was lost, and nothing is noted.

        `synced_at` is when the sync was finished (None if it was not), `news` whether it brought anything.
        """
        with self._writing() as connection:
            return accounts.release(connection, candidate, account, holder, synced_at, news)

    def break_lease(self, candidate: int, account: str, holder: str) -> bool:
        """Takes a lease from a holder known to be dead; False if it is not that holder's any longer."""
        return self.release_lease(candidate, account, holder)

    def account(self, candidate: int, name: str) -> AccountState | None:
        """Who syncs an account, and when it was synced last; None where it never was."""
        with self._reading() as connection:
            return accounts.state(connection, candidate, name)

    def mailed_digest(self, candidate: int, week: str, recipient: str) -> MailedDigest | None:
        """The digest of that week as it was mailed to that address last; None where it was not."""
        from store import mailed

        with self._reading() as connection:
            return mailed.last(connection, candidate, week, recipient)

    def note_mailed(self, candidate: int, digest: MailedDigest) -> None:
        """Notes that a server took this digest, in place of an earlier one of its week and recipient."""
        from store import mailed

        with self._writing() as connection:
            mailed.note(connection, candidate, digest)

    # All three

    def counts(self, candidate: int) -> Counts:
        """How much there is."""
        from store import dump as dumping

        with self._reading() as connection:
            return dumping.counts(connection, candidate)

    def dump(self, candidate: int) -> Dump:
        """Everything, ready for JSON and without what two imports of the same mail would differ in."""
        from store import dump as dumping

        with self._reading() as connection:
            return dumping.dump(connection, candidate)
