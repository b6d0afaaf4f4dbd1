"""`tealeaves schedule run`, as a timer calls it: against a real server, over simulated days."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import stamina

from tealeaves import session as sessions
from tealeaves.cli import syncing
from tealeaves.cli.commands import schedule, sync
from tealeaves.cli.scheduling import run as scheduled
from tealeaves.schedule import plan as plans
from tealeaves.schedule import runs
from tealeaves.schedule.runs import BUSY, MISUSED, OFFLINE, OK, REFUSED, WAITING
from tests.servers.account import Account
from tests.servers.smtp import smtp_sink
from tests.tealeaves import post
from tests.tealeaves.conftest import Said
from tests.tealeaves.person import Person, account, deliver
from tests.tealeaves.schedule.plans import Played

BEGIN = datetime(2026, 9, 28, 5, 0, tzinfo=UTC)  # a Monday, six o'clock in London
HALF_HOUR = timedelta(minutes=30)
PASSWORD_FILE = 'password_file = "password"'


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """The pauses between attempts to connect have no length."""
    stamina.set_testing(True, attempts=100, cap=True)
    yield
    stamina.set_testing(False)


@dataclass
class Scheduled:
    """Robin, whose timer runs, on a clock of the test's own."""

    person: Person
    played: Played
    state: Path
    mailbox: Account
    monkeypatch: pytest.MonkeyPatch
    now: datetime = BEGIN

    def configure(self, *accounts: str, more: str = "") -> None:
        self.person.write(*(accounts or (account(self.mailbox, PASSWORD_FILE),)), more)

    def password(self, text: str) -> None:
        file = self.person.folder / "password"
        file.write_text(text)
        file.chmod(0o600)

    def install(self, *options: str) -> None:
        assert self.person.run("schedule", "install", "--with", "cron", *options).code == 0
        self.played.calls()

    def run(self, task: str = "sync", later: timedelta = HALF_HOUR) -> runs.Run:
        """What is noted of a run, so much after the last one."""
        self.now += later
        before = len(self.runs())
        said = self.person.run("schedule", "run", task)
        assert (said.out, said.err) == ("", "")
        run = self.runs()[before]
        assert run.code == said.code
        return run

    def runs(self) -> tuple[runs.Run, ...]:
        return runs.read(self.state)

    def outcome(self, name: str = "mail") -> str:
        """How it went for the account in the next run."""
        return next(part.outcome for part in self.run().parts if part.name == name)

    def notices(self) -> list[str]:
        return [call[-1] for call in self.played.calls() if call[0] == "notify-send"]

    def by_hand(self) -> Said:
        return self.person.run("sync")


@pytest.fixture
def robin(
    person: Person, played: Played, state: Path, mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> Scheduled:
    mailbox.folder("Sent")
    found = Scheduled(person, played, state, mailbox, monkeypatch)
    monkeypatch.setenv("TZ", "UTC")
    for module in (scheduled, schedule, sync, syncing, sessions):
        monkeypatch.setattr(module, "clock", lambda: found.now)
    found.configure()
    found.password(mailbox.password)
    return found


def mails(mailbox: Account, *numbers: int) -> None:
    sender = "Priya Shah <priya@harborvine.example>"
    deliver(
        mailbox, *(post.mail(n, sender, "Your interview at Harbor & Vine", "Can we talk?") for n in numbers)
    )


def test_a_run_syncs_says_nothing_and_notes_it(robin: Scheduled) -> None:
    mails(robin.mailbox, 1, 2)
    robin.install()
    run = robin.run()
    assert (run.task, run.code, run.counts["new"], run.reason) == ("sync", 0, 2, "")
    assert [(part.name, part.outcome) for part in run.parts] == [("", OK), ("mail", OK)]
    assert robin.run().counts["new"] == 0
    assert robin.notices() == []


def test_a_refused_sign_in_is_told_once_and_not_each_half_hour(robin: Scheduled) -> None:
    robin.password("wrong")
    robin.install()
    said = [robin.outcome() for _ in range(100)]
    assert said[:8] == [REFUSED, WAITING, REFUSED, WAITING, WAITING, WAITING, REFUSED, WAITING]
    assert said.count(REFUSED) == 6  # in two days
    assert robin.notices() == ["mail: sign-in was refused. Run: tealeaves accounts test mail"]
    assert robin.runs()[-1].code == 0  # nothing was tried


def test_a_password_that_was_mended_is_tried_when_a_sync_by_hand_shows_it(robin: Scheduled) -> None:
    robin.password("wrong")
    robin.install()
    for _ in range(8):
        robin.run()
    robin.password(robin.mailbox.password)
    assert robin.outcome() == WAITING
    assert robin.by_hand().code == 0
    assert robin.outcome() == OK
    robin.notices()
    robin.password("wrong again")
    assert robin.outcome() == REFUSED
    assert len(robin.notices()) == 1


def test_a_configuration_that_was_touched_is_tried_at_once(robin: Scheduled) -> None:
    import os

    robin.password("wrong")
    robin.install()
    config = robin.person.folder / "config.toml"
    os.utime(config, (BEGIN.timestamp(), BEGIN.timestamp()))
    assert [robin.outcome() for _ in range(4)] == [REFUSED, WAITING, REFUSED, WAITING]
    touched = (robin.now + timedelta(minutes=1)).timestamp()
    os.utime(config, (touched, touched))
    assert robin.outcome() == REFUSED
    assert len(robin.notices()) == 1


def test_one_account_that_is_refused_does_not_stop_another(
    robin: Scheduled, new_mailbox: Callable[[], Account]
) -> None:
    other = new_mailbox()
    other.folder("Sent")
    mails(other, 1)
    robin.configure(account(robin.mailbox, PASSWORD_FILE), account(other, name="other"))
    robin.password("wrong")
    robin.install()
    run = robin.run()
    assert run.code == 3
    assert [(part.name, part.outcome) for part in run.parts] == [("", OK), ("mail", REFUSED), ("other", OK)]
    assert robin.notices() == ["mail: sign-in was refused. Run: tealeaves accounts test mail"]
    run = robin.run()
    assert (run.code, run.parts[1].outcome) == (0, WAITING)


def test_no_network_is_told_after_a_day_and_tried_each_time(robin: Scheduled) -> None:
    robin.configure(account(robin.mailbox, PASSWORD_FILE, port=1))
    robin.install()
    said = [robin.outcome() for _ in range(48)]
    assert set(said) == {OFFLINE}
    assert robin.notices() == []
    for _ in range(5):
        robin.run()
    assert robin.notices() == ["mail has failed for a day. Run: tealeaves schedule status"]


def test_an_account_that_is_busy_is_code_5_and_not_told(robin: Scheduled) -> None:
    robin.install()
    robin.run()
    robin.person.take_lease("elsewhere:1", robin.now + timedelta(hours=9), "mail")
    run = robin.run()
    assert (run.code, run.parts[1].outcome) == (5, BUSY)
    assert robin.notices() == []


def test_a_configuration_that_is_wrong_is_noted_and_told_once(robin: Scheduled) -> None:
    robin.install()
    (robin.person.folder / "config.toml").write_text("nonsense = 1")
    for _ in range(3):
        run = robin.run()
    assert (run.code, run.parts[0].outcome) == (2, MISUSED)
    assert "unknown key" in run.reason
    assert robin.notices() == ["The sync failed: the configuration is wrong. Run: tealeaves schedule status"]


def test_what_nobody_foresaw_is_noted_and_its_place_is_in_the_log(
    robin: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    robin.install()

    def broken(*_: object) -> None:
        raise ZeroDivisionError("robin.hale@postbox.example")

    monkeypatch.setattr(syncing, "sync_one", broken)
    run = robin.run()
    assert (run.code, run.parts[0].outcome) == (1, runs.FAILED)
    assert run.reason == "ZeroDivisionError that was not foreseen; the log shows where"
    log = (robin.state / "tealeaves.log").read_text()
    assert "ZeroDivisionError" in log
    assert "postbox.example" not in log


def test_the_log_is_lines_of_json_without_addresses(robin: Scheduled) -> None:
    mails(robin.mailbox, 1)
    robin.install()
    robin.run()
    text = (robin.state / "tealeaves.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert "sync ended with 0" in [line["message"] for line in lines]
    assert "@" not in text
    assert "interview" not in text


# --- the digest


def test_without_a_mail_server_the_week_is_a_page(robin: Scheduled) -> None:
    mails(robin.mailbox, 1)
    robin.install()
    robin.run()
    run = robin.run("digest")
    page = robin.state / "digests" / "2026-W40.html"
    assert (run.code, run.reason) == (0, f"the digest is in {page}")
    assert page.read_text().startswith("<!")
    assert page.stat().st_mode & 0o077 == 0
    assert f"the digest is in {page}" in robin.person.run("schedule", "status").out


def test_a_sync_makes_up_for_a_digest_that_was_slept_through(robin: Scheduled) -> None:
    robin.install("--digest", "mon 08:00")
    robin.run()
    assert [run.task for run in robin.runs()] == ["sync"]
    robin.run(later=timedelta(days=1))  # the machine slept over Monday, eight o'clock
    assert [run.task for run in robin.runs()] == ["sync", "sync", "digest"]
    robin.run()
    assert [run.task for run in robin.runs()] == ["sync", "sync", "digest", "sync"]


def test_a_digest_in_time_is_not_told_twice(robin: Scheduled) -> None:
    robin.install("--digest", "mon 08:00")
    robin.run("digest", later=timedelta(hours=3, minutes=5))
    robin.run()
    assert [run.task for run in robin.runs()] == ["digest", "sync"]


def test_a_digest_that_fails_is_tried_again_at_growing_intervals(robin: Scheduled) -> None:
    smtp = 'smtp = { host = "127.0.0.1", port = 1, security = "none" }'
    robin.configure(more=f'[digest]\nto = "robin.hale@postbox.example"\n{smtp}\n')
    robin.install("--digest", "mon 08:00")
    for _ in range(30):  # from half past five
        robin.run()
    at = [run.started for run in robin.runs() if run.task == "digest"]
    gaps = [later - earlier for earlier, later in pairwise(at)]
    assert gaps == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert {run.parts[0].outcome for run in robin.runs() if run.task == "digest"} <= {runs.FAILED, OFFLINE}


# --- as the system calls it


def test_the_command_of_the_timer_works_from_nothing(robin: Scheduled, tmp_path: Path) -> None:
    """In a folder whose modules are called as ours are, with no environment but what cron gives."""
    mails(robin.mailbox, 1)
    robin.install()
    elsewhere = tmp_path / "elsewhere"
    for name in ("store", "tealeaves", "ingest"):
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "__init__.py").write_text("raise SystemExit(77)")
    plan = plans.read(robin.state)
    assert plan is not None
    done = subprocess.run(
        plan.command("sync"), cwd=elsewhere, env={"HOME": str(tmp_path / "home")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    [run] = [run for run in robin.runs() if run.task == "sync"]
    assert run.counts["new"] == 1


def test_a_timer_that_outlived_its_schedule_says_so(robin: Scheduled) -> None:
    said = robin.person.run("schedule", "run", "sync")
    assert said.code == 2
    assert "nothing is scheduled" in said.err


def test_a_run_that_cannot_be_noted_is_one_line_and_tells_nobody(robin: Scheduled) -> None:
    """What is not noted would be told at each run."""
    robin.password("wrong")
    robin.install()
    (robin.state / "runs.jsonl").mkdir()
    said = robin.person.run("schedule", "run", "sync")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"tealeaves: cannot note the run in {robin.state}: Is a directory\n"
    assert robin.notices() == []


def test_a_run_leaves_the_environment_as_it_was(robin: Scheduled) -> None:
    import os

    robin.install()
    os.environ["TEALEAVES_STORE"] = ""
    before = dict(os.environ)
    robin.run()
    assert dict(os.environ) == before


def test_with_a_mail_server_the_week_is_mailed_and_once(robin: Scheduled, tmp_path: Path) -> None:
    mails(robin.mailbox, 1)
    with smtp_sink(tmp_path, "none") as sink:
        sink.password = "secret"
        server = f'host = "{sink.host}", port = {sink.port}, security = "none", user = "{sink.user}"'
        robin.configure(
            account(robin.mailbox, PASSWORD_FILE),
            more=f'[digest]\nto = "robin.hale@postbox.example"\nsmtp = {{ {server}, {PASSWORD_FILE} }}\n',
        )
        robin.password("wrong")
        robin.install("--no-sync")
        run = robin.run("digest")
        assert (run.code, run.parts[0].outcome) == (4, REFUSED)
        assert robin.notices() == ["The digest failed: sign-in was refused. Run: tealeaves schedule status"]
        robin.password("secret")
        run = robin.run("digest")
        assert (run.code, run.reason) == (0, "the digest of 2026-W40 was mailed")
        run = robin.run("digest")
        assert (run.code, run.reason) == (0, "the digest of 2026-W40 was mailed before")
        assert len(sink.taken) == 1
