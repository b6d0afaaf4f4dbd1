"""Which signals a text shows, each with the words that show it. Pure: the same text gives the same answer."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from classify.signals.bank import Bank, Guard, Phrase, Rules, Where, shipped_bank, shipped_fingerprint
from classify.signals.match import Hit, Hits, Matcher, matcher
from classify.signals.pattern import Pattern
from classify.signals.sieve import Sieve, sieve
from classify.signals.table import signal_table
from classify.signals.words import EDGE, Words, words_of
from classify.types import Confidence, Evidence, Signal, Speaker

CODE = "2"  # raise it when this code reads differently, so that old readings are known to be old

_LONGEST = 240  # characters of evidence
_ORDER = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1, Confidence.SUGGESTED: 2}


@dataclass(frozen=True, slots=True)
class Stop:
    """A veto that held: its name and the words that called it up."""

    veto: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Fired:
    """A phrase that occurs, and what stopped it; it counts where `stops` is empty."""

    signal: Signal
    stops: tuple[Stop, ...]
    own: bool = False  # a phrase of the person's own


def find(text: str, speaker: Speaker, extra: Bank | None = None) -> tuple[Signal, ...]:
    """The signals that `text` (subject, blank line, new text) shows, in the order of the signal table.

    One at most of each name, with its best evidence; where one signal refines another, only the finer one.
    Offsets are those of `text`: `text[evidence.start:evidence.end] == evidence.text`. Never raises on text.
    """
    return best_of_each(fired.signal for fired in explain(text, speaker, extra) if not fired.stops)


def best_of_each(found: Iterable[Signal]) -> tuple[Signal, ...]:
    """The first signal of each name, in the order of the signal table, without those that one as sure
    makes superfluous: the more general form of another, and what says nothing more beside it."""
    best: dict[str, Signal] = {}
    for signal in found:
        best.setdefault(signal.name, signal)
    firm = {name for name, signal in best.items() if signal.firm}
    table = signal_table()
    for name in list(best):
        if name in table and (name in firm or table[name].refines not in firm):
            best.pop(table[name].refines, None)
    for name, others in _yielding().items():
        if name in best and not others.isdisjoint(best.keys() & firm if name in firm else best):
            del best[name]
    order = {name: place for place, name in enumerate(table)}
    return tuple(best[name] for name in sorted(best, key=lambda name: (order.get(name, len(order)), name)))


def explain(text: str, speaker: Speaker, extra: Bank | None = None) -> tuple[Fired, ...]:
    """Every phrase of `speaker` that occurs in `text`, the best evidence first, with every veto it met."""
    words = words_of(text)
    own = dict(extra.unless) if extra else {}
    without = extra.without if extra else frozenset[tuple[str, str]]()
    fired: list[tuple[tuple[int, int, int, str], Fired]] = []
    shipped = True  # the first bank is the shipped one, and the person's own may take away from it
    for compiled in _compiled(speaker, extra):
        hits = _hits(text, compiled)
        for pattern, here in hits.items():
            if pattern not in compiled.shows:
                continue
            rules, phrase = compiled.shows[pattern]
            if shipped and (rules.signal, phrase.pattern.source) in without:
                continue
            for hit in here:
                if phrase.needs and not any(_guarding(phrase.needs, hit, hits)):
                    continue
                signal = Signal(
                    rules.signal, phrase.confidence, _evidence(words, text, hit), phrase.pattern.source
                )
                stops = tuple(
                    Stop(guard.name, _quote(words, text, other.start, other.end))
                    for guard in rules.vetoes
                    for other in _guarding(guard, hit, hits)
                )
                if shipped and rules.signal in own:
                    guard = own[rules.signal]
                    beside = _guard_matcher(guard)(words, [hit.sentence])
                    stops += tuple(
                        Stop(guard.name, _quote(words, text, other.start, other.end))
                        for other in _guarding(guard, hit, beside)
                    )
                rank = (_ORDER[phrase.confidence], hit.start - hit.end, hit.start, phrase.pattern.source)
                fired.append((rank, Fired(signal, stops, own=not shipped)))
        shipped = False
    return tuple(one for _, one in sorted(fired, key=lambda pair: (pair[0], pair[1].signal.name)))


def by_signal(fired: Iterable[Fired]) -> Mapping[str, list[Fired]]:
    """The phrases of each signal, in the order given; an empty list for any other name."""
    found: defaultdict[str, list[Fired]] = defaultdict(list)
    for one in fired:
        found[one.signal.name].append(one)
    return found


def rules_fingerprint(extra: Bank | None = None) -> str:
    """16 hex digits that change when the bank, a person's own phrases or the meaning of this code change."""
    parts = [CODE, shipped_fingerprint(), extra.fingerprint if extra else ""]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    matcher: Matcher
    shows: Mapping[Pattern, tuple[Rules, Phrase]]
    sieve: Sieve  # of what shows something
    far: Sieve  # of what stops a phrase, or is needed, anywhere in the text


@lru_cache(maxsize=4)  # signals and promises ask of the same text, one after the other
def _hits(text: str, compiled: _Compiled) -> Hits:
    """The hits of all patterns in every sentence that matters: those in which a phrase occurs, those beside
    them, and those that could hold what a guard looks for in all of the text. Nothing if no phrase occurs."""
    words = words_of(text)
    passed = compiled.sieve(words)
    hits = compiled.matcher(words, passed)
    shown = {hit.sentence for pattern in hits if pattern in compiled.shows for hit in hits[pattern]}
    if not shown:
        return {}
    near = {number + step for number in shown for step in (-1, 1)} & set(range(len(words.sentences)))
    others = compiled.matcher(words, sorted(near.union(compiled.far(words)).difference(passed)))
    for pattern, found in others.items():
        hits[pattern] = tuple(sorted((*hits.get(pattern, ()), *found), key=_sentence))
    return hits


def _sentence(hit: Hit) -> int:
    return hit.sentence


@cache
def _yielding() -> dict[str, frozenset[str]]:
    """The signals that say nothing more beside others, as an acknowledgement in an invitation."""
    return {one.signal: one.yields_to for one in shipped_bank().rules if one.yields_to}


@lru_cache(maxsize=8)
def _compiled(speaker: Speaker, extra: Bank | None) -> tuple[_Compiled, ...]:
    if extra is not None:
        return (*_compiled(speaker, None), _compile(extra, speaker))
    return (_compile(shipped_bank(), speaker),)


def _compile(bank: Bank, speaker: Speaker) -> _Compiled:
    rules = tuple(one for one in bank.rules if one.speaker is speaker)
    patterns: dict[Pattern, None] = {}
    far: dict[Pattern, None] = {}
    for one in rules:
        guards = [*one.vetoes, *(phrase.needs for phrase in one.phrases if phrase.needs)]
        patterns.update(dict.fromkeys(_patterns(one.phrases, guards)))
        far.update(dict.fromkeys(_patterns((), [guard for guard in guards if Where.TEXT in guard.where])))
    shows = {phrase.pattern: (one, phrase) for one in rules for phrase in one.phrases}
    return _Compiled(matcher(patterns), shows, sieve(shows), sieve(far))


@lru_cache(maxsize=64)
def _guard_matcher(guard: Guard) -> Matcher:
    return matcher(guard.patterns)


def _patterns(phrases: tuple[Phrase, ...], guards: list[Guard]) -> Iterator[Pattern]:
    yield from (phrase.pattern for phrase in phrases)
    for guard in guards:
        yield from guard.patterns
        yield from guard.pardons


def _guarding(guard: Guard, hit: Hit, hits: Hits) -> Iterator[Hit]:
    """The guard's phrases that stand where it looks; the fired words themselves are none of them."""
    if hits.keys().isdisjoint(guard.patterns):
        return
    pardoned = {other.sentence for one in guard.pardons for other in hits.get(one, ())}
    for pattern in guard.patterns:
        for other in hits.get(pattern, ()):
            if other.sentence not in pardoned and any(
                _stands(other, place, guard.within, hit) for place in guard.where
            ):
                yield other


def _stands(other: Hit, where: Where, within: int, hit: Hit) -> bool:
    if where is Where.TEXT:
        return not hit.covers(other.start, other.end)
    if where is Where.PREVIOUS:
        return other.sentence == hit.sentence - 1
    if where is Where.NEXT:
        return other.sentence == hit.sentence + 1
    if other.sentence != hit.sentence or hit.covers(other.start, other.end):
        return False
    if where is Where.SENTENCE:
        return True
    if hit.start <= other.start and other.end <= hit.end:
        return True
    if where is Where.BEFORE:
        return other.start < hit.start and hit.start - other.end <= within
    return other.end > hit.end and other.start - hit.end <= within


def _evidence(words: Words, text: str, hit: Hit) -> Evidence:
    """From the fired words to the end of their clause."""
    begin, stop = words.span(hit.start)[0], words.span(hit.end - 1)[1]
    last = hit.end
    while last < len(words.words) and words.words[last] not in (EDGE, "?"):
        last += 1
    end = words.pause(stop, max(stop, words.span(last - 1)[1]))
    return _cut(words, text, begin, max(stop, min(end, begin + _LONGEST)))


def _quote(words: Words, text: str, start: int, end: int) -> Evidence:
    return _cut(words, text, words.span(start)[0], words.span(end - 1)[1])


def _cut(words: Words, text: str, start: int, end: int) -> Evidence:
    first, last = words.folded.origin(start, end)
    return Evidence(first, last, text[first:last])
