"""When it is asked again."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.errors import BusyError, SourceError, UnreachableError
from ingest.web import pace
from ingest.web.faults import BrokenOffError
from ingest.web.session import Answer

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def tries(*errors: Exception) -> int:
    """How often an action is tried that fails like this, one time after the other."""
    left = list(errors)
    count = 0

    def action() -> None:
        nonlocal count
        count += 1
        if left:
            raise left.pop(0)

    pace.persist(action)
    return count


def test_what_breaks_off_is_tried_again() -> None:
    assert tries(BrokenOffError("x"), BusyError("x"), BusyError("x", 60)) == 4


@pytest.mark.parametrize("error", [UnreachableError("x"), SourceError("x"), BusyError("x", 61), KeyError()])
def test_what_lasts_is_not(error: Exception) -> None:
    with pytest.raises(type(error)):
        tries(error)


def test_it_is_given_up_after_some_times() -> None:
    with pytest.raises(BrokenOffError):
        tries(*[BrokenOffError("x")] * pace.ATTEMPTS)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0), (" 0 ", 0.0), ("Mon, 02 Mar 2026 09:01:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0), ("", None), ("soon", None), ("-5", None), ("1e3", None),
        ("٣", None), ("9" * 50, 999999999.0),
        ("Mon, 02 Mar 99999 09:01:00 GMT", None),
    ],
)  # fmt: skip
def test_a_wait_is_in_seconds_or_until_an_instant(header: str, seconds: float | None) -> None:
    assert pace.stated_wait(header, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "header", "kind"),
    [
        (429, "", BusyError), (429, "5", BusyError), (503, "5", BusyError), (503, "", BrokenOffError),
        (500, "", BrokenOffError), (502, "5", BrokenOffError), (501, "", type(None)), (507, "", type(None)),
        (404, "5", type(None)), (200, "", type(None)), (304, "", type(None)),
    ],
)  # fmt: skip
def test_a_status_says_whether_another_time_may_be_better(status: int, header: str, kind: type) -> None:
    found = pace.trouble(
        Answer("https://a.example/secret", status, {"Retry-After": header}, b""), "a.example", NOW
    )
    assert type(found) is kind
    assert "secret" not in str(found)
