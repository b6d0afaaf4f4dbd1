"""Every command on the sample search, as a person would use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tealeaves.cli.main import main
from tests.tealeaves.conftest import AS_OF, ROOT, SAMPLE, Said

APPLICATION = {
    "id", "company", "role", "stage", "open", "messages", "momentum", "response", "interviews",
    "reschedules_later", "promised_by", "promise_missed", "unanswered_questions", "follow_ups_due",
    "actions", "pay", "suggestions", "overlaps",
}  # fmt: skip
INTERVIEW = {
    "uid", "start", "end", "status", "all_day", "summary", "kind", "held", "round", "round_name",
    "interviewers", "changes",
}  # fmt: skip


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
    return tealeaves


def test_the_demo_shows_table_and_digest_and_says_what_to_do_next(tealeaves: Callable[..., Said]) -> None:
    said = tealeaves("demo")
    assert said.code == 0
    assert said.err == ""
    assert "Harbor & Vine" in said.out
    assert "TO DO" in said.out
    assert said.out.rstrip().splitlines()[-2].startswith("  tealeaves import PATH ")
    assert said.out.rstrip().splitlines()[-1].startswith("  tealeaves accounts add ")


def picture(name: str) -> str:
    pages = [page.read_text("utf-8") for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))]
    return "".join(pages).partition(f"<!-- {name}:begin -->\n```text\n")[2].partition("\n```")[0]


def test_the_picture_in_the_readme_is_what_the_demo_prints(tealeaves: Callable[..., Said]) -> None:
    assert picture("demo")
    assert picture("demo") in tealeaves("demo").out


@pytest.mark.parametrize("command", [("show", "pemberton"), ("responsiveness",)], ids=lambda one: one[0])
def test_the_pictures_of_the_sample_search_are_what_the_commands_print(
    tealeaves: Callable[..., Said], command: tuple[str, ...]
) -> None:
    assert tealeaves("import", SAMPLE / "mail", SAMPLE / "calendar.ics").code == 0
    assert picture(command[0])
    assert picture(command[0]) in tealeaves(*command, "--as-of", AS_OF).out


def test_the_same_import_twice_says_nothing_new_and_doubles_nothing(tealeaves: Callable[..., Said]) -> None:
    first = tealeaves("import", "--json", SAMPLE / "mail", SAMPLE / "calendar.ics").json()
    before = tealeaves("applications", "--json", "--all", "--as-of", AS_OF).out
    again = tealeaves("import", SAMPLE / "mail", SAMPLE / "calendar.ics")
    assert first["new"] == first["listed"] > 100
    assert again.out.startswith("Nothing new since the last import.")
    assert again.code == 0
    assert tealeaves("applications", "--json", "--all", "--as-of", AS_OF).out == before


def test_a_file_that_is_gone_is_recorded_and_said_once(
    tealeaves: Callable[..., Said], tmp_path: Path
) -> None:
    """What an earlier import left out is looked at again; its file may be gone by then."""
    calendar = tmp_path / "calendar.ics"
    calendar.write_bytes((SAMPLE / "calendar.ics").read_bytes())
    mails = sorted((SAMPLE / "mail").glob("*.eml"))
    assert tealeaves("import", calendar, *mails[:20]).code == 0
    calendar.unlink()
    first = tealeaves("import", *mails[:40])
    assert first.code == 3
    assert "calendar.ics: gone" in first.err
    again = tealeaves("import", *mails[:60])
    assert again.code == 0
    assert again.err == ""


def test_overlapping_exports_give_each_message_once(tealeaves: Callable[..., Said], tmp_path: Path) -> None:
    mails = sorted((SAMPLE / "mail").glob("*.eml"))
    for name, part in (("inbox", mails[:100]), ("all", mails)):
        (tmp_path / f"{name}.mbox").write_bytes(
            b"".join(
                b"From x@y.example Mon Sep  7 10:00:00 2026\n" + mail.read_bytes().rstrip(b"\n") + b"\n\n"
                for mail in part
            )
        )
    assert tealeaves("import", "--json", tmp_path / "inbox.mbox").json()["new"] == 100
    second = tealeaves("import", "--json", tmp_path / "all.mbox").json()
    assert second["listed"] == len(mails)
    assert second["new"] == len(mails) - 100
    found = tealeaves("applications", "--json", "--all", "--as-of", AS_OF).json()
    messages = [message for one in found for message in one["messages"]]
    assert len(messages) == len(set(messages))


def test_the_table_fits_a_hundred_columns(sample: Callable[..., Said]) -> None:
    for command in (["applications", "--all"], ["responsiveness"]):
        said = sample(*command, "--as-of", AS_OF)
        assert said.code == 0
        assert max(map(len, said.out.splitlines())) <= 100


def test_the_table_comes_as_markdown_too(sample: Callable[..., Said]) -> None:
    said = sample("applications", "--format", "markdown", "--as-of", AS_OF)
    assert said.code == 0
    assert said.out.splitlines()[1].startswith("| ---")
    as_json = sample("applications", "--format", "json", "--as-of", AS_OF)
    assert as_json.out == sample("applications", "--json", "--as-of", AS_OF).out


def test_applications_json_has_exactly_the_keys_of_the_contract(sample: Callable[..., Said]) -> None:
    found = sample("applications", "--json", "--all", "--as-of", AS_OF).json()
    assert found
    for one in found:
        assert set(one) == APPLICATION
        assert set(one["momentum"]) == {"score", "trend", "reasons", "warnings"}
        assert set(one["response"]) == {"replies", "median_hours", "p90_hours", "n", "waiting_since"}
        for reply in one["response"]["replies"]:
            assert set(reply) == {"to", "reply", "hours", "working_hours"}
        for reason in one["momentum"]["reasons"]:
            assert set(reason) == {
                "signal", "strength", "message_id", "at", "evidence", "confidence", "by_context",
            }  # fmt: skip
        for interview in one["interviews"]:
            assert set(interview) == INTERVIEW
    assert {one["open"] for one in found} == {True, False}
    assert all(one["open"] for one in sample("applications", "--json", "--as-of", AS_OF).json())


def test_as_of_an_earlier_day_nothing_later_is_known(sample: Callable[..., Said]) -> None:
    early = sample("applications", "--json", "--all", "--as-of", "2026-07-25").json()
    late = sample("applications", "--json", "--all", "--as-of", AS_OF).json()
    assert 0 < len(early) < len(late)


def test_show_takes_an_id_or_words_and_asks_when_several_fit(sample: Callable[..., Said]) -> None:
    found = sample("applications", "--json", "--all", "--as-of", AS_OF).json()
    by_id = sample("show", found[0]["id"], "--as-of", AS_OF)
    by_words = sample("show", found[0]["company"], "--as-of", AS_OF)
    assert by_id.code == 0 and by_id.out == by_words.out
    assert sample("show", found[0]["id"], "--json", "--as-of", AS_OF).json()["id"] == found[0]["id"]
    several = sample("show", "Larkspur", "--as-of", AS_OF)
    assert several.code == 2 and "fits 2 applications" in several.err
    assert sample("show", "Nobody & Sons").code == 2


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_digest_comes_in_every_form_and_to_a_file(
    sample: Callable[..., Said], tmp_path: Path, form: str
) -> None:
    printed = sample("digest", "--format", form, "--as-of", AS_OF)
    assert printed.code == 0
    file = tmp_path / "digest"
    assert sample("digest", "--format", form, "--as-of", AS_OF, "-o", file).out == ""
    assert file.read_text("utf-8") == printed.out
    if form == "json":
        json.loads(printed.out)
    if form == "text":
        assert max(map(len, printed.out.splitlines())) <= 80


def test_classify_prints_a_line_a_message_with_evidence_where_it_says(sample: Callable[..., Said]) -> None:
    said = sample("classify", "--json", "--me", "robin.hale@postbox.example", SAMPLE / "mail")
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 0
    assert len(lines) == len(list((SAMPLE / "mail").glob("*.eml")))
    for line in lines:
        assert set(line) == {
            "message_id", "relevant", "author", "signals", "company", "role", "decision_by"
        }  # fmt: skip
        assert line["author"] in {"person", "system", "candidate"}
        for signal in line["signals"]:
            assert signal["confidence"] in {"certain", "likely", "suggested"}
            assert signal["end"] - signal["start"] == len(signal["evidence"])


def test_explain_shows_what_fired_and_what_was_cut(sample: Callable[..., Said]) -> None:
    found = sample("applications", "--json", "--as-of", AS_OF).json()
    reasons = [one for application in found for one in application["momentum"]["reasons"] if one["evidence"]]
    said = sample("explain", reasons[0]["message_id"])
    assert said.code == 0
    assert reasons[0]["signal"] in said.out
    told = sample("explain", "--json", reasons[0]["message_id"]).json()
    assert reasons[0]["signal"] in told["signals"]
    assert sample("explain", "<nobody@nowhere.example>").code == 2


def test_reclassify_by_the_same_rules_changes_nothing(sample: Callable[..., Said]) -> None:
    before = sample("applications", "--json", "--all", "--as-of", AS_OF).out
    said = sample("reclassify", "--all", "--dry-run", "--json").json()
    assert (said["messages"], said["applications"], said["labels"], said["read_again"]) == ([], [], [], 0)
    assert said["looked_at"] > 100
    assert sample("reclassify", "--all").out == "0 readings changed.\n"
    assert sample("applications", "--json", "--all", "--as-of", AS_OF).out == before


def test_options_may_stand_before_or_after_the_command(sample: Callable[..., Said]) -> None:
    config = SAMPLE / "config.toml"
    first = sample("--config", config, "applications", "--json", "--as-of", AS_OF)
    last = sample("applications", "--json", "--as-of", AS_OF, f"--config={config}")
    assert first.code == last.code == 0
    assert first.out == last.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["applicatons"], 'no command "applicatons"; did you mean "applications"?'),
        (["applications", "--as-of", "yesterday"], '--as-of "yesterday": not a day or time'),
        (["digest", "--as-of", "0001-01-01"], '--as-of "0001-01-01": not a day or time'),
        (["show", "acme", "--as-of", "9999-12-31"], '--as-of "9999-12-31": not a day or time'),
        (["applications", "--jsn"], "No such option"),
        (["digest", "--since", "2030-01-01", "--as-of", AS_OF], "--since 2030-01-01: not before"),
        (["digest", "--since", "tomorrow", "--as-of", AS_OF], '--since "tomorrow": not a day or time'),
        (["--config", "/nowhere/config.toml", "applications"], "no configuration at /nowhere/config.toml"),
        (["classify", "--me", "robin", "x.eml"], '--me "robin" is neither an address nor "@domain"'),
        (["reclassify", "--all", "--since", "3 weeks"], "reclassify: one of --all"),
    ],
)
def test_a_misuse_is_one_line_and_exit_code_2(
    tealeaves: Callable[..., Said], arguments: list[str], said: str
) -> None:
    done = tealeaves(*arguments)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_an_empty_store_says_how_to_begin(tealeaves: Callable[..., Said]) -> None:
    assert tealeaves("applications").out == "No applications yet: tealeaves import PATH brings mail in.\n"
    assert tealeaves("applications", "--json").json() == []
    assert tealeaves("digest").code == 0
