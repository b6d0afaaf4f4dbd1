"""Somebody with a configuration, a store and a test mailbox, who runs commands."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.store import open_store
from tealeaves.cli.main import main
from tests.tealeaves import post
from tests.tealeaves.conftest import ROOT, Said
from tests.tealeaves.syncs import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import pytest

    from ingest.types import Problem
    from tests.servers.account import Account

PATIENCE_SECONDS = 60
# Whoever started the tests in the background may have had SIGINT ignored, and children inherit that.
ONE_LINER = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " from tealeaves.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


@dataclass
class Person:
    """Somebody with a configuration and a store, who runs commands."""

    folder: Path
    capfd: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/store/one.db"

    def write(self, *accounts: str) -> None:
        """The configuration, with these accounts."""
        (self.folder / "config.toml").write_text(
            '[me]\nname = "Robin Hale"\naddresses = ["robin.hale@postbox.example"]\n'
            'timezone = "Europe/London"\nsince = "2026-08-01"\n'
            f'[store]\nurl = "{self.url}"\n' + "".join(accounts)
        )
        self.monkeypatch.setenv("TEALEAVES_CONFIG", str(self.folder / "config.toml"))

    def run(self, *arguments: object) -> Said:
        self.capfd.readouterr()
        code = main([str(one) for one in arguments])
        printed = self.capfd.readouterr()
        return Said(code, printed.out, printed.err)

    def sync(self) -> dict[str, Any]:
        """What a sync that went well says of the one account."""
        said = self.run("sync", "--json")
        assert (said.code, said.err) == (0, "")
        [one] = said.json()["accounts"]
        return dict(one)

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", ONE_LINER, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, text=True, stdout=pipe, stderr=pipe, **more)

    def shown(self) -> dict[str, Any]:
        with open_store(self.url, now=post.NOW) as store:
            return shown(store)

    def problems(self) -> tuple[Problem, ...]:
        with open_store(self.url, now=post.NOW) as store:
            return store.problems(store.candidate("me"))

    def take_lease(self, holder: str, until: datetime, account: str = "mail") -> None:
        with open_store(self.url, now=post.NOW) as store:
            assert store.take_lease(store.candidate("me"), account, holder, post.NOW, until) is None

    def standing(self, number: int) -> str:
        """How the mail of that number was read; "" where it is not known."""
        key = {row["message_id"]: row["key"] for row in self.shown()["messages"]}
        standing = {row["message_key"]: row["standing"] for row in self.shown()["readings"]}
        return standing.get(key.get(post.message_id(number), ""), "")


def account(mailbox: Account, *lines: str, name: str = "mail", port: int | None = None) -> str:
    how = lines or ('password_env = "SECRET"',)
    return (
        f'[[accounts]]\nname = "{name}"\nkind = "imap"\nhost = "{mailbox.server.host}"\n'
        f'port = {port or mailbox.server.port}\nsecurity = "none"\nuser = "{mailbox.user}"\n'
        'folders = ["INBOX", "Sent"]\n' + "\n".join(how) + "\n"
    )


def deliver(mailbox: Account, *mails: Any, to: str = "INBOX") -> list[Path]:
    raws = [one.as_bytes() for one in mails]
    return [mailbox.deliver(raw, to=to, received=post.sent(raw)) for raw in raws]


def wait_until(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"waited in vain: {what}")
        time.sleep(0.005)
