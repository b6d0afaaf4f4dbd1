"""launchd's agents, read by Python's own reader of property lists."""

from __future__ import annotations

import plistlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tealeaves.schedule.systems.launchd import Launchd, intervals
from tealeaves.schedule.times import next_after, when
from tests.tealeaves.schedule.plans import NOON, ODD, plan
from tests.tealeaves.schedule.test_systemd import SAID, here


@pytest.mark.parametrize("said", SAID)
def test_launchd_starts_it_when_we_say(said: str) -> None:
    """By the rules of launchd.plist(5): what is missing matches everything, Sunday is 0."""
    at = NOON
    times = intervals(when(said))
    for _ in range(5):
        at = next_after(when(said), at)
        assert matches(times, at)
        assert not matches(times, at + timedelta(minutes=1))


def matches(times: list[dict[str, int]], at: datetime) -> bool:
    now = {"Weekday": at.isoweekday() % 7, "Hour": at.hour, "Minute": at.minute}
    return any(all(now[key] == value for key, value in one.items()) for one in times)


def test_an_agent_has_the_keys_that_launchd_wants_and_no_other(tmp_path: Path) -> None:
    sync, digest = Launchd(here(tmp_path)).files(plan("launchd", python=f"/Applications/{ODD}/python"))
    told = plistlib.loads(sync.content)
    assert told == {
        "Label": "tealeaves.sync",
        "ProgramArguments": [
            f"/Applications/{ODD}/python", "-P", "-m", "tealeaves", "schedule", "run", "sync",
            "--plan", "/home/robin/.local/state/tealeaves/schedule.json",
        ],
        "StartCalendarInterval": [{"Minute": 7}, {"Minute": 37}],
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "Umask": 0o077,
    }  # fmt: skip
    assert sync.path == tmp_path / "home" / "Library" / "LaunchAgents" / "tealeaves.sync.plist"
    assert plistlib.loads(digest.content)["StartCalendarInterval"] == [{"Weekday": 1, "Hour": 8, "Minute": 2}]


def test_an_interval_is_told_by_the_clock_since_launchd_forgets_others_in_its_sleep(tmp_path: Path) -> None:
    for file in Launchd(here(tmp_path)).files(plan("launchd")):
        assert "StartInterval" not in plistlib.loads(file.content)
