"""How an account signs in: the function that its connector calls at each connection, and the first login."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING, Protocol

from ingest.credentials import Password, Token
from ingest.errors import SignInError
from tealeaves.accounts import SECRETS, way_in
from tealeaves.signin.passwords import password
from tealeaves.signin.tokens import Drawer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.credentials import Credential, Secret, SignIn
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.signin.tokens import Tokens
    from tealeaves.tables import AccountTable


class Flow(Protocol):
    """How one provider gives tokens."""

    def owner(self, account: AccountTable, around: Surroundings) -> str: ...

    def log_in(
        self,
        account: AccountTable,
        around: Surroundings,
        *,
        browser: bool,
        port: int,
        say: Callable[[str], None],
        wait: Callable[[float], None],
    ) -> Tokens: ...

    def refresh(self, account: AccountTable, around: Surroundings, refresh_token: str) -> Tokens: ...


def sign_in(account: AccountTable, around: Surroundings) -> SignIn:
    """What the account's connector calls before each login. It raises SignInError and UnreachableError.

    A password is looked up once: a command may ask the person for it. So is a bearer token of the person's
    own, and once more when it was refused. A token of Google's or Microsoft's is looked up each time, and
    refreshed where it would not hold; nothing of theirs is imported while it does.
    """
    way = way_in(account)
    if way not in SECRETS:
        return lambda refused="": Token(account.user, access_token(account, around, refused))
    make = Password if way == "password" else Token

    @functools.cache
    def not_refused(refused: str) -> Credential:
        return make(account.user, password(account.name, account, around))

    # A command that gives tokens may give another one when it is asked again; a password stays.
    return lambda refused="": not_refused(refused if make is Token else "")


def access_token(account: AccountTable, around: Surroundings, refused: str = "") -> Secret | str:
    """A token that holds for two minutes at least, and is not the one that was `refused`.

    Raises SignInError, UnreachableError.
    """
    flow = _flow(account)
    drawer = _drawer(account, around, flow)
    kept = drawer.read()
    if kept is None:
        how = f"run: tealeaves accounts login {account.name}"
        raise SignInError(f"account {account.name}: not signed in; {how}")
    if kept.access == refused or not kept.hold(around.now()):
        kept = flow.refresh(account, around, kept.refresh)
        drawer.write(kept)
    return kept.access


def is_signed_in(account: AccountTable, around: Surroundings) -> bool:
    """Whether tokens of Google's or Microsoft's are kept for it; nobody is asked. Raises SignInError."""
    return _drawer(account, around, _flow(account)).read() is not None


def log_in(
    account: AccountTable,
    around: Surroundings,
    *,
    browser: bool,
    say: Callable[[str], None],
    port: int = 0,
    wait: Callable[[float], None] = time.sleep,
) -> str:
    """Lets the person sign in with Google or Microsoft. Returns where the tokens are kept, in words.

    `browser`: open one, which comes back to `port` of this machine (0: any that is free). `say` shows a line
    to the person, `wait` waits so many seconds. Raises SourceError.
    """
    flow = _flow(account)
    drawer = _drawer(account, around, flow)
    return drawer.write(flow.log_in(account, around, browser=browser, port=port, say=say, wait=wait))


def _flow(account: AccountTable) -> Flow:
    if way_in(account) == "google":
        from tealeaves.signin import google_flow

        return google_flow
    from tealeaves.signin import microsoft_flow

    return microsoft_flow


def _drawer(account: AccountTable, around: Surroundings, flow: Flow) -> Drawer:
    file = around.beside(account.token_file) if account.token_file else around.tokens / f"{account.name}.json"
    return Drawer(account.name, flow.owner(account, around), file, file_only=bool(account.token_file))
