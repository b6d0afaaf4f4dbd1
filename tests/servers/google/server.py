"""The server itself: it listens, reads HTTP and counts bytes."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.servers.google.api import Api, Reply
from tests.servers.google.batch import phrase
from tests.servers.google.calendar import Calendar, Clock
from tests.servers.google.errors import refusal
from tests.servers.google.faults import Faults
from tests.servers.google.mailbox import Mailbox
from tests.servers.google.wire import CutOffError, Request

if TYPE_CHECKING:
    from collections.abc import Iterator


class GoogleServer:
    """A running server. Everything may be changed between two requests, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.mail = Mailbox(self._lock)
        self.calendars: dict[str, Calendar] = {}
        self.faults = Faults()
        self.tokens = {"token"}  # the access tokens that are good
        self.bytes_sent = 0  # all that was written to sockets: headers too, and bodies as compressed
        self.errors: list[Exception] = []  # mistakes of this server
        self._api = Api(self.mail, self.calendars, self.faults, lambda: self.tokens)
        self._clock = Clock()
        self._listener = _Listener(("127.0.0.1", 0), _Handler)
        self._listener.owner = self
        self.url = f"http://127.0.0.1:{self._listener.server_port}/"

    @property
    def requests(self) -> list[Request]:
        """The calls of methods so far, those in batches one by one; a batch itself is in `batches`."""
        return self._api.requests

    @property
    def batches(self) -> list[Request]:
        return self._api.batches

    @property
    def violations(self) -> list[str]:
        """What a client did that a reader must never do, or that Google advises against."""
        return self._api.violations

    @property
    def bodies(self) -> list[str]:
        """The ids of the messages whose text was asked for (raw, full, an attachment), in order."""
        return self._api.gmail.bodies

    @property
    def http_requests(self) -> int:
        return self._api.http_requests

    @property
    def units(self) -> int:
        return sum(request.units for request in self.requests)

    @property
    def units_2026(self) -> int:
        return sum(request.units_2026 for request in self.requests)

    def calendar(self, id: str, summary: str = "", role: str = "owner", primary: bool = False) -> Calendar:
        """A new calendar on the user's list."""
        with self._lock:
            made = Calendar(id, summary, role, primary, clock=self._clock, lock=self._lock)
            self.calendars[id] = made
            return made

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            with self._lock:
                return self._api.answer(method, target, headers, body)
        except CutOffError:
            raise
        except Exception as error:  # of this server itself: the test that runs it has to fail
            self.errors.append(error)
            return Reply(refusal(500, "backendError", "Backend Error"), None, Request(method, target, {}))

    def count(self, asked: Request, sent: int) -> None:
        with self._lock:
            asked.sent = sent
            self.bytes_sent += sent

    def start(self) -> None:
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50
    owner: GoogleServer

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is gone is nobody's fault."""

    def hang_up(self) -> None:
        for request in list(self._open):
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = self.server.owner.answer(self.command, self.path, headers, body)
        except CutOffError:
            self._hang_up()
            return
        self._send(reply, headers)

    def _send(self, reply: Reply, asked: dict[str, str]) -> None:
        answer = reply.answer
        head = [f"HTTP/1.1 {answer.status} {phrase(answer.status)}", f"Content-Type: {answer.type}"]
        head += [f"{name}: {value}" for name, value in answer.headers]
        head += ["Vary: Origin", "Vary: X-Origin", "Server: ESF", f"Date: {formatdate(usegmt=True)}"]
        body = answer.body
        if _takes_gzip(asked):
            body = gzip.compress(body, 6, mtime=0)
            head.append("Content-Encoding: gzip")
        head += [f"Content-Length: {len(body)}", "", ""]
        whole = "\r\n".join(head).encode("latin-1")
        whole += body if reply.cut_after is None else body[: reply.cut_after]
        self.server.owner.count(reply.asked, len(whole))
        with contextlib.suppress(OSError):  # the client may be gone
            self.wfile.write(whole)
            self.wfile.flush()
        if reply.cut_after is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def _takes_gzip(headers: dict[str, str]) -> bool:
    """…/gmail/api/guides/performance#gzip: it takes Accept-Encoding, and the word gzip in User-Agent."""
    return "gzip" in headers.get("accept-encoding", "") and "gzip" in headers.get("user-agent", "")


@contextlib.contextmanager
def google_server() -> Iterator[GoogleServer]:
    """A running server, empty: no mail, no calendar, the access token "token"."""
    server = GoogleServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
    if server.errors:
        raise ExceptionGroup("the Google server failed", server.errors)
