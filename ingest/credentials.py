"""What a source signs in with. The secret in it appears in no repr, and so in no log and no traceback."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

_given: set[str] = set()


class Secret(str):
    """Text that shows itself only to who asks for the text: its repr, and that of what holds it, does not."""

    __slots__ = ()

    def __new__(cls, text: str) -> Secret:
        _given.add(str(text))
        return super().__new__(cls, text)

    def __repr__(self) -> str:
        return "<secret>"


def given() -> frozenset[str]:
    """The secrets that this process was given, for who takes them out of what is written."""
    return frozenset(_given)


@dataclass(frozen=True, slots=True)
class Password:
    user: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """An OAuth 2.0 access token (RFC 6749 §1.4), still valid for a minute at least."""

    user: str
    secret: str = field(repr=False)


Credential = Password | Token


class SignIn(Protocol):
    def __call__(self, refused: str = "") -> Credential:
        """What to sign in with now; asked at each connection, since a token expires.

        `refused` is a token that the server did not take though it should hold: it is not given again.
        Raises SignInError where only the person can help, and UnreachableError where a token cannot be
        refreshed now.
        """
        ...
