"""Sets of UIDs as spans from one UID to another, both included; sorted, apart, and never touching."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
Spans = tuple[Span, ...]


def with_span(spans: Spans, low: int, high: int) -> Spans:
    """`spans` and everything from `low` to `high`; the same where there is nothing between the two."""
    if low > high:
        return spans
    joined: list[Span] = []
    for one in sorted((*spans, (low, high))):
        if joined and one[0] <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], one[1]))
        else:
            joined.append(one)
    return tuple(joined)


def outside(uids: Iterable[int], spans: Spans) -> list[int]:
    """Those of the UIDs that lie in no span, in their order."""
    lows = [low for low, _ in spans]

    def is_out(uid: int) -> bool:
        at = bisect_right(lows, uid) - 1
        return at < 0 or uid > spans[at][1]

    return [uid for uid in uids if is_out(uid)]
