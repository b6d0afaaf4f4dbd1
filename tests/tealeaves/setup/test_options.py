"""`tealeaves accounts add` where nobody is at a terminal: every answer is an option."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.servers.dovecot import PASSWORD
from tests.servers.radicale import USERS, radicale
from tests.tealeaves import post
from tests.tealeaves.person import deliver
from tests.tealeaves.setup.test_dialogue import ADDRESS, WRONG, at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.account import Account
    from tests.tealeaves.conftest import Said
    from tests.tealeaves.setup.newcomer import Newcomer


def fails(said: Said, code: int, words: str) -> None:
    assert said.code == code, said
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_a_script_adds_an_account_and_reads_what_was_done(newcomer: Newcomer, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    said = newcomer.run(
        "accounts", "add", ADDRESS, *at(mailbox), "--password-stdin", "--json", "--sync",
        "--folder", "INBOX", "--name", "mine", "--full-name", "Robin Hale", "--timezone", "Europe/Paris",
        stdin=f"{PASSWORD}\n",
    )  # fmt: skip
    assert (said.code, said.err) == (0, "")
    told = said.json()
    assert told["sync"].pop("seconds") > 0
    assert told["sync"]["new"] == 1
    assert {key: told[key] for key in ("account", "created", "secret_in", "folders", "waiting")} == {
        "account": "mine", "created": True, "secret_in": "the keyring", "folders": ["INBOX"], "waiting": 1,
    }  # fmt: skip
    assert newcomer.account()["folders"] == ["INBOX"]
    assert tomllib.loads(newcomer.config.read_text())["me"]["timezone"] == "Europe/Paris"
    assert "password" not in newcomer.config.read_text()


def test_without_an_option_for_it_the_first_sync_is_left_to_another_command(
    newcomer: Newcomer, mailbox: Account
) -> None:
    said = newcomer.run("accounts", "add", ADDRESS, *at(mailbox), "--password-stdin", stdin=PASSWORD)
    assert said.code == 0
    assert said.out.splitlines()[-1] == "tealeaves sync brings in what is new."
    assert not (newcomer.home / "store").exists()


@pytest.mark.parametrize("source", ["command", "env", "file"])
def test_the_password_may_come_from_three_places_and_is_never_copied(
    newcomer: Newcomer, mailbox: Account, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    file = newcomer.home / "secret"
    file.write_text(PASSWORD)
    file.chmod(0o600)
    monkeypatch.setenv("MAIL_WORD", PASSWORD)
    given = {"command": f"cat '{file}'", "env": "MAIL_WORD", "file": "secret"}[source]
    said = newcomer.run("accounts", "add", ADDRESS, *at(mailbox), f"--password-{source}", given)
    assert said.code == 0, said.err
    kept = {"command": ["cat", str(file)], "env": "MAIL_WORD", "file": str(file)}[source]
    assert newcomer.account()[f"password_{source}"] == kept
    assert newcomer.kept() == {}
    assert newcomer.run("accounts", "test").code == 0


def test_a_password_that_is_in_the_keyring_already_is_found(newcomer: Newcomer, mailbox: Account) -> None:
    (newcomer.home / "keyring.json").write_text(json.dumps({"tealeaves\nmine": PASSWORD}))
    assert newcomer.run("accounts", "add", ADDRESS, *at(mailbox), "--name", "mine").code == 0


def test_a_refused_password_ends_it_with_4_and_nothing_is_written(
    newcomer: Newcomer, mailbox: Account
) -> None:
    said = newcomer.run("accounts", "add", ADDRESS, *at(mailbox), "--password-stdin", stdin=WRONG)
    fails(said, 4, "compare user and password with the server's")
    assert WRONG not in said.err
    assert not newcomer.config.exists()
    assert newcomer.kept() == {}


def test_without_a_keyring_a_script_has_to_say_that_a_file_will_do(
    newcomer: Newcomer, mailbox: Account
) -> None:
    newcomer.has_keyring = False
    command = ["accounts", "add", ADDRESS, *at(mailbox), "--password-stdin"]
    fails(newcomer.run(*command, stdin=PASSWORD), 2, "say --keep file to put the password into")
    assert not newcomer.config.exists()
    said = newcomer.run(*command, "--keep", "file", stdin=PASSWORD)
    assert said.code == 0
    assert newcomer.run("accounts", "test").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--address: missing"),
        (["robin"], '--address "robin": that is no address'),
        (["robin@gmail.com"], "--password-command, --password-env or --password-file: missing"),
        (["robin@outlook.com"], "--client-id: missing"),
        (["robin@proton.me"], "--ca-file: missing"),
        (["robin@own.example", "--no-guess"], "--provider or --host: missing"),
        (["robin@own.example", "--provider", "fastmial"], 'did you mean "fastmail"?'),
        (["robin@own.example", "--provider", "icloud"], "--user: missing"),
        (["robin@gmail.com", "--kind", "gmail"], "--client-file: missing"),
        (["--kind", "ics", "--address", "a@b.example"], "--url: missing"),
        (["--kind", "maildir", "--address", "a@b.example"], "--path: missing"),
        (["robin@gmail.com", "--security", "none", "--no-test"], '--security: "none" would send'),
        (["robin@gmail.com", "--timezone", "Mars/Olympus"], '--timezone "Mars/Olympus": that is no'),
        (["a@gmail.com", "--password-env", "A", "--password-stdin"], "one place, please"),
        (["a@gmail.com", "--password-env", "A", "--keep", "file"], "there is nothing to keep"),
        (["a@gmail.com", "--password-command", "'x"], "--password-command: no closing quotation"),
        (["a@gmail.com", "--password-stdin"], "--password-stdin: there is no password on standard input"),
        (["a@gmail.com", "--address", "b@gmail.com"], "there is another address beside it"),
        (["robin@outlook.com", "--client-id", "x"], "needs you at a terminal"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_one_line_that_names_the_option(
    newcomer: Newcomer, arguments: list[str], words: str
) -> None:
    fails(newcomer.run("accounts", "add", *arguments), 2, words)
    assert not newcomer.config.exists()


def test_no_test_writes_it_down_and_asks_no_server(newcomer: Newcomer) -> None:
    said = newcomer.run("accounts", "add", "robin@fastmail.com", "--no-test")
    assert said.code == 0, said.err
    assert "Its password is still missing: tealeaves accounts login fastmail" in said.out
    assert newcomer.account() == {
        "name": "fastmail", "kind": "imap", "host": "imap.fastmail.com", "user": "robin@fastmail.com",
    }  # fmt: skip


def test_a_client_of_microsofts_is_written_down_for_a_later_login(newcomer: Newcomer) -> None:
    said = newcomer.run("accounts", "add", "robin@hotmail.com", "--client-id", "1-2", "--no-test")
    assert said.code == 0, said.err
    assert newcomer.account() == {
        "name": "outlook", "kind": "imap", "host": "outlook.office365.com", "user": "robin@hotmail.com",
        "auth": "microsoft", "client_id": "1-2",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["gmail", "google-calendar"])
def test_an_account_of_googles_own_interface_names_its_client(newcomer: Newcomer, kind: str) -> None:
    said = newcomer.run(
        "accounts", "add", "robin@gmail.com", "--kind", kind, "--client-file", "c.json", "--no-test"
    )
    assert said.code == 0, said.err
    assert newcomer.account() | {"name": ""} == {
        "name": "", "kind": kind, "user": "robin@gmail.com", "client_file": str(newcomer.home / "c.json"),
    }  # fmt: skip


def test_a_configuration_that_is_a_link_stays_one(newcomer: Newcomer) -> None:
    dotfiles = newcomer.home / "dotfiles.toml"
    dotfiles.write_text('me.addresses = ["robin@gmail.com"]\n')
    newcomer.config.parent.mkdir()
    newcomer.config.symlink_to(dotfiles)
    assert newcomer.run("accounts", "add", "robin@gmail.com", "--no-test").code == 0
    assert newcomer.config.is_symlink()
    assert "[[accounts]]" in dotfiles.read_text()


def test_a_configuration_with_a_mistake_is_left_alone(newcomer: Newcomer) -> None:
    newcomer.config.parent.mkdir()
    newcomer.config.write_text('me = { adresses = ["robin@gmail.com"] }\n')
    fails(newcomer.run("accounts", "add", "robin@gmail.com", "--no-test"), 2, 'did you mean "addresses"?')
    assert "accounts" not in newcomer.config.read_text()


def test_the_same_mailbox_is_not_added_twice_and_names_do_not_collide(newcomer: Newcomer) -> None:
    first = ["accounts", "add", "robin@gmail.com", "--no-test"]
    assert newcomer.run(*first).code == 0
    fails(newcomer.run(*first), 2, "account gmail reads that already")
    fails(newcomer.run("accounts", "add", "b@gmail.com", "--no-test", "--name", "GMAIL"), 2, "has that name")
    assert newcomer.run("accounts", "add", "b@gmail.com", "--no-test").code == 0
    read = tomllib.loads(newcomer.config.read_text())
    assert [one["name"] for one in read["accounts"]] == ["gmail", "gmail-2"]
    assert read["me"]["addresses"] == ["robin@gmail.com", "b@gmail.com"]


def test_a_folder_that_is_not_there_is_told_with_code_3(newcomer: Newcomer, mailbox: Account) -> None:
    said = newcomer.run(
        "accounts", "add", ADDRESS, *at(mailbox), "--password-stdin", "--folder", "Nowhere", stdin=PASSWORD
    )
    assert said.code == 3
    assert "no such folder: Nowhere" in said.out


def test_a_caldav_calendar_by_options(newcomer: Newcomer) -> None:
    (user, word), *_ = USERS.items()
    with radicale() as server:
        said = newcomer.run(
            "accounts", "add", ADDRESS, "--kind", "caldav", "--url", server.url, "--user", user,
            "--password-stdin", stdin=word,
        )  # fmt: skip
        assert said.code == 0, said.err
        assert "signed in at" in said.out
        assert newcomer.run("accounts", "test").code == 0
    assert newcomer.account()["kind"] == "caldav"


def test_a_maildir_and_a_calendar_file_need_no_password(newcomer: Newcomer, tmp_path: Path) -> None:
    (tmp_path / "Mail").mkdir()
    (tmp_path / "mine.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    said = newcomer.run("accounts", "add", ADDRESS, "--kind", "maildir", "--path", "Mail")
    assert said.code == 0, said.err
    said = newcomer.run("accounts", "add", "--kind", "ics", "--path", "mine.ics")
    assert said.code == 0, said.err
    paths = [one["path"] for one in tomllib.loads(newcomer.config.read_text())["accounts"]]
    assert paths == [str(tmp_path / "Mail"), str(tmp_path / "mine.ics")]


def test_the_address_of_a_feed_is_in_nothing_that_is_said(newcomer: Newcomer) -> None:
    url = "https://calendar.example.org/private-4f1c/basic.ics"
    said = newcomer.run("accounts", "add", ADDRESS, "--kind", "ics", "--url", url, "--no-test", "--json")
    assert said.code == 0
    assert "private-4f1c" not in said.out + said.err
    assert newcomer.account()["url"] == url


def test_yes_takes_what_would_be_offered(newcomer: Newcomer, mailbox: Account) -> None:
    talk = newcomer.begins("accounts", "add", ADDRESS, *at(mailbox), "--yes")
    talk.says("(not shown): ", PASSWORD)
    talk.hears("no mail since the day that me.since names")
    assert talk.end() == 0, talk.said
