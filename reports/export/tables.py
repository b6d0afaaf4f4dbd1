"""Tables for a spreadsheet (RFC 4180): applications, their messages, and the replies to what was written.

Every word in them is somebody else's, and a spreadsheet runs what begins like a formula. So such a cell gets
an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from reports.render.plain import plain
from reports.render.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reports.overview import Card

Cell = str | int | float | bool | None

BOM = "\ufeff"
"""Without it Excel takes a file for the code page of its country."""

# A formula's first character, in full width too, at the beginning or after what some country's spreadsheet
# takes for the end of a cell; blanks, quotes and what nobody sees before it do not make it text.
_FORMULA = re.compile(
    r"(^|[,;|\t\r\n])([\s\"'`’‘“”«»\u200c\u200d\ufe0e\ufe0f]*)(?=[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r\n])"
)


def cell(value: Cell) -> str:
    """What stands in the cell. A number of ours is as it is; words are on one line and no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    return _FORMULA.sub(r"\1'\2", plain(value))


def rows(cells: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of the file, each with its end."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    for one in cells:
        writer.writerow([cell(value) for value in one])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def applications(cards: Iterable[Card]) -> Iterator[Sequence[Cell]]:
    """A row for each application."""
    yield (
        "application", "company", "role", "agency", "stage", "open", "score", "trend", "first message",
        "last message", "messages", "replies", "median hours", "waiting since", "word by", "next action",
    )  # fmt: skip
    for card in cards:
        history, response, momentum = card.history, card.response, card.momentum
        median = response.plain.median
        yield (
            card.id, history.company, history.role, history.agency, card.progress.stage.value, card.open,
            momentum.score, momentum.trend.value, iso(card.first_at), iso(card.last_at),
            len(history.entries), len(response.recorded), None if median is None else round(median, 2),
            iso(response.waiting_since), iso(card.promised_by), card.action.text,
        )  # fmt: skip


def messages(cards: Iterable[Card]) -> Iterator[Sequence[Cell]]:
    """A row for each message of an application, in order of time."""
    yield (
        "at", "application", "company", "role", "message", "author", "sender", "address", "subject",
        "signals", "suggestions", "word by",
    )  # fmt: skip
    every = ((entry, card) for card in cards for entry in card.history.entries)
    for entry, card in sorted(every, key=lambda one: (one[0].at, one[0].key)):
        sender = entry.sender
        yield (
            iso(entry.at), card.id, card.history.company, card.history.role, entry.message_id,
            entry.author.value, sender.name if sender else "", sender.email if sender else "",
            entry.subject, " ".join(one.name for one in entry.signals if one.firm),
            " ".join(one.name for one in entry.signals if not one.firm), iso(entry.promised_by),
        )  # fmt: skip


def replies(cards: Iterable[Card]) -> Iterator[Sequence[Cell]]:
    """A row for each reply of a person at a company or an agency."""
    yield (
        "application", "company", "role", "wrote at", "answered at", "hours", "working hours", "by agency",
        "to", "reply",
    )  # fmt: skip
    for card in cards:
        for one in card.response.recorded:
            yield (
                card.id, card.history.company, card.history.role, iso(one.to.at), iso(one.reply.at),
                round(one.hours, 2), round(one.working_hours, 2), one.by_agency,
                one.to.message_id, one.reply.message_id,
            )  # fmt: skip


TABLES: dict[str, Callable[[Iterable[Card]], Iterator[Sequence[Cell]]]] = {
    "applications": applications,
    "messages": messages,
    "replies": replies,
}
