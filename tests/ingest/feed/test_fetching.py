"""How a feed is asked for: by conditions, by its user, again where that may help."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest.errors import BusyError, SignInError, SourceError, UnreachableError
from ingest.feed import address
from ingest.web.faults import TooLargeError
from tests.ingest.feed.desk import account, calendar, event, private, sync
from tests.servers.feed import FeedServer, Reply, Request

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.certificate import Certificate

MODIFIED = "Mon, 02 Mar 2026 09:00:00 GMT"


def conditional(content: bytes, **validators: str) -> object:
    """A server that knows conditions."""

    def reply(request: Request) -> Reply:
        headers = {name.replace("_", "-"): value for name, value in validators.items()}
        asked = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        told = (validators.get("ETag"), validators.get("Last_Modified"))
        return Reply(304) if asked == told and any(asked) else Reply(200, content, headers)

    return reply


@pytest.mark.parametrize(
    "validators", [{"ETag": 'W/"1"'}, {"Last_Modified": MODIFIED}, {"ETag": '"1"', "Last_Modified": MODIFIED}]
)
def test_a_feed_that_did_not_change_is_not_sent(
    server: FeedServer, desk: Desk, validators: dict[str, str]
) -> None:
    server.replies["/f"] = conditional(calendar(event()), **validators)  # type: ignore[assignment]
    for _ in range(2):
        sync(desk, account(server.url("/f?secret")))
    assert len(server.requests) == 2
    assert set(server.requests[1].headers) & {"if-none-match", "if-modified-since"}
    assert not desk.batches[1:]


@pytest.mark.parametrize("looks", ["mark", "since"])
def test_who_looks_again_asks_without_a_condition(server: FeedServer, desk: Desk, looks: str) -> None:
    server.replies["/f"] = conditional(calendar(event("a", "20251201", "Call with Globex")), ETag='"1"')  # type: ignore[assignment]
    sync(desk, account(server.url("/f")))
    desk.words = ("Acme", "Globex") if looks == "mark" else ("Acme",)
    sync(desk, account(server.url("/f"), since=dt.datetime(2025, 1, 1, tzinfo=dt.UTC)))
    assert "if-none-match" not in server.requests[1].headers
    assert len(desk.kept) == (looks == "mark")
    sync(desk, account(server.url("/f"), since=dt.datetime(2025, 1, 1, tzinfo=dt.UTC)))
    assert "if-none-match" in server.requests[2].headers


def test_conditions_are_for_the_address_that_gave_them(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(200, calendar(event()), {"ETag": '"1"'})
    server.replies["/g"] = Reply(200, calendar(event()), {"ETag": '"1"'})
    sync(desk, account(server.url("/f")))
    sync(desk, account(server.url("/g")))
    assert "if-none-match" not in server.requests[1].headers


def test_a_validator_that_no_header_can_hold_is_not_kept(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(
        200, calendar(event()), {"ETag": '"' + "x" * 2000 + '"', "Last-Modified": "\xe9"}
    )
    for _ in range(2):
        sync(desk, account(server.url("/f")))
    assert not set(server.requests[1].headers) & {"if-none-match", "if-modified-since"}


def test_what_came_in_part_is_asked_for_once_more(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(200, calendar(event(), private())[:150], {"ETag": '"1"'})
    for _ in range(3):
        sync(desk, account(server.url("/f")))
    assert ["if-none-match" in one.headers for one in server.requests] == [False, False, True]
    assert len(desk.batches) == 2


def test_an_answer_to_a_condition_that_nobody_made_is_an_error(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(304)
    with pytest.raises(SourceError, match="304"):
        sync(desk, account(server.url("/f")))


def test_the_user_in_the_address_signs_in(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(200, calendar(event()))
    sync(desk, account(server.url("/f").replace("//", "//r%C3%B6bin%40x:p%3A%2Fw@")))
    assert server.requests[0].headers["authorization"] == "Basic csO2YmluQHg6cDovdw=="
    assert server.requests[0].target == "/f"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_what_to_do_and_is_not_repeated(server: FeedServer, desk: Desk, status: int) -> None:
    server.replies["/f"] = Reply(status)
    with pytest.raises(
        SignInError, match=f"^127.0.0.1: the feed is refused .status {status}.; its secret address"
    ):
        sync(desk, account(server.url("/f")))
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_feed_that_is_gone_is_told_of_and_what_was_taken_stays(
    server: FeedServer, desk: Desk, status: int
) -> None:
    server.replies["/f"] = Reply(200, calendar(event()))
    sync(desk, account(server.url("/f")))
    server.replies["/f"] = Reply(status)
    with pytest.raises(SourceError, match=f"gone .status {status}.; what was taken stays"):
        sync(desk, account(server.url("/f")))
    assert desk.status("a") == ""


@pytest.mark.parametrize("status", [204, 206, 300, 400, 418, 501])
def test_any_other_status_is_no_feed(server: FeedServer, desk: Desk, status: int) -> None:
    server.replies["/f"] = Reply(status, calendar(event()))
    with pytest.raises(SourceError, match=str(status)):
        sync(desk, account(server.url("/f")))
    assert not desk.kept


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_to_be_left_alone_for_long_is(
    server: FeedServer, desk: Desk, status: int
) -> None:
    server.replies["/f"] = Reply(status, headers={"Retry-After": "3600"})
    with pytest.raises(BusyError, match="60 minutes") as caught:
        sync(desk, account(server.url("/f")))
    assert caught.value.seconds == 3600
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(503, headers={"Retry-After": "1"}),
        Reply(500),
        Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"]),
    ],
)
def test_what_passes_is_asked_again(server: FeedServer, desk: Desk, trouble: Reply) -> None:
    def reply(request: Request) -> Reply:
        return trouble if len(server.requests) < 3 else Reply(200, calendar(event()))

    server.replies["/f"] = reply
    sync(desk, account(server.url("/f")))
    assert len(desk.kept) == 1


def test_it_is_given_up_after_some_times(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = Reply(502)
    with pytest.raises(UnreachableError, match="502"):
        sync(desk, account(server.url("/f")))
    assert len(server.requests) == 4


def test_a_feed_that_is_too_large_is_refused(
    server: FeedServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.feed.fetch.MOST_BYTES", 100)
    server.replies["/f"] = Reply(200, calendar(event()))
    with pytest.raises(TooLargeError):
        sync(desk, account(server.url("/f")))


@pytest.mark.parametrize("scheme", ["webcal", "webcals", "https", "WEBCAL"])
def test_webcal_means_https(secure: FeedServer, desk: Desk, certificate: Certificate, scheme: str) -> None:
    secure.replies["/f"] = Reply(200, calendar(event()))
    url = f" {scheme}://localhost:{secure.port}/f "
    sync(desk, account(url, ca_file=certificate.ca_file))
    assert len(desk.kept) == 1


@pytest.mark.parametrize(
    "url",
    ["", "secret", "https://", "https://robin:secret@", "http://h.example/secret", "ftp://h.example/secret",
     "file:///secret", "https://[h/secret", "https://h.example:secret/", "webcal:secret"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_its_words(url: str) -> None:
    with pytest.raises(SourceError, match=r"https:// or webcal://") as caught:
        address.read(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None
