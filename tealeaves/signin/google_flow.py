"""Google's sign-in for programs on a person's own machine.

https://developers.google.com/identity/protocols/oauth2/native-app: the browser comes back to a port of ours
on this machine (RFC 8252 §7.3), with PKCE (RFC 7636). The client is the person's own.
"""

from __future__ import annotations

import logging
import secrets
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.credentials import Secret
from ingest.errors import SignInError, UnreachableError
from tealeaves.signin.google_client import read_client
from tealeaves.signin.refusals import refused, unreachable
from tealeaves.signin.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

# https://developers.google.com/workspace/gmail/imap/xoauth2-protocol: IMAP knows this scope alone.
SCOPES = {
    "imap": "https://mail.google.com/",
    "gmail": "https://www.googleapis.com/auth/gmail.readonly",
    "google-calendar": "https://www.googleapis.com/auth/calendar.readonly",
}
READING = {"imap": "mail", "gmail": "mail", "google-calendar": "calendars"}
HOST = "oauth2.googleapis.com"
PATIENCE_SECONDS = 600  # for the person in front of the browser
NETWORK_SECONDS = 60
TEXT_ONLY = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})  # Google's page needs scripts

ASK = "Sign in at this address, in a browser on this machine:\n{url}"
ELSEWHERE = (
    "A browser on another machine comes back to a port there: first run, on that machine,\n"
    "  ssh -N -L {port}:127.0.0.1:{port} USER@THIS-MACHINE\n"
    "and leave it running until you are signed in."
)


def owner(account: AccountTable, around: Surroundings) -> str:
    """Whose the tokens are: client, scope and user."""
    client = read_client(around.beside(account.client_file))
    return f"google {client['client_id']} {SCOPES[account.kind]} {account.user}"


def log_in(
    account: AccountTable,
    around: Surroundings,
    *,
    browser: bool,
    port: int,
    say: Callable[[str], None],
    wait: Callable[[float], None],
) -> Tokens:
    """Asks the person, in a browser, which comes back to `port` (0: any that is free).

    Without `browser`, or where there is none, the address is only said. Raises SourceError.
    """
    from google_auth_oauthlib.flow import Flow
    from oauthlib.oauth2 import OAuth2Error
    from requests import RequestException

    from tealeaves.signin.loopback import listening

    _hush()
    client = read_client(around.beside(account.client_file))
    state = secrets.token_urlsafe(32)
    with listening(state, port) as back:
        flow = Flow.from_client_config(
            {"installed": client}, [SCOPES[account.kind]], redirect_uri=back.address
        )
        url, _ = flow.authorization_url(state=state, **_wishes(account))
        opened = browser and _open(url)
        say(ASK.format(url=url))
        if not opened:
            say(ELSEWHERE.format(port=back.port))
        try:
            answer = back.answer(PATIENCE_SECONDS)
        except TimeoutError:
            raise SignInError(
                f"account {account.name}: nobody signed in within {PATIENCE_SECONDS // 60} minutes; "
                "what Google's page says is explained in docs/google.md"
            ) from None
    if "code" not in answer:
        raise refused(account, HOST, answer["error"], answer.get("error_description", ""))
    try:
        # The client's id and secret in the form, as Google's page has it, in place of a header.
        flow.fetch_token(code=answer["code"], include_client_id=True, timeout=NETWORK_SECONDS)
    except OAuth2Error as error:
        raise refused(account, HOST, error.error, error.description or "") from None
    except RequestException as error:
        raise unreachable(account, "Google", error) from None
    except Warning:  # oauthlib raises one where something else was granted than asked for
        raise SignInError(
            f"account {account.name}: reading {READING[account.kind]} was not permitted; "
            f"run: tealeaves accounts login {account.name}, and tick its box"
        ) from None
    return _tokens(flow.credentials, account)


def _wishes(account: AccountTable) -> dict[str, str]:
    """What Google is to ask: consent each time, else a second sign-in brings no refresh token."""
    if account.user:
        return {"prompt": "consent", "login_hint": account.user}
    return {"prompt": "select_account consent"}


def refresh(account: AccountTable, around: Surroundings, refresh_token: str) -> Tokens:
    """New tokens for old. Raises SignInError where Google wants the person; UnreachableError."""
    from google.auth.exceptions import RefreshError, TransportError
    from google.auth.transport.requests import Request
    from google.oauth2.credentials import Credentials

    _hush()
    client = read_client(around.beside(account.client_file))
    held = Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=refresh_token,
        token_uri=client["token_uri"],
        client_id=client["client_id"],
        client_secret=client["client_secret"],
    )
    try:
        held.refresh(Request())  # type: ignore[no-untyped-call]
    except TransportError as error:
        raise unreachable(account, "Google", error) from None
    except RefreshError as error:
        said, description = _said(error)
        if error.retryable or not said:
            raise UnreachableError(f"account {account.name}: Google gives no token now: try later") from None
        raise refused(account, HOST, said, description) from None
    return _tokens(held, account)


def _tokens(granted: Any, account: AccountTable) -> Tokens:
    if not granted.token or not granted.refresh_token or granted.expiry is None:
        raise SignInError(f"account {account.name}: Google gave no lasting sign-in; try once more")
    return Tokens(Secret(granted.token), Secret(granted.refresh_token), granted.expiry.replace(tzinfo=UTC))


def _said(error: Exception) -> tuple[str, str]:
    """The error and its description in Google's answer; ("", "") where it was no answer in JSON."""
    if len(error.args) > 1 and isinstance(error.args[1], dict):
        told = error.args[1]
        return str(told.get("error", "")), str(told.get("error_description", ""))
    # The library says this in place of the answer, where error_subtype is invalid_rapt or rapt_required:
    # an organisation lets no sign-in last longer than so many hours.
    if error.args and str(error.args[0]).startswith("Reauthentication is needed"):
        return "invalid_grant", "invalid_rapt: the organisation wants a new sign-in"
    return "", ""


def _open(url: str) -> bool:
    """Whether a browser was opened in which Google's page works."""
    import webbrowser

    try:
        found = webbrowser.get()
        name = Path(str(getattr(found, "name", ""))).name
        return name not in TEXT_ONLY and found.open(url, new=1)
    except (webbrowser.Error, OSError):
        return False


def _hush() -> None:
    """At its most talkative level, requests_oauthlib logs the tokens themselves."""
    for name in ("requests_oauthlib", "oauthlib"):
        logging.getLogger(name).setLevel(logging.WARNING)
