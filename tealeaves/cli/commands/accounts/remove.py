"""`tealeaves accounts remove`: an account less, and nothing of its secrets left."""

from __future__ import annotations

import json

import click

from tealeaves.cli import syncing
from tealeaves.cli.output import remark
from tealeaves.cli.session import as_json, clock, session
from tealeaves.errors import UsageError


@click.command("remove", short_help="Take one away, with its password and tokens.")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_context
def remove(ctx: click.Context, name: str, yes: bool, json_: bool) -> None:
    """Remove account NAME from the configuration, and its password and tokens from where they are kept.

    What was read from it stays; tealeaves forget --account NAME takes that away too, before or after. Nothing
    at the provider is touched: an app password that you made there can be withdrawn there.

    \b
    Examples:
      tealeaves accounts remove old-mail
      tealeaves accounts remove old-mail --yes --json
    """
    from tealeaves import config, schedule
    from tealeaves.cli.adding.drafting import text_of, write
    from tealeaves.cli.agreeing import agreed
    from tealeaves.setup.writing import CannotEditError, without_account
    from tealeaves.signin.forgetting import forget
    from tealeaves.signin.own_files import delete_ours
    from tealeaves.signin.surroundings import surroundings

    here = session(ctx)
    path = here.config.path
    [account] = syncing.chosen(here, [name])
    agreed(f"Remove {account.name} and its secrets?", yes=yes, command="accounts remove")
    around = surroundings(here.config, config.read_environment(), clock)
    try:
        text = without_account(text_of(path) or "", account.name)
        config.parsed(path, text, config.read_environment())
    except CannotEditError:
        by_hand = f"delete the table of {account.name} by hand"
        raise UsageError(f"{path} cannot be changed safely: {by_hand}") from None
    write(path, text)
    gone = forget(account.name, account.token_file, around)
    others = [one for one in here.config.tables.accounts if one.name != account.name]
    if account.password_file and account.password_file not in [one.password_file for one in others]:
        file = around.beside(account.password_file)
        gone += [str(file)] if delete_ours(file) else []
    if json_:
        told = {"removed": account.name, "config": str(path), "secrets_deleted": gone}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    remark(f"Removed {account.name} from {path}.")
    if gone:
        remark(f"Its secrets are deleted from {' and '.join(gone)}.")
    remark(f"What was read from it stays; tealeaves forget --account {account.name} takes it away.")
    if not others and schedule.state(clock()).is_installed:
        remark("No account is left to sync, but the schedule goes on: tealeaves schedule remove ends it.")
