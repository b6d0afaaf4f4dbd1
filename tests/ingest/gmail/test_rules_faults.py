"""One bad message stops no other; what is asked too fast is asked more slowly (sync-rules 2, 20)."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError, UnreachableError
from ingest.gmail import cursor as cursors
from tests.ingest.gmail.mailbox_of import agree, filled, gets, here, of_message
from tests.ingest.imap.archive import letter
from tests.servers.google import faults
from tests.servers.google.faults import (
    Fault,
    backend_error,
    bad_request,
    exhausted,
    html,
    named,
    not_found,
    rate_limited,
    user_rate,
)

if TYPE_CHECKING:
    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer


def in_batches(google: GoogleServer) -> list[int]:
    """How many requests each batch had, in order."""
    return [n for _, n in sorted(Counter(one.batch for one in google.requests if one.batch).items())]


# One bad message


@pytest.mark.parametrize("format", ["metadata", "raw"])
def test_a_message_that_is_refused_for_good_is_one_problem_and_the_others_come(
    google: GoogleServer, archive: Archive, syncing: Syncing, format: str
) -> None:
    ids = filled(google, 7)
    google.faults.on(of_message(ids[3], format), bad_request(), times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[3]}
    assert [(one.code, one.place.spot) for one in archive.problems] == [("not-given", ids[3])]
    assert gets(google)[ids[3]] <= 2
    before = google.http_requests
    syncing()
    assert google.http_requests == before + 1
    assert len(archive.problems) == 1


@pytest.mark.parametrize("format", ["metadata", "raw"])
@pytest.mark.parametrize("fault", [backend_error(500), backend_error(503), html(502)])
def test_a_message_that_always_fails_stops_no_other_and_is_asked_for_only_so_often(
    google: GoogleServer, archive: Archive, syncing: Syncing, format: str, fault: Fault
) -> None:
    ids = filled(google, 7)
    google.faults.on(of_message(ids[3], format), fault, times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[3]}
    assert {one.place.spot for one in archive.problems} == {ids[3]}
    for number in range(8, 8 + cursors.TRIES):
        google.mail.add(letter(number))
        syncing()
    before = google.http_requests
    syncing()
    assert google.http_requests == before + 1
    assert here(archive) == {*google.mail.ids} - {ids[3]}


@pytest.mark.parametrize("format", ["metadata", "raw"])
def test_a_message_that_failed_for_a_while_comes_when_it_can(
    google: GoogleServer, archive: Archive, syncing: Syncing, format: str
) -> None:
    ids = filled(google, 7)
    google.faults.on(of_message(ids[3], format), backend_error(), times=None)
    syncing()
    syncing()
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_in_an_outage_no_message_is_given_up(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 7)
    google.faults.on(named("messages.get"), backend_error(503), times=None)
    for _ in range(cursors.TRIES + 2):
        with pytest.raises(UnreachableError):
            syncing()
    google.faults.clear()
    syncing()
    assert here(archive) == {*ids}
    assert not archive.problems


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_an_outage_while_few_mails_are_fetched_ends_the_sync_and_the_cursor_stays(
    google: GoogleServer, archive: Archive, syncing: Syncing, count: int
) -> None:
    filled(google, 5)
    syncing()
    cursor = dict(archive.cursors)
    for number in range(count):
        google.mail.add(letter(10 + number))
    down: list[bool] = []

    def since_the_first_get(request: object) -> bool:
        down.extend([True] * (getattr(request, "name", "") in ("messages.get", "batch")))
        return bool(down)

    google.faults.on(since_the_first_get, backend_error(503), times=None)
    with pytest.raises(UnreachableError):
        syncing()
    assert archive.cursors == cursor
    assert not archive.problems
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize("formats", [("metadata",), ("raw",), ()], ids=["headers", "bodies", "both"])
def test_few_mails_that_are_not_given_are_not_given_up_while_no_other_comes(
    google: GoogleServer, archive: Archive, syncing: Syncing, formats: tuple[str, ...]
) -> None:
    """The server is alive, and whatever gives out messages is not."""
    filled(google, 5)
    syncing()
    for id in [google.mail.add(letter(10)), google.mail.add(letter(11))]:
        google.faults.on(of_message(id, *formats), backend_error(503), times=None)
    for _ in range(cursors.TRIES + 2):
        syncing()
    assert len(archive.problems) == 2
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_a_message_that_went_is_no_problem(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    ids = filled(google, 5)
    google.faults.on(of_message(ids[2]), not_found(), times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[2]}
    assert not archive.problems


def test_a_server_that_finds_none_of_the_messages_it_lists_is_no_empty_mailbox(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """A gateway that knows no such path says 404 as well. Were it believed, all mail would be lost."""
    ids = filled(google, 10)
    google.faults.on(named("messages.get"), not_found(), times=None)
    with contextlib.suppress(SourceError):
        syncing()
    google.faults.clear()
    syncing()
    assert here(archive) == {*ids}


# Batches


def test_a_batch_has_never_more_than_fifty(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    filled(google, 230)
    syncing()
    assert max(in_batches(google)) == 50
    agree(google, archive)


@pytest.mark.parametrize(
    "fault", [backend_error(503), rate_limited(429), html(502), faults.drop(), faults.cut(30)]
)
def test_after_a_batch_that_failed_the_next_has_half_as_many(
    google: GoogleServer, archive: Archive, syncing: Syncing, fault: Fault
) -> None:
    filled(google, 60)
    google.faults.on(named("batch"), fault, times=1 + fault.drops)  # httplib2 connects anew once by itself
    syncing()
    served = in_batches(google)
    assert (served[1] if fault.cut_after else served[0]) == 25
    agree(google, archive)


@pytest.mark.parametrize(
    "fault", [rate_limited(403), rate_limited(429), user_rate(), exhausted(), backend_error()]
)
def test_only_the_requests_of_a_batch_that_were_refused_are_asked_again(
    google: GoogleServer, archive: Archive, syncing: Syncing, fault: Fault
) -> None:
    ids = filled(google, 20)
    struck = ids[3:9]
    for one in struck:
        google.faults.on(of_message(one, "metadata"), fault)
    syncing()
    assert gets(google, "metadata") == Counter([*ids, *struck])
    assert set(gets(google, "raw").values()) == {1}
    agree(google, archive)
    assert not archive.problems


def test_a_server_without_batches_is_asked_one_by_one(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 5)
    google.faults.on(named("batch"), not_found(), times=None)
    syncing()
    agree(google, archive)
    assert len(google.batches) <= 1
