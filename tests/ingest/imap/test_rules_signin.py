"""Signing in: encrypted, once, and with nothing of the secret in what is told."""

from __future__ import annotations

import ssl
import traceback
from typing import TYPE_CHECKING

import pytest

from ingest.credentials import Password, Secret, Token
from ingest.errors import BusyError, SignInError, UnreachableError
from ingest.imap.account import Account as Settings
from ingest.imap.connector import Imap
from ingest.imap.session import ATTEMPTS
from tests.ingest.imap.archive import SINCE, Archive, all_pass, connector, letter, sync
from tests.ingest.test_tls import server as old_server
from tests.servers.certificate import make_certificate
from tests.servers.dovecot import Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.imap import script as said
from tests.servers.imap.mail import Message, folders
from tests.servers.imap.script import GMAIL, Script, Step
from tests.servers.oauth import oauth_server
from tests.servers.proxy import Action, Fault, proxy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.credentials import Credential
    from ingest.imap.account import Security
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

SECRET = "hunter2-hunter2"


def encrypted(
    mailbox: Account, archive: Archive, security: Security, ca_file: Path | str, minimum: str = "1.2"
) -> Imap:
    server = mailbox.server
    port = server.tls_port if security == "tls" else server.port
    account = Settings("mine", server.host, SINCE, port, security, ca_file=str(ca_file), tls_minimum=minimum)
    return Imap(account, lambda: Password(mailbox.user, mailbox.password), all_pass, archive)


def logins(server: ScriptedImap) -> int:
    return sum(command in ("LOGIN", "AUTHENTICATE") for command in server.commands)


def refused(server: ScriptedImap, credential: Credential) -> SignInError:
    """What is raised where the sign-in is refused."""
    archive = Archive()
    with pytest.raises(SignInError) as told:
        sync(connector(server, archive, sign_in=lambda: credential), archive)
    return told.value


@pytest.mark.parametrize("minimum", ["1.2", "1.3"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_connection_is_encrypted_by_an_authority_of_ones_own(
    mailbox: Account, archive: Archive, security: Security, minimum: str
) -> None:
    mailbox.deliver(letter(1))
    sync(encrypted(mailbox, archive, security, mailbox.server.ca_file, minimum), archive)
    assert archive.subjects == ["Letter 1"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_before_anybody_signs_in(
    mailbox: Account, archive: Archive, security: Security, tmp_path: Path
) -> None:
    mailbox.record()
    other = make_certificate(tmp_path).ca_file
    for ca_file in ("", other):
        with pytest.raises(UnreachableError, match="cannot be trusted"):
            sync(encrypted(mailbox, archive, security, ca_file), archive)
    assert not mailbox.commands()


def test_a_server_below_the_minimum_version_is_refused(archive: Archive, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with old_server(certificate, ssl.TLSVersion.TLSv1_2) as port:
        account = Settings(
            "mine", "127.0.0.1", SINCE, port, ca_file=str(certificate.ca_file), tls_minimum="1.3"
        )
        imap = Imap(account, lambda: Password("u", SECRET), all_pass, archive)
        with pytest.raises(UnreachableError, match="no secure connection"):
            sync(imap, archive)


def test_a_server_that_offers_no_starttls_is_not_signed_in_to(scripted: Scripted, archive: Archive) -> None:
    server = scripted(folders())
    account = Settings("mine", server.host, SINCE, server.port, "starttls")
    with pytest.raises(Exception, match="STARTTLS"):
        sync(Imap(account, lambda: Password("u", SECRET), all_pass, archive), archive)
    assert logins(server) == 0


def test_a_token_signs_in_by_xoauth2(archive: Archive, tmp_path: Path) -> None:
    from tests.servers.account import Account as Mailbox

    with oauth_server(tmp_path) as google:
        google.access["a-token"] = "u0"
        with running_dovecot(Options(introspection_url=google.introspection_url)) as server:
            Mailbox(server, "u0").deliver(letter(1))
            sync(connector(server, archive, sign_in=lambda: Token("u0", "a-token")), archive)
            assert archive.subjects == ["Letter 1"]
            with pytest.raises(SignInError):
                sync(connector(server, archive, sign_in=lambda: Token("u0", SECRET)), archive)


def test_a_token_is_asked_for_anew_at_each_connection(scripted: Scripted, archive: Archive) -> None:
    script = Script(capabilities=GMAIL, steps=(Step("UID SEARCH", hang_up=True),))
    server = scripted(folders(Message(1, letter(1))), script)
    asked: list[str] = []

    def sign_in() -> Token:
        asked.append("once more")
        return Token("u", "token")

    sync(connector(server, archive, sign_in=sign_in), archive)
    assert (archive.subjects, len(asked)) == (["Letter 1"], 2)


@pytest.mark.parametrize(
    "answer",
    [
        "NO [AUTHENTICATIONFAILED] Authentication failed.",
        "NO [AUTHENTICATIONFAILED] Temporary failure, try again later",
        "NO [AUTHORIZATIONFAILED] Not this account",
        "NO [EXPIRED] The password is too old",
        said.GMAIL_WRONG_PASSWORD,
        said.GMAIL_APP_PASSWORD,
        said.GMAIL_WEB_LOGIN,
        said.MICROSOFT_LOGIN,
    ],
)
def test_a_refused_password_is_told_at_once_and_never_tried_again(scripted: Scripted, answer: str) -> None:
    server = scripted(folders(), Script(steps=(Step("LOGIN", 0, answer=answer),)))
    error = refused(server, Password("u", SECRET))
    assert logins(server) == 1
    assert "accounts.google.com/signin" not in error.said


def test_a_refusal_before_the_connection_is_closed_is_a_refusal(scripted: Scripted) -> None:
    bye = ("* BYE [AUTHENTICATIONFAILED] Too many wrong passwords",)
    server = scripted(folders(), Script(steps=(Step("LOGIN", 0, says=bye, hang_up=True),)))
    refused(server, Password("u", SECRET))
    assert logins(server) == 1


def test_a_refused_token_is_told_at_once_and_never_tried_again(scripted: Scripted) -> None:
    server = scripted(folders(), Script(capabilities=GMAIL))
    refused(server, Token("u", SECRET))
    assert logins(server) == 1


@pytest.mark.parametrize("answer", [said.UNAVAILABLE, said.GMAIL_TOO_MANY, said.MICROSOFT_THROTTLED])
def test_a_server_that_cannot_say_now_is_tried_again(
    scripted: Scripted, archive: Archive, answer: str
) -> None:
    server = scripted(folders(Message(1, letter(1))), Script(steps=(Step("LOGIN", answer=answer),)))
    sync(connector(server, archive), archive)
    assert (archive.subjects, logins(server)) == (["Letter 1"], 2)


def test_a_server_that_cannot_say_again_and_again_is_left_alone(scripted: Scripted, archive: Archive) -> None:
    server = scripted(folders(), Script(steps=(Step("LOGIN", 0, answer=said.GMAIL_TOO_MANY),)))
    with pytest.raises(BusyError):
        sync(connector(server, archive), archive)
    assert logins(server) == ATTEMPTS


def test_a_wait_of_more_than_five_minutes_is_not_waited_for(scripted: Scripted, archive: Archive) -> None:
    answer = said.MICROSOFT_THROTTLED.replace("92415", "924150")
    server = scripted(folders(), Script(steps=(Step("LOGIN", 0, answer=answer),)))
    with pytest.raises(BusyError, match="15 minutes"):
        sync(connector(server, archive), archive)
    assert logins(server) == 1


@pytest.mark.parametrize("action", [Action.CUT, Action.RESET])
def test_a_connection_that_breaks_during_the_sign_in_is_no_refusal(
    scripted: Scripted, archive: Archive, action: Action
) -> None:
    server = scripted(folders(Message(1, letter(1))))
    with proxy(server.host, server.port, {1: Fault(action, b"LITERAL+")}) as between:
        sync(connector(between, archive), archive)
    assert archive.subjects == ["Letter 1"]
    server.script = Script(steps=(Step("LOGIN", hang_up=True),))
    sync(connector(server, archive), archive)
    assert logins(server) == 3


def test_a_password_in_any_alphabet_is_sent_as_it_is(mailbox: Account, archive: Archive) -> None:
    """LOGIN has no words for it; SASL PLAIN has (RFC 4616). Here it is a wrong one, in Dovecot's words."""
    wrong = Password(mailbox.user, "paßwörd-密码")
    with pytest.raises(SignInError, match="AUTHENTICATIONFAILED"):
        sync(connector(mailbox.server, archive, sign_in=lambda: wrong), archive)


@pytest.mark.parametrize("answer", [f"BAD unknown: LOGIN u {SECRET}", f"NO [UNAVAILABLE] LOGIN u {SECRET}"])
def test_no_secret_is_in_any_error_even_where_the_server_repeats_it(scripted: Scripted, answer: str) -> None:
    server = scripted(folders(), Script(steps=(Step("LOGIN", 0, answer=answer),)))
    archive = Archive()
    imap = connector(server, archive, sign_in=lambda: Password("u", Secret(SECRET)))
    with pytest.raises(Exception, match="LOGIN") as told:
        sync(imap, archive)
    error: BaseException | None = told.value
    while error is not None:
        assert SECRET not in f"{error!r} {error} {vars(error)}"
        error = error.__cause__
    assert SECRET not in "".join(traceback.format_exception(told.value))
    assert SECRET not in f"{imap!r} {imap.__dict__}"
