"""What is asked too fast is asked more slowly, and a spent quota ends the sync (sync-rules 20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import stamina

from ingest.errors import BusyError
from tests.ingest.gmail.mailbox_of import agree, asked, filled, gets, here, of_message
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import (
    Fault,
    backend_error,
    daily_limit,
    named,
    quota_exceeded,
    rate_limited,
    user_rate,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited."""
    stamina.set_testing(False)
    waited: list[float] = []
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.mark.parametrize(
    "name", ["profile", "messages.list", "batch", "messages.get", "history.list", "labels.list"]
)
@pytest.mark.parametrize("fault", [rate_limited(429), rate_limited(403), user_rate(), backend_error()])
def test_what_is_refused_for_asking_too_fast_is_asked_again(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, fault: Fault
) -> None:
    label = google.mail.new_label("Jobs")
    for number in range(1, 6):
        google.mail.add(letter(number), labels=(label,))
    google.faults.on(named(name), fault, times=3)
    syncing()
    assert google.faults.struck == 3
    agree(google, archive)
    assert not archive.problems


@pytest.mark.parametrize("name", ["messages.list", "batch", "messages.get"])
def test_retry_after_is_obeyed(
    google: GoogleServer, archive: Archive, syncing: Syncing, waits: list[float], name: str
) -> None:
    filled(google, 5)
    google.faults.on(named(name), rate_limited(429, seconds=17))
    syncing()
    assert [one for one in waits if one] == [pytest.approx(17.5, abs=0.5)]
    agree(google, archive)


def test_an_instant_in_the_refusal_is_obeyed(
    google: GoogleServer, archive: Archive, syncing: Syncing, waits: list[float]
) -> None:
    filled(google, 5)
    until = datetime.now(UTC) + timedelta(seconds=200)
    google.faults.on(named("messages.list"), user_rate(until=until))
    syncing()
    [wait] = [one for one in waits if one]
    assert 100 < wait < 202
    agree(google, archive)


def test_waits_without_a_stated_time_grow_and_stay_bounded(
    google: GoogleServer, archive: Archive, syncing: Syncing, waits: list[float]
) -> None:
    filled(google, 5)
    google.faults.on(named("messages.list"), rate_limited(429), times=None)
    with pytest.raises(BusyError):
        syncing()
    assert 5 < len(waits) < 200
    assert max(waits) <= 300
    assert max(waits[:2]) <= 4 < max(waits)


@pytest.mark.parametrize("seconds", [400, 7200])
@pytest.mark.parametrize("name", ["messages.list", "batch", "messages.get", "history.list"])
def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(
    google: GoogleServer, archive: Archive, syncing: Syncing, waits: list[float], name: str, seconds: int
) -> None:
    filled(google, 5)
    google.faults.on(named(name), rate_limited(429, seconds=seconds), times=None)
    with pytest.raises(BusyError) as caught:
        syncing()
    assert caught.value.seconds == pytest.approx(seconds, abs=2)
    assert sum(waits) <= 310
    google.faults.clear()
    syncing()
    agree(google, archive)


@pytest.mark.parametrize("name", ["history.list", "batch", "messages.get"])
@pytest.mark.parametrize("limit", [daily_limit, quota_exceeded])
def test_at_the_daily_limit_the_sync_ends_and_the_cursor_stays(
    google: GoogleServer, archive: Archive, syncing: Syncing, name: str, limit: Callable[[], Fault]
) -> None:
    filled(google, 3)
    syncing()
    cursor = dict(archive.cursors)
    for number in range(4, 10):
        google.mail.add(letter(number))
    before = google.http_requests
    google.faults.on(named(name), limit(), times=None)
    with pytest.raises(BusyError):
        syncing()
    assert archive.cursors == cursor
    assert not archive.problems
    assert google.http_requests - before <= 2
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_a_daily_limit_in_the_middle_of_the_first_sync_keeps_what_came(
    google: GoogleServer, archive: Archive, syncing: Syncing, few_at_once: None
) -> None:
    ids = filled(google, 9)
    google.faults.on(of_message(ids[1]), daily_limit(), times=None)
    with pytest.raises(BusyError):
        syncing()
    assert here(archive) == {*ids[3:]}
    google.faults.clear()
    syncing()
    agree(google, archive)
    assert max(gets(google, "raw").values()) == 1
    assert len(asked(google, "messages.list")) == 2
