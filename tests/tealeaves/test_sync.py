"""`tealeaves sync` from end to end: a real server, the command line, and what is in the store afterwards."""

from __future__ import annotations

import json
import os
import pty
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.store import open_store
from tests.servers.proxy import Action, Fault, proxy
from tests.tealeaves import post
from tests.tealeaves.conftest import ROOT
from tests.tealeaves.person import ONE_LINER, PATIENCE_SECONDS, Person, account, deliver, wait_until

if TYPE_CHECKING:
    from tests.servers.account import Account

SECRET = "correct horse battery staple"
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
LATER = datetime(9000, 1, 1, tzinfo=UTC)
FIELDS = {
    "account", "error", "listed", "gated", "fetched", "new", "gone", "relabelled", "events", "relevant",
    "touched", "applications", "questions", "problems", "grown", "bytes", "seconds",
}  # fmt: skip


# What it says


def test_the_first_sync_sums_up_and_the_next_says_nothing_new(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0), post.newsletter(2))
    first = robin.run("sync")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("mail: 2 messages listed, 2 new (")
    assert "1 fetched and read, 1 left after a look at the header.\n" in first.out
    assert "1 application touched. 1 message belongs to 1 application" in first.out
    second = robin.run("sync")
    assert (second.code, second.err) == (0, "")
    assert second.out.startswith("mail: nothing new since ")
    assert len(second.out.splitlines()) == 1


def test_json_tells_everything_of_each_account(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0), post.newsletter(2), post.personal(3))
    deliver(mailbox, post.own(4, 0, post.message_id(1)), to="Sent")
    first = robin.sync()
    assert set(first) == FIELDS
    told = {name: first[name] for name in ("account", "error", "problems", "grown", "questions", "gone")}
    assert told == {
        "account": "mail", "error": None, "problems": [], "grown": 0, "questions": 0, "gone": 0,
    }  # fmt: skip
    assert (first["listed"], first["gated"], first["fetched"], first["new"]) == (4, 1, 3, 4)
    assert (first["relevant"], first["applications"], first["touched"]) == (2, 1, 1)
    assert first["bytes"] > 1000
    assert first["seconds"] > 0
    second = robin.sync()
    assert (second["listed"], second["new"], second["touched"], second["relevant"]) == (0, 0, 0, 2)


def test_mail_that_went_is_counted_and_its_messages_stay(robin: Person, mailbox: Account) -> None:
    gone, _ = deliver(mailbox, post.interview(1, 0), post.interview(2, 0))
    robin.sync()
    before = robin.shown()
    mailbox.delete(gone)
    assert "1 message moved or deleted there." in robin.run("sync").out
    assert robin.shown() == before


def test_a_mailbox_that_grew_while_nothing_was_fetched_says_why(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    mailbox.deliver(post.interview(2, 0).as_bytes(), flags="D")
    mailbox.deliver(post.interview(3, 0).as_bytes(), received=post.FIRST - timedelta(days=90))
    said = robin.run("sync").out
    assert "the mailbox grew by 2 and none was fetched: 1 older than me.since, 1 draft" in said


# How it ends


def test_one_account_of_two_that_fails_is_exit_code_3(person: Person, mailbox: Account) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    person.monkeypatch.setenv("WRONG", SECRET)
    wrong = account(mailbox, 'password_env = "WRONG"', name="other")
    person.write(wrong, account(mailbox))
    said = person.run("sync", "--json")
    assert said.code == 3
    other, mail = said.json()["accounts"]
    assert other["error"]
    assert (mail["error"], mail["new"]) == (None, 1)
    assert said.err.startswith("tealeaves: ")


def test_a_recorded_problem_is_exit_code_3(person: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    person.write(account(mailbox).replace('"Sent"', '"Nowhere"'))
    said = person.run("sync")
    assert said.code == 3
    assert "mail/Nowhere: no-folder" in said.err
    assert "1 new" in said.out


@pytest.mark.parametrize(
    "how",
    ['password_env = "WRONG"', 'password_command = ["false"]', 'password_command = ["no-such-program"]'],
)
def test_a_refused_sign_in_is_exit_code_4(person: Person, mailbox: Account, how: str) -> None:
    person.monkeypatch.setenv("WRONG", SECRET)
    person.write(account(mailbox, how))
    said = person.run("sync")
    assert said.code == 4
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_server_that_is_not_there_is_exit_code_1(
    person: Person, mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.imap.session.FIRST_PAUSE_SECONDS", 0.001)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    person.write(account(mailbox, port=port))
    said = person.run("sync")
    assert said.code == 1
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    with open_store(person.url, now=post.NOW) as store:
        state = store.account(store.candidate("me"), "mail")
    assert state is not None
    assert (state.synced_at, state.lease) == (None, None)


def test_an_unknown_account_is_exit_code_2_and_names_the_nearest(robin: Person) -> None:
    said = robin.run("sync", "mial")
    assert said.code == 2
    assert 'no account "mial"; did you mean "mail"?' in said.err


def test_an_account_that_somebody_syncs_is_exit_code_5(robin: Person, mailbox: Account) -> None:
    robin.take_lease(f"{socket.gethostname()}:{os.getppid()}", LATER)
    said = robin.run("sync")
    assert said.code == 5
    assert said.out == ""
    assert f"process {os.getppid()} on {socket.gethostname()}" in said.err
    robin.take_lease(f"{socket.gethostname()}:{os.getppid()}", LATER)  # it was not taken away


def test_a_second_sync_beside_a_first_is_exit_code_5(person: Person, mailbox: Account) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    server = mailbox.server
    with proxy(server.host, server.port, {1: Fault(Action.HOLD, b"EXISTS")}) as between:
        person.write(account(mailbox, port=between.port))
        with person.start("sync") as first:
            wait_until(lambda: bool(between.commands), "the first sync asks")
            assert person.run("sync").code == 5
            between.release()
            out, err = first.communicate(timeout=PATIENCE_SECONDS)
        assert (first.returncode, err) == (0, "")
        assert "1 new" in out


def test_the_lease_of_a_process_that_is_no_more_is_taken_over(robin: Person, mailbox: Account) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    robin.take_lease(f"{socket.gethostname()}:{ended.pid}", LATER)
    assert robin.run("sync").code == 0


def test_a_lease_that_ran_out_is_taken_over(robin: Person, mailbox: Account) -> None:
    robin.take_lease("elsewhere:7", LONG_AGO)
    assert robin.run("sync").code == 0


def test_a_lease_of_another_machine_holds_until_it_runs_out(robin: Person, mailbox: Account) -> None:
    robin.take_lease("elsewhere:7", LATER)
    assert robin.run("sync").code == 5


def test_a_kind_that_cannot_be_synced_yet_says_which_can(person: Person, mailbox: Account) -> None:
    person.write('[[accounts]]\nname = "box"\nkind = "mbox"\n')
    said = person.run("sync")
    assert said.code == 2
    assert "mbox without a path cannot be synced" in said.err


# What it does not do


def test_no_secret_is_in_the_output_the_log_or_the_store(person: Person, mailbox: Account) -> None:
    command = json.dumps([sys.executable, "-c", f"print({SECRET!r})"])
    person.write(account(mailbox, f"password_command = {command}"))
    said = person.run("--debug", "sync")
    assert said.code == 4
    assert SECRET not in said.out + said.err
    good = json.dumps([sys.executable, "-c", "print('secret')"])
    person.write(account(mailbox, f"password_command = {good}"))
    deliver(mailbox, post.interview(1, 0))
    assert person.run("--debug", "sync").code == 0
    stored = b"".join(path.read_bytes() for path in (person.folder / "store").iterdir())
    assert b"Data Engineer" in stored
    assert SECRET.encode() not in stored
    assert b"secret" not in stored


def test_progress_is_for_terminals(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, *(post.interview(number, 0) for number in range(1, 6)))
    with robin.start("sync") as piped:
        _, err = piped.communicate(timeout=PATIENCE_SECONDS)
    assert (piped.returncode, err) == (0, "")
    deliver(mailbox, post.interview(6, 0))
    outer, inner = pty.openpty()
    command = [sys.executable, "-c", ONE_LINER, "sync"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=inner) as drawn:
        os.close(inner)
        seen = _all_of(outer)
    assert drawn.returncode == 0
    assert b"INBOX" in seen


def _all_of(terminal: int) -> bytes:
    """What was written to a terminal until its last writer went: then Linux says EIO."""
    seen = b""
    try:
        while piece := os.read(terminal, 65536):
            seen += piece
    except OSError:
        pass
    finally:
        os.close(terminal)
    return seen


def test_a_sync_that_finds_nothing_loads_nothing_that_only_reading_needs(
    robin: Person, mailbox: Account
) -> None:
    [seen] = deliver(mailbox, post.interview(1, 0))
    robin.sync()
    # Somebody marks the mail as read: the folder changed, and still there is nothing to read.
    mailbox.flag(seen, "S")
    heavy = (
        "spacy", "googleapiclient", "alembic", "requests", "rich", "multiprocessing", "ingest.mime.parse",
        "classify.read", "classify.signals.bank", "classify.applications.group",
    )  # fmt: skip
    script = (
        "import sys; from tealeaves.cli.main import main; code = main(['sync']);"
        f"print(code, [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0].startswith("mail: nothing new since ")
    assert done.stdout.splitlines()[1:] == ["0 []"]


def test_a_sync_that_finds_nothing_leaves_the_store_untouched(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0), post.newsletter(2), post.invite(3, 1))
    robin.sync()
    before = rows(robin)
    robin.sync()
    assert rows(robin) == before


def rows(robin: Person) -> dict[str, list[Any]]:
    """Every row of every table; of the accounts, without when they were synced."""
    with sqlite3.connect(robin.folder / "store" / "one.db") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        found["accounts"] = connection.execute("SELECT name, holder, news_at FROM accounts").fetchall()
    return found
