"""`tealeaves reclassify`: read the stored mail again by the rules of today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.session import Session, as_json, as_of, clock, processors, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from store.store import Store
    from tealeaves.cli.saying.differences import Moved
    from tealeaves.pipeline.again import Reread


@click.command("reclassify")
@click.argument("messages", metavar="[MESSAGE]...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Every stored message.")
@click.option("--application", metavar="APPLICATION", help="The messages of one application.")
@click.option("--since", metavar="D", help='Messages since a date, or since "3 weeks" ago.')
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    messages: tuple[str, ...],
    all_: bool,
    application: str | None,
    since: str | None,
    dry_run: bool,
    json_: bool,
    as_of: str | None,
) -> None:
    """Read the stored mail again by the rules of today, and show what changes before it does.

    Without arguments, what older rules have read; MESSAGE, a Message-ID or the beginning of one, is read
    whole in any case. Your labels stay; those that the rules no longer agree with are listed.

    \b
    Examples:
      tealeaves reclassify
      tealeaves reclassify --all --dry-run
      tealeaves reclassify --application kestrel
      tealeaves reclassify --since 2026-09-01
    """
    if sum(map(bool, (messages, all_, application, since))) > 1:
        raise UsageError("reclassify: one of --all, --application, --since and MESSAGE")
    from tealeaves.cli.saying.differences import cards, moved
    from tealeaves.pipeline.again import reread
    from tealeaves.pipeline.own import own

    here, now = session(ctx), clock()
    shown = here.now(as_of)  # scores are of this time
    with here.open(now) as (store, candidate):
        keys = _keys(here, store, candidate, messages, application, since, now)
        before = cards(here, store, candidate, shown)
        with store.rehearsal() as tried:
            done = reread(
                tried,
                candidate,
                here.me,
                own(tried, candidate, here.bank),
                now,
                keys,
                afresh=bool(messages),
                workers=processors(),
                person=here.person,
            )
            changed = moved(before, cards(here, tried, candidate, shown))
            if json_:
                click.echo(json.dumps(_as_dict(done, changed, dry_run), ensure_ascii=False))
            else:
                click.echo(_text(done, changed, dry_run))
            if not dry_run:
                tried.keep()


def _keys(
    here: Session,
    store: Store,
    candidate: int,
    messages: tuple[str, ...],
    application: str | None,
    since: str | None,
    now: datetime,
) -> frozenset[str] | None:
    """The messages that are meant; None for all."""
    if messages:
        from tealeaves.pipeline.labels import named

        return frozenset(named(store, candidate, one)[0] for one in messages)
    if application:
        from tealeaves.cli.commands.show import chosen
        from tealeaves.cli.saying.differences import cards

        card = chosen(cards(here, store, candidate, now), application)
        return frozenset(entry.key for entry in card.history.entries)
    if since:
        from tealeaves.config import since as instant

        try:
            return frozenset(store.since(candidate, instant(since, now)))
        except ValueError:
            raise UsageError(f'--since "{since}": neither like "3 weeks" nor a date') from None
    return None


def _as_dict(done: Reread, changed: tuple[Moved, ...], dry_run: bool) -> dict[str, Any]:
    return {
        "messages": [one.as_dict() for one in done.changes],
        "applications": [one.as_dict() for one in changed],
        "labels": [one.as_dict() for one in done.contradictions],
        "labels_against": done.labels_against,
        "looked_at": done.looked_at,
        "read_again": done.read,
        "dry_run": dry_run,
    }


def _text(done: Reread, changed: tuple[Moved, ...], dry_run: bool) -> str:
    from reports.render.plain import plain

    lines = [f"{plain(one.message_id)}  {one.told()}" for one in done.changes]
    if changed:
        lines += ["Applications:", *(f"  {one.line()}" for one in changed)]
    if done.contradictions:
        lines.append("Your labels stay:")
        lines += [f"  {plain(one.message_id)}  {one.told()}" for one in done.contradictions]
    count, verb = len(done.changes), "would change" if dry_run else "changed"
    return "\n".join([*lines, f"{count:,} reading{'' if count == 1 else 's'} {verb}."])
