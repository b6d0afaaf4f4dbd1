"""How a line of a log is written: for a person, or as JSON for programs. Both pass the same redaction."""

from __future__ import annotations

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.errors import SourceError
from reports.render.plain import plain
from store.errors import StoreError
from tealeaves.errors import BusyAccountError
from tealeaves.logs.fields import as_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tealeaves.logs.fields import Plain
    from tealeaves.logs.redaction import Redactor

OWN = (SourceError, StoreError, BusyAccountError)
"""Errors whose text is ours, and tells of servers and files. That of others may hold words of a mail."""

FLOORS = frozenset({"ingest", "classify", "store", "reports", "tealeaves"})
"""The loggers that are ours. Of what others say, only where in their code they said it is written."""


class Lines(logging.Formatter):
    """`10:13:05Z info tealeaves.sync: done account=personal new=3`, and a traceback below it."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record, self._redact)
        pairs = "".join(f" {name}={value}" for name, value in told.items())
        said = plain(_message(record, self._redact) + pairs)
        line = f"{self.formatTime(record, '%H:%M:%SZ')} {record.levelname.lower()} {record.name}: {said}"
        return "\n".join([line, *_trace(record, self._redact)])


class Json(logging.Formatter):
    """One object a line: time (UTC), level, logger, message, fields; and the traceback, if there is one."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record, self._redact),
            "fields": _told(record, self._redact),
        }
        if trace := _trace(record, self._redact):
            line["traceback"] = trace
        return json.dumps(line)  # in ASCII: whatever reads it can


def is_ours(logger: str) -> bool:
    """Whether the logger of that name is one of ours."""
    return logger.partition(".")[0] in FLOORS


def _message(record: logging.LogRecord, redact: Redactor) -> str:
    if is_ours(record.name):
        return redact(record.getMessage())
    return f"a {record.levelname.lower()} of its own, {record.filename}:{record.lineno}"


def _told(record: logging.LogRecord, redact: Redactor) -> dict[str, Plain]:
    values = {name: as_plain(value) for name, value in getattr(record, "fields", {}).items()}
    return {name: redact(value) if isinstance(value, str) else value for name, value in values.items()}


def _trace(record: logging.LogRecord, redact: Redactor) -> list[str]:
    """The traceback of what was raised, from the first cause on; the text of our own errors alone."""
    if not record.exc_info or record.exc_info[1] is None:
        return []
    parts = [
        "".join(traceback.format_tb(one.__traceback__)) + _named(one) for one in _chain(record.exc_info[1])
    ]
    return [line for part in parts for line in _shown(part, redact)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, OWN) else type(error).__name__


def traceback_of(error: BaseException, redact: Redactor) -> str:
    """The whole traceback of an error for the screen, without secrets and addresses."""
    return "\n".join(_shown("".join(traceback.format_exception(error)).rstrip(), redact))


def _shown(text: str, redact: Redactor) -> list[str]:
    """Line by line, with its indentation."""
    return [" " * (len(line) - len(line.lstrip(" "))) + plain(line) for line in redact(text).split("\n")]
