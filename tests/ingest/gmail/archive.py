"""For the tests of a sync: a connector to a test server, and an archive of what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.credentials import Secret, Token
from ingest.gmail.account import Account
from ingest.gmail.connector import Gmail
from ingest.types import Gone, Heading, RawMail, Relabelled, Seen
from tests.ingest.imap import archive as imap
from tests.ingest.imap.archive import SINCE, all_pass

if TYPE_CHECKING:
    import datetime as dt
    from typing import Protocol

    from ingest.connector import Gate
    from ingest.credentials import SignIn
    from ingest.types import Item

    class Reachable(Protocol):
        @property
        def url(self) -> str: ...


@dataclass
class Archive(imap.Archive):
    """As IMAP's, and it keeps the labels of each place."""

    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by the messages' ids

    @property
    def relabelled(self) -> list[Relabelled]:
        return [item for item in self.items if isinstance(item, Relabelled)]

    def _keep(self, item: Item) -> None:
        super()._keep(item)
        if isinstance(item, Gone):
            self.labels.pop(item.place.spot, None)
        elif isinstance(item, RawMail | Seen):
            self.labels[item.place.spot] = item.labels
        elif isinstance(item, Heading):
            self.labels[item.place.spot] = item.message.labels
        elif isinstance(item, Relabelled) and item.place.spot in self.labels:
            self.labels[item.place.spot] = item.labels


def token(refused: str = "") -> Token:
    """The token that the test server takes."""
    return Token("robin@gmail.example", Secret("token"))


def connector(
    server: Reachable,
    archive: imap.Archive,
    *,
    sign_in: SignIn = token,
    gate: Gate = all_pass,
    since: dt.datetime = SINCE,
    name: str = "mine",
    patience_seconds: float = 20.0,
) -> Gmail:
    """A connector to a server on loopback."""
    return Gmail(Account(name, since, server.url, patience_seconds), sign_in, gate, archive)


def sync(gmail: Gmail, archive: imap.Archive, batches: int = 1_000_000) -> None:
    """Takes what is new into the archive; broken off after so many batches. The connector is closed."""
    with gmail:
        for nth, batch in enumerate(gmail.changes(dict(archive.cursors)), 1):
            archive.take(batch)
            if nth == batches:
                return
