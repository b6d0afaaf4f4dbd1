"""What went, what moved, and what the server numbers anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync
from tests.servers.imap.mail import Folder, Message, folders
from tests.servers.imap.script import Script, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

MARCH = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SEVEN = [letter(number) for number in range(1, 8)]


@pytest.mark.parametrize("moved", [True, False])
def test_a_message_that_leaves_is_gone_and_one_that_moves_is_seen_there_without_its_body(
    mailbox: Account, archive: Archive, syncing: Syncing, moved: bool
) -> None:
    files = mailbox.deliver_all(SEVEN)
    mailbox.deliver(letter(11), to="Sent")
    syncing()
    archive.forget_items()
    mailbox.record()
    if moved:
        mailbox.move(files[2], "Sent")
    else:
        mailbox.delete(files[2])
    syncing()
    assert [(one.place.source, one.place.spot.partition(":")[2]) for one in archive.gone] == [
        ("mine/INBOX", "3")
    ]
    assert [one.place.source for one in archive.seen] == (["mine/Sent"] if moved else [])
    assert not bodies(mailbox.commands())


def test_deletions_are_sought_only_where_exists_says_so(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    files = mailbox.deliver_all(SEVEN)
    syncing()
    mailbox.record()
    mailbox.deliver(letter(8))
    syncing()
    assert not [command for command in mailbox.commands() if command.startswith("UID SEARCH ALL")]
    mailbox.delete(files[0])
    mailbox.deliver(letter(9))  # EXISTS is what it was
    syncing()
    assert len([command for command in mailbox.commands() if command.startswith("UID SEARCH ALL")]) == 1
    assert len(archive.gone) == 1


def test_a_deletion_that_took_nothing_of_ours_is_looked_for_once(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    old = mailbox.deliver(letter(1), received=MARCH - dt.timedelta(days=90))
    mailbox.deliver(letter(2), received=MARCH)
    syncing(since=MARCH)
    mailbox.delete(old)
    syncing(since=MARCH)
    mailbox.record()
    syncing(since=MARCH)
    assert not [command for command in mailbox.commands() if "SEARCH" in command]


@pytest.mark.parametrize("how", ["update", "forget"])
def test_another_uidvalidity_makes_every_place_gone_and_every_mail_seen_and_fetches_no_body(
    mailbox: Account, archive: Archive, syncing: Syncing, few_at_once: None, how: str
) -> None:
    mailbox.deliver_all(SEVEN)
    syncing()
    before = set(archive.keys.values())
    archive.forget_items()
    if how == "update":
        mailbox.set_uidvalidity(4711)
    else:
        mailbox.forget_uids()
    mailbox.record()
    syncing()
    assert len(archive.gone) == len(archive.seen) == 7
    assert not archive.mails
    assert not bodies(mailbox.commands())
    assert set(archive.keys.values()) == before
    assert len(archive.keys) == 7


def test_a_server_that_gives_other_uids_under_the_same_uidvalidity_is_read_anew(scripted: Scripted) -> None:
    server = scripted([Folder("INBOX", [Message(uid, letter(uid)) for uid in range(10, 14)])])
    archive = Archive()
    sync(connector(server, archive), archive)
    server.folder("INBOX").messages = [Message(uid - 9, letter(uid)) for uid in range(10, 14)]
    archive.forget_items()
    sync(connector(server, archive), archive)
    assert len(archive.gone) == len(archive.seen) == 4
    assert len(bodies(server.commands)) == 1
    assert sorted(archive.subject_at().items()) == [
        (("mine/INBOX", f"1:{uid}"), f"Letter {uid + 9}") for uid in range(1, 5)
    ]


def test_dovecot_with_its_uids_lost_is_read_again_and_nothing_doubles(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    files = mailbox.deliver_all(SEVEN)
    syncing()
    for file in files[:3]:
        mailbox.delete(file)
    mailbox.renumber()
    syncing()
    syncing()
    assert sorted(archive.subject_at().values()) == [f"Letter {number}" for number in range(4, 8)]
    assert len(archive.mails) == 7


def test_a_cursor_that_cannot_be_read_starts_anew_and_fetches_no_body_again(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver_all(SEVEN)
    syncing()
    archive.cursors["INBOX"] = "what is this?"
    archive.forget_items()
    syncing()
    assert len(archive.seen) == 7
    assert not archive.mails
    assert len(archive.keys) == 7


def test_a_deletion_that_hides_between_examine_and_search_is_found_by_the_next_sync(
    scripted: Scripted,
) -> None:
    """One old message and one new one go: EXISTS and the UIDs that a search finds agree by chance."""
    server = scripted(folders(*(Message(uid, letter(uid)) for uid in range(1, 4))))
    archive = Archive()
    sync(connector(server, archive), archive)
    server.folder("INBOX").add(Message(4, letter(4)), Message(5, letter(5)))
    server.folder("INBOX").remove(1)
    server.script = Script(steps=(Step("UID SEARCH", change=lambda mail: mail[0].remove(5)),))
    sync(connector(server, archive), archive)
    sync(connector(server, archive), archive)
    assert sorted(archive.subject_at().values()) == ["Letter 2", "Letter 3", "Letter 4"]
