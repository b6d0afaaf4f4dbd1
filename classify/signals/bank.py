"""The phrase bank: readable TOML made into typed rules. `bank/README.md` says what the keys mean."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from classify.signals.pattern import BadPattern, Forms, Pattern, parse
from classify.signals.table import signal_table
from classify.signals.words import plain_words
from classify.types import Confidence, Speaker

FOLDER = Path(__file__).parent / "bank"
_SHARED = ("words.toml", "vetoes.toml")  # not signals


class BadBank(ValueError):
    """A bank that cannot be read. The message says which file or table, which key, and what is wrong."""


class Where(StrEnum):
    """Where a guard's phrase must stand, seen from the fired words."""

    BEFORE = "before"  # in the sentence, at most `within` words before, or in a gap
    AFTER = "after"  # in the sentence, at most `within` words after, or in a gap
    SENTENCE = "sentence"
    PREVIOUS = "previous"  # the sentence before
    NEXT = "next"  # the sentence after
    TEXT = "text"  # anywhere


@dataclass(frozen=True, slots=True)
class Guard:
    """Words beside the fired ones that stop a phrase (a veto), or that it needs."""

    name: str
    where: tuple[Where, ...]
    within: int  # words
    patterns: tuple[Pattern, ...]
    pardons: tuple[
        Pattern, ...
    ] = ()  # in a sentence with one of these, the guard's phrases count for nothing


@dataclass(frozen=True, slots=True)
class Phrase:
    pattern: Pattern
    confidence: Confidence
    needs: Guard | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that shows one signal, and everything that stops it."""

    signal: str
    speaker: Speaker
    phrases: tuple[Phrase, ...]
    vetoes: tuple[Guard, ...]
    yields_to: frozenset[str] = frozenset()  # signals beside which this one says nothing more


@dataclass(frozen=True, eq=False)
class Bank:
    """Rules by signal. Two banks are the same only if they are one object; compare `fingerprint`."""

    rules: tuple[Rules, ...]
    fingerprint: str


@cache
def shipped_bank() -> Bank:
    """The bank that comes with the program. Raises `BadBank`."""
    vetoes = _guards(_read(FOLDER / "vetoes.toml"), "vetoes.toml")
    rules: list[Rules] = []
    for path in _files():
        if path.name in _SHARED:
            continue
        for signal, table in _read(path).items():
            kind = signal_table().get(signal)
            if kind is None or kind.speaker is None:
                raise BadBank(f"{path.name}: {signal} is no text signal of table.toml")
            if any(known.signal == signal for known in rules):
                raise BadBank(f"{path.name}: {signal} has rules already")
            rules.append(_rules(signal, kind.speaker, table, vetoes, path.name))
    return Bank(tuple(rules), shipped_fingerprint())


@cache
def shipped_fingerprint() -> str:
    """The fingerprint of `shipped_bank`, without taking its phrases apart."""
    return _hash(path.read_bytes() for path in _files())


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


def own_bank(signals: Mapping[str, Mapping[str, object]]) -> Bank:
    """A person's own `[signals.NAME]` tables: `speaker`, `phrases`, and `vetoes` by the shipped names.

    More phrases for a shipped signal need no speaker. `strength` and `meaning` are for the reports and are
    passed over here. Raises `BadBank`.
    """
    vetoes = _guards(_read(FOLDER / "vetoes.toml"), "vetoes.toml")
    rules = []
    for signal, table in signals.items():
        unknown = table.keys() - {"speaker", "strength", "meaning", "phrases", "vetoes"}
        if unknown:
            raise BadBank(f"signals.{signal}: unknown key {sorted(unknown)[0]}")
        kind = signal_table().get(signal)
        said = table.get("speaker", kind.speaker if kind else None)
        try:
            speaker = Speaker(str(said))
        except ValueError:
            raise BadBank(f'signals.{signal}: speaker is "company" or "candidate"') from None
        own = {"certain": table.get("phrases", []), "vetoes": table.get("vetoes", ["negation"])}
        rules.append(_rules(signal, speaker, own, vetoes, "signals"))
    return Bank(tuple(rules), _hash([repr(rules).encode()]))


@cache
def word_classes() -> dict[str, Forms]:
    """The classes of words.toml: each a set of phrases as words. A class may name earlier ones."""
    classes: dict[str, Forms] = {}
    for name, entries in _read(FOLDER / "words.toml").items():
        forms: set[tuple[str, ...]] = set()
        for entry in _strings(entries, f"words.toml: {name}"):
            if entry.startswith("{"):
                forms |= classes[entry[1:-1]]
            else:
                forms.add(tuple(word for part in entry.split() for word in plain_words(part)))
        classes[name] = frozenset(forms)
    return classes


def _rules(
    signal: str, speaker: Speaker, table: Mapping[str, object], vetoes: Mapping[str, Guard], place: str
) -> Rules:
    place = f"{place}: {signal}"
    unknown = table.keys() - {*Confidence, "vetoes", "unless", "beside", "yields_to"}
    if unknown:
        raise BadBank(f"{place}: unknown key {sorted(unknown)[0]}")
    phrases = [
        Phrase(pattern, confidence)
        for confidence in Confidence
        for pattern in _patterns(table.get(confidence, []), place)
    ]
    for name, part in _tables(table.get("beside", {}), place).items():
        unknown = part.keys() - {*Confidence, "needs", "where", "within"}
        if unknown:
            raise BadBank(f"{place}.beside.{name}: unknown key {sorted(unknown)[0]}")
        need = _guard(name, {**_only(part, "where", "within"), "phrases": part.get("needs", [])}, place)
        for confidence in Confidence:
            phrases += [
                Phrase(pattern, confidence, need) for pattern in _patterns(part.get(confidence, []), place)
            ]
    seen: set[tuple[str, str]] = set()
    for phrase in phrases:
        key = (phrase.pattern.source, phrase.needs.name if phrase.needs else "")
        if key in seen:
            raise BadBank(f"{place}: twice: {phrase.pattern.source!r}")
        seen.add(key)
    stops = []
    for name in _strings(table.get("vetoes", []), place):
        if name not in vetoes:
            raise BadBank(f"{place}: no veto {name!r} in vetoes.toml")
        stops.append(vetoes[name])
    stops += _guards(_tables(table.get("unless", {}), place), place).values()
    yields = frozenset(_strings(table.get("yields_to", []), place))
    strange = yields - signal_table().keys()
    if strange:
        raise BadBank(f"{place}: yields_to: no signal {min(strange)!r}")
    return Rules(signal, speaker, tuple(phrases), tuple(stops), yields)


def _guards(tables: Mapping[str, Mapping[str, object]], place: str) -> dict[str, Guard]:
    return {name: _guard(name, table, place) for name, table in tables.items()}


def _guard(name: str, table: Mapping[str, object], place: str) -> Guard:
    unknown = table.keys() - {"where", "within", "phrases", "pardons"}
    if unknown:
        raise BadBank(f"{place}: {name}: unknown key {sorted(unknown)[0]}")
    where = table.get("where", "sentence")
    within = table.get("within", 6)
    try:
        places = tuple(Where(one) for one in ([where] if isinstance(where, str) else _strings(where, place)))
    except ValueError as wrong:
        raise BadBank(f"{place}: {name}: {wrong}") from None
    if not isinstance(within, int):
        raise BadBank(f"{place}: {name}: within is a number of words")
    phrases, pardons = (_patterns(table.get(key, []), f"{place}: {name}") for key in ("phrases", "pardons"))
    return Guard(name, places, within, tuple(phrases), tuple(pardons))


def _patterns(sources: object, place: str) -> list[Pattern]:
    try:
        return [one for source in _strings(sources, place) for one in parse(source, word_classes())]
    except BadPattern as wrong:
        raise BadBank(f"{place}: {wrong}") from wrong


def _strings(value: object, place: str) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise BadBank(f"{place}: a list of strings is wanted")
    return list(value)


def _tables(value: object, place: str) -> dict[str, dict[str, object]]:
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise BadBank(f"{place}: tables are wanted")
    return value


def _only(table: Mapping[str, object], *keys: str) -> dict[str, object]:
    return {key: table[key] for key in keys if key in table}


def _read(path: Path) -> dict[str, dict[str, object]]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as wrong:
        raise BadBank(f"{path.name}: {wrong}") from wrong


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]
