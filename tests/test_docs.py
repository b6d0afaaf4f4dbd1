"""The README is tested: every command, option, signal, configuration key and exit code appears there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from classify.signals.table import signal_table
from tealeaves import config, errors
from tealeaves.cli.main import COMMANDS, Commands, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def command(name: str) -> click.Command:
    assert isinstance(cli, Commands)
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_explains_itself(name: str) -> None:
    assert f"`tealeaves {name}" in README
    assert command(name).help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme_and_has_help(name: str) -> None:
    for option in command(name).params:
        if isinstance(option, click.Option):
            assert option.help or option.name in ("form", "output"), option.name
            long = max(option.opts, key=len)
            assert long in README, f"{name} {long}"


@pytest.mark.parametrize("name", signal_table())
def test_every_signal_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


def test_every_configuration_key_is_in_the_readme() -> None:
    for table in (
        config.MeTable,
        config.StoreTable,
        config.AccountTable,
        config.MomentumTable,
        config.SignalTable,
    ):
        for key in table.__struct_fields__:
            assert re.search(rf"`[\w.]*\b{key}`", README), key
    for key in config.Tables.__struct_fields__:
        assert re.search(rf"`\[?{key}\b", README), key


def test_every_exit_code_is_in_the_readme() -> None:
    for code in (errors.DONE, errors.FAILED, errors.MISUSED, errors.PARTLY, errors.SIGN_IN, errors.BUSY):
        assert f"**{code}**" in README


def test_every_decision_has_a_title_and_a_reason() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for page in pages:
        assert page.read_text("utf-8").startswith("# "), page.name


def test_the_changelog_names_the_version() -> None:
    from tealeaves import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
