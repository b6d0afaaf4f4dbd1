"""The .ics files at a path: one, or all of a folder as vdirsyncer keeps them, one event in each."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.errors import SourceError
from ingest.feed.cursor import digest
from ingest.invites.events import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 50_000


@dataclass(frozen=True, slots=True)
class File:
    """A file as the folder lists it."""

    path: Path
    document: str  # its name below the folder, escaped; "" for the file that a person named
    look: str  # digest of name, size and time of change; "" where the system does not tell


@dataclass(frozen=True, slots=True)
class Listing:
    """What is there. A listing that is not `whole` says nothing of what is missing."""

    files: tuple[File, ...]
    is_whole: bool = True


def listing(path: Path) -> Listing:
    """The files at a path, in order of name. Raises SourceError where there is no file and no folder."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise SourceError(f"{path}: {_why(error)}; what was taken stays") from None
    if stat.S_ISREG(mode):
        return Listing((_file(path, ""),))
    if not stat.S_ISDIR(mode):
        raise SourceError(f"{path}: neither a file nor a folder")
    errors: list[OSError] = []
    found: list[File] = []
    for one in _names(path, errors):
        if len(found) == MOST_FILES:
            return Listing(tuple(found), is_whole=False)
        found.append(_file(one, quote(os.fsencode(one.relative_to(path)))))
    if errors and not found:
        raise SourceError(f"{path}: {_why(errors[0])}; what was taken stays")
    return Listing(tuple(found), is_whole=not errors)


def content(file: File) -> bytes | None:
    """What is in a file, one octet more than a calendar may have at most; None where it cannot be read."""
    try:
        if not stat.S_ISREG(file.path.stat().st_mode):
            return None
        with file.path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError:
        return None


def _names(folder: Path, errors: list[OSError]) -> Iterator[Path]:
    """Hidden files and folders are what other programs are about to write."""
    for root, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(".ics") and not name.startswith("."):
                yield Path(root, name)


def _file(path: Path, document: str) -> File:
    try:
        seen = path.stat()
    except OSError:  # a link to nowhere, or a file that went just now
        return File(path, document, "")
    return File(path, document, digest(document, seen.st_size, seen.st_mtime_ns))


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
