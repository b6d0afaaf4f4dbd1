"""That something is tried again, as a line of the log; what the server said is not in it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

log = logging.getLogger("ingest.retries")
log.addHandler(logging.NullHandler())  # where nobody logs, Python would print it


def told(details: RetryDetails) -> None:
    """A hook of stamina's, called before each wait."""
    log.warning(
        "tries again",
        extra={
            "fields": {
                "error": type(details.caused_by).__name__,
                "attempt": details.retry_num,
                "seconds": round(details.wait_for, 3),
            }
        },
    )
