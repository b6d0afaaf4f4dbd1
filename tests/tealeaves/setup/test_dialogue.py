"""The first five minutes, at a terminal, against a real Dovecot."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tealeaves import config
from tests.servers.dovecot import PASSWORD
from tests.servers.radicale import USERS, radicale
from tests.tealeaves import post
from tests.tealeaves.person import deliver

if TYPE_CHECKING:
    from tests.servers.account import Account
    from tests.tealeaves.setup.newcomer import Newcomer, Talk

ADDRESS = "robin.hale@postbox.example"
WRONG = "swordfish-and-wrong"
# A provider more: its server is the test's own.
PROVIDER = (
    "import tealeaves.setup.providers as p; "
    "own = p.Provider('postbox', 'Postbox', 'localhost', ('postbox.example',), port={port}, "
    "demand='Postbox takes an app password.', make='https://postbox.example/passwords', caldav='{caldav}'); "
    "p.known = lambda: (own,); "
)


def at(mailbox: Account) -> list[str]:
    """The options that a real provider's data stands for."""
    server = mailbox.server
    return ["--host", "localhost", "--port", str(server.tls_port), "--ca-file", str(server.ca_file),
            "--user", mailbox.user]  # fmt: skip


def introduces(talk: Talk) -> None:
    talk.says("Your e-mail address: ", ADDRESS)
    talk.says("Your name", "Robin Hale")
    talk.says("Your time zone [Europe/London]: ", "")


def test_from_nothing_to_the_first_sync(newcomer: Newcomer, mailbox: Account) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    introduces(talk)
    talk.says(f"Password for {mailbox.user} (not shown): ", PASSWORD)
    talk.hears("postbox: signed in at localhost; a sync reads INBOX, Sent")
    talk.hears("Its password is kept in the keyring.")
    talk.hears(f"Wrote {newcomer.config}.")
    talk.hears("The first sync looks at 1 message since 30 September 2025: a few seconds.")
    talk.says("Sync now? [Y/n]: ", "")
    talk.hears("1 message belongs to 1 application")
    assert talk.end() == 0, talk.said
    assert newcomer.kept() == {"tealeaves\npostbox": PASSWORD}
    read = config.load(newcomer.config, {}).tables
    assert (read.me.name, read.me.addresses, read.me.timezone) == ("Robin Hale", [ADDRESS], "Europe/London")
    assert newcomer.account() == {
        "name": "postbox", "kind": "imap", "host": "localhost", "port": mailbox.server.tls_port,
        "ca_file": str(mailbox.server.ca_file), "user": mailbox.user,
    }  # fmt: skip
    assert stat.S_IMODE(newcomer.config.stat().st_mode) == 0o600
    assert "Harbor & Vine" in newcomer.run("digest").out


def test_the_mailbox_is_only_looked_at(newcomer: Newcomer, mailbox: Account) -> None:
    for folder in ("Sent", "Archive"):  # which Dovecot makes itself when somebody signs in first
        mailbox.folder(folder)
    deliver(mailbox, post.interview(1, 0))
    before = mailbox.snapshot()
    talk = newcomer.begins("accounts", "add", ADDRESS, *at(mailbox), "--full-name", "R", "--timezone", "UTC")
    talk.says("(not shown): ", PASSWORD)
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert mailbox.snapshot() == before


def test_a_provider_is_recognised_and_says_what_it_demands(newcomer: Newcomer, mailbox: Account) -> None:
    newcomer.before = PROVIDER.format(port=mailbox.server.tls_port, caldav="")
    talk = newcomer.begins(
        "accounts", "add", "--ca-file", mailbox.server.ca_file, "--user", mailbox.user
    )  # fmt: skip
    introduces(talk)
    talk.hears("Postbox: localhost")
    talk.hears("Postbox takes an app password.")
    talk.hears("https://postbox.example/passwords")
    talk.says("(not shown): ", PASSWORD)
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert newcomer.account()["host"] == "localhost"


def test_a_refused_password_is_advised_on_and_asked_for_again_and_never_shown(
    newcomer: Newcomer, mailbox: Account
) -> None:
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    introduces(talk)
    talk.says("(not shown): ", WRONG)
    talk.hears("That did not work: localhost: sign-in refused")
    talk.hears("compare user and password with the server's")
    assert not newcomer.config.exists()
    talk.presses("> ", "p")
    talk.says("(not shown): ", "")
    talk.hears("nothing was typed")
    talk.says("(not shown): ", PASSWORD)
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert WRONG not in talk.said
    assert newcomer.kept() == {"tealeaves\npostbox": PASSWORD}


def test_user_and_server_can_be_mended_too(newcomer: Newcomer, mailbox: Account) -> None:
    options = [*at(mailbox)[2:-1], "nobody", "--host", "127.0.0.2"]
    talk = newcomer.begins("accounts", "add", *options)
    introduces(talk)
    talk.says("Password for nobody (not shown): ", PASSWORD)
    talk.presses("> ", "s")
    talk.says("Mail server [127.0.0.2]: ", "localhost")
    talk.says("Security: tls or starttls [tls]: ", "")
    talk.says(f"Port [{mailbox.server.tls_port}]: ", "")
    talk.presses("> ", "u")
    talk.says("User name [nobody]: ", mailbox.user)
    talk.says("(not shown): ", PASSWORD)
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert (newcomer.account()["host"], newcomer.account()["user"]) == ("localhost", mailbox.user)


@pytest.mark.parametrize("stage", ["address", "password", "refused", "where"])
def test_whoever_stops_in_the_middle_leaves_nothing_behind(
    newcomer: Newcomer, mailbox: Account, stage: str
) -> None:
    newcomer.has_keyring = False
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    if stage == "address":
        talk.hears("Your e-mail address: ")
    else:
        introduces(talk)
        talk.hears("(not shown): ")
    if stage == "refused":
        talk.child.sendline(WRONG)
        talk.hears("What now?")
        talk.hears("> ")
    if stage == "where":
        talk.child.sendline(PASSWORD)
        talk.hears("Where then?")
        talk.hears("> ")
    assert talk.interrupts() == 130
    assert "stopped; nothing was written" in talk.said
    assert not newcomer.config.parent.exists()
    assert newcomer.kept() == {}


def test_without_a_keyring_a_file_is_written_only_where_that_is_chosen(
    newcomer: Newcomer, mailbox: Account
) -> None:
    newcomer.has_keyring = False
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    introduces(talk)
    talk.says("(not shown): ", PASSWORD)
    talk.hears("cannot be kept in a keyring")
    file = newcomer.config.with_name("postbox.password")
    assert not file.exists()
    talk.presses("> ", "f")
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert newcomer.account()["password_file"] == "postbox.password"
    assert PASSWORD not in newcomer.config.read_text("utf-8")
    assert newcomer.run("accounts", "test").code == 0


def test_without_a_keyring_a_command_has_to_print_what_was_typed(
    newcomer: Newcomer, mailbox: Account
) -> None:
    newcomer.has_keyring = False
    (newcomer.home / "mail").write_text(PASSWORD)
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    introduces(talk)
    talk.says("(not shown): ", PASSWORD)
    talk.presses("> ", "c")
    talk.says("Command: ", "echo another")
    talk.hears("It prints something else")
    talk.presses("> ", "c")
    talk.says("Command: ", f"cat '{newcomer.home}/mail'")
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert newcomer.account()["password_command"] == ["cat", f"{newcomer.home}/mail"]


def test_without_a_keyring_a_variable_may_hold_it(newcomer: Newcomer, mailbox: Account) -> None:
    newcomer.has_keyring = False
    talk = newcomer.begins("accounts", "add", *at(mailbox))
    introduces(talk)
    talk.says("(not shown): ", PASSWORD)
    talk.presses("> ", "e")
    talk.says("Name of the variable [MAIL_PASSWORD]: ", "")
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert newcomer.account()["password_env"] == "MAIL_PASSWORD"


def test_a_domain_of_ones_own_is_looked_for_and_then_asked_for(newcomer: Newcomer, mailbox: Account) -> None:
    talk = newcomer.begins("accounts", "add", "--ca-file", mailbox.server.ca_file)
    introduces(talk)
    talk.hears("Who looks after the mail of postbox.example?")
    talk.hears("Google Workspace")
    talk.says("Number or letter [g]: ", "99")
    talk.hears("one of the above")
    talk.says("Number or letter [g]: ", "g")
    talk.hears("imap.postbox.example, port 993: ")
    talk.hears("mail.postbox.example, port 993: ")
    talk.says("Number or letter [s]: ", "s")
    talk.says("Mail server (IMAP): ", "not a host")
    talk.hears("that is no name of a server")
    talk.says("Mail server (IMAP): ", "localhost")
    talk.says("Security: tls or starttls [tls]: ", "starttls")
    talk.says("Port [143]: ", str(mailbox.server.port))
    talk.says(f"Password for {ADDRESS} (not shown): ", PASSWORD)
    talk.presses("> ", "u")
    talk.says("User name", mailbox.user)
    talk.says("(not shown): ", PASSWORD)
    talk.says("Sync now?", "n")
    assert talk.end() == 0
    assert newcomer.account()["security"] == "starttls"


def test_the_calendar_of_the_provider_is_offered_and_takes_the_same_password(
    newcomer: Newcomer, mailbox: Account
) -> None:
    with radicale() as server:
        newcomer.before = PROVIDER.format(port=mailbox.server.tls_port, caldav=server.url)
        (user, word), *_ = USERS.items()
        talk = newcomer.begins("accounts", "add", "--ca-file", mailbox.server.ca_file, "--user", mailbox.user)
        introduces(talk)
        talk.says("(not shown): ", PASSWORD)
        talk.hears("Postbox has a calendar too, which often takes the same password.")
        talk.says("Read it? [y/N]: ", "y")
        talk.presses("> ", "u")  # Radicale knows neither the address nor the password
        talk.says("User name", user)
        talk.says("(not shown): ", word)
        talk.hears("postbox-calendar: signed in at")
        talk.says("Sync now?", "n")
        assert talk.end() == 0, talk.said
    names = [one.name for one in config.load(newcomer.config, {}).tables.accounts]
    assert names == ["postbox", "postbox-calendar"]
    assert newcomer.kept() == {"tealeaves\npostbox": PASSWORD, "tealeaves\npostbox-calendar": word}


def test_a_second_account_is_asked_for_its_password_alone(newcomer: Newcomer, mailbox: Account) -> None:
    newcomer.config.parent.mkdir()
    newcomer.config.write_text('# mine\nme = { addresses = ["robin@elsewhere.example"] } # all of them\n')
    talk = newcomer.begins("accounts", "add", ADDRESS, *at(mailbox), "--no-sync")
    talk.says("(not shown): ", PASSWORD)
    talk.hears(f"{ADDRESS} is one of your addresses now.")
    assert talk.end() == 0
    text = newcomer.config.read_text()
    mine = f'# mine\nme = {{ addresses = ["robin@elsewhere.example", "{ADDRESS}"] }} # all of them\n'
    assert text.startswith(f"{mine}\n[[accounts]]\n")
