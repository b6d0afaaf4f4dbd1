"""The tables of the gate, read once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


TABLE = _read(_HERE / "gate.toml")
EVIDENCE = _read(_HERE.parent / "relevance" / "evidence.toml")
SENT: frozenset[str] = frozenset(_read(_HERE.parent / "data" / "authors.toml")["sent"]["labels"])
