"""Our own Google in a process of its own, with the invented inbox in its mailbox, and how it is spoken to.

What a client costs is what the server counts: requests, units of the quota, octets.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.inbox import messages
from tests.servers.google import GoogleServer, google_server
from tests.servers.google.faults import drop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from tests.servers.google.wire import Request

TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Count:
    """What was asked since the count began anew. `asked`: how often the headers ("metadata") or the words
    ("body") of each message were sent."""

    requests: int = 0  # those in batches one by one
    http: int = 0
    units: int = 0  # by the older table of quotas: a get is 5
    units_2026: int = 0  # for projects made since May 2026: a get is 20
    octets: int = 0  # sent, headers too, compressed where the client takes that
    by_name: dict[str, int] = field(default_factory=dict)
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    violations: tuple[str, ...] = ()


class Service:
    """The server, as seen from the process that measures."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.url, self.octets = self._pipe.recv()  # octets of all mail

    @property
    def tokens(self) -> set[str]:
        return {TOKEN}

    def count(self) -> Count:
        return self._told("count")

    def gets(self) -> int:
        """How many messages were asked for since the count began anew."""
        return self._told("gets")

    def count_anew(self) -> None:
        self._told("count_anew")

    def hang_up_after(self, gets: int) -> None:
        """After so many more messages were asked for, every connection is dropped."""
        self._told("hang_up_after", gets)

    def mend(self) -> None:
        self._told("mend")

    def _told(self, *what: Any) -> Any:
        self._pipe.send(what)
        return self._pipe.recv()


@contextlib.contextmanager
def service(n: int, seed: int) -> Iterator[Service]:
    """A server with `n` messages."""
    begin = multiprocessing.get_context("spawn")
    ours, theirs = begin.Pipe()
    process = begin.Process(target=_serve, args=(theirs, n, seed), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Service(ours)
    finally:
        ours.close()
        process.join(10)


def _serve(pipe: Connection, n: int, seed: int) -> None:
    with google_server() as server:
        server.tokens = {TOKEN}
        octets = 0
        for mail in messages(n, seed):
            labels = ["SENT"] if mail.folder == "Sent" else ["INBOX"] + ["UNREAD"] * (not mail.seen)
            server.mail.add(mail.raw, labels, at=mail.at)
            octets += len(mail.raw)
        for one in server.mail.newest():  # so that nobody waits for what Google has in an index
            _ = one.headers, one.kind, one.file_names
        desk = _Desk(server)
        pipe.send((server.url, octets))
        with contextlib.suppress(EOFError):
            while True:
                name, *arguments = pipe.recv()
                pipe.send(getattr(desk, name)(*arguments))


class _Desk:
    """Does what a `Service` is told."""

    def __init__(self, server: GoogleServer) -> None:
        self._server = server
        self._octets = 0
        self._http = 0

    def count(self) -> Count:
        found = list(self._server.requests)
        return Count(
            len(found),
            self._server.http_requests - self._http,
            sum(one.units for one in found),
            sum(one.units_2026 for one in found),
            self._server.bytes_sent - self._octets,
            dict(Counter(one.name for one in found)),
            dict(
                Counter(
                    (one.arguments["id"], "metadata" if one.value("format") == "metadata" else "body")
                    for one in found
                    if one.name == "messages.get" and one.sent
                )
            ),
            tuple(self._server.violations) + tuple(map(repr, self._server.errors)),
        )

    def gets(self) -> int:
        return sum(one.name == "messages.get" for one in self._server.requests)

    def count_anew(self) -> None:
        self._server.requests.clear()
        self._octets, self._http = self._server.bytes_sent, self._server.http_requests

    def hang_up_after(self, gets: int) -> None:
        left = gets

        def match(request: Request) -> bool:
            nonlocal left
            left -= request.name == "messages.get"
            return left < 0

        self._server.faults.on(match, drop(), None)

    def mend(self) -> None:
        self._server.faults.clear()
