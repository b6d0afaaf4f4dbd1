"""Who is compared: mbsync, a bare download with imapclient, and tealeaves, each as a whole process.

python -m benchmarks.contenders HOST PORT USER PASSWORD FOLDER...     the bare download
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.inbox import ADDRESS, SINCE
from benchmarks.processes import Peak, Run, run

if TYPE_CHECKING:
    from tests.servers.account import Account

FOLDERS = ("INBOX", "Sent")  # where there is mail
AT_ONCE = 100
PASSWORD_VARIABLE = "TEALEAVES_BENCHMARK_PASSWORD"
TEALEAVES = str(Path(sys.executable).with_name("tealeaves"))
MBSYNC = """FSync {fsync}
IMAPAccount server
Host {host}
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account server

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns INBOX Sent Archive
Create Near
Sync Pull
SyncState *
"""
CONFIG = """[me]
name = "Robin Hale"
addresses = ["{address}"]
timezone = "Europe/London"
since = "{since}"

[store]
url = "sqlite:///{store}"

[[accounts]]
name = "benchmark"
kind = "imap"
host = "{host}"
port = {port}
security = "none"
user = "{user}"
password_env = "{variable}"
"""


class WrongResultError(Exception):
    """A contender did something else than it was asked to: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Mbsync:
    """mbsync into a Maildir, of the folders that tealeaves reads; what changes on the server changes here."""

    account: Account
    folder: Path
    fsync: bool = True

    def start_anew(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "mail").mkdir(parents=True)
        (self.folder / "mbsyncrc").write_text(
            MBSYNC.format(
                fsync="yes" if self.fsync else "no",
                host=self.account.server.host,
                port=self.account.server.port,
                user=self.account.user,
                password=self.account.password,
                folder=self.folder,
            )
        )

    def sync(self) -> Run:
        done = run(["mbsync", "-q", "-c", str(self.folder / "mbsyncrc"), "all"], os.environ)
        return _checked("mbsync", done)

    def held(self) -> int:
        """How many messages are in the Maildir."""
        return sum(len(list(self.folder.glob(f"mail/*/{part}/*"))) for part in ("new", "cur"))


@dataclass(frozen=True, slots=True)
class Tealeaves:
    account: Account
    folder: Path

    def start_anew(self, port: int | None = None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.aim_at(port or self.account.server.port)

    def aim_at(self, port: int) -> None:
        """Which port it talks to: the server's, or one in front of it that counts."""
        self.config.write_text(
            CONFIG.format(
                address=ADDRESS,
                since=SINCE.isoformat(),
                store=self.folder / "store.db",
                host=self.account.server.host,
                port=port,
                user=self.account.user,
                variable=PASSWORD_VARIABLE,
            )
        )

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def environment(self) -> dict[str, str]:
        return compiled(self.folder.parent) | {PASSWORD_VARIABLE: self.account.password}

    def version(self) -> Run:
        """The start of the program and nothing else."""
        return _checked("tealeaves --version", run([TEALEAVES, "--version"], self.environment))

    def sync(self, peak: Peak | None = None, listed: int | None = None) -> tuple[Run, dict[str, Any]]:
        """What it cost, and what it says. Raises WrongResultError if it did not list `listed` mails."""
        done = run([TEALEAVES, "--config", str(self.config), "sync", "--json"], self.environment, peak)
        _checked("tealeaves sync", done, allowed=(0, 3))  # 3: something in the mail could not be read
        (said,) = json.loads(done.out)["accounts"]
        if said["error"] or (listed is not None and said["listed"] != listed):
            raise WrongResultError(f"tealeaves sync listed {said['listed']}, not {listed}: {said['error']}")
        return done, said

    def imported(self, paths: Path) -> Run:
        """Reads the files into a store of its own."""
        return _checked(
            "tealeaves import",
            run([TEALEAVES, "--config", str(self.config), "import", "--json", str(paths)], self.environment),
            allowed=(0, 3),
        )

    def modules(self) -> frozenset[str]:
        """Every module that a sync imports (in its first process)."""
        command = [
            sys.executable,
            "-X",
            "importtime",
            TEALEAVES,
            "--config",
            str(self.config),
            "sync",
            "--json",
        ]
        lines = _checked("tealeaves sync", run(command, self.environment)).err.splitlines()
        # "import time:       251 |        251 |   _io"
        return frozenset(line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:"))


def compiled(folder: Path) -> dict[str, str]:
    """The environment, with bytecode kept in `folder` as an installation keeps it, whatever is set here."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TEALEAVES_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return others | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def bare(account: Account, folder: Path) -> Run:
    """Everything with imapclient, in chunks, thrown away: what the network and the library cost."""
    server = account.server
    command = [sys.executable, "-m", "benchmarks.contenders", server.host, str(server.port)]
    done = run([*command, account.user, account.password, *FOLDERS], compiled(folder))
    return _checked("imapclient", done)


def _checked(name: str, done: Run, allowed: tuple[int, ...] = (0,)) -> Run:
    if done.code not in allowed:
        raise WrongResultError(f"{name} ended with {done.code}: {(done.err or done.out)[-800:]}")
    return done


def download(host: str, port: int, user: str, password: str, folders: list[str]) -> int:
    """Fetches every message of the folders. How many they were."""
    from imapclient import IMAPClient

    with IMAPClient(host, port, ssl=False) as client:
        inner: Any = client._imap
        inner.debug = 0  # else imaplib formats every literal for a log that nobody reads
        client.login(user, password)
        done = 0
        for folder in folders:
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            for at in range(0, len(uids), AT_ONCE):
                done += len(client.fetch(uids[at : at + AT_ONCE], ["BODY.PEEK[]"]))
    return done


if __name__ == "__main__":
    print(download(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:]))
