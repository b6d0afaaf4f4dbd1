"""Which mail that was left unread has to be read after all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from classify.applications.types import Fact, Verdict
from classify.relevance.closure import included
from classify.types import Standing

_WIDENED = (Standing.UNREAD, Standing.IRRELEVANT)


def to_read(facts: Iterable[Fact], verdicts: Iterable[Verdict] = ()) -> frozenset[str]:
    """The keys of unread messages that stand in a thread with the job search, or share a correspondent with
    it. `facts` are those of all messages.

    Mail that was read and found irrelevant counts as if it were unread still. So what is read in the end
    does not depend on the order in which it came: more facts, and more reading, only ever add to it.
    """
    known = tuple(facts)
    unread = frozenset(fact.key for fact in known if fact.standing is Standing.UNREAD)
    if not unread:
        return unread
    widened = (
        replace(fact, standing=Standing.POSSIBLE) if fact.standing in _WIDENED else fact for fact in known
    )
    return included(tuple(widened), verdicts) & unread
