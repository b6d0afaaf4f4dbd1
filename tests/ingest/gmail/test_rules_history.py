"""The rules of the history id (sync-rules 1-5, 17, 18): nothing falls between the list and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.gmail import reading
from ingest.types import Heading
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.gmail.mailbox_of import NINE, agree, asked, filled, gets, here, meanwhile, of_message, says
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import drop, empty_page, named

if TYPE_CHECKING:
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

pytestmark = pytest.mark.usefixtures("few_at_once")


def starts(google: GoogleServer, since: int = 0) -> list[str]:
    return [request.value("startHistoryId") for request in asked(google, "history.list", since)]


# The first sync


def test_the_history_id_is_captured_before_the_list(google: GoogleServer, syncing: Syncing) -> None:
    filled(google, 4)
    syncing()
    names = [request.name for request in google.requests]
    assert names.index("profile") < names.index("messages.list") < names.index("history.list")


@pytest.mark.parametrize("name", ["profile", "messages.list", "messages.get", "history.list"])
def test_what_happens_while_the_mailbox_is_read_is_not_lost(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str
) -> None:
    google.mail.page_size = 2
    ids = filled(google, 5)

    def much() -> None:
        google.mail.add(letter(6), at=NINE + 600)
        google.mail.add(letter(7), at=NINE - 600)
        google.mail.delete(ids[0])
        google.mail.trash(ids[1])
        google.mail.label(ids[3], add=("STARRED",), remove=("INBOX",))

    meanwhile(google, named(name), much)
    syncing()
    syncing()
    agree(google, archive)
    assert len(archive.messages) >= 5
    assert {"Letter 6", "Letter 7"} <= set(archive.subjects)


def test_mail_that_moves_up_the_pages_of_the_list_is_not_lost(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """Where a token is an offset, what is deleted from a page that was read hides the mail behind it."""
    google.mail.page_size = 2
    ids = filled(google, 6)

    def later_page(request: Request) -> bool:
        return request.name == "messages.list" and bool(request.value("pageToken"))

    meanwhile(google, later_page, lambda: google.mail.delete(ids[5]))
    google.faults.on(later_page, says({"messages": [{"id": ids[2]}, {"id": ids[1]}], "nextPageToken": "3"}))
    google.faults.on(later_page, says({"messages": [{"id": ids[0]}]}))
    syncing()
    syncing()
    assert google.faults.struck == 2
    agree(google, archive)


def test_an_empty_page_with_a_token_is_not_the_end_of_the_list(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.page_size = 2
    filled(google, 5)
    google.faults.on(named("messages.list"), empty_page(), times=2)
    syncing()
    assert google.faults.struck == 2
    agree(google, archive)


def test_an_empty_mailbox_gives_nothing_and_later_what_came_into_it(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    syncing()
    assert not archive.items
    assert archive.cursors
    filled(google, 2)
    syncing()
    agree(google, archive)


def test_a_mailbox_of_many_pages_is_read_whole(
    google: GoogleServer, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LISTED_AT_ONCE", 100)
    filled(google, 1200)
    gate = lambda heading, *, calendar: heading.subject.endswith("00")  # noqa: E731
    sync(connector(google, archive, gate=gate), archive)
    pages = [request for request in asked(google, "messages.list") if "-in:drafts" in request.value("q")]
    assert [request.value("maxResults") for request in pages] == ["500"] * 3
    assert (len(archive.spots), len(archive.mails)) == (1200, 12)
    assert sum(isinstance(item, Heading) for item in archive.items) == 1188
    assert set(gets(google, "metadata").values()) == {1}
    assert not google.violations


def test_the_first_sync_brings_the_newest_first(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 7)
    syncing()
    got = [mail.place.spot for batch in archive.batches for mail in archive.mails if mail in batch.items]
    assert [set(got[:3]), set(got[3:6]), got[6]] == [set(ids[4:]), set(ids[1:4]), ids[0]]


# Later syncs


def test_a_sync_in_which_nothing_happened_costs_one_request(google: GoogleServer, syncing: Syncing) -> None:
    filled(google, 5)
    syncing()
    before, calls = google.http_requests, len(google.requests)
    syncing()
    assert google.http_requests == before + 1
    assert [request.name for request in google.requests[calls:]] == ["history.list"]


def test_a_history_id_that_moved_without_news_is_kept_and_costs_one_request(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 2)
    syncing()
    google.mail.history.move()
    calls = len(google.requests)
    archive.forget_items()
    syncing()
    syncing()
    assert not archive.items
    assert starts(google, calls)[1] == google.mail.history_id
    assert len(google.requests) == calls + 2


def test_an_empty_page_with_a_token_is_not_the_end_of_the_history(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 2)
    syncing()
    google.mail.page_size = 2
    filled(google, 5)
    google.faults.on(named("history.list"), empty_page(), times=2)
    syncing()
    assert google.faults.struck == 2
    agree(google, archive)


def test_news_of_many_pages_are_read_whole(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    [old] = filled(google, 1)
    syncing()
    for number in range(620):
        google.mail.label(old, **{"remove" if number % 2 else "add": ("STARRED",)})
    new = google.mail.add(letter(2))
    calls = len(google.requests)
    syncing()
    assert [one.value("maxResults") for one in asked(google, "history.list", calls)] == ["500", "500"]
    assert new in here(archive)
    agree(google, archive)


def test_the_new_history_id_is_kept_only_with_the_last_page(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 2)
    syncing()
    google.mail.page_size = 1
    start = google.mail.history_id
    google.mail.add(letter(3))
    google.mail.add(letter(4))
    cursor = dict(archive.cursors)
    google.faults.on(
        lambda request: request.name == "history.list" and bool(request.value("pageToken")),
        drop(),
        times=None,
    )
    with pytest.raises(SourceError):
        syncing()
    assert archive.cursors == cursor
    google.faults.clear()
    calls = len(google.requests)
    syncing()
    assert set(starts(google, calls)) == {start}
    agree(google, archive)


def test_news_that_were_broken_off_after_any_batch_come_again_and_nothing_is_fetched_twice(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 2)
    syncing()
    start = google.mail.history_id
    new = [google.mail.add(letter(number)) for number in range(3, 13)]
    for _ in range(3):
        calls = len(google.requests)
        syncing(batches=1)
        assert set(starts(google, calls)) == {start}
    syncing()
    agree(google, archive)
    assert max(gets(google, "raw", "full").values()) == 1
    assert sorted(gets(google, "raw", "full")) == sorted({*new, *gets(google, "raw", "full")})


def test_a_history_id_beyond_64_bits_is_kept_as_it_is(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.history.current = 2**70
    filled(google, 2)
    syncing()
    google.mail.add(letter(3))
    calls = len(google.requests)
    syncing()
    agree(google, archive)
    assert int(starts(google, calls)[0]) > 2**70
    assert not asked(google, "messages.list", calls)


def test_a_history_id_that_gets_a_digit_more_still_grows(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.history.current = 10**20 - 60
    filled(google, 1)
    syncing()
    for number in range(2, 12):
        google.mail.add(letter(number))
        syncing()
        calls = len(google.requests)
        syncing()
        assert starts(google, calls) == [google.mail.history_id]
    agree(google, archive)


def test_a_message_that_is_gone_between_the_list_and_the_get_is_skipped(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 5)
    meanwhile(google, of_message(ids[4], "metadata"), lambda: google.mail.delete(ids[1]))
    meanwhile(google, of_message(ids[3], "raw", "full"), lambda: google.mail.delete(ids[3]))
    syncing()
    agree(google, archive)
    assert not archive.problems
    syncing()
    agree(google, archive)
