"""What a shell is told that completes a word: commands and options by click, names and ids by us.

Nothing is said where something is wrong, nothing slow is imported, and no server is asked.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
)

from reports.render.plain import plain
from tealeaves.cli.completion import words as known_words
from tealeaves.cli.everywhere import ALONE, WITH_VALUE, taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from tealeaves.cli.completion.words import Words

VARIABLE = "_TEALEAVES_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
LONGEST = 60  # characters of what is said of a word
_SAFE = re.compile(r"[\w@%+=:.-]+")  # a shell takes such a word as it is


def answer(cli: click.Command, instruction: str) -> int:
    """Prints what the shell asks for, which said so in VARIABLE; 0 whatever happens."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)
    with (  # a person is in the middle of a line: of what is wrong nothing is said
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stderr(nowhere),
        contextlib.suppress(Exception),
    ):
        shell_complete(cli, {}, "tealeaves", VARIABLE, instruction)
    return 0


def script(cli: click.Command, shell: str) -> str:
    """The script that teaches the shell. It is not asked for its version: it may be another machine's."""
    known = get_completion_class(shell)
    assert known is not None  # noqa: S101 (the command takes no other)
    return ShellComplete.source(known(cli, {}, "tealeaves", VARIABLE))


class _Offering(ShellComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        if args and args[-1] in WITH_VALUE:
            return [CompletionItem(incomplete, type="file")]
        line = taken_apart(self.cli, args)
        command = line.command
        for param in command.params:
            _teach(command, param)
        found = super().get_completions(line.hoisted, incomplete)
        if incomplete.startswith("-"):
            if any(_words_for(command, param) is known_words.signals for param in command.params):
                found += _offer(known_words.signals, incomplete)
            if command is not self.cli:
                found += [CompletionItem(one) for one in (*ALONE, *WITH_VALUE) if one.startswith(incomplete)]
        return found


def _teach(command: click.Command, param: click.Parameter) -> None:
    """Lets the parameter offer what it may be."""

    def complete(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        if words is None:
            return [CompletionItem(incomplete, type="file")]
        return _offer(words, incomplete)

    words = _words_for(command, param)
    if words is not None or _is_file(param):
        param.shell_complete = complete  # type: ignore[method-assign]


class _Bash(_Offering, BashComplete):
    pass


class _Zsh(_Offering, ZshComplete):
    pass


class _Fish(_Offering, FishComplete):
    pass


def _words_for(command: click.Command, param: click.Parameter) -> Callable[[str], Words] | None:
    """Where the words come from that an argument or an option may be, by what its help calls it."""
    called = set(re.findall("[A-Z]+", (param.metavar or param.name or "").upper()))
    of_an_account = command.name in ("login", "test", "remove") and called & {"NAME", "NAMES"}
    if of_an_account or called & {"ACCOUNT", "ACCOUNTS"}:
        return known_words.accounts
    if called & {"APPLICATION", "APPLICATIONS", "COMPANY"}:
        return known_words.applications
    return known_words.signals if called & {"SIGNAL", "SIGNALS"} else None


def _is_file(param: click.Parameter) -> bool:
    return param.metavar in ("FILE", "FOLDER", "PATH", "PATH...")


def _offer(words: Callable[[str], Words], begun: str) -> list[CompletionItem[str]]:
    """Those of the words that begin so; the sign before a signal stays."""
    sign = begun[:1] if words is known_words.signals and begun[:1] in ("+", "-") else ""
    begun = begun.removeprefix(sign)
    fit = {word: about for word, about in words(begun) if word.startswith(begun) and _SAFE.fullmatch(word)}
    return [CompletionItem(sign + word, help=plain(about, LONGEST) or None) for word, about in fit.items()]
