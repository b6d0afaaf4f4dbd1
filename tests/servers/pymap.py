"""pymap, a second IMAP server that shares no code with the first, in a child process.

It needs no installation beside the tests' own. It has neither CONDSTORE nor special use, and one user.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Pymap:
    """A server whose one user has an empty INBOX. Mail comes by APPEND, in 44 ms each."""

    port: int
    host: str = "127.0.0.1"
    user: str = "alice"
    password: str = "secret"


@contextlib.contextmanager
def pymap() -> Iterator[Pymap]:
    """A running server, with everything in memory."""
    for _ in range(5):
        server = Pymap(_free_port())
        command = [sys.executable, "-c", "from pymap.main import main; main()"]
        command += ["--host", server.host, "--port", str(server.port), "--no-tls", "dict"]
        command += ["--demo-user", server.user, "--demo-password", server.password]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            if _answers(server, process):
                yield server
                return
        finally:
            process.kill()
            process.communicate()
    raise RuntimeError("pymap finds no free port")


def _answers(server: Pymap, process: subprocess.Popen[bytes]) -> bool:
    """Waits for its greeting. False where somebody else took the port in between."""
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with (
            contextlib.suppress(OSError),
            socket.create_connection((server.host, server.port), 1) as probe,
            probe.makefile("rb") as lines,
        ):
            greeting = lines.readline()
            if greeting.startswith(b"* OK"):
                return process.poll() is None
        time.sleep(0.01)
    _, said = process.communicate() if process.poll() is not None else (b"", b"it does not answer")
    if b"in use" in said:
        return False
    raise RuntimeError(f"pymap did not start: {said.decode(errors='replace')[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
