"""Somebody whose machine has everything of ours on it: store, backups, logs; made once and then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.store import open_store
from tealeaves.cli.main import main
from tests.tealeaves.conftest import SAMPLE, Said

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)


@dataclass
class Home:
    """A machine with one person on it."""

    folder: Path
    capfd: pytest.CaptureFixture[str]

    @property
    def database(self) -> Path:
        return self.folder / "data" / "tealeaves" / "tealeaves.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def backups(self) -> list[Path]:
        return sorted((self.database.parent / "backups").glob("*"))

    def run(self, *arguments: object) -> Said:
        self.capfd.readouterr()
        code = main([str(one) for one in arguments])
        printed = self.capfd.readouterr()
        return Said(code, printed.out, printed.err)

    def done(self, *arguments: object) -> Said:
        said = self.run(*arguments)
        assert (said.code, said.err) == (0, "")
        return said

    def dump(self) -> dict[str, Any]:
        return dump_of(self.url)

    def applications(self) -> dict[str, dict[str, Any]]:
        found = self.done("applications", "--all", "--json", "--as-of", NOW.isoformat()).json()
        return {one["company"]: one for one in found}

    def files_with(self, *words: str) -> list[str]:
        """Our files in which any of the words stands, in whatever encoding and case."""
        wanted = [
            form for word in words for form in map(word.lower().encode, ("utf-8", "utf-16-le", "utf-16-be"))
        ]
        ours = [path for path in self.folder.rglob("*") if path.is_file()]
        raw = {path: path.read_bytes().lower() for path in ours if "outside" not in path.parts}
        return [str(path) for path, text in raw.items() if any(form in text for form in wanted)]


def dump_of(url: str) -> dict[str, Any]:
    """Everything in a store, but for the keys of what was forgotten, and who was synced when."""
    with open_store(url, now=NOW) as store:
        found = dict(store.dump(store.candidate("me")))
    for table in ("forgotten", "accounts"):
        del found[table]
    for event in found["events"]:
        if event["carrier"] is None:  # one of a calendar has its place by when it was found to belong
            del event["position"]
    return found


def settle_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This person's folders are those below `folder`, and it is always the same morning."""
    for name in ("data", "state", "cache", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(folder / name))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("TEALEAVES_CONFIG", str(folder / "config" / "tealeaves" / "config.toml"))
    monkeypatch.delenv("TEALEAVES_STORE", raising=False)
    monkeypatch.setenv("PATH", str(folder / "bin"))  # nobody's crontab is looked at
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    (folder / "config" / "tealeaves").mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of somebody who imported the sample search."""
    folder = tmp_path_factory.mktemp("imported")
    with pytest.MonkeyPatch.context() as patch:
        settle_at(folder, patch)
        shutil.copy(SAMPLE / "config.toml", folder / "config" / "tealeaves" / "config.toml")
        assert main(["import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")]) == 0
    return folder


@pytest.fixture
def empty_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[str], Home]:
    """Moves to a machine that has a configuration and nothing else."""

    def move(name: str) -> Home:
        folder = tmp_path / name
        settle_at(folder, monkeypatch)
        shutil.copy(SAMPLE / "config.toml", folder / "config" / "tealeaves" / "config.toml")
        return Home(folder, capfd)

    return move


@pytest.fixture
def home(
    imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Home:
    """The sample search, imported."""
    folder = tmp_path / "home"
    shutil.copytree(imported, folder)
    settle_at(folder, monkeypatch)
    return Home(folder, capfd)
