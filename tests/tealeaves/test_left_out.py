"""Of mail and meetings that are not about the job search, no words are kept: not in any file of the store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from ingest.invites import read_calendar
from ingest.mime.parse import parse
from ingest.types import Event, Message, Place, Problem, RawMail
from tealeaves.cli.main import main
from tests.tealeaves.conftest import AS_OF, ROOT, SAMPLE

WORD = re.compile(r"[^\W\d_]{7,}")
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


def mails() -> Iterator[tuple[Message, str]]:
    """The sample's mail, and all that was written in each file."""
    for path in sorted((SAMPLE / "mail").glob("*.eml")):
        raw = path.read_bytes()
        message = parse(RawMail(raw, Place("sample", "eml", path.name)))
        assert not isinstance(message, Problem)
        yield message, raw.decode("utf-8", "replace")


def distinctive(kept: set[str], empty: str) -> dict[str, set[str]]:
    """What each mail that is left out says and nothing else in the store can hold, by its Message-ID.

    What may be there: kept mail and meetings; of every mail the Message-IDs of itself and of what it answers;
    the names of tables and columns, as in an empty store; and the names of signals and phrases.
    """
    told = [empty, *(path.read_text(encoding="utf-8") for path in (ROOT / "classify").rglob("*.toml"))]
    told += [
        event.summary + event.description for event in _events() if event.summary not in private_summaries()
    ]
    left = dict[str, set[str]]()
    for message, raw in mails():
        told += [message.message_id, *message.in_reply_to, *message.references]
        if message.message_id in kept:
            told += [raw, message.subject, message.text]
        else:
            left[message.message_id] = pieces(f"{message.subject}\n{message.text}")
    known = "\n".join(told).casefold()
    return {key: {piece for piece in found if piece not in known} for key, found in left.items()}


def private_summaries() -> tuple[str, ...]:
    """What stands in the calendar and in no mail, and names no firm of the search."""
    mailed = {event.uid for message, _ in mails() for event in message.events}
    firms = [one["company"].casefold() for one in TRUTH["applications"]]
    return tuple(
        event.summary
        for event in _events()
        if event.uid not in mailed and not any(firm.split()[0] in event.summary.casefold() for firm in firms)
    )


@cache
def _events() -> tuple[Event, ...]:
    return tuple(read_calendar((SAMPLE / "calendar.ics").read_bytes(), Place("sample", "ics"))[0])


def pieces(text: str) -> set[str]:
    """The long words of a text, and all words three by three."""
    found = words(text)
    for line in text.casefold().splitlines():
        row = line.split(" ")
        found |= {" ".join(row[at : at + 3]) for at in range(len(row) - 2)}
    return {piece for piece in found if len(piece) > 6}


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


@dataclass(frozen=True)
class Imported:
    kept: set[str]  # Message-IDs
    before: str  # everything in the files of an empty store
    after: str


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The sample imported once, its mail as one mbox: names of files do stay, and these say something of the
    subjects."""
    folder = tmp_path_factory.mktemp("left_out")
    box, empty = folder / "all.mbox", folder / "empty.mbox"
    empty.write_bytes(b"")
    box.write_bytes(b"".join(_boxed(path.read_bytes()) for path in sorted((SAMPLE / "mail").glob("*.eml"))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
        patch.setenv("TEALEAVES_STORE", f"sqlite:///{folder}/store/test.db")
        printed("import", str(empty))
        before = stored(folder)
        printed("import", str(box), str(SAMPLE / "calendar.ics"))
        listed = json.loads(printed("applications", "--json", "--all", "--as-of", AS_OF))
    return Imported({key for one in listed for key in one["messages"]}, before, stored(folder))


def printed(*arguments: str) -> str:
    with redirect_stdout(StringIO()) as out:
        assert main(list(arguments)) == 0
    return out.getvalue()


def _boxed(raw: bytes) -> bytes:
    quoted = raw.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    return b"From x@y.example Mon Sep  7 10:00:00 2026\n" + quoted.rstrip(b"\n") + b"\n\n"


def stored(folder: Path) -> str:
    """Everything in the store's files: the database, its log, and whatever else lies there."""
    files = [path.read_bytes() for path in sorted((folder / "store").iterdir()) if path.is_file()]
    return b"\n".join(files).decode("utf-8", "replace").casefold()


def test_no_word_of_left_out_mail_is_in_any_file_of_the_store(imported: Imported) -> None:
    irrelevant = set(TRUTH["irrelevant"]) - imported.kept
    found = distinctive(imported.kept, imported.before)
    left = {key: found[key] for key in found if key in irrelevant}
    assert len(left) >= 10
    assert all(len(some) > 2 for some in left.values())
    assert {piece for some in left.values() for piece in some if piece in imported.after} == set()


def test_words_of_kept_mail_are_found_by_the_same_search(imported: Imported) -> None:
    kept = imported.kept
    subjects = {
        word for message, _ in mails() if message.message_id in kept for word in words(message.subject)
    }
    assert subjects
    assert all(word in imported.after for word in subjects)


def test_no_private_event_of_the_calendar_is_in_any_file_of_the_store(imported: Imported) -> None:
    private = private_summaries()
    assert len(private) >= 4
    assert [summary for summary in private if summary.casefold() in imported.after] == []
