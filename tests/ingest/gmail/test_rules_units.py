"""Mail that passes whatever its header says is read without asking for its header first (sync-rules 20)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.gmail import mails, outright, payload
from ingest.mime.parse import parse
from ingest.types import Heading, Message, Place, RawMail
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.gmail.mailbox_of import NINE, agree, asked, filled, gets, meanwhile, of_message, says
from tests.ingest.gmail.test_rules_bodies import mail, with_attachment, with_invite
from tests.ingest.imap.archive import SINCE, letter
from tests.servers.google import google_server
from tests.servers.google.faults import Fault, bad_request, not_found

if TYPE_CHECKING:
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

MANY = 30
"""Messages for which the searches are worth their units."""


def closed(heading: Message, *, calendar: bool) -> bool:
    """A gate that lets invites and own mail past."""
    return calendar or "SENT" in heading.labels


def sent(google: GoogleServer, number: int, **more: str) -> str:
    fields = {"From": "robin@gmail.example", "To": "jo@firm.example"} | more
    return google.mail.add(letter(number, **fields), labels=("SENT",), at=NINE + 60 * number)


def is_search(request: Request) -> bool:
    return request.name == "messages.list" and "smaller:" in request.value("q")


# What is read at once


def test_sent_mail_is_read_without_asking_for_its_header_first(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    rest = filled(google, MANY)
    mine = {sent(google, number) for number in range(40, 45)}
    syncing(gate=closed)
    agree(google, archive)
    assert gets(google, "raw") == Counter(mine)
    assert gets(google, "metadata") == Counter(rest)
    assert {one.place.spot for one in archive.mails} == mine


def test_what_is_of_a_conversation_with_the_person_comes_at_once_too(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, MANY)
    begun = google.mail.add(letter(40, To="robin@gmail.example"))
    mine = sent(google, 41, In_Reply_To="<40@firm.example>")
    ended = google.mail.add(letter(42, In_Reply_To="<41@firm.example>"))
    syncing()
    agree(google, archive)
    assert not {begun, mine, ended} & gets(google, "metadata").keys()


def test_invites_are_read_without_asking_for_their_headers_first(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, MANY)
    invite = google.mail.add(with_invite(1))
    syncing(gate=closed)
    agree(google, archive)
    assert gets(google, "raw") == Counter([invite])
    assert invite not in gets(google, "metadata")


def test_a_large_sent_mail_leaves_its_attachments(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, MANY)
    large = google.mail.add(with_attachment(mail()), labels=("SENT",))
    syncing(gate=closed)
    agree(google, archive)
    assert not gets(google, "raw")
    assert gets(google, "full") == Counter([large])
    assert google.bytes_sent < 100_000


def test_what_the_gate_holds_back_of_it_leaves_no_body(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, MANY)
    held = sent(google, 40, Subject="Report")
    syncing(gate=lambda heading, *, calendar: heading.subject != "Report")
    agree(google, archive)
    [heading] = [item for item in archive.items if isinstance(item, Heading)]
    assert heading.place.spot == held
    assert heading.message.text == ""
    assert held not in {one.place.spot for one in archive.mails}


def test_the_gate_sees_the_same_whichever_way_the_header_comes(
    google: GoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MANY):
        sent(google, number, Subject="=?utf-8?q?Gespr=C3=A4ch?=\r\n am Montag", X_Mailer="x", List_Id="<a.b>")
    sent(google, 50, Subject="Grüße", Content_Class="x", Cc="Zoë <zoe@firm.example>,\r\n\tjo@firm.example")
    seen: list[dict[str, Message]] = []

    def gate(heading: Message, *, calendar: bool) -> bool:
        seen[-1][heading.key] = heading
        return True

    for few in (outright._FEW, 10_000):
        monkeypatch.setattr(outright, "_FEW", few)
        seen.append({})
        sync(connector(google, Archive(), gate=gate), Archive())
    assert seen[0] == seen[1]
    assert len(seen[0]) == MANY + 1
    assert set(gets(google, "metadata").values()) == {1}


@given(st.binary(max_size=300), st.sampled_from([b"\r\n", b"\n", b"\r"]))
def test_no_word_of_a_body_is_in_the_header_of_a_mail(noise: bytes, end: bytes) -> None:
    head = [
        b"From: jo@firm.example",
        b"Message-ID: <1@firm.example>",
        b"Subject: " + noise.translate(None, b"\r\n"),
    ]
    raw = end.join([*head, b"", b"secret words", b"X-Mailer: secret"])
    alone = payload.header_of(raw, ("From", "Message-ID", "X-Mailer"))
    assert end == b"\r" or b"secret" not in alone
    message = parse(RawMail(alone + b"\r\n", Place("x", "gmail", "1", "")))
    assert not isinstance(message, Message) or message.text == ""


# What it behaves like


def test_what_was_thrown_away_meanwhile_or_is_older_or_is_known_is_treated_as_ever(
    google: GoogleServer, archive: Archive
) -> None:
    filled(google, MANY)
    known = letter(40, From="robin@gmail.example")
    message = parse(RawMail(known, Place("x", "eml")))
    assert isinstance(message, Message)
    archive.messages[message.key] = message
    one = google.mail.add(known, labels=("SENT",))
    early = google.mail.add(letter(41), labels=("SENT",), at=SINCE.timestamp() - 0.5)
    away, gone = sent(google, 42), sent(google, 43)
    meanwhile(google, of_message(away), lambda: google.mail.trash(away))
    meanwhile(google, of_message(gone), lambda: google.mail.delete(gone))
    gmail = connector(google, archive)
    sync(gmail, archive)
    agree(google, archive)
    assert set(gets(google, "metadata")).isdisjoint({one, early, away, gone})
    assert [(seen.key, seen.place.spot) for seen in archive.seen] == [(message.key, one)]
    assert gmail.passed.why["older"] == 1
    assert not archive.problems


@pytest.mark.parametrize("fault", [says({}), bad_request(), not_found()], ids=["nothing", "400", "404"])
def test_a_server_that_knows_no_such_search_is_read_all_the_same(
    google: GoogleServer, archive: Archive, syncing: Syncing, fault: Fault
) -> None:
    ids = [*filled(google, MANY), sent(google, 40)]
    google.faults.on(is_search, fault, times=None)
    syncing()
    agree(google, archive)
    assert gets(google, "metadata") == Counter(ids)


def test_a_sent_mail_without_a_body_in_its_answer_is_a_problem_and_the_others_come(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, MANY)
    empty = sent(google, 40)
    google.faults.on(of_message(empty), says({"id": empty, "labelIds": ["SENT"]}), times=None)
    syncing()
    assert [one.place.spot for one in archive.problems] == [empty]
    assert len(archive.mails) == MANY


# What it costs


def test_a_few_new_messages_cost_no_extra_list(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    for number in range(10):
        sent(google, number)
    syncing()
    assert len(asked(google, "messages.list")) == 1
    calls = len(google.requests)
    for number in range(10, 70):
        sent(google, number)
    syncing()
    google.mail.forget_history()
    sent(google, 70)
    syncing()
    assert not [request for request in google.requests[calls:] if is_search(request)]
    agree(google, archive)


def test_the_searches_cost_less_than_they_save(
    google: GoogleServer, archive: Archive, syncing: Syncing, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(google, 200)
    for number in range(200, 240):
        sent(google, number)
    syncing(gate=closed)
    told = google.units
    monkeypatch.setattr(outright, "_FEW", 10_000)
    sync(connector(google, Archive(), gate=closed), Archive())
    assert told < google.units - told - 150


def test_only_so_many_come_at_once_that_they_fit_into_memory(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    for number in range(2 * MANY):
        sent(google, number)
    syncing()
    agree(google, archive)
    batches = Counter(request.batch for request in asked(google, "messages.get"))
    assert max(batches.values()) == mails.UNSEEN_AT_ONCE


def test_of_what_comes_at_once_little_is_asked_again_after_a_sync_that_breaks_off() -> None:
    for n in range(1, 4):
        with google_server() as google:
            archive = Archive()
            for number in range(2 * MANY):
                sent(google, number)
            sync(connector(google, archive), archive, batches=n)
            sync(connector(google, archive), archive)
            agree(google, archive)
            assert set(gets(google, "raw").values()) == {1}


# What is wanted later


def test_a_mail_that_is_wanted_after_all_is_read_without_its_header(
    google: GoogleServer, archive: Archive
) -> None:
    [one, *_] = filled(google, 3)
    large = google.mail.add(with_attachment(mail()))
    with connector(google, archive, gate=lambda heading, *, calendar: False) as gmail:
        for batch in gmail.changes({}):
            archive.take(batch)
        calls = len(google.requests)
        found = dict(gmail.again_many([archive.spots["mine", one], archive.spots["mine", large]]))
    assert all(isinstance(item, RawMail) for item in found.values())
    assert gets(google, "raw", since=calls) == Counter([one])
    assert gets(google, "metadata", "full", since=calls) == Counter({large: 2})


def test_a_mail_that_is_gone_when_it_is_wanted_is_gone(google: GoogleServer, archive: Archive) -> None:
    ids = filled(google, 3)
    with connector(google, archive, gate=lambda heading, *, calendar: False) as gmail:
        for batch in gmail.changes({}):
            archive.take(batch)
        google.mail.delete(ids[0])
        found = dict(gmail.again_many([archive.spots["mine", one] for one in ids]))
    assert getattr(found[archive.spots["mine", ids[0]]], "code", "") == "gone"
    assert sum(isinstance(item, RawMail) for item in found.values()) == 2
