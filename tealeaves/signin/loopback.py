"""The port of this machine to which a browser comes back with the answer of who signed in (RFC 8252 §7.3).

Google's own library listens too, but for one request alone: a connection that a browser opens beforehand and
says nothing on, its question for an icon, or a forged answer would each end the sign-in; and it logs the
address that it is asked for, with the code in it.
"""

from __future__ import annotations

import contextlib
import hmac
import queue
import socket
import socketserver
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from ingest.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"  # an address, not a name: nobody else's machine is ever listened for (RFC 8252 §8.3)
THANKS = "tealeaves has the answer; how it went is said in the terminal. This page can be closed.\n"
NOTHING = "This is not the answer that tealeaves waits for.\n"


@dataclass(frozen=True, slots=True)
class Loopback:
    """Where the browser is to come back to, and what it said there."""

    port: int
    answers: queue.SimpleQueue[dict[str, str]]

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def answer(self, seconds: int) -> dict[str, str]:
        """The parameters that the browser brought, once it did. Raises TimeoutError."""
        for _ in range(seconds):  # one by one: Ctrl-C interrupts no long wait on Windows
            with contextlib.suppress(queue.Empty):
                return self.answers.get(timeout=1)
        raise TimeoutError


@contextlib.contextmanager
def listening(state: str, port: int = 0) -> Iterator[Loopback]:
    """Listens at `port` (0: any that is free) for the answer that brings `state` (RFC 6749 §10.12).

    Whatever else is asked of the port changes nothing. Raises SignInError where the port is another's.
    """
    back: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()

    class Answer(BaseHTTPRequestHandler):
        timeout = 60  # seconds for a connection on which nothing is said

        def do_GET(self) -> None:
            brought = _answer(self.path, state)
            if brought:
                try:  # the page before the answer, or the program may have ended before the page was sent
                    self._say(HTTPStatus.OK, THANKS)
                finally:
                    back.put(brought)
            else:
                self._say(HTTPStatus.NOT_FOUND, NOTHING)

        def _say(self, status: HTTPStatus, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: the address holds the code."""

    try:
        server = _Server((HOST, port), Answer)
    except OSError as error:
        raise SignInError(f"port {port} of this machine is not to be had: {error.strerror}") from None
    with server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield Loopback(server.server_address[1], back)
        finally:
            server.shutdown()


class _Server(ThreadingHTTPServer):
    """A thread for each connection: one that says nothing keeps nobody else waiting."""

    def server_bind(self) -> None:
        # On Windows another program could listen at the same port, if this were not said.
        if alone := getattr(socket, "SO_EXCLUSIVEADDRUSE", 0):
            self.allow_reuse_address = False
            self.socket.setsockopt(socket.SOL_SOCKET, alone, 1)
        socketserver.TCPServer.server_bind(self)  # HTTPServer's asks the name server who 127.0.0.1 is

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a browser that hangs up is no news."""


def _answer(path: str, state: str) -> dict[str, str]:
    """The parameters of the redirect (RFC 6749 §4.1.2), or none where it is none of ours."""
    split = urlsplit(path)
    brought = {name: values[0] for name, values in parse_qs(split.query).items()}
    known = hmac.compare_digest(brought.get("state", "").encode(), state.encode())
    return brought if split.path == "/" and known and brought.keys() & {"code", "error"} else {}
