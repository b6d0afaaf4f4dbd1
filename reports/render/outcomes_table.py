"""How past scores turned out, as a table of at most 80 columns and as JSON. Counts, never a probability."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.remarks.outcomes import Band, Outcomes
from reports.render.cells import left, paint, right, wrap
from reports.render.times import count

_HEADS = {"offer": "offer", "rejected": "rejection", "no_answer": "no answer", "withdrawn": "you withdrew"}
_WIDTHS = (9, 10, 8, 12, 12, 15)
_WIDTH = 80


def outcomes_table(told: Outcomes, colour: bool = False) -> str:
    """A line for each band with how many once stood in it and how they ended, then the same in a sentence for
    the highest band that has enough; one line where none has."""
    if not told.tells:
        return (
            f"{count(told.n, 'application')} {'has' if told.n == 1 else 'have'} ended. How scores turned out"
            f" is told of a band once {told.enough} that stood in it have.\n"
        )
    return "\n".join(_lines(told, colour)) + "\n"


def outcomes_value(told: Outcomes) -> dict[str, Any]:
    """For other programs. `ends` is null in a band with too few."""
    return {
        "ended": told.n,
        "enough": told.enough,
        "bands": [
            {"from": one.low, "to": one.high, "n": one.n, "ends": dict(one.ends) or None}
            for one in told.bands
        ],
    }


def _lines(told: Outcomes, colour: bool) -> Iterator[str]:
    yield f"How past scores turned out, of {count(told.n, 'application')} that {_have(told.n)} ended"
    yield ""
    yield paint(_line(["score", "stood so", *_HEADS.values()]), "dim", colour)
    for band in reversed(told.bands):
        numbers = [str(number) for _, number in band.ends]
        yield _line([_span(band), str(band.n), *numbers])
    yield ""
    best = next(band for band in reversed(told.bands) if band.ends)
    offers = dict(best.ends)["offer"]
    yield f"Of {best.n} that stood at {_span(best)}, {offers or 'none'} ended in an offer."
    yield from wrap(
        "An application counts once in each band that it stood in on a weekly look before any offer. A band"
        f" with fewer than {told.enough} shows their number alone. These are counts of your own past, no"
        " forecast.",
        _WIDTH,
    )


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _span(band: Band) -> str:
    return f"{band.low} to {band.high}"


def _line(cells: list[str]) -> str:
    first, *others = cells
    return "".join(
        [left(first, _WIDTHS[0]), *(right(cell, n) for cell, n in zip(others, _WIDTHS[1:], strict=False))]
    ).rstrip()
