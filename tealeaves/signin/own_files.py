"""Password files that tealeaves wrote itself, which it may delete too."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ingest.errors import SignInError
from tealeaves.signin.private_files import read_private

if TYPE_CHECKING:
    from pathlib import Path

OURS = "# kept by tealeaves accounts add; tealeaves accounts remove deletes it"
"""The second line of a file of ours. Who reads a password from a file takes the first."""


def is_ours(file: Path) -> bool:
    """Whether it is a password file of ours."""
    try:
        return read_private(file).splitlines()[1:2] == [OURS]
    except (SignInError, FileNotFoundError):
        return False


def delete_ours(file: Path) -> bool:
    """Deletes the file, if it is one of ours. Returns whether it did."""
    with contextlib.suppress(OSError):
        if is_ours(file):
            file.unlink()
            return True
    return False
