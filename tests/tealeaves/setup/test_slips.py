"""What a newcomer does wrong, or a machine has otherwise, and that it is taken kindly."""

from __future__ import annotations

import socket
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from tealeaves import connect, trying
from tealeaves.cli.adding.dialogue import Dialogue, not_an_address
from tealeaves.cli.adding.finding import _explain
from tealeaves.cli.session import Session
from tealeaves.cli.welcome import WELCOME
from tealeaves.config import parsed
from tealeaves.setup import providers
from tealeaves.signin.surroundings import surroundings
from tealeaves.spellings import spellings
from tests.servers.dovecot import PASSWORD
from tests.tealeaves.post import NOW
from tests.tealeaves.setup.test_dialogue import ADDRESS, at
from tests.tealeaves.setup.test_options import fails

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.account import Account
    from tests.tealeaves.setup.newcomer import Newcomer, Talk

ME = ("--full-name", "R", "--timezone", "UTC")


@pytest.mark.parametrize(
    "address",
    ["robin@example.org", "ROBIN@Example.ORG", "robin+jobs@example.org", "r.o'hale@example.org",
     "r@localhost", "robin@müller.example", "jörg@xn--mller-kva.example", "r_h-1@mail-2.example.co.uk"],
)  # fmt: skip
def test_an_address_is_taken_as_people_write_it(address: str) -> None:
    assert not_an_address(address) == ""


@pytest.mark.parametrize(
    "address",
    ["", " ", "robin", "@example.org", "robin@", "robin@@example.org", "robin@example.org.",
     "robin@x..example", "Robin <robin@example.org>", "<robin@example.org>",
     "mailto:robin@example.org", "'robin@example.org'",
     "robin@example.org,", "a@b.example;c@d.example", "robin hale@example.org", "robin@-x.example",
     "robin@exa mple.org", "robin@example.org\x07"],
)  # fmt: skip
def test_what_was_pasted_with_more_around_it_is_asked_for_again(address: str) -> None:
    assert not_an_address(address) != ""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Robin@Example.org", {"robin@example.org"}),
        ("robin@Müller.example", {"robin@müller.example", "robin@xn--mller-kva.example"}),
        ("@xn--mller-kva.example", {"@müller.example", "@xn--mller-kva.example"}),
        ("robin@" + "ü" * 80 + ".example", {"robin@" + "ü" * 80 + ".example"}),
    ],
)
def test_an_international_domain_is_known_in_both_spellings(address: str, expected: set[str]) -> None:
    assert set(spellings(address)) == expected


def test_mail_from_ones_own_international_domain_is_ones_own(tmp_path: Path) -> None:
    here = Session(parsed(tmp_path / "config.toml", 'me.addresses = ["robin@müller.example"]', {}))
    assert here.me.owns("robin@xn--mller-kva.example")


def test_an_account_is_called_in_lower_case(newcomer: Newcomer) -> None:
    said = newcomer.run("accounts", "add", "Robin@Postbox.Example", "--host", "h.example", "--no-test")
    assert said.code == 0, said.err
    assert newcomer.account()["name"] == "postbox"


def test_a_wrong_port_can_be_mended(newcomer: Newcomer, mailbox: Account) -> None:
    options = at(mailbox)
    options[options.index("--port") + 1] = str(mailbox.server.port)  # where no TLS is spoken
    talk = newcomer.begins("accounts", "add", ADDRESS, *ME, *options)
    talk.says("(not shown): ", PASSWORD)
    talk.hears(f"another server than localhost, port {mailbox.server.port}")
    talk.presses("> ", "s")
    talk.says("Mail server [localhost]: ", "")
    talk.says("Security: tls or starttls [tls]: ", "")
    talk.says(f"Port [{mailbox.server.port}]: ", str(mailbox.server.tls_port))
    talk.says("Sync now?", "n")
    assert talk.end() == 0, talk.said
    assert newcomer.account()["port"] == mailbox.server.tls_port


def test_a_silent_server_is_not_waited_for_as_long_as_a_sync_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connect.TRIAL_SECONDS * connect.TRIALS <= 30
    monkeypatch.setattr(connect, "TRIAL_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dialled: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    dialled.append(silent.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        text = (
            'me.addresses = ["r@x.example"]\n[[accounts]]\nname = "x"\nkind = "imap"\nhost = "127.0.0.1"\n'
            f'port = {silent.getsockname()[1]}\nsecurity = "none"\nuser = "r"\npassword_env = "WORD"\n'
        )
        read = parsed(tmp_path / "config.toml", text, {})
        around = surroundings(read, {"WORD": "x"}, lambda: NOW)
        found = trying.tried(Session(read), read.tables.accounts[0], around)
        silent.shutdown(socket.SHUT_RDWR)
    assert found.error is not None
    assert len(dialled) == connect.TRIALS
    for line in dialled:
        line.close()


def test_a_file_that_is_not_there_is_asked_for_again(newcomer: Newcomer) -> None:
    (newcomer.home / "bridge.pem").write_text("")
    talk = newcomer.begins("accounts", "add", "robin@proton.me", *ME)
    talk.says("File of the certificate that it exported: ", "brigde.pem")
    talk.hears("there is no such file")
    talk.says("File of the certificate that it exported: ", "bridge.pem")
    talk.hears("(not shown): ")
    assert talk.interrupts() == 130


def test_whoever_stops_after_the_account_is_there_is_told_so(newcomer: Newcomer, mailbox: Account) -> None:
    talk = newcomer.begins("accounts", "add", ADDRESS, *ME, *at(mailbox))
    talk.says("(not shown): ", PASSWORD)
    talk.hears("Sync now? [Y/n]: ")
    assert talk.interrupts() == 130
    assert "stopped; the account is there, and tealeaves sync brings in its mail" in _lines(talk)
    assert newcomer.account()["name"] == "postbox"


def test_whoever_stops_an_import_or_a_removal_is_told_that_nothing_happened(newcomer: Newcomer) -> None:
    talk = newcomer.begins("import", newcomer.home)
    talk.hears("Your e-mail address: ")
    assert talk.interrupts() == 130
    assert "stopped; nothing was read or written" in _lines(talk)
    assert not newcomer.config.exists()
    newcomer.run("accounts", "add", ADDRESS, "--host", "h.example", "--no-test")
    talk = newcomer.begins("accounts", "remove", "postbox")
    talk.hears("[y/N]: ")
    assert talk.interrupts() != 0
    assert "accounts remove: nothing was changed" in _lines(talk)
    assert newcomer.account()["name"] == "postbox"


def _lines(talk: Talk) -> list[str]:
    """What the program said, each line as it begins."""
    return [line.removeprefix("tealeaves: ") for line in talk.said.splitlines()]


@pytest.mark.parametrize("is_link", [False, True])
def test_a_read_only_configuration_is_left_alone_and_nothing_is_asked(
    newcomer: Newcomer, *, is_link: bool
) -> None:
    newcomer.run("accounts", "add", ADDRESS, "--host", "h.example", "--no-test")
    if is_link:
        newcomer.config.rename(newcomer.home / "dotfiles.toml")
        newcomer.config.symlink_to(newcomer.home / "dotfiles.toml")
    newcomer.config.chmod(0o444)
    before = newcomer.config.read_bytes()
    fails(newcomer.run("accounts", "add", "b@gmail.com", "--no-test"), 2, "is read-only")
    fails(newcomer.run("accounts", "remove", "postbox", "--yes"), 2, "is read-only")
    fails(newcomer.run("import", newcomer.home, "--me", "c@x.example"), 2, "is read-only")
    talk = newcomer.begins("accounts", "add")
    talk.hears("is read-only")
    assert talk.end() == 2
    assert newcomer.config.read_bytes() == before
    assert stat.S_IMODE(newcomer.config.stat().st_mode) == 0o444


def test_a_path_with_umlauts_is_itself_in_json(newcomer: Newcomer) -> None:
    newcomer.home /= "Zoë"
    newcomer.home.mkdir()
    newcomer.run("accounts", "add", ADDRESS, "--host", "h.example", "--no-test")
    said = newcomer.run("accounts", "remove", "postbox", "--yes", "--json")
    assert "Zoë" in said.out


def test_the_first_words_and_each_providers_demand_fit_a_narrow_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert max(map(len, WELCOME.format(path="").splitlines())) <= 80
    for columns in (40, 80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        for one in providers.known():
            _explain(one, Dialogue(present=True))
            said = [line for line in capfd.readouterr().err.splitlines() if line.startswith("  ")]
            said = [line for line in said if "://" not in line]
            assert max(map(len, said), default=0) <= min(columns, 80)
