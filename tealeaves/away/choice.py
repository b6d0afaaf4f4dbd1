"""Which messages go when something is forgotten. Pure: from traces to keys."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify import senders
from classify.domains import registrable
from classify.names.fold import compact, without_form
from classify.relevance import included

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from classify.applications.types import Fact, Verdict
    from store.away.traces import Named, Trace

TELLING = 5  # letters of a name, from which a file that has them is called after it


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes: messages as a whole, and the words alone of others, which only those had brought in."""

    keys: frozenset[str]
    words: frozenset[str] = frozenset()


def of_applications(
    traces: Collection[Trace], applications: Collection[Named], ids: Collection[str]
) -> frozenset[str]:
    """The messages of these applications, and mail of no application that goes with them: of their threads,
    of a house whose mail is all among them, and what names a company of which no application stays."""
    gone = {one.key for one in traces if one.application in ids}
    staying = [one for one in applications if one.id not in ids]
    for name in _companies(traces, applications, ids):
        if not any(is_called(name, one.company, one.agency) for one in staying):
            gone |= _naming(traces, name)
    return frozenset(gone | _kin(traces, gone))


def of_company(traces: Collection[Trace], applications: Iterable[Named], name: str) -> frozenset[str]:
    """The same of every application at that company or through that agency."""
    ids = {
        one.id
        for one in applications
        if is_called(name, one.company, one.agency, *_companies(traces, (one,), (one.id,)))
    }
    gone = {one.key for one in traces if one.application in ids} | _naming(traces, name)
    return frozenset(gone | _kin(traces, gone))


def of_account(traces: Iterable[Trace], sources: Collection[str]) -> frozenset[str]:
    """The messages that were seen in these sources and nowhere else."""
    there = frozenset(sources)
    return frozenset(one.key for one in traces if one.sources and one.sources <= there)


def with_words(
    traces: Collection[Trace], keys: frozenset[str], facts: Collection[Fact], verdicts: Collection[Verdict]
) -> Choice:
    """The choice with what only these messages had tied to the job search. Such mail of no application goes
    too; of one that stays in another application only the words do: the rules leave them out without the
    tie, as if the mail that goes had never come."""
    by_key = {one.key: one for one in traces}
    before = included(facts, verdicts)
    words: frozenset[str] = frozenset()
    while True:
        left = [one for one in facts if one.key not in keys]
        said = [one for one in verdicts if one.key not in keys and one.value not in keys]
        loose = before - keys - included(left, said)
        more = frozenset(key for key in loose if key in by_key and not by_key[key].application)
        words = frozenset(key for key in loose - more if key in by_key and by_key[key].is_kept)
        if not more:
            return Choice(keys, words)
        keys |= more


def is_called(name: str, *titles: str) -> bool:
    """Whether one of the titles is that name, whatever its capitals, blanks and legal form."""
    wanted = compact(without_form(name))
    return bool(wanted) and any(compact(without_form(one)) == wanted for one in titles if one)


def nearest(name: str, applications: Iterable[Named]) -> str:
    """What may have been meant, as the end of a message."""
    known = sorted({one for it in applications for one in (it.company, it.agency) if one})
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    near = near or [one for one in known if name.casefold() in one.casefold()][:1]
    return f'; did you mean "{near[0]}"?' if near else "; tealeaves applications --all lists them"


def _companies(
    traces: Iterable[Trace], applications: Iterable[Named], ids: Collection[str]
) -> frozenset[str]:
    """What the companies of these applications are called: by the person, and by most of the mail."""
    named = {one.company for one in applications if one.id in ids}
    by_mail: dict[str, Counter[str]] = {id_: Counter() for id_ in ids}
    for one in traces:
        if one.company and one.application in by_mail:
            by_mail[one.application][one.company] += 1
    most = {name for counts in by_mail.values() for name, _ in counts.most_common(1)}
    return frozenset(named | most) - {""}


def _naming(traces: Iterable[Trace], name: str) -> set[str]:
    """Mail of no application that is by that company, or whose file is called after it."""
    letters = _letters(name)
    return {
        one.key
        for one in traces
        if not one.application
        and (
            is_called(name, one.company, one.agency)
            or (len(letters) >= TELLING and any(letters in _letters(spot) for spot in one.spots))
        )
    }


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _kin(traces: Collection[Trace], gone: Collection[str]) -> set[str]:
    """Mail of no application that goes with these: what they answer, what answers them, and what comes from
    a house of which nothing stays."""
    going = [one for one in traces if one.key in gone]
    staying = [one for one in traces if one.key not in gone and one.application]
    houses = _houses(going) - _houses(staying)
    ids = {one.message_id for one in going}
    answered = {id_ for one in going for id_ in one.answers}
    free = (one for one in traces if one.key not in gone and not one.application)
    return {
        one.key
        for one in free
        if one.message_id in answered
        or not ids.isdisjoint(one.answers)
        or _house(one.sender or one.message_id.rstrip(">")) in houses
    }


def _houses(traces: Iterable[Trace]) -> set[str]:
    """The domains of their own from which others than the candidate wrote."""
    found = {_house(one.sender) for one in traces if one.sender and not one.is_ours}
    own = {_house(one.sender) for one in traces if one.is_ours}
    return found - own - {""}


def _house(address: str) -> str:
    domain = address.rpartition("@")[2]
    return "" if not domain or senders.kind(domain) else registrable(domain)
