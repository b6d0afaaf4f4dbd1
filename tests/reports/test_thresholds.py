from __future__ import annotations

import math
from dataclasses import fields

import pytest

from reports.standing.stage import ORDER, Stage
from reports.thresholds import default_thresholds, impossible, overridden


def test_every_open_stage_has_its_patience():
    open_stages = {*(stage.value for stage in ORDER), "on_hold"} - {Stage.ACCEPTED.value}
    assert open_stages <= default_thresholds().stalled.keys()


def test_every_number_as_shipped_can_be():
    shipped = default_thresholds()
    for section in fields(shipped):
        for key, number in getattr(shipped, section.name).items():
            assert impossible(section.name, key, number) == ""


def test_an_override_changes_its_own_number_and_no_other():
    shipped = default_thresholds()
    mine = overridden(shipped, {"warning": {"slowing": 2.5}, "trend": {}})
    assert mine.warning == {**shipped.warning, "slowing": 2.5}
    assert (mine.trend, mine.score) == (shipped.trend, shipped.score)
    assert shipped.warning["slowing"] == 3


@pytest.mark.parametrize(
    ("section", "key", "number"),
    [
        ("warning", "slowly", 1.0),
        ("wrning", "slowing", 1.0),
        ("trend", "window", math.nan),
        ("trend", "window", math.inf),
        ("trend", "window", -1.0),
        ("silence", "floor", 0.0),
        ("score", "repeat_share", 1.5),
        ("score", "open_ceiling", 99.0),
    ],
)
def test_what_cannot_be_is_refused(section, key, number):
    with pytest.raises(ValueError, match=f"{section}.{key}: "):
        overridden(default_thresholds(), {section: {key: number}})
