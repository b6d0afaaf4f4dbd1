"""What one exchange may take of time and of octets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD_BYTES = 1_000_000
"""For what comes before a body and around it: the lines of the header, the sizes of chunks."""


class TooMuchError(Exception):
    """More octets came than an answer may have."""


class Meter:
    """Counts what a server sends. The timeout of a socket begins anew with each octet; this one does not."""

    def __init__(self, most_bytes: int, most_seconds: float, clock: Callable[[], float]) -> None:
        """`clock` gives seconds, like `time.monotonic`."""
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._clock = clock
        self.bytes_received = 0
        self.begin()

    def begin(self) -> None:
        """Another exchange begins."""
        self._until = self._clock() + self._most_seconds
        self._room = self._most_bytes + _HEAD_BYTES

    def seconds_left(self) -> float:
        """More than 0. Raises TimeoutError when the time is over."""
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def count(self, size: int) -> None:
        """So many octets came. Raises TooMuchError."""
        self.bytes_received += size
        self._room -= size
        if self._room < 0:
            raise TooMuchError
