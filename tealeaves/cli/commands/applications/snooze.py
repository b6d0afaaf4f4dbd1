"""`tealeaves applications snooze`: a warning that is no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from reports.remarks.snoozes import Snooze

DAYS = 14


@click.command("snooze")
@click.argument("application")
@click.argument("warning", metavar="WARNING|all")
@click.option("--until", metavar="DATE", help="The first day on which it shows again.")
@click.option("--days", type=click.IntRange(1, 3650), help=f"The same in days from now; {DAYS} by default.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is shown in place of the warning.")
@click.option("--undo", is_flag=True, help="Show the warning again.")
@as_json
@as_of
@click.pass_context
def command(
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

    \b
    Examples:
      tealeaves applications snooze harbor silent --reason "they are moving offices"
      tealeaves applications snooze harbor all --until 2026-10-12 --reason "on holiday"
      tealeaves applications snooze harbor silent --undo
    """
    from reports.remarks.snoozes import Snooze
    from reports.render.names import title
    from reports.render.remark_lines import snooze_text, warning_text
    from tealeaves.cli.saying.arranging import reversing, undoing
    from tealeaves.cli.saying.said import card_again, card_named, heads, tell
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
            was = store.decisions(candidate)
            gone = remarks.unsnooze(store, candidate, before, name, now)
            back = reversing(was, store.decisions(candidate))
            line = f"{', '.join(map(warning_text, gone))} snoozed no longer. Undo: {back}"
        else:
            wanted = Snooze(name, _day(until, days, today), reason.strip())
            number = remarks.snooze(store, candidate, before, wanted, today, now)
            alone = f"tealeaves applications snooze {before.id} {name} --undo"
            line = f"{snooze_text(wanted)}. Undo: {undoing([number]) if before.snoozed else alone}"
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
