"""Google's sign-in for programs on a person's own machine.

https://developers.google.com/identity/protocols/oauth2/native-app: the browser comes back to a port of ours
on this machine (RFC 8252 §7.3), with PKCE (RFC 7636). The client is the person's own.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.credentials import Secret
from ingest.errors import SignInError, UnreachableError
from tealeaves.signin.refusals import refused, unreachable
from tealeaves.signin.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

# https://developers.google.com/workspace/gmail/imap/xoauth2-protocol: IMAP knows this scope alone.
SCOPES = {
    "imap": "https://mail.google.com/",
    "gmail": "https://www.googleapis.com/auth/gmail.readonly",
    "google-calendar": "https://www.googleapis.com/auth/calendar.readonly",
}
PATIENCE_SECONDS = 600  # for the person in front of the browser
CLIENT_KEYS = ("client_id", "client_secret", "auth_uri", "token_uri")


def owner(account: AccountTable, around: Surroundings) -> str:
    """Whose the tokens are: client, scope and user."""
    client = read_client(around.beside(account.client_file))
    return f"google {client['client_id']} {SCOPES[account.kind]} {account.user}"


def log_in(
    account: AccountTable,
    around: Surroundings,
    *,
    browser: bool,
    say: Callable[[str], None],
    wait: Callable[[float], None],
) -> Tokens:
    """Asks the person, in a browser. Without `browser` the address is only printed. Raises SourceError."""
    from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
    from oauthlib.oauth2 import OAuth2Error
    from requests import RequestException

    _hush()
    client = read_client(around.beside(account.client_file))
    flow = InstalledAppFlow.from_client_config({"installed": client}, [SCOPES[account.kind]])
    extra = {"login_hint": account.user} if account.user else {}
    try:
        granted = flow.run_local_server(
            host="127.0.0.1",
            port=0,
            open_browser=browser and _has_browser(),
            authorization_prompt_message="Sign in at this address, in a browser on this machine:\n{url}",
            success_message="You are signed in. This page can be closed.",
            timeout_seconds=PATIENCE_SECONDS,
            prompt="consent",  # else a second sign-in brings no refresh token
            **extra,
        )
    except WSGITimeoutError:
        raise SignInError(f"account {account.name}: nobody signed in within 10 minutes") from None
    except OAuth2Error as error:
        raise refused(account, "oauth2.googleapis.com", error.error, error.description or "") from None
    except RequestException as error:
        raise unreachable(account, "Google", error) from None
    except Warning:  # oauthlib raises one where less was granted than asked for
        raise SignInError(
            f"account {account.name}: reading mail was not permitted; sign in again and tick its box"
        ) from None
    return _tokens(granted, account)


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
        told = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
        if error.retryable or not told:
            raise UnreachableError(f"account {account.name}: Google gives no token now: try later") from None
        raise refused(
            account,
            "oauth2.googleapis.com",
            str(told.get("error", "")),
            str(told.get("error_description", "")),
        ) from None
    return _tokens(held, account)


def read_client(path: Path) -> dict[str, str]:
    """The client in the file that Google gives to download. Raises SignInError."""
    try:
        client = json.loads(path.read_text("utf-8"))["installed"]
        found = {key: str(client[key]) for key in CLIENT_KEYS}
    except OSError as error:
        raise SignInError(f"client_file {path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise SignInError(
            f"client_file {path} is not the JSON of a Google client of the type Desktop app; "
            "docs/accounts.md shows how to get it"
        ) from None
    for key in ("auth_uri", "token_uri"):
        if urlsplit(found[key]).scheme != "https":
            raise SignInError(f"client_file {path}: {key} does not begin with https://")
    return found


def _tokens(granted: Any, account: AccountTable) -> Tokens:
    if not granted.token or not granted.refresh_token or granted.expiry is None:
        raise SignInError(f"account {account.name}: Google gave no lasting sign-in; try once more")
    return Tokens(Secret(granted.token), Secret(granted.refresh_token), granted.expiry.replace(tzinfo=UTC))


def _has_browser() -> bool:
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _hush() -> None:
    """At its most talkative level, requests_oauthlib logs the tokens themselves."""
    for name in ("requests_oauthlib", "oauthlib"):
        logging.getLogger(name).setLevel(logging.WARNING)
