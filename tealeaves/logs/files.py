"""A log as a file: for its owner alone, and of a bounded size."""

from __future__ import annotations

import logging
import os
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from tealeaves.errors import UsageError
from tealeaves.logs.forms import Json

if TYPE_CHECKING:
    from io import TextIOWrapper

    from tealeaves.logs.redaction import Redactor

LARGEST = 1_000_000  # bytes
KEPT = 3  # older files: NAME.1 is the newest of them


def folder() -> Path:
    """Where the platform keeps logs of tealeaves; it may not exist yet."""
    import platformdirs

    return platformdirs.user_log_path("tealeaves", appauthor=False)


def to_file(path: Path, redact: Redactor) -> logging.Handler:
    """A handler that appends JSON lines. A pipe or a terminal is written to as it is. Raises UsageError."""
    try:
        if path.exists() and not path.is_file():
            handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
        else:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handler = Rotating(path)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"cannot write the log {path}: {why}") from None
    handler.setFormatter(Json(redact))
    return handler


class Rotating(WatchedFileHandler):
    """A file that is put aside when it has grown, by whichever process finds it so. Others that write to it
    notice, and go on in the new one: `watch` and a timer's sync may share a log."""

    def __init__(self, path: Path, largest: int = LARGEST, kept: int = KEPT) -> None:
        self._largest = largest
        self._kept = kept
        super().__init__(path, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        path = Path(self.baseFilename)
        try:
            if path.stat().st_size >= self._largest:
                self._put_aside(path)
        except OSError:
            pass  # it is gone: the handler makes a new one
        super().emit(record)

    def _put_aside(self, path: Path) -> None:
        for number in range(self._kept - 1, 0, -1):
            older = path.with_name(f"{path.name}.{number}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number + 1}"))
        path.replace(path.with_name(f"{path.name}.1"))
