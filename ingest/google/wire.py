"""The HTTP under Google's client: it talks to one address, follows nobody elsewhere, and counts what comes.

Imported when a session begins, since it takes httplib2 with it.
"""

from __future__ import annotations

import http.client
import io
import logging
import time
from typing import TYPE_CHECKING, Any

import google.auth.credentials
import httplib2
from google_auth_httplib2 import AuthorizedHttp

from ingest.credentials import Token
from ingest.errors import SignInError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.credentials import SignIn

MOST_BYTES = 100_000_000
"""Of one answer, as it comes: a mail may have 50 MB, and a third more as it is written in an answer."""

MOST_UNPACKED_BYTES = 200_000_000
ANSWER_SECONDS = 300.0
"""For one answer. The timeout of a connection begins anew with each octet."""

_ENDLESS = "an answer that is too long"

# They would write addresses, which name calendars and mails, and answers that make no sense, which may be
# mail; one warns of each 403. A logger's own level counts more than that of its parents.
_TALKATIVE = (
    "googleapiclient", "googleapiclient.http", "googleapiclient.model", "googleapiclient.discovery",
    "googleapiclient._helpers", "google_auth_httplib2", "google.auth", "google.auth._default",
)  # fmt: skip


def hush() -> None:
    """Nothing that Google's libraries have to say goes to a log, at any level."""
    import googleapiclient.model

    googleapiclient.model.dump_request_response = False
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def authorized(wire: Wire, sign_in: SignIn) -> AuthorizedHttp:
    """The wire, signed in when it is first used. A refused token (401) is exchanged once a request."""
    return AuthorizedHttp(_Held(sign_in), wire, max_refresh_attempts=1)


class Wire(httplib2.Http):  # type: ignore[misc]
    """Sends requests below the address `root` and nowhere else, whatever the environment says.

    A proxy of the environment is used with TLS alone: without it, it would see the token. `timeout` is in
    seconds. Raises SourceError for another address.
    """

    def __init__(self, root: str, timeout: float) -> None:
        plain = root.startswith("http:")
        super().__init__(
            timeout=timeout,
            proxy_info=None if plain else httplib2.proxy_info_from_environment,
            tls_minimum_version="TLSv1_2",
        )
        self.follow_redirects = False
        self.limit_kwargs = {"hard_limit": MOST_UNPACKED_BYTES}  # whatever the environment says
        self.requests = 0
        self.bytes_received = 0
        self._root = root
        self._connection = _counted(
            httplib2.HTTPConnectionWithTimeout if plain else httplib2.HTTPSConnectionWithTimeout, self._count
        )

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        """As httplib2's: the response and what is in it."""
        if not uri.startswith(self._root):
            raise SourceError(f"{self._root}: the client would have asked another server; nothing was sent")
        self.requests += 1
        return super().request(uri, *args, **kwargs | {"connection_type": self._connection})

    def _count(self, size: int) -> None:
        self.bytes_received += size


class _Held(google.auth.credentials.Credentials):
    """The token that the account signs in with."""

    def __init__(self, sign_in: SignIn) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._sign_in = sign_in

    def refresh(self, request: object) -> None:
        """Asks for a token, and for another than the one it had, which was refused."""
        had = self.token
        given = self._sign_in(refused=had) if had else self._sign_in()
        if not isinstance(given, Token):
            raise SignInError("Google's API takes no password: run tealeaves accounts login")
        if given.secret == had:
            raise SignInError("Google refuses the sign-in: run tealeaves accounts login")
        self.token = given.secret


def _counted(kind: Any, count: Callable[[int], None]) -> Any:
    class Response(http.client.HTTPResponse):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            unread: Any = self.fp
            self.fp = _Buffer(_Counter(unread.detach(), count))

    class Connection(kind):  # type: ignore[misc]
        response_class = Response
        debuglevel = 0  # else what is set for the whole process would print the token

        def set_debuglevel(self, level: int) -> None:
            """Nothing is printed: httplib2 asks for it where its own `debuglevel` is set."""

    return Connection


class _Buffer(io.BufferedReader):
    def read(self, size: int | None = -1, /) -> bytes:
        """As ever, but room is not made for whatever length an answer claims to have."""
        if size is not None and size > MOST_BYTES:
            raise http.client.HTTPException(_ENDLESS)
        return super().read(size)


class _Counter(io.RawIOBase):
    """What comes in answer to one request."""

    def __init__(self, inner: io.RawIOBase, count: Callable[[int], None]) -> None:
        self._inner = inner
        self._count = count
        self._room = MOST_BYTES
        self._until = time.monotonic() + ANSWER_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        size: int | None = self._inner.readinto(room)
        self._count(size or 0)
        self._room -= size or 0
        if self._room < 0:
            raise http.client.HTTPException(_ENDLESS)
        if time.monotonic() > self._until:
            raise TimeoutError
        return size

    def close(self) -> None:
        self._inner.close()
        super().close()
