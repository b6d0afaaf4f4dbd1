"""The part of constraints.txt that runs with tealeaves, without what only its development needs.

    python scripts/runtime.py [--only] [EXTRA]... > requirements.txt

--only leaves out what tealeaves itself needs, and keeps what the extras do.

Needs nothing but Python, since the image is made with it before anything is installed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[1]


def entries(constraints: str) -> dict[str, str]:
    """Package -> its lines, with hashes and with what it is there for."""
    found: dict[str, str] = {}
    for entry in re.split(r"^(?=[A-Za-z0-9])", constraints, flags=re.MULTILINE)[1:]:
        found[normal(entry)] = found.get(normal(entry), "") + entry  # one may stand there for each Python
    return found


def names(project: Mapping[str, object], extras: Iterable[str], *, only: bool = False) -> set[str]:
    """The packages that a pyproject.toml asks for, by itself and for extras. Raises KeyError for no extra."""
    table = project["project"]
    assert isinstance(table, dict)  # noqa: S101 (a pyproject.toml of ours)
    wanted = [] if only else list(table["dependencies"])
    wanted += [one for extra in extras for one in table["optional-dependencies"][extra]]
    return {normal(one) for one in wanted}


def runtime(constraints: str, wanted: set[str]) -> dict[str, str]:
    """The entries of the wanted packages and of all that these need."""
    every = entries(constraints)
    via = re.compile(r"^    #(?: via)?\s+([\w.-]+)", re.MULTILINE)
    reasons = {name: set(via.findall(entry)) for name, entry in every.items()}
    needed = set(wanted)
    while more := {name for name, parents in reasons.items() if parents & needed} - needed:
        needed |= more
    return {name: entry for name, entry in every.items() if name in needed}


def normal(requirement: str) -> str:
    """The name of the package that a requirement begins with, as indexes compare it (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name  # noqa: S101 (both files are ours)
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def here(extras: Iterable[str], *, only: bool = False) -> dict[str, str]:
    """The entries that this checkout needs at run time."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    return runtime(constraints, names(project, extras, only=only))


if __name__ == "__main__":
    given = sys.argv[1:]
    wanted = here([one for one in given if one != "--only"], only="--only" in given)
    sys.stdout.write("".join(wanted.values()))
