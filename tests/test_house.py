"""The house: imports run one way, no circle, and the heavy libraries stay where they are used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ["ingest", "classify", "store", "reports", "tealeaves"]  # from the lowest
FILES = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
LONGEST = 400


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path, *, run_time_only: bool = False) -> Iterator[str]:
    """The modules that a file names, those under TYPE_CHECKING too unless left out."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if run_time_only and id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_lower_floor_never_imports_a_higher_one(path: Path) -> None:
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = set(FLOORS[floor + 1 :])
    assert not {name for name in imports(path) if name.partition(".")[0] in above}


def test_no_file_belongs_to_a_circle() -> None:
    names = {name_of(path): path for path in FILES}
    # A package's __init__ gathers what is below it; a file naming its own package is no circle through it.
    edges = {
        name: {other for other in imports(path, run_time_only=True) if other in names and other != name}
        for name, path in names.items()
        if path.name != "__init__.py"
    }
    state: dict[str, int] = {}

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert state.get(name) != 1, " -> ".join((*trail[trail.index(name) :], name))
        if state.get(name) == 2:
            return
        state[name] = 1
        for other in sorted(edges.get(name, ())):
            walk(other, (*trail, name))
        state[name] = 2

    for name in edges:
        walk(name, ())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_does_one_job_and_is_no_longer_than_it_takes(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "no docstring"
