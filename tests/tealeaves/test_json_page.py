"""docs/reference/json.md names the keys that each command really prints, and no others."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from scripts.reference.commands import commands
from tests.tealeaves import post
from tests.tealeaves.conftest import AS_OF, ROOT, SAMPLE
from tests.tealeaves.correcting import ASKED, mails
from tests.tealeaves.schedule.plans import Played

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person

PAGE = ROOT / "docs" / "reference" / "json.md"
ACCOUNT = '[[accounts]]\nname = "box"\nkind = "mbox"\npath = "box.mbox"\n'


def on_the_page() -> dict[str, set[str]]:
    """What is called -> its keys: those of the first column of the table below its heading."""
    found: dict[str, set[str]] = {}
    for part in re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        rows = re.findall(r"^\| (`[^|]*) \|", text.partition("\n## ")[0], re.MULTILINE)
        for called in heading.split(", "):
            found.setdefault(called, set()).update(re.findall(r"`(\w+)`", " ".join(rows)))
    return found


@pytest.fixture
def robin(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Robin with two like jobs at one firm, in an account that is a file, and with played timers."""
    played = Played(tmp_path / "played")
    played.start("crontab")
    monkeypatch.setenv("PATH", str(played.folder / "bin"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STATE", "DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    boxed = [*mails(), post.newsletter(50)]
    (tmp_path / "box.mbox").write_bytes(b"".join(post.boxed(one.as_bytes()) for one in boxed))
    person.write(ACCOUNT)
    return person


def keys(printed: str) -> set[str]:
    """The keys of the value; of a list, those of its first."""
    value: Any = json.loads(printed)
    if isinstance(value, list):
        assert value, "an empty list shows no keys"
        value = value[0]
    return set(value)


CALLS: dict[str, tuple[str, ...]] = {
    "import": ("import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")),
    "accounts add": ("accounts", "add", "--kind", "mbox", "--path", "OTHER", "--name", "other", "--no-sync"),
    "accounts list": ("accounts", "list"),
    "accounts test": ("accounts", "test"),
    "sync": ("sync",),
    "applications": ("applications", "--as-of", AS_OF),
    "show": ("show", "pemberton", "--as-of", AS_OF),
    "draft": ("draft", "pemberton", "--as-of", AS_OF),
    "digest": ("digest", "--as-of", AS_OF),
    "responsiveness": ("responsiveness", "--as-of", AS_OF),
    "outcomes": ("outcomes", "--as-of", AS_OF),
    "search": ("search", "offer"),
    "schedule install --print": ("schedule", "install", "--with", "cron", "--print"),
    "schedule install": ("schedule", "install", "--with", "cron"),
    "schedule run": ("schedule", "run", "sync"),
    "schedule status": ("schedule", "status"),
    "schedule remove": ("schedule", "remove"),
    "questions": ("questions",),
    "questions MESSAGE": ("questions", post.message_id(ASKED), "--application", "new"),
    "applications close": ("applications", "close", "quillfeather", "--as", "no-answer"),
    "applications reopen": ("applications", "reopen", "quillfeather"),
    "applications snooze": ("applications", "snooze", "quillfeather", "all", "--reason", "away"),
    "applications rename": ("applications", "rename", "quillfeather", "--role", "Head of Data"),
    "applications split": ("applications", "split", "pemberton", "--from", "2026-09-10"),
    "applications merge": ("applications", "merge", "quillfeather", "castellan"),
    "label": ("label", "CAEfDLged1", "+positive_feedback", "--words", "in the top three"),
    "label --review": ("label", "--review"),
    "notes": ("notes", "solventa", "eight people"),
    "debrief": ("debrief", "solventa", "--overall", "4"),
    "decisions": ("decisions",),
    "decisions --undo": ("decisions", "--undo", "1"),
    "decisions --redo": ("decisions", "--redo", "1"),
    "classify": ("classify", "MAIL"),
    "explain": ("explain", "CAEfDLged1"),
    "audit": ("audit",),
    "audit MESSAGE": ("audit", post.message_id(50), "--leave-out"),
    "reclassify": ("reclassify",),
    "backup": ("backup", "BACKUP"),
    "restore": ("restore", "BACKUP", "--dry-run"),
    "forget": ("forget", "solventa", "--dry-run"),
    "export": ("export", "--format", "json"),
    "doctor": ("doctor", "--offline"),
    "accounts remove": ("accounts", "remove", "other", "--yes"),
}
"""What is called on the page -> what is typed, one after the other in one store."""


def test_the_keys_on_the_page_are_those_that_are_printed(robin: Person, tmp_path: Path) -> None:
    (tmp_path / "other.mbox").write_bytes((tmp_path / "box.mbox").read_bytes())
    places = {
        "OTHER": tmp_path / "other.mbox",
        "BACKUP": tmp_path / "a.db",
        "MAIL": next((SAMPLE / "mail").glob("*.eml")),
    }
    printed = {}
    for called, typed in CALLS.items():
        more = () if called == "export" else ("--json",)
        said = robin.run(*(places.get(word, word) for word in typed), *more)
        assert said.out, f"{called}: {said.err}"
        printed[called] = keys(said.out)
    assert printed == on_the_page()


def test_every_command_that_takes_json_is_on_the_page() -> None:
    page = on_the_page()
    for words, command in commands():
        if any("--json" in option.opts for option in command.params):
            assert words in page, words
