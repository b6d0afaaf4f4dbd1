"""The record of the runs."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tealeaves.schedule import runs
from tealeaves.schedule.runs import Part, Run

BEGIN = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
words = st.text(max_size=40)
some = st.builds(
    Run,
    task=st.sampled_from(["sync", "digest"]),
    started=st.datetimes(timezones=st.just(UTC)),
    seconds=st.floats(0, 10_000),
    code=st.integers(0, 5),
    reason=words,
    parts=st.lists(st.builds(Part, words, words, words, st.booleans()), max_size=3).map(tuple),
    counts=st.dictionaries(words, st.integers(0)),
)


@given(run=some)
def test_a_run_is_read_as_it_was_written_on_one_line(run: Run) -> None:
    line = runs.as_line(run)
    assert "\n" not in line
    assert runs._run(line) == run


def test_runs_are_read_in_their_order_and_by_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "tealeaves"
    written = [Run("sync", BEGIN + timedelta(hours=n), n, 0) for n in range(3)]
    for run in written:
        runs.append(folder, run)
    assert runs.read(folder) == tuple(written)
    assert stat.S_IMODE((folder / runs.FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_full_file_is_put_aside_and_still_read(tmp_path: Path) -> None:
    written = [Run("sync", BEGIN + timedelta(hours=n), n, 0) for n in range(50)]
    for run in written:
        runs.append(tmp_path, run, largest=1000)
    kept = runs.read(tmp_path)
    assert kept == tuple(written[-len(kept) :])
    assert 1000 < sum(file.stat().st_size for file in tmp_path.iterdir()) < 3000
    assert sorted(file.name for file in tmp_path.iterdir()) == [runs.EARLIER, runs.FILE]


def test_a_line_that_a_power_cut_left_half_is_passed_over_and_swallows_none(tmp_path: Path) -> None:
    first, second = Run("sync", BEGIN, 1, 0), Run("sync", BEGIN + timedelta(hours=1), 1, 4)
    (tmp_path / runs.FILE).write_text(runs.as_line(first) + "\n" + runs.as_line(second)[:40])
    runs.append(tmp_path, second)
    assert runs.read(tmp_path) == (first, second)


def test_a_line_break_of_another_kind_in_a_reason_ends_no_line(tmp_path: Path) -> None:
    run = Run("sync", BEGIN, 1, 1, "a\u2028b\x85c\rd\ne")
    runs.append(tmp_path, run)
    assert runs.read(tmp_path) == (run,)


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    assert runs.read(tmp_path / "nowhere") == ()
