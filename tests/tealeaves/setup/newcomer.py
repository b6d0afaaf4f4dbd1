"""Somebody new: no configuration, a keyring or none, and a terminal or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect

from tests.tealeaves.conftest import ROOT, Said
from tests.tealeaves.setup.keyrings import VARIABLE

PATIENCE_SECONDS = 60
AGAIN_SECONDS = 5
TODAY = "2026-10-01"  # by the clock of the program
PROGRAM = (
    "import sys; from datetime import UTC, datetime; import tealeaves.cli.session as session; "
    f"session.clock = lambda: datetime.fromisoformat('{TODAY}').replace(tzinfo=UTC); "
    "from tealeaves.cli.main import main; sys.exit(main())"
)
# Whoever started the tests in the background may have had SIGINT ignored, and children inherit that.
HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


@dataclass
class Newcomer:
    """`before` is Python that runs ahead of the program, such as a provider more."""

    home: Path
    has_keyring: bool = True
    before: str = ""
    typed: list[str] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.home / "config" / "config.toml"

    @property
    def environment(self) -> dict[str, str]:
        keyring = "tests.tealeaves.setup.keyrings.NamedKeyring"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TEALEAVES", "XDG_"))}
        return kept | {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "xdg"),
            "TEALEAVES_CONFIG": str(self.config),
            "TEALEAVES_STORE": f"sqlite:///{self.home}/store/one.db",
            "TZ": "Europe/London",
            "TERM": "dumb",
            "PYTHONPATH": str(ROOT),
            VARIABLE: str(self.home / "keyring.json"),
            "PYTHON_KEYRING_BACKEND": keyring if self.has_keyring else "keyring.backends.fail.Keyring",
        }

    def kept(self) -> dict[str, str]:
        """What the keyring holds."""
        file = self.home / "keyring.json"
        return dict(json.loads(file.read_text())) if file.exists() else {}

    def run(self, *arguments: object, stdin: str = "") -> Said:
        """What a command says where nobody is at a terminal."""
        done = subprocess.run(
            [sys.executable, "-c", self.before + PROGRAM, *map(str, arguments)],
            input=stdin, capture_output=True, text=True, check=False, env=self.environment, cwd=self.home,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    def begins(self, *arguments: object) -> Talk:
        """A command at a terminal."""
        child = pexpect.spawn(
            sys.executable,
            ["-c", HEARS_CTRL_C + self.before + PROGRAM, *map(str, arguments)],
            env=self.environment, cwd=str(self.home), encoding="utf-8", timeout=PATIENCE_SECONDS,
            dimensions=(50, 200),
        )  # fmt: skip
        return Talk(child)

    def account(self) -> dict[str, Any]:
        """The one account of the configuration."""
        import tomllib

        [one] = tomllib.loads(self.config.read_text("utf-8"))["accounts"]
        return dict(one)


@dataclass
class Talk:
    child: Any
    said: str = ""

    def hears(self, words: str) -> None:
        """Returns once these words were said."""
        self.child.expect_exact(words)
        self.said += self.child.before + self.child.after

    def says(self, words: str, answer: str) -> None:
        """Answers a question."""
        self.hears(words)
        self.child.sendline(answer)

    def presses(self, words: str, key: str) -> None:
        self.hears(words)
        self.child.waitnoecho()  # what is typed before the program listens to single keys is lost
        self.child.send(key)

    def interrupts(self) -> int:
        """Ctrl-C, and the exit code. Once more where it fell between Python's last look and its reading."""
        for _ in range(PATIENCE_SECONDS // AGAIN_SECONDS):
            self.child.sendintr()
            if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=AGAIN_SECONDS) == 0:
                self.said += self.child.before
                break
        return self.end()

    def end(self) -> int:
        """The exit code, once it has ended."""
        self.child.expect(pexpect.EOF)
        self.said += self.child.before or ""
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)
