"""Refusals that are not Google's: of a proxy, a filter, a hotel. They say nothing of a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import html, named

if TYPE_CHECKING:
    from tests.ingest.gmail.archive import Archive
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

Syncing = Callable[..., None]

headers_and_bodies = named("messages.get")


def bodies(request: Request) -> bool:
    return headers_and_bodies(request) and request.value("format") == "raw"


@pytest.mark.parametrize("status", [400, 403, 404, 407, 451])
@pytest.mark.parametrize("struck", [headers_and_bodies, bodies], ids=["all", "bodies"])
def test_a_page_that_is_not_googles_costs_no_message(
    google: GoogleServer, archive: Archive, syncing: Syncing, struck: Callable[[Request], bool], status: int
) -> None:
    for number in range(1, 6):
        google.mail.add(letter(number))
    google.faults.on(struck, html(status), times=None)
    with pytest.raises(SourceError):
        syncing()
    assert not archive.problems
    google.faults.clear()
    syncing()
    assert len(archive.messages) == 5


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_that_is_not_googles_in_place_of_a_batch_costs_no_message(
    google: GoogleServer, archive: Archive, syncing: Syncing, status: int
) -> None:
    """From some moment on, whatever is asked."""
    for number in range(1, 6):
        google.mail.add(letter(number))
    for nth in range(4, 40):
        google.faults.on(google.faults.after(nth), html(status), times=None)
    with pytest.raises(SourceError):
        syncing()
    google.faults.clear()
    syncing()
    assert len(archive.messages) == 5
