"""The questions of a debrief asked one after the other, and what is told of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.keys import pressed
from tealeaves.cli.saying.said import heads, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.overview import Card
    from reports.remarks.debrief import Debrief, Met, Question
    from reports.settings import Person

KEYS = "y yes, n no, s skip, b back: "
SCALE_KEYS = "1 badly to 5 very well, s skip, b back: "
FIRST = "That was the first question."
_ANSWERS = {"y": "yes", "n": "no"}


def asked(card: Card, met: Met, person: Person, given: Mapping[str, str]) -> dict[str, str]:
    """The answers given, and those to the other questions, each by one key. Raises click.Abort where the
    terminal is gone: half a debrief is not noted."""
    from reports.remarks.debrief import questions
    from reports.render.names import title
    from reports.render.times import moment

    when = moment(met.met_at, person) if met.uid else f"{met.day:%d %b}"
    click.echo(f"{title(card)}: the interview of {when}")
    answers = dict(given)
    left = [one for one in questions() if one.key not in given]
    at = 0
    while at < len(left):
        key = _key(left[at], f"{at + 1} of {len(left)}")
        if key == "b":
            if not at:
                click.echo(FIRST)
            at = max(0, at - 1)
            continue
        answers[left[at].key] = "skip" if key == "s" else _ANSWERS.get(key, key)
        at += 1
    return answers


def _key(question: Question, place: str) -> str:
    click.echo(f"\n{place}  {question.asks}")
    is_scale = set(question.answers) != set(_ANSWERS.values())
    click.echo(SCALE_KEYS if is_scale else KEYS, nl=False)
    known = (*(question.answers if is_scale else _ANSWERS), "s", "b")
    key = pressed(known, gone="")
    if not key:
        raise click.Abort
    return key


def lines_of(before: Card, card: Card, new: Iterable[Debrief]) -> list[str]:
    """What was noted, and what changed by it."""
    from reports.render.debrief_lines import debrief_text
    from reports.render.names import title

    moved = f"{standing(before)} -> {standing(card)}" if card.open else standing(card)
    return [
        *(f"{title(card)}: {debrief_text(one)}" for one in new),
        f"{moved}. Undo: tealeaves debrief {card.id} --undo",
    ]


def taken_back(card: Card, gone: Debrief) -> list[str]:
    """The same where one was taken back."""
    from reports.remarks.debrief import by_note
    from reports.render.names import title

    return [f"{title(card)}: {by_note(gone)} is taken back ({standing(card)})."]


def listed(card: Card, some: Iterable[Debrief]) -> dict[str, Any]:
    """JSON of debriefs of one application."""
    from reports.render.debrief_lines import debrief_dict

    return {**heads(card), "debriefs": [debrief_dict(one) for one in some]}
