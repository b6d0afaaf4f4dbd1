"""`tealeaves digest`: the week, shown, written or mailed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from tealeaves.cli import output
from tealeaves.cli.output import coloured
from tealeaves.cli.reporting import remember, standing_open
from tealeaves.cli.session import as_of, session
from tealeaves.errors import UsageError
from tealeaves.post.weeks import WEEK, Span, week, week_of

if TYPE_CHECKING:
    from datetime import datetime

    from reports.digest import Digest
    from reports.overview import Card
    from tealeaves.cli.reporting import Standing
    from tealeaves.cli.session import Session
    from tealeaves.post.mailing import Mailing
    from tealeaves.post.settings import Outgoing

FORMS = ("text", "markdown", "json", "html")


@click.command("digest")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="Text, or what the name of -o FILE ends in, by default.",
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json; with --send, what was sent.")
@click.option("--week", "named", metavar="WEEK", help="2026-W39, last or this: Monday to Sunday.")
@click.option("--since", metavar="TIME", help="Where the time told of begins; a week before, by default.")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--send", is_flag=True, help="Mail it to digest.to, as text and HTML; once a week.")
@click.option("--again", is_flag=True, help="Mail it although that week's was mailed before.")
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    form: str | None,
    json_: bool,
    named: str | None,
    since: str | None,
    file: Path | None,
    send: bool,
    again: bool,
    as_of: str | None,
) -> None:
    """The week: what moved and why, what is waiting, what to do, and where each application stands.

    \b
    Examples:
      tealeaves digest
      tealeaves digest --week last -o week.html
      tealeaves digest --since 2026-09-01 --format markdown
      tealeaves digest --send
    """
    here = session(ctx)
    if again and not send:
        raise UsageError("--again: only with --send")
    if form and send and file is None:
        raise UsageError(f"--format {form}: a mail is text and HTML, so with --send it needs -o FILE")
    outgoing = _outgoing(here) if send else None
    span = _span(here, named, since, here.now(as_of))
    found = standing_open(here, span.end, open_at=span.begin)
    cards = found.cards(span.end)
    told = _digest(found, cards, span)
    if file is not None:
        chosen = form or ("json" if json_ and not send else output.form_of(file))
        output.write(file, _rendered(told, chosen, colour=False) + "\n")
    if outgoing is not None:
        click.echo(_said(_mailed(here, told, outgoing, again), found, json_))
    elif file is None:
        click.echo(_rendered(told, "json" if json_ else form or "text", coloured()))
    remember(here, found, cards, span.end)


def rendered(found: Standing, since: datetime, now: datetime, form: str, colour: bool) -> str:
    """The digest from `since` to `now` (UTC) in one of the forms "text", "markdown", "json", "html"."""
    return _rendered(_digest(found, found.cards(now), Span(since, now)), form, colour)


def _span(here: Session, named: str | None, since: str | None, now: datetime) -> Span:
    if named is not None:
        if since is not None:
            raise UsageError(f"--week {named} and --since {since}: one of the two, please")
        try:
            return week(named, now, ZoneInfo(here.config.tables.me.timezone))
        except ValueError as error:
            raise UsageError(f"--week {named}: {error}") from None
    begin = here.since(since) if since else now - WEEK
    if begin >= now:
        raise UsageError(f"--since {since}: not before {now:%Y-%m-%d %H:%M} UTC, where the digest ends")
    return Span(begin, now)


def _digest(found: Standing, cards: tuple[Card, ...], span: Span) -> Digest:
    from reports.digest import digest

    before = found.cards(span.begin)
    return digest(cards, before, found.questions, found.person, span.begin, span.end, found.ended)


def _rendered(told: Digest, form: str, colour: bool) -> str:
    if form == "json":
        from reports.render.digest_json import digest_json

        text = digest_json(told)
    elif form == "html":
        from reports.render.html.digest_html import digest_html

        text = digest_html(told)
    elif form == "markdown":
        from reports.render.as_markdown import digest_markdown

        text = digest_markdown(told)
    else:
        from reports.render.digest_text import digest_text

        text = digest_text(told, colour)
    return text.rstrip("\n")


def _outgoing(here: Session) -> Outgoing:
    from tealeaves.post.settings import outgoing

    return outgoing(here.config.tables.digest, here.config.path)


def _mailed(here: Session, told: Digest, outgoing: Outgoing, again: bool) -> Mailing:
    import secrets

    from tealeaves.cli.session import clock
    from tealeaves.config import read_environment
    from tealeaves.post.mailing import mail
    from tealeaves.signin.surroundings import surroundings

    name = week_of(told.until, ZoneInfo(here.config.tables.me.timezone))
    around = surroundings(here.config, read_environment(), clock)
    with here.open(clock()) as (store, candidate):
        return mail(told, outgoing, name, store, candidate, around, token=secrets.token_hex(8), again=again)


def _said(done: Mailing, found: Standing, json_: bool) -> str:
    mailed = done.digest
    if json_:
        keys = {
            "sent": done.sent,
            "message_id": mailed.message_id,
            "week": mailed.week,
            "to": mailed.recipient,
        }
        return json.dumps(keys)
    if done.sent:
        return f"Sent the digest of {mailed.week} to {mailed.recipient}."
    from reports.render.times import moment

    when = moment(mailed.at, found.person)
    return f"The digest of {mailed.week} went to {mailed.recipient} on {when}; --again sends it once more."
