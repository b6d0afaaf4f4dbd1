"""The wording of a sentence that would do as a phrase: short, telling of its signal, rare elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log, sqrt
from typing import TYPE_CHECKING

from classify.signals.bank import Bank, shipped_bank
from classify.signals.words import EDGE, plain_words, shaped, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Wording = tuple[str, ...]

SHORTEST, LONGEST = 3, 7  # words of a phrase
ENOUGH = 0.6  # of what the best five words tell, a shorter wording must tell
NEARLY_ALL = 0.85  # of it, two words must tell
# Told by a sentence. Of those in which a phrase fires, nine in ten tell more than 0.22.
LEAST = 0.12
KEYS = 200  # messages of a wording that are remembered
_YARD = 5
_UNTOLD = 0.2  # what a word tells of a signal in whose phrases it never stands


@dataclass(slots=True)
class Spread:
    """In how many texts words and wordings stand, and in which."""

    texts: int = 0
    words: Counter[str] = field(default_factory=Counter)
    keys: dict[Wording, list[str]] = field(default_factory=dict)
    counts: Counter[Wording] = field(default_factory=Counter)


def sentences(text: str) -> list[Wording]:
    """The words of each sentence as phrases have them: figures by their shape, no question marks."""
    words = words_of(text)
    return [
        tuple(shaped(word) for word in words.words[start:end] if word not in ("?", EDGE))
        for start, end in words.sentences
    ]


def telling(signal: str, extra: Bank | None = None) -> Mapping[str, float]:
    """How far each word of the banks' phrases belongs to those of one signal: its share there, 0 to 1."""
    own, every = Counter[str](), Counter[str]()
    for bank in (shipped_bank(), *([extra] if extra else [])):
        for rules in bank.rules:
            here = Counter(
                word
                for phrase in rules.phrases
                for word in {word for slot in phrase.pattern.slots for form in slot.forms for word in form}
            )
            total = sum(here.values()) or 1
            for word, times in here.items():
                every[word] += times / total  # type: ignore[assignment]
                if rules.signal == signal:
                    own[word] += times / total  # type: ignore[assignment]
    return {word: own[word] / every[word] for word in own}


def likeliest(text: str, shares: Mapping[str, float]) -> Wording:
    """The sentence whose words tell most; nothing where none tells anything to speak of."""
    told = [(_told(words, shares), words) for words in sentences(text)]
    return max((one for one in told if one[0] >= LEAST), default=(0.0, ()))[1]


def _told(words: Wording, shares: Mapping[str, float]) -> float:
    return sum(shares.get(word, 0.0) for word in set(words)) / sqrt(len(words) + _YARD)


def wordings(sentence: Wording, barred: Collection[str] = ()) -> Iterator[Wording]:
    """Every run of two to seven words of a sentence without any of the `barred` ones, or one that no phrase
    can be written with."""
    barred = {*barred, *(word for word in sentence if plain_words(word) != (word,))}
    for size in range(SHORTEST - 1, LONGEST + 1):
        for at in range(len(sentence) - size + 1):
            run = sentence[at : at + size]
            if barred.isdisjoint(run):
                yield run


def count(spread: Spread, wanted: Collection[Wording], text: str, key: str) -> None:
    """Adds one text to what is known of the wanted wordings and their words."""
    by_first = defaultdict[str, list[Wording]](list)
    for one in wanted:
        by_first[one[0]].append(one)
    known = {word for one in wanted for word in one}
    met: set[Wording] = set()
    seen: set[str] = set()
    for words in sentences(text):
        seen |= known.intersection(words)
        for at, word in enumerate(words):
            met.update(one for one in by_first.get(word, ()) if words[at : at + len(one)] == one)
    spread.texts += 1
    spread.words.update(seen)
    spread.counts.update(met)
    for one in met:
        keys = spread.keys.setdefault(one, [])
        if len(keys) < KEYS:
            keys.append(key)


def best(
    wanted: Collection[Wording], spread: Spread, shares: Mapping[str, float], few: int
) -> Wording | None:
    """The shortest wording that tells enough and stands in no more than `few` of the texts; of two words, in
    none. None where there is no such wording."""
    worth = {one: sum(_worth(word, spread, shares) for word in one) for one in wanted}
    yard = max((told for one, told in worth.items() if len(one) <= _YARD), default=0.0)
    fitting = [
        one
        for one in wanted
        if (
            spread.counts[one] <= few and worth[one] >= ENOUGH * yard
            if len(one) >= SHORTEST
            else spread.counts[one] == 0 and worth[one] >= NEARLY_ALL * yard
        )
    ]
    return min(fitting, key=lambda one: (len(one), -worth[one], spread.counts[one], one), default=None)


def _worth(word: str, spread: Spread, shares: Mapping[str, float]) -> float:
    rare = log((spread.texts + 2) / (spread.words[word] + 1))
    return rare * (_UNTOLD + shares.get(word, 0.0))
