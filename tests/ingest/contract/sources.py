"""Where mail may come from. To hold a connector to the contract, write its `Source` and name it in conftest.

A source starts empty. `put` gives a handle by which `take_away` finds the mail again. `state` is all that a
reader could have changed. A source that is read anew as a whole when it changed (a file) is not `exact`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest.credentials import Token
from ingest.files.connector import Files
from tests.ingest.files.letters import mbox_of
from tests.ingest.gmail import archive as gmail
from tests.ingest.imap.archive import connector
from tests.servers.google.faults import bad_request, named
from tests.servers.imap.mail import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from ingest.connector import Connector
    from tests.ingest.imap.archive import Archive
    from tests.servers.account import Account
    from tests.servers.emulator.server import Emulator
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request
    from tests.servers.imap.server import ScriptedImap
    from tests.servers.pymap import Pymap


class Source(Protocol):
    exact: bool

    def put(self, raw: bytes) -> Any: ...
    def take_away(self, handle: Any) -> None: ...
    def spoil(self) -> bool:
        """Puts something that cannot be read. False where this source can hold no such thing."""
        ...

    def state(self) -> object: ...
    def connector(self, archive: Archive) -> AbstractContextManager[Connector]: ...


@dataclass
class OfFiles:
    """Files in a folder; `opened` is what a connector is given."""

    folder: Path
    exact: bool = False
    letters: list[bytes] = field(default_factory=list)

    def spoil(self) -> bool:
        (self.folder / "lost.eml").symlink_to(self.folder / "nowhere")
        return True

    def state(self) -> object:
        """Names, contents and times of change."""
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        return [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files]

    @contextlib.contextmanager
    def connector(self, archive: Archive) -> Iterator[Connector]:
        yield Files((self.folder,))


class OfMbox(OfFiles):
    def put(self, raw: bytes) -> bytes:
        self.letters.append(raw)
        self._write()
        return raw

    def take_away(self, handle: bytes) -> None:
        self.letters.remove(handle)
        self._write()

    def _write(self) -> None:
        (self.folder / "mail.mbox").write_bytes(
            mbox_of(*(raw.replace(b"\r\n", b"\n") for raw in self.letters))
        )


class OfMaildir(OfFiles):
    def put(self, raw: bytes) -> Path:
        for part in ("cur", "new", "tmp"):
            (self.folder / part).mkdir(exist_ok=True)
        self.letters.append(raw)
        path = self.folder / "cur" / f"{len(self.letters)}.box:2,S"
        path.write_bytes(raw)
        return path

    def take_away(self, handle: Path) -> None:
        handle.unlink()


class OfEml(OfFiles):
    def put(self, raw: bytes) -> Path:
        self.letters.append(raw)
        path = self.folder / f"{len(self.letters):03}.eml"
        path.write_bytes(raw)
        return path

    def take_away(self, handle: Path) -> None:
        handle.unlink()


@dataclass
class OfDovecot:
    account: Account
    exact: bool = True

    def __post_init__(self) -> None:
        for name in ("Sent", "Archive"):  # Dovecot would make them when somebody signs in
            self.account.folder(name)

    def put(self, raw: bytes) -> Path:
        return self.account.deliver(raw)

    def take_away(self, handle: Path) -> None:
        self.account.delete(handle)

    def spoil(self) -> bool:
        self.account.poison(b"From: jo@firm.example\r\nSubject: Spoiled\r\n\r\n\r\n")
        return True

    def state(self) -> object:
        return self.account.snapshot()

    def connector(self, archive: Archive) -> AbstractContextManager[Connector]:
        return connector(self.account.server, archive, self.account.user)


@dataclass
class OfScripted:
    server: ScriptedImap
    exact: bool = True
    uid: int = 0

    def put(self, raw: bytes) -> int:
        self.uid += 1
        self.server.folder("INBOX").add(Message(self.uid, raw))
        self.server.folder("INBOX").uidnext = self.uid + 1
        return self.uid

    def take_away(self, handle: int) -> None:
        self.server.folder("INBOX").remove(handle)

    def spoil(self) -> bool:
        uid = self.put(b"From: jo@firm.example\r\nSubject: Spoiled\r\n\r\n\r\n")
        self.server.script = replace(self.server.script, cut_literal={uid: 3})
        return True

    def state(self) -> object:
        return list(self.server.violations), [
            (one.uid, one.flags) for one in self.server.folder("INBOX").messages
        ]

    def connector(self, archive: Archive) -> AbstractContextManager[Connector]:
        return connector(self.server, archive)


@dataclass
class OfPymap:
    server: Pymap
    exact: bool = True

    def put(self, raw: bytes) -> bytes:
        with self._client() as client:
            client.append("INBOX", raw)
        return raw

    def take_away(self, handle: bytes) -> None:
        with self._client() as client:
            client.select_folder("INBOX")
            [uid] = [
                uid
                for uid, one in client.fetch(client.search(), ["BODY.PEEK[]"]).items()
                if one[b"BODY[]"] == handle
            ]
            client.delete_messages([uid])
            client.expunge()

    def spoil(self) -> bool:
        return False

    def state(self) -> object:
        with self._client() as client:
            client.select_folder("INBOX", readonly=True)
            found = client.fetch(client.search(), ["FLAGS"])
            return {uid: sorted(set(one[b"FLAGS"]) - {b"\\Recent"}) for uid, one in found.items()}

    def connector(self, archive: Archive) -> AbstractContextManager[Connector]:
        return connector(self.server, archive, self.server.user)

    @contextlib.contextmanager
    def _client(self) -> Iterator[Any]:
        from imapclient import IMAPClient

        with IMAPClient(self.server.host, self.server.port, ssl=False) as client:
            client.login(self.server.user, self.server.password)
            yield client


@dataclass
class OfGmail:
    server: GoogleServer
    exact: bool = True

    def put(self, raw: bytes) -> str:
        return self.server.mail.add(raw)

    def take_away(self, handle: str) -> None:
        self.server.mail.delete(handle)

    def spoil(self) -> bool:
        """One that is refused for ever, whatever of it is asked for."""
        spoiled = self.put(b"From: jo@firm.example\r\nSubject: Spoiled\r\n\r\n\r\n")
        asked_for = named("messages.get")

        def is_spoiled(request: Request) -> bool:
            return asked_for(request) and request.arguments["id"] == spoiled

        self.server.faults.on(is_spoiled, bad_request(), times=None)
        return True

    def state(self) -> object:
        mail = self.server.mail
        kept = {one: list(mail.mails[one].labels) for one in mail.ids}
        return list(self.server.violations), dict(mail.labels.names), kept

    def connector(self, archive: Archive) -> AbstractContextManager[Connector]:
        return gmail.connector(self.server, archive)


@dataclass
class OfEmulator:
    server: Emulator
    exact: bool = True

    def put(self, raw: bytes) -> str:
        return self.server.insert(raw)

    def take_away(self, handle: str) -> None:
        self.server.delete(handle)

    def spoil(self) -> bool:
        return False

    def state(self) -> object:
        return self.server.labels(), self.server.mails()

    def connector(self, archive: Archive) -> AbstractContextManager[Connector]:
        token = Token("", self.server.token)
        return gmail.connector(self.server, archive, sign_in=lambda refused="": token)
