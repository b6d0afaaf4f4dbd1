"""The manual page: written from the commands, and read by man without a complaint."""

from __future__ import annotations

import os
import shutil
import subprocess

import click
import pytest

from scripts import manual
from scripts.reference.commands import commands
from tealeaves import errors
from tealeaves.cli.main import cli
from tests.conftest import missing


@pytest.fixture(scope="module")
def shown() -> str:
    """The page as man shows it, on one line."""
    if shutil.which("man") is None:
        missing(FileNotFoundError("man is not installed"))
    environment = {**os.environ, "MANWIDTH": "200", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    command = ["man", "--warnings", "--no-hyphenation", "--no-justification", "-l", str(manual.PAGE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return " ".join(done.stdout.split())


def test_the_page_is_what_the_commands_say() -> None:
    assert manual.PAGE.read_text("ascii") == manual.page(), "run python -m scripts.manual"


def test_every_command_and_every_option_is_in_it(shown: str) -> None:
    for words, command in (("", cli), *commands()):
        assert f"tealeaves {words}".strip() in shown
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert max(option.opts, key=len) in shown
    for code in vars(errors).values():
        assert not isinstance(code, int) or f" {code} " in shown


def test_no_word_of_a_help_text_is_a_command_to_roff() -> None:
    text = manual._text(".so \\etc — 'it' \"is\" -v ~/x")
    assert text == ("\\&.so \\eetc \\[u2014] \\(aqit\\(aq \\(dqis\\(dq \\-v \\(ti/x")
    assert manual._text("'tis").startswith("\\(aq")
