"""What the readings depend on, stage by stage: so that old ones are known to be old, and in what."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.signals.find import CODE as SIGNALS_CODE
from classify.signals.find import rules_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.signals.bank import Bank

ROOT = Path(__file__).parent
CODE = "1"  # raise the number of a stage when its code reads differently, so that old readings are known

STAGES = {
    "text": ("3", ("newtext/*.toml", "data/authors.toml", "data/senders.toml")),
    "signals": (  # and the bank
        f"2 {SIGNALS_CODE}",
        ("signals/table.toml", "promises/*.toml", "model/*.toml", "model/*.npz"),
    ),
    "names": ("2", ("data/names.toml", "data/senders.toml")),
    "standing": (
        "4",
        ("relevance/*.toml", "data/senders.toml", "data/asks.toml", "pay/*.toml", "titles/*.toml"),
    ),
}
"""Stage -> the number of its code, and its tables. A stage also depends on those that `AFTER` names."""

AFTER = {"text": ("signals", "names", "standing"), "signals": ("standing",), "names": ("standing",)}
"""Stage -> the stages that read what it found. Promises go with the signals: both ask the bank."""

GROUPING = ("3", ("data/*.toml", "relevance/evidence.toml"))
"""The number of the code that groups what was read, and its tables."""

NO_READING = (
    "gate/*.toml",
    "audit/*.toml",
    "data/foundation.toml",
    "data/meetings.toml",
    "signals/bank/*.toml",
)
"""The tables that no reading depends on by `STAGES`: of the gate, of the audit, of grouping; the bank has a
fingerprint of its own."""

_PART = 4  # characters; 24 bits


@dataclass(frozen=True, slots=True)
class Rules:
    """The fingerprint of each stage: new text and author; signals and promises; names; relevance, what asks
    for an answer, pay, and the titles of people."""

    text: str
    signals: str
    names: str
    standing: str

    def __str__(self) -> str:
        return f"{self.text}{self.signals}{self.names}{self.standing}"

    @classmethod
    def of(cls, fingerprint: str) -> Rules:
        """The stages of a fingerprint. Of one that is none of ours, each differs from any that we make."""
        if len(fingerprint) != _PART * len(STAGES):
            return cls("", "", "", "")
        return cls(*(fingerprint[at : at + _PART] for at in range(0, len(fingerprint), _PART)))


@lru_cache(maxsize=8)
def rules(extra: Bank | None = None) -> Rules:
    """The rules of today; `extra` is the person's own bank of phrases."""
    return Rules(**{name: _part(name, extra) for name in STAGES})


@lru_cache(maxsize=8)
def fingerprint(extra: Bank | None = None) -> str:
    """16 characters that change when anything changes that a reading depends on: tables, the person's own
    phrases, or the meaning of the code."""
    return str(rules(extra))


@lru_cache(maxsize=64)
def changed(known: str, extra: Bank | None = None) -> frozenset[str]:
    """The stages whose own rules are others today than those of that fingerprint."""
    old, new = Rules.of(known), rules(extra)
    return frozenset(name for name in STAGES if getattr(old, name) != getattr(new, name))


@lru_cache(maxsize=64)
def outdated(known: str, extra: Bank | None = None) -> frozenset[str]:
    """The stages that may read differently today than under the rules of that fingerprint."""
    found = changed(known, extra)
    return found.union(*(AFTER.get(stage, ()) for stage in found))


@cache
def grouping_fingerprint() -> str:
    """What changes when the same readings may be grouped otherwise."""
    code, tables = GROUPING
    return _short([CODE, code, *_hashes(tables)])


@cache
def apart_from_phrases() -> str:
    """Stands for all that signals and promises depend on but the phrases of banks."""
    code, tables = STAGES["signals"]
    return _short([CODE, code, *_hashes(tables)])


def _part(stage: str, extra: Bank | None) -> str:
    code, tables = STAGES[stage]
    bank = [rules_fingerprint(extra)] if stage == "signals" else []
    return _short([CODE, stage, code, *bank, *_hashes(tables)])


@cache
def _hashes(patterns: tuple[str, ...]) -> tuple[str, ...]:
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern)})
    return tuple(
        f"{path.relative_to(ROOT).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in paths
    )


def _short(parts: Iterable[str]) -> str:
    return urlsafe_b64encode(hashlib.sha256("\0".join(parts).encode()).digest())[:_PART].decode()
