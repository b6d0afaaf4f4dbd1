"""Mailboxes written for these tests."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from ingest.files.connector import Files
from ingest.types import Problem, RawCalendar, RawMail

FROM_ = b"From jo@firm.example Mon Mar  2 09:15:00 2026\n"


def letter(subject: str = "Hello", body: str = "Dear Robin,\n\nsee you on Monday.\n") -> bytes:
    return f"From: Jo <jo@firm.example>\nSubject: {subject}\nMessage-ID: <{subject}@x>\n\n{body}".encode()


def mbox_of(*letters: bytes, from_: bytes = FROM_) -> bytes:
    """An mboxrd as a careful program writes it."""
    return b"".join(from_ + escaped(one) + b"\n" for one in letters)


def escaped(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def maildir(folder: Path, **letters: bytes) -> Path:
    """A Maildir folder; `cur__1` is the file `1:2,S` in `cur`, `new__2` the file `2` in `new`."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, raw in letters.items():
        part, _, unique = name.partition("__")
        written(folder / part / (f"{unique}:2,S" if part == "cur" else unique), raw)
    return folder


def everything(*paths: Path, cursors: dict[str, str] | None = None) -> list[RawMail | RawCalendar | Problem]:
    return [item for batch in Files(paths).changes(cursors or {}) for item in batch.items]


def mails(*paths: Path) -> list[RawMail]:
    return [item for item in everything(*paths) if isinstance(item, RawMail)]


def problems(*paths: Path) -> list[tuple[str, str]]:
    """Code and file name of each problem."""
    found = [item for item in everything(*paths) if isinstance(item, Problem)]
    return [(one.code, Path(one.place.source).name) for one in found]


_words = st.sampled_from(
    [
        "From here on",
        "From: Jo",
        ">From us",
        ">>From you",
        "",
        "",
        "Note: late",
        "Best,",
        "--x",
        " From me",
        "a" * 90,
    ]
)
bodies = st.lists(_words, max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines) or "x\n")
letters = st.builds(letter, st.integers(0, 999).map(lambda number: f"s{number}"), bodies)
