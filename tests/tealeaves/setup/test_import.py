"""An import without a configuration begins one; so says every command that misses it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.tealeaves import post
from tests.tealeaves.setup.test_options import fails

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.setup.newcomer import Newcomer

ROBIN = "robin.hale@postbox.example"


@pytest.fixture
def mail(newcomer: Newcomer) -> Path:
    folder = newcomer.home / "mail"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(post.interview(number, 0).as_bytes())
    other = "From: Sam <sam@firm.example>\nTo: Robin Hale <robin.hale@postbox.example>\nSubject: lunch\n"
    (folder / "other.eml").write_text(
        f"{other}Message-ID: <o@firm.example>\nDate: Tue, 1 Sep 2026 09:00:00 +0100\n\nToday?\n"
    )
    return folder


def me(newcomer: Newcomer) -> dict[str, object]:
    return dict(tomllib.loads(newcomer.config.read_text())["me"])


def test_at_a_terminal_the_likeliest_address_is_offered(newcomer: Newcomer, mail: Path) -> None:
    talk = newcomer.begins("import", mail)
    talk.says(f"Your e-mail address [{ROBIN}]: ", "")
    talk.says("Another one of yours (Enter: none): ", "nonsense")
    talk.hears("that is no address")
    talk.says("Another one of yours (Enter: none): ", "@hale.example")
    talk.says("Another one of yours (Enter: none): ", "")
    talk.says("Your name [Robin Hale]: ", "")
    talk.hears("Read 4 messages")
    assert talk.end() == 0, talk.said
    assert me(newcomer)["addresses"] == [ROBIN, "@hale.example"]
    assert me(newcomer)["timezone"] == "Europe/London"


def test_a_script_says_who_it_is(newcomer: Newcomer, mail: Path) -> None:
    fails(newcomer.run("import", mail), 2, "tealeaves import PATH --me ADDRESS")
    said = newcomer.run("import", mail, "--me", ROBIN, "--me", "robin@other.example")
    assert said.code == 0, said.err
    assert said.out.startswith(f"Wrote {newcomer.config}: ")
    assert me(newcomer)["addresses"] == [ROBIN, "robin@other.example"]
    assert newcomer.run("import", mail).code == 0


def test_an_address_more_is_added_to_the_configuration_that_is_there(newcomer: Newcomer, mail: Path) -> None:
    newcomer.run("import", mail, "--me", ROBIN)
    before = newcomer.config.read_text()
    assert newcomer.run("import", mail, "--me", ROBIN.upper()).code == 0
    assert newcomer.config.read_text() == before
    assert newcomer.run("import", mail, "--me", "r@new.example").code == 0
    assert me(newcomer)["addresses"] == [ROBIN, "r@new.example"]


def test_json_stays_json_and_a_wrong_address_is_told(newcomer: Newcomer, mail: Path) -> None:
    fails(newcomer.run("import", mail, "--me", "robin"), 2, '--me "robin": that is no address')
    said = newcomer.run("import", mail, "--me", ROBIN, "--json")
    assert said.code == 0
    assert said.json()["new"] == 4


@pytest.mark.parametrize("command", [["sync"], ["applications"], ["accounts", "list"]])
def test_every_command_that_misses_a_configuration_names_the_way(
    newcomer: Newcomer, command: list[str]
) -> None:
    fails(newcomer.run(*command), 2, "tealeaves accounts add makes one")


def test_a_sync_without_accounts_names_the_way_too(newcomer: Newcomer, mail: Path) -> None:
    newcomer.run("import", mail, "--me", ROBIN)
    fails(newcomer.run("sync"), 2, "no [[accounts]] to sync: tealeaves accounts add connects one")


def test_the_first_words_name_the_three_ways(newcomer: Newcomer) -> None:
    said = newcomer.run()
    assert said.code == 0
    for words in ("tealeaves demo", "tealeaves import", "tealeaves accounts add", str(newcomer.config)):
        assert words in said.out
    newcomer.run("accounts", "add", ROBIN, "--provider", "fastmail", "--no-test")
    assert "Three ways" not in newcomer.run().out
