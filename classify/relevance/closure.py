"""Which messages belong to the job search once their threads and correspondents are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from classify.applications.types import Fact, Verdict
from classify.relevance.taught import HOUSE, Taught
from classify.said import relevance
from classify.types import OPEN, Author, Standing


def included(facts: Iterable[Fact], verdicts: Iterable[Verdict] = ()) -> frozenset[str]:
    """The keys of the messages about the job search: those that say so themselves; those that may be and
    stand in a thread with one, or share a correspondent with one; and the threads of these.

    More facts never take a key away, and their order does not matter. A verdict "relevant" or "irrelevant"
    beats everything for its message, and so does one that puts it somewhere; the last one given for a key
    counts. What has a token of a sender whom
    the person taught ("sender") is as sure as what says so itself.
    """
    verdicts = tuple(verdicts)
    said = relevance(verdicts)
    taught = Taught.by(verdicts).tokens
    held = [fact for fact in facts if said.get(fact.key) != "irrelevant"]
    sure = [
        fact
        for fact in held
        if fact.standing is Standing.RELEVANT
        or said.get(fact.key) == "relevant"
        or (taught and not taught.isdisjoint(fact.correspondents))
    ]
    open_ = [fact for fact in held if fact.standing in OPEN and fact.key not in said]
    met = _met(sure)
    threads = _Threads()
    for fact in sure:
        threads.join(_knots(fact, sure=True))
    for fact in open_:
        threads.join(_knots(fact, sure=False))
    kept = [*sure, *(fact for fact in open_ if not met.isdisjoint(fact.correspondents))]
    drawn = _with_threads(kept, [*sure, *open_], threads)
    known = _people(drawn)
    kept += [fact for fact in open_ if not known.isdisjoint(fact.correspondents)]
    return frozenset(fact.key for fact in _with_threads(kept, [*sure, *open_], threads))


def _with_threads(kept: list[Fact], every: list[Fact], threads: _Threads) -> list[Fact]:
    roots = {threads.root(f"k:{fact.key}") for fact in kept}
    return [fact for fact in every if threads.root(f"k:{fact.key}") in roots]


def _people(drawn: list[Fact]) -> set[str]:
    """The people met in what others drew in, as the "h:" tokens of mail that shows something of its own.

    Those of relevant mail have been met already.
    """
    wrote = (
        fact for fact in drawn if fact.author is Author.PERSON and fact.standing is not Standing.RELEVANT
    )
    addresses = (token.removeprefix("?") for fact in wrote for token in fact.correspondents)
    return {f"h:{token[2:]}" for token in addresses if token.startswith("a:")}


def _met(sure: Iterable[Fact]) -> set[str]:
    """The tokens of relevant messages; one with a "?" where two messages have it."""
    counted = Counter(token for fact in sure for token in fact.correspondents if token[:2] != HOUSE)
    return {token.removeprefix("?") for token, times in counted.items() if token[:1] != "?" or times > 1}


def _knots(fact: Fact, sure: bool) -> Iterator[str]:
    """The names by which a message is tied into threads.

    A message that only may be relevant is tied to what it answers, and to its provider's thread where it
    answers nothing: a friend's answer to a forwarded offer names the offer in References too (RFC 5322
    §3.6.4), and a provider puts both in one thread, but the friend answers the forward alone.
    """
    yield f"k:{fact.key}"
    if fact.message_id:
        yield f"m:{fact.message_id}"
    parents = fact.in_reply_to or fact.references[-1:]
    for parent in (*fact.in_reply_to, *fact.references) if sure else parents:
        yield f"m:{parent}"
    if fact.provider_thread and (sure or not parents):
        yield f"p:{fact.provider_thread}"


class _Threads:
    """Disjoint sets of names; joining is the only change."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        above = self._above
        while (up := above.setdefault(name, name)) != name:
            above[name] = above[up]
            name = up
        return name

    def join(self, names: Iterable[str]) -> None:
        first = ""
        for name in names:
            root = self.root(name)
            if first and root != first:
                self._above[root] = first
            first = first or root
