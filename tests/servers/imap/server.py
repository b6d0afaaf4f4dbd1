"""The scripted server itself: it listens, counts and notes what clients sent."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections import Counter
from typing import TYPE_CHECKING

from tests.servers.imap import fetch
from tests.servers.imap.script import Script, Step
from tests.servers.imap.session import FORBIDDEN, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from tests.servers.imap.mail import Folder, Message
    from tests.servers.imap.wire import Command

PATIENCE_SECONDS = 20


class ScriptedImap:
    """A running server. `folders` and `script` may be changed between two commands or two sessions."""

    def __init__(self, folders: list[Folder], script: Script) -> None:
        self.folders, self.script = folders, script
        self.commands: list[str] = []  # without tags and without secrets
        self.violations: list[str] = []  # commands that a reader must never send
        self.connections = 0
        self.errors: list[Exception] = []  # mistakes of this server
        self.host = "127.0.0.1"
        self.idlers = threading.Semaphore(0)
        self._sessions: list[Session] = []
        self._fitting: Counter[Step] = Counter()
        self._lock = threading.Lock()
        self._listener = _Listener((self.host, 0), _Handler)
        self._listener.owner = self
        self.port: int = self._listener.server_address[1]

    def folder(self, name: str) -> Folder:
        return next(folder for folder in self.folders if folder.name == name)

    def deliver(self, *messages: Message, to: str = "INBOX") -> None:
        """Adds messages, and tells whoever idles in that folder."""
        folder = self.folder(to)
        folder.add(*messages)
        for session in self._sessions:
            session.tell(folder, f"* {len(folder.messages)} EXISTS")

    def wait_for_idle(self) -> None:
        """Returns once a client idles (another one, the next time)."""
        if not self.idlers.acquire(timeout=PATIENCE_SECONDS):
            raise TimeoutError(f"nobody idles; the commands were {self.commands}")

    def note(self, command: Command) -> None:
        secret = command.name in ("LOGIN", "AUTHENTICATE")
        line = command.name if secret else command.line
        self.commands.append(line)
        if command.name.removeprefix("UID ") in FORBIDDEN or (
            command.name.endswith("FETCH")
            and len(command.arguments) > 1
            and fetch.marks_read(fetch.wanted(command.arguments[1]))
        ):
            self.violations.append(line)

    def step(self, command: Command) -> Step | None:
        """What the script has for this command, if anything."""
        with self._lock:
            for step in self.script.steps:
                if re.match(step.command, command.line, re.IGNORECASE):
                    self._fitting[step] += 1
                    if step.nth in (0, self._fitting[step]):
                        return step
        return None

    def serve(self, stream: BinaryIO) -> None:
        with self._lock:
            self.connections += 1
            session = Session(self, stream)
            self._sessions.append(session)
        try:
            session.run()
        except Exception as error:  # of this server itself: the test that runs it has to fail
            self.errors.append(error)

    def start(self) -> None:
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    owner: ScriptedImap

    def __init__(self, *arguments: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)  # type: ignore[arg-type]

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for request in list(self._open):
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)


class _Handler(socketserver.StreamRequestHandler):
    server: _Listener
    disable_nagle_algorithm = True  # or each answer of two lines waits 40 ms

    def handle(self) -> None:
        # Closing writes what is left, and the client may be gone.
        with contextlib.suppress(OSError), self.request.makefile("rwb") as stream:
            self.server.owner.serve(stream)


@contextlib.contextmanager
def scripted_imap(folders: list[Folder], script: Script | None = None) -> Iterator[ScriptedImap]:
    """A running server with this mail. The user is anybody, the password `script.password`."""
    server = ScriptedImap(folders, script or Script())
    server.start()
    try:
        yield server
    finally:
        server.stop()
    if server.errors:
        raise ExceptionGroup("the scripted server failed", server.errors)
