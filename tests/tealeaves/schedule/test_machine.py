"""What is found on a machine, and what is told on its desktop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tealeaves.schedule.notices import notice, text
from tealeaves.schedule.runs import MISUSED, OFFLINE, REFUSED, Part
from tealeaves.schedule.surroundings import absolute_store, environment_of_run, program
from tealeaves.schedule.systems.choosing import chosen, possible
from tealeaves.schedule.systems.system import ScheduleError
from tests.tealeaves.schedule.plans import Played


@pytest.mark.parametrize(
    ("platform", "there", "is_systemd_up", "expected"),
    [
        ("linux", {"systemctl", "crontab"}, True, "systemd"),
        ("linux", {"systemctl", "crontab"}, False, "cron"),  # a container
        ("linux", {"crontab"}, False, "cron"),
        ("freebsd14", {"crontab"}, False, "cron"),
        ("darwin", {"crontab", "launchctl"}, False, "launchd"),
        ("win32", set(), False, "windows"),
    ],
)
def test_the_timer_is_the_one_that_the_system_has(
    platform: str, there: set[str], is_systemd_up: bool, expected: str
) -> None:
    assert chosen(platform, there.__contains__, is_systemd_up) == expected
    assert expected in possible(platform, there.__contains__)


def test_a_machine_without_a_timer_is_told_what_to_do() -> None:
    with pytest.raises(ScheduleError, match="install cron"):
        chosen("linux", {"systemctl"}.__contains__, False)


def test_the_program_is_the_interpreter_by_its_path_and_without_a_window() -> None:
    assert program("/opt/x/bin/python3", "linux", lambda path: True)[0] == "/opt/x/bin/python3"
    windows = program("/venv/python.exe", "win32", lambda path: path.name == "pythonw.exe")
    assert Path(windows[0]).name == "pythonw.exe"
    assert Path(program("/venv/python.exe", "win32", lambda path: False)[0]).name == "python.exe"


def test_cron_is_shown_the_way_to_the_keyring() -> None:
    found = environment_of_run({}, {"PATH": "/opt/bin"}, 1000, {"/run/user/1000/bus"}.__contains__)
    assert found == {
        "PATH": "/opt/bin",
        "XDG_RUNTIME_DIR": "/run/user/1000",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
    }
    there = {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=/tmp/dbus-x"}
    assert environment_of_run(there, {}, 1000, lambda path: True) == {}
    assert environment_of_run({}, {}, 1000, lambda path: False) == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///here.db", "sqlite:////home/robin/here.db"),
        ("sqlite:////var/there.db", "sqlite:////var/there.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://robin@localhost/tealeaves", "postgresql+psycopg://robin@localhost/tealeaves"),
    ],
)
def test_the_address_of_a_store_means_the_same_from_every_folder(url: str, expected: str) -> None:
    assert absolute_store(url, Path("/home/robin")) == expected


def test_a_notice_says_who_and_what_to_do_in_our_words_alone() -> None:
    parts = (
        Part("personal", REFUSED, "server\x1b[31m says: click http://evil.example"),
        Part("", MISUSED, "config.toml: x"),
        Part("work", OFFLINE, "no route"),
    )
    told = text("sync", parts)
    assert told.splitlines() == [
        "personal: sign-in was refused. Run: tealeaves accounts test personal",
        "The sync failed: the configuration is wrong. Run: tealeaves schedule status",
        "work has failed for a day. Run: tealeaves schedule status",
    ]


def test_no_word_of_a_notice_is_read_as_a_script() -> None:
    body = 'x" & (do shell script "id") & "'
    apple = notice("darwin", lambda name: True, body)
    assert apple is not None
    assert body not in apple.command[2]
    assert apple.command[-1] == body  # an argument of the script
    windows = notice("win32", lambda name: True, body)
    assert windows is not None
    assert not [word for word in windows.command if body in word]
    assert windows.environment["TEALEAVES_TEXT"] == body
    linux = notice("linux", lambda name: True, "--help")
    assert linux is not None
    assert linux.command[-3:] == ("--", "tealeaves", "--help")
    assert notice("linux", lambda name: False, body) is None


def test_looking_at_the_schedule_loads_nothing_heavy() -> None:
    heavy = ("msgspec", "sqlalchemy", "click", "rich", "subprocess", "keyring", "requests", "xml")
    script = (
        "import sys, datetime; import tealeaves.schedule as schedule;"
        "schedule.state(datetime.datetime.now(datetime.timezone.utc));"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_program_of_the_system_that_is_not_there_is_one_line(played: Played) -> None:
    from tealeaves.schedule.systems.system import call

    (played.folder / "bin" / "crontab").unlink()
    with pytest.raises(ScheduleError, match="crontab is not on this machine"):
        call("crontab", "-l")
