"""Why a phrase of a person's own can never match, or says nothing new: one line for each."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from classify.normalise import LINK, fold
from classify.signals.pattern import BadPattern, Pattern, parse, tokens, written
from classify.signals.rules import Bank, Guard, Where, shipped_texts, word_classes
from classify.signals.table import signal_table
from classify.signals.words import plain_words, words_of
from classify.types import Confidence, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Span = tuple[int, int]

MARKS = "…{()[]|"  # what a token of the notation that is no word begins with
WORDINGS = 12  # of a phrase, that are tried against its vetoes


def doubts(source: str, speaker: Speaker, signal: str, vetoes: Sequence[Guard] = ()) -> str | None:
    """What is wrong with a phrase of the person's own for a signal that `speaker` says, and with the vetoes
    that hold for it; None if nothing. Pure; the line names the phrase."""
    return mistake(source, speaker, signal, vetoes) or repetition(source, signal)


def mistake(source: str, speaker: Speaker, signal: str, vetoes: Sequence[Guard] = ()) -> str | None:
    """Why a phrase can never match."""
    kind = signal_table().get(signal)
    if kind is not None and kind.speaker is None:
        return f"{signal} is read off times and calendars: no phrase shows it"
    if kind is not None and kind.speaker is not speaker:
        return f"{signal} is said by the {kind.speaker}, never by the {speaker}"
    parts = tokens(source)
    words = [part for part in parts if part[0] not in MARKS]
    for word in words:
        if set(word) == {"."}:
            return f'{source!r}: "{word}" is no gap: write "…"'
        if LINK in fold(word):
            return f"{source!r}: no link or address is read ({word}): write the words beside it"
    if words and not any(map(plain_words, words)) and not any(part[0] == "{" for part in parts):
        return f"{source!r}: nothing is left of it: marks and signs are not read, only words"
    if not source.strip():
        return "a phrase without a word"
    end = _inner_end(parts)
    if end is not None:
        return f'{source!r}: a phrase never reaches beyond its sentence, and "{end}" ends one: make it two'
    try:
        patterns = parse(source, word_classes())
    except BadPattern as wrong:
        return _mended(str(wrong))
    for pattern in patterns:
        veto = _always_stopped(pattern, vetoes)
        if veto is not None:
            return f'{pattern.source!r}: its own veto "{veto}" always stops it'
    return None


def repetition(source: str, signal: str) -> str | None:
    """Whether the signal has the phrase already."""
    try:
        sources = set(written(source))
    except BadPattern:
        return None
    if sources and sources <= _shipped().get(signal, frozenset()):
        return f"{source!r}: {signal} has this phrase already"
    return None


def unknown(source: str, signal: str) -> str | None:
    """Why `without` a phrase takes nothing away from a signal: it has no such phrase."""
    import difflib

    known = _shipped().get(signal, frozenset[str]())
    if not known:
        return f"without: {signal} has no phrases of its own to take away"
    missing = [one for one in written(source) if one not in known]
    if not missing:
        return None
    near = difflib.get_close_matches(missing[0], sorted(known), n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]!r}?" if near else "; tealeaves explain shows the phrases that fired"
    return f"without: {signal} has no phrase {missing[0]!r}{hint}"


@cache
def _shipped() -> dict[str, frozenset[str]]:
    """Signal -> the phrases that it comes with, as patterns are written. Far cheaper than the whole bank."""
    found: dict[str, set[str]] = {}
    for text in shipped_texts().values():
        for signal, table in tomllib.loads(text).items():
            if signal in signal_table():
                found.setdefault(signal, set()).update(_sources(table))
    return {signal: frozenset(sources) for signal, sources in found.items()}


def _sources(table: dict[str, object]) -> Iterable[str]:
    beside = table.get("beside", {})
    parts = [table, *(beside.values() if isinstance(beside, dict) else ())]
    for part in parts:
        for confidence in Confidence:
            for source in part.get(confidence, ()):
                yield from written(source)


def _mended(line: str) -> str:
    """The bank's own error, with what to do."""
    if "no class" in line:
        import difflib

        name = line.partition("{")[2].partition("}")[0]
        near = difflib.get_close_matches(name, word_classes(), n=1, cutoff=0.5)
        return line + (f"; did you mean {{{near[0]}}}?" if near else "")
    return line


def _inner_end(parts: Sequence[str]) -> str | None:
    """A word that ends its sentence although more of the phrase follows it."""
    for at, part in enumerate(parts):
        if part[0] in MARKS:
            continue
        ends = part[-1] in "?？" or len(words_of(f"{part} x").sentences) > 1
        if ends and _goes_on(parts, at + 1):
            return part
    return None


def _goes_on(parts: Sequence[str], at: int) -> bool:
    """Whether words follow in the same wording; what stands in other choices is none of it."""
    skipping = 0  # brackets that are open in what is passed over, and the one around it
    for part in parts[at:]:
        if skipping:
            skipping += (part in ("(", "[")) - (part in (")", "]"))
        elif part == "|":
            skipping = 1
        elif part[0] not in "…()[]":
            return True
    return False


def _always_stopped(pattern: Pattern, vetoes: Sequence[Guard]) -> str | None:
    """The veto that stands in the phrase itself, whatever its wording; its gaps are left empty here."""
    choices = [sorted(slot.forms)[:3] for slot in pattern.slots]
    stopped: set[str] | None = None
    for number, forms in enumerate(product(*choices)):
        if number == WORDINGS:
            break
        words = tuple(word for form in forms for word in form)
        slots, at = list[tuple[int, int]](), 0
        for form in forms:
            slots.append((at, at + len(form)))
            at += len(form)
        here = {guard.name for guard in vetoes if _stops(guard, words, slots)}
        stopped = here if stopped is None else stopped & here
    return min(stopped, default=None) if stopped else None


def _stops(guard: Guard, words: tuple[str, ...], slots: list[Span]) -> bool:
    """Whether the guard's words stand inside the fired ones and are not wholly in one slot of them: the rule
    of `find` for what the fired words themselves do not count for."""
    if not {Where.BEFORE, Where.AFTER, Where.SENTENCE, Where.TEXT} & set(guard.where):
        return False
    if any(True for pardon in guard.pardons for _ in _places(pardon, words)):
        return False
    return any(
        not any(first <= start and end <= last for first, last in slots)
        for pattern in guard.patterns
        for start, end in _places(pattern, words)
    )


def _places(pattern: Pattern, words: tuple[str, ...]) -> Iterable[Span]:
    """Where a pattern stands in these few words."""
    for start in range(len(words)):
        ends = _matched(pattern.slots[0].forms, words, start)
        for gap, slot in zip(pattern.gaps, pattern.slots[1:], strict=True):
            ends = {
                end
                for before in ends
                for begin in range(before, min(before + gap, len(words)) + 1)
                for end in _matched(slot.forms, words, begin)
            }
        yield from ((start, end) for end in ends)


def _matched(forms: Iterable[tuple[str, ...]], words: tuple[str, ...], start: int) -> set[int]:
    return {start + len(form) for form in forms if words[start : start + len(form)] == form}


def of_bank(bank: Bank) -> tuple[str, ...]:
    """What is no mistake and yet does nothing: repeated phrases, and phrases given up that are not there."""
    own = {rules.signal: rules for rules in bank.rules}
    return tuple(
        f"signals.{signal}: {line}"
        for signal, rules in own.items()
        for phrase in rules.phrases
        for line in [repetition(phrase.pattern.source, signal)]
        if line
    ) + tuple(
        f"signals.{signal}: {line}"
        for signal, source in sorted(bank.without)
        for line in [unknown(source, signal)]
        if line
    )
