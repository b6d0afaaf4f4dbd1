"""What the tests of the whole application share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tealeaves.cli.main import main

if TYPE_CHECKING:
    from tests.servers.account import Account
    from tests.tealeaves.person import Person

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "search"
AS_OF = "2026-09-28T08:00:00+01:00"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def tealeaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Runs a command line as the sample's person, with a store of the test's own."""
    monkeypatch.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
    monkeypatch.setenv("TEALEAVES_STORE", f"sqlite:///{tmp_path}/store/test.db")

    def run(*arguments: object) -> Said:
        capfd.readouterr()
        code = main([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Person:
    from tests.tealeaves.person import Person

    monkeypatch.setenv("SECRET", "secret")
    return Person(tmp_path, capfd, monkeypatch)


@pytest.fixture
def robin(person: Person, mailbox: Account) -> Person:
    """Robin, whose account is the mailbox."""
    from tests.tealeaves.person import account

    mailbox.folder("Sent")
    person.write(account(mailbox))
    return person
