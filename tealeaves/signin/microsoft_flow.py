"""Microsoft's sign-in with a code that is typed on any device (RFC 8628).

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code, for the scope of IMAP:
https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ingest.credentials import Secret
from ingest.errors import SignInError, UnreachableError
from reports.render.plain import plain
from tealeaves.signin.refusals import refused, unreachable
from tealeaves.signin.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

AUTHORITY = "https://login.microsoftonline.com"
SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"  # msal adds offline_access, for a refresh token
TIMEOUT_SECONDS = 30
POLL_SECONDS = 5  # RFC 8628 §3.2, where the server names none; each slow_down adds as much (§3.5)


def owner(account: AccountTable, around: Surroundings) -> str:
    """Whose the tokens are: authority, tenant, client and user."""
    return f"microsoft {account.oauth_authority} {account.tenant} {account.client_id} {account.user}"


def log_in(
    account: AccountTable,
    around: Surroundings,
    *,
    browser: bool,
    port: int,
    say: Callable[[str], None],
    wait: Callable[[float], None],
) -> Tokens:
    """Tells the person where to type which code, and waits until that is done. Raises SourceError."""
    import requests
    from msal.exceptions import MsalServiceError

    try:
        client = _client(account)
        flow = client.initiate_device_flow([SCOPE])
        if "user_code" not in flow:
            raise _refused(account, flow)
        say(f"Open {plain(str(flow['verification_uri']))} in any browser and enter the code:")
        say(plain(str(flow["user_code"])))
        answer = _poll(client, flow, wait)
    except (requests.RequestException, MsalServiceError, ValueError, KeyError) as error:
        raise unreachable(account, "Microsoft", error) from None
    if "access_token" not in answer:
        raise _refused(account, answer)
    claims = answer.get("id_token_claims") or {}
    who = plain(str(claims.get("preferred_username") or ""))
    if who and who.casefold() != account.user.casefold():
        say(f"Note: {who} signed in, and the account's user is {account.user}: mail opens only to its owner.")
    return _tokens(answer, account, around)


def refresh(account: AccountTable, around: Surroundings, refresh_token: str) -> Tokens:
    """New tokens for old. Raises SignInError where Microsoft wants the person; UnreachableError."""
    import requests
    from msal.exceptions import MsalServiceError

    try:
        answer = _client(account).acquire_token_by_refresh_token(refresh_token, [SCOPE])
    except (requests.RequestException, MsalServiceError, ValueError, KeyError) as error:
        raise unreachable(account, "Microsoft", error) from None
    if "access_token" not in answer:
        raise _refused(account, answer)
    return _tokens({"refresh_token": refresh_token, **answer}, account, around)


def _client(account: AccountTable) -> Any:
    import msal

    logging.getLogger("msal").addHandler(logging.NullHandler())  # else its warnings appear on the screen
    authority = account.oauth_authority.rstrip("/") or AUTHORITY
    try:
        return msal.PublicClientApplication(
            account.client_id,
            authority=f"{authority}/{account.tenant}",
            instance_discovery=False,  # the authority is the person's choice; nobody else is asked
            timeout=TIMEOUT_SECONDS,
        )
    except ValueError:  # the one way in which msal says that what it found is no authority for this tenant
        raise SignInError(f'account {account.name}: {authority} knows no tenant "{account.tenant}"') from None


def _poll(client: Any, flow: dict[str, Any], wait: Callable[[float], None]) -> dict[str, Any]:
    """Asks again and again until the person has signed in, declined, or let the code expire."""
    left = float(flow.get("expires_in", 0))
    while True:
        flow["expires_at"] = 0  # msal: ask once and return. It would sleep in here otherwise.
        answer: dict[str, Any] = client.acquire_token_by_device_flow(flow)
        if answer.get("error") not in ("authorization_pending", "slow_down") or left <= 0:
            return answer
        pause = float(flow.get("interval") or POLL_SECONDS)  # msal adds the 5 s of each slow_down
        wait(pause)
        left -= pause


def _tokens(answer: dict[str, Any], account: AccountTable, around: Surroundings) -> Tokens:
    try:
        until = around.now() + timedelta(seconds=int(answer["expires_in"]))
        return Tokens(Secret(answer["access_token"]), Secret(answer["refresh_token"]), until)
    except (KeyError, ValueError, TypeError, OverflowError):
        raise SignInError(f"account {account.name}: no lasting sign-in was given; try once more") from None


def _refused(account: AccountTable, answer: dict[str, Any]) -> SignInError | UnreachableError:
    what = str(answer.get("error", ""))
    return refused(account, "login.microsoftonline.com", what, str(answer.get("error_description") or ""))
