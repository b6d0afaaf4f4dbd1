"""What it means when the server that gives tokens gives none (RFC 6749 §5.2, RFC 8628 §3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import SignInError, SourceError, UnreachableError
from reports.render.plain import plain
from tealeaves.accounts import way_in
from tealeaves.signin.advice import advice

if TYPE_CHECKING:
    from tealeaves.tables import AccountTable

# RFC 6749 §4.1.2.1: the server's own trouble; the third is Google's, the last oauthlib's for no JSON at all.
LATER = frozenset({"server_error", "temporarily_unavailable", "internal_failure", "missing_token"})
# RFC 6749 §5.2; the others: OpenID Connect Core §3.1.2.6, which Microsoft answers a refresh token with, too.
ENDED = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
# RFC 8628 §3.5; the second word is Microsoft's (microsoft_flow.py names the page).
DECLINED = frozenset({"access_denied", "authorization_declined"})
EXPIRED = frozenset({"expired_token", "code_expired", "authorization_pending", "slow_down"})


def refused(account: AccountTable, host: str, error: str, description: str) -> SignInError | UnreachableError:
    """The error to raise for an answer without a token, in one line that says what to do."""
    lines = description.splitlines()
    # Microsoft adds lines with the ids of the request, which help nobody here.
    what = plain(lines[0] if lines else error, 200) or "it does not say why"
    way = "google" if "google" in host else "microsoft"
    known = advice(host, f"{error} {description}", way, account.name)
    if error in LATER:
        return UnreachableError(f"account {account.name}: {host} gives no token now ({what}): try later")
    if error in DECLINED:
        return SignInError(f"account {account.name}: the sign-in was declined; {known}")
    if error in EXPIRED:
        return SignInError(
            f"account {account.name}: the code was not entered in time; "
            f"run: tealeaves accounts login {account.name}"
        )
    if error in ENDED:
        return SignInError(f"account {account.name}: the sign-in has ended ({what}); {known}")
    return SignInError(f"account {account.name}: {host} refuses ({what}); {known}")


def advised(account: AccountTable, error: SourceError) -> SourceError:
    """The error, with what helps at that provider where its server refused the sign-in."""
    if not isinstance(error, SignInError) or not error.said:
        return error
    login = "tealeaves accounts login"
    if not account.server:  # one of Google's APIs: what helps is said already, by who knows its answers
        return SignInError(str(error).replace(login, f"{login} {account.name}"), error.said)
    way = "calendar" if account.kind == "caldav" else way_in(account)
    helps = advice(account.server, error.said, way, account.name)
    return SignInError(f"{str(error).rstrip('. ')}; {helps}", error.said)


def unreachable(account: AccountTable, who: str, error: Exception) -> UnreachableError:
    """The error to raise where no answer came, or one that nobody understands."""
    import requests

    # google-auth wraps what requests raised; the texts of both hold addresses and object numbers.
    inner = error
    if not isinstance(error, requests.RequestException) and error.args:
        inner = error.args[0]
    why = "its answer is not understood"
    if isinstance(inner, requests.exceptions.SSLError):
        why = "its certificate cannot be trusted; REQUESTS_CA_BUNDLE names an authority of your network's own"
    elif isinstance(inner, requests.Timeout):
        why = "no answer"
    elif isinstance(inner, requests.ConnectionError):
        why = "no connection"
    return UnreachableError(f"account {account.name}: {who} gives no token: {why}")
