"""What `sync` and `watch` share: the accounts of a configuration, synced one after the other, and told of."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tealeaves.cli.commands.import_ import SHOWN, as_problem, count, none_of_yours, standing_lines
from tealeaves.cli.commands.import_ import warn as warn_of
from tealeaves.cli.session import clock, processors
from tealeaves.connect import CALENDARS, GOOGLE
from tealeaves.errors import BUSY, DONE, FAILED, PARTLY, SIGN_IN, TealeavesError, UsageError
from tealeaves.sizes import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.store import Store
    from tealeaves.cli.progress import Watch
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.sync import Synced, Syncing
    from tealeaves.tables import AccountTable


@dataclass(frozen=True, slots=True)
class Done:
    """An account that was synced, or what stood in the way of that."""

    account: str
    synced: Synced | None
    error: Exception | None
    code: int
    kind: str = "imap"


def chosen(here: Session, names: Sequence[str]) -> list[AccountTable]:
    """The accounts of these names, or all. Raises UsageError."""
    tables = {table.name: table for table in here.config.tables.accounts}
    if not tables:
        raise UsageError(f"{here.config.path}: no [[accounts]] to sync: tealeaves accounts add connects one")
    for name in names:
        if name not in tables:
            import difflib

            near = difflib.get_close_matches(name, tables, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(tables)}"
            raise UsageError(f'no account "{name}"{hint}')
    return [tables[name] for name in dict.fromkeys(names)] if names else list(tables.values())


@contextlib.contextmanager
def on(here: Session, store: Store, candidate: int) -> Iterator[Syncing]:
    """Everything that the sync of any account needs."""
    from functools import partial

    from tealeaves import config
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.reader import Reader, processes
    from tealeaves.pipeline.sync import Syncing
    from tealeaves.signin.surroundings import surroundings

    me, bank = here.me, here.bank
    since = config.since(here.config.tables.me.since, clock())
    around = surroundings(here.config, config.read_environment(), clock)
    taught = partial(own, store, candidate, bank)
    with Reader(me, bank, processes(processors()), taught) as reader:
        yield Syncing(store, candidate, me, bank, since, around, reader, lambda: here.person)


def sync_one(table: AccountTable, on: Syncing, watch: Watch) -> Done:
    """Syncs an account; what is wrong with one does not stop the others. Raises StoreError."""
    from ingest.errors import SignInError
    from tealeaves.pipeline.sync import sync

    try:
        synced = sync(table, on, lambda batch, listed: watch(batch, listed, _shown_as(table)))
    except TealeavesError as error:
        return Done(table.name, None, error, error.exit_code, table.kind)
    if synced.failure is not None:
        refused = isinstance(synced.failure, SignInError)
        return Done(table.name, synced, synced.failure, SIGN_IN if refused else FAILED, table.kind)
    return Done(table.name, synced, None, PARTLY if synced.outcome.problems else DONE, table.kind)


def _shown_as(table: AccountTable) -> str:
    """What a person calls what is read: the account, where its streams have no names of the person's."""
    return table.name if table.kind in (*GOOGLE, *CALENDARS) else ""


def exit_code(done: Sequence[Done]) -> int:
    """0 where all went well, 3 where some did; else what stopped them: 4 before 5 before 1."""
    codes = {one.code for one in done}
    if codes <= {DONE}:
        return DONE
    if codes & {DONE, PARTLY}:
        return PARTLY
    return next((code for code in (SIGN_IN, BUSY) if code in codes), max(codes))


def lines(done: Done, now: datetime, timezone: str) -> list[str]:
    """What the sync of an account did, for a person."""
    synced = done.synced
    if synced is None:
        return []
    outcome, passage = synced.outcome, synced.passage
    cost = f"{size(passage.bytes_received)}, {synced.seconds:.1f} s" if passage.bytes_received else (
        f"{synced.seconds:.1f} s"
    )  # fmt: skip
    if outcome.events:
        few = "is" if outcome.events == 1 else "are"
        what = f"{count(outcome.events, 'event')} of your applications {few} new or changed"
        return [f"{done.account}: {what} ({cost}). Nothing is kept of the others."]
    if not outcome.listed:
        if done.error is not None:
            return []
        moved = f" {count(outcome.gone, 'message')} moved or deleted there." if outcome.gone else ""
        return [f"{done.account}: {_nothing(done.kind, synced, now, timezone)} ({cost}).{moved}"]
    first = (
        f"{done.account}: {count(outcome.listed, 'message')} listed, {outcome.new:,} new ({cost}). "
        f"{outcome.fetched:,} fetched and read, {outcome.gated:,} left after a look at the header."
    )
    touched = f"{count(outcome.touched, 'application')} touched. " if outcome.touched else ""
    rest = standing_lines(outcome)
    is_first = synced.before is None or synced.before.synced_at is None
    rest += none_of_yours(outcome) if is_first and done.kind not in CALENDARS else []
    return [first, f"  {touched}{rest[0]}", *(f"  {line}" for line in rest[1:])]


def _nothing(kind: str, synced: Synced, now: datetime, timezone: str) -> str:
    """That nothing came, and whether that is as it should be."""
    passage, has_mail = synced.passage, kind not in CALENDARS
    if passage.grown and has_mail:
        reasons = (
            (passage.older, f"{passage.older:,} older than me.since"),
            (passage.drafts, count(passage.drafts, "draft")),
            (passage.not_given, f"{passage.not_given:,} not given by the server"),
        )
        why = ", ".join(reason for number, reason in reasons if number)
        return f"the mailbox grew by {passage.grown:,} and none was fetched: {why or 'all are known already'}"
    if synced.before is None or synced.before.synced_at is None:
        if not has_mail:
            return "no event of your applications; nothing is kept of the others"
        return "no mail since the day that me.since names"
    zone = ZoneInfo(timezone)
    then, today = synced.before.synced_at.astimezone(zone), now.astimezone(zone)
    same_day = then.date() == today.date()
    return f"nothing new since {then:%H:%M}" if same_day else f"nothing new since {then:%d %B, %H:%M}"


def warn(done: Sequence[Done]) -> None:
    """A line on standard error for each account that failed, and for each problem."""
    from reports.render.plain import plain

    for one in done:
        if one.error is not None:
            click.echo(f"tealeaves: {plain(named(one.account, one.kind, one.error))}", err=True)
        if one.synced is not None:
            warn_of(one.synced.outcome.problems[: SHOWN * 2])


def named(account: str, kind: str, error: Exception) -> str:
    """The error with the account's name, where only the server is named and several accounts share it."""
    text = str(error)
    return text if kind not in GOOGLE or f"account {account}" in text else f"account {account}: {text}"


def as_dict(done: Done) -> dict[str, Any]:
    """The same for programs."""
    synced = done.synced
    told: dict[str, Any] = {"account": done.account, "error": str(done.error) if done.error else None}
    if synced is None:
        return told
    outcome, passage = synced.outcome, synced.passage
    return told | {
        "listed": outcome.listed,
        "gated": outcome.gated,
        "fetched": outcome.fetched,
        "new": outcome.new,
        "gone": outcome.gone,
        "relabelled": outcome.relabelled,
        "events": outcome.events,
        "relevant": outcome.relevant,
        "touched": outcome.touched,
        "applications": outcome.applications,
        "questions": outcome.questions,
        "problems": [as_problem(one) for one in outcome.problems],
        "grown": passage.grown,
        "bytes": passage.bytes_received,
        "seconds": round(synced.seconds, 3),
    }
