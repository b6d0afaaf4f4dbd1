"""The Gmail connector: what came, what was filed elsewhere and what went, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.connector import Passed
from ingest.gmail.labels import Labels
from ingest.gmail.mailbox import Mailbox
from ingest.gmail.reading import KIND, Reader
from ingest.gmail.tour import STREAM, Tour
from ingest.google.session import Session
from ingest.outline.lost import gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from ingest.connector import Batch, Gate, Ledger
    from ingest.credentials import SignIn
    from ingest.gmail.account import Account
    from ingest.types import Place, Problem, RawMail


class Gmail:
    """An account's mail, read-only. A context manager: it signs in when first asked."""

    def __init__(self, account: Account, sign_in: SignIn, gate: Gate, ledger: Ledger) -> None:
        self._account = account
        self._session = Session("gmail", account.api_root, sign_in, account.patience_seconds)
        self._mailbox = Mailbox(self._session)
        self._labels = Labels(self._mailbox.labels)
        self._ledger = ledger
        self.passed = Passed()
        self._reader = Reader(self._mailbox, account.name, self._labels, gate, ledger, self.passed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    @property
    def bytes_received(self) -> int:
        """How many octets the server sent, all told."""
        return self._session.bytes_received

    def mailbox(self) -> str:
        """The address of the mailbox; "" where the server does not say. Raises SourceError."""
        return self._mailbox.profile()[0]

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        """Everything since `cursors`, which has one cursor. Raises SourceError."""
        since = int(self._account.since.timestamp())
        tour = Tour(
            self._mailbox, self._reader, self._labels, self._account.name, since, self._ledger, self.passed
        )
        yield from tour.batches(cursors.get(STREAM, ""))

    def again(self, place: Place) -> RawMail | Problem:
        """The mail at a place of this account once more, past the gate; "gone" where it is no longer."""
        return next(iter(self.again_many([place])))[1]

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, RawMail | Problem]]:
        """Each place with its mail, a few mails in memory at once; in an order of its own."""
        mine: list[Place] = []
        for place in places:
            if place.kind == KIND and place.source == self._account.name and place.spot:
                mine.append(place)
            else:
                yield place, gone(place)
        yield from self._reader.again(mine)
