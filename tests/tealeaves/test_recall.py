"""Which mail can be read once more while an account is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.types import Place, Problem
from tealeaves.pipeline.recall import Recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IMAP, GMAIL = Place("mail/INBOX", "imap", "1:1"), Place("google", "gmail", "18c5")


def server(places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
    return ((place, Problem("gone", "asked of the server", place)) for place in places)


@pytest.mark.parametrize(
    ("account", "kind", "place", "can"),
    [
        ("mail", "imap", IMAP, True),
        ("google", "gmail", GMAIL, True),
        ("google", "gmail", IMAP, False),
        ("mail", "imap", GMAIL, False),
        ("mail", "gmail", IMAP, False),  # the account was one of IMAP once
        ("google", "imap", GMAIL, False),
        ("google", "google-calendar", GMAIL, False),
        ("mail", "mbox", IMAP, False),
    ],
)
def test_a_place_is_read_by_the_account_and_the_kind_that_it_is_of(
    account: str, kind: str, place: Place, can: bool
) -> None:
    recall = Recall(account, kind, server)
    assert recall.can(place) is can
    assert (recall.one(place) is not None) is can


@pytest.mark.parametrize("place", [IMAP, GMAIL])
def test_without_a_connection_what_lies_on_a_server_is_passed_over(place: Place) -> None:
    assert not Recall().can(place)
    assert Recall().one(place) is None


def test_files_are_read_whatever_is_connected() -> None:
    place = Place("/nowhere/at/all.mbox", "mbox", "0+10")
    for recall in (
        Recall(),
        Recall("google", "gmail", server),
        Recall("calendar", "google-calendar", server),
    ):
        item = recall.one(place)
        assert isinstance(item, Problem)
        assert "server" not in item.detail
