"""What stops a whole source. One bad item is a `Problem` and stops nothing."""

from __future__ import annotations


class SourceError(Exception):
    """A source cannot be read now. The text is one line that says what, where and what to do."""


class UnreachableError(SourceError):
    """Nobody answers, or the connection breaks again and again. Trying later may help."""


class BusyError(SourceError):
    """The server asks to be left alone for a while: `seconds`, where it says how long."""

    def __init__(self, text: str, seconds: float | None = None) -> None:
        super().__init__(text)
        self.seconds = seconds


class SignInError(SourceError):
    """The server, or who keeps the secret, refuses. Only the person can mend that: never tried again.

    `said` is what the server said, where it was the server that refused.
    """

    def __init__(self, text: str, said: str = "") -> None:
        super().__init__(text)
        self.said = said
