"""What counts of all that the person said of messages: the last word on each question.

Nothing that was said is lost by saying something else: once the later word is taken back, the earlier one
counts again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.corrections import SIGNAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.applications.types import Verdict

RELEVANT, IRRELEVANT = "relevant", "irrelevant"
RELEVANCE = (RELEVANT, IRRELEVANT)
LINK, APART, MERGE = "link", "apart", "merge"
PLACE = (LINK, APART)
NAMES = ("company", "role")


def keys(verdict: Verdict) -> tuple[str, ...]:
    """Every message that a verdict names, that which it is about first."""
    if verdict.kind in (*PLACE, MERGE):
        return (verdict.key, *verdict.value.split(), *verdict.words.split())
    if verdict.kind in NAMES:
        return (verdict.key, *verdict.words.split())
    return (verdict.key,)


def moved(verdict: Verdict) -> tuple[str, ...]:
    """The messages that it puts elsewhere: none but of a "link" or an "apart"."""
    if verdict.kind == APART:
        return (verdict.key, *verdict.words.split())
    return (verdict.key,) if verdict.kind == LINK else ()


def relevance(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Whether messages are about the job search, as said last. What was put into an application is."""
    found: dict[str, str] = {}
    for one in verdicts:
        if one.kind in RELEVANCE:
            found[one.key] = one.kind
        else:
            found.update(dict.fromkeys(moved(one), RELEVANT))
    return found


def last_words(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts without those on a signal that a later one overtook."""
    said = tuple(verdicts)
    last = {(one.key, one.value[1:]): at for at, one in enumerate(said) if one.kind == SIGNAL}
    kept = set(last.values())
    return tuple(one for at, one in enumerate(said) if one.kind != SIGNAL or at in kept)
