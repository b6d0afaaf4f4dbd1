"""docs/momentum.md is held to the tables it speaks of, and its example to what the program says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reports.standing.score import default_strengths
from reports.thresholds import default_thresholds
from tests.tealeaves.conftest import AS_OF, ROOT, SAMPLE, Said

PAGE = (ROOT / "docs" / "momentum.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = PAGE.partition(f"# {heading}\n")[2].partition("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_example_is_right_by_pencil_and_by_the_program(tealeaves: Callable[..., Said]) -> None:
    total, expected = 0.0, []
    for name, strength, age, faded, repeat, adds in rows("A worked example"):
        left = 0.125 + 0.875 * 0.5 ** (float(age) / 28)
        assert left == pytest.approx(float(faded), abs=0.005)
        added = float(strength) * left * float(repeat)
        assert added == pytest.approx(float(adds), abs=0.006)
        assert float(strength) == default_strengths()[name.strip("`")]
        total += added
        expected.append((name.strip("`"), pytest.approx(added, abs=0.01)))
    said = re.search(r"The sum is ([\d.]+), .* = (\d+)\.", PAGE)
    assert said is not None
    assert total == pytest.approx(float(said[1]), abs=0.01)
    assert round(90 / (1 + 2.718281828 ** (-(total - 9) / 6))) == int(said[2])

    assert tealeaves("import", SAMPLE / "mail", SAMPLE / "calendar.ics").code == 0
    shown = tealeaves("show", "castellan energy", "--json", "--as-of", AS_OF).json()["momentum"]
    assert shown["score"] == int(said[2])
    assert [(one["signal"], one["strength"]) for one in shown["reasons"]] == expected


def test_every_strength_stands_on_the_page() -> None:
    given = {
        name.strip(" `"): float(strength)
        for names, strength, _ in rows("What each signal is worth, and why")
        for name in names.split(",")
    }
    assert given == {
        name: strength
        for name, strength in default_strengths().items()
        if strength and not name.startswith("noted_")
    }


def test_every_number_on_the_page_is_the_one_in_the_table() -> None:
    thresholds = default_thresholds()
    named = re.findall(r"`\[(\w+)\] (\w+) = ([\d.]+)`", PAGE)
    assert [f"{s}.{k} = {n}" for s, k, n in named if getattr(thresholds, s)[k] != float(n)] == []
    assert {key for section, key, _ in named if section == "warning"} == set(thresholds.warning)
    assert {key for section, key, _ in named if section == "follow_up"} == set(thresholds.follow_up)
