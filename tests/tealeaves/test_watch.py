"""`tealeaves watch`, as a process of its own that is connected to a server."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from ingest.errors import BusyError, UnreachableError
from ingest.imap.idle import Waited
from tealeaves.pipeline.watch import PAUSE_SECONDS, pause_after, wait_for_news
from tests.servers.imap.mail import Folder, Message
from tests.servers.imap.script import USUAL, Script
from tests.tealeaves import post
from tests.tealeaves.person import PATIENCE_SECONDS, Person, account, deliver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap


class Watching:
    """A running watch."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def line(self) -> str:
        """The next line that it prints; the process is ended if that takes too long."""
        assert self.process.stdout is not None
        overdue = threading.Timer(PATIENCE_SECONDS, self.process.kill)
        overdue.start()
        try:
            return self.process.stdout.readline()
        finally:
            overdue.cancel()

    def news(self) -> str:
        """The first line of what a sync took; the second is read, too."""
        line = self.line()
        assert "touched" in self.line()
        return line

    def end(self, number: int) -> tuple[int, str, str]:
        """Its exit code, and what it printed last, after this signal."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, out, err


@contextlib.contextmanager
def watch(person: Person, *arguments: str) -> Iterator[Watching]:
    with person.start("watch", *arguments) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


def test_it_syncs_at_the_start_and_again_when_mail_arrives(robin: Person, mailbox: Account) -> None:
    deliver(mailbox, post.interview(1, 0))
    mailbox.record()
    with watch(robin) as watching:
        assert watching.news().startswith("mail: 1 message listed, 1 new (")
        mailbox.wait_for("IDLE")
        deliver(mailbox, post.interview(2, 0), post.interview(3, 1))
        listed = 0
        while listed < 2:
            listed += int(watching.news().split()[1])
        assert watching.end(signal.SIGINT) == (0, "", "Stopped.\n")
    assert len(robin.shown()["messages"]) == 3


def test_a_quiet_start_says_so(robin: Person, mailbox: Account) -> None:
    robin.sync()
    mailbox.record()
    with watch(robin) as watching:
        assert watching.line().startswith("mail: nothing new since ")
        mailbox.wait_for("IDLE")
        assert watching.end(signal.SIGTERM) == (0, "", "Stopped.\n")


def test_it_survives_the_end_of_its_connection(robin: Person, mailbox: Account) -> None:
    mailbox.record()
    with watch(robin) as watching:
        watching.line()
        mailbox.wait_for("IDLE")
        mailbox.kick()
        deliver(mailbox, post.interview(1, 0))
        assert watching.news().startswith("mail: 1 message listed, 1 new (")
        mailbox.wait_for("IDLE", times=2)
        deliver(mailbox, post.interview(2, 0))
        assert watching.news().startswith("mail: 1 message listed, 1 new (")
        assert watching.end(signal.SIGINT) == (0, "", "Stopped.\n")


def scripted_account(server: ScriptedImap, password: str = "SECRET") -> str:
    return (
        f'[[accounts]]\nname = "mail"\nkind = "imap"\nhost = "{server.host}"\nport = {server.port}\n'
        f'security = "none"\nuser = "robin"\npassword_env = "{password}"\nfolders = ["INBOX"]\n'
    )


def test_a_server_without_idle_is_asked_every_so_often(
    person: Person, scripted: Callable[..., ScriptedImap]
) -> None:
    without = tuple(one for one in USUAL if one != "IDLE")
    inbox = Folder("INBOX", [Message(1, post.interview(1, 0).as_bytes(), received=post.at(1))])
    server = scripted([inbox], Script(capabilities=without))
    person.write(scripted_account(server))
    with watch(person, "--every", "1") as watching:
        assert watching.news().startswith("mail: 1 message listed, 1 new (")
        server.deliver(Message(2, post.interview(2, 0).as_bytes(), received=post.at(2)))
        assert watching.news().startswith("mail: 1 message listed, 1 new (")
        assert watching.end(signal.SIGTERM) == (0, "", "Stopped.\n")
    assert not any(command.startswith("IDLE") for command in server.commands)
    assert server.violations == []


def test_a_refused_sign_in_ends_it_with_exit_code_4(person: Person, mailbox: Account) -> None:
    person.write(account(mailbox, 'password_command = ["false"]'))
    said = person.run("watch")
    assert said.code == 4
    assert len(said.err.splitlines()) == 1


def test_files_cannot_be_watched(person: Person) -> None:
    person.write('[[accounts]]\nname = "box"\nkind = "mbox"\npath = "box.mbox"\n')
    said = person.run("watch")
    assert said.code == 2
    assert (
        'account box: kind = "mbox" cannot be watched (imap, gmail, google-calendar, caldav, ics can)'
        in said.err
    )


# When to sync again


class Server:
    """Answers each wait with the next of these; a clock that runs only while something waits."""

    def __init__(self, *answers: Waited | Exception) -> None:
        self.answers = list(answers)
        self.time = 0.0
        self.waited: list[float] = []

    def wait(self, cursors: dict[str, str], seconds: float) -> Waited:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.time += min(seconds, 400.0) if answer is Waited.QUIET else 0
        return answer

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds

    def ask(self) -> bool:
        return wait_for_news(self, {}, 900, self.pause, lambda: self.time)


def test_news_and_a_broken_connection_call_for_a_sync_at_once() -> None:
    assert Server(Waited.QUIET, Waited.CHANGED).ask()
    assert Server(UnreachableError("gone")).ask()


def test_after_a_quiet_while_all_folders_are_due() -> None:
    server = Server(Waited.QUIET, Waited.QUIET, Waited.QUIET)
    assert not server.ask()
    assert server.time == pytest.approx(900)


def test_a_server_that_cannot_tell_is_left_alone_meanwhile() -> None:
    server = Server(Waited.UNABLE)
    assert not server.ask()
    assert server.waited == [900]


def test_a_failure_and_calls_in_vain_are_followed_by_a_pause() -> None:
    assert pause_after(None, in_vain=0) == pause_after(None, in_vain=1) == 0
    assert pause_after(None, in_vain=2) == PAUSE_SECONDS
    assert pause_after(UnreachableError("gone"), in_vain=0) == PAUSE_SECONDS
    assert pause_after(BusyError("wait", 300.0), in_vain=0) == 300
