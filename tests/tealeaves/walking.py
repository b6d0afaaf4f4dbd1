"""Somebody who installed the program a minute ago, with nothing configured, and a mailbox to find."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

import pexpect

from tests.tealeaves import post
from tests.tealeaves.conftest import SAMPLE
from tests.tealeaves.schedule.plans import Played
from tests.tealeaves.setup.newcomer import HEARS_CTRL_C, PATIENCE_SECONDS, PROGRAM, Newcomer, Talk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.account import Account

ROBIN = "robin.hale@postbox.example"
COLUMNS = 80
_COLOUR = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")


@dataclass
class Stranger(Newcomer):
    """Whose programs for timers and notices are played, and whose terminal has the usual 80 columns."""

    columns: int = COLUMNS

    @property
    def config(self) -> Path:
        """The platform's place for it."""
        return self.home / "xdg" / "tealeaves" / "config.toml"

    @property
    def played(self) -> Played:
        return Played(self.home / "played")

    @property
    def environment(self) -> dict[str, str]:
        usual = super().environment
        for name in ("TEALEAVES_CONFIG", "TEALEAVES_STORE"):
            del usual[name]
        return usual | {
            "XDG_STATE_HOME": str(self.home / "state"),
            "PATH": f"{self.played.folder / 'bin'}:{usual['PATH']}",
            "TERM": "xterm-256color",
        }

    def begins(self, *arguments: object) -> Talk:
        child = pexpect.spawn(
            sys.executable,
            ["-c", HEARS_CTRL_C + self.before + PROGRAM, *map(str, arguments)],
            env=self.environment, cwd=str(self.home), encoding="utf-8", timeout=PATIENCE_SECONDS,
            dimensions=(50, self.columns),
        )  # fmt: skip
        return Talk(child)

    def reads(self, *arguments: object, code: int = 0) -> str:
        """What a command shows at a terminal, without its colours."""
        talk = self.begins(*arguments)
        ended = talk.end()
        shown = _COLOUR.sub("", talk.said).replace("\r\n", "\n")
        assert ended == code, f"{arguments}: {ended}\n{shown}"
        return shown


def stranger(home: Path, *, has_keyring: bool) -> Stranger:
    """At a home whose path has what scripts trip over."""
    home.mkdir()
    new = Stranger(home, has_keyring)
    new.played.start("systemctl", "crontab", "launchctl", "notify-send")
    return new


def fits(shown: str) -> bool:
    """Whether no line is broken in two by the terminal."""
    return all(len(line) <= COLUMNS for line in shown.splitlines())


def sample() -> list[bytes]:
    """The mails of the sample search, the oldest first."""
    return [path.read_bytes() for path in sorted((SAMPLE / "mail").glob("*.eml"))]


def deliver_sample(mailbox: Account) -> None:
    """The sample search as it lies at a provider: received mail here, sent mail there."""
    for folder in ("Sent", "Archive"):
        mailbox.folder(folder)
    for raw in sample():
        is_mine = ROBIN in str(BytesHeaderParser().parsebytes(raw)["From"])
        mailbox.deliver(raw, to="Sent" if is_mine else "INBOX", received=post.sent(raw))
