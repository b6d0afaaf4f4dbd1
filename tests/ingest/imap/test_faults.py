"""What an error of the connection means."""

from __future__ import annotations

import imaplib
import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BusyError, SignInError, SourceError, UnreachableError
from ingest.imap import faults
from tests.servers.imap import script

HOST = "mail.example"
ERROR, ABORT = imaplib.IMAP4.error, imaplib.IMAP4.abort


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (ABORT("socket error: EOF"), True),
        (ConnectionResetError(104, "Connection reset by peer"), True),
        (TimeoutError("timed out"), True),
        (ERROR(script.UNAVAILABLE), True),
        (ERROR(script.IN_USE), True),
        (ERROR(script.GMAIL_TOO_MANY), True),
        (ERROR(script.MICROSOFT_THROTTLED), 92.415),
        (ERROR("NO Suggested Backoff Time: 12 seconds"), 12.0),
        (ERROR("NO Suggested Backoff Time: 301 seconds"), False),
        (ERROR(script.GMAIL_WRONG_PASSWORD), False),
        (ERROR("NO [AUTHENTICATIONFAILED] temporarily locked, try again later"), False),
        (ERROR("command UID illegal in state NONAUTH"), False),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), False),
        (socket.gaierror(-2, "Name or service not known"), False),
        (ValueError("a bug of ours"), False),
        (ERROR("got more than 1000000 bytes"), True),
    ],
)
def test_what_may_pass_by_itself_is_tried_again_and_nothing_else(
    error: Exception, wait: bool | float
) -> None:
    assert faults.wait_before(error) == wait


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ABORT("socket error: EOF"), UnreachableError),
        (TimeoutError("timed out"), UnreachableError),
        (ssl.SSLError(1, "wrong version number"), UnreachableError),
        (socket.gaierror(-2, "Name or service not known"), UnreachableError),
        (ERROR(script.MICROSOFT_THROTTLED), BusyError),
        (ERROR(script.GMAIL_TOO_MANY), BusyError),
        (ERROR(script.MICROSOFT_LOGIN), SignInError),
        (ABORT("BYE [AUTHENTICATIONFAILED] too often"), SignInError),
    ],
)
def test_an_error_is_told_as_what_a_person_can_do_about_it(error: Exception, kind: type[SourceError]) -> None:
    told = faults.as_source_error(error, HOST, signing_in=True)
    assert type(told) is kind
    assert HOST in str(told)


def test_a_folder_that_is_in_use_is_no_reason_to_leave_the_account_alone() -> None:
    assert type(faults.as_source_error(ERROR(script.IN_USE), HOST, signing_in=False)) is SourceError


def test_what_was_told_already_is_told_as_it_is() -> None:
    error = SignInError("the keyring is locked")
    assert faults.as_source_error(error, HOST, signing_in=True) is error


def test_the_line_that_stays_after_one_too_long_is_not_read_as_the_next_answer() -> None:
    assert faults.is_broken(ERROR("got more than 1000000 bytes"))
    assert not faults.is_broken(ERROR("NO no such folder"))


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ((b"[ALERT] full",), "[ALERT] full"),
        (("b'[ALERT] full'",), "[ALERT] full"),  # imapclient's LoginError is the repr of what was said
        (("one\r\ntwo\x00\x1b[31m",), "one two [31m"),
        ((b"\xff\xfe",), "\ufffd\ufffd"),
        ((script.GMAIL_WEB_LOGIN,), "NO Web login required. (Failure)"),
        ((), "error"),
    ],
)
def test_what_the_server_said_is_one_line_for_a_person(args: tuple[object, ...], line: str) -> None:
    assert faults.said(ERROR(*args)) == line


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers()), max_size=4))
def test_whatever_an_error_holds_it_is_told_in_one_short_line(args: list[object]) -> None:
    for signing_in in (True, False):
        told = str(faults.as_source_error(ERROR(*args), HOST, signing_in=signing_in))
        assert told.isprintable()
        assert len(told) < 500


@given(st.text(min_size=6), st.text(), st.text())
def test_a_secret_that_a_server_repeats_is_taken_out(secret: str, before: str, after: str) -> None:
    error = ERROR(before + secret + after, f"{before}{secret}".encode("utf-8", "replace"))
    faults.hide(secret, error)
    assert secret not in str(error.args[0]).replace("…", "")
