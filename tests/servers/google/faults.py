"""What goes wrong when a test says so: which requests it strikes, and the ready-made answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.google.errors import refusal
from tests.servers.google.errors import unauthorized as refused_token
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.servers.google.wire import Request


@dataclass(frozen=True, slots=True)
class Fault:
    """One of: an answer instead of the right one; a hang-up; the right answer cut short; an empty page."""

    answer: Answer | None = None
    drops: bool = False
    cut_after: int | None = None
    empty: bool = False


@dataclass(slots=True)
class _Armed:
    match: Callable[[Request], bool]
    fault: Fault
    left: int | None  # None: for good
    struck: int = 0


@dataclass(slots=True)
class Faults:
    """The faults that are armed. The first that fits a request strikes it.

    A batch is asked for as a whole (its name is "batch"), then each request in it. A hang-up that strikes a
    request in a batch ends the whole answer; any other strikes that one part only.
    """

    _armed: list[_Armed] = field(default_factory=list)
    _http: int = 0  # HTTP requests so far

    def on(self, match: Callable[[Request], bool], answer: Fault, times: int | None = 1) -> None:
        """Strikes the next requests that match; `times` None strikes them all until `clear`."""
        self._armed.append(_Armed(match, answer, times))

    def after(self, n: int) -> Callable[[Request], bool]:
        """A match for the n-th HTTP request from now on, from 1; a batch is one, and is struck whole."""
        number = self._http + n
        return lambda request: request.batch is None and request.http == number

    def onward(self, n: int) -> Callable[[Request], bool]:
        """A match for the n-th HTTP request from now on and all after it: with drop() the line is dead."""
        number = self._http + n
        return lambda request: request.batch is None and request.http >= number

    def clear(self) -> None:
        self._armed.clear()

    @property
    def struck(self) -> int:
        """How often any of those armed has struck."""
        return sum(one.struck for one in self._armed)

    def begin(self, http: int) -> None:
        """The server's: an HTTP request has come."""
        self._http = http

    def strike(self, request: Request) -> Fault | None:
        """The server's: what becomes of this request, if it is struck."""
        for one in self._armed:
            if one.left != 0 and one.match(request):
                one.struck += 1
                if one.left is not None:
                    one.left -= 1
                return one.fault
        return None


def named(*names: str) -> Callable[[Request], bool]:
    """A match for methods by name: named("messages.get")."""
    return lambda request: request.name in names


def rate_limited(status: int = 403, *, seconds: int | None = None) -> Fault:
    """The project's limit a minute, 403 or 429 (…/workspace/gmail/api/guides/handle-errors, usage limits).

    A 403 names the quota in the domain usageLimits; a 429 is RESOURCE_EXHAUSTED in the domain global.
    """
    if status == 429:
        said = "Resource has been exhausted (e.g. check quota)."
        return Fault(refusal(429, "rateLimitExceeded", said, headers=_retry(seconds)))
    said = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of the service."
    info: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
    }
    return Fault(
        refusal(
            status, "rateLimitExceeded", said, domain="usageLimits", details=[info], headers=_retry(seconds)
        )
    )


def exhausted() -> Fault:
    """429 in the shape without `errors`: google.aip.dev/193 has only code, message, status and details."""
    body = b"""{"error": {"code": 429, "message": "Resource has been exhausted (e.g. check quota).",
 "status": "RESOURCE_EXHAUSTED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
 "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com"}]}}"""
    return Fault(Answer(429, body))


def user_rate(status: int = 403, *, until: datetime | None = None, seconds: int | None = None) -> Fault:
    """The user's limit. `until` gives Gmail's form of it, 429 with the moment in the message (two spaces)."""
    if until is None:
        said = "User Rate Limit Exceeded"
    else:
        status = 429
        said = f"User-rate limit exceeded.  Retry after {until:%Y-%m-%dT%H:%M:%S.000Z}"
    answer = refusal(status, "userRateLimitExceeded", said, domain="usageLimits", headers=_retry(seconds))
    return Fault(answer)


def daily_limit() -> Fault:
    return Fault(refusal(403, "dailyLimitExceeded", "Daily Limit Exceeded", domain="usageLimits"))


def quota_exceeded() -> Fault:
    """…/workspace/calendar/api/guides/errors#403_calendar_usage_limits_exceeded"""
    return Fault(refusal(403, "quotaExceeded", "Calendar usage limits exceeded.", domain="usageLimits"))


def insufficient() -> Fault:
    """A token that was given for less than this takes."""
    said = "Request had insufficient authentication scopes."
    return Fault(refusal(403, "insufficientPermissions", said))


def not_enabled() -> Fault:
    """The API is not switched on in the project whose client this is."""
    said = "Gmail API has not been used in project 1234567890 before or it is disabled."
    info: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
    }
    return Fault(refusal(403, "accessNotConfigured", said, domain="usageLimits", details=[info]))


def backend_error(status: int = 500) -> Fault:
    """500 or 503 backendError (…/gmail/api/guides/handle-errors#resolve_a_500_error_backend_error)."""
    return Fault(refusal(status, "backendError", "Backend Error"))


def unauthorized() -> Fault:
    return Fault(refused_token())


def not_found() -> Fault:
    return Fault(refusal(404, "notFound", "Requested entity was not found."))


def bad_request() -> Fault:
    return Fault(refusal(400, "failedPrecondition", "Precondition check failed."))


def gone() -> Fault:
    """410 deleted (…/workspace/calendar/api/guides/errors#410_gone)."""
    return Fault(refusal(410, "deleted", "Resource has been deleted"))


def drop() -> Fault:
    """The connection is closed without an answer. httplib2 then asks once more by itself, so a client of
    Google's notices only the second in a row; it does not so for `cut`."""
    return Fault(drops=True)


def cut(n: int) -> Fault:
    """The right answer, with its whole length in the header, but only n bytes of the body; then a hang-up."""
    return Fault(cut_after=n)


def html(status: int = 502) -> Fault:
    """A page as a proxy on the way makes it. With 200 it is what a hotel's network says."""
    return Fault(Answer(status, b"<!DOCTYPE html><title>Error</title>\n", type="text/html; charset=UTF-8"))


def redirect(to: str) -> Fault:
    return Fault(Answer(302, b"", (("Location", to),), type="text/html; charset=UTF-8"))


def empty_page() -> Fault:
    """A list's page without entries whose nextPageToken leads to what should have been there: legal in all
    lists (calendar.v3.json on maxResults; for Gmail seen by others)."""
    return Fault(empty=True)


def _retry(seconds: int | None) -> tuple[tuple[str, str], ...]:
    return () if seconds is None else (("Retry-After", str(seconds)),)
