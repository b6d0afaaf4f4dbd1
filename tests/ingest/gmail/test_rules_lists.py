"""Lists and histories that make no sense, or no end."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.types import Problem
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.gmail.mailbox_of import Pipeline, agree, asked, filled, here, labelled, says
from tests.ingest.imap.archive import letter
from tests.servers.google import google_server
from tests.servers.google.faults import named

if TYPE_CHECKING:
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer

NAMES = ["profile", "messages.list", "messages.get", "batch", "history.list", "labels.list"]


@pytest.fixture
def archive() -> Archive:
    return Pipeline()


ODD_LISTS: list[Any] = [
    {"messages": None},
    {"messages": [{}]},
    {"messages": [None, "x", {"id": None}, {"id": 5}, {"id": ""}]},
    {"messages": {}},
    {"messages": [{"id": "a/../b"}, {"id": "../../x?y=z"}, {"id": "ü"}]},
    {"nextPageToken": ""},
    {"nextPageToken": None},
]


@pytest.mark.parametrize("odd", ODD_LISTS, ids=json.dumps)
def test_a_list_of_the_wrong_shape_stops_nothing_for_long(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    """Nobody knows then what there is; the next mail comes all the same."""
    filled(google, 2)
    google.faults.on(named("messages.list"), says(odd))
    sync_or_source_error(google, archive)
    google.faults.clear()
    later = google.mail.add(letter(20))
    syncing()
    assert later in here(archive)
    assert not google.violations


ODD_HISTORIES: list[Any] = [
    {"history": None, "historyId": "1000100"},
    {"history": [None, "x", {}, {"id": 1}]},
    {"history": [{"id": "1", "messagesAdded": [{}, None, {"message": None}, {"message": {}}]}]},
    {"history": [{"id": "1", "messagesAdded": {}, "labelsAdded": None, "labelsRemoved": "x"}]},
    {"history": [{"id": "1", "labelsAdded": [{"message": {"id": "5", "labelIds": None}, "labelIds": None}]}]},
    {"history": [{"id": "1", "labelsAdded": [{"message": {"id": "5", "labelIds": "x"}, "labelIds": [5]}]}]},
    {"history": [{"id": "1", "messagesDeleted": [{"message": {"id": None}}, {"message": {"id": 7}}]}]},
    {"historyId": 1000001},
    {"historyId": None},
    {"historyId": "x"},
    {"historyId": "-5"},
    {"historyId": []},
    {},
]


@pytest.mark.parametrize("odd", ODD_HISTORIES, ids=json.dumps)
def test_a_history_of_the_wrong_shape_loses_no_mail(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    filled(google, 2)
    syncing()
    google.faults.on(named("history.list"), says(odd))
    sync_or_source_error(google, archive)
    google.faults.clear()
    later = google.mail.add(letter(20))
    syncing()
    syncing()
    assert later in here(archive)
    agree(google, archive)


@pytest.mark.parametrize(
    "odd",
    [{}, {"historyId": None}, {"historyId": 5}, {"historyId": "x"}, {"emailAddress": 5}],
    ids=json.dumps,
)
def test_a_profile_of_the_wrong_shape_loses_no_mail(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    filled(google, 2)
    google.faults.on(named("profile"), says(odd))
    sync_or_source_error(google, archive)
    google.mail.add(letter(20))
    syncing()
    agree(google, archive)


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"labels": None},
        {"labels": [None, {}, {"id": 5}, {"id": "Label_1", "name": None}, "x"]},
        {"labels": "x"},
    ],
    ids=json.dumps,
)
def test_a_list_of_labels_of_the_wrong_shape_stops_no_mail(
    google: GoogleServer, archive: Archive, syncing: Syncing, odd: Any
) -> None:
    ids = labelled(google)
    google.faults.on(named("labels.list"), says(odd), times=None)
    syncing()
    assert here(archive) == {*ids}


def test_a_list_whose_pages_never_end_is_left(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """The same token again and again, and nothing with it."""
    filled(google, 2)
    for name in ("messages.list", "history.list"):
        google.faults.on(named(name), says({"nextPageToken": "again"}), times=3000)
        sync_or_source_error(google, archive)
        assert len(asked(google, name)) < 1000
        google.faults.clear()
        syncing()
        agree(google, archive)


def sync_or_source_error(google: GoogleServer, archive: Archive) -> None:
    with contextlib.suppress(SourceError):
        sync(connector(google, archive), archive)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["INBOX", "Label_1", "1000001"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "messages id threadId labelIds payload headers name value history messagesAdded message "
                "labelsAdded messagesDeleted historyId raw "
                "internalDate sizeEstimate labels body data parts mimeType".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.sampled_from(NAMES), min_size=1), value=_json)
def test_no_json_at_all_makes_the_connector_stumble(names: set[str], value: Any) -> None:
    """The sync ends, if with an error for the person, and mail comes as soon as there is sense again."""
    with google_server() as google:
        archive = Pipeline()
        labelled(google, 5)
        google.faults.on(named(*names), says(value), times=4)
        sync_or_source_error(google, archive)
        google.faults.clear()
        later = google.mail.add(letter(20))
        sync(connector(google, archive), archive)
        assert later in here(archive)
        assert all(isinstance(one, Problem) for one in archive.problems)
