"""`tealeaves responsiveness` on the sample search, as a person would use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports.render.cells import width
from tealeaves.cli.main import main
from tests.tealeaves.conftest import AS_OF, SAMPLE, Said


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a store that holds the sample search."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled')}/store.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
        patch.setenv("TEALEAVES_STORE", url)
        assert main(["import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")]) == 0
    yield url


@pytest.fixture
def sample(
    filled: str, tealeaves: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    monkeypatch.setenv("TEALEAVES_STORE", filled)

    def run(*arguments: object) -> Said:
        return tealeaves("responsiveness", *arguments, "--as-of", AS_OF)

    return run


def heads(said: Said) -> list[str]:
    return [line.split()[0] for line in said.out.splitlines() if " half within  " in line]


def test_it_tells_by_company_by_recruiter_and_by_stage(sample: Callable[..., Said]) -> None:
    said = sample()
    assert (said.code, said.err) == (0, "")
    assert heads(said) == ["company", "recruiter", "stage"]
    assert max(map(width, said.out.splitlines())) <= 100


@pytest.mark.parametrize("by", ["company", "recruiter", "stage"])
def test_one_table_alone_can_be_asked_for(sample: Callable[..., Said], by: str) -> None:
    assert heads(sample("--by", by)) == [by]
    table = sample("--by", by, "--format", "markdown").out.splitlines()
    assert table[0].startswith(f"| {by} | replies |")
    assert table[1].startswith("| ---")


def test_the_agency_answers_in_its_own_name(sample: Callable[..., Said]) -> None:
    agencies = [one for one in sample("--json").json()["companies"] if one["agency"]]
    assert [(one["name"], one["n"]) for one in agencies] == [("Redwater Search", 3)]


def test_every_way_of_telling_replies_apart_has_all_of_them(sample: Callable[..., Said]) -> None:
    told = sample("--json").json()
    for group in ("applications", "companies", "recruiters", "stages"):
        assert sum(one["n"] for one in told[group]) == told["overall"]["n"] > 20
        assert all(one["hours"]["median"] is None for one in told[group] if one["n"] < 3)


def test_one_application_lists_every_reply_with_its_dates(sample: Callable[..., Said]) -> None:
    told = sample("fennimore", "--json").json()
    said = sample("fennimore")
    rows = said.out.partition("they answered")[2].partition("\n\n")[0].splitlines()[1:]
    assert len(rows) == len(told["replies"]) + len(told["unanswered"])
    assert max(map(width, said.out.splitlines())) <= 100
    assert "Tue 18 Aug 12:20   Tue 18 Aug 12:58     0 h 38 min    0 h 38 min  Beth Aldous" in said.out
    assert len(sample("fennimore", "--format", "markdown").out.splitlines()) > len(rows)
    assert sample("fennimore", "--format", "json").out == sample("fennimore", "--json").out


def test_its_replies_are_those_of_the_table_of_applications(
    sample: Callable[..., Said], tealeaves: Callable[..., Said]
) -> None:
    for known in tealeaves("applications", "--json", "--all", "--as-of", AS_OF).json():
        told = sample(known["id"], "--json").json()
        keys = ("to", "reply", "hours", "working_hours")
        assert [{key: one[key] for key in keys} for one in told["replies"]] == known["response"]["replies"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody & sons"], 'no application "nobody & sons"'),
        (["larkspur"], "fits 2 applications"),
        (["fennimore", "--by", "stage"], "--by stage"),
        (["--by", "weekday"], "--by"),
    ],
)
def test_a_misuse_is_one_line(sample: Callable[..., Said], arguments: list[str], words: str) -> None:
    said = sample(*arguments)
    assert said.code == 2
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_an_unknown_holiday_code_is_named(
    sample: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (SAMPLE / "config.toml").read_text("utf-8").replace("GB-ENG", "GB-NOWHERE")
    (tmp_path / "config.toml").write_text(config, "utf-8")
    monkeypatch.setenv("TEALEAVES_CONFIG", str(tmp_path / "config.toml"))
    said = sample()
    assert said.code == 2
    assert "holidays: 'GB-NOWHERE' is not known" in said.err


def test_nothing_yet_is_said_in_a_line(tealeaves: Callable[..., Said]) -> None:
    assert tealeaves("responsiveness").out == "No applications yet: tealeaves import PATH brings mail in.\n"
    assert tealeaves("responsiveness", "--json").json()["overall"]["n"] == 0
