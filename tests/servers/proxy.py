"""A TCP proxy between a client and a server that counts what passes, and breaks it where a test says."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHUNK = 65536
PATIENCE_SECONDS = 30
_COMMAND = re.compile(rb"^[A-Za-z0-9]+ ([A-Za-z][^\r\n]*)\r$", re.MULTILINE)


class Action(StrEnum):
    CUT = "cut"  # the connection ends in order: the client reads an end of file
    RESET = "reset"  # it is torn off: ConnectionResetError
    STALL = "stall"  # it dies unnoticed: open, taking what the client sends, never answering again
    HOLD = "hold"  # nothing passes until the test calls `release`
    GARBLE = "garble"  # the next bytes are others, the rest passes


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with what the server sends.

    at: after so many bytes (0: before the greeting), or just after the first occurrence of these bytes.
    """

    action: Action
    at: int | bytes = 0
    garbage: bytes = b"\xff\x00\xff\x00"  # as many of the server's bytes are replaced


@dataclass(slots=True)
class Connection:
    """What passed on one connection so far. Under TLS, no command is known."""

    from_client: bytearray = field(default_factory=bytearray)
    received: int = 0  # bytes that the client got
    turns: int = 0  # how often the client spoke after the server had: round trips

    @property
    def sent(self) -> int:
        return len(self.from_client)

    @property
    def commands(self) -> list[str]:
        """The tagged lines of the client, without their tags."""
        return [found.decode(errors="replace") for found in _COMMAND.findall(bytes(self.from_client))]


class Proxy:
    def __init__(
        self, host: str, port: int, faults: Mapping[int, Fault] | None = None, delay_seconds: float = 0
    ) -> None:
        """Faults are by the number of the connection, from 1. Each reply comes `delay_seconds` later."""
        self.connections: list[Connection] = []
        self.faults = dict(faults or {})
        self._server = (host, port)
        self._delay_seconds = delay_seconds
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listener]
        self._released, self._closed = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.host: str = "127.0.0.1"
        self.port: int = self._listener.getsockname()[1]

    @property
    def sent(self) -> int:
        return sum(connection.sent for connection in self.connections)

    @property
    def received(self) -> int:
        return sum(connection.received for connection in self.connections)

    @property
    def turns(self) -> int:
        return sum(connection.turns for connection in self.connections)

    @property
    def commands(self) -> list[str]:
        return [command for connection in self.connections for command in connection.commands]

    def release(self) -> None:
        """Lets through what a HOLD keeps back, of this and of every later connection."""
        self._released.set()

    def start(self) -> None:
        self._threads[0].start()

    def stop(self) -> None:
        self._closed.set()
        self._released.set()
        for each in list(self._sockets):
            with contextlib.suppress(OSError):  # closed already
                each.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(PATIENCE_SECONDS)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections.append(Connection())
            fault = self.faults.get(len(self.connections))
            thread = threading.Thread(
                target=self._serve, args=(client, self.connections[-1], fault), daemon=True
            )
            self._sockets.append(client)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket, connection: Connection, fault: Fault | None) -> None:
        # A reset or an end of file from either side ends both.
        with contextlib.suppress(OSError), client:
            if fault is not None and fault.at == 0 and fault.action is not Action.GARBLE:
                if self._broken(fault, client):
                    return
                fault = None
            with socket.create_connection(self._server, PATIENCE_SECONDS) as server:
                self._sockets.append(server)
                for each in (client, server):  # or each answer of two pieces waits 40 ms
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pass_on(client, server, connection, fault)

    def _pass_on(
        self, client: socket.socket, server: socket.socket, connection: Connection, fault: Fault | None
    ) -> None:
        watch = Watch(fault.at) if fault is not None else None
        server_spoke_last = True
        while not self._closed.is_set():
            ready, _, _ = select.select([client, server], [], [])
            if client in ready:
                chunk = client.recv(CHUNK)
                if not chunk:
                    return
                connection.turns += server_spoke_last
                server_spoke_last = False
                connection.from_client += chunk
                server.sendall(chunk)
            if server in ready:
                chunk = server.recv(CHUNK)
                if not chunk:
                    return
                server_spoke_last = True
                self._closed.wait(self._delay_seconds)
                due = watch.due(chunk) if watch is not None else None
                if fault is None or due is None:
                    self._give(chunk, client, connection)
                    continue
                self._give(chunk[:due], client, connection)
                rest, watch = chunk[due:], None
                if fault.action is Action.GARBLE:
                    rest = self._garbled(fault.garbage, rest, server)
                elif self._broken(fault, client):
                    return
                self._give(rest, client, connection)

    def _give(self, chunk: bytes, client: socket.socket, connection: Connection) -> None:
        connection.received += len(chunk)  # counted first: whoever has read it finds it counted
        client.sendall(chunk)

    def _broken(self, fault: Fault, client: socket.socket) -> bool:
        """Does what the fault says. True where nothing passes after it."""
        if fault.action is Action.HOLD:
            self._released.wait()
            return False
        if fault.action is Action.RESET:  # closing with unsent data discarded sends RST
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        while fault.action is Action.STALL and client.recv(CHUNK):
            pass
        return True

    def _garbled(self, garbage: bytes, rest: bytes, server: socket.socket) -> bytes:
        while len(rest) < len(garbage):
            more = server.recv(CHUNK)
            if not more:
                break
            rest += more
        return garbage[: len(rest)] + rest[len(garbage) :]


class Watch:
    """Finds the place in a stream that comes in pieces."""

    def __init__(self, at: int | bytes) -> None:
        self._at = at
        self._passed = 0
        self._tail = b""  # the end of what came before, in which an occurrence may begin

    def due(self, chunk: bytes) -> int | None:
        """How many bytes of this piece lie before the place, or None if it does not lie in it."""
        if isinstance(self._at, int):
            self._passed += len(chunk)
            left = self._at - (self._passed - len(chunk))
            return left if left <= len(chunk) else None
        seen = self._tail + chunk
        found = seen.find(self._at)
        if found >= 0:
            return found + len(self._at) - len(self._tail)
        self._tail = seen[-(len(self._at) - 1) :] if len(self._at) > 1 else b""
        return None


@contextlib.contextmanager
def proxy(
    host: str, port: int, faults: Mapping[int, Fault] | None = None, *, delay_seconds: float = 0
) -> Iterator[Proxy]:
    """A running proxy to that server."""
    running = Proxy(host, port, faults, delay_seconds)
    running.start()
    try:
        yield running
    finally:
        running.stop()
