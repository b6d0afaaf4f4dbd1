"""One exchange: what is sent, what comes back, and what is never more than was allowed."""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError, UnreachableError
from ingest.web.faults import BrokenOffError, TooLargeError
from ingest.web.session import Web
from tests.servers.feed import FeedServer, Reply, Request, feed_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\n"


def web(most_bytes: int = 1000) -> Web:
    return Web(most_bytes=most_bytes, most_seconds=30)


def hasty(most_bytes: int = 1000) -> Web:
    """For whom a second passes at each look at the clock."""
    ticks = itertools.count()
    return Web(most_bytes=most_bytes, most_seconds=60, clock=lambda: float(next(ticks)))


def test_an_answer_is_given_whole_whatever_its_status(server: FeedServer) -> None:
    server.replies["/a"] = Reply(404, b"nothing", {"ETag": '"x"'})
    with web() as one:
        answer = one.ask("GET", server.url("/a?b=c#d"))
    assert (answer.status, answer.body, answer.headers["etag"]) == (404, b"nothing", '"x"')
    assert answer.url == server.url("/a?b=c")


def test_nothing_is_sent_but_what_was_told(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login robin password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    server.replies["/a"] = Reply(200, headers={"Set-Cookie": "seen=1"})
    with web() as one:
        one.ask("GET", server.url("/a"))
        one.ask(
            "REPORT", server.url("/a").replace("//", "//robin:secret@"), headers={"Depth": "1"}, body=b"<x/>"
        )
    first, second = server.requests
    assert set(first.headers) == {"host", "user-agent", "accept-encoding"}
    assert first.headers["user-agent"] == "tealeaves"
    assert set(second.headers) == set(first.headers) | {"depth", "content-length"}
    assert (second.method, second.body) == ("REPORT", b"<x/>")


def test_a_redirect_is_an_answer_and_is_not_followed(server: FeedServer) -> None:
    server.replies["/a"] = Reply(302, headers={"Location": "/b"})
    with web() as one:
        assert one.ask("GET", server.url("/a")).status == 302
    assert server.paths == ["/a"]


def test_one_connection_does_for_many_exchanges(server: FeedServer) -> None:
    server.replies["/a"] = Reply(200, b"x" * 10)
    with web() as one:
        for _ in range(3):
            one.ask("GET", server.url("/a"))
    assert server.connections == 1


def test_octets_are_counted_as_they_come(server: FeedServer) -> None:
    packed = gzip.compress(b"x" * 900)
    server.replies["/a"] = Reply(200, packed, {"Content-Encoding": "gzip"})
    with web() as one:
        assert one.ask("GET", server.url("/a")).body == b"x" * 900
        assert len(packed) < one.bytes_received < len(packed) + 200


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"x" * 1001),
        Reply(200, gzip.compress(b"x" * 100_000), {"Content-Encoding": "gzip"}),
        Reply(raw=[HEAD + b"\r\n", b"x" * 1001]),
        Reply(raw=[HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n"]),
        Reply(
            raw=[HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n"]
        ),
        Reply(raw=itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"x" * 1000))),
    ],
    ids=["stated", "packed", "unstated", "a lie", "chunked", "endless"],
)
def test_a_body_is_never_larger_than_was_allowed(server: FeedServer, reply: Reply) -> None:
    server.replies["/a"] = reply
    with (
        web() as one,
        pytest.raises(TooLargeError, match=r"^127\.0\.0\.1: an answer of more than 1000 bytes$"),
    ):
        one.ask("GET", server.url("/a"))


def test_a_body_as_large_as_was_allowed_is_taken(server: FeedServer) -> None:
    server.replies["/a"] = Reply(200, b"x" * 1000)
    with web() as one:
        assert len(one.ask("GET", server.url("/a")).body) == 1000


def endless(*before: bytes) -> Iterator[bytes]:
    yield from before
    yield from itertools.repeat(b"x")


@pytest.mark.parametrize(
    "raw",
    [
        endless(),
        endless(HEAD, b"A: "),
        endless(HEAD + b"\r\n"),
        itertools.cycle([b"HTTP/1.1 100 Continue\r\n\r\n"]),
    ],
    ids=["status", "header", "body", "never final"],
)
def test_octet_after_octet_does_not_prolong_the_time(server: FeedServer, raw: Iterator[bytes]) -> None:
    server.replies["/a"] = Reply(raw=raw)
    with hasty(10**9) as one, pytest.raises(UnreachableError):
        one.ask("GET", server.url("/a"))


def test_each_exchange_has_the_whole_time(server: FeedServer) -> None:
    server.replies["/a"] = Reply(200, b"x")
    with hasty() as one:
        for _ in range(20):
            one.ask("GET", server.url("/a"))
    assert server.connections == 1


@pytest.mark.parametrize(
    "raw",
    [
        [],
        [HEAD + b"Content-Length: 100\r\n\r\nhalf"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nhalf"],
    ],
    ids=["nothing", "body", "chunk"],
)
def test_an_answer_that_breaks_off_is_none(server: FeedServer, raw: list[bytes]) -> None:
    server.replies["/a"] = Reply(raw=raw)
    with web() as one, pytest.raises(BrokenOffError, match="breaks"):
        one.ask("GET", server.url("/a"))


@pytest.mark.parametrize(
    "raw",
    [
        [b"SSH-2.0-OpenSSH_9.6\r\n"],
        [HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"],
        [HEAD + b"A: b\r\n" * 200 + b"\r\n"],
        [HEAD + b"A: " + b"b" * 70_000 + b"\r\n\r\n"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\nnope\r\n"],
        [b"HTTP/1.1 999999 What\r\n\r\n"],
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error_in_one_line(server: FeedServer, raw: list[bytes]) -> None:
    server.replies["/a"] = Reply(raw=raw)
    with web() as one, pytest.raises(UnreachableError, match=r"^127\.0\.0\.1: [a-z ]+$"):
        one.ask("GET", server.url("/a"))


def test_after_a_failure_the_next_exchange_has_a_connection_of_its_own(server: FeedServer) -> None:
    def reply(request: Request) -> Reply:
        is_first = len(server.requests) == 1
        return Reply(raw=[HEAD + b"Content-Length: 9\r\n\r\nx"]) if is_first else Reply(200, b"well")

    server.replies["/a"] = reply
    with web() as one:
        with pytest.raises(BrokenOffError):
            one.ask("GET", server.url("/a"))
        assert one.ask("GET", server.url("/a")).body == b"well"


def test_nobody_there_may_be_there_later() -> None:
    with feed_server() as gone:
        url = gone.url()
    with web() as one, pytest.raises(BrokenOffError, match="nothing listens"):
        one.ask("GET", url)


def test_a_host_without_an_address_is_told_of() -> None:
    with web() as one, pytest.raises(UnreachableError, match=r"^nowhere\.invalid: no such host"):
        one.ask("GET", "https://nowhere.invalid/secret")


@pytest.mark.parametrize(
    "url",
    [
        "", "secret", "https://", "https:///secret", "https://[secret/", "https://h:secret/",
        "http://example.org/secret", "ftp://example.org/secret", "file:///secret", "https://a..b/secret",
        f"https://{'a' * 64}.example/secret", "http://localhost.example/secret",
        "https://exa mple.org/secret",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_asked_is_refused_without_its_words(url: str) -> None:
    with web() as one, pytest.raises(SourceError) as caught:
        one.ask("GET", url)
    assert "secret" not in str(caught.value)
