"""Answers that make no sense are recorded and survived; what makes no sense for long ends the sync."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import UnreachableError
from tests.ingest.gmail.archive import Archive
from tests.ingest.gmail.mailbox_of import Pipeline, agree, here, labelled, of_message, says
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import Fault, cut, html, named
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer

NAMES = ["profile", "messages.list", "messages.get", "batch", "history.list", "labels.list"]


@pytest.fixture
def archive() -> Archive:
    return Pipeline()


# The wire


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "fault",
    [cut(0), cut(20), html(502), html(200), Fault(Answer(200, b'{"mess')), Fault(Answer(200, b"\xff\xfe"))],
    ids=["cut 0", "cut 20", "502", "page", "half", "no text"],
)
def test_an_answer_that_is_cut_or_none_is_asked_for_again(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, fault: Fault
) -> None:
    labelled(google)
    google.faults.on(named(name), fault, times=2)
    syncing()
    assert google.faults.struck == 2
    agree(google, archive)
    assert not archive.problems


@pytest.mark.parametrize("name", ["messages.list", "messages.get", "history.list"])
@pytest.mark.parametrize("fault", [cut(0), html(502), html(200), Fault(Answer(200, b'{"mess'))])
def test_a_server_that_makes_no_sense_for_long_ends_the_sync_and_loses_nothing(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, fault: Fault
) -> None:
    labelled(google)
    syncing()
    cursor = dict(archive.cursors)
    for number in range(8, 15):
        google.mail.add(letter(number))
    google.mail.forget_history()
    google.faults.on(named(name), fault, times=None)
    with pytest.raises(UnreachableError):
        syncing()
    assert name != "history.list" or archive.cursors == cursor
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize("fault", [cut(0), html(502), html(200), Fault(Answer(200, b'{"mess'))])
def test_where_batches_make_no_sense_for_long_the_messages_come_one_by_one(
    google: GoogleServer, archive: Archive, syncing: Syncing, fault: Fault
) -> None:
    labelled(google)
    google.faults.on(named("batch"), fault, times=None)
    syncing()
    agree(google, archive)


def test_a_batch_whose_answer_has_fewer_parts_asks_for_the_rest(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = labelled(google)
    one = (
        "--x\r\nContent-Type: application/http\r\nContent-ID: <response-nobody>\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}\r\n--x--\r\n"
    )
    for body in ("", "--x--\r\n", one, one.replace("<response-nobody>", ""), one.replace("200 OK", "")):
        google.faults.on(
            named("batch"), Fault(Answer(200, body.encode(), type="multipart/mixed; boundary=x"))
        )
    syncing()
    assert google.faults.struck == 5
    assert here(archive) == {*ids}


# One message


ODD_MESSAGES: list[Any] = [
    {},
    {"id": 5},
    {"id": None, "threadId": None, "labelIds": None, "payload": None, "internalDate": None},
    {"payload": []},
    {"payload": {}},
    {"payload": {"headers": None}},
    {"payload": {"headers": {}}},
    {"payload": {"headers": "Subject: x"}},
    {"payload": {"headers": [None, {}, "x", {"name": "Subject"}, {"value": "x"}, {"name": 5, "value": 6}]}},
    {"payload": {"headers": [{"name": "Subject", "value": None}]}},
    {"payload": {"headers": [{"name": "From: a@b\r\nX", "value": "y\r\n\r\nSubject: z"}]}},
    {"payload": {"headers": [{"name": "Subject", "value": "\ud800"}]}},
    {"internalDate": 1772442000000, "threadId": 17, "sizeEstimate": "3000", "historyId": 5},
    {"internalDate": "yesterday", "sizeEstimate": "big"},
    {"internalDate": "9" * 30, "sizeEstimate": -5},
    {"internalDate": "-99999999999999", "sizeEstimate": 1e300},
    {"internalDate": float("nan"), "sizeEstimate": float("inf")},
    {"internalDate": [], "sizeEstimate": {}, "threadId": [1], "labelIds": {}},
    {"labelIds": "INBOX"},
    {"labelIds": [None, 5, "INBOX", ["x"]]},
    {"threadId": "no hex"},
]


@pytest.mark.parametrize("odd", ODD_MESSAGES, ids=json.dumps)
@pytest.mark.parametrize("format", ["metadata", "raw"])
def test_a_message_of_the_wrong_shape_is_a_mail_or_a_problem_and_stops_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any, format: str
) -> None:
    ids = labelled(google)
    google.faults.on(of_message(ids[3], format), says(odd), times=None)
    syncing()
    assert here(archive) - {ids[3]} == {*ids} - {ids[3]}
    assert {one.place.spot for one in archive.problems} <= {ids[3]}
    assert ids[3] in here(archive) | {one.place.spot for one in archive.problems}
    later = google.mail.add(letter(20))
    syncing()
    assert later in here(archive)


@pytest.mark.parametrize("odd", [[], "x", None, 5, True], ids=repr)
@pytest.mark.parametrize("format", ["metadata", "raw"])
def test_a_message_that_is_no_object_is_a_problem_and_stops_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any, format: str
) -> None:
    ids = labelled(google)
    google.faults.on(of_message(ids[3], format), says(odd), times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[3]}
    assert {one.place.spot for one in archive.problems} == {ids[3]}


@pytest.mark.parametrize(
    "raw", ["%%%", "", None, 5, [], {}, "Zm9v====", "Zm9v Zm9v", "ü", "A", "\x00"], ids=repr
)
def test_a_raw_mail_that_is_no_base64_stops_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing, raw: Any
) -> None:
    ids = labelled(google)
    google.faults.on(of_message(ids[3], "raw"), says({"id": ids[3], "raw": raw}), times=None)
    syncing()
    assert {*ids} - {ids[3]} <= here(archive)
    assert {one.place.spot for one in archive.problems} <= {ids[3]}


@pytest.mark.parametrize("raw", ["", None, "%%%"], ids=repr)
def test_a_mail_of_which_nothing_came_is_recorded_as_a_problem(
    google: GoogleServer, archive: Archive, syncing: Syncing, raw: Any
) -> None:
    """It would be kept as a mail without a text, without a sender, under a key of its own."""
    ids = labelled(google)
    google.faults.on(of_message(ids[3], "raw"), says({"id": ids[3], "raw": raw}), times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[3]}
    assert {one.place.spot for one in archive.problems} == {ids[3]}


def test_huge_headers_stop_nothing(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    ids = labelled(google)
    google.mail.add(letter(20, To=", ".join(f"p{n}@firm.example" for n in range(40_000))), at=1_772_442_000)
    google.mail.add(letter(21, Subject="x" * 400_000), at=1_772_442_000)
    syncing()
    assert len(here(archive)) == len(ids) + 2
    assert not google.violations
