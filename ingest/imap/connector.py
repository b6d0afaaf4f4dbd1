"""The IMAP connector: what came, what moved and what went, the newest of every folder first."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.connector import Batch, Passed
from ingest.errors import BusyError, SignInError, SourceError
from ingest.imap import cursor as cursors_
from ingest.imap import fetch, folders, requests
from ingest.imap.idle import Waited, idle
from ingest.imap.mails import past_the_gate
from ingest.imap.session import Session
from ingest.imap.spot import KIND, uid_of
from ingest.imap.tour import Tour
from ingest.outline.lost import gone, not_given
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from imapclient import IMAPClient

    from ingest.connector import Gate, Ledger
    from ingest.credentials import SignIn
    from ingest.imap.account import Account
    from ingest.imap.cursor import Look
    from ingest.imap.folders import Choice
    from ingest.types import RawMail


class Imap:
    """An account's mail, read-only. A context manager: it signs in when first asked and out at the end."""

    def __init__(self, account: Account, sign_in: SignIn, gate: Gate, ledger: Ledger) -> None:
        self._account = account
        self._session = Session(account, sign_in)
        self._gate = gate
        self._ledger = ledger
        self.passed = Passed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    @property
    def bytes_received(self) -> int:
        """How many octets the server sent, all told."""
        return self._session.bytes_received

    def folders(self) -> Choice:
        """The folders that a sync reads. Raises SourceError."""
        listing = self._session.folders()
        return folders.chosen(listing, self._account.folders, gmail=self._session.is_gmail)

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything since `cursors` (folder -> cursor), a batch of each folder in turn.

        A folder that cannot be read is a `Problem`, and the others are read. Raises SourceError where the
        account as a whole cannot be.
        """
        choice = self.folders()
        for name in choice.missing:
            place = Place(self._account.source(name), KIND)
            problem = Problem("no-folder", "no such folder; tealeaves accounts test lists them", place)
            yield Batch(name, (problem,), cursors.get(name, ""), 0, 0)
        tours = [
            Tour(self._session, one, self._account.source(one.name), self._gate, self._ledger, self.passed)
            for one in choice.folders
        ]
        waiting = deque(
            tour.batches(cursors.get(one.name, "")) for tour, one in zip(tours, choice.folders, strict=True)
        )
        while waiting:
            batches = waiting.popleft()
            batch = next(batches, None)
            if batch is not None:
                yield batch
                waiting.append(batches)

    def waiting(self) -> dict[str, int]:
        """How many messages a first sync lists in each folder that is read. Raises SourceError."""
        day = self._session.since - timedelta(days=1)  # as Tour asks
        return {
            one.name: self._session.ask_anew(
                one.name, lambda client, look: len(fetch.uids_since(client, look.exists, day))
            )
            for one in self.folders().folders
        }

    def again(self, place: Place) -> RawMail | Problem:
        """The mail at a place of this account once more, past the gate; "gone" where it is no longer."""
        return next(iter(self.again_many([place])))[1]

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, RawMail | Problem]]:
        """Each place with its mail, a few mails in memory at once; in an order of its own."""
        by_folder: defaultdict[str, list[Place]] = defaultdict(list)
        for place in places:
            by_folder[self._account.folder(place.source) or ""].append(place)
        for name, wanted in by_folder.items():
            yield from self._again_in(name, wanted)

    def wait(self, cursors: dict[str, str], seconds: float) -> Waited:
        """Waits until the first folder (the inbox, or all mail) is not as its cursor says; at most `seconds`,
        and no longer than one IDLE may last. Raises SourceError."""
        first = self.folders().folders[:1]
        if not first:
            return Waited.UNABLE
        name = first[0].name
        cursor = cursors_.read(cursors.get(name, ""))
        until = time.monotonic() + seconds

        def watch(client: IMAPClient, look: Look) -> Waited:
            if cursor is None or not cursors_.is_as_it_was(cursor, look):
                return Waited.CHANGED
            return idle(client, max(until - time.monotonic(), 0))

        return self._session.ask_anew(name, watch)

    def _again_in(self, folder: str, places: list[Place]) -> Iterator[tuple[Place, RawMail | Problem]]:
        validity = self._validity(folder)
        label = next((one.label for one in self.folders().folders if one.name == folder), folder)
        by_uid = {uid: place for place in places if (uid := uid_of(place, validity))}
        for place in places:
            if not uid_of(place, validity):
                yield place, gone(place)
        for chunk in requests.portions(sorted(by_uid, reverse=True)):
            found = requests.listed(self._session, folder, chunk)
            plans = {uid: past_the_gate(one, by_uid[uid], label) for uid, one in found.items()}
            for portion in requests.by_size(chunk, plans):
                fetched = requests.mails(
                    self._session, folder, [plans[uid] for uid in portion if uid in plans]
                )
                there = requests.still_there(
                    self._session, folder, [uid for uid in portion if uid not in fetched]
                )
                for uid in portion:
                    place = by_uid[uid]
                    yield place, fetched.get(uid) or (not_given(place) if uid in there else gone(place))

    def _validity(self, folder: str) -> int:
        """The UIDVALIDITY of a folder; 0, which none has, where there is no such folder any longer."""
        try:
            return self._session.look(folder).validity
        except (SignInError, BusyError):
            raise
        except SourceError:
            self._session.look_for_life()
            return 0
