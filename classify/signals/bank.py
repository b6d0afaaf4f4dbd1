"""The phrase bank: readable TOML made into typed rules. `bank/README.md` says what the keys mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache

from classify.signals import doubts
from classify.signals.pattern import BadPattern, Forms, Pattern, parse
from classify.signals.rules import (
    FOLDER,
    VETOES,
    WORDS,
    BadBank,
    Bank,
    Guard,
    Phrase,
    Rules,
    Where,
    bank_files,
    classes_of,
    parsed,
    shipped_texts,
    strings,
    word_classes,
)
from classify.signals.table import signal_table
from classify.types import Confidence, Speaker

_OWN_KEYS = {"speaker", "strength", "meaning", "phrases", "vetoes", "without", "unless"}

__all__ = [
    "FOLDER",
    "OWN_VETO",
    "BadBank",
    "Bank",
    "Guard",
    "Phrase",
    "Rules",
    "Where",
    "bank_of",
    "own_bank",
    "shipped_bank",
    "shipped_fingerprint",
    "shipped_texts",
    "word_classes",
]


@cache
def shipped_bank() -> Bank:
    """The bank that comes with the program. Raises `BadBank`."""
    return bank_of(shipped_texts(), shipped_fingerprint())


def bank_of(texts: Mapping[str, str], fingerprint: str) -> Bank:
    """The bank that is written in these files, which are as `shipped_texts` gives them. Raises `BadBank`."""
    tables = {name: parsed(text, name) for name, text in texts.items()}
    classes = classes_of(tables.pop(WORDS, {}))
    vetoes = _guards(tables.pop(VETOES, {}), VETOES, classes)
    rules: list[Rules] = []
    for name, signals in tables.items():
        for signal, table in signals.items():
            kind = signal_table().get(signal)
            if kind is None or kind.speaker is None:
                raise BadBank(f"{name}: {signal} is no text signal of table.toml")
            if any(known.signal == signal for known in rules):
                raise BadBank(f"{name}: {signal} has rules already")
            rules.append(_rules(signal, kind.speaker, table, vetoes, classes, name))
    return Bank(tuple(rules), fingerprint)


@cache
def shipped_fingerprint() -> str:
    """The fingerprint of `shipped_bank`, without taking its phrases apart."""
    return _hash(path.read_bytes() for path in bank_files())


def own_bank(signals: Mapping[str, Mapping[str, object]], texts: Mapping[str, str] | None = None) -> Bank:
    """A person's own `[signals.NAME]` tables: `speaker`, `phrases`, and `vetoes` by the shipped names;
    `without`, shipped phrases of the signal that count no longer; `unless`, words that stop it in a sentence.

    A shipped signal needs no speaker. `strength` and `meaning` are for the reports and are passed over here.
    `texts` are the files of the bank whose word classes and vetoes are meant; the shipped ones, if not given.
    Raises `BadBank`.
    """
    texts = shipped_texts() if texts is None else texts
    classes = word_classes() if texts is shipped_texts() else classes_of(parsed(texts[WORDS], WORDS))
    vetoes = _guards(parsed(texts[VETOES], VETOES), VETOES, classes)
    rules: list[Rules] = []
    without: set[tuple[str, str]] = set()
    unless: dict[str, Guard] = {}
    for signal, table in signals.items():
        unknown = table.keys() - _OWN_KEYS
        if unknown:
            raise BadBank(f"signals.{signal}: unknown key {sorted(unknown)[0]}")
        kind = signal_table().get(signal)
        said = table.get("speaker", kind.speaker if kind else None)
        try:
            speaker = Speaker(str(said))
        except ValueError:
            raise BadBank(f'signals.{signal}: speaker is "company" or "candidate"') from None
        if kind is None and not table.get("phrases"):
            raise BadBank(f"signals.{signal}: phrases: missing; they are the words that show it")
        place = f"signals: {signal}"
        own: dict[str, object] = {
            "certain": table.get("phrases", []),
            "vetoes": table.get("vetoes", ["negation"]),
        }
        if words := table.get("unless", []):
            guard = {"phrases": words, "where": Where.SENTENCE.value}
            own["unless"] = {OWN_VETO: guard}
            unless[signal] = _guard(OWN_VETO, guard, place, classes)
        rules.append(_rules(signal, speaker, own, vetoes, classes, "signals"))
        if texts is shipped_texts():
            for source in strings(table.get("phrases", []), place):
                wrong = doubts.mistake(source, speaker, signal, rules[-1].vetoes)
                if wrong is not None:
                    raise BadBank(f"signals.{signal}: {wrong}")
        dropped = _patterns(table.get("without", []), place, classes)
        without |= {(signal, pattern.source) for pattern in dropped}
    tables = json.dumps({name: dict(table) for name, table in signals.items()}, sort_keys=True)
    return Bank(tuple(rules), _hash([tables.encode()]), frozenset(without), tuple(unless.items()), tables)


OWN_VETO = "your own words"
"""What the veto is called that a person's `unless` makes."""


def _rules(
    signal: str,
    speaker: Speaker,
    table: Mapping[str, object],
    vetoes: Mapping[str, Guard],
    classes: Mapping[str, Forms],
    place: str,
) -> Rules:
    place = f"{place}: {signal}"
    unknown = table.keys() - {*Confidence, "vetoes", "unless", "beside", "yields_to"}
    if unknown:
        raise BadBank(f"{place}: unknown key {sorted(unknown)[0]}")
    phrases = [
        Phrase(pattern, confidence)
        for confidence in Confidence
        for pattern in _patterns(table.get(confidence, []), place, classes)
    ]
    for name, part in _tables(table.get("beside", {}), place).items():
        unknown = part.keys() - {*Confidence, "needs", "where", "within"}
        if unknown:
            raise BadBank(f"{place}.beside.{name}: unknown key {sorted(unknown)[0]}")
        need = _guard(
            name, {**_only(part, "where", "within"), "phrases": part.get("needs", [])}, place, classes
        )
        for confidence in Confidence:
            phrases += [
                Phrase(pattern, confidence, need)
                for pattern in _patterns(part.get(confidence, []), place, classes)
            ]
    seen: set[tuple[str, str]] = set()
    for phrase in phrases:
        key = (phrase.pattern.source, phrase.needs.name if phrase.needs else "")
        if key in seen:
            raise BadBank(f"{place}: twice: {phrase.pattern.source!r}")
        seen.add(key)
    stops = []
    for name in strings(table.get("vetoes", []), place):
        if name not in vetoes:
            raise BadBank(f"{place}: no veto {name!r} in vetoes.toml")
        stops.append(vetoes[name])
    stops += _guards(_tables(table.get("unless", {}), place), place, classes).values()
    yields = frozenset(strings(table.get("yields_to", []), place))
    strange = yields - signal_table().keys()
    if strange:
        raise BadBank(f"{place}: yields_to: no signal {min(strange)!r}")
    return Rules(signal, speaker, tuple(phrases), tuple(stops), yields)


def _guards(
    tables: Mapping[str, Mapping[str, object]], place: str, classes: Mapping[str, Forms]
) -> dict[str, Guard]:
    return {name: _guard(name, table, place, classes) for name, table in tables.items()}


def _guard(name: str, table: Mapping[str, object], place: str, classes: Mapping[str, Forms]) -> Guard:
    unknown = table.keys() - {"where", "within", "phrases", "pardons"}
    if unknown:
        raise BadBank(f"{place}: {name}: unknown key {sorted(unknown)[0]}")
    where = table.get("where", "sentence")
    within = table.get("within", 6)
    try:
        places = tuple(Where(one) for one in ([where] if isinstance(where, str) else strings(where, place)))
    except ValueError as wrong:
        raise BadBank(f"{place}: {name}: {wrong}") from None
    if not isinstance(within, int):
        raise BadBank(f"{place}: {name}: within is a number of words")
    phrases, pardons = (
        _patterns(table.get(key, []), f"{place}: {name}", classes) for key in ("phrases", "pardons")
    )
    return Guard(name, places, within, tuple(phrases), tuple(pardons))


def _patterns(sources: object, place: str, classes: Mapping[str, Forms]) -> list[Pattern]:
    try:
        return [one for source in strings(sources, place) for one in parse(source, classes)]
    except BadPattern as wrong:
        raise BadBank(f"{place}: {wrong}") from wrong


def _tables(value: object, place: str) -> dict[str, dict[str, object]]:
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise BadBank(f"{place}: tables are wanted")
    return value


def _only(table: Mapping[str, object], *keys: str) -> dict[str, object]:
    return {key: table[key] for key in keys if key in table}


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]
