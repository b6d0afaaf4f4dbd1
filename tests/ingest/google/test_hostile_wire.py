"""What the other end of a connection may do, and the way to it: nothing hangs, fills the memory, or ends with
anything but a SourceError that a person may read."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from ingest.credentials import Secret, Token
from ingest.errors import BusyError, SourceError, UnreachableError
from ingest.google import faults as meanings
from ingest.google import wire
from ingest.google.batches import Batches
from ingest.google.session import Session
from tests.servers.google.faults import Fault, html, named, redirect
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.ingest.google.conftest import Getting, Opening
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
NESTED = b"[" * 100_000


class Stranger:
    """Whoever listens there: says the same to each request, as long as anybody hears it."""

    def __init__(self, says: Callable[[], Iterable[bytes]]) -> None:
        self._says = says
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._talk, args=(self._listener.accept()[0],), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += line.recv(65536) or b"\r\n\r\n"
            self.heard.append(asked)
            for piece in self._says():
                line.sendall(piece)

    def close(self) -> None:
        self._listener.close()


@contextlib.contextmanager
def asking(says: Callable[[], Iterable[bytes]]) -> Iterator[tuple[Session, Stranger]]:
    stranger = Stranger(says)
    session = Session("gmail", stranger.url, lambda refused="": Token("", Secret("t0ken")), 20.0)
    try:
        yield session, stranger
    finally:
        session.close()
        stranger.close()


def profile(session: Session) -> Any:
    return session.ask(session.service.users().getProfile(userId="me"))


def answer(body: bytes, status: int = 200, **headers: str) -> Fault:
    return Fault(Answer(status, body, tuple((one.replace("_", "-"), said) for one, said in headers.items())))


@pytest.mark.parametrize(
    "said",
    [
        HEAD + b"Content-Length: 2147483648\r\n\r\n{}",
        HEAD + b"Content-Length: 1" + b"0" * 40 + b"\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFF\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 400 + b"\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        HEAD + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 101 Switching Protocols\r\nContent-Length: 2\r\n\r\n{}",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"<html>Welcome to our hotel</html>",
        b"\0" * 70_000,
        b"",
    ],
    ids=lambda said: said[-30:].decode("ascii", "replace"),
)
def test_whatever_is_said_in_place_of_an_answer_nobody_is_there(said: bytes) -> None:
    with asking(lambda: [said]) as (session, _), pytest.raises(UnreachableError) as told:
        profile(session)
    assert str(told.value).isprintable()
    assert "t0ken" not in str(told.value)


@pytest.mark.parametrize(
    "begin",
    [HEAD + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b""],
    ids=["body", "chunks", "100"],
)
def test_an_answer_without_end_is_none(monkeypatch: pytest.MonkeyPatch, begin: bytes) -> None:
    monkeypatch.setattr(wire, "MOST_BYTES", 1_000_000)
    piece = b"1000\r\n" + b"a" * 0x1000 + b"\r\n" if begin else b"HTTP/1.1 100 Continue\r\n\r\n" * 100
    endless = partial(itertools.chain, [begin], itertools.repeat(piece))
    with asking(endless) as (session, _), pytest.raises(UnreachableError, match="too long"):
        profile(session)
    assert session.bytes_received < 10_000_000


def test_an_answer_that_takes_longer_than_any_may_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timeout of a socket begins anew with each octet: who sends one a minute is never late."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS", -1.0)
    said = HEAD + b"Content-Length: 2\r\n\r\n{}"
    with asking(lambda: [said]) as (session, _), pytest.raises(UnreachableError, match="no answer"):
        profile(session)


def test_what_unpacks_to_more_than_an_answer_has_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("httplib2_decode_limit_hard", "0")
    bomb = gzip.compress(b"\0" * (20 << 20))
    said = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb
    with asking(lambda: [said]) as (session, _), pytest.raises(UnreachableError):
        profile(session)


def test_what_follows_an_answer_is_not_the_answer_to_the_next_request() -> None:
    own = HEAD + b"Content-Length: 2\r\n\r\n{}"
    with asking(lambda: [own + HEAD + b'Content-Length: 9\r\n\r\n{"a": "b"}']) as (session, _):
        assert profile(session) == profile(session) == {}


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
def test_the_token_follows_no_answer_to_another_place(status: int) -> None:
    with asking(lambda: [HEAD + b"Content-Length: 2\r\n\r\n{}"]) as (_, elsewhere):
        said = f"HTTP/1.1 {status} X\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with asking(lambda: [said]) as (session, _), pytest.raises(UnreachableError):
            profile(session)
        assert elsewhere.heard == []


@pytest.mark.parametrize(
    "said",
    [NESTED, b'{"error": ' * 10_000, b'{"error": {"message": 5}}', b'{"error": {"message": ["x"]}}', b"[]",
     b'{"error": [1]}', b'{"error": {"errors": [null, {"reason": 5}], "details": {"a": 1}}}', b"\xff"],
    ids=lambda said: said[:40].decode("ascii", "replace"),
)  # fmt: skip
@pytest.mark.parametrize("status", [200, 400, 403, 404, 429, 500])
def test_an_answer_that_makes_no_sense_ends_in_words(
    google: GoogleServer, opened: Opening, said: bytes, status: int
) -> None:
    google.faults.on(named("profile"), answer(said, status), times=None)
    session = opened(busy_seconds=5)
    with contextlib.suppress(SourceError):
        assert profile(session) == json.loads(said)


@pytest.mark.parametrize(
    "fault",
    [*(answer(said, status) for status in (200, 400, 403, 404, 500) for said in (NESTED, b"[]", b"<html>")),
     answer(b'{"error": {"message": 5}}', 404), html(403), redirect("https://elsewhere.example/")],
    ids=lambda fault: f"{fault.answer.status}-{fault.answer.body[:9].decode()}",
)  # fmt: skip
def test_one_senseless_part_of_a_batch_stops_no_other(
    google: GoogleServer, opened: Opening, getting: Getting, fault: Fault
) -> None:
    """As where something on the way does not let one mail through: the others come, and it is not gone."""
    session = opened()
    asked = getting(session, 10)
    bad = [*asked][4]
    google.faults.on(lambda request: bad in request.path and request.name != "batch", fault, times=None)
    found = Batches(session).ask_each(asked)
    assert {one for one, told in found.items() if isinstance(told, dict)} == {*asked} - {bad}
    assert isinstance(error := found[bad], meanings.RefusedError)
    assert error.may_pass


def test_an_answer_that_does_not_fit_its_request_is_asked_for_again(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    asked = getting(session, 10)
    first, other = [*asked][:2]
    swapped = answer(json.dumps({"id": other}).encode())
    google.faults.on(lambda request: first in request.path and request.name != "batch", swapped)
    found = Batches(session).ask_each(asked, fits=lambda one, told: told.get("id") == one)
    assert {one: told["id"] for one, told in found.items() if isinstance(told, dict)} == {o: o for o in asked}


def part(id: str | None, inner: str) -> str:
    named = f"Content-ID: {id}\r\n" if id is not None else ""
    return f"--b\r\nContent-Type: application/http\r\n{named}\r\n{inner}\r\n"


GOOD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "--b--",
        part(None, GOOD) + "--b--",
        part("", GOOD) + "--b--",
        part("<nobody>", GOOD) + "--b--",
        part("<response-x + never-asked>", GOOD) * 3 + "--b--",
        part("<response-x + 1>", "HTTP/1.1 abc OK\r\n\r\n{}") + "--b--",
        part("<response-x + 1>", ""),
        part(
            "<response-x + 1>", f"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n{GOOD}\r\n--c--"
        ),
        part("<response-x + " + "a" * 100_000 + ">", GOOD) + "--b--",
        "--b\r\n"
        + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(400)),
    ],
    ids=lambda said: said[:60],
)
def test_a_batch_whose_answer_is_none_costs_nothing_but_requests(
    google: GoogleServer, opened: Opening, getting: Getting, said: str
) -> None:
    session = opened()
    asked = getting(session, 8)
    whole = Answer(200, said.encode(), type="multipart/mixed; boundary=b")
    google.faults.on(named("batch"), Fault(whole), times=None)
    found = Batches(session).ask_each(asked)
    assert {one: told["id"] for one, told in found.items() if isinstance(told, dict)} == {o: o for o in asked}


@pytest.mark.parametrize(
    "wish",
    ["1000000000", "-5", "1e9", "9" * 5000, "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "\u0663",
     "Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 01 Jan 2026 00:00:00 +9999999999999",
     "Fri, 31 Dec 9999 23:59:59 -2359"],
)  # fmt: skip
def test_whatever_wait_a_server_wishes_the_sync_ends(
    google: GoogleServer, opened: Opening, wish: str
) -> None:
    fault = answer(b"{}", 429, Retry_After=wish.encode().decode("latin-1"))
    google.faults.on(named("profile"), fault, times=None)
    with pytest.raises(BusyError):
        profile(opened(busy_seconds=30))


def test_a_challenge_of_any_length_is_no_work(google: GoogleServer, opened: Opening) -> None:
    def everything(request: Request) -> bool:
        return True

    challenge = answer(b"{}", 401, WWW_Authenticate="Digest " + 'a="b",' * 9000)
    google.faults.on(everything, challenge, times=None)
    with pytest.raises(SourceError):
        profile(opened())
