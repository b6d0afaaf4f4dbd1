"""Which files under the given paths hold mail or a calendar."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.files.kinds import advice, is_companion, kind_of
from ingest.types import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Identity = tuple[int, int]  # device and inode


@dataclass(frozen=True, slots=True)
class Found:
    """A stream of items: one mbox, one calendar, one Maildir folder, or the `.eml` files of one folder."""

    path: Path
    kind: str  # "mbox", "ics", "maildir", "eml"
    files: tuple[Path, ...] = ()  # of the kinds that hold many files, in order of `message_name`


def discover(paths: Iterable[Path]) -> Iterator[Found | Problem]:
    """Everything under `paths` that can be imported, in a stable order; a `Problem` for what cannot.

    Links are followed. Each file and folder is given once, however often it is reached.
    """
    seen: set[_Identity] = set()
    letters: dict[Path, list[Path]] = {}
    for path in paths:
        for found in _look(Path(os.path.realpath(path)), seen, frozenset(), asked=True):
            if isinstance(found, Found) and found.kind == "eml":
                letters.setdefault(found.path, []).extend(found.files)
            else:
                yield found
    for folder, files in letters.items():
        yield Found(folder, "eml", tuple(sorted(files, key=message_name)))


def message_name(path: Path) -> str:
    """The part of a file's name that stays: a Maildir adds flags after ":" and changes them."""
    return path.name.partition(":")[0] if path.parent.name in {"cur", "new"} else path.name


def unreadable(path: Path, kind: str, error: OSError) -> Problem:
    """What the system said when `path` was to be read."""
    why = (error.strerror or type(error).__name__).lower()
    return Problem("unreadable", why, Place(str(path), kind))


def _look(
    path: Path, seen: set[_Identity], above: frozenset[_Identity], *, asked: bool
) -> Iterator[Found | Problem]:
    """What is at `path`. `above` are the folders that hold it; `asked`: a person named it."""
    quiet = not asked and is_companion(path.name)
    try:
        status = path.stat()
    except FileNotFoundError:
        if not quiet:
            yield _problem("missing", "no such file or folder", path)
        return
    except OSError as error:
        yield unreadable(path, "file", error)
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        yield _problem("loop", "a link leads back to a folder that holds it", path)
    elif identity not in seen:
        seen.add(identity)
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(path, seen, above | {identity}, asked=asked)
        elif stat.S_ISREG(status.st_mode) and not quiet:
            yield from _file(path)
        elif asked:
            yield _problem("not-mail", "neither a file nor a folder", path)


def _folder(
    folder: Path, seen: set[_Identity], above: frozenset[_Identity], *, asked: bool
) -> Iterator[Found | Problem]:
    """What a folder holds. A hidden one counts only where it is a Maildir, like ".Sent" in a Maildir++."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
        maildir = {"cur", "new"} <= set(names)
        if maildir:
            yield Found(folder, "maildir", tuple(sorted(_messages(folder), key=message_name)))
            names = [name for name in names if name not in {"cur", "new", "tmp"}]
    except OSError as error:
        yield unreadable(folder, "file", error)
        return
    if maildir or asked or not folder.name.startswith("."):
        for name in names:
            yield from _look(folder / name, seen, above, asked=False)


def _messages(maildir: Path) -> Iterator[Path]:
    for part in ("cur", "new"):
        with os.scandir(maildir / part) as entries:
            yield from (Path(one.path) for one in entries if one.is_file() and not one.name.startswith("."))


def _file(path: Path) -> Iterator[Found | Problem]:
    try:
        kind = "" if (todo := advice(path.name)) else kind_of(path)
    except OSError as error:
        yield unreadable(path, "file", error)
        return
    if todo:
        yield _problem("archive", todo, path)
    elif kind == "gzip":
        yield _problem("archive", "compressed, and no mbox inside: unpack it and import what is inside", path)
    elif kind == "eml":
        yield Found(path.parent, kind, (path,))
    elif kind in {"mbox", "ics"}:
        yield Found(path, kind)
    elif kind != "empty":
        yield _problem("not-mail", "neither mail nor a calendar", path)


def _problem(code: str, detail: str, path: Path) -> Problem:
    return Problem(code, detail, Place(str(path), "file"))
