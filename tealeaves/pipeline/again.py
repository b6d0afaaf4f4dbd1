"""Re-classification: the stored mail read by the rules of today.

What changed rules cannot touch is not read again. A reading carries a fingerprint for each stage of reading,
and beside the readings it is remembered what the phrases were. So after a change of phrases only those
messages are read again in whose text a changed phrase may stand; of all others the fingerprint is renewed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.corrections import SIGNAL, contradicted, corrected
from classify.fingerprint import Rules, changed, fingerprint, grouping_fingerprint
from classify.signals.changed import changed_patterns
from classify.types import Speaker
from tealeaves.pipeline import rulesets
from tealeaves.pipeline.rereader import PAGE, Rereader
from tealeaves.pipeline.settle import settle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from classify.applications.types import Verdict
    from classify.signals.bank import Bank
    from classify.signals.pattern import Pattern
    from classify.types import Me, Reading
    from ingest.types import Message
    from reports.settings import Person
    from store.store import Store

NOTICED = ("author", "standing", "company", "role", "agency", "requisition", "promise", "asks", "pay")


@dataclass(frozen=True, slots=True)
class Change:
    """One message whose reading differs from the stored one, as far as the person notices."""

    message_id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    other: tuple[str, ...]  # what else differs: "author", "company", "role", "promise", "suggestions", …

    def told(self) -> str:
        """For a terminal: "+offer -keeping_warm role"."""
        return " ".join(
            [*(f"+{name}" for name in self.added), *(f"-{name}" for name in self.removed), *self.other]
        )

    def as_dict(self) -> dict[str, object]:
        return {
            "message_id": self.message_id,
            "added": list(self.added),
            "removed": list(self.removed),
            "other": list(self.other),
        }


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A label of the person's own with which the rules agreed so far, and no longer do. The label stays."""

    message_id: str
    said: str  # "+offer"

    def told(self) -> str:
        """For a terminal."""
        now = "the rules find it now" if self.said.startswith("-") else "the rules find it no longer"
        return f"you said {self.said}; {now}"

    def as_dict(self) -> dict[str, object]:
        return {
            "message_id": self.message_id,
            "said": self.said,
            "rules_find_it": self.said.startswith("-"),
        }


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of it."""

    looked_at: int  # messages that were asked for
    read: int  # of these, read again
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...]
    labels_against: int  # labels that say other than the rules, those included


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be done about the readings that one set of rules made."""

    rules: str
    afresh: bool  # nothing of them can be used again
    changed: Mapping[Speaker, tuple[Pattern, ...]] | None  # only messages with one of these; None: all


def reread(
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    now: datetime,
    keys: Collection[str] | None = None,
    *,
    afresh: bool = False,
    workers: int = 1,
    person: Person | None = None,
) -> Reread:
    """Reads kept messages (those of `keys`, if given) by the rules of today where these may read otherwise,
    writes what differs, and settles where that or the rules of grouping may make a difference; `afresh` reads
    all of them whole. With `person`, what is left of applications that ended is kept too. Raises StoreError.
    """
    rulesets.remember(store, candidate, me, bank)
    remembered = store.rule_sets(candidate)
    is_somebody_else = remembered[rulesets.ME] != rulesets.digest(me)
    found = store.read_by(candidate, keys)
    tasks = [
        task
        for old in sorted(found)
        if (task := _task(old, remembered, bank, afresh=afresh or is_somebody_else))
    ]
    patterns: defaultdict[Speaker, dict[Pattern, None]] = defaultdict(dict)
    for task in tasks:
        for speaker, some in (task.changed or {}).items():
            patterns[speaker].update(dict.fromkeys(some))
    labels = _labels(store, candidate)
    read, changes, contradictions = 0, list[Change](), list[Contradiction]()
    with Rereader(me, bank, {by: tuple(some) for by, some in patterns.items() if some}, workers) as rereader:
        for task in tasks:
            touched = _touched(store, candidate, task, keys, found[task.rules], rereader)
            read += len(touched)
            for message, old, new in _different(store, candidate, touched, task, rereader):
                said = labels.get(old.key, ())
                change = difference(message.message_id, corrected(old, said), corrected(new, said))
                changes += [change] if change.added or change.removed or change.other else []
                agreed = set(said) - set(contradicted(old, said))
                contradictions += [
                    Contradiction(message.message_id, one.value)
                    for one in contradicted(new, said)
                    if one in agreed
                ]
            if task.rules != fingerprint(bank):
                store.renew_rules(candidate, task.rules, fingerprint(bank), keys)
    if keys is None:
        if is_somebody_else:
            store.forget_rule_sets(candidate, {rulesets.ME})
            rulesets.remember(store, candidate, me, bank)
        rulesets.tidy(store, candidate, bank)
    if store.unsettled(candidate) or not store.grouped_by(candidate) <= {grouping_fingerprint()}:
        settle(store, candidate, me, bank, now, person=person)
    against = sum(
        len(contradicted(one, labels[one.key])) for one in store.bare_readings(candidate, set(labels))
    )
    return Reread(sum(found.values()), read, tuple(changes), tuple(contradictions), against)


def difference(message_id: str, old: Reading, new: Reading) -> Change:
    """What a person would notice between two readings of one message."""
    then, today = ({one.name for one in reading.signals if one.firm} for reading in (old, new))
    leaned, leans = ({one.name for one in reading.signals if not one.firm} for reading in (old, new))
    other = tuple(name for name in NOTICED if getattr(old, name) != getattr(new, name))
    other += ("suggestions",) if leaned != leans else ()
    return Change(message_id, tuple(sorted(today - then)), tuple(sorted(then - today)), other)


def _task(old: str, remembered: Mapping[str, bytes], bank: Bank | None, *, afresh: bool) -> _Task | None:
    """What is to be done about the readings by `old` rules; None where nothing is."""
    if afresh:
        return _Task(old, True, None)
    stages = changed(old, bank)
    if not stages:
        return None
    known = remembered.get(Rules.of(old).signals)
    patterns = changed_patterns(known, bank) if known and stages == {"signals"} else None
    return _Task(old, False, patterns)


def _touched(
    store: Store,
    candidate: int,
    task: _Task,
    keys: Collection[str] | None,
    expected: int,
    rereader: Rereader,
) -> tuple[str, ...]:
    """The messages that the rules of today may read otherwise than those of the task."""
    if task.changed is None:
        return store.keys_read_by(candidate, {task.rules}, keys)
    pages = store.texts(candidate, task.rules, keys)
    return tuple(key for page in rereader.touched(pages, expected) for key in page)


def _different(
    store: Store, candidate: int, keys: Sequence[str], task: _Task, rereader: Rereader
) -> Iterator[tuple[Message, Reading, Reading]]:
    """Reads these messages again and writes those readings that differ; yields them, old and new."""
    begun: deque[list[tuple[Message, Reading]]] = deque()

    def pages() -> Iterator[list[tuple[Message, Reading]]]:
        for at in range(0, len(keys), PAGE):
            part = set(keys[at : at + PAGE])
            old = {one.key: one for one in store.bare_readings(candidate, part)}
            begun.append([(one, old[one.key]) for one in store.messages(candidate, part)])
            yield begun[-1]

    for fresh in rereader.read(pages(), len(keys), afresh=task.afresh):
        page = begun.popleft()
        found = [
            (message, old, new)
            for (message, old), new in zip(page, fresh, strict=True)
            if replace(new, rules=old.rules) != old
        ]
        store.put_readings(candidate, [new for _, _, new in found])
        yield from found


def _labels(store: Store, candidate: int) -> Mapping[str, Sequence[Verdict]]:
    """What the person said of signals, by message."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in store.verdicts(candidate):
        if verdict.kind == SIGNAL:
            found[verdict.key].append(verdict)
    return found
