"""The connector for files on this machine."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ingest.connector import Batch, Passed
from ingest.files import mbox
from ingest.files.discover import Found, discover, message_name, unreadable
from ingest.types import Place, Problem, RawCalendar, RawMail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BATCH_ITEMS = 100
BATCH_BYTES = 8 * 1024 * 1024
LARGEST_CALENDAR = 10 * 1024 * 1024
END = "end"

Items: TypeAlias = tuple[RawMail | RawCalendar | Problem, ...]
Step: TypeAlias = tuple[Items, str, int]  # what was read, the point that this reached, the progress


class Files:
    """Reads mbox, Maildir, `.eml` and `.ics` under `paths`. A stream is one file or one folder of files.

    Its cursor holds what the stream looked like (sizes and times of change) and how far it was read: a
    stream that looks the same goes on from there, a changed one is read anew.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self.passed = Passed()
        self.bytes_received = 0

    def changes(self, cursors: dict[str, str]) -> Iterator[Batch]:
        for found in discover(self._paths):
            if isinstance(found, Problem):
                yield Batch(found.place.source, (found,), "", 0, 0)
                continue
            stream = f"{found.kind}:{found.path}"
            try:
                yield from _batches(found, stream, cursors.get(stream, ""))
            except OSError as error:
                yield Batch(stream, (unreadable(found.path, found.kind, error),), "", 0, 0)

    def again(self, place: Place) -> RawMail | RawCalendar | Problem:
        return read_again(place)

    def again_many(self, places: Iterable[Place]) -> Iterator[tuple[Place, RawMail | RawCalendar | Problem]]:
        return ((place, read_again(place)) for place in places)


def read_again(place: Place) -> RawMail | RawCalendar | Problem:
    """The item at a place that this connector gave, or a `Problem` if it is not there any longer."""
    try:
        if place.kind == "ics":
            return _calendar(place)
        if place.kind == "mbox":
            offset, _, length = place.spot.partition("+")
            with mbox.opened(Path(place.source)) as (text, _below):
                one = mbox.slice_at(text, int(offset), int(length))
            return RawMail(one.raw, place, one.received_at)
        return _letter(place)[0]
    except (OSError, ValueError, mbox.Broken):
        return Problem("gone", "it is not where it was read; import it again to read it whole", place)


def _batches(found: Found, stream: str, cursor: str) -> Iterator[Batch]:
    looks = _looks(found)
    point = _point(cursor, looks)
    if point == END:
        return
    total, steps = _steps(found, point)
    items: list[RawMail | RawCalendar | Problem] = []
    size = 0
    for new, point, done in steps:
        items += new
        size += sum(len(item.raw) for item in new if not isinstance(item, Problem))
        if len(items) >= BATCH_ITEMS or size >= BATCH_BYTES:
            yield Batch(stream, tuple(items), _cursor(looks, point), done, total)
            items, size = [], 0
    yield Batch(stream, tuple(items), _cursor(looks, END), total, total)


def _steps(found: Found, point: str) -> tuple[int, Iterator[Step]]:
    """The total that the progress is measured by, and what there is to read from `point` on."""
    if found.kind == "mbox":
        return found.path.stat().st_size, _mbox(found.path, int(point) if point.isdecimal() else 0)
    if found.kind == "ics":
        return 1, iter([((_calendar(Place(str(found.path), "ics")),), END, 1)])
    return len(found.files), _letters(found, point)


def _mbox(path: Path, offset: int) -> Iterator[Step]:
    with mbox.opened(path) as (text, below):
        try:
            for one in mbox.slices(text, offset):
                place = Place(str(path), "mbox", f"{one.offset}+{one.length}")
                yield tuple(_sliced(one, place)), str(one.offset + one.length), below.tell()
        except mbox.Broken:
            broken = Problem("truncated", "the compressed file breaks off", Place(str(path), "mbox"))
            yield (broken,), END, below.tell()


def _sliced(one: mbox.Slice, place: Place) -> Iterator[RawMail | Problem]:
    if one.raw or one.whole:
        yield RawMail(one.raw, place, one.received_at)
    if one.cut:
        yield _too_large(one.length, place)
    if not one.whole:
        yield Problem("truncated", "the file breaks off inside its last message", place)


def _letters(found: Found, after: str) -> Iterator[Step]:
    """One file a message, in order of name; the name of the last one read is the point."""
    for number, path in enumerate(found.files, 1):
        name = message_name(path)
        if name <= after:
            continue
        place = Place(str(found.path), found.kind, str(path.relative_to(found.path)))
        items: Items
        try:
            mail, size = _letter(place)
            items = (mail,) if size <= mbox.LARGEST else (mail, _too_large(size, place))
        except OSError as error:
            items = (unreadable(path, found.kind, error),)
        yield items, name, number


def _letter(place: Place) -> tuple[RawMail, int]:
    """The mail of a file of its own, and the size of the file in bytes. Raises OSError."""
    folder = Path(place.source)
    path = folder / place.spot
    labels: tuple[str, ...] = ()
    if place.kind == "maildir":
        labels = (folder.name.lstrip(".") or "INBOX",)
        path = path if path.exists() else _renamed(path)
    with path.open("rb") as file:
        raw = file.read(mbox.LARGEST)
        return RawMail(raw, place, None, labels), os.fstat(file.fileno()).st_size


def _renamed(path: Path) -> Path:
    """A Maildir file as it is called now: its flags and its folder (`new`, `cur`) may change."""
    name = message_name(path)
    for part in ("cur", "new"):
        for file in (path.parent.parent / part).iterdir():
            if message_name(file) == name:
                return file
    return path


def _calendar(place: Place) -> RawCalendar | Problem:
    with Path(place.source).open("rb") as file:
        raw = file.read(LARGEST_CALENDAR + 1)
    if len(raw) > LARGEST_CALENDAR:
        return Problem("too-large", f"a calendar of more than {LARGEST_CALENDAR >> 20} MB", place)
    return RawCalendar(raw, place)


def _too_large(size: int, place: Place) -> Problem:
    return Problem("too-large", f"a message of {size >> 20} MB: read only in part", place)


def _looks(found: Found) -> str:
    """A digest that changes when the stream does, and not when a Maildir's flags do."""
    digest = hashlib.sha256()
    for path in found.files or (found.path,):
        try:
            status = path.stat()
        except OSError:
            continue
        line = f"{message_name(path)}\0{status.st_size}\0{status.st_mtime_ns}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def _cursor(looks: str, point: str) -> str:
    return json.dumps({"looks": looks, "at": point})


def _point(cursor: str, looks: str) -> str:
    """How far a stream was read; "" where it was not, or looked different then."""
    try:
        read = json.loads(cursor)
    except ValueError:
        return ""
    same = isinstance(read, dict) and read.get("looks") == looks
    return str(read.get("at", "")) if same else ""
