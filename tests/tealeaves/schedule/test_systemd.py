"""systemd's units, read by systemd itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tealeaves.schedule.systems.system import Here, ScheduleError
from tealeaves.schedule.systems.systemd import Systemd, calendar, command_line
from tealeaves.schedule.times import INTERVALS, next_after, when
from tests.conftest import missing
from tests.tealeaves.schedule.plans import NOON, ODD, plan

SAID = [*INTERVALS.split(), "mon 08:00", "mon,thu 18:00", "weekdays 08:05", "weekends 23:59", "daily 07:30"]


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        missing(FileNotFoundError("systemd-analyze is not installed: apt-get install systemd"))
    return found


@pytest.mark.parametrize("said", SAID)
def test_systemd_starts_it_when_we_say(analyze: str, said: str) -> None:
    now = NOON
    done = subprocess.run(
        [analyze, "calendar", "--iterations=3", f"--base-time={now}", calendar(when(said))],
        capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
    )  # fmt: skip
    expected, at = [], now
    for _ in range(3):
        at = next_after(when(said), at)
        expected.append(at)
    told = [line.partition(": ")[2] for line in done.stdout.splitlines() if "Next elapse" in line]
    told += [line.partition(": ")[2] for line in done.stdout.splitlines() if "Iter. #" in line]
    assert told == [f"{one:%a %Y-%m-%d %H:%M:%S} UTC" for one in expected]


@pytest.mark.parametrize("name", ["plain", "with a space", ODD, "ends with \\", "%h", "a\tb"])
def test_systemd_takes_the_units(analyze: str, tmp_path: Path, name: str) -> None:
    python = tmp_path / name / "python"
    if "\t" in name:
        with pytest.raises(ScheduleError, match="line break"):
            Systemd(here(tmp_path)).files(plan(python=str(python)))
        return
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    units = []
    for file in Systemd(here(tmp_path)).files(plan(python=str(python), folder=tmp_path / name)):
        path = Path(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        units.append(str(path))
    assert len(units) == 4
    done = subprocess.run(
        [analyze, "--user", "verify", *units], capture_output=True, text=True, env=runtime(tmp_path)
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_would_not_take_a_unit_that_is_wrong(analyze: str, tmp_path: Path) -> None:
    """So that the test above could fail."""
    unit = tmp_path / "tealeaves-sync.service"
    unit.write_text("[Service]\nType=oneshot\nExecStart=/nowhere/python\nNonsense=1\n")
    done = subprocess.run(
        [analyze, "--user", "verify", str(unit)], capture_output=True, text=True, env=runtime(tmp_path)
    )
    assert "Nonsense" in done.stderr
    assert done.returncode != 0


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(min_codepoint=32, blacklist_categories=["Cs"]), min_size=1, max_size=30))
def test_a_word_comes_out_as_it_went_in(word: str) -> None:
    """By the rules of systemd.syntax(7) and systemd.unit(5), read by other code than ours."""
    line = command_line(("/bin/true", word))
    quoted = line.removeprefix(":").removeprefix("/bin/true ")
    if quoted[0] == '"':
        assert quoted[-1] == '"'
        quoted = quoted[1:-1]
    else:
        assert not set(quoted) & set(" '\\%;")
    found, marks = "", iter(quoted)
    for mark in marks:
        assert mark != '"'
        found += next(marks) if mark in "\\%" else mark
    assert found == word
    assert line.startswith(":") == ("$" in word)


def test_the_digest_waits_for_a_sync_that_begins_with_it(tmp_path: Path) -> None:
    texts = {Path(file.path).name: file.content.decode() for file in Systemd(here(tmp_path)).files(plan())}
    assert "After=tealeaves-sync.service" in texts["tealeaves-digest.service"]
    [alone] = [f for f in Systemd(here(tmp_path)).files(plan(sync=None)) if str(f.path).endswith("service")]
    assert b"After=" not in alone.content


def test_it_makes_up_for_what_it_missed_and_is_put_off_by_the_machines_own_delay(tmp_path: Path) -> None:
    for file in Systemd(here(tmp_path)).files(plan()):
        if str(file.path).endswith(".timer"):
            lines = file.content.decode().splitlines()
            assert "Persistent=true" in lines
            assert "FixedRandomDelay=true" in lines
            assert [line for line in lines if line.startswith("RandomizedDelaySec=")]


def test_nothing_in_a_unit_shuts_the_keyring_out(tmp_path: Path) -> None:
    """Each of these takes a namespace or sets NoNewPrivileges, in a user's manager."""
    text = "".join(file.content.decode() for file in Systemd(here(tmp_path)).files(plan()))
    for name in (
        "Private",
        "Protect",
        "Restrict",
        "SystemCall",
        "NoNewPrivileges=",
        "ReadOnly",
        "LockPersonality",
    ):
        assert f"\n{name}" not in text


def here(folder: Path) -> Here:
    return Here(folder / "home", folder / "config", folder / "state", "robin", 1000, time.sleep)


def runtime(folder: Path) -> dict[str, str]:
    path = folder / "runtime"
    path.mkdir(mode=0o700, exist_ok=True)
    return {**os.environ, "XDG_RUNTIME_DIR": str(path), "LC_ALL": "C"}
