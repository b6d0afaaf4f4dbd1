"""Where what is said goes: to a file, whole or not at all and for its owner alone; or to the screen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from tealeaves.errors import UsageError

PLAIN_COLUMNS = 100

_FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".json": "json"}


def form_of(path: Path) -> str:
    """The form that the suffix asks for: "html", "markdown", "json"; "text" for every other."""
    return _FORMS.get(path.suffix.casefold(), "text")


def write(path: Path, text: str) -> None:
    """Puts the text into the file in one step. Raises UsageError with one line."""
    from tealeaves import whole_files

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


def coloured() -> bool:
    """Whether what goes to standard output wants colour: a terminal that has it, or who asks for it
    (https://no-color.org, https://bixense.com/clicolors)."""
    wish = os.environ
    if wish.get("NO_COLOR"):
        return False
    is_forced = wish.get("CLICOLOR_FORCE", "0") not in ("", "0")
    return is_forced or (sys.stdout.isatty() and wish.get("TERM") != "dumb")


def columns() -> int:
    """How wide a table may be: as the terminal is, and 100 where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_COLUMNS


def is_quiet() -> bool:
    """Whether only what was asked for is printed, and errors."""
    context = click.get_current_context(silent=True)
    return bool(context and (context.find_root().obj or {}).get("quiet"))


def remark(line: str) -> None:
    """Prints what nobody asked for: that a thing is done, what to do next. Nothing with --quiet."""
    if not is_quiet():
        click.echo(line)
