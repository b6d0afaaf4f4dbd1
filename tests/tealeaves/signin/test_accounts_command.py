"""`tealeaves accounts`, against a real Dovecot and a server of tokens."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import missing
from tests.servers.account import Account
from tests.servers.dovecot import PASSWORD, Dovecot, MissingDovecotError, Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.oauth import CLIENT, OAuth
from tests.tealeaves.conftest import Said
from tests.tealeaves.signin.conftest import FileKeyring

ME = 'me = { addresses = ["robin@postbox.example"] }\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for everything of this person's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def run(tealeaves: Callable[..., Said], home: Path) -> Callable[..., Said]:
    """Runs `tealeaves accounts …` with these accounts."""

    def running(accounts: str, *arguments: str) -> Said:
        (home / "config.toml").write_text(ME + accounts, "utf-8")
        return tealeaves("--config", home / "config.toml", "accounts", *arguments)

    return running


def imap(name: str, server: Dovecot, user: str, rest: str) -> str:
    (server.folder / f"{name}.secret").write_text(PASSWORD)
    (server.folder / f"{name}.secret").chmod(0o600)
    return (
        f'[[accounts]]\nname = "{name}"\nkind = "imap"\nhost = "localhost"\nport = {server.tls_port}\n'
        f'ca_file = "{server.ca_file}"\nuser = "{user}"\n{rest}\n'
    )


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What comes in on standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.fixture
def token_dovecot(oauth: OAuth) -> Iterator[Dovecot]:
    """A Dovecot that takes the tokens of our server, by XOAUTH2, and asks it whose they are."""
    try:
        with running_dovecot(Options(introspection_url=oauth.introspection_url)) as server:
            yield server
    except MissingDovecotError as error:
        missing(error)


EVERY_WAY = """
[[accounts]]
name = "personal"
kind = "imap"
host = "imap.example.org"
user = "robin"
folders = ["INBOX", "Jobs"]
[[accounts]]
name = "work"
kind = "imap"
host = "outlook.office365.com"
user = "robin"
auth = "microsoft"
client_id = "x"
[[accounts]]
name = "command"
kind = "imap"
host = "imap.example.org"
user = "robin"
password_command = ["echo", "s3cret-argument"]
[[accounts]]
name = "calendar"
kind = "ics"
url = "https://calendar.example.org/private-token/robin.ics"
"""


def test_list_shows_each_account_and_how_it_signs_in(run: Callable[..., Said]) -> None:
    said = run(EVERY_WAY, "list")
    lines = said.out.splitlines()
    assert lines[0].split("  ")[0].strip() == "name"
    assert "the keyring" in lines[1]
    assert "INBOX, Jobs" in lines[1]
    assert "Microsoft" in lines[2]
    assert "by special use" in lines[2]
    assert "password_command" in lines[3]
    assert said.code == 0


def test_list_for_programs_has_the_same_and_no_secret(run: Callable[..., Said]) -> None:
    said = run(EVERY_WAY, "list", "--json")
    rows: list[dict[str, Any]] = said.json()
    assert rows[0] == {
        "name": "personal",
        "kind": "imap",
        "host": "imap.example.org",
        "folders": ["INBOX", "Jobs"],
        "calendars": [],
        "sign_in": "password from the keyring",
    }
    assert [row["sign_in"] for row in rows[1:]] == [
        "Microsoft",
        "password from password_command",
        "not needed",
    ]
    assert "s3cret" not in said.out
    assert "private-token" not in said.out


def test_no_accounts_at_all_is_told_with_what_to_do(run: Callable[..., Said], home: Path) -> None:
    assert f"add [[accounts]] to {home / 'config.toml'}" in run("", "list").out


def test_a_password_is_kept_in_the_keyring_and_then_signs_in(
    run: Callable[..., Said], mailbox: Account, ring: FileKeyring, typed: Callable[[str], None]
) -> None:
    accounts = imap("mine", mailbox.server, mailbox.user, "")
    typed(PASSWORD + "\n")
    said = run(accounts, "login", "mine")
    assert (said.code, said.out) == (0, "Signed in to mine; kept in the keyring.\n")
    assert ring.get_password("tealeaves", "mine") == PASSWORD
    tried = run(accounts, "test")
    assert tried.code == 0, tried.err
    assert tried.out == "mine: signed in at localhost; a sync reads INBOX, Sent, Archive\n"


def test_without_a_keyring_login_names_the_other_places(
    run: Callable[..., Said], mailbox: Account, typed: Callable[[str], None]
) -> None:
    typed(PASSWORD)
    said = run(imap("mine", mailbox.server, mailbox.user, ""), "login", "mine")
    assert said.code == 4
    assert "no keyring" in said.err
    assert "password_command, password_env or password_file" in said.err
    assert PASSWORD not in said.err


@pytest.mark.parametrize(
    ("accounts", "name", "said"),
    [
        (EVERY_WAY, "nobody", 'no account "nobody"'),
        (EVERY_WAY, "command", "has its password from password_command: there is nothing to keep"),
        (EVERY_WAY, "calendar", 'nobody signs in to kind = "ics"'),
    ],
)
def test_a_login_that_makes_no_sense_is_told(
    run: Callable[..., Said], accounts: str, name: str, said: str
) -> None:
    answer = run(accounts, "login", name)
    assert answer.code == 2
    assert said in answer.err


def test_test_lists_the_folders_that_a_sync_reads_and_those_that_are_not_there(
    run: Callable[..., Said], mailbox: Account
) -> None:
    mailbox.folder("Jobs")
    accounts = imap(
        "mine", mailbox.server, mailbox.user, 'password_file = "s"\nfolders = ["INBOX", "Jobs", "Nowhere"]'
    ).replace('"s"', f'"{mailbox.server.folder}/mine.secret"')
    said = run(accounts, "test", "mine")
    assert said.code == 3
    assert said.out.splitlines() == [
        "mine: signed in at localhost; a sync reads INBOX, Jobs",
        "mine: no such folder: Nowhere",
    ]
    assert run(accounts, "test", "mine", "--json").json() == [
        {
            "account": "mine",
            "folders": ["INBOX", "Jobs"],
            "calendars": [],
            "mailbox": "",
            "missing": ["Nowhere"],
            "error": None,
        }
    ]


def test_a_wrong_password_is_told_with_advice_and_never_shown(
    run: Callable[..., Said], mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "wrong-and-still-secret")
    accounts = imap("mine", mailbox.server, mailbox.user, 'password_env = "MAIL_PASSWORD"')
    said = run(accounts, "test")
    assert said.code == 4
    assert "sign-in refused" in said.err
    assert "compare user and password with the server's" in said.err
    assert "wrong-and-still-secret" not in said.err + said.out
    assert len(said.err.splitlines()) == 1


def test_one_account_that_fails_does_not_hide_the_others(
    run: Callable[..., Said], mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOD", PASSWORD)
    accounts = imap("good", mailbox.server, mailbox.user, 'password_env = "GOOD"') + imap(
        "bad", mailbox.server, mailbox.user, 'password_env = "NOT_SET"'
    )
    said = run(accounts, "test")
    assert said.code == 3
    assert said.out.startswith("good: signed in")
    assert "account bad: password_env: the environment variable NOT_SET is not set" in said.err


def test_a_server_that_nobody_vouches_for_gets_no_password(
    run: Callable[..., Said], mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOD", PASSWORD)
    accounts = imap("mine", mailbox.server, mailbox.user, 'password_env = "GOOD"')
    said = run(accounts.replace("ca_file", "# ca_file"), "test")
    assert said.code == 1
    assert "certificate" in said.err


def test_a_token_of_microsofts_signs_in_by_xoauth2(
    run: Callable[..., Said], oauth: OAuth, token_dovecot: Dovecot
) -> None:
    oauth.user = "u0"
    accounts = imap(
        "work",
        token_dovecot,
        "u0",
        f'auth = "microsoft"\nclient_id = "{CLIENT}"\noauth_authority = "{oauth.url}"',
    )
    before = run(accounts, "test")
    assert before.code == 4
    assert "not signed in; run: tealeaves accounts login work" in before.err
    assert run(accounts, "login", "work").code == 0
    said = run(accounts, "test")
    assert said.code == 0, said.err
    assert said.out.startswith("work: signed in at localhost; a sync reads INBOX")
    assert not oauth.forms("refresh_token")


def test_an_expired_token_is_refreshed_on_the_way_in(
    run: Callable[..., Said], oauth: OAuth, token_dovecot: Dovecot
) -> None:
    oauth.user, oauth.lasts_seconds = "u0", 60  # less than the two minutes that are wanted
    accounts = imap(
        "work",
        token_dovecot,
        "u0",
        f'auth = "microsoft"\nclient_id = "{CLIENT}"\noauth_authority = "{oauth.url}"',
    )
    assert run(accounts, "login", "work").code == 0
    oauth.access.clear()  # the first is of no use any longer
    assert run(accounts, "test").code == 0
    assert len(oauth.forms("refresh_token")) == 1


def test_the_token_of_somebody_else_is_refused_with_advice(
    run: Callable[..., Said], oauth: OAuth, token_dovecot: Dovecot
) -> None:
    oauth.user = "u1"
    accounts = imap(
        "work",
        token_dovecot,
        "u0",
        f'auth = "microsoft"\nclient_id = "{CLIENT}"\noauth_authority = "{oauth.url}"',
    )
    login = run(accounts, "login", "work")
    assert "u1 signed in, and the account's user is u0" in login.out
    said = run(accounts, "test")
    assert said.code == 4
    assert "tealeaves accounts login work" in said.err
    assert "access-" not in said.err
