"""The server itself: it listens, checks who asks, remembers what was asked, and fails when it is told to."""

from __future__ import annotations

import base64
import contextlib
import ssl
import threading
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.servers.caldav.dav import Answer, Asked, Dav
from tests.servers.caldav.dialect import PLAIN, Dialect
from tests.servers.caldav.store import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.certificate import Certificate

USER, PASSWORD, TOKEN = "robin", "s3cret-Ü", "t0ken-1"
READING = frozenset({"OPTIONS", "PROPFIND", "REPORT", "GET"})


@dataclass(slots=True)
class Fault:
    """What is answered instead, so many times (None: always)."""

    when: Callable[[Asked], bool]
    answer: Answer | Callable[[Answer], Answer]
    times: int | None


class CalDavServer:
    """A running server with the calendars of one person."""

    def __init__(self, dialect: Dialect, certificate: Certificate | None = None) -> None:
        self.calendars: dict[str, Calendar] = {}  # by path
        self.requests: list[Asked] = []
        self.violations: list[str] = []  # what a reader must never do
        self.errors: list[Exception] = []  # mistakes of this server
        self.tokens = {TOKEN}
        self.faults: list[Fault] = []
        self._listener = _Listener(("127.0.0.1", 0), _Handler)
        self._listener.owner = self
        scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.chain_file, certificate.key_file)
            self._listener.socket = context.wrap_socket(self._listener.socket, server_side=True)
        self.port = self._listener.server_port
        self.url = f"{scheme}://127.0.0.1:{self.port}/"
        self._dav = Dav(dialect, self.calendars, self.url)

    @property
    def dialect(self) -> Dialect:
        return self._dav.dialect

    def speak(self, **differently: object) -> None:
        """The dialect is another one from now on."""
        self._dav.dialect = replace(self._dav.dialect, **differently)  # type: ignore[arg-type]

    def calendar(self, name: str = "jobs", **more: object) -> Calendar:
        """A new calendar in the person's home."""
        made = Calendar(f"{self.dialect.home}{name}/", str(more.pop("shown", name.title())), **more)  # type: ignore[arg-type]
        self.calendars[made.path] = made
        return made

    def on(
        self,
        when: Callable[[Asked], bool],
        answer: Answer | Callable[[Answer], Answer],
        times: int | None = 1,
    ) -> Fault:
        """From now on, such a request gets this answer, or what is made of the right one."""
        self.faults.append(Fault(when, answer, times))
        return self.faults[-1]

    def asked(self) -> list[str]:
        """What was asked so far: "PROPFIND /dav/", "sync-collection /dav/…"."""
        return [f"{one.kind or one.method} {one.path}" for one in self.requests]

    def answer(self, asked: Asked) -> Answer:
        asked = replace(asked, number=len(self.requests) + 1)
        self.requests.append(asked)
        if asked.method not in READING:
            self.violations.append(f"{asked.method} {asked.path}")
        for fault in self.faults:
            if fault.times != 0 and fault.when(asked):
                fault.times = None if fault.times is None else fault.times - 1
                return fault.answer(self._right(asked)) if callable(fault.answer) else fault.answer
        return self._right(asked)

    def _right(self, asked: Asked) -> Answer:
        if not self._may(asked.headers.get("authorization", "")):
            return Answer(
                401, b"who are you?", {"WWW-Authenticate": self.dialect.offers, "Content-Type": "text/plain"}
            )
        try:
            return self._dav.answer(asked)
        except Exception as error:  # of this server itself: the test that runs it has to fail
            self.errors.append(error)
            return Answer(500)

    def _may(self, said: str) -> bool:
        kind, _, word = said.partition(" ")
        if kind == "Bearer":
            return word in self.tokens
        right = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return kind == "Basic" and word == right and self.dialect.takes_passwords

    def start(self) -> None:
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._listener.shutdown()
        self._listener.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 50
    owner: CalDavServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is gone is nobody's fault."""


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
        path = urlsplit(self.path).path
        answer = self.server.owner.answer(Asked(self.command, path, headers.get("host", ""), body, headers))
        head = [f"HTTP/1.1 {answer.status} Said"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        head += [f"Content-Length: {len(answer.body)}", "", ""]
        whole = "\r\n".join(head).encode("latin-1") + answer.body
        with contextlib.suppress(OSError):  # the client may be gone
            self.wfile.write(whole[: len(whole) // 2] if answer.cut else whole)
            self.wfile.flush()
        self.close_connection = self.close_connection or answer.cut


@contextlib.contextmanager
def caldav_server(dialect: Dialect = PLAIN, certificate: Certificate | None = None) -> Iterator[CalDavServer]:
    """A running server without calendars."""
    server = CalDavServer(dialect, certificate)
    server.start()
    try:
        yield server
    finally:
        server.stop()
    if server.errors:
        raise ExceptionGroup("the CalDAV server failed", server.errors)
