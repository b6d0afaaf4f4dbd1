"""A server with one calendar, and a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.google_calendar.desk import MINE, Desk
from tests.servers.google import GoogleServer, google_server
from tests.servers.google.calendar import Calendar


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    """Whatever a test does, nothing is asked of Google that a reader must not ask."""
    with google_server() as one:
        yield one
        assert not one.violations


@pytest.fixture
def calendar(server: GoogleServer) -> Calendar:
    return server.calendar(MINE, "Robin", primary=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()
