"""Questions to the person, on standard error. Where nobody is there, an option has to have the answer."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from tealeaves.errors import TealeavesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# RFC 5322 §3.2.3 without quotes, letters of any script (RFC 6531 §3.3), and a domain of labels without a
# dot at its end: what a person is known by, not all that a server might take.
ADDRESS = re.compile(r"(?!['.])[\w.!#$%&'*+/=?^`{|}~-]+@[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)*")


class StoppedError(TealeavesError):
    """The person stopped, and the text says what that leaves behind."""

    exit_code = 130  # as of a program that Ctrl-C ended


def _needed(answer: str) -> str:
    return "" if answer else "there is no way without it"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """With somebody at a terminal, or with nobody."""

    present: bool
    brief: bool = False  # --yes: what is offered is taken

    def tell(self, *lines: str) -> None:
        """Lines for whoever is there."""
        if self.present:
            for line in lines or ("",):
                click.echo(line, err=True)

    def text(
        self,
        question: str,
        option: str,
        offered: str | None = None,
        wrong: Callable[[str], str] = _needed,
    ) -> str:
        """The answer, or what is offered. `wrong` says what is wrong with an answer, "" where nothing is.

        Raises UsageError that names the option where nobody is there and nothing is offered.
        """
        if offered is not None and (self.brief or not self.present):
            return offered
        if not self.present:
            raise UsageError(f"{option}: missing ({question[:1].lower()}{question[1:]})")
        while True:
            with _ending_the_line():
                typed: str = click.prompt(
                    question, default=offered or "", show_default=bool(offered), err=True
                )
            answer = typed.strip()
            why = "" if answer == offered else wrong(answer)
            if not why:
                return answer
            self.tell(f"  {why}")

    def yes(self, question: str, *, offered: bool) -> bool:
        """Whether they say yes. Nobody says no; who is brief says what is offered."""
        if self.brief or not self.present:
            return offered and self.brief
        with _ending_the_line():
            return click.confirm(question, default=offered, err=True)

    def secret(self, question: str) -> str:
        """What is typed, which is not shown."""
        while True:
            typed: str = click.prompt(question, default="", show_default=False, hide_input=True, err=True)
            if typed:
                return typed
            self.tell("  nothing was typed (Ctrl-C stops)")

    def key(self, question: str, choices: dict[str, str], gone: str) -> str:
        """The key of one of the choices; `gone` where the terminal went away."""
        from tealeaves.cli.keys import pressed

        self.tell(question, *(f"  {key}  {what}" for key, what in choices.items()))
        click.echo("> ", err=True, nl=False)
        return pressed(choices, gone)


@contextlib.contextmanager
def _ending_the_line() -> Iterator[None]:
    """Where somebody stops at a question, what is said next begins a line."""
    try:
        yield
    except click.Abort:
        click.echo(err=True)
        raise


def dialogue(*, json: bool = False, brief: bool = False) -> Dialogue:
    """With whoever is there. Who wants JSON is a program."""
    return Dialogue(sys.stdin.isatty() and sys.stderr.isatty() and not json, brief)


def not_an_address(answer: str) -> str:
    """Why it is no address of one person's, "" if it is."""
    if not answer.isprintable():
        return "that holds a control character"
    return "" if ADDRESS.fullmatch(answer) else "that is no address, such as you@example.org"
