"""The examination is read no worse than before, and the floor rises with every gain."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks.accuracy import Report, figures, measured, too_low
from benchmarks.labelled import corpus, labelled

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FLOOR = BENCHMARKS / "floor.toml"
SLACK = 0.02


@pytest.fixture(scope="module")
def report() -> Report:
    return measured(labelled([BENCHMARKS / "examination.jsonl"]))


def test_no_figure_is_below_its_floor(report: Report) -> None:
    assert too_low(report, FLOOR) == []


def test_the_floor_is_raised_to_what_is_reached(report: Report) -> None:
    floor = tomllib.loads(FLOOR.read_text("utf-8"))["f1"]
    reached = {**figures(report), **report.signals}
    assert {name: reached[name].f1 for name in floor if reached[name].f1 > floor[name] + SLACK} == {}


def test_nothing_of_the_examination_is_learned_from() -> None:
    learned = {mail.raw.raw.partition(b"\n\n")[2] for mail in labelled(corpus())}
    asked = {mail.raw.raw.partition(b"\n\n")[2] for mail in labelled([BENCHMARKS / "examination.jsonl"])}
    assert learned.isdisjoint(asked)
