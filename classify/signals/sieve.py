"""Which sentences could hold one of many patterns: a cheap look that spares most sentences a dear one.

Of each form two neighbouring words are asked for, the rarest in the bank, or its only one. A sentence passes
if such words of every slot of some pattern stand in it, in any order. It may pass for nothing; a sentence
that holds a pattern always passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from classify.signals.pattern import Forms, Pattern
from classify.signals.words import Words, shaped

Sieve = Callable[[Words], list[int]]

_Clue = tuple[str, ...]  # one word, or two that follow each other
_Needs = tuple[int, ...]  # sets of slots as bits: each the slots of a pattern that this clue is the rarest of
_Seen = tuple[int, _Needs]  # the slots that a clue may fill, and what it is the rarest of


def sieve(patterns: Iterable[Pattern]) -> Sieve:
    """A function from words to the numbers of the sentences that one of the patterns may stand in."""
    clues = _clues(patterns)
    singles = {clue[0]: seen for clue, seen in clues.items() if len(clue) == 1}
    pairs: dict[str, dict[str, _Seen]] = defaultdict(dict)
    for clue, seen in clues.items():
        if len(clue) == 2:
            pairs[clue[0]][clue[1]] = seen
    nothing: tuple[_Seen, dict[str, _Seen]] = ((0, ()), {})
    known = {word: (singles.get(word, nothing[0]), pairs.get(word, {})) for word in {*singles, *pairs}}
    second = {word for clue in clues for word in clue}

    def passes(words: list[str]) -> bool:
        slots = 0
        near: list[int] = []
        onward = nothing[1]
        for word in words:
            if word not in second and not word.isalpha():
                word = shaped(word)
            if word in onward:
                filled, needs = onward[word]
                slots |= filled
                near += needs
            if word in known:
                (filled, needs), onward = known[word]
                slots |= filled
                near += needs
            else:
                onward = nothing[1]
        return any(slots & needed == needed for needed in near)

    return lambda words: [
        number for number, (start, end) in enumerate(words.sentences) if passes(words.words[start:end])
    ]


def _clues(patterns: Iterable[Pattern]) -> dict[_Clue, _Seen]:
    slots: dict[Forms, int] = {}
    needs: dict[tuple[Forms, ...], int] = {}
    for pattern in patterns:
        held = tuple(slot.forms for slot in pattern.slots)
        needs[held] = sum({1 << slots.setdefault(forms, len(slots)) for forms in held})
    spread = Counter(word for forms in slots for word in {word for form in forms for word in form})
    clues = {forms: {_clue(form, spread) for form in forms} for forms in slots}
    frequent = {forms: max(_frequent(clue, spread) for clue in own) for forms, own in clues.items()}
    filled: dict[_Clue, int] = defaultdict(int)
    for forms, own in clues.items():
        for clue in own:
            filled[clue] |= 1 << slots[forms]
    asked: dict[_Clue, set[int]] = defaultdict(set)
    for held, needed in needs.items():
        for clue in clues[min(held, key=frequent.__getitem__)]:
            asked[clue].add(needed)
    return {clue: (bits, tuple(asked.get(clue, ()))) for clue, bits in filled.items()}


def _clue(form: tuple[str, ...], spread: Counter[str]) -> _Clue:
    if len(form) < 3:
        return form
    return min(pairwise(form), key=lambda pair: spread[pair[0]] * spread[pair[1]])


def _frequent(clue: _Clue, spread: Counter[str]) -> float:
    """How often a clue may be met, as far as the bank tells: two words together are rarer than either."""
    return spread[clue[0]] if len(clue) == 1 else spread[clue[0]] * spread[clue[1]] / 500
