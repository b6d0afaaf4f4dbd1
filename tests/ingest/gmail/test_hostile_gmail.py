"""A mailbox that answers as no mailbox should: no mail is lost, none is doubled, none stops the others."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import SignInError, SourceError, UnreachableError
from ingest.gmail import cursor as cursors
from ingest.google import pages
from tests.ingest.gmail.archive import connector, sync
from tests.ingest.gmail.mailbox_of import agree, filled, here, of_message, says
from tests.ingest.imap.archive import letter
from tests.servers.google import google_server
from tests.servers.google.faults import Fault, backend_error, html, named, not_found
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from ingest.types import Message
    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer

NESTED = Fault(Answer(200, b'{"payload": ' * 5000))


def metadata(id: str, **more: Any) -> Fault:
    """A message's header as the server gives it; `more` in place of what makes sense."""
    headers = [{"name": "Message-ID", "value": "<odd@firm.example>"}, {"name": "Subject", "value": "Odd"}]
    told = {"id": id, "threadId": "77", "labelIds": ["INBOX"], "internalDate": "1772442000000"}
    return says(told | {"sizeEstimate": 900, "payload": {"headers": headers}} | more)


# One bad message


@pytest.mark.parametrize("format", ["metadata", "raw"])
@pytest.mark.parametrize(
    "fault",
    [NESTED, html(403), html(404), Fault(Answer(404, b'{"error": {"message": 5}}')), says({}),
     says({"id": "ff"}), Fault(Answer(200, b'{"sizeEstimate": ' + b"9" * 5000 + b"}"))],
    ids=["nested", "html 403", "html 404", "no words", "nothing", "another", "number"],
)  # fmt: skip
def test_a_message_whose_answer_makes_no_sense_stops_no_other_and_comes_when_it_does(
    google: GoogleServer, archive: Archive, syncing: Syncing, format: str, fault: Fault
) -> None:
    ids = filled(google, 7)
    google.faults.on(of_message(ids[3], format), fault, times=None)
    syncing()
    assert here(archive) == {*ids} - {ids[3]}
    assert [(one.code, one.place.spot) for one in archive.problems] == [("not-given", ids[3])]
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize(
    "odd",
    [{"internalDate": "-1"}, {"internalDate": "9" * 30}, {"internalDate": "soon"}, {"internalDate": 1e300},
     {"sizeEstimate": 10**10}, {"sizeEstimate": -5}, {"sizeEstimate": "large"}, {"threadId": "\ud800"},
     {"threadId": 5}, {"labelIds": {"a": 1}}, {"labelIds": ["\x1b[31m", None, 5, "\ud800"]}, {"payload": 5},
     {"payload": {"headers": [None, {"name": 5}, {"name": "\ud800", "value": ["x"]}]}}],
    ids=str,
)  # fmt: skip
def test_a_message_whose_values_make_no_sense_stops_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: dict[str, Any]
) -> None:
    ids = filled(google, 4)
    google.faults.on(of_message(ids[1], "metadata"), metadata(ids[1], **odd), times=None)
    syncing()
    assert here(archive) >= {*ids} - {ids[1]}
    json.dumps(archive.cursors).encode()


def test_a_value_of_a_header_makes_no_second_header(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """The gate would judge by what the header does not say, and leave the mail on the server."""
    [id] = filled(google, 1)
    written = [
        {"name": "Message-ID", "value": "<odd@firm.example>"},
        {"name": "Subject", "value": "Odd\r\nFrom: Mallory <m@evil.example>\r\n\r\nDear Robin"},
        {"name": "To\r\nFrom", "value": "Mallory <m@evil.example>"},
        {"name": "X:From", "value": "Mallory <m@evil.example>"},
    ]
    google.faults.on(of_message(id, "metadata"), metadata(id, payload={"headers": written}), times=None)
    headings: list[Message] = []

    def gate(heading: Message, *, calendar: bool) -> bool:
        headings.append(heading)
        return True

    sync(connector(google, archive, gate=gate), archive)
    assert headings
    assert all(one.sender is None and one.text == "" for one in headings)


# Lists


@pytest.mark.parametrize(
    "odd",
    ["\ud800", "a\r\nX-Evil: 1", "../labels", "..", "/", "?q=1", "#", "\0", "\U0001f4e7",
     10**3000, "a" * 1000],
    ids=lambda odd: ascii(odd)[:20],
)  # fmt: skip
def test_an_id_is_an_id_whatever_is_in_it(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    """It goes into addresses and into the headers of a batch."""
    ids = filled(google, 3)
    listing = {"messages": [{"id": one} for one in [odd, *ids, None, {}, "", ids[0], True]]}
    google.faults.on(named("messages.list"), says(listing))
    syncing()
    assert here(archive) == {*ids}
    assert len(archive.mails) == 3
    assert not google.violations


def test_the_same_id_ten_thousand_times_is_one_message(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    [id] = filled(google, 1)
    google.faults.on(named("messages.list"), says({"messages": [{"id": id}] * 10_000}))
    syncing()
    assert len(archive.mails) == 1
    assert google.http_requests < 10


@pytest.mark.parametrize("name", ["messages.list", "history.list"])
def test_a_list_that_always_has_another_page_ends(
    google: GoogleServer, archive: Archive, syncing: Syncing, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    filled(google, 2)
    if name == "history.list":
        syncing()
    before = dict(archive.cursors)
    monkeypatch.setattr(pages, "MOST_PAGES", 20)
    for number in range(30):
        google.faults.on(named(name), says({"nextPageToken": f"page-{number}"}))
    with pytest.raises(UnreachableError, match="no end"):
        syncing()
    assert archive.cursors == before


@pytest.mark.parametrize("odd", ["\ud800", "a\r\nHost: evil.example", {"a": 1}, 5], ids=ascii)
def test_a_page_token_may_be_anything(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    filled(google, 2)
    google.faults.on(named("messages.list"), says({"nextPageToken": odd}))
    with contextlib.suppress(SourceError):
        syncing()
    google.faults.clear()
    syncing()
    agree(google, archive)


# History


@pytest.mark.parametrize("odd", ["", None, -5, "-5", {}, "soon", " 12", "12\n", "\ud800"], ids=ascii)
@pytest.mark.parametrize("name", ["profile", "history.list"])
def test_a_history_id_that_makes_no_sense_loses_nothing(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, odd: Any
) -> None:
    filled(google, 3)
    google.faults.on(named(name), says({"emailAddress": google.mail.address, "historyId": odd}), times=2)
    for number in (10, 11, 12):
        syncing()
        google.mail.add(letter(number))
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_a_history_that_is_behind_its_own_id_is_not_believed(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """A mailbox that was restored, or another person's: nothing would come until it has caught up."""
    filled(google, 3)
    syncing()
    google.mail.add(letter(9))
    google.faults.on(named("history.list"), says({"historyId": "7"}))
    syncing()
    agree(google, archive)


@pytest.mark.parametrize(
    "records",
    [[None], "x", {"a": 1}, [{"messagesAdded": 5}], [{"messagesDeleted": [{"message": {"id": ["x"]}}]}],
     [{"messagesAdded": [{"message": {"id": "\ud800", "labelIds": ["\ud800", 5]}}]}],
     [{"labelsAdded": [{"message": {"id": "../labels"}, "labelIds": [None, 5]}, None]}]],
    ids=ascii,
)  # fmt: skip
def test_records_that_make_no_sense_stop_nothing(
    google: GoogleServer, archive: Archive, syncing: Syncing, records: Any
) -> None:
    ids = filled(google, 3)
    syncing()
    google.faults.on(named("history.list"), says({"history": records}))
    syncing()
    assert here(archive) == {*ids}
    google.mail.add(letter(9))
    syncing()
    assert here(archive) == {*google.mail.ids}


def test_messages_that_never_came_and_are_gone_hold_up_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """They are asked for again, and the server finds none of them: that is no outage."""
    ids = filled(google, 10)
    for one in ids[:5]:
        google.faults.on(of_message(one), backend_error(), times=None)
    syncing()
    google.faults.clear()
    for one in ids[:5]:
        google.mail.delete(one)
    google.mail.forget_history()
    for number in range(20, 20 + cursors.TRIES):
        google.mail.add(letter(number))
        syncing()
        assert here(archive) == {*google.mail.ids}
    cursor = cursors.read(archive.cursors["mail"])
    assert cursor is not None
    assert cursor.later == ()


# Whose mail


def test_mail_is_not_lost_where_another_person_signs_in(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 5)
    syncing()
    cursor = dict(archive.cursors)
    with google_server() as other:
        other.mail.address = "jo@gmail.example"
        for number in range(30, 33):
            other.mail.add(letter(number), id=f"5{number}")
        for _ in range(2):
            with pytest.raises(SignInError, match=r"jo@gmail\.example.*robin@gmail\.example"):
                sync(connector(other, archive), archive)
    assert here(archive) == {*ids}
    assert archive.cursors == cursor
    google.mail.add(letter(9))
    syncing()
    agree(google, archive)


def test_an_address_may_change(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    filled(google, 5)
    syncing()
    google.mail.address = "robin.roe@gmail.example"
    google.mail.forget_history()
    google.mail.add(letter(9))
    syncing()
    agree(google, archive)


def test_a_mailbox_that_is_empty_all_of_a_sudden_is_not_believed_and_told_of_once(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """It lists nothing, finds nothing, and does not know its history: an outage, or somebody emptied it."""
    ids = filled(google, 5)
    syncing()
    google.mail.forget_history()
    google.faults.on(named("messages.list"), says({}), times=None)
    google.faults.on(named("messages.get"), not_found(), times=None)
    syncing()
    syncing()
    assert here(archive) == {*ids}
    assert [one.code for one in archive.problems] == ["suddenly-empty"]
    google.faults.clear()
    google.mail.add(letter(9))
    syncing()
    agree(google, archive)


# The person


def test_a_sync_that_the_person_stops_goes_on_where_it_was(
    google: GoogleServer, archive: Archive, syncing: Syncing, few_at_once: None
) -> None:
    ids = filled(google, 9)

    with pytest.raises(KeyboardInterrupt), connector(google, archive) as opened:
        changes = opened.changes({})
        archive.take(next(changes))
        changes.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    syncing()
    agree(google, archive)
    assert len(archive.mails) == len(ids)
