"""What a search found, as text: of each message when, who, what about, where the words stand, and its id."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from classify.types import Author
from reports.render.cells import ends, paint
from reports.render.plain import plain
from reports.render.snippet import Marked, marked, snippet
from reports.render.times import count
from reports.settings import Person
from reports.wording import spoken
from store.search.query import Query
from store.search.types import Findings, Hit

WIDTH = 90
_INDENT = "    "
_SHORTEST = 8  # letters of an id that a person may copy


def found_lines(
    found: Findings,
    query: Query,
    ids: Mapping[str, str],
    person: Person,
    colour: bool = False,
    columns: int = WIDTH,
) -> str:
    """The messages, best first, in at most so many columns; `ids` are what they are called by."""
    if not found.hits:
        return "No stored message is like that. WORD* finds whatever begins so.\n"
    cells = min(columns, WIDTH) - len(_INDENT)
    lines = [
        line for one in found.hits for line in _hit(one, query, ids.get(one.key, ""), person, colour, cells)
    ]
    rest = found.total - len(found.hits)
    total = count(found.total, "message")
    lines += ["", f"{total}, {len(found.hits)} shown: --limit {found.total}" if rest else total]
    return "\n".join(lines) + "\n"


def beginnings(wanted: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """The beginning of each wanted Message-ID by which no other of those known is meant."""
    ordered = sorted({_bare(one) for one in known})
    return {one: _beginning(_bare(one), ordered) for one in wanted}


def _bare(message_id: str) -> str:
    return message_id.strip("<>")


def _beginning(bare: str, ordered: list[str]) -> str:
    at = bisect_left(ordered, bare)
    beside = [one for one in (*ordered[max(0, at - 1) : at], *ordered[at : at + 2]) if one != bare]
    shared = max((_shared(bare, one) for one in beside), default=0)
    return bare[: max(_SHORTEST, shared + 1)]


def _shared(one: str, other: str) -> int:
    return next(
        (nth for nth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _hit(hit: Hit, query: Query, called: str, person: Person, colour: bool, cells: int) -> Iterator[str]:
    day = person.local(hit.at).date()
    subject = _painted(marked(hit.subject, query), colour) or "(no subject)"
    yield f"{spoken(day)} {day.year}  {_who(hit)}: {subject}"
    yield paint(_INDENT + ends(_of(hit), plain(called), cells), "dim", colour)
    line = snippet((hit.text, *hit.others), query, cells)
    if line.text:
        yield _INDENT + _painted(line, colour)


def _who(hit: Hit) -> str:
    if hit.author is Author.CANDIDATE:
        return "you"
    return (plain(hit.sender.name) or plain(hit.sender.email) if hit.sender else "") or "someone"


def _of(hit: Hit) -> str:
    names = (plain(hit.company) or plain(hit.agency), plain(hit.role))
    return ", ".join(filter(None, names)) or "(of no application)"


def _painted(line: Marked, colour: bool) -> str:
    text, at = "", 0
    for start, end in line.marks:
        text += line.text[at:start] + paint(line.text[start:end], "bold", colour)
        at = end
    return text + line.text[at:]
