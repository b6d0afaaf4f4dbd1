"""Backups: whether there is one, how old it is, and what else lies about that holds mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

CHECK = "backups"
OLD = timedelta(days=90)


def backups(
    newest: datetime | None, number: int, left_over: Sequence[str], said: int, now: datetime
) -> tuple[Finding, ...]:
    """`newest` is when the newest of the `number` backups was made (UTC), `said` how many decisions of the
    person's there are, which no mailbox brings back; `left_over` are copies that upgrades left."""
    found = []
    if newest is None and said:
        what = f"none, and {said} of your decisions would be lost with the store"
        found.append(warning(CHECK, what, "tealeaves backup"))
    elif newest is None:
        found.append(ok(CHECK, "none; nothing is stored that your mailbox does not have"))
    elif now - newest > OLD:
        found.append(warning(CHECK, f"the newest is of {newest:%d %b %Y}", "tealeaves backup"))
    else:
        found.append(ok(CHECK, f"{number}, the newest of {newest:%d %b %Y %H:%M} UTC"))
    if left_over:
        what = f"{len(left_over)} left from upgrades beside the store: {', '.join(left_over)}"
        found.append(ok(CHECK, what))
    return tuple(found)
