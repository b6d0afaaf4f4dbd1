"""What an answer that is none means. The answers are those of Google's pages on errors:
https://developers.google.com/workspace/gmail/api/guides/handle-errors,
https://developers.google.com/workspace/calendar/api/guides/errors and https://google.aip.dev/193."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BusyError, SignInError, SourceError, UnreachableError
from ingest.google import faults
from ingest.google.faults import GarbledError, Kind, RefusedError, Trouble

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOST = "gmail.googleapis.com"


def answer(
    status: int,
    reason: str = "",
    said: str = "No.",
    headers: dict[str, str] | None = None,
    word: str = "",
    **more: Any,
) -> Trouble:
    error: dict[str, Any] = {"code": status, "message": said}
    if reason:
        error["errors"] = [{"domain": "global", "reason": reason, "message": said}]
    if word:
        error["status"] = word
    content = json.dumps({"error": error | more}).encode()
    return faults.answered(status, headers or {}, content, NOW)


def info(reason: str, **metadata: str) -> list[dict[str, Any]]:
    return [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "metadata": metadata}]


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (429, "rateLimitExceeded", Kind.RATE),
        (429, "userRateLimitExceeded", Kind.RATE),
        (429, "", Kind.RATE),
        (403, "rateLimitExceeded", Kind.RATE),
        (403, "userRateLimitExceeded", Kind.RATE),
        (403, "dailyLimitExceeded", Kind.SPENT),
        (403, "quotaExceeded", Kind.SPENT),
        (403, "insufficientPermissions", Kind.PERSON),
        (403, "accessNotConfigured", Kind.PERSON),
        (403, "domainPolicy", Kind.PERSON),
        (403, "forbidden", Kind.REFUSED),
        (403, "", Kind.REFUSED),
        (401, "authError", Kind.PERSON),
        (400, "badRequest", Kind.REFUSED),
        (404, "notFound", Kind.REFUSED),
        (410, "fullSyncRequired", Kind.REFUSED),
        (500, "backendError", Kind.PASSING),
        (502, "", Kind.PASSING),
        (503, "backendError", Kind.PASSING),
        (302, "", Kind.LASTING),
    ],
)
def test_the_reason_decides_and_not_the_status_alone(status: int, reason: str, kind: Kind) -> None:
    assert answer(status, reason).kind is kind


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (403, "RATE_LIMIT_EXCEEDED", Kind.RATE),
        (403, "SERVICE_DISABLED", Kind.PERSON),
        (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", Kind.PERSON),
    ],
)
def test_a_reason_is_found_in_the_details_of_newer_answers(status: int, reason: str, kind: Kind) -> None:
    assert answer(status, word="PERMISSION_DENIED", details=info(reason)).kind is kind


def test_a_reason_is_found_in_the_status_word_where_there_is_no_other() -> None:
    assert answer(403, word="RESOURCE_EXHAUSTED").kind is Kind.RATE


@pytest.mark.parametrize(
    "trouble",
    [
        answer(403, "rateLimitExceeded", said="Quota exceeded for limit 'Queries per day' of the service."),
        answer(429, details=info("RATE_LIMIT_EXCEEDED", quota_limit="DefaultPerDayPerProject")),
    ],
)
def test_a_limit_by_the_day_is_not_waited_for(trouble: Trouble) -> None:
    assert trouble.kind is Kind.SPENT


@pytest.mark.parametrize(
    ("said", "headers", "seconds"),
    [
        ("Slow down.", {"retry-after": "17"}, 17.0),
        ("Slow down.", {"retry-after": "Mon, 02 Mar 2026 09:01:00 GMT"}, 60.0),
        ("User-rate limit exceeded.  Retry after 2026-03-02T09:02:30.500Z", {}, 150.5),
        ("Retry after 2026-03-02T08:00:00Z", {}, 0.0),
        ("Slow down.", {"retry-after": "soon"}, None),
        ("Retry after 2026-99-99T99:99:99Z", {}, None),
        ("Slow down.", {}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_read(
    said: str, headers: dict[str, str], seconds: float | None
) -> None:
    assert answer(429, "userRateLimitExceeded", said, headers).seconds == seconds


def test_an_api_that_is_not_switched_on_says_where_to_do_that() -> None:
    error = faults.as_source_error(answer(403, "accessNotConfigured"), HOST, "calendar")
    assert isinstance(error, SignInError)
    assert "https://console.cloud.google.com/apis/library/calendar-json.googleapis.com" in str(error)


def test_a_permission_that_was_not_given_names_the_command_that_asks_for_it() -> None:
    error = faults.as_source_error(answer(403, "insufficientPermissions"), HOST, "gmail")
    assert isinstance(error, SignInError)
    assert "tealeaves accounts login" in str(error)


def test_an_account_without_a_mailbox_is_for_the_person_to_mend() -> None:
    trouble = answer(400, "failedPrecondition", "Mail service not enabled")
    assert isinstance(faults.as_source_error(trouble, HOST, "gmail"), SignInError)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Trouble(Kind.RATE, "x", 429), BusyError),
        (Trouble(Kind.SPENT, "x", 403), BusyError),
        (Trouble(Kind.PASSING, "x"), UnreachableError),
        (Trouble(Kind.LASTING, "x"), UnreachableError),
        (Trouble(Kind.REFUSED, "x", 404), RefusedError),
    ],
)
def test_a_person_is_told_in_one_line_what_and_where(trouble: Trouble, kind: type[SourceError]) -> None:
    error = faults.as_source_error(trouble, HOST, "gmail")
    assert type(error) is kind
    assert str(error).startswith(HOST)
    assert "\n" not in str(error)


def test_a_busy_server_that_names_a_time_is_told_with_it() -> None:
    error = faults.as_source_error(answer(429, headers={"retry-after": "1200"}), HOST, "gmail")
    assert isinstance(error, BusyError)
    assert error.seconds == 1200
    assert "in 20 minutes" in str(error)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(), Kind.PASSING),
        (TimeoutError(), Kind.PASSING),
        (http.client.IncompleteRead(b""), Kind.PASSING),
        (GarbledError(), Kind.PASSING),
        (ssl.SSLEOFError(), Kind.PASSING),
        (ssl.SSLCertVerificationError(), Kind.LASTING),
        (socket.gaierror(), Kind.LASTING),
    ],
)
def test_a_connection_that_breaks_is_tried_again_unless_it_cannot_hold(error: Exception, kind: Kind) -> None:
    found = faults.broken(error)
    assert found is not None
    assert found.kind is kind


def test_a_mistake_of_ours_is_nobody_elses_fault() -> None:
    assert faults.broken(KeyError("x")) is None


_NAMES = ["error", "errors", "details", "reason", "message", "status", "metadata"]
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(st.integers(300, 599), _json, st.text(max_size=40))
def test_whatever_an_error_says_it_means_something(status: int, said: object, header: str) -> None:
    content = json.dumps({"error": said}).encode()
    trouble = faults.answered(status, {"retry-after": header}, content, NOW)
    assert trouble.said
    assert trouble.said.isprintable()


@given(st.binary(max_size=60))
def test_an_answer_that_is_not_googles_says_nothing_of_what_was_asked(content: bytes) -> None:
    """Of a proxy, a filter, a hotel: what they do not find, or refuse, may be there."""
    assert faults.answered(503, {}, content, NOW).kind is Kind.PASSING
    assert faults.answered(404, {}, content, NOW).kind is Kind.LASTING
    assert faults.answered(403, {}, content, NOW).kind is Kind.LASTING
