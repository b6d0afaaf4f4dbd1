"""The tables of `classify/data/names.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def words(*path: str) -> frozenset[str]:
    """The list of words under a path of the table, as a set."""
    return frozenset(entries(*path))


@lru_cache(maxsize=64)
def either(*paths: str) -> frozenset[str]:
    """The words of several lists together; a path is written with dots: "role.fields"."""
    return frozenset().union(*(words(*path.split(".")) for path in paths))


@lru_cache(maxsize=128)
def entries(*path: str) -> tuple[str, ...]:
    """The list under a path of the table, in its order."""
    here: Any = table()
    for step in path:
        here = here[step]
    return tuple(here)


@lru_cache(maxsize=64)
def pairs(*path: str) -> dict[str, str]:
    """The table of strings under a path."""
    here: Any = table()
    for step in path:
        here = here[step]
    return {str(k): str(v) for k, v in here.items()}
