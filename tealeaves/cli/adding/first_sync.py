"""The first sync of new accounts: how much there is, whether to begin, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tealeaves import config, trying
from tealeaves.cli import syncing
from tealeaves.cli.adding.dialogue import StoppedError
from tealeaves.cli.output import remark
from tealeaves.cli.progress import progress
from tealeaves.cli.session import Session, clock
from tealeaves.errors import DONE
from tealeaves.setup.estimate import about
from tealeaves.signin.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tealeaves.cli.adding.added import Added
    from tealeaves.cli.adding.dialogue import Dialogue


def waiting(added: Added) -> int | None:
    """How many messages it would list; None where that cannot be told beforehand."""
    around = surroundings(added.config, config.read_environment(), clock)
    return trying.waiting(Session(added.config), added.account, _since(added), around)


def is_wanted(added: Added, number: int | None, dialogue: Dialogue) -> bool:
    """Whether the person says so, who is told of the `number` of messages. Raises StoppedError."""
    dialogue.tell()
    if number is not None:
        day = _since(added)
        dialogue.tell(
            f"The first sync looks at {messages(number)} since {day.day} {day:%B %Y}: {about(number)}."
        )
    try:
        return dialogue.yes("Sync now?", offered=True)
    except click.Abort:
        raise StoppedError("stopped; the account is there, and tealeaves sync brings in its mail") from None


def sync(added: Sequence[Added], *, quiet: bool) -> tuple[int, list[dict[str, Any]]]:
    """Syncs the accounts. Returns the exit code and what was done; says it too, if not `quiet`."""
    here, now = Session(added[-1].config), clock()
    with (
        here.open(now) as (store, candidate),
        syncing.on(here, store, candidate) as on,
        progress() as watch,
    ):
        done = [syncing.sync_one(one.account, on, watch) for one in added]
    code = syncing.exit_code(done)
    if not quiet:
        for each in done:
            for line in syncing.lines(each, now, here.config.tables.me.timezone):
                remark(line)
        if code == DONE:
            remark("Now: tealeaves applications, or tealeaves digest.")
    syncing.warn(done)
    return code, [syncing.as_dict(one) for one in done]


def messages(number: int) -> str:
    return f"{number:,} message" if number == 1 else f"{number:,} messages"


def _since(added: Added) -> datetime:
    return config.since(added.config.tables.me.since, clock())
