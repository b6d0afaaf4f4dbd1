"""For the tests of a sync: mails, a connector to a test server, and an archive of what it gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.credentials import Password
from ingest.imap.account import Account
from ingest.imap.connector import Imap
from ingest.mime.parse import parse
from ingest.types import Gone, Heading, Message, Place, Problem, RawMail, Seen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from ingest.connector import Batch, Gate
    from ingest.credentials import SignIn
    from ingest.types import Item

    class Reachable(Protocol):
        @property
        def host(self) -> str: ...
        @property
        def port(self) -> int: ...


SINCE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def letter(number: int, body: str = "Dear Robin,\r\n\r\nsee you on Monday.\r\n", **headers: str) -> bytes:
    """One mail; `Message_ID=""` leaves that header out."""
    fields = {
        "From": "Jo Roe <jo@firm.example>",
        "To": "robin@postbox.example",
        "Subject": f"Letter {number}",
        "Message-ID": f"<{number}@firm.example>",
        "Date": "Mon, 2 Mar 2026 09:15:00 +0000",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"{head}\r\n{body}".encode()


@dataclass
class Archive:
    """A ledger that keeps everything, as a store does, and is asked by the tests what came."""

    cursors: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)  # by key; of headings too
    keys: dict[tuple[str, str], str] = field(default_factory=dict)  # (source, spot) -> key, where it is now
    spots: dict[tuple[str, str], Place] = field(default_factory=dict)

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset(key for key in keys if key in self.messages)

    def places(self, source: str) -> tuple[Place, ...]:
        return tuple(place for place in self.spots.values() if place.source == source)

    def take(self, batch: Batch) -> None:
        self.batches.append(batch)
        for item in batch.items:
            self._keep(item)
        self.cursors[batch.stream] = batch.cursor

    def forget_items(self) -> None:
        """What came so far is not counted in what comes next."""
        self.items, self.batches = [], []

    @property
    def mails(self) -> list[RawMail]:
        return [item for item in self.items if isinstance(item, RawMail)]

    @property
    def seen(self) -> list[Seen]:
        return [item for item in self.items if isinstance(item, Seen)]

    @property
    def gone(self) -> list[Gone]:
        return [item for item in self.items if isinstance(item, Gone)]

    @property
    def problems(self) -> list[Problem]:
        return [item for item in self.items if isinstance(item, Problem)]

    @property
    def subjects(self) -> list[str]:
        """Of the mails that came, in the order in which they came."""
        return [message.subject for mail in self.mails if isinstance(message := parse(mail), Message)]

    def subject_at(self) -> dict[tuple[str, str], str]:
        """What is where, as far as the archive knows."""
        return {spot: self.messages[key].subject for spot, key in self.keys.items()}

    def _keep(self, item: Item) -> None:
        self.items.append(item)
        if isinstance(item, Gone):
            self.keys.pop((item.place.source, item.place.spot), None)
            self.spots.pop((item.place.source, item.place.spot), None)
        elif isinstance(item, Seen):
            assert item.key in self.messages, "seen, and never given"
            self._put(item.place, item.key)
        elif isinstance(item, Heading):
            self.messages[item.message.key] = item.message
            self._put(item.place, item.message.key)
        elif isinstance(item, RawMail):
            message = parse(item)
            assert isinstance(message, Message), message
            self.messages[message.key] = message
            self._put(item.place, message.key)

    def _put(self, place: Place, key: str) -> None:
        self.keys[place.source, place.spot] = key
        self.spots[place.source, place.spot] = place


def all_pass(heading: Message, *, calendar: bool) -> bool:
    """A gate that stands open."""
    return True


def connector(
    server: Reachable,
    archive: Archive,
    user: str = "u",
    *,
    sign_in: SignIn | None = None,
    gate: Gate = all_pass,
    since: dt.datetime = SINCE,
    folders: tuple[str, ...] = (),
    patience_seconds: float = 20.0,
) -> Imap:
    """A connector to a server on loopback, not encrypted."""
    account = Account(
        "mine", server.host, since, server.port, "none", folders=folders, patience_seconds=patience_seconds
    )
    return Imap(account, sign_in or (lambda: Password(user, "secret")), gate, archive)


def sync(imap: Imap, archive: Archive, batches: int = 1_000_000) -> None:
    """Takes what is new into the archive; broken off after so many batches. The connector is closed."""
    with imap:
        for nth, batch in enumerate(imap.changes(dict(archive.cursors)), 1):
            archive.take(batch)
            if nth == batches:
                return


def bodies(commands: list[str]) -> list[str]:
    """The requests for more of a mail than its header."""
    return [
        one for one in commands if "FETCH" in one and "BODY.PEEK[" in one.replace("BODY.PEEK[HEADER.F", "")
    ]


def uids_of(command: str) -> list[int]:
    """The UIDs that a UID FETCH names: "UID FETCH 3:5,9 (…)"."""
    runs = [run.partition(":") for run in command.split()[2].split(",")]
    return [uid for low, _, high in runs for uid in range(int(low), int(high or low) + 1)]
