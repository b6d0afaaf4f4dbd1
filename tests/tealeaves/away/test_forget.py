"""What is forgotten is gone from every file of ours, and stays away."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from store.store import open_store
from tests.tealeaves.away.conftest import NOW, Home
from tests.tealeaves.conftest import SAMPLE

RAIL = ("fennimore", "Imran Qureshi", "two small things", "first conversation with fennimore")
MAIL = (SAMPLE / "mail", SAMPLE / "calendar.ics")


def _everywhere(home: Home) -> None:
    """Puts the words wherever they may come to lie."""
    home.done("search", "fennimore")
    home.done("debrief", "fennimore", "--interview", "2026-09-17", "--note", "Fennimore asked about queues")
    home.done("label", _message(home), "+keeping_warm")
    home.done("backup")
    shutil.copy(home.database, home.database.with_name("tealeaves.db.backup-0006-20260901T000000Z"))
    for place in ("state/tealeaves/log/tealeaves.log", "cache/tealeaves/x", "state/tealeaves/runs.jsonl",
                  "state/tealeaves/digests/2026-W39.html"):  # fmt: skip
        path = home.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"line": "Fennimore Rail"}')


def _message(home: Home) -> str:
    return str(home.applications()["Fennimore Rail"]["messages"][-1])


def test_no_byte_of_what_was_forgotten_is_left_in_any_file_of_ours(home: Home) -> None:
    _everywhere(home)
    # A process that was killed leaves its log of writes behind, with the words in it.
    held = sqlite3.connect(home.database)
    held.execute("PRAGMA wal_autocheckpoint = 0")
    held.execute("UPDATE contents SET subject = subject || ' '")
    held.commit()
    held.close()
    assert len(home.files_with(*RAIL)) >= 5
    said = home.done("forget", "fennimore", "--yes")
    assert "Fennimore Rail, Lead Data Engineer" in said.out and "nothing brings it back" in said.out
    assert home.files_with(*RAIL) == []
    assert "Fennimore Rail" not in home.applications()


def test_an_open_log_of_writes_is_emptied_too(home: Home) -> None:
    with open_store(home.url, now=NOW) as other:  # a second process that has it open
        other.counts(other.candidate("me"))
        home.done("forget", "fennimore", "--yes")
        assert home.files_with(*RAIL) == []
        assert other.counts(other.candidate("me")).applications == 12


def test_the_rest_of_the_schedule_and_the_configuration_stay(home: Home) -> None:
    plan = home.folder / "state" / "tealeaves" / "schedule.json"
    plan.parent.mkdir(parents=True)
    plan.write_text("{}")
    home.done("forget", "fennimore", "--yes")
    assert plan.exists()


def test_importing_the_same_mail_again_brings_nothing_back(home: Home) -> None:
    home.done("forget", "fennimore", "--yes")
    before = home.dump()
    for again in (("import", *MAIL), ("reclassify", "--all"), ("import", *MAIL)):
        assert home.run(*again).code == 0
    assert home.dump() == before
    copied = home.folder / "outside" / "mail"
    shutil.copytree(SAMPLE / "mail", copied)
    home.done("import", copied)
    assert "Fennimore Rail" not in home.applications()
    assert home.files_with("Imran Qureshi") == []


def test_a_dry_run_says_what_would_go_and_changes_nothing(home: Home) -> None:
    before = home.dump()
    said = home.done("forget", "fennimore", "--dry-run", "--json").json()
    assert (said["forgotten"], said["messages"], len(said["applications"])) == (False, 20, 1)
    assert home.dump() == before
    assert not list(home.database.parent.glob("*.forgetting"))


def test_without_a_terminal_nothing_is_forgotten_unless_yes_is_said(home: Home) -> None:
    said = home.run("forget", "fennimore")
    assert said.code == 2 and "--yes" in said.err
    assert "Fennimore Rail" in home.applications()


def test_a_company_goes_with_all_its_applications_and_nobody_elses(home: Home) -> None:
    before = home.applications()
    home.done("forget", "--company", "larkspur robotics", "--yes")
    assert set(before) - set(home.applications()) == {"Larkspur Robotics"}
    assert home.files_with("larkspur") == []


def test_an_application_goes_without_another_at_the_same_company(home: Home) -> None:
    home.done("forget", "larkspur staff", "--yes")
    left = home.done("applications", "--all", "--json").json()
    assert [one["role"] for one in left if one["company"] == "Larkspur Robotics"] == [
        "Senior Data Engineer, Fleet Telemetry"
    ]


def test_an_unknown_company_is_told_with_the_nearest_one(home: Home) -> None:
    said = home.run("forget", "--company", "Fenimore Rail", "--yes")
    assert said.code == 2 and 'did you mean "Fennimore Rail"?' in said.err


@pytest.mark.parametrize(
    "wrong", [(), ("x", "--everything"), ("--company", "a", "--account", "b"), ("x", "--with-config")]
)
def test_what_to_forget_is_said_once(home: Home, wrong: tuple[str, ...]) -> None:
    assert home.run("forget", *wrong).code == 2


def test_what_was_imported_is_an_account_of_its_own(home: Home) -> None:
    said = home.done("forget", "--account", "files", "--yes", "--json").json()
    assert said["messages"] == 129 and said["left_out"] == 24
    left = {table: rows for table, rows in home.dump().items() if rows}
    assert left == {}
    assert home.files_with("fennimore", "larkspur", "robin.hale@postbox.example\0", "geopod") == []
    home.done("import", *MAIL)
    assert home.applications() == {}


def test_everything_takes_all_that_is_ours_and_leaves_the_configuration_unless_told(home: Home) -> None:
    _everywhere(home)
    token = home.database.parent / "tokens" / "google.json"
    token.parent.mkdir()
    token.write_text("{}")
    stranger = home.database.parent / "backups" / "letter-to-fennimore.txt"
    stranger.write_text("not ours")
    assert home.run("forget", "--everything", "--dry-run").code == 0 and token.exists()
    said = home.done("forget", "--everything", "--yes")
    assert str(home.database) in said.out
    assert home.files_with(*RAIL) == [str(stranger)] or not home.files_with("two small things")
    left = [path for path in home.folder.rglob("*") if path.is_file()]
    assert sorted(left) == sorted([stranger, home.folder / "config" / "tealeaves" / "config.toml"])
    home.done("forget", "--everything", "--with-config", "--yes")
    assert [path for path in home.folder.rglob("*") if path.is_file()] == [stranger]


def test_while_a_sync_runs_nothing_is_forgotten(home: Home) -> None:
    with open_store(home.url, now=NOW) as store:
        far = NOW.replace(year=2999)
        assert store.take_lease(store.candidate("me"), "mail", "elsewhere:1", NOW, far) is None
    said = home.run("forget", "fennimore", "--yes")
    assert said.code == 5 and "mail" in said.err
    assert "Fennimore Rail" in home.applications()
    assert home.run("forget", "--everything", "--yes").code == 5
    assert home.database.exists()


def test_a_forgetting_that_was_broken_off_is_finished_by_the_next(home: Home) -> None:
    _everywhere(home)
    mark = home.database.with_name("tealeaves.db.forgetting")
    mark.touch()
    with open_store(home.url, now=NOW) as store:  # as far as it had come
        keys = [row["message_key"] for row in store.dump(1)["memberships"]
                if row["application_id"] == home.applications()["Fennimore Rail"]["id"]]  # fmt: skip
        store.forget(store.candidate("me"), keys)
    assert home.files_with(*RAIL)
    said = home.done("forget")
    assert "Finished" in said.out and not mark.exists()
    assert home.files_with("two small things", "first conversation with fennimore") == []


def test_a_name_that_is_not_a_file_of_ours_is_not_touched(home: Home) -> None:
    kept = [home.database.with_name("tealeaves.db.old"), home.database.with_name("notes.txt")]
    for path in kept:
        path.write_text("mine")
    home.done("forget", "fennimore", "--yes")
    assert all(path.exists() for path in kept)
