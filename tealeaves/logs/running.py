"""The logs of one command: set up before it, taken down after it."""

from __future__ import annotations

import contextlib
import enum
import logging
import sys
from typing import TYPE_CHECKING

import click

from tealeaves.errors import TealeavesError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Verbosity(enum.Enum):
    """How much a log tells on standard error: nothing, what is done, or more than that."""

    OFF = logging.CRITICAL
    VERBOSE = logging.INFO
    DEBUG = logging.DEBUG


@contextlib.contextmanager
def running(verbosity: Verbosity, file: Path | None = None) -> Iterator[None]:
    """Logs as long as it lasts. A file gets what is done, and more with DEBUG. Raises UsageError."""
    handlers = [logging.NullHandler(), *_handlers(verbosity, file)]  # without any, Python prints warnings
    root = logging.getLogger()
    level, raising = root.level, logging.raiseExceptions
    logging.raiseExceptions = False  # a log that cannot be written stops nothing, and prints nothing
    for handler in handlers:
        root.addHandler(handler)
    if len(handlers) > 1:
        root.setLevel(min(verbosity.value, logging.INFO))
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except TealeavesError as error:  # one line says it all
        logging.getLogger("tealeaves").error("%s", error)
        raise
    except Exception as error:
        logging.getLogger("tealeaves").error("failed", exc_info=error)
        raise
    finally:
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        logging.raiseExceptions = raising


def _handlers(verbosity: Verbosity, file: Path | None) -> list[logging.Handler]:
    if verbosity is Verbosity.OFF and file is None:
        return []
    from tealeaves.logs.files import to_file
    from tealeaves.logs.forms import Lines, is_ours
    from tealeaves.logs.redaction import of_this_run

    def is_told(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or is_ours(record.name)

    redact = of_this_run()
    handlers: list[logging.Handler] = []
    if verbosity is not Verbosity.OFF:
        handlers.append(logging.StreamHandler(sys.stderr))
        handlers[-1].setFormatter(Lines(redact))
    if file is not None:
        handlers.append(to_file(file, redact))
    for handler in handlers:
        handler.addFilter(is_told)
    return handlers
