"""What was forgotten is gone from wherever else it may have come to lie, and no mailbox brings it back."""

from __future__ import annotations

import gzip
import mailbox as boxes
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tealeaves.signin.own_files import OURS
from tests.tealeaves import post
from tests.tealeaves.away.conftest import Home
from tests.tealeaves.person import Person, deliver

if TYPE_CHECKING:
    from tests.servers.account import Account

EVENTS = ("beth.aldous@fennimore.example", "2e10c7f4319b273b5c627cf22a@google.com", "gatehouse")
BROKEN = b"From: somebody\n\nA mail without a date.\n"


# In backups


def test_a_backup_in_which_two_applications_were_one_keeps_no_event_of_the_forgotten_one(home: Home) -> None:
    home.done("applications", "merge", "fennimore", "solventa")
    home.done("backup")
    [number] = [one["number"] for one in home.done("decisions", "--json").json()]
    home.done("decisions", "--undo", number)
    before = home.dump()
    assert home.files_with(*EVENTS)
    home.done("forget", "fennimore", "--yes")
    assert home.files_with(*EVENTS) == []
    other = {one["uid"] for one in before["events"] if "Solventa" in one["summary"]}
    home.done("restore", home.backups[0], "--yes")
    assert other and other <= {one["uid"] for one in home.dump()["events"]}
    assert home.files_with(*EVENTS) == []


def test_an_event_that_a_restored_backup_had_in_another_application_is_taken_out_too(home: Home) -> None:
    outside = home.folder / "outside" / "b.db"
    outside.parent.mkdir()
    home.done("applications", "merge", "fennimore", "solventa")
    home.done("backup", outside)
    home.done("decisions", "--undo", home.done("decisions", "--json").json()[0]["number"])
    home.done("forget", "fennimore", "--yes")
    home.done("restore", outside, "--yes")
    assert home.files_with(*EVENTS) == []


def test_what_a_crash_left_of_a_servers_backup_and_a_store_put_aside_are_removed(home: Home) -> None:
    home.done("backup")
    left = home.backups[0].with_name(".x_7a9k2z.part")
    left.write_bytes(gzip.compress(b"Fennimore"))
    aside = home.database.with_name("tealeaves.db.damaged-20260901T000000Z")
    aside.write_text("Fennimore")
    said = home.done("forget", "fennimore", "--yes")
    assert not left.exists() and not aside.exists()
    assert str(aside) in said.out


# By another name


def test_what_is_called_after_the_company_goes_by_the_name_that_the_mail_gives_it_too(home: Home) -> None:
    letters = home.folder / "outside"
    letters.mkdir()
    (letters / "200-fennimore-rail-broken.eml").write_bytes(BROKEN)
    assert home.run("import", letters).code in (0, 3)
    home.done("applications", "rename", "fennimore", "--company", "Night Train")
    assert home.files_with("fennimore-rail-broken")
    home.done("forget", "Night Train", "--yes")
    assert home.files_with("fennimore", "night train") == []


def test_a_renamed_company_is_found_by_either_name(home: Home) -> None:
    home.done("applications", "rename", "fennimore", "--company", "Night Train")
    told = [home.done("forget", "--company", name, "--dry-run", "--json").json()
            for name in ("Night Train", "Fennimore Rail")]  # fmt: skip
    assert [one["messages"] for one in told] == [20, 20]
    assert [[it["company"] for it in one["applications"]] for one in told] == [["Night Train"]] * 2


# What is not the store's


def test_everything_takes_a_store_that_cannot_be_read(home: Home) -> None:
    home.database.write_bytes(b"Harbor & Vine, and no database" * 100)
    assert home.run("applications").code == 1
    home.done("forget", "--everything", "--yes")
    assert not home.database.exists()


def test_everything_takes_the_timer_of_a_schedule_that_cannot_be_read(home: Home) -> None:
    plan = home.folder / "state" / "tealeaves" / "schedule.json"
    plan.parent.mkdir(parents=True)
    plan.write_text("{")
    timer = home.folder / "config" / "systemd" / "user" / "tealeaves-sync.timer"
    timer.parent.mkdir(parents=True)
    timer.write_text("[Timer]\n")
    systemctl = home.folder / "bin" / "systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text("#!/bin/sh\nexit 1\n")
    systemctl.chmod(0o700)
    home.done("forget", "--everything", "--yes")
    systemctl.unlink()
    assert not timer.exists() and not plan.exists()


def test_everything_takes_files_of_passwords_and_tokens_that_we_wrote_and_no_others(home: Home) -> None:
    config = home.folder / "config" / "tealeaves"
    mine = {"a": f"secret\n{OURS}\n", "b": "secret\n"}
    tokens = {"c": '{"of": "x", "access": "a", "refresh": "r", "expires_at": 1}', "d": '{"access": "a"}'}
    text = (config / "config.toml").read_text()
    for name, content in (mine | tokens).items():
        (config / name).write_text(content)
        (config / name).chmod(0o600)
    for name in mine:
        text += f'[[accounts]]\nname = "{name}"\nkind = "imap"\nhost = "h"\nuser = "u"\n'
        text += f'password_file = "{name}"\n'
    for name in tokens:
        text += f'[[accounts]]\nname = "{name}"\nkind = "gmail"\nuser = "u"\n'
        text += f'client_file = "x"\ntoken_file = "{name}"\n'
    (config / "config.toml").write_text(text)
    listed = home.done("forget", "--everything", "--dry-run").out
    assert str(config / "a") in listed and str(config / "c") in listed
    home.done("forget", "--everything", "--yes")
    assert sorted(path.name for path in config.iterdir()) == ["b", "config.toml", "d"]


# A mailbox


def test_a_mailbox_brings_nothing_back_and_no_body_of_it_is_fetched(
    robin: Person, mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settled(robin, monkeypatch)
    deliver(mailbox, post.interview(1, 0), post.interview(2, 1), post.interview(3, 0, has_id=False))
    deliver(mailbox, post.own(4, 0, post.message_id(1)), to="Sent")
    assert robin.sync()["fetched"] == 4
    company = _company_of(robin, post.message_id(1))
    assert robin.run("forget", "--company", company, "--yes").code == 0
    before = robin.shown()
    again = robin.sync()
    assert (again["fetched"], again["new"]) == (0, 0)
    assert robin.shown() == before
    assert company.encode().lower() not in (robin.folder / "store" / "one.db").read_bytes().lower()
    deliver(mailbox, post.interview(5, 0))  # what is new is new
    assert robin.sync()["new"] == 1


def test_of_an_account_goes_what_no_file_showed_and_stays_away(
    robin: Person, mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settled(robin, monkeypatch)
    deliver(mailbox, post.interview(1, 0), post.interview(2, 1))
    box = boxes.mbox(robin.folder / "one.mbox")
    box.add(post.interview(1, 0).as_bytes())
    box.close()
    robin.sync()
    assert robin.run("import", robin.folder / "one.mbox").code == 0
    assert robin.run("forget", "--account", "mail", "--yes").code == 0
    [left] = robin.shown()["messages"]
    assert left["message_id"] == post.message_id(1)
    assert b'"mail/' not in (robin.folder / "store" / "one.db").read_bytes()
    assert robin.sync()["new"] == 0
    assert robin.run("import", robin.folder / "one.mbox").code == 0
    assert [one["message_id"] for one in robin.shown()["messages"]] == [post.message_id(1)]


def _settled(robin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(robin.folder / name.lower()))


def _company_of(robin: Person, message_id: str) -> str:
    with sqlite3.connect(robin.folder / "store" / "one.db") as file:
        asked = (
            "SELECT a.company FROM applications a JOIN memberships m ON m.application_id = a.id "
            "JOIN messages s ON s.key = m.message_key WHERE s.message_id = ?"
        )
        [(company,)] = file.execute(asked, (message_id,))
    return str(company)
