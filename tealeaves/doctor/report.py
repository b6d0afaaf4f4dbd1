"""The findings as they are told: a line each, made to be shown to others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reports.render.plain import plain
from tealeaves.doctor.finding import Finding, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

MARKS = {State.OK: "ok", State.WARNING: "warning", State.WRONG: "WRONG"}
COLOURS = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "red"}
_WIDTH = max(map(len, MARKS.values()))


def for_others(finding: Finding, redact: Callable[[str], str], home: Path) -> Finding:
    """Without addresses, secrets and the name of the person's folder."""
    folder = re.compile(rf"{re.escape(str(home))}(?![^/\\\s:,;'\"])") if home != home.parent else None

    def shown(text: str) -> str:
        return plain(redact(folder.sub("~", text) if folder else text))

    return Finding(
        finding.check, finding.state, shown(finding.what), shown(finding.todo), finding.needs_sign_in
    )


def lines(findings: Iterable[Finding], style: Callable[[str, State], str]) -> Iterable[str]:
    """`style` colours a mark, or leaves it as it is."""
    for one in findings:
        mark = style(MARKS[one.state].ljust(_WIDTH), one.state)
        todo = f" — {one.todo}" if one.todo else ""
        yield f"{mark}  {one.check:13}  {one.what}{todo}"


def summary(findings: Sequence[Finding]) -> str:
    """The last line."""
    wrong = sum(one.state is State.WRONG for one in findings)
    warnings = sum(one.state is State.WARNING for one in findings)
    if not wrong and not warnings:
        return "All is well."
    told = [f"{wrong} wrong"] if wrong else ["nothing wrong"]
    if warnings:
        told.append("1 warning" if warnings == 1 else f"{warnings} warnings")
    return f"{', '.join(told)}."
