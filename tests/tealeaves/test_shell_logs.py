"""What a sync tells while it works, and what it never tells: with --debug against a real server."""

from __future__ import annotations

import base64
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.errors import UnreachableError
from tests.servers.dovecot import PASSWORD
from tests.tealeaves import post
from tests.tealeaves.person import Person, account, deliver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.account import Account

LOUD = ("imapclient", "imapclient.imaplib", "urllib3", "googleapiclient", "sqlalchemy.engine", "alembic")


@pytest.fixture
def loud() -> Iterator[None]:
    """Libraries that would tell everything."""
    before = {name: logging.getLogger(name).level for name in LOUD}
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("loud")
def test_no_secret_no_address_and_no_subject_gets_into_a_log(
    person: Person, mailbox: Account, tmp_path: Path
) -> None:
    mailbox.folder("Sent")
    person.write(account(mailbox), account(mailbox, name="robin.hale@postbox.example"))
    deliver(mailbox, post.interview(1, 0), post.newsletter(2), post.personal(3))
    log = tmp_path / "sync.log"
    said = person.run("sync", "--debug", "--log-file", log)
    assert said.code == 0
    told = log.read_text("utf-8") + said.err
    assert told.count("batch") > 2
    subjects = [str(mail["Subject"]) for mail in (post.interview(1, 0), post.newsletter(2), post.personal(3))]
    coded = base64.b64encode(b"\0" + mailbox.user.encode() + b"\0" + PASSWORD.encode()).decode()
    never = [PASSWORD, coded, "@", "postbox.example", "jane.roe", "Harbor", *subjects]
    assert [word for word in never if word in told] == []


def test_verbose_tells_what_is_done_and_for_how_long(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    said = robin.run("sync", "-v")
    begins, reads, settled, done = (line for line in said.err.splitlines() if "tealeaves." in line)
    assert "info tealeaves.sync: begins account=mail kind=imap before=None" in begins
    assert "reads all" in reads
    assert "applications=1" in settled
    assert "done account=mail listed=1 new=1 fetched=1" in done and "seconds=" in done
    assert robin.run("sync", "--verbose").err.splitlines()[1].endswith("tealeaves.run: reads on streams=2")


def test_a_log_file_tells_the_same_as_json_and_nothing_is_told_on_the_screen(
    robin: Person, mailbox: Account, tmp_path: Path
) -> None:
    deliver(mailbox, post.interview(1, 0))
    said = robin.run("sync", f"--log-file={tmp_path}/a.log", "-q")
    assert (said.code, said.out, said.err) == (0, "", "")
    done = lines(tmp_path / "a.log")[-1]
    assert (done["logger"], done["message"], done["level"]) == ("tealeaves.sync", "done", "info")
    assert isinstance(done["fields"], dict)
    assert done["fields"]["account"] == "mail" and done["fields"]["new"] == 1


def test_a_failed_sync_is_an_error_in_the_log_and_on_the_screen_though_quiet(
    robin: Person, mailbox: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    robin.write(account(mailbox))
    monkeypatch.setenv("SECRET", "not-the-password")
    said = robin.run("-q", "sync", "--log-file", tmp_path / "a.log")
    assert (said.code, said.out, len(said.err.splitlines())) == (4, "", 1)
    stopped = lines(tmp_path / "a.log")[-1]
    assert (stopped["level"], stopped["message"]) == ("error", "stopped")
    assert "not-the-password" not in json.dumps(stopped)


def test_what_is_tried_again_is_told_without_what_the_server_said(tmp_path: Path) -> None:
    from stamina.instrumentation import RetryDetails

    from ingest import retries
    from tealeaves.logs.running import Verbosity, running

    with running(Verbosity.OFF, tmp_path / "a.log"):
        retries.told(RetryDetails("ask", (), {}, 1, 1.5, 0.0, UnreachableError("Interview at Harbor")))
    [line] = lines(tmp_path / "a.log")
    assert line["message"] == "tries again"
    assert line["fields"] == {"error": "UnreachableError", "attempt": 1, "seconds": 1.5}


def test_quiet_prints_what_was_asked_for(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    assert robin.run("-q", "sync", "--json").json()["accounts"][0]["new"] == 1
    assert "Harbor & Vine" in robin.run("applications", "--quiet").out
    both = robin.run("-q", "applications", "-v")
    assert both.code == 2 and "one of them" in both.err


def test_a_log_that_cannot_be_written_stops_the_command_before_it_begins(
    robin: Person, tmp_path: Path
) -> None:
    said = robin.run("applications", "--log-file", tmp_path)
    assert said.code == 2
    assert said.err.startswith("tealeaves: cannot write the log ")
    assert len(said.err.splitlines()) == 1
