"""Open questions answered one after the other, with one key each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.keys import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from reports.overview import Card
    from store.store import Store
    from tealeaves.cli.session import Session
    from tealeaves.pipeline.questions import Open

KEYS = "n a new one, x not about the search, o read it, s skip, u undo the last, q quit: "
UNDONE = "Nothing to undo."
MOST = 9  # as many choices as there are digits
LINES = 4  # of a message that are shown with its question


def as_dict(one: Open) -> dict[str, Any]:
    """One question for other programs."""
    from reports.render.plain import plain
    from reports.render.times import iso

    sender = one.message.sender
    return {
        "message_id": one.asked.message_id,
        "at": iso(one.asked.at),
        "from": plain(sender.email) if sender else "",
        "subject": plain(one.message.subject),
        "begins": _begins(one),
        "signals": list(one.signals),
        "reason": plain(one.asked.reason),
        "choices": [{"id": key, "title": plain(name)} for key, name in one.asked.choices],
    }


def text(one: Open, place: str, here: Session, cards: Mapping[str, Card]) -> str:
    """The question with all that is needed to answer it. `cards` are the applications by their ids."""
    from reports.render.cells import wrap
    from reports.render.names import title
    from reports.render.plain import plain
    from reports.render.times import moment
    from tealeaves.cli.saying.said import standing

    sender = one.message.sender
    who = plain(str(sender.name or sender.email)) if sender else "someone"
    subject = plain(one.message.subject, 120) or "(no subject)"
    lines = ["", place, *wrap(f"{moment(one.asked.at, here.person)} {who}: {subject}", 80, "  ", "")]
    for line in _begins(one):
        lines += wrap(line, 80, "    ", "    ")
    lines += wrap(f"Where does it belong? {plain(one.asked.reason, 300)}", 80, "  ", "  ")
    for number, (key, name) in enumerate(one.asked.choices[:MOST], 1):
        card = cards.get(key)
        shown = f"{title(card)} ({standing(card)})" if card else plain(name)
        lines += wrap(f"{shown}  [{plain(key)}]", 80, "     ", f"  {number}  ")
    if (more := len(one.asked.choices) - MOST) > 0:
        command = f"tealeaves questions {plain(one.asked.message_id)} --application APPLICATION"
        lines.append(f"     or one of {more} more: {command}")
    return "\n".join(lines)


@dataclass(slots=True)
class _Round:
    """What was done so far: decisions by their numbers, 0 where a question was passed over, with the message
    of each."""

    done: list[tuple[int, str]] = field(default_factory=list)

    @property
    def passed(self) -> set[str]:
        return {key for number, key in self.done if not number}

    @property
    def numbers(self) -> list[int]:
        return [number for number, _ in self.done if number]


def ask(here: Session, store: Store, candidate: int, now: datetime, shown: datetime) -> None:
    """Asks until nothing is open or the person quits. Each answer is kept before anything follows from it,
    and everything is grouped anew after each, since one answer may settle other questions."""
    from tealeaves.cli.saying.arranging import undoing
    from tealeaves.cli.saying.differences import cards, moved
    from tealeaves.pipeline.questions import open_questions

    before = cards(here, store, candidate, shown)
    done = _Round()
    try:
        _ask(here, store, candidate, now, shown, done)
    finally:
        left = len(open_questions(store, candidate, here.person.strengths))
        click.echo(f"\n{left} question{'' if left == 1 else 's'} left.")
        for one in moved(before, cards(here, store, candidate, shown)):
            click.echo(f"  {one.line()}")
        if done.numbers:
            click.echo(f"Undo: {undoing(done.numbers)}")


def _ask(here: Session, store: Store, candidate: int, now: datetime, shown: datetime, done: _Round) -> None:
    from tealeaves.cli.saying.differences import cards
    from tealeaves.pipeline.questions import open_questions

    first = ""  # the message that was undone comes again at once
    while True:
        every = open_questions(store, candidate, here.person.strengths)
        found = sorted((one for one in every if one.key not in done.passed), key=lambda one: one.key != first)
        if not found:
            return
        one = found[0]
        known = {card.id: card for card in cards(here, store, candidate, shown)}
        click.echo(text(one, f"1 of {len(found)}", here, known))
        key = _key(one)
        first = ""
        if key == "q":
            return
        if key == "s":
            done.done.append((0, one.key))
        elif key == "u":
            first = _undo(here, store, candidate, now, done)
        else:
            done.done.append((_answer(here, store, candidate, one, key, now), one.key))


def _key(one: Open) -> str:
    """The key that was pressed; the message is shown as often as it is asked for."""
    from reports.render.plain import plain_lines

    digits = [str(number) for number in range(1, 1 + min(MOST, len(one.asked.choices)))]
    while True:
        click.echo(f"1-{digits[-1]} which, {KEYS}", nl=False)
        key = pressed({*digits, *"nxosu"}, gone="q")
        if key != "o":
            return key
        click.echo("\n".join(f"  {line}" for line in plain_lines(one.message.text)))


def _answer(here: Session, store: Store, candidate: int, one: Open, key: str, now: datetime) -> int:
    from tealeaves.pipeline.questions import NEW, NONE, answer

    named = {"n": NEW, "x": NONE}
    where = named[key] if key in named else one.asked.choices[int(key) - 1][0]
    number = answer(store, candidate, one.key, where, now)
    _settle(here, store, candidate, now)
    return number


def _undo(here: Session, store: Store, candidate: int, now: datetime, done: _Round) -> str:
    """Takes the last step back; the message that it was about, "" for none."""
    if not done.done:
        click.echo(UNDONE)
        return ""
    number, key = done.done.pop()
    if number:
        store.take_back(candidate, number, now)
        _settle(here, store, candidate, now)
    return key


def _settle(here: Session, store: Store, candidate: int, now: datetime) -> None:
    from tealeaves.pipeline.own import own
    from tealeaves.pipeline.settle import settle

    settle(store, candidate, here.me, own(store, candidate, here.bank), now, person=here.person)


def _begins(one: Open) -> Sequence[str]:
    """The first lines of the message that say anything new."""
    from reports.render.plain import plain

    lines = (plain(line, 200) for line in one.message.text.splitlines() if not line.startswith(">"))
    return [line for line in lines if line][:LINES]
