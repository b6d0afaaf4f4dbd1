"""A person of the tests' own machine, whose timers are played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tealeaves.person import Person
from tests.tealeaves.schedule.plans import Played

ACCOUNT = """
[[accounts]]
name = "personal"
kind = "imap"
host = "127.0.0.1"
port = 1
security = "none"
user = "robin"
password_file = "password"
"""


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """The programs of all systems, played, and nothing else on PATH; a home of the test's own."""
    found = Played(tmp_path / "played")
    found.start("systemctl", "launchctl", "crontab", "schtasks", "notify-send")
    monkeypatch.setenv("PATH", str(found.folder / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "TEALEAVES_STORE"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Our folder."""
    return tmp_path / "state" / "tealeaves"


@pytest.fixture
def robin_alone(person: Person, played: Played) -> Person:
    """Robin, whose account's server is not there."""
    person.write(ACCOUNT)
    (person.folder / "password").write_text("secret")
    (person.folder / "password").chmod(0o600)
    return person
