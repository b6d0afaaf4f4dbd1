"""A report as a file: whole or not at all, and for its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from tealeaves import whole_files
from tealeaves.errors import UsageError

_FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".json": "json"}


def form_of(path: Path) -> str:
    """The form that the suffix asks for: "html", "markdown", "json"; "text" for every other."""
    return _FORMS.get(path.suffix.casefold(), "text")


def write(path: Path, text: str) -> None:
    """Puts the text into the file in one step. Raises UsageError with one line."""
    told = text.encode()
    try:
        target = Path(os.path.realpath(path))  # a link stays one
        if target.exists() and not target.is_file():  # a pipe, or /dev/stdout: nothing to put in its place
            target.write_bytes(told)
            return
        whole_files.put(target, told)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"cannot write {path}: {why}") from None
