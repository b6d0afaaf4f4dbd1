"""A token that is refused, and what only the person can mend (sync-rules 21)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from ingest.credentials import Password, Token
from ingest.errors import SignInError, UnreachableError
from tests.ingest.gmail.mailbox_of import agree, filled, meanwhile
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import insufficient, named, not_enabled, unauthorized

if TYPE_CHECKING:
    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer


class SignIn:
    """Gives the tokens in turn, and remembers which were said to be refused."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.calls: list[str] = []

    def __call__(self, refused: str = "") -> Token:
        self.calls.append(refused)
        return Token("robin@gmail.example", self.tokens[min(len(self.calls), len(self.tokens)) - 1])


NAMES = ["profile", "messages.list", "batch", "messages.get", "history.list"]


def test_one_token_does_for_a_whole_sync(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    filled(google, 60)
    sign_in = SignIn("token")
    syncing(sign_in=sign_in)
    assert sign_in.calls == [""]
    agree(google, archive)


def test_a_refused_token_is_asked_anew_once_and_never_used_again(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.tokens = {"new"}
    filled(google, 5)
    sign_in = SignIn("old", "new")
    syncing(sign_in=sign_in)
    assert sign_in.calls == ["", "old"]
    agree(google, archive)


@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_expires_in_the_middle_is_asked_anew(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str
) -> None:
    filled(google, 7)
    sign_in = SignIn("token", "new")

    def expire() -> None:
        google.tokens = {"new"}

    meanwhile(google, named(name), expire)
    syncing(sign_in=sign_in)
    assert sign_in.calls == ["", "token"]
    agree(google, archive)
    assert not archive.problems


@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_is_refused_again_is_for_the_person(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str
) -> None:
    filled(google, 7)
    google.faults.on(named(name), unauthorized(), times=None)
    sign_in = SignIn("token", "token")
    with pytest.raises(SignInError):
        syncing(sign_in=sign_in)
    assert 1 <= sign_in.calls.count("token") <= 2
    assert not archive.problems
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize("name", NAMES)
def test_no_third_token_is_asked_for(google: GoogleServer, syncing: Syncing, name: str) -> None:
    filled(google, 7)
    google.faults.on(named(name), unauthorized(), times=None)
    sign_in = SignIn("token", "second", "third", "fourth")
    google.tokens = {*sign_in.tokens}
    with pytest.raises(SignInError):
        syncing(sign_in=sign_in)
    assert sign_in.calls == ["", "token"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sequel", [SignInError("log in again"), UnreachableError("no network")])
def test_what_the_sign_in_says_goes_to_the_person(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, sequel: Exception
) -> None:
    filled(google, 7)

    def sign_in(refused: str = "") -> Token:
        if refused:
            raise sequel
        return Token("robin@gmail.example", "token")

    google.faults.on(named(name), unauthorized(), times=None)
    with pytest.raises(type(sequel), match=str(sequel)):
        syncing(sign_in=sign_in)
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize("name", NAMES)
def test_a_permission_that_was_not_given_is_for_the_person(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str
) -> None:
    filled(google, 7)
    google.faults.on(named(name), insufficient(), times=None)
    with pytest.raises(SignInError, match="accounts login"):
        syncing()
    assert not archive.problems
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_an_api_that_is_not_switched_on_says_where_that_is_done(
    google: GoogleServer, syncing: Syncing
) -> None:
    google.faults.on(named("profile"), not_enabled(), times=None)
    with pytest.raises(SignInError, match=r"console\.cloud\.google\.com/apis/library/gmail"):
        syncing()
    assert google.http_requests == 1


def test_a_password_is_no_token_and_is_never_sent(google: GoogleServer, syncing: Syncing) -> None:
    with pytest.raises(SignInError):
        syncing(sign_in=lambda refused="": Password("robin", "s3cret"))
    assert not google.requests


def test_neither_the_token_nor_mail_reaches_a_log_at_any_level(
    google: GoogleServer,
    syncing: Syncing,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    google.tokens = {"ya29.new-token"}
    google.mail.add(letter(1, "This is between us.", Subject="Quite private"))
    google.faults.on(named("batch", "messages.get"), unauthorized())
    google.faults.on(named("messages.list"), insufficient())
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            try:
                syncing(sign_in=SignIn("ya29.old-token", "ya29.new-token"))
            except SignInError as error:
                assert "ya29" not in repr(error)
    out = capsys.readouterr()
    said = caplog.text + out.out + out.err
    for secret in ("ya29", "between us", "private", google.mail.ids[0]):
        assert secret not in said
