"""What a sync reads, in which order, and where the next one goes on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest.imap import cursor as cursors
from ingest.imap import fetch
from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync, uids_of
from tests.servers.imap.mail import Folder, Message, folders
from tests.servers.imap.script import Script, Step
from tests.servers.proxy import proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

MARCH = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SEVEN = [letter(number) for number in range(1, 8)]


def test_a_first_sync_reads_the_newest_first_and_the_folders_in_turn(
    mailbox: Account, archive: Archive, syncing: Syncing, few_at_once: None
) -> None:
    mailbox.deliver_all(SEVEN)
    mailbox.deliver_all([letter(number) for number in range(11, 16)], to="Sent")
    syncing()
    by_folder = {"INBOX": [7, 6, 5, 4, 3, 2, 1], "Sent": [15, 14, 13, 12, 11]}
    for stream, numbers in by_folder.items():
        given = [item for batch in archive.batches if batch.stream == stream for item in batch.items]
        assert [
            archive.messages[archive.keys[item.place.source, item.place.spot]].subject for item in given
        ] == [f"Letter {number}" for number in numbers]
    turns = [batch.stream for batch in archive.batches if batch.items]
    assert turns == ["INBOX", "Sent", "INBOX", "Sent", "INBOX"]


@pytest.mark.parametrize("stop", range(1, 7))
def test_a_sync_broken_off_after_any_batch_goes_on_there_and_fetches_nothing_twice(
    mailbox: Account, archive: Archive, syncing: Syncing, few_at_once: None, stop: int
) -> None:
    mailbox.deliver_all(SEVEN)
    mailbox.deliver_all([letter(number) for number in range(11, 16)], to="Sent")
    mailbox.record()
    syncing(batches=stop)
    syncing()
    numbers = [*range(1, 8), *range(11, 16)]
    assert sorted(archive.subjects) == sorted(f"Letter {number}" for number in numbers)
    assert sum(len(uids_of(command)) for command in bodies(mailbox.commands())) == len(numbers)
    assert not archive.seen


def test_mail_that_comes_while_a_first_sync_is_broken_off_is_read_as_well(
    mailbox: Account, archive: Archive, syncing: Syncing, few_at_once: None
) -> None:
    mailbox.deliver_all(SEVEN)
    syncing(batches=1)
    mailbox.deliver(letter(8))
    syncing(batches=1)
    mailbox.deliver(letter(9))
    syncing()
    assert sorted(archive.subjects) == [f"Letter {number}" for number in range(1, 10)]


def test_a_second_sync_gives_nothing_and_a_third_only_what_is_new(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver_all(SEVEN)
    syncing()
    archive.forget_items()
    syncing()
    assert not archive.batches
    mailbox.deliver(letter(8))
    syncing()
    assert archive.subjects == ["Letter 8"]


def test_since_is_kept_to_the_day_though_search_since_is_only_a_window(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    for number, hours in enumerate((-40, -13, -12, 0, 40), 1):  # the day begins 12 hours before MARCH
        mailbox.deliver(letter(number), received=MARCH + dt.timedelta(hours=hours))
    syncing(since=MARCH)
    assert sorted(archive.subjects) == ["Letter 3", "Letter 4", "Letter 5"]


def test_older_mail_that_comes_later_is_left_too(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver(letter(1), received=MARCH)
    syncing(since=MARCH)
    mailbox.deliver(letter(2), received=MARCH - dt.timedelta(days=5))
    syncing(since=MARCH)
    assert archive.subjects == ["Letter 1"]


def test_a_wider_since_brings_the_older_mail_and_fetches_no_body_again(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    for number in range(1, 6):
        mailbox.deliver(letter(number), received=MARCH + dt.timedelta(days=number - 3))
    syncing(since=MARCH)
    archive.forget_items()
    mailbox.record()
    syncing(since=MARCH - dt.timedelta(days=30))
    assert sorted(archive.subjects) == ["Letter 1", "Letter 2"]
    assert len(archive.seen) == 3
    assert [sorted(uids_of(command)) for command in bodies(mailbox.commands())] == [[1, 2]]


def test_a_narrower_since_takes_nothing_away(mailbox: Account, archive: Archive, syncing: Syncing) -> None:
    mailbox.deliver(letter(1), received=MARCH - dt.timedelta(days=5))
    syncing(since=MARCH - dt.timedelta(days=30))
    archive.forget_items()
    syncing(since=MARCH)
    assert not archive.items


def test_unchanged_folders_cost_one_examine_each_and_nothing_else(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver_all(SEVEN)
    mailbox.deliver(letter(11), to="Sent")
    syncing()
    with proxy(mailbox.server.host, mailbox.server.port) as between:
        sync(connector(between, archive, mailbox.user), archive)
        assert between.turns <= 10
        sent = [command.split()[0] for command in between.commands]
    assert sent.count("EXAMINE") == len(archive.cursors)
    assert not {"UID", "FETCH", "SEARCH"} & set(sent)


def test_an_empty_folder_has_a_cursor_too(mailbox: Account, archive: Archive, syncing: Syncing) -> None:
    syncing()
    assert cursors.read(archive.cursors["INBOX"])
    archive.forget_items()
    syncing()
    assert not archive.batches


def test_the_last_message_that_a_search_from_n_on_echoes_is_not_taken_for_a_new_one(
    scripted: Scripted,
) -> None:
    server = scripted(folders(Message(1, letter(1)), Message(2, letter(2))))
    archive = Archive()
    sync(connector(server, archive), archive)
    server.folder("INBOX").uidnext = 9  # six came and went
    archive.forget_items()
    sync(connector(server, archive), archive)
    assert not archive.items
    assert [command for command in server.commands if command.startswith("UID SEARCH UID 3:*")]


def test_a_server_without_uidnext_is_asked_each_time_and_gives_nothing_twice(scripted: Scripted) -> None:
    server = scripted([Folder("INBOX", [Message(uid, letter(uid)) for uid in (3, 4)], uidnext=-1)])
    archive = Archive()
    for uid in (5, 6, 7):
        sync(connector(server, archive), archive)
        sync(connector(server, archive), archive)
        server.folder("INBOX").add(Message(uid, letter(uid)))
    assert archive.subjects == ["Letter 4", "Letter 3", "Letter 5", "Letter 6"]
    assert not archive.seen


@pytest.mark.parametrize("before", [0, 3])
def test_a_message_that_comes_between_examine_and_search_is_read_by_the_next_sync(
    scripted: Scripted, before: int
) -> None:
    server = scripted(folders(*(Message(uid, letter(uid)) for uid in range(1, before + 1))))
    archive = Archive()
    sync(connector(server, archive), archive)
    server.folder("INBOX").add(Message(before + 1, letter(before + 1)))
    late = Message(before + 2, letter(before + 2))
    server.script = Script(steps=(Step("UID SEARCH", change=lambda mail: mail[0].add(late)),))
    sync(connector(server, archive), archive)
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == [f"Letter {uid}" for uid in range(1, before + 3)]
    assert not archive.seen


def test_a_large_mailbox_is_searched_in_windows_and_new_mail_in_the_last_one_alone(
    mailbox: Account, archive: Archive, syncing: Syncing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "WINDOW", 3)
    files = mailbox.deliver_all(SEVEN)
    mailbox.record()
    syncing()
    searches = [command for command in mailbox.commands() if command.startswith("UID SEARCH")]
    assert [command.split()[2] for command in searches] == ["5:*", "2:4", "1:1"]
    assert sorted(archive.subjects) == [f"Letter {number}" for number in range(1, 8)]
    mailbox.deliver(letter(8))
    mailbox.delete(files[0])
    syncing()
    assert len(archive.gone) == 1
    assert archive.subjects[7:] == ["Letter 8"]
