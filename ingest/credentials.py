"""What a source signs in with. The secret in it appears in no repr, and so in no log and no traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


class Secret(str):
    """Text that shows itself only to who asks for the text: its repr, and that of what holds it, does not."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<secret>"


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

SignIn = Callable[[], Credential]
"""Called at each connection, since a token expires. Raises SignInError where only the person can help, and
UnreachableError where a token cannot be refreshed now."""
