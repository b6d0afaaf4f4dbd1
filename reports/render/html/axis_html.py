"""One application's axis as the page draws it: places in per cent of its length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.render.axis_text import legend, sign
from reports.timeline import Lane, Mark, Sort, Timeline

_ROOM = 18.0  # per cent that a label takes on a phone
_LAST = 100 - _ROOM  # what would begin beyond this is set flush right
_TEA = frozenset({Sort.INTERVIEW, Sort.AHEAD, Sort.STRONGER})
_MUTE = frozenset({Sort.SYSTEM, Sort.CANCELLED})


@dataclass(frozen=True, slots=True)
class TickView:
    left: float
    label: str  # "" where there is no room
    flush: bool  # set to the right end


@dataclass(frozen=True, slots=True)
class MarkView:
    left: float
    sign: str
    style: str  # a colour's name


@dataclass(frozen=True, slots=True)
class SpanView:
    left: float
    width: float
    kind: str  # "held" for a wait that is over, "lost" for one that is not


@dataclass(frozen=True, slots=True)
class LaneView:
    name: str
    marks: tuple[MarkView, ...] = ()
    spans: tuple[SpanView, ...] = ()


@dataclass(frozen=True, slots=True)
class AxisView:
    ticks: tuple[TickView, ...]
    lanes: tuple[LaneView, ...]
    legend: str


def axis_view(line: Timeline) -> AxisView:
    """The axis with its lanes; those with nothing in them are left out."""
    lanes = [LaneView(lane.value, _marks(line, lane)) for lane in Lane]
    waits = LaneView(
        "waits",
        spans=tuple(
            SpanView(
                _cent(line.share(one.begin)),
                _cent(line.share(one.end) - line.share(one.begin)),
                "lost" if one.open else "held",
            )
            for one in line.waits
        ),
    )
    shown = tuple(lane for lane in (*lanes, waits) if lane.marks or lane.spans)
    return AxisView(tuple(_ticks(line)), shown, " ".join(words.strip() for words in legend(line)))


def _ticks(line: Timeline) -> Iterator[TickView]:
    free = 0.0
    for tick in line.ticks:
        left = _cent(line.share(tick.at))
        begins = min(left, _LAST)
        fits = begins >= free
        if fits:
            free = begins + _ROOM
        yield TickView(left, f"{tick.day.day} {tick.day:%b}" if fits else "", left > _LAST)


def _marks(line: Timeline, lane: Lane) -> tuple[MarkView, ...]:
    return tuple(
        MarkView(_cent(line.share(mark.at)), sign(mark), _style(mark))
        for mark in line.marks
        if mark.lane is lane
    )


def _style(mark: Mark) -> str:
    return "tea" if mark.sort in _TEA else "mute" if mark.sort in _MUTE else "ink"


def _cent(share: float) -> float:
    return round(100 * share, 2)
