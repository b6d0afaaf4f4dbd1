"""What two states of the phrase bank differ in, and so which texts may be read differently."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from classify.fingerprint import apart_from_phrases
from classify.signals.bank import BadBank, Bank, Guard, bank_of, own_bank, shipped_bank, shipped_texts
from classify.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classify.signals.pattern import Pattern

    Use = tuple[object, ...]

MOST = 5_000_000  # bytes of a rule set; more is none of ours


def packed(extra: Bank | None = None) -> bytes:
    """The rules for signals as they are today, to be kept beside the readings that they made: the files of
    the bank and the person's own tables, as they were written."""
    content = {
        "apart": apart_from_phrases(),
        "files": shipped_texts(),
        "own": extra.tables if extra else "",
        "taught": _taught(extra),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode())


def changed_patterns(old: bytes, extra: Bank | None = None) -> Mapping[Speaker, tuple[Pattern, ...]] | None:
    """By speaker, the patterns in which today's rules differ from the `old` ones, as `packed` gave them: what
    holds none of them shows the same signals by both. None where more than phrases changed."""
    try:
        content = json.loads(zlib.decompressobj().decompress(old, MOST))
        if content["apart"] != apart_from_phrases() or content["taught"] != _taught(extra):
            return None
        texts = content["files"]
        shipped = shipped_bank() if texts == shipped_texts() else bank_of(texts, "")
        own = own_bank(json.loads(content["own"]), texts) if content["own"] else None
    except (zlib.error, ValueError, KeyError, TypeError, BadBank):
        return None
    before, after = (shipped, own), (shipped_bank(), extra)
    if _yielding(shipped) != _yielding(shipped_bank()):
        return None
    found: dict[Speaker, dict[Pattern, None]] = {speaker: {} for speaker in Speaker}
    then, today = _uses(*before), _uses(*after)
    lasting = {_block(use) for use in then.keys() & today.keys() if use[3] == "phrase"}
    for one, others in ((then, today), (today, then)):
        for use, pattern in one.items():
            # Where all phrases are new, or all are gone, what vetoes them adds nothing to them.
            if use not in others and (use[3] in ("phrase", "without") or _block(use) in lasting):
                found[_speaker(use)][pattern] = None
    return {speaker: tuple(patterns) for speaker, patterns in found.items()}


def _taught(extra: Bank | None) -> str:
    return extra.taught.fingerprint if extra and extra.taught else ""


def _uses(shipped: Bank, own: Bank | None) -> dict[Use, Pattern]:
    """Everything that patterns are used for. Two banks with the same uses read every text alike."""
    uses = dict(_of_bank(shipped, "shipped"))
    if own is None:
        return uses
    uses |= dict(_of_bank(own, "own"))
    by_name = {rules.signal: rules for rules in shipped.rules}
    for signal, source in own.without:
        rules = by_name.get(signal)
        for phrase in rules.phrases if rules else ():
            if rules and phrase.pattern.source == source:
                use = (rules.speaker, signal, "shipped", "without", *_form(phrase.pattern))
                uses[use] = phrase.pattern
    for signal, guard in own.unless:
        if signal in by_name:
            speaker = by_name[signal].speaker
            uses |= dict(_of_guard((speaker, signal, "shipped"), guard))
    return uses


def _of_bank(bank: Bank, whose: str) -> Iterator[tuple[Use, Pattern]]:
    for rules in bank.rules:
        for phrase in rules.phrases:
            use = (rules.speaker, rules.signal, whose, "phrase", phrase.confidence, *_form(phrase.pattern))
            yield use, phrase.pattern
            if phrase.needs:
                # Words that a phrase needs matter only beside it, so it stands for them.
                yield from (((*use, *more), phrase.pattern) for more, _ in _of_guard((), phrase.needs))
        for guard in rules.vetoes:
            yield from _of_guard((rules.speaker, rules.signal, whose), guard)


def _of_guard(use: Use, guard: Guard) -> Iterator[tuple[Use, Pattern]]:
    for kind, patterns in (("veto", guard.patterns), ("pardon", guard.pardons)):
        for pattern in patterns:
            yield (*use, kind, guard.name, guard.where, guard.within, *_form(pattern)), pattern


def _block(use: Use) -> Use:
    """Whose phrases of which signal a use belongs to."""
    return use[:3]


def _form(pattern: Pattern) -> Use:
    return pattern.source, pattern.slots, pattern.gaps


def _speaker(use: Use) -> Speaker:
    speaker = use[0]
    assert isinstance(speaker, Speaker)  # noqa: S101 (each use begins with one)
    return speaker


def _yielding(bank: Bank) -> dict[str, frozenset[str]]:
    return {one.signal: one.yields_to for one in bank.rules if one.yields_to}
