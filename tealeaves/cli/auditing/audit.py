"""An audit: drawn, looked at, judged, brought in, and told of."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from tealeaves.cli import syncing
from tealeaves.cli.auditing.told import closing, decided_text, estimate_value, opening, sample_value
from tealeaves.cli.commands.import_ import SHOWN, count
from tealeaves.cli.progress import progress
from tealeaves.errors import DONE, PARTLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from ingest.types import Place, Problem
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.audit import Left, Seen
    from tealeaves.pipeline.reach import Reach
    from tealeaves.pipeline.sync import Syncing
    from tealeaves.pipeline.taking_in import Brought


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    sample: int
    account: str | None
    since: str | None
    seed: int


@dataclass(slots=True)
class Drawn:
    """The sample, and what could be seen of it."""

    left: Left
    sample: Mapping[str, tuple[str, ...]]  # stratum -> keys
    answers: dict[str, bool]  # of the sample, known without asking
    seen: list[Seen] = field(default_factory=list)  # the likeliest first
    unseen: dict[str, str] = field(default_factory=dict)  # key -> why; "" where an account's failure says so

    @property
    def size(self) -> int:
        return sum(map(len, self.sample.values()))


def audited(here: Session, asked: Asked, now: datetime, *, json_: bool) -> int:
    """Draws a sample, asks for the person's word on it (or lists it as JSON), and brings in what belongs; the
    exit code. Raises UsageError, StoreError."""
    from tealeaves.cli.auditing.judging import Judged, judge
    from tealeaves.pipeline.audit import estimate
    from tealeaves.pipeline.reach import Reach

    tables, judged = here.config.tables.accounts, Judged()
    brought: Brought | None = None
    with here.open(now) as (store, candidate), syncing.on(here, store, candidate) as on:
        with Reach(tables, on) as reach:
            drawn = draw(here, on, reach, asked)
        failures = dict(reach.failures)
        if not json_:
            click.echo(opening(drawn.left, drawn.size, len(drawn.seen), asked.seed))
            try:
                judge(store, candidate, drawn.seen, here.person, judged, now)
            finally:
                if judged.answers:
                    brought, failed = _brought(here, on, judged.taken_in, now)
                    failures |= failed
        answers = drawn.answers | judged.answers
        told = estimate(drawn.left, drawn.sample, answers)
    if json_:
        value = {
            "seed": asked.seed,
            "left_out": {name: len(keys) for name, keys in drawn.left.strata.items()},
            "gone": drawn.left.gone,
            "sample": [sample_value(one) for one in drawn.seen],
            "known": len(drawn.answers),
            "unseen": [drawn.left.message_ids[key] for key in drawn.unseen],
            "estimate": estimate_value(told),
        }
        click.echo(_dumps(value))
    else:
        for line in closing(told, drawn.left, len(judged.taken_in), len(judged.taught), brought):
            click.echo(line)
    return _warned(here, failures, drawn.unseen.values(), brought.problems if brought else ())


def draw(here: Session, on: Syncing, reach: Reach, asked: Asked) -> Drawn:
    """Draws, and looks at what can be looked at. Raises UsageError, StoreError."""
    from ingest.connector import Batch
    from tealeaves.pipeline.audit import Seen, drawn, left_out, looked_at

    store, candidate = on.store, on.candidate
    within = frozenset(store.since(candidate, here.since(asked.since))) if asked.since else None
    left = left_out(store, candidate, on.me, within, _where(here, on, asked.account))
    sample = drawn(left, asked.sample, asked.seed)
    stratum = {key: name for name, keys in sample.items() for key in keys}
    found = Drawn(left, sample, {key: left.answers[key] for key in stratum if key in left.answers})
    wanted = {key: left.places[key] for key in stratum if key not in found.answers}
    with progress() as watch:
        looks = looked_at(store, candidate, on.me, on.reader.by(), reach, wanted, stratum)
        for done, one in enumerate(looks, 1):
            watch(Batch("the sample", (), "", done, len(wanted)), done)
            if not isinstance(one, Seen):
                key, problem = one
                found.unseen[key] = _line(problem)
            elif one.is_ours:
                found.answers[one.key] = False
            else:
                found.seen.append(one)
    found.seen.sort(key=lambda one: (-one.shape.score, one.key))
    looked = {one.key for one in found.seen} | found.unseen.keys() | found.answers.keys()
    for key in sorted(wanted.keys() - looked):
        found.unseen[key] = _why_not(left.places[key], reach)
    return found


def decided(
    here: Session, messages: Sequence[str], verb: str, now: datetime, *, alone: bool, json_: bool
) -> int:
    """Does with each message what `verb` says: "bring-in", "leave-out" or "undo"; the exit code. Raises
    UsageError, StoreError."""
    from tealeaves.pipeline.audit import READ, Seen, looked_at
    from tealeaves.pipeline.labels import named
    from tealeaves.pipeline.reach import Reach
    from tealeaves.pipeline.taking_in import leave_out, take_back, take_in

    problems: list[Problem] = []
    untaught: list[str] = []
    said: dict[str, list[str]] = {}
    with here.open(now) as (store, candidate), syncing.on(here, store, candidate) as on:
        ids = dict(named(store, candidate, given) for given in messages)
        teaches: dict[str, str] = {}
        failures: dict[str, Exception] = {}
        if verb == "bring-in" and not alone:
            places = dict.fromkeys(ids, ()) | store.lying(candidate, set(ids))
            with Reach(here.config.tables.accounts, on) as reach:
                for one in looked_at(
                    store, candidate, on.me, on.reader.by(), reach, places, dict.fromkeys(ids, READ)
                ):
                    if isinstance(one, Seen):
                        teaches[one.key] = one.teaches
            failures |= reach.failures
            untaught = [f"{ids[key]}: not to be read now, so its sender is not taught" for key in ids
                        if key not in teaches]  # fmt: skip
        for key, message_id in ids.items():
            verdicts = (
                take_in(store, candidate, key, teaches.get(key, ""), now) if verb == "bring-in"
                else leave_out(store, candidate, key, now) if verb == "leave-out"
                else take_back(store, candidate, key, now)
            )  # fmt: skip
            said[message_id] = [f"{one.kind} {one.value}".strip() for one in verdicts]
        chosen = frozenset(ids) if verb == "bring-in" else frozenset[str]()
        brought, failed = _brought(here, on, chosen, now)
        failures |= failed
        problems += brought.problems
    if json_:
        click.echo(
            _dumps({
                "undone" if verb == "undo" else "said": said,
                "brought_in": brought.messages,
                "waiting": brought.waiting,
                "more": brought.more,
                "applications": brought.touched,
            })
        )  # fmt: skip
    else:
        for line in decided_text(said, verb, brought):
            click.echo(line)
    return _warned(here, failures, untaught, problems)


def _brought(
    here: Session, on: Syncing, chosen: frozenset[str], now: datetime
) -> tuple[Brought, dict[str, Exception]]:
    """Brings in what was said to belong; and what stood in the way of accounts."""
    from tealeaves.pipeline.reach import Reach
    from tealeaves.pipeline.taking_in import bring_in

    with Reach(here.config.tables.accounts, on) as reach:
        return bring_in(on, reach, chosen, now), reach.failures


def _where(here: Session, on: Syncing, name: str | None) -> Callable[[Place], bool] | None:
    """Whether a place is of that account. Raises UsageError for an account that is not there."""
    if name is None:
        return None
    from tealeaves.pipeline.reach import account_of

    [table] = syncing.chosen(here, [name])
    root = str(on.around.beside(table.path)) if table.path else ""

    def where(place: Place) -> bool:
        if account := account_of(place):
            return account == name
        return bool(root) and (place.source == root or place.source.startswith(root + os.sep))

    return where


def _why_not(places: tuple[Place, ...], reach: Reach) -> str:
    from tealeaves.pipeline.reach import account_of

    names = sorted({account_of(one) for one in places} - {""})
    if any(name in reach.failures for name in names):
        return ""
    return f"account {', '.join(names)} is not in the configuration any more" if names else "not to be read"


def _warned(
    here: Session, failures: Mapping[str, Exception], unseen: Iterable[str], problems: Sequence[Problem]
) -> int:
    """A line on standard error for each thing that stood in the way; the exit code."""
    from reports.render.plain import plain

    kinds = {table.name: table.kind for table in here.config.tables.accounts}
    reasons = Counter(unseen)
    told = [(why, times) for why, times in reasons.items() if why]
    lines = [syncing.named(name, kinds.get(name, ""), error) for name, error in failures.items()]
    lines += [f"{why} ({count(times, 'message')})" for why, times in told[:SHOWN]]
    if len(told) > SHOWN:
        lines.append(f"and {len(told) - SHOWN} more that could not be looked at")
    lines += [_line(one) for one in problems[:SHOWN]]
    for line in lines:
        click.echo(f"tealeaves: {plain(line)}", err=True)
    return PARTLY if lines or reasons else DONE


def _line(problem: Problem) -> str:
    return f"{problem.place.source}: {problem.detail}"


def _dumps(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
