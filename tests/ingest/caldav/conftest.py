"""Servers that watch what a reader asks, and a desk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from ingest.tls import tls_context
from tests.ingest.caldav.desk import Desk
from tests.servers.caldav.dialect import PLAIN
from tests.servers.caldav.server import CalDavServer, caldav_server
from tests.servers.caldav.store import Calendar
from tests.servers.radicale import Radicale
from tests.servers.radicale import radicale as running_radicale


@pytest.fixture(autouse=True)
def one_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The authorities that the system trusts are read once: that takes a tenth of a second."""
    monkeypatch.setattr("ingest.web.session.tls_context", _context)


_context = cache(tls_context)


@pytest.fixture
def start() -> Iterator[Callable[..., CalDavServer]]:
    """Starts servers: start(dialect, certificate). Whatever a test does, nothing is asked of them that a
    reader must not ask."""
    with contextlib.ExitStack() as running:
        started: list[CalDavServer] = []

        def begin(*arguments: object) -> CalDavServer:
            started.append(running.enter_context(caldav_server(*arguments)))  # type: ignore[arg-type]
            return started[-1]

        yield begin
        assert not [one.violations for one in started if one.violations]


@pytest.fixture
def server(start: Callable[..., CalDavServer]) -> CalDavServer:
    return start(PLAIN)


@pytest.fixture
def calendar(server: CalDavServer) -> Calendar:
    return server.calendar()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def one_radicale() -> Iterator[Radicale]:
    with running_radicale() as server:
        yield server


@pytest.fixture
def radicale(one_radicale: Radicale) -> Iterator[Radicale]:
    """Its calendars of robin's are gone after each test. Nothing that could change one is ever asked."""
    yield one_radicale
    methods = {line.partition(" ")[0] for line in one_radicale.requests}
    assert methods <= {"PROPFIND", "REPORT", "GET"}
    one_radicale.clear()
