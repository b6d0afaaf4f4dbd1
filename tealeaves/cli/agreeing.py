"""Asking for a yes, where somebody is there to give it."""

from __future__ import annotations

import sys

import click

from tealeaves.errors import UsageError


def agreed(question: str, *, yes: bool, command: str, word: str = "") -> None:
    """Returns once the person agreed: by y, or by writing `word` where one is given. Raises UsageError where
    they did not, or stopped it, and where nobody can be asked and `yes` was not said."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{command}: nobody is there to be asked; --yes says that you want it")
    if not _says_so(question, word):
        raise UsageError(f"{command}: nothing was changed")


def _says_so(question: str, word: str) -> bool:
    try:
        if not word:
            return click.confirm(question, err=True)
        said = click.prompt(f'{question} Write "{word}" to go on', default="", show_default=False, err=True)
    except click.Abort:  # Ctrl-C, or no more input
        click.echo(err=True)
        return False
    return str(said).strip().casefold() in (word.casefold(), "y", "yes")
