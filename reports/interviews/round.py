"""Which round an interview is, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable

from reports.interviews.types import CANCELLED, Interview
from reports.wordlists import folded, table, whole


def numbers(found: Iterable[Interview]) -> tuple[int, ...]:
    """For each interview its number among those that are held or to come, in order of their start; 0 for one
    that was called off."""
    every = tuple(found)
    standing = sorted((one.start, at) for at, one in enumerate(every) if one.status != CANCELLED)
    place = {at: number for number, (_, at) in enumerate(standing, start=1)}
    return tuple(place.get(at, 0) for at in range(len(every)))


def round_name(one: Interview) -> str:
    """ "technical", "final", "phone screen": what the title calls it, "" where it does not."""
    title = folded([one.summary])
    rows: list[dict[str, object]] = table("kinds")["round"]
    for row in rows:
        if whole(tuple(row["words"])).search(title):  # type: ignore[arg-type]
            return str(row["name"])
    return ""
