"""An HTTP server over a socket that answers as a test says, piece by piece where it must; with TLS or not."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tests.servers.certificate import Certificate

PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str  # path and query, or an address for a proxy
    headers: Mapping[str, str]  # by name in lower case
    body: bytes = b""
    text: str = ""  # the lines of the header, as they came


@dataclass(frozen=True, slots=True)
class Reply:
    """`raw` is sent instead of all the rest, piece by piece, and the connection closed."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Iterable[bytes] | None = None

    def pieces(self) -> Iterable[bytes]:
        if self.raw is not None:
            return self.raw
        length = {} if self.status in (204, 304) else {"Content-Length": str(len(self.body))}
        phrase = HTTPStatus(self.status).phrase
        lines = [f"HTTP/1.1 {self.status} {phrase}"]
        lines += [f"{name}: {value}" for name, value in {**length, **self.headers}.items()]
        return ["\r\n".join([*lines, "", ""]).encode() + self.body]


class FeedServer:
    """`replies` are by path; one that is not there is a 404. A callable is asked each time. A `greeting` is
    sent before anything was asked, as no HTTP server does."""

    def __init__(self, certificate: Certificate | None = None) -> None:
        self.replies: dict[str, Reply | Callable[[Request], Reply]] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.greeting = b""
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate.chain_file, certificate.key_file)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [one.target for one in self.requests]

    def start(self) -> None:
        self._threads[0].start()

    def stop(self) -> None:
        for each in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):  # closed already
                each.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._sockets.append(client)
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        # A client that goes away, or does not believe the certificate, ends its connection only.
        with contextlib.suppress(OSError, ValueError), client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is None:
                self._converse(client)
            else:
                with self._context.wrap_socket(client, server_side=True) as secured:
                    self._sockets.append(secured)
                    self._converse(secured)

    def _converse(self, client: socket.socket) -> None:
        client.sendall(self.greeting)
        with client.makefile("rb") as read:
            while (request := _request(read.readline, read.read)) is not None:
                self.requests.append(request)
                found = self.replies.get(request.target.partition("?")[0], Reply(404))
                reply = found(request) if callable(found) else found
                for piece in reply.pieces():
                    client.sendall(piece)
                if reply.raw is not None:
                    return


def _request(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Request | None:
    lines: list[str] = []
    while line := readline().decode("latin-1"):
        if not line.strip():
            break
        lines.append(line.rstrip("\r\n"))
    if not lines:
        return None
    method, target, _ = lines[0].split(" ", 2)
    pairs = (line.partition(":") for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = read(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body, "\n".join(lines))


@contextlib.contextmanager
def feed_server(certificate: Certificate | None = None) -> Iterator[FeedServer]:
    """A running one, on 127.0.0.1; with a certificate it speaks TLS alone."""
    running = FeedServer(certificate)
    running.start()
    try:
        yield running
    finally:
        running.stop()
