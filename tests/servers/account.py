"""One user of a test Dovecot: mail is put, moved and taken away behind the back of whoever is connected.

Maildir files are written directly (https://cr.yp.to/proto/maildir.html): it takes no time, and it is what
delivery agents and other mail programs do.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers.dovecot import PASSWORD, PATIENCE_SECONDS, Dovecot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_numbers = itertools.count(1)
# A tagged command, or the end of an IDLE, as Dovecot's raw log keeps it: behind the time it came.
_COMMAND = re.compile(
    rb"\d+\.\d+ (?:[A-Za-z0-9]+ (?P<command>[A-Z][^\r\n]*)|(?P<done>DONE))\r?$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class FolderState:
    uidvalidity: int
    highestmodseq: int
    messages: dict[int, str]  # UID -> flags, sorted, without \Recent (which belongs to a session)
    files: frozenset[str]  # names with their flags, whether still in new/ or in cur/ already


@dataclass(frozen=True, slots=True)
class Account:
    server: Dovecot
    user: str
    password: str = PASSWORD

    def folder(self, name: str = "INBOX") -> Path:
        """Where a folder's files are: made if it is not there. Names are as people see them: "Jobs/2026"."""
        from imapclient import imap_utf7

        top = self.server.folder / "mail" / self.user / "maildir"
        place = top
        if name != "INBOX":
            place = top / ("." + os.fsdecode(imap_utf7.encode(name)).replace("/", "."))
        if not (place / "cur").is_dir():
            for path in (top.parent, top, place, *(place / part for part in ("tmp", "new", "cur"))):
                path.mkdir(exist_ok=True)
                self._own(path)
            if place != top:
                (place / "maildirfolder").touch()
                self._own(place / "maildirfolder")
        return place

    def remove_folder(self, name: str) -> None:
        shutil.rmtree(self.folder(name))

    def deliver(
        self, raw: bytes, *, to: str = "INBOX", received: dt.datetime | None = None, flags: str = ""
    ) -> Path:
        """The file of a new message. UIDs follow the order of delivery.

        received: its INTERNALDATE. flags: Maildir letters, "S" for \\Seen, "R" \\Answered, "T" \\Deleted, …
        """
        folder, number = self.folder(to), next(_numbers)
        size, crlf_size = len(raw), len(raw) + len(re.findall(rb"(?<!\r)\n", raw))
        # Dovecot gives UIDs in the order of the number in front.
        name = f"{1_000_000_000 + number}.M{number}P{os.getpid()}.test,S={size},W={crlf_size}"
        draft = folder / "tmp" / name
        draft.write_bytes(raw)
        self._own(draft)
        if received is not None:
            os.utime(draft, (received.timestamp(), received.timestamp()))
        return draft.rename(folder / "cur" / f"{name}:2,{_sorted(flags)}" if flags else folder / "new" / name)

    def deliver_all(self, raws: Iterable[bytes], *, to: str = "INBOX") -> list[Path]:
        return [self.deliver(raw, to=to) for raw in raws]

    def find(self, delivered: Path) -> Path:
        """Where the file of a message is by now: its flags, new/ and cur/ may have changed."""
        key = delivered.name.partition(":")[0]
        folder = delivered.parent.parent
        return next(path for path in _files(folder) if path.name.partition(":")[0] == key)

    def delete(self, delivered: Path) -> None:
        """Takes it away, as another program's EXPUNGE does."""
        self.find(delivered).unlink()

    def move(self, delivered: Path, to: str) -> Path:
        """Its file in the other folder, where it gets a new UID."""
        found = self.find(delivered)
        flags = found.name.partition(":2,")[2]
        name = f"{found.name.partition(':')[0]}:2,{flags}"
        return found.rename(self.folder(to) / "cur" / name)

    def flag(self, delivered: Path, flags: str) -> Path:
        """Gives it exactly these flags (Maildir letters)."""
        found = self.find(delivered)
        name = f"{found.name.partition(':')[0]}:2,{_sorted(flags)}"
        return found.rename(found.parent.parent / "cur" / name)

    def poison(self, raw: bytes, *, to: str = "INBOX") -> Path:
        """A message whose file Dovecot may not read: a FETCH of it ends in BYE and a closed connection."""
        path = self.deliver(raw, to=to)
        path.chmod(0)
        return path

    def set_uidvalidity(self, value: int, folder: str = "INBOX") -> None:
        """A new UIDVALIDITY with the same UIDs. A session that has the folder open is cut off."""
        self.server.doveadm("mailbox", "update", "-u", self.user, "--uid-validity", str(value), folder)

    def forget_uids(self, folder: str = "INBOX") -> None:
        """As after a restored backup: a new UIDVALIDITY, and UIDs from 1 on."""
        for path in [
            *self.folder(folder).glob("dovecot-uidlist*"),
            *self.folder(folder).glob("dovecot.index*"),
        ]:
            path.unlink()

    def renumber(self, folder: str = "INBOX") -> None:
        """A server that lies: the same UIDVALIDITY, other UIDs."""
        for path in self.folder(folder).glob("dovecot-uidlist*"):
            path.unlink()

    def kick(self) -> None:
        """Cuts every connection of this user: the clients read the end of the stream."""
        self.server.doveadm("kick", self.user)

    def record(self) -> None:
        """From the next sign-in on, `commands` knows what was sent."""
        place = self._record
        place.mkdir(exist_ok=True)
        self._own(place)

    def commands(self) -> list[str]:
        """What clients sent after signing in, session by session, without tags: "UID FETCH 1 (FLAGS)"."""
        if not self._record.is_dir():
            raise RuntimeError("nothing is recorded: call record() before the client signs in")
        found = []
        for path in sorted(self._record.glob("*.in")):
            for match in _COMMAND.finditer(path.read_bytes()):
                found.append((match["command"] or match["done"]).decode(errors="replace"))
        return found

    def wait_for(self, command: str, times: int = 1) -> None:
        """Returns once clients have sent `times` commands that start so. Raises TimeoutError after 20 s."""
        until = time.monotonic() + PATIENCE_SECONDS
        while sum(sent.startswith(command) for sent in self.commands()) < times:
            if time.monotonic() > until:
                raise TimeoutError(f"no {command} among {self.commands()}")
            time.sleep(0.005)

    def snapshot(self) -> dict[str, FolderState]:
        """All that a client could have changed, folder by folder, from Dovecot's index and from the files.

        Two of them are equal if nothing came, went, moved or changed its flags in between, not even for a
        moment: each change raises HIGHESTMODSEQ (RFC 7162 3.1).
        """
        mine = ("-u", self.user)
        status = self._table("mailbox", "status", *mine, "uidvalidity highestmodseq", "*")
        flags: dict[str, dict[int, str]] = {}
        for name, uid, said in self._table(
            "fetch", "-u", self.user, "mailbox uid flags", "mailbox", "*", "ALL"
        ):
            kept = sorted(set(said.split()) - {r"\Recent"})
            flags.setdefault(name, {})[int(uid)] = " ".join(kept)
        return {
            name: FolderState(int(uidvalidity), int(modseq), flags.get(name, {}), self._names(name))
            for name, uidvalidity, modseq in status
        }

    @property
    def _record(self) -> Path:
        return self.server.folder / "rawlog" / self.user

    def _names(self, folder: str) -> frozenset[str]:
        if self.server.options.mail_format != "maildir":
            return frozenset()
        return frozenset(path.name.removesuffix(":2,") for path in _files(self.folder(folder)))

    def _table(self, *arguments: str) -> list[Sequence[str]]:
        return [line.split("\t") for line in self.server.doveadm("-f", "tab", *arguments).splitlines()[1:]]

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.server.uid, self.server.gid)


def _files(folder: Path) -> Iterable[Path]:
    return itertools.chain((folder / "new").iterdir(), (folder / "cur").iterdir())


def _sorted(flags: str) -> str:
    return "".join(sorted(set(flags)))  # Maildir wants them in ASCII order
