"""Waiting for mail (IDLE, RFC 2177): it wakes a normal sync, and never spins."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.imap import idle
from ingest.imap.idle import Waited
from ingest.imap.session import ATTEMPTS
from tests.ingest.imap.archive import Archive, connector, letter, sync
from tests.servers.dovecot import Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.imap.mail import Message, folders
from tests.servers.imap.script import USUAL, Script, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.imap.connector import Imap
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

LONG = 20.0  # seconds in which what a test waits for comes


@pytest.fixture
def at_rest(scripted: Scripted, archive: Archive) -> ScriptedImap:
    server = scripted(folders(Message(1, letter(1)), Message(2, letter(2))))
    sync(connector(server, archive), archive)
    server.commands.clear()
    return server


def waiting(imap: Imap, archive: Archive, happens: Callable[[], None]) -> Waited:
    """What a wait in another thread ends with, when this happens meanwhile."""
    ended: list[Waited] = []
    thread = threading.Thread(target=lambda: ended.append(imap.wait(archive.cursors, LONG)))
    thread.start()
    happens()
    thread.join(2 * LONG)
    return ended[0]


def idles(server: ScriptedImap) -> int:
    return server.commands.count("IDLE")


@pytest.mark.parametrize("event", ["new", "gone"])
def test_mail_that_comes_or_goes_ends_the_wait(mailbox: Account, archive: Archive, event: str) -> None:
    first = mailbox.deliver(letter(1))
    sync(connector(mailbox.server, archive, mailbox.user), archive)
    mailbox.record()

    def happens() -> None:
        mailbox.wait_for("IDLE")
        if event == "new":
            mailbox.deliver(letter(2))
        else:
            mailbox.delete(first)

    with connector(mailbox.server, archive, mailbox.user) as imap:
        assert waiting(imap, archive, happens) is Waited.CHANGED
        for batch in imap.changes(archive.cursors):
            archive.take(batch)
    assert len(archive.keys) == (2 if event == "new" else 0)


def test_mail_that_came_between_the_sync_and_the_wait_is_noticed_at_once(
    at_rest: ScriptedImap, archive: Archive
) -> None:
    at_rest.folder("INBOX").add(Message(3, letter(3)))
    with connector(at_rest, archive) as imap:
        assert imap.wait(archive.cursors, LONG) is Waited.CHANGED
    assert idles(at_rest) == 0


def test_a_mail_that_the_sync_left_out_is_no_news(scripted: Scripted, archive: Archive) -> None:
    """An empty inbox, one with drafts alone, one of which an old mail went: no reason to sync once more."""
    server = scripted(folders())
    for change in (None, Message(1, letter(1), flags=("\\Draft",))):
        if change:
            server.folder("INBOX").add(change)
        sync(connector(server, archive), archive)
        with connector(server, archive) as imap:
            assert imap.wait(archive.cursors, 0.01) is Waited.QUIET
    server.folder("INBOX").remove(1)
    sync(connector(server, archive), archive)
    with connector(server, archive) as imap:
        assert imap.wait(archive.cursors, 0.01) is Waited.QUIET


def test_a_server_without_uidnext_is_waited_for_too(scripted: Scripted, archive: Archive) -> None:
    mail = folders(Message(1, letter(1)))
    mail[0].uidnext = -1
    server = scripted(mail)
    sync(connector(server, archive), archive)
    with connector(server, archive) as imap:
        assert imap.wait(archive.cursors, 0.01) is Waited.QUIET


def test_another_uidvalidity_is_news(at_rest: ScriptedImap, archive: Archive) -> None:
    at_rest.folder("INBOX").uidvalidity = 99
    with connector(at_rest, archive) as imap:
        assert imap.wait(archive.cursors, LONG) is Waited.CHANGED


def test_a_folder_that_was_never_read_is_news(scripted: Scripted, archive: Archive) -> None:
    with connector(scripted(folders()), archive) as imap:
        assert imap.wait({}, LONG) is Waited.CHANGED


def test_keep_alives_are_no_news(at_rest: ScriptedImap, archive: Archive) -> None:
    at_rest.script = Script(idle_says=("* OK Still here", "* OK Still here"))
    with connector(at_rest, archive) as imap:
        assert imap.wait(archive.cursors, 0.05) is Waited.QUIET
    assert at_rest.commands.count("DONE") == 1


def test_the_keep_alives_of_dovecot_are_no_news(archive: Archive) -> None:
    with running_dovecot(Options(keep_alive_seconds=1)) as server:
        sync(connector(server, archive, "u0"), archive)
        with connector(server, archive, "u0") as imap:
            assert imap.wait(archive.cursors, 1.5) is Waited.QUIET


def test_a_wait_lasts_no_longer_than_one_idle_may(
    at_rest: ScriptedImap, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert idle.RENEWED_SECONDS < 29 * 60  # RFC 2177 §3
    monkeypatch.setattr(idle, "RENEWED_SECONDS", 0.05)
    with connector(at_rest, archive) as imap:
        for _ in range(3):
            assert imap.wait(archive.cursors, LONG) is Waited.QUIET
    assert (idles(at_rest), at_rest.commands.count("DONE")) == (3, 3)


def test_a_server_without_idle_is_told_of(scripted: Scripted, archive: Archive) -> None:
    script = Script(capabilities=tuple(word for word in USUAL if word != "IDLE"))
    server = scripted(folders(Message(1, letter(1))), script)
    sync(connector(server, archive), archive)
    with connector(server, archive) as imap:
        assert imap.wait(archive.cursors, LONG) is Waited.UNABLE


@pytest.mark.parametrize("says", [(), ("* BYE idle for too long",), ("* BYE",), ("* OK Still here",)])
def test_a_connection_that_ends_while_we_wait_is_made_anew_so_often_and_no_more(
    at_rest: ScriptedImap, archive: Archive, says: tuple[str, ...]
) -> None:
    at_rest.script = Script(idle_says=says, idle_hangs_up=True)
    with connector(at_rest, archive) as imap, pytest.raises(SourceError):
        imap.wait(archive.cursors, LONG)
    assert idles(at_rest) == ATTEMPTS
    assert len(at_rest.commands) < 10 * ATTEMPTS


def test_mail_that_comes_while_the_connection_is_made_anew_is_noticed(
    at_rest: ScriptedImap, archive: Archive
) -> None:
    late = Message(3, letter(3))
    at_rest.script = Script(steps=(Step("IDLE", change=lambda mail: mail[0].add(late), hang_up=True),))
    with connector(at_rest, archive) as imap:
        assert imap.wait(archive.cursors, LONG) is Waited.CHANGED
    assert idles(at_rest) == 1


def test_an_account_without_a_folder_to_wait_in_is_told_of(scripted: Scripted, archive: Archive) -> None:
    with connector(scripted([]), archive) as imap:
        assert imap.wait({}, LONG) is Waited.UNABLE
