"""When to sync a watched account again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ingest.errors import BusyError, SignInError, SourceError
from ingest.imap.idle import Waited

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Waiter(Protocol):
        def wait(self, cursors: dict[str, str], seconds: float) -> Waited: ...


PAUSE_SECONDS = 60.0
"""How long an account is left alone after a sync that failed, or that was called for in vain again."""

OFTEN = 2
"""How many times in a row a sync may be called for in vain until the account is left alone for a while."""


def wait_for_news(
    waiter: Waiter | None,
    cursors: dict[str, str],
    seconds: float,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """True as soon as a sync is called for: the inbox is not as its cursor says, or the connection broke.
    False after `seconds`.

    The sync after a break connects anew, finds what came in between, and says what is wrong. Where the
    server cannot tell of news, or there is no `waiter`, this only waits. Raises SignInError.
    """
    if waiter is None:
        pause(seconds)
        return False
    until = clock() + seconds
    while (left := until - clock()) > 0:
        try:
            waited = waiter.wait(cursors, left)
        except SignInError:
            raise
        except SourceError:
            return True
        if waited is Waited.CHANGED:
            return True
        if waited is Waited.UNABLE:
            pause(left)
    return False


def pause_after(error: Exception | None, in_vain: int) -> float:
    """How many seconds to leave the account alone after a sync. `in_vain`: how many syncs in a row were
    called for and moved no cursor; without a pause, the same cause would call for the next one at once."""
    if isinstance(error, BusyError) and error.seconds is not None:
        return max(error.seconds, PAUSE_SECONDS)
    return PAUSE_SECONDS if error is not None or in_vain >= OFTEN else 0.0
