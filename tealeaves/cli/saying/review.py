"""Suggestions decided one after the other, with one key each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.keys import pressed
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reports.settings import Person
    from store.store import Store
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.suggested import Undecided

KEYS = "y accept, n reject, s skip, u undo the last, q quit: "
UNDONE = "Nothing to undo."


def review(here: Session, now: datetime, shown: datetime, application: str | None, *, listed: bool) -> None:
    """Asks for the person's word on every open suggestion (of one application, if given), or lists them as
    JSON. What was decided is kept at once. Raises UsageError where there is no terminal to ask on."""
    if not listed and not sys.stdin.isatty():
        raise UsageError(
            "label: --review asks on a terminal; without one, label --review --json lists them,"
            " and label MESSAGE +SIGNAL or -SIGNAL decides"
        )
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.differences import cards
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.suggested import undecided

    with here.open(now) as (store, candidate):
        known = cards(here, store, candidate, shown)
        if application:
            known = (chosen(known, application),)
        bank = own(store, candidate, here.bank)
        found = undecided(store, candidate, known, here.person.strengths, bank)
        if listed:
            import json

            click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False))
            return
        left = _decided(here, store, candidate, found, now)
    click.echo(f"{left} suggestion{'' if left == 1 else 's'} left.")


def as_dict(one: Undecided) -> dict[str, Any]:
    """One suggestion for other programs."""
    from reports.render.plain import plain

    card, entry, signal = one.suggestion.card, one.suggestion.entry, one.suggestion.signal
    return {
        "id": card.id,
        "company": plain(card.history.company),
        "role": plain(card.history.role),
        "message_id": entry.message_id,
        "at": entry.at.isoformat(),
        "from": plain(entry.sender.email) if entry.sender else "",
        "subject": plain(entry.subject),
        "signal": signal.name,
        "meaning": _meaning(signal.name),
        "likely": round(one.likely, 3),
        "before": plain(one.before),
        "evidence": plain(signal.evidence.text),
        "after": plain(one.after),
    }


def _decided(here: Session, store: Store, candidate: int, found: Sequence[Undecided], now: datetime) -> int:
    """Asks for each in turn; returns how many are left undecided."""
    from tealeaves.pipeline.labels import Mark, say, take_back, verdicts_on
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.settle import settle

    said: dict[int, str] = {}  # place -> "+" or "-"
    at, ever = 0, False
    try:
        while at < len(found):
            one, name = found[at], found[at].suggestion.signal.name
            key = _asked(one, f"{at + 1} of {len(found)}", here)
            if key == "q":
                break
            if key in "yn":
                said[at], ever = "+" if key == "y" else "-", True
                for verdict in verdicts_on(one.reading, [Mark(said[at], name)], ""):
                    say(store, candidate, verdict, now)
            if key != "u":
                at += 1
            elif at:
                at -= 1
                if said.pop(at, ""):
                    last = found[at]
                    signal = last.suggestion.signal.name
                    take_back(store, candidate, last.reading.key, [signal], (), now)
            else:
                click.echo(UNDONE)
    finally:
        if ever:
            click.echo("\ntealeaves reclassify reads your other mail by what you said.")
            settle(store, candidate, here.me, own(store, candidate, here.bank), now, person=here.person)
    return len(found) - len(said)


def _asked(one: Undecided, place: str, here: Session) -> str:
    """The key that was pressed for it: one of those that mean something."""
    click.echo(_text(one, place, here))
    click.echo(KEYS, nl=False)
    return pressed(set("ynsu"), gone="q")


def _text(one: Undecided, place: str, here: Session) -> str:
    from reports.render.cells import wrap
    from reports.render.names import title, writer
    from reports.render.plain import plain
    from reports.render.times import moment

    person: Person = here.person
    card, entry, signal = one.suggestion.card, one.suggestion.entry, one.suggestion.signal
    said = f"{plain(one.before)} “{plain(signal.evidence.text)}” {plain(one.after)}"
    lines = [
        "",
        f"{place}  {title(card)}",
        f"{moment(entry.at, person)}  {writer(entry)}: {plain(entry.subject, 120) or '(no subject)'}",
        *wrap(f"{plain(signal.name)}: {_meaning(signal.name)}?", 80, "  ", "  "),
        *wrap(said, 80, "    ", "    "),
    ]
    return "\n".join(lines)


def _meaning(name: str) -> str:
    from classify.signals.table import signal_table

    kind = signal_table().get(name)
    return kind.meaning if kind else ""
