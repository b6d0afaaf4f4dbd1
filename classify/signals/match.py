"""Where the patterns of a bank occur in a text: one pass of spaCy's PhraseMatcher, then slots put in order.

Every form of every slot is a phrase of the matcher, so all patterns together cost one pass. Only where the
rarest slot of a pattern has fired are its other slots looked up, among the phrases that fired beside it.
spaCy is loaded when the first matcher is built: start-up stays fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classify.signals.pattern import Pattern
from classify.signals.words import EDGE, Words, shaped

_OTHER = "_"  # stands for every word that no phrase holds: hostile mail cannot fill the vocabulary


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern occurs: `slots` are spans of words, in order; `sentence` is its sentence's number."""

    slots: tuple[tuple[int, int], ...]
    sentence: int

    @property
    def start(self) -> int:
        return self.slots[0][0]

    @property
    def end(self) -> int:
        return self.slots[-1][1]

    def covers(self, start: int, end: int) -> bool:
        """Whether these words lie wholly inside words of the pattern, not in its gaps."""
        return any(first <= start and end <= last for first, last in self.slots)


_Span = tuple[int, int]
Matcher = Callable[[Words], dict[int, tuple[Hit, ...]]]


def matcher(patterns: Sequence[Pattern]) -> Matcher:
    """A function from words to the hits of each pattern that occurs, by its place in `patterns`."""
    import spacy
    from spacy.attrs import LOWER  # type: ignore[import-not-found]
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    vocab = spacy.blank("en").vocab
    # Only the lower-case form is ever asked for; the other attributes of 35,000 words cost a second.
    vocab.lex_attr_getters = {LOWER: str.lower}  # type: ignore[attr-defined]
    phrases: Any = PhraseMatcher(vocab, attr="LOWER")
    slot_ids: dict[object, int] = {}
    slots_of: dict[tuple[str, ...], list[int]] = defaultdict(list)
    chains: list[tuple[int, ...]] = []
    for pattern in patterns:
        chain = []
        for slot in pattern.slots:
            number = slot_ids.get(slot.forms)
            if number is None:
                number = slot_ids[slot.forms] = len(slot_ids)
                for form in slot.forms:
                    slots_of[form].append(number)
            chain.append(number)
        chains.append(tuple(chain))
    slots_by_key: dict[int, frozenset[int]] = {}
    for form, numbers in slots_of.items():
        name = " ".join(form)
        phrases.add(name, [Doc(vocab, words=list(form))])
        slots_by_key[vocab.strings[name]] = frozenset(numbers)
    known = {word for form in slots_of for word in form} | {EDGE}
    anchors: dict[int, list[int]] = defaultdict(list)
    for at, pattern in enumerate(patterns):
        rarest = max(range(len(pattern.slots)), key=lambda slot: _weight(pattern.slots[slot].forms))
        anchors[chains[at][rarest]].append(at)
    needed = [frozenset(chain) for chain in chains]

    def find(words: Words) -> dict[int, tuple[Hit, ...]]:
        if not words.words:
            return {}
        seen = [word if word in known else _OTHER for word in map(shaped, words.words)]
        fired: dict[int, dict[int, list[_Span]]] = defaultdict(lambda: defaultdict(list))
        for key, start, end in phrases(Doc(vocab, words=seen)):
            fired[words.sentences[start]][key].append((start, end))
        hits: dict[int, list[Hit]] = defaultdict(list)
        for sentence in sorted(fired):
            spans = fired[sentence]
            present = frozenset().union(*(slots_by_key[key] for key in spans))
            for slot in present & anchors.keys():
                for at in anchors[slot]:
                    if needed[at] <= present:
                        places = [_places(number, spans, slots_by_key) for number in chains[at]]
                        for chain in _ordered(places, patterns[at].gaps):
                            hits[at].append(Hit(chain, sentence))
        return {at: tuple(found) for at, found in hits.items()}

    return find


def _places(
    slot: int, spans: Mapping[int, list[_Span]], slots_by_key: Mapping[int, frozenset[int]]
) -> list[_Span]:
    """Where a slot stands: wherever one of its forms fired."""
    return [span for key, found in spans.items() if slot in slots_by_key[key] for span in found]


def _weight(forms: Iterable[tuple[str, ...]]) -> int:
    """How much its weakest form tells: long phrases are rare."""
    return min(sum(map(len, form)) for form in forms)


def _ordered(
    places: list[list[tuple[int, int]]], gaps: tuple[int, ...]
) -> Iterable[tuple[tuple[int, int], ...]]:
    """One chain for each first span from which every further slot can be reached in its gap.

    Linear in the number of spans times the widest gap: from each end only the nearest next ones are kept.
    """
    for first in sorted(set(places[0])):
        reached: dict[int, tuple[tuple[int, int], ...]] = {first[1]: (first,)}
        for gap, spans in zip(gaps, places[1:], strict=True):
            onward: dict[int, tuple[tuple[int, int], ...]] = {}
            for start, end in spans:
                before = [at for at in reached if at <= start <= at + gap]
                if before and end not in onward:
                    onward[end] = (*reached[max(before)], (start, end))
            reached = onward
            if not reached:
                break
        if reached:
            yield reached[min(reached)]
