"""`tealeaves applications`: the table; and what the person says of one: how it ended, what to snooze."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tealeaves.cli.reporting import EMPTY, coloured, remember, standing, standing_open
from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from reports.remarks.snoozes import Snooze

DAYS = 14
ENDS = ("accepted", "rejected", "withdrawn", "no-answer")


@click.group("applications", invoke_without_command=True)
@click.option("--all", "all_", is_flag=True, help="The closed ones too.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@as_json
@as_of
@click.pass_context
def command(ctx: click.Context, all_: bool, form: str, json_: bool, as_of: str | None) -> None:
    """Every open application: stage, momentum, trend, who is waiting, what to do next.

    With a command, what you say of one: how it ended, that it goes on, or which warning you have seen. It
    stays said, and no message is touched.
    """
    if ctx.invoked_subcommand is not None:
        return
    from reports.render.as_json import applications_json
    from reports.render.as_markdown import applications_markdown
    from reports.render.table import applications_table

    here = session(ctx)
    now = here.now(as_of)
    found = standing(here, now) if all_ else standing_open(here, now)
    every = found.cards(now)
    cards = [card for card in every if all_ or card.open]
    if json_ or form == "json":
        click.echo(applications_json(cards))
    elif form == "markdown":
        click.echo(applications_markdown(cards, found.person).rstrip())
    elif not every and not found.ended:
        click.echo(EMPTY)
    else:
        click.echo(applications_table(cards, found.person, coloured()).rstrip())
        if closed := len(every) - len(cards) + len(found.ended):
            click.echo(f"{closed} closed: tealeaves applications --all")
    if not all_:
        remember(here, found, every, now)


@command.command("close")
@click.argument("application")
@click.option("--as", "outcome", type=click.Choice(ENDS), help="How it ended.")
@click.option("--note", default="", metavar="TEXT", help="What you want to remember of it.")
@as_json
@as_of
@click.pass_context
def close(
    ctx: click.Context, application: str, outcome: str | None, note: str, json_: bool, as_of: str | None
) -> None:
    """Say that APPLICATION has ended, whatever the mail says.

    It stays closed until you reopen it; rejected or with no answer, also until somebody at the company takes
    it up again. --as-of says when it ended.
    """
    from reports.render.names import title
    from tealeaves.cli.said import card_again, card_named, heads, tell
    from tealeaves.pipeline import remarks

    if outcome is None:
        raise UsageError(f"close: say how it ended: --as {', '.join(ENDS[:-1])} or {ENDS[-1]}")
    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        said = remarks.close(store, candidate, before, outcome.replace("-", "_"), note.strip(), now)
        card = card_again(here, store, candidate, before)
    closed = f"{title(card)}: closed as {outcome.replace('-', ' ')}"
    undo = f". Undo: tealeaves applications reopen {card.id}" if said else " already."
    value = {**heads(card), "outcome": outcome.replace("-", "_"), "said": said}
    tell([f"{closed}{undo}"], value, json_=json_)


@command.command("reopen")
@click.argument("application")
@as_json
@as_of
@click.pass_context
def reopen(ctx: click.Context, application: str, json_: bool, as_of: str | None) -> None:
    """Say that APPLICATION goes on, though you or the mail closed it.

    It stays open until you close it, or a later message does.
    """
    from reports.render.names import title
    from tealeaves.cli.said import card_again, card_named, heads, standing, tell
    from tealeaves.pipeline import remarks

    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        said = remarks.reopen(store, candidate, before, now)
        card = card_again(here, store, candidate, before)
    tell(
        [f"{title(card)}: {'open again' if said else 'open already'} ({standing(card)})."],
        {**heads(card), "outcome": None, "said": said},
        json_=json_,
    )


@command.command("snooze")
@click.argument("application")
@click.argument("warning", metavar="WARNING|all")
@click.option("--until", metavar="DATE", help="The first day on which it shows again.")
@click.option("--days", type=click.IntRange(1, 3650), help=f"The same in days from now; {DAYS} by default.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is shown in place of the warning.")
@click.option("--undo", is_flag=True, help="Show the warning again.")
@as_json
@as_of
@click.pass_context
def snooze(
    ctx: click.Context,
    application: str,
    warning: str,
    until: str | None,
    days: int | None,
    reason: str,
    undo: bool,
    json_: bool,
    as_of: str | None,
) -> None:
    """Hide a WARNING of APPLICATION for a while, and say why.

    Warnings: silent, slowing, rescheduled, promise_missed, one_sided, stalled_in_stage, interview_cancelled,
    on_hold, your_turn, pay_jump; "all" is every one. The score stays what it is.
    """
    from reports.remarks.snoozes import Snooze
    from reports.render.names import title
    from reports.render.remark_lines import snooze_text, warning_text
    from tealeaves.cli.said import card_again, card_named, heads, tell
    from tealeaves.pipeline import remarks

    if undo and (until or days or reason):
        raise UsageError("snooze: --undo takes no --until, --days or --reason")
    if until and days:
        raise UsageError("snooze: --until or --days, not both")
    name = remarks.warning_named(warning)
    here = session(ctx)
    now = here.now(as_of)
    today = here.person.local(now).date()
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        if undo:
            gone = remarks.unsnooze(store, candidate, before, name, now)
            line = f"{', '.join(map(warning_text, gone))} snoozed no longer."
        else:
            wanted = Snooze(name, _day(until, days, today), reason.strip())
            remarks.snooze(store, candidate, before, wanted, today, now)
            line = f"{snooze_text(wanted)}. Undo: tealeaves applications snooze {before.id} {name} --undo"
        card = card_again(here, store, candidate, before)
    tell([f"{title(card)}: {line}"], {**heads(card), "snoozed": _dicts(card.snoozed)}, json_=json_)


def _day(until: str | None, days: int | None, today: date) -> date:
    """The first day on which it shows again. Raises UsageError for what is no day."""
    from datetime import date, timedelta

    if until is None:
        return today + timedelta(days=days or DAYS)
    try:
        return date.fromisoformat(until)
    except ValueError:
        raise UsageError(f'snooze: --until "{until}": not a day such as {today}') from None


def _dicts(some: tuple[Snooze, ...]) -> list[dict[str, str]]:
    from reports.render.plain import plain

    return [
        {"warning": one.warning, "until": one.until.isoformat(), "reason": plain(one.reason)} for one in some
    ]
