"""What helps against a refusal: told apart by who refuses, what was said, and how the account signs in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tealeaves.signin.advice import _table, advice

GMAIL, OUTLOOK = "imap.gmail.com", "outlook.office365.com"


@pytest.mark.parametrize(
    ("host", "text", "auth", "said"),
    [
        # A password that no server of theirs takes, a password of the wrong kind, and a wrong one.
        (OUTLOOK, "LOGIN failed.", "password", "Microsoft takes no passwords"),
        (OUTLOOK, "Basic authentication is disabled.", "password", "Microsoft takes no passwords"),
        ("imap-mail.outlook.com", "LOGIN failed.", "password", 'set auth = "microsoft"'),
        ("mail.firm.example", "Basic authentication is disabled.", "password", 'set auth = "microsoft"'),
        (
            GMAIL,
            "[ALERT] Application-specific password required: "
            "https://support.google.com/accounts/answer/185833 (Failure)",
            "password",
            "make an app password at https://myaccount.google.com/apppasswords and use it",
        ),
        (
            GMAIL,
            "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            "password",
            "Gmail takes an app",
        ),
        (
            "imap.mail.yahoo.com",
            "[AUTHENTICATIONFAILED] LOGIN Invalid credentials",
            "password",
            "Yahoo takes",
        ),
        ("imap.aol.com", "[AUTHENTICATIONFAILED] LOGIN Invalid credentials", "password", "AOL takes"),
        ("imap.mail.me.com", "[AUTHENTICATIONFAILED] Authentication failed", "password", "account.apple.com"),
        ("imap.fastmail.com", "Incorrect username or password.", "password", "Manage app passwords"),
        ("mail.example.org", "[AUTHENTICATIONFAILED] Authentication failed.", "password", "check user and"),
        ("127.0.0.1", "no such user", "password", "Proton Mail Bridge"),
        ("imap.proton.me", "", "password", "run Proton Mail Bridge"),
        ("imap.mail.ru", "Application password is REQUIRED", "password", "external applications"),
        ("mail.example.org", "Application password is REQUIRED", "password", "make an app password"),
        # IMAP that is switched off.
        (
            GMAIL,
            "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and "
            "enable your account for IMAP access. (Failure)",
            "password",
            "turn IMAP on in Gmail",
        ),
        (GMAIL, "[ALERT] IMAP access is disabled for your domain.", "google", "administrator has turned"),
        (
            "imap.zoho.eu",
            "[ALERT] You are yet to enable IMAP for your account. Please contact your administrator",
            "password",
            "turn IMAP on in Zoho",
        ),
        (
            "imap.yandex.com",
            "[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=x",
            "password",
            "turn IMAP on (Yandex",
        ),
        ("imap.gmx.net", "authentication failed", "password", "let IMAP in first"),
        ("imap.web.de", "authentication failed", "password", "let IMAP in first"),
        (OUTLOOK, "User is authenticated but not connected.", "microsoft", "does not own the mailbox"),
        ("mail.example.org", "IMAP access is disabled", "password", "turn IMAP on"),
        # A server that wants to be left alone, whoever it is.
        (OUTLOOK, "Request is throttled. Suggested Backoff Time: 92415 milliseconds", "microsoft", "pause"),
        (OUTLOOK, "Request is throttled. Suggested Backoff Time: 92415 milliseconds", "password", "pause"),
        (GMAIL, "[ALERT] Too many simultaneous connections. (Failure)", "google", "15 connections"),
        (GMAIL, "[OVERQUOTA] Account exceeded command or bandwidth limits.", "password", "tomorrow"),
        ("mail.example.org", "[UNAVAILABLE] Maximum number of connections from user+IP", "password", "pause"),
        # Tokens.
        (OUTLOOK, "AUTHENTICATE failed.", "microsoft", "sign in as the owner of the mailbox"),
        (GMAIL, "[AUTHENTICATIONFAILED] Invalid credentials (Failure)", "google", "accounts login mine"),
        ("mail.example.org", "refused", "google", "run: tealeaves accounts login mine"),
        ("login.microsoftonline.com", "AADSTS7000218: The request body", "microsoft", "public client flows"),
        ("login.microsoftonline.com", "AADSTS50194: Application", "microsoft", "Directory (tenant) ID"),
        ("login.microsoftonline.com", "AADSTS9002346: Application", "microsoft", 'tenant = "consumers"'),
        ("login.microsoftonline.com", "AADSTS90094: Admin consent", "microsoft", "administrator to grant"),
        # Calendars.
        ("caldav.fastmail.com", "401 Unauthorized", "calendar", "access to calendars"),
        ("p42-caldav.icloud.com", "401 Unauthorized", "calendar", "app-specific password"),
        ("apidata.googleusercontent.com", "401", "calendar", 'use kind = "google-calendar"'),
        ("cloud.example.org", "401 Unauthorized", "calendar", "Devices & sessions"),
        # The rest of RFC 5530.
        ("mail.example.org", "[PRIVACYREQUIRED] Plaintext authentication disallowed", "password", "starttls"),
        ("mail.example.org", "[EXPIRED] That password isn't valid any more", "password", "has expired"),
    ],
)
def test_the_advice_fits_the_server_and_its_words(host: str, text: str, auth: str, said: str) -> None:
    assert said.casefold() in advice(host, text, auth, "mine").casefold()


@pytest.mark.parametrize("host", ["notgmail.com", "gmail.com.example.org", "xoutlook.com", "mail.ru.example"])
def test_a_host_that_only_looks_like_a_provider_is_anybodys(host: str) -> None:
    assert advice(host, "x", "password") == advice("mail.example.org", "x", "password")


@given(
    st.text()
    | st.sampled_from([host for provider in _table()[0] for host in provider.hosts]).map("imap.{}".format),
    st.text() | st.sampled_from([words for answer in _table()[2].answers for words in answer.when]),
    st.sampled_from(["password", "google", "microsoft", "calendar"]),
)
def test_there_is_always_one_line_of_advice(host: str, text: str, auth: str) -> None:
    line = advice(host, text, auth, "mine")
    assert line
    assert line.isprintable()
    assert "{name}" not in line


def test_every_answer_can_be_given() -> None:
    providers, unknown, everybody = _table()
    for provider in (*providers, unknown, everybody):
        for answer in provider.answers:
            assert answer.auth in ("", "password", "google", "microsoft")
            assert all(words == words.casefold() for words in answer.when)
            assert answer.say.isprintable()
