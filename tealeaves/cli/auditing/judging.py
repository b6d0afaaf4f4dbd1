"""Mail that was left out, judged one after the other with one key each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from tealeaves.cli.keys import pressed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from classify.applications.types import Verdict
    from reports.settings import Person
    from store.store import Store
    from tealeaves.pipeline.audit import Seen

KEYS = "y bring it in, m only this message, n no, o more of it, s skip, u undo the last, q quit: "
UNDONE = "Nothing to undo."
MORE = 20  # lines of a text at a time
_WIDE = 80
_REASONS = 4
_SAYING = 4  # words of a line that is no mere greeting


@dataclass(slots=True)
class Judged:
    """What the person said."""

    answers: dict[str, bool] = field(default_factory=dict)  # key -> whether it is of the job search
    taught: dict[str, str] = field(default_factory=dict)  # key -> the sender that it taught

    @property
    def taken_in(self) -> frozenset[str]:
        return frozenset(key for key, answer in self.answers.items() if answer)


def judge(
    store: Store, candidate: int, found: Sequence[Seen], person: Person, judged: Judged, now: datetime
) -> None:
    """Asks for the person's word on each, and says it to the store at once; `judged` is what was said so far.
    What a sender was taught of comes in unasked. Raises StoreError."""
    from classify.relevance.taught import Taught
    from tealeaves.pipeline.taking_in import leave_out, take_in

    done: list[tuple[int, tuple[Verdict, ...]]] = []  # what was decided where, the last at the end
    at = 0
    while at < len(found):
        one = found[at]
        if Taught(frozenset(judged.taught.values())).has(one.message.sender):
            click.echo(f"\n{at + 1} of {len(found)}  comes in with its sender: {_subject(one)}")
            judged.answers[one.key] = True
            at += 1
            continue
        key = _asked(one, f"{at + 1} of {len(found)}", person)
        if key == "q":
            break
        if key == "u":
            at = _undone(store, candidate, found, done, judged, at, now)
            continue
        said: tuple[Verdict, ...] = ()
        if key in "ym":
            said = take_in(store, candidate, one.key, one.teaches if key == "y" else "", now)
            judged.answers[one.key] = True
            if key == "y" and one.teaches:
                judged.taught[one.key] = one.teaches
        elif key == "n":
            said = leave_out(store, candidate, one.key, now)
            judged.answers[one.key] = False
        done.append((at, said))
        at += 1


def _undone(
    store: Store,
    candidate: int,
    found: Sequence[Seen],
    done: list[tuple[int, tuple[Verdict, ...]]],
    judged: Judged,
    at: int,
    now: datetime,
) -> int:
    """Takes the last word back; where to go on."""
    if not done:
        click.echo(UNDONE)
        return at
    last, said = done.pop()
    for verdict in said:
        store.unsay(candidate, verdict, now)
    for one in found[last:]:  # what came in unasked after it, too
        judged.answers.pop(one.key, None)
    judged.taught.pop(found[last].key, None)
    return last


def _asked(one: Seen, place: str, person: Person) -> str:
    """The key that was pressed for it, other than the one that shows more of it."""
    lines = _body(one)
    click.echo("\n".join(_heads(one, place, person)))
    shown = 0
    while True:
        click.echo(KEYS, nl=False)
        key = pressed(set("ymnosu"), gone="q")
        if key != "o":
            return key
        more = lines[shown : shown + MORE]
        click.echo("\n".join(f"    {line}" for line in more) if more else "    That was all of it.")
        shown += len(more)


def _heads(one: Seen, place: str, person: Person) -> list[str]:
    from reports.render.cells import wrap
    from reports.render.plain import plain
    from reports.render.times import moment

    lines = [
        "",
        f"{place}  {one.shape.score:+.1f}",
        f"{moment(one.message.at, person)}  {sender_of(one)}: {_subject(one)}",
        f"    {first_line(one)}",
        *wrap(plain("; ".join(one.because[:_REASONS])), _WIDE, "    ", "  left out: "),
        *wrap(plain("; ".join(one.shape.reasons[:_REASONS])) or "nothing", _WIDE, "    ", "  hiring: "),
    ]
    if one.teaches:
        lines.append(f"  y also takes in every mail {_whose(one.teaches)}")
    return lines


def _whose(taught: str) -> str:
    from reports.render.plain import plain

    return f"from {plain(taught)}" if taught[:1] != "@" else f"that somebody at {plain(taught[1:])} sends"


def _body(one: Seen) -> list[str]:
    """The new text as lines to be shown, without empty ones."""
    from reports.render.cells import wrap
    from reports.render.plain import plain_lines

    return [part for line in plain_lines(one.text) if line for part in wrap(line, _WIDE - 4)]


def first_line(one: Seen) -> str:
    """The first line that says more than a greeting."""
    lines = _body(one)
    return next((line for line in lines if len(line.split()) >= _SAYING), lines[0] if lines else "")


def sender_of(one: Seen) -> str:
    """ "Jane Roe <jane@acme.example>"."""
    from reports.render.plain import plain

    sender = one.message.sender
    if sender is None:
        return "(no sender)"
    return f"{plain(sender.name, 60)} <{plain(sender.email, 80)}>" if sender.name else plain(sender.email, 80)


def _subject(one: Seen) -> str:
    from reports.render.plain import plain

    return plain(one.message.subject, 120) or "(no subject)"
