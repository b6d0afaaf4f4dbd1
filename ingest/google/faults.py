"""What an answer that is none means: ask again, ask more slowly, end, or ask the person.

https://developers.google.com/workspace/gmail/api/guides/handle-errors and
https://developers.google.com/workspace/calendar/api/guides/errors: the status alone does not tell; a 403 may
mean too fast, not permitted, or not today. The reason stands in `error.errors`, in newer answers in
`error.details` (https://google.aip.dev/193) or only in `error.status`.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ingest.errors import BusyError, SignInError, SourceError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    RATE = "rate"  # too many requests at once; fewer, later
    SPENT = "spent"  # what the project may ask in a day
    PASSING = "passing"  # the server or the way to it fails; the same request may do
    LASTING = "lasting"  # the way to the server fails, and will
    PERSON = "person"  # sign-in, permission, or something to be switched on
    REFUSED = "refused"  # this request, and it will be again


class RefusedError(SourceError):
    """This one request is refused, and others may not be: 404, 400, 410; 5xx where it fails each time."""

    def __init__(self, status: int, reason: str, said: str) -> None:
        super().__init__(said)
        self.status = status
        self.reason = reason
        self.said = said

    @property
    def may_pass(self) -> bool:
        """Whether it failed again and again, and may be answered another day."""
        return self.status >= 500


class GarbledError(Exception):
    """An answer that ends too early or makes no sense."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer."""

    kind: Kind
    said: str  # one line, by the server or about the connection
    status: int = 0  # 0 where the server said nothing
    reason: str = ""
    seconds: float | None = None  # after which the server wants to be asked again


_TOO_FAST = frozenset({
    "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED",
    "concurrentLimitExceeded",
})  # fmt: skip
_SPENT = frozenset({"dailyLimitExceeded", "quotaExceeded", "dailyLimitExceededUnreg"})
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_PERSON = frozenset({
    "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domainPolicy", "authError",
    "UNAUTHENTICATED", "userDisabled", "accountDeleted", "CONSUMER_SUSPENDED", "CONSUMER_INVALID",
})  # fmt: skip
_BY_THE_DAY = re.compile(r"\bper day\b|PerDay", re.IGNORECASE)
_NO_MAILBOX = re.compile(r"mail service not enabled", re.IGNORECASE)
_RETRY_AFTER = re.compile(r"retry after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)", re.IGNORECASE)


def answered(status: int, headers: Mapping[str, str], content: bytes, now: datetime) -> Trouble:
    """What an answer with another status than 2xx means. `headers` by lower-case name."""
    error = _error(content)
    if error is None and 400 <= status < 500 and status not in (401, 408, 429):
        return Trouble(Kind.LASTING, f"the answer is not Google's (status {status})", status)
    error = error or {}
    reasons = _reasons(error)
    said = one_line(str(error.get("message") or "")) or f"status {status}"
    seconds = _wait(headers.get("retry-after", ""), said, now)
    return Trouble(_kind(status, reasons, said + " " + _limit(error)), said, status, _first(reasons), seconds)


def broken(error: BaseException) -> Trouble | None:
    """What an error of the connection means; None for one that is not of the connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = getattr(error, "verify_message", "") or one_line(str(error))
        return Trouble(Kind.LASTING, f"its certificate cannot be trusted ({why})")
    if isinstance(error, socket.gaierror) or type(error).__name__ == "ServerNotFoundError":
        return Trouble(Kind.LASTING, "no such host, or no network")
    if isinstance(error, ConnectionRefusedError):
        return Trouble(Kind.PASSING, "nothing listens there")
    if isinstance(error, TimeoutError):
        return Trouble(Kind.PASSING, "no answer")
    library = type(error).__module__.partition(".")[0]
    if isinstance(error, OSError | http.client.HTTPException) or library in ("httplib2", "socks"):
        why = one_line(str(error)) or type(error).__name__
        return Trouble(Kind.PASSING, f"the connection breaks ({why})")
    if isinstance(error, GarbledError):
        return Trouble(Kind.PASSING, "its answer makes no sense")
    return None


def as_source_error(trouble: Trouble, host: str, api: str) -> SourceError:
    """The trouble as a person is told of it, when asking again did not help."""
    said = trouble.said
    if trouble.kind is Kind.RATE:
        seconds = trouble.seconds
        wait = f", in {seconds / 60:.0f} minutes" if seconds and seconds >= 90 else ""
        return BusyError(f"{host} asks to be left alone ({said}); try again later{wait}", seconds)
    if trouble.kind is Kind.SPENT:
        return BusyError(f"{host}: what your Google project may ask in a day is used up ({said})")
    if trouble.kind is Kind.PERSON:
        return SignInError(f"{host}: {_advice(trouble, api)}", said)
    if trouble.kind is Kind.REFUSED:
        return RefusedError(trouble.status, trouble.reason, f"{host}: {said}")
    return UnreachableError(f"{host}: {said}")


def one_line(text: str) -> str:
    """What a server said, in one line without control characters."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:300]


def _kind(status: int, reasons: tuple[str, ...], said: str) -> Kind:
    given = frozenset(reasons)
    is_too_fast = status == 429 or (status == 403 and given & _TOO_FAST)
    if status in (403, 429) and (given & _SPENT or (is_too_fast and _BY_THE_DAY.search(said))):
        return Kind.SPENT
    if is_too_fast:
        return Kind.RATE
    if status == 401 or (status == 403 and given & (_SWITCHED_OFF | _PERSON)):
        return Kind.PERSON
    if status == 400 and _NO_MAILBOX.search(said):
        return Kind.PERSON
    if status >= 500 or status == 408:
        return Kind.PASSING
    if 300 <= status < 400:  # none is followed, and an API has no reason to send one
        return Kind.LASTING
    return Kind.REFUSED


def _advice(trouble: Trouble, api: str) -> str:
    name = {"gmail": "Gmail API", "calendar": "Google Calendar API"}.get(api, api)
    service = {"calendar": "calendar-json"}.get(api, api)
    if trouble.reason in _SWITCHED_OFF:
        where = f"https://console.cloud.google.com/apis/library/{service}.googleapis.com"
        return f"the {name} is not switched on in your Google project; do that at {where}, wait a minute"
    if trouble.reason in ("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"):
        return f"reading was not permitted ({trouble.said}); run tealeaves accounts login and tick its box"
    if _NO_MAILBOX.search(trouble.said):
        return f"this Google account has no mailbox ({trouble.said})"
    if trouble.reason == "domainPolicy":
        return f"the administrator of your organisation does not permit it ({trouble.said})"
    return f"sign-in refused: {trouble.said}; run tealeaves accounts login"


def _error(content: bytes) -> dict[str, Any] | None:
    """What the answer says of the error; None where it is none of an API's, but a page for a person."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict):
        return None
    error = found.get("error")
    if isinstance(error, str):  # as the token endpoint says it
        return {"message": f"{error} {found.get('error_description') or ''}", "status": error}
    return error if isinstance(error, dict) else {}


def _reasons(error: dict[str, Any]) -> tuple[str, ...]:
    """The reasons, the more telling first."""
    told = [*_dicts(error.get("details")), *_dicts(error.get("errors"))]
    found = [one.get("reason") for one in told] + [error.get("status")]
    return tuple(one for one in found if isinstance(one, str) and one)


def _first(reasons: tuple[str, ...]) -> str:
    known = _TOO_FAST | _SPENT | _SWITCHED_OFF | _PERSON
    return next((one for one in reasons if one in known), reasons[0] if reasons else "")


def _limit(error: dict[str, Any]) -> str:
    """The limit that was exceeded, by its name."""
    given = [one.get("metadata") for one in _dicts(error.get("details"))]
    return " ".join(str(one.get("quota_limit", "")) for one in given if isinstance(one, dict))


def _dicts(several: Any) -> list[dict[str, Any]]:
    return [one for one in several if isinstance(one, dict)] if isinstance(several, list) else []


def _wait(header: str, said: str, now: datetime) -> float | None:
    """The wait that a server asks for, in seconds: by Retry-After (RFC 9110 §10.2.3), or by an instant in its
    words ("User-rate limit exceeded. Retry after 2026-03-02T09:15:00.000Z")."""
    header = header.strip()
    if header.isascii() and header.isdecimal():
        return float(header[:9])
    found = _RETRY_AFTER.search(said)
    try:
        if header:
            at = parsedate_to_datetime(header)
        elif found is not None:
            at = datetime.fromisoformat(found[1])
        else:
            return None
    except (ValueError, TypeError, OverflowError):
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
