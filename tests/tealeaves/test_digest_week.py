"""`digest --week` and `-o`: weeks on the person's clock, and files that are whole and private."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tealeaves.cli import output
from tealeaves.errors import UsageError
from tealeaves.post.weeks import INSTANT, week, week_of
from tests.tealeaves import post
from tests.tealeaves.conftest import AS_OF, Said
from tests.tealeaves.person import Person

EPOCH = datetime(1990, 1, 1, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/London", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia")]
)
TIMES = st.timedeltas(timedelta(), timedelta(days=30_000)).map(lambda later: EPOCH + later)


@given(TIMES, ZONES)
def test_this_week_and_the_last_meet_where_one_ends(now: datetime, zone: ZoneInfo) -> None:
    assume(now.astimezone(zone).strftime("%a%T.%f") != "Mon00:00:00.000000")  # nothing of it is over
    this, last = week("this", now, zone), week("last", now, zone)
    assert last.begin < last.end < this.begin <= this.end == now
    assert this.begin - last.end == INSTANT
    assert week_of(this.end, zone) == week_of(now, zone)
    assert last.begin.astimezone(zone).weekday() == 0
    assert last.end.astimezone(zone).weekday() == 6


@given(TIMES, ZONES)
def test_a_week_is_found_by_its_name(now: datetime, zone: ZoneInfo) -> None:
    last = week("last", now, zone)
    assert week(week_of(last.end, zone), now, zone) == last
    assert week_of(last.begin, zone) == week_of(last.end, zone)


def test_a_week_in_which_the_clock_is_changed_has_an_hour_more_or_less() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    spring, autumn = (week(name, now, LONDON) for name in ("2026-W13", "2026-w43"))
    assert spring.end + INSTANT - spring.begin == timedelta(hours=167)
    assert autumn.end + INSTANT - autumn.begin == timedelta(hours=169)


def test_the_first_week_of_a_year_may_begin_in_the_one_before() -> None:
    now = datetime(2027, 6, 1, tzinfo=UTC)
    assert week("2026-W01", now, LONDON).begin.date() == date(2025, 12, 29)
    assert week_of(datetime(2027, 1, 3, 23, tzinfo=UTC), LONDON) == "2026-W53"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("2026-W54", "there is no week 54 in 2026"),
        ("2025-W53", "there is no week 53 in 2025"),
        ("2026-W41", "it begins on 2026-10-05, and that is to come"),
        ("9999-W52", "not a week such as 2026-W39"),
        ("0000-W10", "there is no week 10 in 0000"),
        ("39", "not a week such as 2026-W39, nor this or last"),
        ("next", "not a week"),
        ("", "not a week"),
    ],
)
def test_what_is_no_week_is_one_line(tealeaves: Callable[..., Said], named: str, why: str) -> None:
    said = tealeaves("digest", "--week", named, "--as-of", AS_OF)
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert said.err.startswith(f"tealeaves: --week {named}: {why}")


def test_a_week_and_a_beginning_are_one_too_many(tealeaves: Callable[..., Said]) -> None:
    said = tealeaves("digest", "--week", "last", "--since", "2026-09-01", "--as-of", AS_OF)
    assert (said.code, said.err) == (
        2, "tealeaves: --week last and --since 2026-09-01: one of the two, please\n"
    )  # fmt: skip


@pytest.fixture
def robin(person: Person, tmp_path: Path) -> Person:
    """Robin, who has one letter of a search."""
    person.write()
    (tmp_path / "search.mbox").write_bytes(post.boxed(post.interview(1, 0).as_bytes()))
    assert person.run("import", tmp_path / "search.mbox").code == 0
    return person


def test_the_digest_tells_of_the_week_that_is_named(robin: Person) -> None:
    last = robin.run("digest", "--week", "last", "--json", "--as-of", "2026-08-11").json()
    assert last == robin.run("digest", "--week", "2026-W32", "--json", "--as-of", "2026-08-11").json()
    assert datetime.fromisoformat(last["since"]) == datetime(2026, 8, 2, 23, tzinfo=UTC)
    assert datetime.fromisoformat(last["until"]) == datetime(2026, 8, 9, 23, tzinfo=UTC) - INSTANT
    assert len(last["new"]) == 1
    this = robin.run("digest", "--week", "this", "--json", "--as-of", "2026-08-11T10:00+00:00").json()
    assert datetime.fromisoformat(this["until"]) == datetime(2026, 8, 11, 10, tzinfo=UTC)
    assert this["new"] == []
    shown = robin.run("digest", "--week", "last", "--as-of", "2026-08-11").out
    assert "Mon 3 Aug to Sun 9 Aug" in shown


def test_the_name_of_the_file_says_the_form(robin: Person, tmp_path: Path) -> None:
    names = {
        "markdown": ("week.md", "week.MARKDOWN"),
        "json": ("week.json",),
        "html": ("week.html", "week.htm"),
        "text": ("week.txt", "week"),
    }
    for form, files in names.items():
        shown = robin.run("digest", "--as-of", "2026-08-09", "--format", form).out
        for file in (tmp_path / name for name in files):
            assert robin.run("digest", "--as-of", "2026-08-09", "-o", file).out == ""
            assert file.read_text("utf-8") == shown
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_form_that_is_given_counts_more_than_the_name(robin: Person, tmp_path: Path) -> None:
    robin.run("digest", "-o", tmp_path / "week.html", "--format", "json")
    json.loads((tmp_path / "week.html").read_text("utf-8"))
    robin.run("digest", "-o", tmp_path / "week.txt", "--json")
    json.loads((tmp_path / "week.txt").read_text("utf-8"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "week.txt"
    output.write(file, "first")
    with pytest.raises(UnicodeEncodeError):
        output.write(file, "second \ud800")
    assert file.read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["week.txt"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    output.write(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "text"


def test_what_is_no_ordinary_file_is_written_to_and_stays(tmp_path: Path) -> None:
    output.write(Path("/dev/null"), "text")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("place", ["nowhere/week.txt", "."])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        output.write(tmp_path / place, "text")


def test_a_digest_since_a_day_tells_of_that_day_too(tealeaves: Callable[..., Said]) -> None:
    told = tealeaves("digest", "--json", "--since", "2026-09-27", "--as-of", AS_OF).json()
    assert datetime.fromisoformat(told["since"]) == datetime(2026, 9, 26, 23, tzinfo=UTC)  # London, summer
