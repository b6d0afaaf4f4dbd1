"""Who answers how fast, in plain text that fits its columns and in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.overview import Card
from reports.render.cells import paint, row
from reports.render.plain import markdown, plain
from reports.render.times import count, day, length
from reports.response.answerers import TABLES, Answerer
from reports.response.responsiveness import Pace, Responsiveness, percentiles, together
from reports.response.survival import Wait
from reports.response.working_hours import hours
from reports.settings import Person
from reports.wording import worked

_SHARES = ("half within", "3/4 within", "9/10 within")
_SHARE = 13  # cells of one
_REST = (7, 6, 7)  # replies, waits, longest
_NAME = 29
_WIDEST = _NAME + len(_SHARES) * (_SHARE + 2) + sum(_REST) + 2 * len(_REST)


def responsiveness_table(
    cards: Sequence[Card],
    person: Person,
    colour: bool = False,
    by: Iterable[str] = tuple(TABLES),
    columns: int = 100,
) -> str:
    """Who answers how fast: a table for each of `by`, then all together, with what the figures mean below.
    Where the columns are few, the share in the middle is left out."""
    tables = _tables(cards, person, by)
    if not tables:
        return f"{_NOBODY}\n"
    lines: list[str] = []
    is_narrow = columns < _WIDEST
    for name, groups in tables.items():
        heads = (name, "replies", *_SHARES, "waits", "longest")
        lines.append(paint(_row(heads, columns, is_narrow), "dim", colour))
        lines += [_line(one, cards[0], person, columns, is_narrow) for one in groups]
        lines.append("")
    return "\n".join([*lines, *_together(cards, person), "", *_MEANING]) + "\n"


def responsiveness_markdown(cards: Sequence[Card], person: Person, by: Iterable[str] = tuple(TABLES)) -> str:
    """The same in Markdown."""
    tables = _tables(cards, person, by)
    if not tables:
        return f"{_NOBODY}\n"
    lines: list[str] = []
    for name, groups in tables.items():
        heads = (name, "replies", *_SHARES, "waits", "longest")
        lines += [f"| {' | '.join(heads)} |", "| --- | ---: | --- | --- | --- | ---: | ---: |"]
        for one in groups:
            first, number, *rest = _cells(one, cards[0])
            if _few(one.pace, person):
                rest = [_listed(one.pace) or _NONE, "", "", *rest[3:]]
            lines.append(f"| {' | '.join((markdown(first), number, *rest))} |")
        lines.append("")
    lines += [f"- {line}" for line in _together(cards, person)]
    return "\n".join([*lines, "", " ".join(_MEANING)]) + "\n"


def response_line(response: Responsiveness, person: Person) -> str:
    """ "half of the answers within 15 h (4 working h), n 4" or the replies themselves where they are few."""
    return pace_line(response.pace, person)


def pace_line(pace: Pace, person: Person) -> str:
    """The same of any group of turns; "" where nobody has answered."""
    if pace.plain.median is not None and pace.working.median is not None:
        median, working = length(pace.plain.median), pace.working.median
        return f"half of the answers within {median} ({worked(working)}), n {pace.n}"
    if not _few(pace, person):
        return f"less than half answered so far, n {pace.n}"
    if pace.replies:
        return f"answered after {_listed(pace)}"
    return ""


def typical(waits: Sequence[Wait], enough: int) -> str:
    """ "half within 3 h, n 8; 2 without an answer", or each of those that ended where they are few.

    "" where none has ended.
    """
    ended = [wait.length for wait in waits if wait.ended]
    if not ended:
        return ""
    without = f"; {len(waits) - len(ended)} without an answer" if len(ended) < len(waits) else ""
    if len(ended) < enough:
        return ", ".join(length(one) for one in ended) + without
    half = percentiles(waits).median
    said = "less than half so far" if half is None else f"half within {length(half)}"
    return f"{said}, n {len(ended)}{without}"


_NOBODY = "Nobody has been asked anything yet."
_NONE = "none yet"
_MEANING = (
    "Hours, then working hours (wh). Waits that are still open count as longer than",
    "they are now (Kaplan-Meier); a dash is a share that has not been reached.",
    "Thank-you notes are left out.",
)


def _tables(cards: Sequence[Card], person: Person, by: Iterable[str]) -> dict[str, tuple[Answerer, ...]]:
    enough = _enough(person)
    found = {name: TABLES[name](cards, enough) for name in by}
    return {name: groups for name, groups in found.items() if groups}


def _line(one: Answerer, card: Card, person: Person, columns: int, is_narrow: bool) -> str:
    cells = _cells(one, card)
    if not _few(one.pace, person):
        return _row(cells, columns, is_narrow)
    shares = 2 if is_narrow else 3
    widths = (_name_cells(columns, shares), _REST[0], shares * (_SHARE + 2) - 2, *_REST[1:])
    return row((*cells[:2], _listed(one.pace) or _NONE, *cells[5:]), widths, right_at={1, 3, 4})


def _row(cells: Sequence[str], columns: int, is_narrow: bool) -> str:
    shown = (*cells[:3], *cells[4:]) if is_narrow else tuple(cells)
    shares = len(shown) - 4
    widths = (_name_cells(columns, shares), _REST[0], *([_SHARE] * shares), *_REST[1:])
    return row(shown, widths, right_at={1, len(shown) - 2, len(shown) - 1})


def _name_cells(columns: int, shares: int) -> int:
    """What is left for the name in the first column."""
    room = columns - shares * (_SHARE + 2) - sum(_REST) - 2 * len(_REST)
    return min(max(room, 12), _NAME)


def _cells(one: Answerer, card: Card) -> tuple[str, ...]:
    since, longest = one.pace.waiting_since, one.pace.longest_hours
    plainly, working = one.pace.plain, one.pace.working
    return (
        _name(one),
        str(one.pace.n),
        _figure(plainly.median, working.median),
        _figure(plainly.p75, working.p75),
        _figure(plainly.p90, working.p90),
        length(hours(since, card.now)) if since is not None else "",
        length(longest) if longest is not None else "",
    )


def _name(one: Answerer) -> str:
    name = plain(one.name) or ("(an agency)" if one.agency else "(no company named)")
    if one.house and one.house != one.name:
        return f"{name}, {plain(one.house)}"
    return f"{name} (agency)" if one.agency else name.replace("_", " ")


def _figure(plainly: float | None, worked: float | None) -> str:
    if plainly is None:
        return "-"
    return f"{length(plainly)} ({worked:.0f} wh)" if worked is not None else length(plainly)


def _few(pace: Pace, person: Person) -> bool:
    return pace.n < _enough(person)


def _listed(pace: Pace) -> str:
    return ", ".join(length(delay.hours) for delay in pace.replies)


def _together(cards: Sequence[Card], person: Person) -> Iterator[str]:
    every = [card.response for card in cards]
    enough = _enough(person)
    pace = together(every, enough)
    if said := pace_line(pace, person):
        yield f"All together: {said}."
    if pace.waiting_since is not None:
        since = day(pace.waiting_since, person)
        yield f"{count(len(pace.waiting), 'wait')} still open, the longest since {since}."
    figures = {
        "First person's word after applying": [one.first_answer for one in every if one.first_answer],
        "Their next invitation after an interview": _ended(h for one in every for h in one.next_round_hours),
        "Replies to your thank-you notes": _ended(h for one in every for h in one.thank_you_hours),
        "You answer their questions": [wait for one in every for wait in one.own],
    }
    for what, waits in figures.items():
        if said := typical(waits, enough):
            yield f"{what}: {said}."
    kept = sum(one.promises_kept for one in every)
    missed = sum(one.promises_missed for one in every)
    if kept or missed:
        yield f"Days they promised to be in touch by: {kept} kept, {missed} missed."
    if moved := sum(one.reschedules_later for one in every):
        yield f"Interviews moved to a later time: {moved}."


def _ended(lengths: Iterable[float]) -> list[Wait]:
    return [Wait(length, True) for length in lengths]


def _enough(person: Person) -> int:
    return int(person.thresholds.response["enough"])
