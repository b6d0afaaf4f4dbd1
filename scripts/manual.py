"""Writes the manual page man/tealeaves.1 from the commands themselves: `python -m scripts.manual`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.reference.commands import commands
from tealeaves import __version__, errors
from tealeaves.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "man" / "tealeaves.1"

EXITS = {
    errors.DONE: "Done.",
    errors.FAILED: "Failed.",
    errors.MISUSED: "Used or configured wrongly.",
    errors.PARTLY: "Done in part: an account or an item failed, the others did not.",
    errors.SIGN_IN: "Sign-in needed: only you can mend that.",
    errors.BUSY: "Another sync of the account is running.",
    130: "Stopped by Ctrl-C. What was written stays, and the same command goes on from there.",
}
ENVIRONMENT = {
    "TEALEAVES_CONFIG": "The configuration file, unless --config names one.",
    "TEALEAVES_STORE": "The URL of the store, such as sqlite:////path/to/store.db.",
    "NO_COLOR": "If it is set to anything, nothing is coloured.",
}
FILES = {
    "~/.config/tealeaves/config.toml": "The configuration; on macOS below ~/Library/Application Support.",
    "~/.local/share/tealeaves/tealeaves.db": "The store, unless the configuration names another.",
}


def page() -> str:
    """The whole page, in roff; ASCII only, and the same for the same version."""
    parts = [
        '.\\" Written by python -m scripts.manual; changes belong into the commands.',
        f'.TH TEALEAVES 1 "" "tealeaves {__version__}" "User Commands"',
        f".SH NAME\ntealeaves \\- {_text('where your applications stand, from your own mail and calendar')}",
        ".SH SYNOPSIS\n.B tealeaves\n[\\fIoption\\fR]... [\\fIcommand\\fR] [\\fIargument\\fR]...",
        ".SH DESCRIPTION",
        *_body(cli),
        ".SH OPTIONS\nThese may stand before a command or after it.",
        *_options(cli),
        ".SH COMMANDS",
    ]
    for words, command in commands():
        usage = " ".join(command.collect_usage_pieces(click.Context(command)))
        parts += [f'.SS "{_text(f"tealeaves {words} {usage}")}"', *_body(command), *_options(command)]
    for title, told in (("EXIT STATUS", EXITS), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
        parts += [
            f".SH {title}",
            *(f".TP\n.B {_text(str(name))}\n{_text(what)}" for name, what in told.items()),
        ]
    return "\n".join(parts) + "\n"


def _body(command: click.Command) -> Iterator[str]:
    """What its help says, paragraph by paragraph; what is set line by line stays so."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "").strip()):
        if not paragraph.startswith("\b"):
            yield f".PP\n{_text(' '.join(paragraph.split()))}"
            continue
        lines = paragraph.lstrip("\b\n").split("\n")
        yield ".sp" if lines[0].startswith(" ") else f".PP\n{_text(lines.pop(0))}"
        yield "\n".join([".RS 4\n.EX", *(_text(line.removeprefix("  ")) for line in lines), ".EE\n.RE"])


def _options(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for param in command.params:
        record = param.get_help_record(context)
        if isinstance(param, click.Option) and record is not None:
            yield f".TP\n.B {_text(record[0])}\n{_text(record[1])}"


def _text(text: str) -> str:
    """The text in roff: no character of it is a command, and each that is not ASCII is named."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    escaped = escaped.replace("'", "\\(aq").replace("`", "\\(ga").replace('"', "\\(dq")
    named = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in escaped)
    return f"\\&{named}" if named.startswith(".") else named


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "ascii")
