"""Where the patterns of a bank occur in a text: one pass of spaCy's PhraseMatcher, then slots put in order.

Every form of every slot is a phrase of the matcher, so all patterns together cost one pass. Only where the
rarest slot of a pattern has fired are its other slots looked up, among the phrases that fired beside it.
spaCy is loaded when the first matcher is built: start-up stays fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from classify.signals import spacy_core
from classify.signals.pattern import Forms, Pattern
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
Hits = dict[Pattern, tuple[Hit, ...]]
Matcher = Callable[[Words, Iterable[int]], Hits]


def matcher(patterns: Iterable[Pattern]) -> Matcher:
    """A function from words and the numbers of some of their sentences, ascending, to the hits of each of the
    patterns that occurs in these."""
    spacy_core.load()
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    vocab = _vocab()
    slot_ids: dict[Forms, int] = {}
    slots_of: dict[tuple[str, ...], list[int]] = defaultdict(list)
    anchored: dict[int, list[tuple[Pattern, tuple[int, ...], frozenset[int]]]] = defaultdict(list)
    for pattern in patterns:
        for slot in pattern.slots:
            if slot.forms not in slot_ids:
                number = slot_ids[slot.forms] = len(slot_ids)
                for form in slot.forms:
                    slots_of[form].append(number)
        slots = tuple(slot_ids[slot.forms] for slot in pattern.slots)
        rarest = max(range(len(slots)), key=lambda at: _weight(pattern.slots[at].forms))
        anchored[slots[rarest]].append((pattern, slots, frozenset(slots)))
    phrases, slots_by_key = _phrases(PhraseMatcher(vocab, attr="LOWER"), slots_of)
    anchors = frozenset(anchored)
    known = {word for form in slots_of for word in form} | {EDGE}

    def seen(word: str) -> str:
        shape = shaped(word)
        return shape if shape in known else _OTHER

    def find(words: Words, among: Iterable[int]) -> Hits:
        here: list[str] = []
        number_at: list[int] = []  # of the sentence, for each word in `here`
        moved_at: list[int] = []  # how far it stands from its place in `words`
        for number in among:
            start, end = words.sentences[number]
            moved = start - len(here)
            here += [word if word in known else seen(word) for word in words.words[start:end]]
            here.append(EDGE)
            number_at += [number] * (end - start + 1)
            moved_at += [moved] * (end - start + 1)
        if not here:
            return {}
        fired: dict[int, list[_Span]] = defaultdict(list)
        for key, start, end in phrases(Doc(vocab, words=here)):
            fired[key].append((start, end))
        present = frozenset[int]().union(*(slots_by_key[key] for key in fired))
        near = [found for anchor in present & anchors for found in anchored[anchor] if found[2] <= present]
        wanted = frozenset[int]().union(*(needed for _, _, needed in near))
        places: dict[int, list[_Span]] = defaultdict(list)
        for key, spans in fired.items():
            for slot in slots_by_key[key] & wanted:
                places[slot] += spans
        for spans in places.values():
            spans.sort()
        hits: Hits = {}
        for pattern, slots, _ in near:
            chains = _chains([places[slot] for slot in slots], pattern.gaps, number_at)
            found = tuple(
                [
                    Hit(tuple([(start + moved, end + moved) for start, end in chain]), number_at[chain[0][0]])
                    for chain in chains
                    for moved in (moved_at[chain[0][0]],)
                ]
            )
            if found:
                hits[pattern] = found
        return hits

    return find


def _chains(
    places: list[list[_Span]], gaps: tuple[int, ...], sentences: Sequence[int]
) -> Iterable[tuple[_Span, ...]]:
    """Where a pattern stands whose slots stand at these places: all its slots in one sentence, in order."""
    if not gaps:
        return [(span,) for span in places[0]]
    by_sentence: list[dict[int, list[_Span]]] = []
    for spans in places:
        here: dict[int, list[_Span]] = defaultdict(list)
        for span in spans:
            here[sentences[span[0]]].append(span)
        by_sentence.append(here)
    first, *others = by_sentence
    return (
        chain
        for sentence in first
        if all(sentence in other for other in others)
        for chain in _ordered([spans[sentence] for spans in by_sentence], gaps)
    )


def _phrases(
    phrases: Any, slots_of: Mapping[tuple[str, ...], list[int]]
) -> tuple[Any, dict[int, frozenset[int]]]:
    """A PhraseMatcher that knows every form, and the slots that each of its keys stands for.

    Forms of the same slots share a key, and go in as the ids of their words rather than as a `Doc` each: so
    spaCy itself restores a pickled one. Of 30,000 forms both save a second and 30 MB.
    """
    forms_of: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    strings = phrases.vocab.strings
    ids = {word: strings.add(word) for word in {word for form in slots_of for word in form}}
    for form, slots in slots_of.items():
        forms_of[tuple(slots)].append([ids[word] for word in form])
    keys = {}
    for numbers, forms in forms_of.items():
        name = " ".join(map(str, numbers))
        phrases.add(name, forms)
        keys[strings[name]] = frozenset(numbers)
    return phrases, keys


@cache
def _vocab() -> Any:
    """The words of all matchers, with the one attribute that is asked for: others would cost a second."""
    spacy_core.load()
    from spacy.attrs import LOWER  # type: ignore[import-not-found]
    from spacy.vocab import Vocab

    return Vocab(lex_attr_getters={LOWER: str.lower})


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
