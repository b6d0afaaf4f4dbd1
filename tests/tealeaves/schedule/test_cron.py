"""The crontab: our lines read by the rules of crontab(5), and everybody else's lines left alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tealeaves.schedule.systems import cron
from tealeaves.schedule.systems.system import ScheduleError
from tealeaves.schedule.times import next_after, when
from tests.tealeaves.schedule.plans import NOON, ODD, plan
from tests.tealeaves.schedule.test_systemd import SAID

OURS = cron.block(plan("cron"))


@pytest.mark.parametrize("said", SAID)
def test_cron_starts_it_when_we_say(said: str) -> None:
    at = NOON
    entry = cron.fields(when(said))
    for _ in range(5):
        at = next_after(when(said), at)
        assert matches(entry, at)
        assert not matches(entry, at + timedelta(minutes=1))


def matches(entry: str, at: datetime) -> bool:
    """Whether cron starts it, by crontab(5)."""
    parts, now = entry.split(" "), (at.minute, at.hour, at.day, at.month, at.isoweekday() % 7)
    assert len(parts) == len(now)
    assert all(re.fullmatch(r"\*|\d+(,\d+)*", part) for part in parts)
    return all(
        part == "*" or value in map(int, part.split(",")) for part, value in zip(parts, now, strict=True)
    )


@pytest.mark.parametrize("name", ["plain", "with a space", ODD, "100%", "-n"])
def test_the_shell_is_given_the_command_as_it_is(tmp_path: Path, name: str) -> None:
    program = tmp_path / name / "python"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$OUT"\n')
    program.chmod(0o755)
    line = cron.command_line(plan("cron", python=str(program), folder=tmp_path / name).command("sync"))
    # What cron does to it before the shell sees it: an escaped per cent sign is one, a bare one ends it.
    assert not re.search(r"(?<!\\)%", line)
    out = tmp_path / "out"
    subprocess.run(["/bin/sh", "-c", line.replace(r"\%", "%")], env={"OUT": str(out)}, check=True)
    told = out.read_text().splitlines()
    assert told == [
        "-P",
        "-m",
        "tealeaves",
        "schedule",
        "run",
        "sync",
        "--plan",
        str(tmp_path / name / "schedule.json"),
    ]


@pytest.mark.parametrize("name", ["back\\slash", "line\nbreak"])
def test_a_path_that_cron_cannot_be_told_is_refused(name: str) -> None:
    with pytest.raises(ScheduleError, match="cron takes no path"):
        cron.block(plan("cron", python=f"/opt/{name}/python"))


def test_crontab_takes_the_lines(tmp_path: Path) -> None:
    """Debian's and cronie's crontab check a file with -T."""
    found = shutil.which("crontab")
    if found is None:
        pytest.skip("crontab is not installed")
    file = tmp_path / "table"
    file.write_bytes(cron.with_block(b"MAILTO=robin\n", OURS))
    done = subprocess.run([found, "-T", str(file)], capture_output=True, text=True)
    if "invalid option" in done.stderr:
        pytest.skip("this crontab has no -T")
    assert done.returncode == 0, done.stderr


lines = st.lists(
    st.binary(max_size=30).map(lambda one: one.replace(b"\n", b"") + b"\n")
    | st.sampled_from([b"MAILTO=robin\n", b"# tealeaves\n", b"\r\n", b"5 * * * * /bin/true 100\\%\n"])
).map(b"".join)


@given(lines, lines)
def test_the_lines_of_others_are_kept_byte_for_byte(above: bytes, below: bytes) -> None:
    table = cron.with_block(above, OURS) + below
    assert cron.without(table) == above + below
    again = cron.with_block(table, cron.block(plan("cron", sync="1h")))
    assert again.count(cron.BEGIN) == 1
    assert cron.without(again) == above + below


def test_a_last_line_without_an_end_gets_one_so_that_ours_is_no_part_of_it() -> None:
    assert cron.with_block(b"5 * * * * true", OURS) == b"5 * * * * true\n" + OURS


def test_a_table_that_lost_our_end_is_not_touched() -> None:
    with pytest.raises(ScheduleError, match="crontab -e"):
        cron.without(cron.BEGIN + b"5 * * * * somebody else's\n")
