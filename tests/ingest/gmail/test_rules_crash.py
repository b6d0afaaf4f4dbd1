"""A connection that breaks at any request: nothing is lost, nothing doubled, little is asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.google import pace
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.gmail.mailbox_of import agree, filled, gets, meanwhile
from tests.ingest.imap.archive import letter
from tests.servers.google import google_server
from tests.servers.google.faults import backend_error, cut, daily_limit, drop, html

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

pytestmark = pytest.mark.usefixtures("few_at_once", "batches_of_two")

AT_ONCE = 3  # as `few_at_once` has it


@pytest.fixture
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(pace.Pace.__init__, "__defaults__", (2,))


# What a sync has to deal with


def first(google: GoogleServer, archive: Archive) -> None:
    """A mailbox that was never read, over several pages."""
    google.mail.page_size = 3
    label = google.mail.new_label("Jobs")
    for number in range(1, 8):
        google.mail.add(letter(number), labels=("INBOX", label))
    google.mail.add(letter(8), labels=("DRAFT",))
    google.mail.add(letter(9), labels=("TRASH",))


def later(google: GoogleServer, archive: Archive) -> None:
    """News of every sort, over several pages of history."""
    ids = filled(google, 5)
    sync(connector(google, archive), archive)
    google.mail.page_size = 3
    label = google.mail.new_label("Jobs")
    google.mail.delete(ids[0])
    google.mail.trash(ids[1])
    google.mail.label(ids[2], add=(label,), remove=("INBOX",))
    for number in range(6, 11):
        google.mail.add(letter(number))
    google.mail.label(google.mail.add(letter(11), labels=("DRAFT",)), add=("SENT",), remove=("DRAFT",))


def expired(google: GoogleServer, archive: Archive) -> None:
    """The same, and then the history is forgotten."""
    later(google, archive)
    google.mail.forget_history()


SITUATIONS = [first, later, expired]
Situation = Callable[["GoogleServer", Archive], None]


def clean(situation: Situation) -> int:
    """How many HTTP requests a sync makes that nothing happens to."""
    with google_server() as google:
        archive = Archive()
        situation(google, archive)
        before = google.http_requests
        sync(connector(google, archive), archive)
        agree(google, archive)
        return google.http_requests - before


def once_each(google: GoogleServer, archive: Archive) -> None:
    """No place was given more than once."""
    given = [mail.place for mail in archive.mails] + [one.place for one in archive.seen]
    assert len(set(given)) == len(given)
    assert len(archive.messages) == len({message.message_id for message in archive.messages.values()})


def from_request(n: int) -> Callable[[Request], bool]:
    """A match for the n-th HTTP request to the server and all after it."""
    return lambda request: request.http >= n


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_connection_that_breaks_once_at_any_request_is_hardly_noticed(situation: Situation) -> None:
    for n in range(1, clean(situation) + 1):
        with google_server() as google:
            archive = Archive()
            situation(google, archive)
            google.faults.on(google.faults.after(n), drop())
            sync(connector(google, archive), archive)
            assert google.faults.struck == 1, n
            agree(google, archive)
            once_each(google, archive)
            assert not archive.problems, n


FAULTS = {"drop": drop(), "cut": cut(40), "503": backend_error(503), "502": html(502), "daily": daily_limit()}


@pytest.mark.parametrize(
    ("situation", "fault"), [(first, "drop"), (expired, "drop"), *((later, fault) for fault in FAULTS)]
)
def test_a_server_that_fails_from_any_request_on_loses_nothing_and_one_batch_is_asked_again(
    situation: Situation, fault: str
) -> None:
    """The next sync goes on from what was committed."""
    for n in range(1, clean(situation) + 1):
        with google_server() as google:
            archive = Archive()
            situation(google, archive)
            google.faults.on(from_request(google.http_requests + n), FAULTS[fault], times=None)
            with pytest.raises(SourceError):
                sync(connector(google, archive), archive)
            google.faults.clear()
            calls = len(google.requests)
            headers, bodies = answered(google, "metadata"), answered(google, "raw", "full")
            sync(connector(google, archive), archive)
            agree(google, archive)
            once_each(google, archive)
            assert not archive.problems, n
            assert sum((headers & gets(google, "metadata", since=calls)).values()) <= AT_ONCE, n
            assert sum((bodies & gets(google, "raw", "full", since=calls)).values()) <= AT_ONCE, n


def answered(google: GoogleServer, *formats: str) -> Counter[str]:
    """The messages that were given so far."""
    return Counter(
        request.arguments["id"]
        for request in google.requests
        if request.name == "messages.get" and request.value("format") in formats and request.status == 200
    )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_program_that_is_killed_after_any_batch_loses_nothing(situation: Situation) -> None:
    with google_server() as google:
        whole = Archive()
        situation(google, whole)
        whole.forget_items()
        sync(connector(google, whole), whole)
    for n in range(1, len(whole.batches) + 1):
        with google_server() as google:
            archive = Archive()
            situation(google, archive)
            sync(connector(google, archive), archive, n)
            sync(connector(google, archive), archive)
            agree(google, archive)
            once_each(google, archive)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_sync_whose_batch_was_given_and_not_kept_gives_it_again(situation: Situation) -> None:
    """The store failed, or the machine did, before it was committed."""
    with google_server() as google:
        archive = Archive()
        situation(google, archive)
        with connector(google, archive) as gmail:
            for _ in gmail.changes(dict(archive.cursors)):
                pass
        sync(connector(google, archive), archive)
        agree(google, archive)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_whatever_happens_to_the_mail_at_any_request_the_next_sync_knows(situation: Situation) -> None:
    """New mail, and what was listed is deleted, thrown away, filed elsewhere: between any two requests."""
    for n in range(1, clean(situation) + 1):
        with google_server() as google:
            archive = Archive()
            situation(google, archive)

            def much(google: GoogleServer = google) -> None:
                box = google.mail
                ids = [one.id for one in box.newest() if "TRASH" not in one.labels]
                box.delete(ids[0])
                box.trash(ids[-1])
                box.label(ids[1], add=("STARRED",), remove=("INBOX",))
                box.label(ids[2], add=("SPAM",))
                box.add(letter(90))
                box.untrash(ids[-1])
                box.trash(ids[3])

            meanwhile(google, google.faults.after(n), much)
            sync(connector(google, archive), archive)
            sync(connector(google, archive), archive)
            agree(google, archive)
            once_or_back(archive)


def once_or_back(archive: Archive) -> None:
    """What was given again had gone meanwhile."""
    gone = {one.place.spot for one in archive.gone}
    given = [mail.place.spot for mail in archive.mails]
    assert {spot for spot in given if given.count(spot) > 1} <= gone


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_history_that_is_forgotten_at_any_request_loses_nothing(situation: Situation) -> None:
    for n in range(1, clean(situation) + 1):
        with google_server() as google:
            archive = Archive()
            situation(google, archive)

            def forget(google: GoogleServer = google) -> None:
                google.mail.add(letter(90))
                google.mail.delete(google.mail.newest()[-1].id)
                google.mail.forget_history()

            meanwhile(google, google.faults.after(n), forget)
            sync(connector(google, archive), archive)
            sync(connector(google, archive), archive)
            agree(google, archive)
            once_or_back(archive)


def test_a_first_sync_that_breaks_again_and_again_comes_to_an_end() -> None:
    with google_server() as google:
        archive = Archive()
        first(google, archive)
        for _ in range(40):
            google.faults.clear()
            google.faults.on(from_request(google.http_requests + 13), drop(), times=None)
            try:
                sync(connector(google, archive), archive)
            except SourceError:
                continue
            break
        google.faults.clear()
        agree(google, archive)
        once_each(google, archive)
