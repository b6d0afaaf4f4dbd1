"""A look at the mail that gate and relevance rule left out: a random sample of it, read again where it lies.

Nothing of what is read here is stored. What the person says of it is, as a decision; and a message that they
take in is fetched once more and kept then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.audit.shape import Shape, left_by_the_gate, shape
from classify.audit.unaided import unaided
from classify.ours import is_ours
from classify.read import read
from classify.relevance import included
from classify.relevance.taught import Taught, teachable
from ingest.mime.parse import parse
from ingest.types import Message, Problem, RawMail
from reports.missed import Missed, Stratum, missed
from tealeaves.pipeline.recall import ONLINE, mails_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from classify.applications.types import Fact, Verdict
    from classify.signals.bank import Bank
    from classify.types import Me
    from ingest.types import Place
    from store.store import Store
    from tealeaves.pipeline.recall import Recall

UNREAD, READ = "unread", "read"
"""The strata: what the gate left after its header, and what was read and found to be about something else."""


@dataclass(frozen=True, slots=True)
class Left:
    """What gate and rule left out of themselves, and still lies somewhere."""

    strata: Mapping[str, tuple[str, ...]]  # stratum -> keys
    places: Mapping[str, tuple[Place, ...]]
    message_ids: Mapping[str, str]
    answers: Mapping[str, bool]  # whether it is of the job search, where the person's word tells
    kept: int  # messages of the job search that gate and rule took in
    gone: int  # left out, too, and at none of its places any longer


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the sample, as it was read."""

    key: str
    stratum: str
    message: Message
    text: str  # its new text
    shape: Shape
    because: tuple[str, ...]  # why it was left out
    teaches: str  # what it can teach of its sender: an address, "@" and a domain; "" for nothing
    is_ours: bool  # a digest of our own: that is no mail of the search, and nobody need be asked


def left_out(
    store: Store,
    candidate: int,
    me: Me,
    within: Collection[str] | None = None,
    where: Callable[[Place], bool] | None = None,
) -> Left:
    """What gate and rule left out by themselves: what the person said since counts as an answer and takes
    nothing out of it, so that a part of it that was judged does not make the rest look better. Of `within`,
    and of what lies `where` that holds, if given. Raises StoreError."""
    facts, verdicts = store.every_fact(candidate), store.verdicts(candidate)
    own, unread = unaided(facts, _gated(store, candidate, me, facts, verdicts))
    now = included(facts, verdicts)
    said = {one.key: one.kind == "relevant" for one in verdicts if one.kind in ("relevant", "irrelevant")}
    left = {fact.key for fact in facts if fact.key not in own and (within is None or fact.key in within)}
    places = store.lying(candidate, left)
    if where is not None:
        places = {key: some for key, some in places.items() if any(map(where, some))}
    answers = {key: said.get(key, True) for key in left if key in said or key in now}
    kept = (key for key in own if said.get(key, True) and (within is None or key in within))
    return Left(
        {
            UNREAD: tuple(sorted(key for key in places if key in unread)),
            READ: tuple(sorted(key for key in places if key not in unread)),
        },
        places,
        {fact.key: fact.message_id for fact in facts if fact.key in places},
        answers,
        sum(1 for _ in kept),
        0 if where is not None else len(left) - len(places),
    )


def _gated(
    store: Store, candidate: int, me: Me, facts: Sequence[Fact], verdicts: Sequence[Verdict]
) -> frozenset[str]:
    """The messages that the gate leaves and that may be here only because the person said so."""
    taught = Taught.by(verdicts).tokens
    said = {one.key for one in verdicts if one.kind == "relevant"}
    said |= {fact.key for fact in facts if not taught.isdisjoint(fact.correspondents)}
    if not said:
        return frozenset()
    lying = store.lying(candidate, said)
    online = {key for key in said if all(one.kind in ONLINE for one in lying.get(key, ()))}
    return frozenset(
        message.key for message in store.messages(candidate, online) if left_by_the_gate(message, me)
    )


def drawn(left: Left, number: int, seed: int) -> dict[str, tuple[str, ...]]:
    """A random sample of each stratum, half of `number` of each as far as there is so much. The same seed
    draws the same again, and with a greater number the same and more."""
    unread, other = left.strata[UNREAD], left.strata[READ]
    first = min(len(unread), max((number + 1) // 2, number - len(other)))
    shares = {UNREAD: first, READ: min(len(other), number - first)}
    return {
        name: tuple(sorted(keys, key=lambda key: _lot(seed, key))[: shares[name]])
        for name, keys in left.strata.items()
    }


def _lot(seed: int, key: str) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def looked_at(
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    recall: Recall,
    places: Mapping[str, tuple[Place, ...]],
    stratum: Mapping[str, str],
) -> Iterator[Seen | tuple[str, Problem]]:
    """Each of these messages as it is read where it lies, or the key and what was wrong there. One that lies
    only where nothing can be read now is passed over. Raises StoreError."""
    here = set[str]()
    for message in store.messages(candidate, set(places)):  # their words were kept once
        here.add(message.key)
        yield _seen(message, me, bank, stratum[message.key])
    elsewhere = {key: some for key, some in places.items() if key not in here}
    for key, item in mails_at(recall, elsewhere):
        message_or_problem = parse(item) if isinstance(item, RawMail) else item
        if isinstance(message_or_problem, Problem):
            yield key, message_or_problem
        elif message_or_problem.key == key:
            yield _seen(message_or_problem, me, bank, stratum[key])
        else:
            yield key, Problem("gone", "another mail is there now", places[key][0])


def _seen(message: Message, me: Me, bank: Bank | None, stratum: str) -> Seen:
    reading = read(message, me, bank, whole=True)
    gate = left_by_the_gate(message, me) if stratum == UNREAD else ""
    return Seen(
        message.key,
        stratum,
        message,
        reading.sections.new,
        shape(message, reading),
        (gate,) if gate else reading.reasons,
        teachable(message.sender, me),
        is_ours(message, reading.author),
    )


def estimate(left: Left, sample: Mapping[str, Collection[str]], answers: Mapping[str, bool]) -> Missed:
    """What was missed, by the sample and what is known of it."""
    strata = [
        Stratum(
            len(left.strata[name]),
            sum(answers.get(key) is True for key in keys),
            sum(answers.get(key) is False for key in keys),
            sum(key not in answers for key in keys),
        )
        for name, keys in sample.items()
    ]
    return missed(strata, left.kept)
