"""The candidate's own notes on interviews, said to be that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.remarks.debrief import Debrief, Question, answered, by_note
from reports.render.cells import wrap
from reports.render.plain import plain
from reports.render.times import iso


def debrief_lines(one: Debrief, width: int, indent: str = "", first: str | None = None) -> Iterator[str]:
    """ "Your note of Tue 8 Sep: they listened closely; it went well (4 of 5). “Ask about on-call.”", in lines
    of at most `width` cells."""
    yield from wrap(debrief_text(one), width, indent, first)


def debrief_text(one: Debrief) -> str:
    """The same in one line."""
    start = by_note(one)
    seen = "; ".join(_seen(question, answer) for question, answer in answered(one))
    note = f"“{plain(one.note)}”" if one.note else ""
    said = " ".join(part for part in (f"{seen}." if seen else "", note) if part)
    return f"{start[0].upper()}{start[1:]}: {said or 'nothing.'}"


def debrief_dict(one: Debrief) -> dict[str, Any]:
    """For other programs; `answers` by question, what was skipped is not there."""
    return {
        "uid": plain(one.uid),
        "met_at": iso(one.met_at),
        "ended_at": iso(one.ended_at),
        "day": iso(one.day),
        "said_at": iso(one.said_at),
        "answers": dict(one.answers),
        "note": plain(one.note),
    }


def _seen(question: Question, answer: str) -> str:
    said = question.noted if answer in question.favourable else question.not_noted
    scale = question.answers[-1]
    return f"{said} ({answer} of {scale})" if scale.isdigit() else said
