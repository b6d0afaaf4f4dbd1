"""`tealeaves schedule install`, `status` and `remove`, against played programs of each system."""

from __future__ import annotations

import json
import os
import plistlib
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tealeaves.cli.commands import schedule
from tealeaves.cli.scheduling import machine as timers
from tealeaves.schedule import installing, runs
from tealeaves.schedule.runs import Part, Run
from tests.tealeaves.person import Person
from tests.tealeaves.schedule.plans import Played

NOW = datetime(2026, 9, 30, 11, 34, tzinfo=UTC)
SYSTEMS = ("systemd", "launchd", "cron", "windows")
OTHERS = b"MAILTO=robin@postbox.example\n5 4 * * * backup 100\\%\n\n# no line end"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "clock", lambda: NOW)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for name in ("home", "state", "played/crontab")
        for file in [folder / name, *(folder / name).rglob("*")]
        if file.is_file()
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_remove_takes_away_all_that_install_wrote(robin_alone: Person, played: Played, system: str) -> None:
    played.crontab.write_bytes(OTHERS + b"\n")
    before = everything(robin_alone.folder)
    said = robin_alone.run("schedule", "install", "--with", system)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"sync: 30m, by {system}.\ndigest: mon 08:00, by {system}.\n")
    assert everything(robin_alone.folder) != before
    said = robin_alone.run("schedule", "remove", "--json")
    assert (said.code, said.err) == (0, "")
    assert len(said.json()["removed"]) >= 2
    assert everything(robin_alone.folder) == before
    said = robin_alone.run("schedule", "remove")
    if system != "windows":
        assert said.out == "Nothing was scheduled.\n"


@pytest.mark.parametrize("system", SYSTEMS)
def test_installing_twice_leaves_one_schedule_the_last(
    robin_alone: Person, played: Played, state: Path, system: str
) -> None:
    assert robin_alone.run("schedule", "install", "--with", system).code == 0
    first = everything(robin_alone.folder)
    assert robin_alone.run("schedule", "install", "--with", system, "--sync", "1h", "--no-digest").code == 0
    second = everything(robin_alone.folder)
    assert set(second) <= set(first)
    assert json.loads((state / "schedule.json").read_text())["sync"] == "1h"
    assert b"run digest" not in second.get("played/crontab", b"")
    assert not [name for name in second if "digest" in name]


def test_systemd_is_told_in_this_order(robin_alone: Person, played: Played, tmp_path: Path) -> None:
    robin_alone.run("schedule", "install", "--with", "systemd")
    calls = [call[4:] for call in played.calls()]
    assert calls == [
        ["show-environment"],
        ["daemon-reload"],
        ["enable", "tealeaves-sync.timer", "tealeaves-digest.timer"],
        ["restart", "tealeaves-sync.timer", "tealeaves-digest.timer"],
    ]
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    assert len(list(folder.iterdir())) == 4
    robin_alone.run("schedule", "remove")
    calls = [call[4:] for call in played.calls()]
    assert ["disable", "--now", "tealeaves-sync.timer"] in calls
    assert ["clean", "--what=state", "tealeaves-sync.timer"] in calls
    assert calls[-1] == ["daemon-reload"]


def test_remove_works_where_no_manager_answers(robin_alone: Person, played: Played, tmp_path: Path) -> None:
    robin_alone.run("schedule", "install", "--with", "systemd")
    folder = tmp_path / "home" / ".config" / "systemd" / "user"
    wants = folder / "timers.target.wants"
    wants.mkdir()
    (wants / "tealeaves-sync.timer").symlink_to(folder / "tealeaves-sync.timer")
    played.answer({"systemctl": (1, "Failed to connect to bus")})
    assert robin_alone.run("schedule", "remove").code == 0
    assert [file for file in folder.rglob("*") if not file.is_dir()] == []


def test_launchd_is_told_in_this_order(robin_alone: Person, played: Played, tmp_path: Path) -> None:
    domain = f"gui/{os.getuid()}"
    robin_alone.run("schedule", "install", "--with", "launchd", "--no-digest")
    agent = tmp_path / "home" / "Library" / "LaunchAgents" / "tealeaves.sync.plist"
    assert played.calls() == [
        ["launchctl", "enable", f"{domain}/tealeaves.sync"],
        ["launchctl", "bootstrap", domain, str(agent)],
    ]
    assert plistlib.loads(agent.read_bytes())["Label"] == "tealeaves.sync"
    assert stat.S_IMODE(agent.stat().st_mode) == 0o600  # launchd loads none that others may write
    robin_alone.run("schedule", "remove")
    assert played.calls() == [["launchctl", "bootout", f"{domain}/tealeaves.sync"]]


def test_windows_keeps_the_tasks_and_we_no_file(robin_alone: Person, played: Played, state: Path) -> None:
    robin_alone.run("schedule", "install", "--with", "windows", "--no-digest")
    created = [call for call in played.calls() if "/Create" in call]
    draft = str(state / "tealeaves-sync.xml")
    assert created == [["schtasks", "/Create", "/TN", "tealeaves-sync", "/XML", draft, "/F"]]
    assert not Path(draft).exists()


def test_the_crontab_of_others_is_kept_byte_for_byte(robin_alone: Person, played: Played) -> None:
    played.crontab.write_bytes(OTHERS)
    robin_alone.run("schedule", "install", "--with", "cron")
    assert played.crontab.read_bytes().startswith(OTHERS + b"\n# tealeaves: begin")
    robin_alone.run("schedule", "remove")
    assert played.crontab.read_bytes() == OTHERS + b"\n"


def test_a_crontab_that_held_ours_alone_is_gone_again(robin_alone: Person, played: Played) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    assert played.crontab.exists()
    robin_alone.run("schedule", "remove")
    assert not played.crontab.exists()


def test_a_crontab_that_cannot_be_read_is_not_written(robin_alone: Person, played: Played) -> None:
    played.answer({"crontab -l": (1, "you (robin) are not allowed to use this program (crontab)")})
    said = robin_alone.run("schedule", "install", "--with", "cron")
    assert said.code == 1
    assert said.err == ("tealeaves: crontab -l: you (robin) are not allowed to use this program (crontab)\n")
    assert played.calls() == [["crontab", "-l"]]


@pytest.mark.parametrize(
    ("system", "call", "complaint", "told"),
    [
        (
            "systemd",
            "systemctl --user --no-pager --no-ask-password show",
            "Failed to connect to bus",
            "linger",
        ),
        ("systemd", "systemctl --user --no-pager --no-ask-password enable", "Access denied", "Access denied"),
        ("launchd", "launchctl bootstrap", "Bootstrap failed: 125: Domain does not support", "logged in"),
        ("cron", "crontab -", "no crontab for robin", "crontab -"),
        ("windows", "schtasks /Create", "ERROR: Access is denied.", "Access is denied"),
    ],
)
def test_what_the_system_refuses_is_one_line_and_leaves_nothing(
    robin_alone: Person, played: Played, system: str, call: str, complaint: str, told: str
) -> None:
    before = everything(robin_alone.folder)
    played.answer({call: (125, complaint), "schtasks /Query": (1, "not found")})
    said = robin_alone.run("schedule", "install", "--with", system)
    assert said.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert told in said.err
    assert everything(robin_alone.folder) == before
    assert robin_alone.run("schedule", "status").code == 2


def test_an_agent_that_is_still_on_its_way_out_is_waited_for(
    robin_alone: Person, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(timers.time, "sleep", waited.append)
    played.answer({"launchctl bootstrap": (5, "Bootstrap failed: 5: Input/output error")})
    said = robin_alone.run("schedule", "install", "--with", "launchd", "--no-digest")
    assert said.code == 1
    assert waited.count(0.5) == 4
    assert len([call for call in played.calls() if call[1] == "bootstrap"]) == 5


def test_another_system_takes_over_and_the_former_gives_up(robin_alone: Person, played: Played) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    said = robin_alone.run("schedule", "install", "--with", "systemd")
    assert said.code == 0
    assert "removed our lines from the crontab" in said.out
    assert not played.crontab.exists()


def test_where_another_system_refuses_the_former_stays(
    robin_alone: Person, played: Played, state: Path
) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    kept = everything(robin_alone.folder)
    played.answer({"systemctl": (1, "Failed to connect to bus")})
    assert robin_alone.run("schedule", "install", "--with", "systemd").code == 1
    assert everything(robin_alone.folder) == kept


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_dry_run_shows_the_files_and_writes_and_calls_nothing(
    robin_alone: Person, played: Played, system: str
) -> None:
    before = everything(robin_alone.folder)
    for option in ("--print", "--dry-run"):
        said = robin_alone.run("schedule", "install", "--with", system, option)
        assert said.code == 0
        assert "schedule run sync" in " ".join(said.out.split()) or system == "launchd"
        assert "schedule.json" in said.out
    files = robin_alone.run("schedule", "install", "--with", system, "--print", "--json").json()
    assert all(one["content"] for one in files)
    assert played.calls() == []
    assert everything(robin_alone.folder) == before


def test_what_was_in_force_is_kept_for_the_runs_in_a_file_of_the_persons_own(
    robin_alone: Person, state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEALEAVES_STORE", "sqlite:///here.db")
    for name in ("REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "NO_PROXY", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    said = robin_alone.run("--config", "config.toml", "schedule", "install", "--with", "cron")
    assert said.code == 0
    kept = json.loads((state / "schedule.json").read_text())
    assert "SECRET" not in kept["environment"]
    assert {name: value for name, value in kept["environment"].items() if "SSL" not in name} == {
        "TEALEAVES_CONFIG": str(tmp_path / "config.toml"),
        "TEALEAVES_STORE": f"sqlite:///{tmp_path}/here.db",
        "PATH": os.environ["PATH"],
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    assert kept["program"][1:] == ["-P", "-m", "tealeaves"]
    assert stat.S_IMODE((state / "schedule.json").stat().st_mode) == 0o600


def test_no_secret_is_in_a_command_line(
    robin_alone: Person, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEALEAVES_STORE", "postgresql+psycopg://robin:hidden@localhost/tealeaves")
    for system in SYSTEMS:
        said = robin_alone.run("schedule", "install", "--with", system, "--print")
        assert said.code == 0
        assert "hidden" not in said.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--sync", "45m"], "45m"),
        (["--digest", "someday 08:00"], "someday"),
        (["--no-sync", "--no-digest"], "one of the two has to run"),
        (["--sync", "1h", "--no-sync"], "one of the two"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    robin_alone: Person, played: Played, options: list[str], told: str
) -> None:
    said = robin_alone.run("schedule", "install", *options)
    assert said.code == 2
    assert told in said.err
    assert said.err.count("\n") == 1
    assert played.calls() == []


def test_a_sync_without_an_account_is_refused(person: Person, played: Played) -> None:
    person.write()
    said = person.run("schedule", "install", "--with", "cron")
    assert (said.code, played.calls()) == (2, [])
    assert "no [[accounts]]" in said.err
    assert person.run("schedule", "install", "--with", "cron", "--no-sync").code == 0


def test_a_password_in_the_environment_is_doubted(robin_alone: Person) -> None:
    config = robin_alone.folder / "config.toml"
    config.write_text(config.read_text().replace('password_file = "password"', 'password_env = "SECRET"'))
    said = robin_alone.run("schedule", "install", "--with", "cron")
    assert "personal: its password is in SECRET, which a timer does not have" in said.out


def test_the_minutes_are_drawn_once(robin_alone: Person, played: Played) -> None:
    tables = set()
    for _ in range(12):
        robin_alone.run("schedule", "install", "--with", "cron")
        tables.add(played.crontab.read_bytes())
    assert len(tables) > 1


# --- status


def test_status_of_nothing_is_code_2(robin_alone: Person) -> None:
    said = robin_alone.run("schedule", "status")
    assert (said.code, said.out) == (2, "Nothing is scheduled. tealeaves schedule install does it.\n")
    assert robin_alone.run("schedule", "status", "--json").json()["installed"] is None


def test_status_tells_when_it_runs_next(
    robin_alone: Person, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    robin_alone.run("schedule", "install", "--with", "windows")
    said = robin_alone.run("schedule", "status")
    assert said.code == 0
    assert "sync    30m          last never; next Wed 30 Sep 12:00" in said.out
    assert "digest  mon 08:00    last never; next Mon 05 Oct 08:00" in said.out


def test_status_asks_systemd_when_it_runs_next(robin_alone: Person, played: Played) -> None:
    at = NOW + timedelta(minutes=3)
    row = {"next": int(at.timestamp() * 1_000_000), "unit": "tealeaves-sync.timer", "last": 0}
    none = {"next": None, "unit": "tealeaves-digest.timer", "last": 0}
    robin_alone.run("schedule", "install", "--with", "systemd")
    timers_listed = "systemctl --user --no-pager --no-ask-password list-timers"
    played.answer({timers_listed: (0, json.dumps([row, none]))})
    said = robin_alone.run("schedule", "status", "--json")
    sync, digest = said.json()["tasks"]
    assert datetime.fromisoformat(sync["next"]) == at
    assert datetime.fromisoformat(digest["next"]) > NOW  # it does not tell: reckoned
    assert said.json()["on"] is True


@pytest.mark.parametrize(
    ("system", "call"),
    [
        ("systemd", "systemctl --user --no-pager --no-ask-password is-active"),
        ("launchd", "launchctl print"),
        ("windows", "schtasks /Query"),
    ],
)
def test_a_timer_that_is_gone_is_told(robin_alone: Person, played: Played, system: str, call: str) -> None:
    robin_alone.run("schedule", "install", "--with", system)
    assert robin_alone.run("schedule", "status").code == 0
    played.answer({call: (3, "")})
    said = robin_alone.run("schedule", "status")
    assert said.code == 1
    assert f"But {system} has it no longer" in said.out


def test_a_crontab_without_our_lines_is_told(robin_alone: Person, played: Played) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    assert robin_alone.run("schedule", "status").code == 0
    played.crontab.unlink()
    assert robin_alone.run("schedule", "status").code == 1


def test_status_tells_what_fails_since_when_and_when_it_is_tried(
    robin_alone: Person, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    robin_alone.run("schedule", "install", "--with", "cron")
    for hours in (3, 2, 1):
        refused = Part("personal", runs.REFUSED, "imap.example.org:\x1b[31m sign-in refused", hours == 3)
        runs.append(state, Run("sync", NOW - timedelta(hours=hours), 2.4, 4, "refused", (refused,)))
    said = robin_alone.run("schedule", "status")
    assert said.code == 1
    assert "last Wed 30 Sep 10:34, 2 s, exit code 4; next" in said.out
    assert (
        "personal: refused 3 times in a row since Wed 30 Sep 08:34; not tried before Wed 30 Sep 14:34: "
        "imap.example.org: sign-in refused" in said.out
    )
    told = robin_alone.run("schedule", "status", "--json").json()
    assert (told["failed"], told["tasks"][0]["failures_in_a_row"]) == (True, 3)
    runs.append(state, Run("sync", NOW, 1, 0, "", (Part("personal", runs.OK),), {"new": 2}))
    said = robin_alone.run("schedule", "status")
    assert said.code == 0
    assert "exit code 0 (2 new)" in said.out


def test_status_needs_neither_store_nor_configuration(robin_alone: Person, state: Path) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    (robin_alone.folder / "config.toml").unlink()
    assert robin_alone.run("schedule", "status").code == 0
    assert not (robin_alone.folder / "store").exists()


def test_a_broken_file_of_ours_is_told_and_can_be_replaced_and_removed(
    robin_alone: Person, state: Path
) -> None:
    robin_alone.run("schedule", "install", "--with", "cron")
    (state / "schedule.json").write_text("{")
    said = robin_alone.run("schedule", "status")
    assert said.code == 1
    assert "cannot be read" in said.out
    assert robin_alone.run("schedule", "install", "--with", "cron").code == 0
    (state / "schedule.json").write_text('{"sync": "30m"}')
    assert robin_alone.run("schedule", "remove").code == 0
    assert robin_alone.run("schedule", "status").code == 2


def test_what_doctor_is_told(robin_alone: Person, state: Path) -> None:
    import tealeaves.schedule as package

    assert not package.state(NOW, state).is_installed
    robin_alone.run("schedule", "install", "--with", "cron")
    runs.append(state, Run("sync", NOW, 1, 4, "", (Part("personal", runs.REFUSED),)))
    found = package.state(NOW)
    assert (found.system, found.is_installed, found.has_failed) == ("cron", True, True)
    assert [task.name for task in found.tasks] == ["sync", "digest"]
    assert found.tasks[0].last is not None
    assert found.tasks[0].next > NOW
    assert found.log == state / "tealeaves.log"


def test_a_file_that_lost_its_place_is_not_ours(state: Path) -> None:
    assert installing.former(state) is None
