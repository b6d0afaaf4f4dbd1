"""The command reference, from the commands themselves."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

import click

from scripts.reference.markdown import cell, code, prose, table
from tealeaves.cli.contents import SECTIONS
from tealeaves.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = """\
# Commands

Written from the program by `make reference`; `tealeaves COMMAND --help` says the same. What all of them
share stands [at the end](#everywhere). What they print as JSON: [JSON](json.md). How they end: [exit
codes](exit-codes.md).
"""


class Named(NamedTuple):
    """A command under the words that call it, without "tealeaves"."""

    words: str
    command: click.Command


def commands() -> Iterator[Named]:
    """Every command, then those below it, in the order of --help."""
    for section in SECTIONS.values():
        for name in section:
            yield from _with_those_below(name, top(name))


def top(name: str) -> click.Command:
    """The command of this name. Raises KeyError."""
    found = cli.get_command(click.Context(cli), name)
    if found is None:
        raise KeyError(name)
    return found


def options(command: click.Command) -> list[click.Option]:
    """The options that it shows, without --help."""
    return [one for one in command.params if isinstance(one, click.Option) and not one.hidden]


def page() -> str:
    """The page of all commands."""
    parts = [TITLE]
    for title, section in SECTIONS.items():
        parts.append(f"## {title}\n")
        for name in section:
            for words, command in _with_those_below(name, top(name)):
                depth = "#" * (3 + words.count(" "))
                parts.append(f"{depth} tealeaves {words}\n\n{_told(words, command)}\n")
    parts.append(f"## Everywhere\n\n{_told('', cli)}")
    return "\n".join(parts)


def overview() -> str:
    """The table of the README: every command, those below it by name, and what it does."""
    rows = []
    for title, section in SECTIONS.items():
        for number, (name, (_, line)) in enumerate(section.items()):
            below = [code(named.words.split()[-1]) for named in _with_those_below(name, top(name))][1:]
            more = f" ({', '.join(below)})" if below else ""
            rows.append([f"**{title}**" if number == 0 else "", f"`tealeaves {name}`", cell(line) + more])
    return table(["", "command", "what it does"], rows)


def _with_those_below(words: str, command: click.Command) -> Iterator[Named]:
    yield Named(words, command)
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            if below is not None and not below.hidden:
                yield from _with_those_below(f"{words} {name}", below)


def _told(words: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"tealeaves {words}".strip())
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"```text\n{usage}\n```", *_paragraphs(command.help or "")]
    rows = [_row(one, context) for one in options(command)]
    if rows:
        parts.append(table(["option", "what it does"], rows))
    return "\n\n".join(parts) + "\n"


def _paragraphs(told: str) -> Iterator[str]:
    r"""The help as Markdown: what stands after \b as it is."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(told)):
        if not paragraph.startswith("\b"):
            yield prose(" ".join(paragraph.split()))
            continue
        lines = paragraph.splitlines()[1:]
        if lines and not lines[0].startswith(" "):
            yield prose(lines.pop(0).strip())
        yield f"```text\n{textwrap.dedent(chr(10).join(lines))}\n```"


def _row(option: click.Option, context: click.Context) -> list[str]:
    names = ", ".join(code(one) for one in [*option.opts, *option.secondary_opts])
    wants = "" if option.is_flag or option.count else option.make_metavar(context)
    shown = option.get_help_extra(context)
    more = []
    if option.multiple:
        more.append("may be given several times")
    if "default" in shown:
        more.append(f"default {shown['default']}")
    if shown.get("range"):
        more.append(shown["range"])
    said = cell(option.help or "")
    return [f"{names} {code(wants)}".strip(), f"{said} ({'; '.join(more)})" if more else said]
