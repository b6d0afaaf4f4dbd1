"""`tealeaves accounts`: which there are, signing in to them, and whether that works; one more, one less."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from ingest.errors import SignInError
from reports.render.plain import plain
from tealeaves import config, trying
from tealeaves.accounts import SECRETS, password_key, way_in
from tealeaves.cli import syncing
from tealeaves.cli.commands.accounts.add import add
from tealeaves.cli.commands.accounts.remove import remove
from tealeaves.cli.session import as_json, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from tealeaves.cli.session import Session
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

NONE = "No accounts: tealeaves accounts add connects one (or add [[accounts]] to {path} by hand)."
DEFAULTS = {
    "imap": "folders by special use",
    "gmail": "all mail",
    "google-calendar": "the calendars you own or write to",
    "caldav": "all calendars with events",
    "ics": "all events",
}
NAMES = {"google": "Google", "microsoft": "Microsoft"}


@click.group("accounts")
def command() -> None:
    """The mailboxes and calendars of the configuration: add, list, test, sign in to, remove them.

    \b
    Examples:
      tealeaves accounts add
      tealeaves accounts list
      tealeaves accounts test
    """


command.add_command(add)
command.add_command(remove)


@command.command("list", short_help="Which there are, and what of each is read.")
@as_json
@click.pass_context
def list_(ctx: click.Context, json_: bool) -> None:
    """Name, kind, host, way of signing in of each account, and what of it is read. Asks no server.

    \b
    Examples:
      tealeaves accounts list
      tealeaves accounts list --json
    """
    here = session(ctx)
    rows = [_row(account) for account in here.config.tables.accounts]
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        click.echo(NONE.format(path=here.config.path))
    else:
        for line in _table(rows):
            click.echo(line)


@command.command("login", short_help="Sign in with a browser, or keep a password in the keyring.")
@click.argument("name")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="The port that Google's browser page comes back to; else any that is free.",
)
@click.pass_context
def login(ctx: click.Context, name: str, no_browser: bool, port: int | None) -> None:
    """Sign in to account NAME with Google or Microsoft, or put its password into the keyring.

    A password is asked for, or read from standard input where that is no terminal.

    \b
    Examples:
      tealeaves accounts login personal
      tealeaves accounts login google --no-browser
    """
    here = session(ctx)
    [account] = syncing.chosen(here, [name])
    way = way_in(account)
    if not way:
        raise UsageError(f'account {account.name}: nobody signs in to kind = "{account.kind}"')
    if way in SECRETS:
        where = _keep_password(account)
    else:
        from tealeaves.signin.sign_in import log_in

        where = log_in(account, around(here), browser=not no_browser, say=click.echo, port=port or 0)
    click.echo(f"Signed in to {account.name}; kept in {where}.")


@command.command("test", short_help="Sign in, and say what a sync reads.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@as_json
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], json_: bool) -> int:
    """Connect to the accounts NAMES (all, if none is named), sign in, and say what a sync reads.

    That is folders, the mail of an address, or calendars. No mail and no event is fetched.

    \b
    Examples:
      tealeaves accounts test
      tealeaves accounts test personal
    """
    here = session(ctx)
    tried = [trying.tried(here, account, around(here)) for account in syncing.chosen(here, names)]
    if json_:
        click.echo(json.dumps([one.as_dict() for one in tried], ensure_ascii=False))
    else:
        for one in tried:
            for line in one.lines():
                click.echo(line)
    for one in tried:
        if one.error is not None:
            told = syncing.named(one.account.name, one.account.kind, one.error)
            click.echo(f"tealeaves: {plain(told)}", err=True)
    return trying.exit_code(tried)


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
        secret = click.prompt(
            f"Password for {account.user or account.name} at {account.server}", hide_input=True, err=True
        )
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
        "host": account.server,
        "folders": account.folders,
        "calendars": account.calendars,
        "sign_in": _sign_in(account),
    }


def _sign_in(account: AccountTable) -> str:
    way = way_in(account)
    if way in NAMES:
        return NAMES[way]
    if way in SECRETS:
        what = "password" if way == "password" else "token"
        return f"{what} from {password_key(account) or 'the keyring'}"
    return "not needed"


def _table(rows: list[dict[str, Any]]) -> list[str]:
    from reports.render.cells import left, width

    heading = {"name": "name", "kind": "kind", "host": "host", "sign_in": "signs in with"}
    shown = [heading] + [{key: plain(row[key]) or "-" for key in heading} for row in rows]
    widths = {key: max(width(row[key]) for row in shown) for key in heading}
    reads = ["reads"] + [
        plain(", ".join(row["folders"] + row["calendars"])) or DEFAULTS.get(row["kind"], "-") for row in rows
    ]
    return [
        "  ".join(left(row[key], widths[key]) for key in heading) + f"  {read}"
        for row, read in zip(shown, reads, strict=True)
    ]
