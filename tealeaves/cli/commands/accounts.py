"""`tealeaves accounts`: which there are, signing in to them, and whether that works."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ingest.errors import SignInError, SourceError
from reports.render.plain import plain
from tealeaves import config
from tealeaves.accounts import password_key, way_in
from tealeaves.cli import syncing
from tealeaves.cli.session import as_json, clock, session
from tealeaves.connect import FILES, imap
from tealeaves.errors import DONE, FAILED, PARTLY, SIGN_IN, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.types import Place
    from tealeaves.cli.session import Session
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

NONE = "No accounts: add [[accounts]] to {path}; docs/accounts.md shows how."
NAMES = {"google": "Google", "microsoft": "Microsoft"}


@click.group("accounts")
def command() -> None:
    """The mailboxes and calendars of the configuration: list them, sign in, test them."""


@command.command("list")
@as_json
@click.pass_context
def list_(ctx: click.Context, json_: bool) -> None:
    """Name, kind, host, folders and way of signing in of each account. Asks no server."""
    here = session(ctx)
    rows = [_row(account) for account in here.config.tables.accounts]
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        click.echo(NONE.format(path=here.config.path))
    else:
        for line in _table(rows):
            click.echo(line)


@command.command("login")
@click.argument("name")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@click.pass_context
def login(ctx: click.Context, name: str, no_browser: bool) -> None:
    """Sign in to account NAME with Google or Microsoft, or put its password into the keyring.

    A password is asked for, or read from standard input where that is no terminal.
    """
    here = session(ctx)
    [account] = syncing.chosen(here, [name])
    way = way_in(account)
    if not way:
        raise UsageError(f'account {account.name}: nobody signs in to kind = "{account.kind}"')
    if way == "password":
        where = _keep_password(account)
    else:
        from tealeaves.signin.sign_in import log_in

        where = log_in(account, around(here), browser=not no_browser, say=click.echo)
    click.echo(f"Signed in to {account.name}; kept in {where}.")


@command.command("test")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@as_json
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], json_: bool) -> int:
    """Connect to the accounts NAMES (all, if none is named), sign in, and list the folders that a sync reads.

    No mail is fetched.
    """
    here = session(ctx)
    tried = [_try(here, account) for account in syncing.chosen(here, names)]
    if json_:
        click.echo(json.dumps([one.as_dict() for one in tried], ensure_ascii=False))
    else:
        for one in tried:
            for line in one.lines():
                click.echo(line)
    for one in tried:
        if one.error is not None:
            click.echo(f"tealeaves: {plain(str(one.error))}", err=True)
    return _code(tried)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying an account."""

    account: AccountTable
    folders: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # of the folders that the configuration names
    error: SourceError | UsageError | None = None

    def lines(self) -> list[str]:
        if self.error is not None:
            return []
        name = self.account.name
        if self.account.kind != "imap":
            return [f"{name}: {plain(self.account.path)} is there"]
        read = ", ".join(plain(folder) for folder in self.folders) or "no folder"
        lost = [f"{name}: no such folder: {plain(folder)}" for folder in self.missing]
        return [f"{name}: signed in at {plain(self.account.host)}; a sync reads {read}", *lost]

    def as_dict(self) -> dict[str, Any]:
        return {
            "account": self.account.name,
            "folders": self.folders,
            "missing": self.missing,
            "error": str(self.error) if self.error else None,
        }


def _try(here: Session, account: AccountTable) -> Tried:
    from tealeaves.signin.refusals import advised

    try:
        if account.kind != "imap":
            return _try_path(here, account)
        with imap(account, clock(), here.me, NothingKnown(), around(here)) as opened:
            choice = opened.folders()
    except SourceError as error:
        return Tried(account, error=advised(account, error))
    return Tried(account, tuple(folder.name for folder in choice.folders), choice.missing)


def _try_path(here: Session, account: AccountTable) -> Tried:
    if not account.path:
        what = f'kind = "{account.kind}" without a path' if account.kind in FILES else account.kind
        return Tried(account, error=UsageError(f"account {account.name}: {what} cannot be synced yet"))
    if not here.config.beside(account.path).exists():
        return Tried(account, error=SourceError(f"account {account.name}: {account.path} is not there"))
    return Tried(account)


class NothingKnown:
    """A ledger for who reads no mail."""

    def known(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset()

    def places(self, source: str) -> tuple[Place, ...]:
        return ()


def _code(tried: list[Tried]) -> int:
    """0 where all went well, 3 where some did, else what stopped them."""
    codes = {_code_of(one) for one in tried}
    if len(codes) == 1:
        return codes.pop()
    return PARTLY if codes & {DONE, PARTLY} else max(codes)


def _code_of(one: Tried) -> int:
    if isinstance(one.error, UsageError):
        return one.error.exit_code
    if one.error is not None:
        return SIGN_IN if isinstance(one.error, SignInError) else FAILED
    return PARTLY if one.missing else DONE


def around(here: Session) -> Surroundings:
    """What sign-in needs to know of this person's machine."""
    from tealeaves.signin.surroundings import surroundings

    return surroundings(here.config, config.read_environment(), clock)


def _keep_password(account: AccountTable) -> str:
    """Asks for the password and puts it into the keyring. Returns where it is. Raises SourceError."""
    from tealeaves.signin import keychain
    from tealeaves.signin.passwords import OTHERS

    if key := password_key(account):
        raise UsageError(f"account {account.name} has its password from {key}: there is nothing to keep")
    if sys.stdin.isatty():
        secret = click.prompt(f"Password for {account.user} at {account.host}", hide_input=True, err=True)
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise SignInError(f"account {account.name}: no password was given")
    try:
        keychain.put(keychain.PASSWORDS, account.name, secret)
    except keychain.NoKeyringError as error:
        raise SignInError(f"account {account.name}: {error}; or set {OTHERS}") from None
    return "the keyring"


def _row(account: AccountTable) -> dict[str, Any]:
    return {
        "name": account.name,
        "kind": account.kind,
        "host": account.host,
        "folders": account.folders,
        "sign_in": _sign_in(account),
    }


def _sign_in(account: AccountTable) -> str:
    way = way_in(account)
    if way in NAMES:
        return NAMES[way]
    if way == "password":
        return f"password from {password_key(account) or 'the keyring'}"
    return "not needed"


def _table(rows: list[dict[str, Any]]) -> list[str]:
    from reports.render.cells import left, width

    heading = {"name": "name", "kind": "kind", "host": "host", "sign_in": "signs in with"}
    shown = [heading] + [{key: plain(row[key]) or "-" for key in heading} for row in rows]
    widths = {key: max(width(row[key]) for row in shown) for key in heading}
    folders = ["folders"] + [plain(", ".join(row["folders"])) or _default(row) for row in rows]
    return [
        "  ".join(left(row[key], widths[key]) for key in heading) + f"  {read}"
        for row, read in zip(shown, folders, strict=True)
    ]


def _default(row: dict[str, Any]) -> str:
    return "by special use" if row["kind"] == "imap" else "-"
