"""When a server is asked again, and when it is left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from ingest import retries
from ingest.errors import BusyError
from ingest.web.faults import BrokenOffError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.web.session import Answer

T = TypeVar("T")

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0  # then twice as long each time, and some chance
LONGEST_PAUSE_SECONDS = 24.0
LONGEST_WAIT_SECONDS = 60.0
"""A server that asks for more than this is left alone until the next sync."""


def persist(action: Callable[[], T]) -> T:
    """What `action` returns, tried again after BrokenOffError, and after a BusyError whose wait is not too
    long. Every other error is raised at once."""
    import stamina
    from stamina.instrumentation import set_on_retry_hooks

    set_on_retry_hooks((retries.told,))  # its own would tell the person of each attempt
    attempts = stamina.retry_context(
        on=_wait_before_next,
        attempts=ATTEMPTS,
        timeout=None,
        wait_initial=FIRST_PAUSE_SECONDS,
        wait_max=LONGEST_PAUSE_SECONDS,
    )
    for attempt in attempts:
        with attempt:
            return action()
    raise AssertionError("stamina always tries once")


def trouble(answer: Answer, host: str, now: datetime) -> BusyError | BrokenOffError | None:
    """What an answer means that another time may be a better one: 429, and all of 5xx but those that say what
    the server will never do. None for every other."""
    if answer.status in (429, 503):
        seconds = stated_wait(answer.headers.get("Retry-After", ""), now)
        if answer.status == 429 or seconds is not None:
            wait = f", in {seconds / 60:.0f} minutes" if seconds and seconds >= 90 else ""
            return BusyError(f"{host} asks to be left alone; try again later{wait}", seconds)
    if answer.status >= 500 and answer.status not in (501, 505, 507):
        return BrokenOffError(f"{host}: the server fails (status {answer.status}); later syncs ask again")
    return None


def stated_wait(header: str, now: datetime) -> float | None:
    """The seconds that Retry-After asks for (RFC 9110 §10.2.3); None where it says none."""
    header = header.strip()
    if header.isascii() and header.isdecimal():
        return float(header[:9])
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)


def _wait_before_next(error: Exception) -> bool | float:
    if isinstance(error, BusyError):
        if error.seconds is None:
            return True
        return error.seconds if error.seconds <= LONGEST_WAIT_SECONDS else False
    return isinstance(error, BrokenOffError)
