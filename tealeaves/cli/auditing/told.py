"""How an audit is told: what was drawn, what is missed by it, and what was brought in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tealeaves.cli.commands.import_ import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.missed import Missed, Range
    from tealeaves.pipeline.audit import Left, Seen
    from tealeaves.pipeline.taking_in import Brought

_TOLD = 4  # reasons of each kind


def opening(left: Left, size: int, to_judge: int, seed: int) -> str:
    """What was drawn."""
    unread, read = (len(left.strata[name]) for name in ("unread", "read"))
    if not size:
        return "Nothing was left out that still lies anywhere."
    return (
        f"{count(unread, 'message')} left after a look at the header, {read:,} read and left out.\n"
        f"A sample of {size:,}, {to_judge:,} to judge, the likeliest first; --seed {seed} draws it again."
    )


def closing(told: Missed, left: Left, taken_in: int, taught: int, brought: Brought | None) -> Iterator[str]:
    """What was brought in, and what is missed."""
    if brought is not None and taken_in:
        yield ""
        yield f"{_brought_in(brought)}; {count(taught, 'sender')} taught; {_more(brought)}."
        yield from _waiting(brought)
    yield ""
    yield from missed_lines(told)
    if left.gone:
        yield f"{count(left.gone, 'more message')} left out lie nowhere any more: nothing is said of them."


def missed_lines(told: Missed) -> Iterator[str]:
    """The estimate, for a person."""
    if not told.size:
        return
    yield (
        f"Of {count(told.size, 'message')} that gate and rule left out, {_about(told.about)} of your search "
        f"({_whole(told.interval)} with 95 % confidence)."
    )
    if told.recall is not None and told.recall_about is not None:
        yield f"So they took in {_percent(told.recall_about)} of it by themselves ({_percent(told.recall)})."
    if told.unknown:
        yield (
            f"{count(told.unknown, 'message')} of the {told.sample:,} drawn are not judged: each counts as "
            "found and as not found, so the span is that wide."
        )


def decided_text(said: Mapping[str, Sequence[str]], verb: str, brought: Brought) -> Iterator[str]:
    """What was said of each message, and what came of it."""
    from reports.render.plain import plain

    for message_id, kinds in said.items():
        words = ", ".join(map(plain, kinds))
        if verb == "undo":
            yield f"{plain(message_id)}: " + (
                f"taken back: {words}" if kinds else "nothing of the kind was said"
            )
        else:
            yield f"{plain(message_id)}: " + (f"you said: {words}" if kinds else "you said so already")
    if verb == "bring-in":
        yield f"{_brought_in(brought)}; {_more(brought)}."
        yield from _waiting(brought)


def sample_value(one: Seen) -> dict[str, Any]:
    """One message of the sample, for other programs."""
    from reports.render.plain import plain
    from tealeaves.cli.auditing.judging import first_line

    sender = one.message.sender
    return {
        "message_id": plain(one.message.message_id),
        "at": one.message.at.isoformat(),
        "from": plain(sender.email) if sender else "",
        "name": plain(sender.name) if sender else "",
        "subject": plain(one.message.subject),
        "first_line": first_line(one),
        "stratum": one.stratum,
        "left_out": [plain(reason) for reason in one.because[:_TOLD]],
        "score": round(one.shape.score, 2),
        "hiring": [plain(reason) for reason in one.shape.reasons[:_TOLD]],
        "teaches": plain(one.teaches),
    }


def estimate_value(told: Missed) -> dict[str, Any]:
    """The estimate, for other programs."""
    return {
        "left_out": told.size,
        "sample": told.sample,
        "found": told.hits,
        "unknown": told.unknown,
        "missed": _pair(told.about),
        "interval": _pair(told.interval),
        "recall": _pair(told.recall_about),
        "recall_interval": _pair(told.recall),
    }


def _pair(value: Range | None) -> list[float] | None:
    return None if value is None else [round(value.low, 4), round(value.high, 4)]


def _brought_in(brought: Brought) -> str:
    return f"{count(brought.messages, 'message')} brought in"


def _more(brought: Brought) -> str:
    touched = f"{count(brought.touched, 'application')} touched"
    return f"{count(brought.more, 'more message')} came with them, {touched}" if brought.more else touched


def _waiting(brought: Brought) -> Iterator[str]:
    if brought.waiting:
        yield f"{count(brought.waiting, 'message')} of them cannot be read now: a later sync brings it in."


def _about(value: Range) -> str:
    low, high = round(value.low), round(value.high)
    if low == high:
        return "about 1 is" if low == 1 else f"about {low:,} are" if low else "none by the sample is"
    return f"{low:,} to {high:,} are"


def _whole(value: Range) -> str:
    low, high = math.floor(value.low), math.ceil(value.high)
    return f"{low:,} to {high:,}" if low != high else f"{low:,}"


def _percent(value: Range) -> str:
    low, high = (math.floor(value.low * 100), math.floor(value.high * 100))
    return f"{low} %" if low == high else f"{low} to {high} %"
