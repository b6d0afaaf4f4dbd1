"""The options of every command: they may stand before it or after it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

ALONE = ("-q", "--quiet", "-v", "--verbose", "--debug")
WITH_VALUE = ("--config", "--log-file")


@dataclass(frozen=True, slots=True)
class Line:
    """A command line: the options of every command, and the rest with the `command` that it calls."""

    everywhere: tuple[str, ...]
    rest: tuple[str, ...]
    command: click.Command

    @property
    def hoisted(self) -> list[str]:
        """The arguments with the options of every command in front."""
        return [*self.everywhere, *self.rest]


def taken_apart(cli: click.Command, given: Iterable[str]) -> Line:
    """The line as click will read it: what is the value of another option, or stands behind "--", is none of
    every command. Raises click.UsageError where the value of one of these is missing."""
    command, front, rest = cli, list[str](), list[str]()
    words = iter(given)
    for word in words:
        if word in WITH_VALUE:
            following = next(words, None)
            if following is None:
                raise click.BadOptionUsage(word, f"Option '{word}' requires an argument.")
            front += [word, following]
        elif word in ALONE or word.startswith(tuple(f"{option}=" for option in WITH_VALUE)):
            front.append(word)
        elif word == "--":
            rest += [word, *words]
        elif word.startswith("-"):
            rest += [word, *islice(words, _values(command, word))]
        else:
            rest.append(word)
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(command), word) or command
    return Line(tuple(front), tuple(rest), command)


def _values(command: click.Command, word: str) -> int:
    """How many of the words that follow are values of this option, whatever they look like."""
    takes = {
        name: 0 if option.is_flag or option.count or _may_stand_alone(option) else option.nargs
        for option in command.params
        if isinstance(option, click.Option)
        for name in (*option.opts, *option.secondary_opts)
    }
    if word.startswith("--") or word in takes:
        return takes.get(word, 0)
    for at, letter in enumerate(word[1:], 1):  # "-an 5": letters of one dash, the rest being a value
        if number := takes.get(f"-{letter}", 0):
            return number if at == len(word) - 1 else number - 1
    return 0


def _may_stand_alone(option: click.Option) -> bool:
    """Whether click takes the next word for its value only where that does not look like an option."""
    return option._flag_needs_value
