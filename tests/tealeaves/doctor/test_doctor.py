"""`tealeaves doctor` from end to end."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.store import open_store
from tealeaves.doctor.finding import wrong
from tealeaves.doctor.report import for_others
from tests.tealeaves import post
from tests.tealeaves.person import Person, account, deliver

if TYPE_CHECKING:
    from tests.servers.account import Account

CHECKS = [
    "configuration", "secrets", "connection", "disk", "database", "revision", "clock", "rules", "problems",
    "backups", "timer", "versions",
]  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def found(person: Person, *arguments: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    said = person.run("doctor", "--json", *arguments)
    assert said.err == ""
    told = said.json()
    assert told["exit_code"] == said.code
    by_check: dict[str, list[dict[str, str]]] = {}
    for one in told["findings"]:
        by_check.setdefault(one["check"], []).append(one)
    return said.code, by_check


def states(by_check: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {check: ones[0]["state"] for check, ones in by_check.items()}


def test_all_is_well_of_a_synced_account(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    said = robin.run("doctor")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line.split()[1] for line in lines[:-1]] == CHECKS
    assert "ok       connection     signed in or read: mail" in lines
    assert lines[-1].startswith("nothing wrong, ")  # nothing is scheduled


def test_what_is_printed_can_be_shown_to_others(person: Person, mailbox: Account, home: Path) -> None:
    person.write(account(mailbox, name="robin.hale@postbox.example"))
    said = person.run("doctor")
    assert "postbox" not in said.out and "@" not in said.out and str(home) not in said.out
    assert "~/config.toml" in said.out
    person.write(account(mailbox, 'password_env = "NO_SUCH"', name="robin.hale@postbox.example"))
    refused = person.run("doctor")
    assert refused.code == 4
    assert "postbox" not in refused.out and "NO_SUCH is not set" in refused.out


def test_a_refused_password_needs_a_sign_in_and_offline_nobody_is_asked(
    robin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "wrong-7431")
    code, by_check = found(robin)
    assert (code, states(by_check)["connection"], states(by_check)["secrets"]) == (4, "wrong", "ok")
    assert "wrong-7431" not in str(by_check)
    code, by_check = found(robin, "--offline")
    assert (code, states(by_check)["connection"]) == (0, "ok")


def test_without_a_configuration_the_rest_is_looked_at(
    person: Person, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("TEALEAVES_CONFIG", str(home / "nowhere.toml"))
    code, by_check = found(person)
    assert code == 1
    assert states(by_check) == {"configuration": "wrong", "timer": "ok", "versions": "ok"}
    assert by_check["configuration"][0]["todo"] is None  # the line says it; there is no file to mend


def test_looking_creates_nothing_and_changes_nothing(robin: Person, home: Path) -> None:
    before = sorted(home.rglob("*"))
    code, by_check = found(robin, "--offline")
    assert (code, by_check["database"][0]["what"]) == (0, "nothing is stored yet")
    assert sorted(home.rglob("*")) == before


def store_file(person: Person) -> Path:
    return person.folder / "store" / "one.db"


def test_a_damaged_store_is_found(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    file = store_file(robin)
    content = bytearray(file.read_bytes())
    content[4096 * 2 :: 7] = b"x" * len(content[4096 * 2 :: 7])
    file.write_bytes(content)
    code, by_check = found(robin, "--offline")
    assert (code, states(by_check)["database"]) == (1, "wrong")
    file.write_bytes(b"no database at all " * 1000)
    code, by_check = found(robin, "--offline")
    assert (code, states(by_check)["database"]) == (1, "wrong")


def test_of_a_damaged_store_only_that_is_said_and_what_puts_it_back(robin: Person) -> None:
    store_file(robin).parent.mkdir(exist_ok=True)
    store_file(robin).write_bytes(b"no database at all " * 1000)
    _, by_check = found(robin, "--offline")
    (one,) = by_check["database"]
    assert (one["what"], one["todo"]) == (
        "damaged: file is not a database", "tealeaves restore puts back a backup",
    )  # fmt: skip
    assert "revision" not in by_check


def test_rows_that_belong_to_nothing_are_found(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    with sqlite3.connect(store_file(robin)) as cut:
        cut.execute("DELETE FROM messages")
    cut.close()
    code, by_check = found(robin, "--offline")
    assert (code, states(by_check)["database"]) == (1, "wrong")
    assert "belong to nothing" in by_check["database"][0]["what"]


def test_a_store_of_another_version_is_told_of(robin: Person, mailbox: Account) -> None:
    robin.sync()
    for revision, code, state in (("9999", 1, "wrong"), ("0001", 0, "warning")):
        with sqlite3.connect(store_file(robin)) as cut:
            cut.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        cut.close()
        given, by_check = found(robin, "--offline")
        assert (given, states(by_check)["revision"]) == (code, state)
        assert "rules" not in by_check


def test_old_readings_and_a_clock_that_was_ahead_are_found(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    with sqlite3.connect(store_file(robin)) as cut:
        cut.execute("UPDATE readings SET rules = 'older-rules-1234'")
        cut.execute("UPDATE accounts SET synced_at = '2999-01-01 00:00:00.000000'")
    cut.close()
    code, by_check = found(robin, "--offline")
    assert by_check["rules"][0]["what"] == "1 message was read by older rules"
    assert by_check["rules"][0]["todo"] == "tealeaves reclassify"
    assert (code, states(by_check)["clock"]) == (1, "wrong")


def test_files_that_others_may_read_are_named(robin: Person) -> None:
    robin.sync()
    store_file(robin).chmod(0o644)
    code, by_check = found(robin, "--offline")
    assert code == 0
    assert [one["state"] for one in by_check["disk"]] == ["ok", "warning"]
    assert store_file(robin).stat().st_mode & 0o077 == 0o044  # it is said, not done


def test_what_the_person_said_asks_for_a_backup(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    from classify.applications.types import Verdict

    with open_store(robin.url, now=post.NOW + timedelta(days=1)) as store:
        key = next(iter(store.kept(store.candidate("me"))))
        store.say(store.candidate("me"), Verdict("signal", key, "+offer"), post.NOW)
    _, by_check = found(robin, "--offline")
    assert by_check["backups"][0]["todo"] == "tealeaves backup"


def test_colour_only_where_it_is_wanted(robin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in robin.run("doctor", "--offline").out
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert "\x1b[32mok" in robin.run("doctor", "--offline").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in robin.run("doctor", "--offline").out


@pytest.mark.parametrize(
    ("home", "told", "shown"),
    [
        ("/home/robin", "cannot read /home/robin/x.toml", "cannot read ~/x.toml"),
        ("/home/robin", "/home/robin: no", "~: no"),
        ("/home/rob", "/home/robin/x", "/home/robin/x"),
        ("/", "/var/lib/tealeaves/x.db", "/var/lib/tealeaves/x.db"),
    ],
)
def test_the_persons_folder_is_a_sign_and_nothing_else_is(home: str, told: str, shown: str) -> None:
    said = for_others(wrong("disk", told, ""), str, Path(home))
    assert said.what == shown
