"""`tealeaves forget`: an application, a company, an account or everything, gone for good."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tealeaves.cli.agreeing import agreed
from tealeaves.cli.session import Session, as_json, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from store.store import Store
    from tealeaves.away.forgetting import Going
    from tealeaves.away.ours import Ours


@click.command("forget")
@click.argument("application", required=False)
@click.option("--company", metavar="NAME", help="Every application there, or through that agency.")
@click.option(
    "--account", metavar="NAME", help='What only this account showed; "files" is what you imported.'
)
@click.option("--everything", is_flag=True, help="The store, backups, logs, tokens and the timer.")
@click.option("--with-config", is_flag=True, help="With --everything, the configuration file too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    application: str | None,
    company: str | None,
    account: str | None,
    everything: bool,
    with_config: bool,
    yes: bool,
    dry_run: bool,
    json_: bool,
) -> None:
    """Take an APPLICATION away for good, with every word of it. It cannot be undone.

    Its mail goes with its threads, signals, events, notes and your decisions on it, out of the store, out of
    your backups and off the disk. Logs and copies of older versions are removed. Of each message a hash is
    kept, by which it stays away when it is synced or imported again. Your mailbox is not touched, nor are
    files that you exported.

    APPLICATION is an id from the table, or words of its company and role. Where a forgetting was broken off,
    forget without anything finishes it.

    \b
    Examples:
      tealeaves forget "fennimore rail" --dry-run
      tealeaves forget --company "Fennimore Rail"
      tealeaves forget --account old-mailbox
      tealeaves forget --everything
    """
    from tealeaves.away.alone import told_when_busy
    from tealeaves.away.ours import ours

    given = [one for one in (application, company, account) if one is not None]
    if len(given) + everything > 1:
        raise UsageError("forget: one of APPLICATION, --company, --account and --everything")
    if with_config and not everything:
        raise UsageError("forget: --with-config goes with --everything")
    here, now = session(ctx), clock()
    own = ours(here.config.store_url)
    with told_when_busy():
        if everything:
            from tealeaves.cli.forgetting import everything as forget_everything

            forget_everything(here, own, now, with_config=with_config, yes=yes, dry_run=dry_run, json_=json_)
            return
        with here.open(now) as (store, candidate):
            finished = not dry_run and _finished(here, store, candidate, own, now, quiet=json_)
            if not given:
                if not finished:
                    raise UsageError("forget: what? An APPLICATION, --company, --account or --everything")
                return
            try:
                going = _chosen(here, store, candidate, now, application, company, account)
            except UsageError:
                if finished:  # it was that which was broken off
                    return
                raise
            _forget(here, store, candidate, own, going, now, yes=yes, dry_run=dry_run, json_=json_)


def _finished(here: Session, store: Store, candidate: int, own: Ours, now: datetime, *, quiet: bool) -> bool:
    from tealeaves.away import forgetting

    if not forgetting.is_unfinished(own):
        return False
    forgetting.finish(here, store, candidate, own, now)
    if not quiet:
        click.echo("Finished what was broken off.")
    return True


def _chosen(
    here: Session,
    store: Store,
    candidate: int,
    now: datetime,
    application: str | None,
    company: str | None,
    account: str | None,
) -> Going:
    from tealeaves.away import forgetting

    if company is not None:
        return forgetting.company(store, candidate, company)
    if account is not None:
        return forgetting.account(store, candidate, account, here.config.tables.accounts, here)
    from reports.render.names import title
    from tealeaves.cli.saying.said import card_named

    card = card_named(here, store, candidate, application or "", now)
    return forgetting.application(store, candidate, card.id, title(card))


def _forget(
    here: Session,
    store: Store,
    candidate: int,
    own: Ours,
    going: Going,
    now: datetime,
    *,
    yes: bool,
    dry_run: bool,
    json_: bool,
) -> None:
    from tealeaves.away import forgetting
    from tealeaves.cli import forgetting as told

    files = forgetting.files(own)
    if not json_:
        click.echo("\n".join(told.lines(here, own, going, files)))
    if not dry_run:
        agreed("This cannot be undone.", yes=yes, command="forget", word=going.what)
        files = forgetting.forget(here, store, candidate, own, going, now)
    if json_:
        click.echo(json.dumps(told.value(going, files, done=not dry_run), ensure_ascii=False))
    elif not dry_run:
        click.echo("\n".join(["Forgotten.", *told.left(here, own, going)]))
