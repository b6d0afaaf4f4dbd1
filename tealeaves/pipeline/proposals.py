"""After a correction: the phrase that would have made it, and what else that phrase would touch."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classify.signals.bank import BadBank, own_bank, shipped_bank
from classify.signals.changed import changed_patterns, packed
from classify.signals.find import explain
from classify.signals.wording import (
    LONGEST,
    Spread,
    Wording,
    best,
    count,
    likeliest,
    sentences,
    telling,
    wordings,
)
from classify.types import Author
from tealeaves.pipeline.rereader import PAGE, Rereader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Me, Reading, Signal
    from ingest.types import Message
    from store.store import Store
    from tealeaves.pipeline.labels import Mark

FEW = 0.01  # of all texts, a proposed wording may stand in
FEWEST = 2  # and so many in any case
MANY_PHRASES = 3  # to give up is much for one message
LISTED = 20  # messages that are listed


@dataclass(frozen=True, slots=True)
class Touched:
    """Another message that would be read otherwise, with the words that did it."""

    message_id: str
    at: datetime
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return {"message_id": self.message_id, "at": self.at.isoformat(), "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the configuration that would have read a message as the person does."""

    signal: str
    key: str  # "phrases", "without", "unless"
    entries: tuple[str, ...]  # what is new in it
    snippet: str  # of config.toml, with what stands in that key already
    adds: bool  # whether it finds the signal in more messages, or in fewer
    suffices: bool  # whether it would have read this message as the person does
    others: int  # other messages of the store that it touches
    touched: tuple[Touched, ...]  # the first of these, in order of time

    def as_dict(self) -> dict[str, Any]:
        return {
            "signal": self.signal,
            "key": self.key,
            "entries": list(self.entries),
            "snippet": self.snippet,
            "adds": self.adds,
            "suffices": self.suffices,
            "others": self.others,
            "touched": [one.as_dict() for one in self.touched],
        }

    def lines(self) -> list[str]:
        """For a terminal."""
        from reports.render.plain import plain

        verb = "finds it" if self.adds else "takes it away"
        many = f"{self.others:,} other message{'' if self.others == 1 else 's'}"
        does = "would do so" if self.suffices else "helps, but only your label does it in this message"
        lines = [f"In config.toml this {does}:", ""]
        lines += [*(f"    {plain(one)}" for one in self.snippet.splitlines()), ""]
        lines.append(f"It {verb} in {many if self.others else 'no other message'} of the store.")
        lines += [
            f"  {plain(one.message_id)}  {one.at:%Y-%m-%d}  “{plain(one.sentence)}”" for one in self.touched
        ]
        if self.others > len(self.touched):
            lines.append(f"  and {self.others - len(self.touched):,} more")
        return lines


def proposals(
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    reading: Reading,
    marks: Sequence[Mark],
    words: str,
) -> tuple[Proposal, ...]:
    """What would have made the corrections of a message, of which `reading` is what the rules made. `words`
    are those that the person gave for it. Nothing for a mark that the rules agree with. Raises StoreError."""
    found = {signal.name: signal for signal in reading.signals}
    made: list[Proposal] = []
    for mark in marks:
        known = found.get(mark.signal)
        with contextlib.suppress(BadBank):  # words of which no phrase can be made
            if mark.sign == "-" and known:
                made += _stops(store, candidate, me, bank, reading, mark.signal)
            elif mark.sign == "+" and (known is None or not known.firm):
                shown = words or (known.evidence.text if known else "")
                made += _phrase(store, candidate, me, bank, reading, mark.signal, shown)
    return tuple(made)


def _phrase(
    store: Store, candidate: int, me: Me, bank: Bank | None, reading: Reading, signal: str, words: str
) -> Iterator[Proposal]:
    """The phrase by which the rules would find a signal in a message."""
    shares = telling(signal, bank)
    given = max(sentences(words), key=len, default=())
    sentence = given or likeliest(reading.text, shares)
    wanted = set(wordings(sentence, () if given else _names(store, candidate, reading, me)))
    if 0 < len(given) <= LONGEST:
        wanted = {given}
    spread = _spread(store, candidate, reading, wanted)
    few = max(FEWEST, int(FEW * spread.texts))
    chosen = given if wanted == {given} else best(wanted, spread, shares, few)
    if not chosen:
        return
    tables = _tables(bank)
    phrase = " ".join(chosen)
    tables.setdefault(signal, {}).setdefault("phrases", []).append(phrase)
    keys = spread.keys.get(chosen, [])
    yield _proposal(store, candidate, me, tables, reading, signal, "phrases", (phrase,), keys)


def _stops(
    store: Store, candidate: int, me: Me, bank: Bank | None, reading: Reading, signal: str
) -> Iterator[Proposal]:
    """What would keep the rules from finding a signal in a message: without the phrases that fired, and if
    others need these, words beside them that stop them."""
    fired = [
        one.signal
        for one in explain(reading.text, reading.author.speaker, bank)
        if one.signal.name == signal and not one.stops
    ]
    if not fired:
        return
    shipped = {
        phrase.pattern.source
        for rules in shipped_bank().rules
        if rules.signal == signal
        for phrase in rules.phrases
    }
    sources = tuple(dict.fromkeys(one.phrase for one in fired))
    tables = _tables(bank)
    table = tables.setdefault(signal, {})
    own = [one for one in table.get("phrases", []) if one in sources]
    without = tuple(one for one in sources if one in shipped)
    if own:
        table["phrases"] = [one for one in table["phrases"] if one not in own]
    if without:
        table["without"] = [*table.get("without", []), *without]
    if not table.get("phrases"):
        table.pop("phrases", None)
    first = _proposal(
        store,
        candidate,
        me,
        tables,
        reading,
        signal,
        "without" if without else "phrases",
        without or tuple(own),
        _where(store, candidate, me, bank, tables, reading),
    )
    yield first
    if not first.others and len(sources) < MANY_PHRASES:
        return
    beside = _beside(store, candidate, reading, [one.evidence.text for one in fired])
    if beside is None:
        return
    tables = _tables(bank)
    table = tables.setdefault(signal, {})
    table["unless"] = [*table.get("unless", []), " ".join(beside)]
    keys = _where(store, candidate, me, bank, tables, reading)
    yield _proposal(store, candidate, me, tables, reading, signal, "unless", (" ".join(beside),), keys)


def _beside(store: Store, candidate: int, reading: Reading, evidence: Iterable[str]) -> Wording | None:
    """Words of the sentence in which a phrase fired that do not belong to the phrase, and are rare."""
    told = {one for text in evidence for one in sentences(text)}
    wanted: set[Wording] = set()
    for sentence in sentences(reading.text):
        for said in told:
            at = next((n for n in range(len(sentence)) if sentence[n : n + len(said)] == said), None)
            if at is not None:
                parts = (sentence[:at], sentence[at + 2 :])  # the phrase begins its evidence
                wanted |= {run for part in parts for run in wordings(part) if len(run) <= 4}
    spread = _spread(store, candidate, reading, wanted)
    return best(wanted, spread, {}, max(FEWEST, int(FEW * spread.texts)))


def _proposal(
    store: Store,
    candidate: int,
    me: Me,
    tables: dict[str, dict[str, Any]],
    reading: Reading,
    signal: str,
    key: str,
    entries: tuple[str, ...],
    keys: Sequence[str],
) -> Proposal:
    """What these tables would change in the stored messages of those keys, as far as the signal goes."""
    bank = own_bank({name: table for name, table in tables.items() if table})
    adds = key == "phrases" and _shown(reading, signal) is None
    touched: list[Touched] = []
    suffices = False
    for message, old, new in _read(store, candidate, me, bank, [reading.key, *keys]):
        before, after = (_shown(one, signal) for one in (old, new))
        shown = after if adds else before
        if message.key == reading.key:
            suffices = (after is not None) is adds
        elif (before is None) is not (after is None) and shown is not None:
            touched.append(Touched(message.message_id, message.at, " ".join(shown.evidence.text.split())))
    touched.sort(key=lambda one: (one.at, one.message_id))
    entered = tables.get(signal, {}).get(key, [])
    snippet = f"[signals.{signal}]\n{key} = {json.dumps(entered, ensure_ascii=False)}"
    return Proposal(signal, key, entries, snippet, adds, suffices, len(touched), tuple(touched[:LISTED]))


def _shown(reading: Reading, name: str) -> Signal | None:
    """A signal of a reading that is more than suggested."""
    return next((one for one in reading.signals if one.name == name and one.firm), None)


def _read(
    store: Store, candidate: int, me: Me, bank: Bank, keys: Sequence[str]
) -> Iterator[tuple[Message, Reading, Reading]]:
    """The messages with their readings by the stored rules and by these."""
    with Rereader(me, bank, {}, 1) as rereader:
        for at in range(0, len(keys), PAGE):
            part = set(keys[at : at + PAGE])
            old = {one.key: one for one in store.bare_readings(candidate, part)}
            page = [(one, old[one.key]) for one in store.messages(candidate, part)]
            for fresh in rereader.read(iter([page]), 0, afresh=False):
                for (message, before), after in zip(page, fresh, strict=True):
                    yield message, before, after


def _where(
    store: Store,
    candidate: int,
    me: Me,
    bank: Bank | None,
    tables: dict[str, dict[str, Any]],
    reading: Reading,
) -> list[str]:
    """The other messages in whose text something stands that these tables change."""
    changed = changed_patterns(packed(bank), own_bank({k: v for k, v in tables.items() if v})) or {}
    with Rereader(me, bank, changed, 1) as rereader:
        pages = rereader.touched(store.texts(candidate), 0)
        return [key for page in pages for key in page if key != reading.key]


def _spread(store: Store, candidate: int, reading: Reading, wanted: set[Wording]) -> Spread:
    """Where else the wordings stand: in texts of the same side, those of the message left out."""
    spread = Spread()
    by = reading.author is Author.CANDIDATE
    for page in store.texts(candidate):
        for key, author, text in page:
            if key != reading.key and (author == Author.CANDIDATE) is by:
                count(spread, wanted, text, key)
    return spread


def _names(store: Store, candidate: int, reading: Reading, me: Me) -> set[str]:
    """Words of the names in a message: no phrase of use to another holds them."""
    claims = (reading.company, reading.role, reading.agency)
    said = [me.name, *(claim.value for claim in claims if claim)]
    for message in store.messages(candidate, {reading.key}):
        said += [one.name for one in (message.sender, *message.to, *message.cc) if one]
    return {word for text in said for sentence in sentences(text) for word in sentence}


def _tables(bank: Bank | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(bank.tables) if bank else {}
    return found
