"""The proxy passes on what it is given, and breaks it exactly where it should."""

from __future__ import annotations

import socket
import socketserver
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.proxy import Action, Fault, Proxy, Watch, proxy

if TYPE_CHECKING:
    from collections.abc import Iterator

GREETING = b"* OK hello, this is the server\r\n"


class Echo(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(GREETING)
        for line in self.rfile:
            self.wfile.write(b"you said: " + line)


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield "127.0.0.1", running.server_address[1]
        running.shutdown()


def connected(between: Proxy, timeout: float = 20) -> socket.socket:
    return socket.create_connection((between.host, between.port), timeout)


def everything(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(4096), b""))


def exactly(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += connection.recv(size - len(got))
    return got


def test_bytes_turns_and_commands_are_counted(server: tuple[str, int]) -> None:
    with proxy(*server) as between, connected(between) as client:
        assert exactly(client, len(GREETING)) == GREETING
        for line in (b"A1 NOOP\r\n", b"A2 UID FETCH 1:2 (FLAGS)\r\n"):
            client.sendall(line)
            assert exactly(client, 10 + len(line)) == b"you said: " + line
        assert between.commands == ["NOOP", "UID FETCH 1:2 (FLAGS)"]
        assert (between.sent, between.turns) == (35, 2)
        assert between.received == len(GREETING) + 20 + 35


@pytest.mark.parametrize("at", [0, 1, 5, len(GREETING)])
def test_a_connection_is_cut_after_so_many_bytes_and_the_next_one_is_not(
    server: tuple[str, int], at: int
) -> None:
    with proxy(*server, {1: Fault(Action.CUT, at)}) as between:
        with connected(between) as first:
            assert everything(first) == GREETING[:at]
        with connected(between) as second:
            assert exactly(second, len(GREETING)) == GREETING


def test_a_connection_is_cut_just_after_certain_bytes(server: tuple[str, int]) -> None:
    with proxy(*server, {1: Fault(Action.CUT, b"hello")}) as between, connected(between) as client:
        assert everything(client) == b"* OK hello"


def test_a_reset_is_an_error_to_who_reads(server: tuple[str, int]) -> None:
    with (
        proxy(*server, {1: Fault(Action.RESET, 0)}) as between,
        pytest.raises(ConnectionResetError),
        connected(between) as client,
    ):
        client.sendall(b"A1 NOOP\r\n")
        everything(client)


def test_a_stalled_connection_takes_everything_and_says_nothing(server: tuple[str, int]) -> None:
    with (
        proxy(*server, {1: Fault(Action.STALL, len(GREETING))}) as between,
        connected(between, timeout=0.05) as client,
    ):
        assert exactly(client, len(GREETING)) == GREETING
        client.sendall(b"A1 NOOP\r\n" * 1000)
        with pytest.raises(TimeoutError):
            client.recv(1)


def test_a_held_reply_comes_whole_once_it_is_released(server: tuple[str, int]) -> None:
    with proxy(*server, {1: Fault(Action.HOLD, b"* OK")}) as between, connected(between) as client:
        assert exactly(client, 4) == b"* OK"
        between.release()
        assert exactly(client, len(GREETING) - 4) == GREETING[4:]


def test_garbled_bytes_are_replaced_and_the_rest_passes(server: tuple[str, int]) -> None:
    with proxy(*server, {1: Fault(Action.GARBLE, b"OK ", b"?????")}) as between, connected(between) as client:
        assert exactly(client, len(GREETING)) == GREETING.replace(b"hello", b"?????")


@given(st.binary(min_size=1, max_size=40), st.integers(0, 40), st.integers(1, 6), st.integers(1, 7))
def test_a_place_is_found_however_the_stream_is_cut_into_pieces(
    stream: bytes, start: int, length: int, piece: int
) -> None:
    needle = stream[start : start + length]
    if not needle:
        return
    watch, passed = Watch(needle), 0
    for position in range(0, len(stream), piece):
        chunk = stream[position : position + piece]
        due = watch.due(chunk)
        if due is not None:
            passed += due
            break
        passed += len(chunk)
    assert passed == stream.find(needle) + len(needle)
