"""Files that nobody but their owner reads."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from ingest.errors import SignInError
from tealeaves import whole_files

LARGEST = 1 << 20  # bytes; a secret is shorter
OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


def read_private(path: Path) -> str:
    """What is in the file. Raises SignInError, for one that others can read too; FileNotFoundError."""
    try:
        # What is checked is what is read: the open file, not its name. A pipe must not make us wait.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise SignInError(f"{path} is no ordinary file")
            if os.name == "posix" and mode & OTHERS_READ:
                raise SignInError(f"{path} can be read by others: run chmod 600 {shlex.quote(str(path))}")
            return file.read(LARGEST).decode("utf-8")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SignInError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SignInError(f"{path} cannot be read: it is not UTF-8") from None


def write_private(path: Path, text: str) -> None:
    """Puts the text into the file for the owner alone, whole or not at all. Raises SignInError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole_files.put(path, text.encode())
    except OSError as error:
        raise SignInError(f"{path} cannot be written: {error.strerror}") from None
