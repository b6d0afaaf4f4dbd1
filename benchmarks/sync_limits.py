"""What was measured of a sync, the limit that each figure is asked to meet, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

FORBIDDEN = ("spacy", "googleapiclient")  # in a sync with nothing new: they take longer than all the rest


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    value: float
    unit: str  # "x" of a ratio
    limit: float | None = None  # at most; None where the figure is only told

    @property
    def met(self) -> bool | None:
        return None if self.limit is None else self.value <= self.limit


def judged(found: Mapping[str, Any]) -> list[Row]:
    """The figures. Medians; a ratio is taken within each round first."""
    return [*_first(found), *_nothing_new(found), *_some_new(found), *_memory(found)]


def _first(found: Mapping[str, Any]) -> list[Row]:
    runs = found["first"]
    rows = []
    for name, rounds in runs.items():
        rows += [
            Row(f"first: {name}, wall", _of(rounds, lambda one: one["wall"]), "s"),
            Row(f"first: {name}, processor", _of(rounds, lambda one: one["cpu"]), "s"),
            Row(f"first: {name}, from the server", _of(rounds, lambda one: one["bytes"]) / 1e6, "MB"),
        ]
    for name, limit in (("mbsync", 1.0), ("mbsync without fsync", None), ("imapclient", None)):
        pairs = zip(runs["tealeaves"], runs[name], strict=True)
        ratio = median(ours["wall"] / theirs["wall"] for ours, theirs in pairs)
        rows.append(Row(f"first: wall to that of {name}", ratio, "x", limit))
    rows.append(Row("first: round trips, small mailbox", found["talk"]["first, small"]["turns"], ""))
    fetched = _of(runs["tealeaves"], lambda one: one["bytes"])
    rows.append(
        Row("first: bytes to the whole mailbox", fetched / found["mailboxes"]["big"]["bytes"], "x", 0.20)
    )
    return rows


def _nothing_new(found: Mapping[str, Any]) -> list[Row]:
    times, talk = found["nothing new"], found["talk"]
    rows = [Row(f"nothing new: {name}", median(all_) * 1000, "ms") for name, all_ in times.items()]
    whole = times["tealeaves big"]
    aside = [ours - start for ours, start in zip(whole, times["start-up"], strict=True)]
    inner = times["in-process big"]
    for name in ("small", "big"):
        each = talk[name]["turns"] / max(talk[name]["folders"], 1)
        rows.append(Row(f"nothing new: round trips a folder, {name}, sign-in shared out", each, "", 10))
    forbidden = [name for name in FORBIDDEN if name in found["modules"]]
    return [
        *rows,
        Row("nothing new: from the server", talk["big"]["bytes"] / 1000, "kB"),
        Row("nothing new: modules imported", len(found["modules"]), ""),
        Row(f"nothing new: of them {' or '.join(FORBIDDEN)}", len(forbidden), "", 0),
        Row("nothing new: whole process", median(whole), "s", 0.4),
        Row("nothing new: big to small", _ratio(whole, times["tealeaves small"]), "x", 1.3),
        Row("nothing new: big to small, in-process", _ratio(inner, times["in-process small"]), "x", 1.3),
        Row("nothing new: start-up aside, to mbsync", median(aside) / median(times["mbsync big"]), "x", 5),
        Row("nothing new: in-process, to mbsync", _ratio(inner, times["mbsync big"]), "x"),
    ]


def _some_new(found: Mapping[str, Any]) -> list[Row]:
    rounds = found["some new"]

    def allowed(one: Mapping[str, float]) -> float:
        return 1.5 * one["nothing new"] + one["import"]

    return [
        Row("50 new: sync", _of(rounds, lambda one: one["sync"]), "s"),
        Row("50 new: import of the same 50 as files", _of(rounds, lambda one: one["import"]), "s"),
        Row(
            "50 new: to 1.5 x nothing new + import",
            _of(rounds, lambda one: one["sync"] / allowed(one)),
            "x",
            1,
        ),
        Row(
            "50 new: the same, start-up of the import aside",
            _of(rounds, lambda one: one["sync"] / (allowed(one) - one["start-up"])),
            "x",
        ),
    ]


def _memory(found: Mapping[str, Any]) -> list[Row]:
    small, big = found["memory"]["small"], found["memory"]["big"]
    return [
        Row("memory: all processes, small", small["together"], "MB", 300),
        Row("memory: all processes, big", big["together"], "MB", 300),
        Row("memory: big to small", big["together"] / small["together"], "x", 1.2),
        Row("memory: all processes, shared pages once, big", big["shared_once"], "MB"),
        Row("memory: largest process, big", big["largest"], "MB"),
        Row("memory: processes at most", big["processes"], ""),
    ]


def _of(rounds: list[dict[str, float]], pick: Callable[[dict[str, float]], float]) -> float:
    return median(pick(one) for one in rounds)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def table(found: Mapping[str, Any], rows: list[Row]) -> str:
    """The figures as a person reads them."""
    boxes, big = found["mailboxes"], found["memory"]["big"]
    versions, rounds = found["versions"], len(found["first"]["tealeaves"])
    lines = [
        *(
            f"{name}: {one['messages']:,} messages, {one['bytes'] / 1e6:,.1f} MB"
            for name, one in boxes.items()
        ),
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        f"Dovecot {versions['dovecot']}, {versions['mbsync']}, no TLS, {rounds} round(s)",
        f"tealeaves, big: {big['gated']:,} left after the header, {big['fetched']:,} fetched, "
        f"{big['relevant']:,} about the search, {big['applications']:,} applications, "
        f"{big['problems']:,} problems",
        "",
        f"{'':58}{'figure':>12}     {'limit':>8}",
    ]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:8.2f}  {'yes' if row.met else 'NO'}"
        lines.append(f"{row.what:58}{row.value:12.2f} {row.unit:3} {limit}".rstrip())
    missed = sum(row.met is False for row in rows)
    asked = sum(row.met is not None for row in rows)
    return "\n".join(
        [*lines, "", f"{asked - missed} of {asked} limits met. Trust the ratios, not the seconds."]
    )
