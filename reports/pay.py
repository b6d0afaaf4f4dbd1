"""Pay that was named in an application: by whom, when, and how it was written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from classify.types import Author, Pay
from store.history import Entry, History

_ANOTHER_KIND = 3  # times as much, where a period is not named: rather a year's beside a month's


@dataclass(frozen=True, slots=True)
class Named:
    """One naming of pay, in order of time; `by` is who wrote (the candidate, a person, a system)."""

    pay: Pay
    by: Author
    writer: str  # the sender's name or address, "" for the candidate
    at: datetime  # UTC
    key: str
    message_id: str

    @property
    def by_candidate(self) -> bool:
        return self.by is Author.CANDIDATE


@dataclass(frozen=True, slots=True)
class Jump:
    """The candidate's own figure moved away from what they had said before, by `share` of it."""

    before: Named
    after: Named
    share: float


def named(history: History) -> tuple[Named, ...]:
    """Every naming of pay, in order of time; what one message says twice is there once."""
    return tuple(one for entry in history.entries for one in _of(entry))


def jumps(history: History, allowed: float) -> tuple[Jump, ...]:
    """Where the candidate's own figures jump by more than the share `allowed`, one a message at the most.

    A new figure is compared with the candidate's last one for the same period and in the same currency, as
    far as they are named; nothing is converted. The company's figure taken up is none of the candidate's own.
    """
    found: list[Jump] = []
    standing: list[Named] = []  # the candidate's own, the latest of each kind
    theirs: list[Pay] = []
    for entry in history.entries:
        said = _of(entry)
        if entry.author is not Author.CANDIDATE:
            theirs += [one.pay for one in said]
            continue
        own = [one for one in said if not any(_same(one.pay, other) for other in theirs)]
        pairs = [(_distance(old.pay, new.pay), old, new) for old in standing for new in own]
        moved = [(share, old, new) for share, old, new in pairs if _comparable(old.pay, new.pay)]
        if moved:
            share, old, new = min(moved, key=_share)
            if share > allowed:
                found.append(Jump(old, new, share))
        standing = [old for old in standing if not any(_comparable(old.pay, new.pay) for new in own)] + own
    return tuple(found)


def as_number(amount: float) -> float:
    """Without decimals where it has none."""
    return int(amount) if amount == int(amount) else amount


def _of(entry: Entry) -> list[Named]:
    """What one message names, each figure once: of two that say the same, the one that says more."""
    kept: list[Pay] = []
    for pay in entry.pay:
        same = next((at for at, one in enumerate(kept) if _same(one, pay)), None)
        if same is None:
            kept.append(pay)
        elif _says(pay) > _says(kept[same]):
            kept[same] = pay
    return [Named(pay, entry.author, _writer(entry), entry.at, entry.key, entry.message_id) for pay in kept]


def _writer(entry: Entry) -> str:
    if entry.author is Author.CANDIDATE or entry.sender is None:
        return ""
    return entry.sender.name or entry.sender.email


def _same(one: Pay, other: Pay) -> bool:
    """Whether two namings may mean the same figure."""
    return (one.low, one.high) == (other.low, other.high) and _agree(one, other)


def _agree(one: Pay, other: Pay) -> bool:
    """Whether neither currency nor period tells them apart."""
    return all(
        not a or not b or a == b for a, b in ((one.currency, other.currency), (one.period, other.period))
    )


def _says(pay: Pay) -> int:
    return bool(pay.currency) + bool(pay.period)


def _comparable(one: Pay, other: Pay) -> bool:
    if not _agree(one, other):
        return False
    if one.period and one.period == other.period:
        return True
    low, high = sorted((one, other), key=_lowest)
    return high.low <= low.high * _ANOTHER_KIND


def _distance(old: Pay, new: Pay) -> float:
    """From the earlier range's nearer end to the later range, as a share of that end; 0 where they meet."""
    if new.low > old.high:
        gap, end = new.low - old.high, old.high
    elif new.high < old.low:
        gap, end = old.low - new.high, old.low
    else:
        return 0.0
    return gap / end if end else math.inf


def _lowest(pay: Pay) -> float:
    return pay.low


def _share(moved: tuple[float, Named, Named]) -> float:
    return moved[0]
