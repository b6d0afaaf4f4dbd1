"""docs/google.md is held to the program: configuration, commands, links and scopes are what they are."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tealeaves import config
from tealeaves.cli.commands.accounts import login
from tealeaves.signin.google_flow import SCOPES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "google.md").read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of the page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.casefold()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", [DOCS / "google.md", DOCS / "accounts.md"], ids=lambda page: page.name)
def test_the_configuration_that_is_shown_loads(page: Path, tmp_path: Path) -> None:
    for number, shown in enumerate(re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)):
        path = tmp_path / f"{number}.toml"
        path.write_text(f'me = {{ addresses = ["you@gmail.com"] }}\n{shown}', "utf-8")
        assert config.load(path, {}).tables.accounts


def test_the_scopes_that_are_told_are_those_that_are_asked_for() -> None:
    told = set(re.findall(r"`(https://www\.googleapis\.com/auth/[\w.]+)`", PAGE))
    assert told == {SCOPES["gmail"], SCOPES["google-calendar"]}


def test_every_option_that_is_shown_exists() -> None:
    known = {word for one in login.params if isinstance(one, click.Option) for word in one.opts}
    shown = re.findall(r"tealeaves accounts login \w+ (--[^#`\n]+)", PAGE)
    assert shown
    assert {word for line in shown for word in line.split() if word.startswith("--")} <= known


@pytest.mark.parametrize("page", [DOCS / "google.md", DOCS / "accounts.md"], ids=lambda page: page.name)
def test_every_link_within_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text("utf-8"))
    assert links
    for path, anchor in links:
        target = page.parent / path if path else page
        assert target.is_file(), path
        assert not anchor or anchor in anchors(target), anchor
