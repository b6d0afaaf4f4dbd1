"""The newcomer's walk: from nothing to the first digest and a quiet life, as a person and as a script."""

from __future__ import annotations

import stat
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.dovecot import PASSWORD
from tests.tealeaves import post
from tests.tealeaves.conftest import SAMPLE
from tests.tealeaves.walking import ROBIN, deliver_sample, fits, sample, stranger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.account import Account
    from tests.tealeaves.setup.newcomer import Talk

WAYS = ("tealeaves demo", "tealeaves import", "tealeaves accounts add")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "Zoë's $HOME"


def at(mailbox: Account) -> list[str]:
    """The options that a real provider's data stands for, as a server of one's own needs them."""
    server = mailbox.server
    return ["--host", "localhost", "--port", str(server.tls_port), "--ca-file", str(server.ca_file),
            "--user", mailbox.user]  # fmt: skip


def answers_to_the_sign_in(talk: Talk) -> None:
    talk.says("Your e-mail address: ", ROBIN)
    talk.says("Your name", "Robin Hale")
    talk.says("Your time zone [Europe/London]: ", "")
    talk.says("(not shown): ", PASSWORD)


def test_a_person_at_a_terminal_gets_from_nothing_to_a_digest_and_out_again(
    home: Path, mailbox: Account
) -> None:
    deliver_sample(mailbox)
    before = mailbox.snapshot()
    robin = stranger(home, has_keyring=True)
    first = robin.reads()
    assert all(way in first for way in WAYS)
    assert str(robin.config) in first
    assert "accounts add" in robin.reads("applications", code=2)

    talk = robin.begins("accounts", "add", *at(mailbox))
    answers_to_the_sign_in(talk)
    talk.hears("signed in at localhost; a sync reads INBOX, Sent")
    talk.hears("Its password is kept in the keyring.")
    talk.hears(f"Wrote {robin.config}.")
    talk.hears("The first sync looks at 153 messages since 30 September 2025: a few seconds.")
    talk.says("Sync now? [Y/n]: ", "")
    talk.hears("129 messages belong to 13 applications")
    talk.hears("Now: tealeaves applications, or tealeaves digest.")
    assert talk.end() == 0, talk.said
    assert PASSWORD not in talk.said
    assert robin.kept() == {"tealeaves\npostbox": PASSWORD}

    where_i_stand = robin.reads("applications")
    assert "Harbor & Vine" in where_i_stand.splitlines()[1]  # the offer comes first
    assert "11 open applications" in where_i_stand
    why = robin.reads("show", "harbor")
    assert "happy to offer you the role of Staff Data" in why
    week = robin.reads("digest")
    assert "The job search of Robin Hale" in week
    assert "You have an offer from Harbor & Vine." in week
    assert fits(why)
    assert fits(week)
    assert "No question is open." in robin.reads("questions")
    assert "3 messages" in robin.reads("search", "offer")
    robin.reads("notes", "harbor", "They ring on Friday")
    assert "They ring on Friday" in robin.reads("show", "harbor")

    assert "none: nothing is synced by itself" in robin.reads("doctor")
    assert "Nothing is scheduled." in robin.reads("schedule", "status", code=2)
    installed = robin.reads("schedule", "install", "--with", "cron")
    assert "sync: 30m, by cron." in installed
    assert "digest: mon 08:00, by cron." in installed
    assert "schedule run sync" in robin.played.crontab.read_text("utf-8")
    assert "all is well" in robin.reads("schedule", "run", "sync")
    assert "(0 new)" in robin.reads("schedule", "status")
    assert "nothing is synced by itself" not in robin.reads("doctor")

    assert "13 applications, 129 messages with words" in robin.reads("backup", home / "all.backup")
    assert mailbox.snapshot() == before

    talk = robin.begins("accounts", "remove", "postbox")
    talk.says("Remove postbox and its secrets? [y/N]: ", "y")
    talk.hears("Its secrets are deleted from the keyring.")
    talk.hears("tealeaves schedule remove")  # which has nothing to sync any more
    assert talk.end() == 0, talk.said
    assert robin.kept() == {}
    assert "no [[accounts]] to sync" in robin.reads("sync", code=2)
    assert "You have an offer" in robin.reads("digest")  # what was read stays
    assert "crontab" in robin.reads("schedule", "remove")
    assert not robin.played.crontab.exists()


def test_without_a_keyring_a_file_is_agreed_on_and_goes_with_the_account(
    home: Path, mailbox: Account
) -> None:
    deliver_sample(mailbox)
    robin = stranger(home, has_keyring=False)
    talk = robin.begins("accounts", "add", *at(mailbox))
    answers_to_the_sign_in(talk)
    talk.hears("cannot be kept in a keyring")
    talk.presses("> ", "f")
    talk.says("Sync now? [Y/n]: ", "")
    assert talk.end() == 0, talk.said
    file = robin.config.with_name("postbox.password")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "postbox" in robin.reads("accounts", "list")
    assert "Harbor & Vine" in robin.reads("applications")
    assert "can be had: postbox" in robin.reads("doctor")
    robin.reads("accounts", "remove", "postbox", "--yes")
    assert not file.exists()
    assert "accounts" not in tomllib.loads(robin.config.read_text("utf-8"))


def test_a_script_walks_the_same_way_by_options_and_reads_json(home: Path, mailbox: Account) -> None:
    deliver_sample(mailbox)
    robin = stranger(home, has_keyring=False)

    def told(*arguments: object, code: int = 0, stdin: str = "") -> Any:
        said = robin.run(*arguments, "--json", stdin=stdin)
        assert (said.code, said.err) == (code, ""), said
        return said.json()

    added = told(
        "accounts", "add", ROBIN, *at(mailbox), "--password-stdin", "--keep", "file", "--sync",
        "--full-name", "Robin Hale", "--timezone", "Europe/London", stdin=f"{PASSWORD}\n",
    )  # fmt: skip
    assert (added["account"], added["created"], added["sync"]["new"]) == ("postbox", True, 153)
    applications = told("applications")
    assert len(applications) == 11
    assert applications[0]["company"] == "Harbor & Vine"
    assert told("show", applications[0]["id"])["stage"] == "offer"
    assert told("digest")["headline"].startswith("You have an offer from Harbor & Vine.")
    assert told("questions") == []
    assert told("search", "offer")["total"] == 3
    told("notes", "harbor", "They ring on Friday")
    assert "They ring on Friday" in str(told("notes", "harbor")["notes"])

    assert told("schedule", "install", "--with", "systemd", "--sync", "1h")["sync"] == "1h"
    units = home / "xdg" / "systemd" / "user"
    assert {"tealeaves-sync.timer", "tealeaves-digest.timer"} <= {one.name for one in units.iterdir()}
    done = told("schedule", "run", "sync")
    assert (done["code"], [part["outcome"] for part in done["parts"]]) == (0, ["ok", "ok"])
    standing = told("schedule", "status")
    assert (standing["system"], standing["failed"]) == ("systemd", False)
    states = {one["check"]: one["state"] for one in told("doctor")["findings"]}
    assert "error" not in states.values()
    assert (states["connection"], states["secrets"], states["timer"]) == ("ok", "ok", "ok")
    assert told("backup", home / "all.backup")["applications"] == 13
    assert told("sync")["accounts"][0]["new"] == 0
    gone = told("accounts", "remove", "postbox", "--yes")
    assert gone["secrets_deleted"] == [str(robin.config.with_name("postbox.password"))]
    assert told("accounts", "list") == []
    assert robin.run("sync", "--json").code == 2
    assert len(told("schedule", "remove")["removed"]) > 2
    assert list(units.iterdir()) == []


def test_an_export_is_enough_for_a_digest(home: Path) -> None:
    robin = stranger(home, has_keyring=False)
    export = home / "All mail.mbox"
    export.write_bytes(b"".join(map(post.boxed, sample())))
    talk = robin.begins("import", export, SAMPLE / "calendar.ics")
    talk.says(f"Your e-mail address [{ROBIN}]: ", "")
    talk.says("Another one of yours (Enter: none): ", "")
    talk.says("Your name [Robin Hale]: ", "")
    talk.hears("129 messages belong to 13 applications")
    assert talk.end() == 0, talk.said
    week = robin.reads("digest", "--as-of", "2026-09-28T08:00+01:00")
    assert "You have an offer from Harbor & Vine." in week
    assert fits(week)
    assert "accounts add" in robin.reads("sync", code=2)
