"""Retries without pauses, a server, and a session with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import stamina

from ingest.google.session import Session
from tests.ingest.gmail.archive import token
from tests.ingest.imap.archive import letter
from tests.servers.google import google_server

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer

Opening = Callable[..., Session]
Getting = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """A request is tried as often as ever, at once."""
    stamina.set_testing(True, attempts=1000, cap=True)
    yield
    stamina.set_testing(False)


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """A server with a mailbox of 120 letters."""
    with google_server() as server:
        for number in range(120):
            server.mail.add(letter(number))
        yield server
    assert server.violations == []


@pytest.fixture
def opened(google: GoogleServer) -> Iterator[Opening]:
    """Opens a session with the server: opened(sign_in=…, api="calendar")."""
    sessions: list[Session] = []

    def once(api: Any = "gmail", sign_in: Any = token, **wishes: Any) -> Session:
        sessions.append(Session(api, google.url, sign_in, 20.0, **wishes))
        return sessions[-1]

    yield once
    for session in sessions:
        session.close()


@pytest.fixture
def getting(google: GoogleServer) -> Getting:
    """The requests for so many letters, by their ids."""

    def requests(session: Session, count: int) -> dict[str, Any]:
        messages = session.service.users().messages()
        return {one: messages.get(userId="me", id=one, format="minimal") for one in google.mail.ids[:count]}

    return requests
