"""A history that the server has forgotten, one that it has no start for, and `since` (sync-rules 17)."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.gmail.mailbox_of import agree, asked, filled, gets, here, meanwhile, says
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import named, not_found

if TYPE_CHECKING:
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer

pytestmark = pytest.mark.usefixtures("few_at_once")


def starts(google: GoogleServer, since: int = 0) -> list[str]:
    return [request.value("startHistoryId") for request in asked(google, "history.list", since)]


# Expired history


def test_an_expired_history_lists_anew_fetches_what_is_missing_and_finds_what_was_deleted(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 8)
    syncing()
    archive.forget_items()
    google.mail.delete(ids[0])
    google.mail.trash(ids[7])
    new = google.mail.add(letter(9))
    google.mail.forget_history()
    calls = len(google.requests)
    syncing()
    assert archive.subjects == ["Letter 9"]
    assert {one.place.spot for one in archive.gone} == {ids[0], ids[7]}
    assert set(gets(google, "metadata", "raw", "full", since=calls)) == {new}
    agree(google, archive)


def test_after_an_expired_history_the_profiles_history_id_goes_on(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 3)
    syncing()
    google.mail.forget_history()
    google.mail.history.move()
    now = google.mail.history_id
    calls = len(google.requests)
    meanwhile(google, named("messages.list"), lambda: google.mail.add(letter(4)))
    syncing()
    assert starts(google, calls)[1:] == [now]
    agree(google, archive)
    calls = len(google.requests)
    syncing()
    assert [request.name for request in google.requests[calls:]] == ["history.list"]


def test_a_history_that_expires_between_two_pages_is_listed_anew(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 2)
    syncing()
    google.mail.page_size = 1
    ids = [google.mail.add(letter(number)) for number in range(3, 6)]
    google.mail.delete(ids[1])
    google.faults.on(
        lambda request: request.name == "history.list" and bool(request.value("pageToken")), not_found()
    )
    syncing()
    agree(google, archive)


def test_a_history_that_expires_again_and_again_is_no_endless_loop(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 5)
    google.faults.on(named("history.list"), not_found(), times=None)
    for number in range(6, 9):
        calls = len(google.requests)
        google.mail.add(letter(number))
        with contextlib.suppress(SourceError):
            syncing()
        lists = [one for one in asked(google, "messages.list", calls) if not one.value("labelIds")]
        assert len(lists) <= 3
        assert len(asked(google, "history.list", calls)) <= 3
        assert max(gets(google, "raw", "full").values()) == 1
    agree(google, archive)


def test_a_listing_that_is_broken_off_after_an_expiry_sweeps_nothing_too_early(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 4)
    syncing()
    google.mail.delete(ids[0])
    for number in range(5, 12):
        google.mail.add(letter(number))
    google.mail.forget_history()
    archive.forget_items()
    syncing(batches=1)
    syncing(batches=1)
    assert {one.place.spot for one in archive.gone} <= {ids[0]}
    syncing()
    agree(google, archive)
    assert max(gets(google, "raw", "full").values()) == 1


# A message's own history id


def test_a_messages_own_history_id_is_never_the_cursor(google: GoogleServer, syncing: Syncing) -> None:
    """It may have expired already."""
    filled(google, 3)
    google.mail.history.move()
    now = google.mail.history_id
    syncing()
    assert starts(google) == [now]


def test_without_a_profile_the_newest_messages_history_id_has_to_do(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 3)
    google.faults.on(named("profile"), not_found(), times=None)
    syncing()
    assert starts(google)[0] == str(google.mail.mails[ids[-1]].history_id)
    google.mail.add(letter(4))
    google.mail.delete(ids[0])
    syncing()
    agree(google, archive)
    assert max(gets(google, "raw", "full").values()) == 1


def test_without_a_profile_an_empty_mailbox_is_read_and_later_what_came_into_it(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.faults.on(named("profile"), not_found(), times=None)
    syncing()
    filled(google, 2)
    syncing()
    syncing()
    agree(google, archive)


# Since when


def at(day: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, tzinfo=dt.UTC)


def with_days(google: GoogleServer) -> list[str]:
    return [google.mail.add(letter(day), at=at(day).timestamp() + 3600) for day in range(1, 8)]


def test_only_mail_that_came_since_then_is_taken(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    with_days(google)
    syncing(since=at(4))
    agree(google, archive, at(4))
    assert len(gets(google)) == 4


def test_since_moved_earlier_brings_the_older_mail_and_fetches_nothing_twice(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    with_days(google)
    syncing(since=at(4))
    syncing(since=at(2))
    agree(google, archive, at(2))
    assert set(gets(google, "raw", "full").values()) == {1}
    calls = len(google.requests)
    syncing(since=at(2))
    assert len(google.requests) == calls + 1


def test_since_moved_later_takes_nothing_away_even_if_the_history_expires(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = with_days(google)
    syncing(since=at(2))
    archive.forget_items()
    google.mail.forget_history()
    syncing(since=at(5))
    assert not (archive.gone or archive.mails or archive.problems)
    assert here(archive) == set(ids[1:])


def test_older_mail_that_is_added_later_is_counted_and_not_taken(
    google: GoogleServer, archive: Archive
) -> None:
    filled(google, 1)
    sync(connector(google, archive, since=at(2)), archive)
    google.mail.add(letter(2), at=at(1))
    gmail = connector(google, archive, since=at(2))
    sync(gmail, archive)
    agree(google, archive, at(2))
    assert gmail.passed.why["older"] == 1


def test_since_moved_earlier_and_broken_off_goes_on_where_it_was(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = with_days(google)
    syncing(since=at(5))
    google.mail.delete(ids[6])
    google.mail.forget_history()
    syncing(batches=1, since=at(1))
    google.mail.trash(ids[5])
    syncing(batches=1, since=at(1))
    syncing(since=at(1))
    agree(google, archive, at(1))
    assert set(gets(google, "raw", "full").values()) == {1}


def test_a_list_that_is_empty_all_of_a_sudden_takes_nothing_away(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """Each message that is not listed is asked for first (sync-rules 26)."""
    filled(google, 5)
    syncing()
    google.mail.forget_history()
    google.faults.on(named("messages.list"), says({"resultSizeEstimate": 0}), times=None)
    syncing()
    assert not archive.gone
    google.faults.clear()
    syncing()
    agree(google, archive)
