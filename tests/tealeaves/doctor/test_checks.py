"""Each check: what it says of how things stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.health import Health
from tealeaves import config
from tealeaves.doctor import (
    backups,
    clock,
    connection,
    database,
    disk,
    problems,
    rules,
    secrets,
    timer,
    versions,
)
from tealeaves.doctor.configuration import configuration, idle_keys
from tealeaves.doctor.connection import Reached
from tealeaves.doctor.disk import Disk
from tealeaves.doctor.examine import exit_code, guarded
from tealeaves.doctor.finding import Finding, State, ok, warning, wrong
from tealeaves.doctor.secrets import Kept
from tealeaves.schedule.runs import Part, Run
from tealeaves.schedule.standing import Failing, Task
from tealeaves.schedule.standing import State as Standing

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)


def states(found: tuple[Finding, ...]) -> list[str]:
    return [one.state.value for one in found]


def loaded(tmp_path: Path, text: str, **environment: str) -> config.Config:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return config.load(path, environment)


def test_a_configuration_that_does_not_hold_is_wrong() -> None:
    [one] = configuration(Path("c.toml"), "c.toml: me.adresses: unknown key", None, {})
    assert (one.state, one.what) == (State.WRONG, "c.toml: me.adresses: unknown key")


IDLE = """
[me]
addresses = ["robin@postbox.example"]
[store]
url = "sqlite:////tmp/a.db"
[[accounts]]
name = "google"
kind = "gmail"
client_file = "client.json"
port = 99
[[accounts]]
name = "files"
kind = "mbox"
path = "mail.mbox"
user = "robin"
[digest]
to = "robin@postbox.example"
[momentum.strength]
visa = 2
[signals.visa]
speaker = "company"
strength = 3
phrases = ["do you need a visa"]
"""


def test_each_key_that_does_nothing_is_named(tmp_path: Path) -> None:
    here = loaded(tmp_path, IDLE)
    idle = [key for key, _ in idle_keys(here, {"TEALEAVES_STORE": "sqlite:////tmp/b.db"})]
    assert idle == ["store.url", "accounts[0].port", "accounts[1].user", "digest.to", "signals.visa.strength"]
    found = configuration(here.path, "", here, {})
    assert states(found) == ["ok", "warning", "warning", "warning", "warning"]
    assert "2 accounts" in found[0].what


def test_no_key_of_the_example_does_nothing() -> None:
    root = Path(__file__).parents[3]
    example = config.load(root / "config.example.toml", {})
    assert [key for key, _ in idle_keys(example, {})] == []


def test_a_secret_that_cannot_be_had_needs_the_person() -> None:
    found = secrets.secrets([Kept("a", "the keyring"), Kept("b", "password_env", "account b: X is not set")])
    assert states(found) == ["ok", "wrong"]
    assert "a (the keyring)" in found[0].what
    assert exit_code(found) == 4
    assert states(secrets.secrets([])) == ["ok"]


def test_a_server_that_refuses_needs_the_person_and_one_that_is_away_does_not() -> None:
    refused = connection.connection([Reached("a"), Reached("b", "b: refused", is_refused=True)])
    assert (states(refused), exit_code(refused)) == (["ok", "wrong"], 4)
    away = connection.connection([Reached("b", "imap.example: nobody answers")])
    assert (states(away), exit_code(away)) == (["wrong"], 1)
    assert away[0].what.startswith("b: ")
    lacking = connection.connection([Reached("a", missing=("Jobs",))])
    assert (states(lacking), exit_code(lacking)) == (["warning"], 0)
    assert states(connection.connection(None)) == ["ok"]


def test_what_was_noted_in_the_future_says_that_the_clock_is_wrong() -> None:
    none = timedelta()
    assert states(clock.clock(NOW, [NOW - timedelta(days=1)], "UTC", none)) == ["ok"]
    assert states(clock.clock(NOW, [NOW + timedelta(seconds=30)], "UTC", none)) == ["ok"]
    assert states(clock.clock(NOW, [NOW + timedelta(hours=1)], "UTC", none)) == ["wrong"]


def test_another_zone_than_that_of_the_machine_is_remarked() -> None:
    [one] = clock.clock(NOW, [], "Europe/London", timedelta(hours=2))
    assert one.state is State.WARNING
    assert "me.timezone is Europe/London" in one.what and "+1 h" in one.what
    assert states(clock.clock(NOW, [], "Europe/London", timedelta(hours=1))) == ["ok"]


def test_room_on_the_disk_and_who_may_read_its_files() -> None:
    folder = Path("/data")
    assert states(disk.disk(Disk(folder, 10**10, True))) == ["ok"]
    assert states(disk.disk(Disk(folder, 10**8, True))) == ["warning"]
    assert states(disk.disk(Disk(folder, 10**7, True))) == ["wrong"]
    assert states(disk.disk(Disk(folder, 10**10, False))) == ["wrong"]
    _, open_one = disk.disk(Disk(folder, 10**10, True, [folder / "a b.db"]))
    assert open_one.todo == "chmod go= '/data/a b.db'"
    assert states(disk.disk(None)) == ["ok"]


def health(**more: object) -> Health:
    base: dict[str, object] = {
        "kind": "SQLite", "server": "3.45", "revision": "0007", "known": "0007", "is_too_new": False,
        "damage": (), "broken_links": 0, "size": 1_234_567, "journal": 0, "contents": None,
    }  # fmt: skip
    return Health(**base | more)  # type: ignore[arg-type]


def test_a_database_is_whole_or_a_backup_is_named() -> None:
    assert states(database.database(None)) == ["ok"]
    assert [one.what for one in database.database(health())] == ["SQLite 3.45, whole, 1.2 MB"]
    for broken in (health(damage=("row 3 missing",)), health(broken_links=2)):
        [one] = database.database(broken)
        assert one.state is State.WRONG and "restore" in one.todo
    assert states(database.database(health(journal=10**9))) == ["ok", "warning"]


def test_a_revision_is_of_today_older_or_newer() -> None:
    assert states(database.revision(health())) == ["ok"]
    assert states(database.revision(health(revision="0003"))) == ["warning"]
    assert states(database.revision(health(revision="0099", is_too_new=True))) == ["wrong"]
    assert database.revision(None) == ()


def test_readings_by_older_rules_name_the_command_that_renews_them() -> None:
    [one] = rules.rules({"new": 5, "old": 123}, "new", {}, ())
    assert (one.what, one.todo) == ("123 messages were read by older rules", "tealeaves reclassify")
    assert states(rules.rules({"new": 5}, "new", {"visa": 2}, ())) == ["ok"]
    assert states(rules.rules({"new": 5}, "new", {"visa": 0}, ("signals.visa: twice",))) == ["warning"] * 2
    assert states(rules.rules({}, "new", {"visa": 0}, ())) == ["ok"]


def test_a_library_that_is_missing_is_wrong() -> None:
    assert states(versions.versions({"Python": "3.12", "spacy": "3.8"}, can_search=True)) == ["ok"]
    assert states(versions.versions({"Python": "3.12", "spacy": ""}, can_search=True)) == ["wrong"]
    assert states(versions.versions({"SQLite": "3.40"}, can_search=False)) == ["ok", "wrong"]


def test_problems_of_late_are_counted_by_kind() -> None:
    assert states(problems.problems({})) == ["ok"]
    [one] = problems.problems({"gone": 1, "charset": 3})
    assert (one.state, one.what) == (
        State.WARNING, "4 things could not be read in 30 days: charset 3, gone 1",
    )  # fmt: skip


def test_backups_are_asked_for_where_the_person_said_something() -> None:
    assert states(backups.backups(None, 0, [], 0, NOW)) == ["ok"]
    assert states(backups.backups(None, 0, [], 3, NOW)) == ["warning"]
    assert states(backups.backups(NOW - timedelta(days=9), 2, [], 3, NOW)) == ["ok"]
    assert states(backups.backups(NOW - timedelta(days=99), 2, [], 3, NOW)) == ["warning"]
    assert "a.db.backup" in backups.backups(None, 0, ["a.db.backup"], 0, NOW)[1].what


def planned(last: datetime, *failing: Failing) -> Standing:
    run = Run("sync", last, 1.0, 0)
    task = Task("sync", "30m", run, NOW + timedelta(minutes=9), failing)
    return Standing(Path("/state"), "systemd", NOW - timedelta(days=30), (task,))


def test_a_timer_runs_or_fails_or_is_late_or_is_not_there() -> None:
    fresh = NOW - timedelta(minutes=20)
    assert states(timer.timer(planned(fresh), NOW, has_accounts=True)) == ["ok"]
    failed = Failing("mail", 3, fresh, Part("mail", "refused"), True, None)
    [one] = timer.timer(planned(fresh, failed), NOW, has_accounts=True)
    assert (one.state, one.what) == (State.WRONG, "sync of mail failed 3 times in a row, last: refused")
    light = Failing("mail", 1, fresh, Part("mail", "offline"), False, None)
    assert states(timer.timer(planned(fresh, light), NOW, has_accounts=True)) == ["ok"]
    assert states(timer.timer(planned(NOW - timedelta(days=5)), NOW, has_accounts=True)) == ["warning"]
    nowhere = Standing(Path("/state"))
    assert states(timer.timer(nowhere, NOW, has_accounts=True)) == ["warning"]
    assert states(timer.timer(nowhere, NOW, has_accounts=False)) == ["ok"]
    broken = Standing(Path("/state"), mistake="plan.json cannot be read")
    assert states(timer.timer(broken, NOW, has_accounts=True)) == ["wrong"]


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([ok("a", "")], 0),
        ([warning("a", "", "")], 0),
        ([wrong("a", "", "")], 1),
        ([wrong("a", "", ""), wrong("b", "", "", needs_sign_in=True)], 4),
    ],
)
def test_the_exit_code_is_that_of_the_worst(findings: list[Finding], code: int) -> None:
    assert exit_code(findings) == code


def test_a_check_that_breaks_becomes_a_line_without_the_words_of_the_error() -> None:
    def broken() -> tuple[Finding, ...]:
        raise KeyError("Your interview at Harbor & Vine")

    [one] = guarded("disk", broken)
    assert (one.check, one.state) == ("disk", State.WRONG)
    assert "KeyError" in one.what and "Harbor" not in one.what
