"""A session with a CalDAV server: a question, asked again where that may help. Reads, and never writes."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from ingest.caldav import answers, faults, hrefs
from ingest.caldav.faults import ElsewhereError, FailingError, GarbledAnswerError
from ingest.caldav.tree import GarbledError
from ingest.credentials import Password, Token
from ingest.errors import SourceError
from ingest.web import pace, redirects
from ingest.web.faults import BrokenOffError
from ingest.web.session import Answer, Web

if TYPE_CHECKING:
    from typing import Self

    from ingest.caldav.account import Account
    from ingest.caldav.answers import Multistatus
    from ingest.credentials import Credential, SignIn

Method = Literal["PROPFIND", "REPORT", "GET"]
"""Those that change nothing (RFC 4918 §9.1, RFC 3253 §3.6, RFC 9110 §9.3.1). No other is sent."""

MOST_BYTES = 50_000_000  # of one answer
MOST_SECONDS = 180.0  # for one exchange; a list of everything takes some servers long
_PLAIN_REDIRECTS = frozenset({301, 302, 307, 308})  # 303 asks for another method


class Session:
    """Asks the servers of an account, signing in with each request. A context manager.

    The password goes where `hrefs.may_sign_in` allows, counted from `home`, and nowhere else.
    Raises SourceError: SignInError where only the person can help, BusyError where the server wants to be
    left alone, UnreachableError where nobody answers (FailingError where the server says that it fails),
    TooLargeError, and RefusedError for a request that is wrong.
    """

    def __init__(self, account: Account, home: str, sign_in: SignIn) -> None:
        self._home = home
        self._sign_in = sign_in
        self._now = account.now
        self._credential: Credential | None = None
        self._web = Web(
            ca_file=account.ca_file,
            tls_minimum=account.tls_minimum,
            most_bytes=MOST_BYTES,
            most_seconds=MOST_SECONDS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections, if there are any."""
        self._web.close()

    @property
    def bytes_received(self) -> int:
        """How many octets servers sent, all told."""
        return self._web.bytes_received

    @property
    def user(self) -> str:
        """Who signs in."""
        return self._given().user

    def question(self, method: Method, url: str, body: bytes, depth: int = 0) -> Multistatus:
        """What a PROPFIND or REPORT is answered. Raises SourceError."""
        answer = self.ask(method, url, body, depth)
        try:
            if answer.status in (200, 207):  # a page for people is no XML of this kind
                return answers.multistatus(answer.body, answer.url)
        except GarbledError:
            pass
        host, path = _names(url)
        raise GarbledAnswerError(f"{host}: {path}: the answer is none of a calendar server's", answer.status)

    def ask(self, method: Method, url: str, body: bytes = b"", depth: int = 0) -> Answer:
        """The answer of 2xx, at the end of all redirects. Raises SourceError."""
        return pace.persist(lambda: self._once(method, url, body, depth))

    def _once(self, method: Method, url: str, body: bytes, depth: int) -> Answer:
        credential = self._given()
        answer = self._followed(method, url, body, depth, credential)
        if answer.status == 401 and isinstance(credential, Token):
            self._credential = credential = self._sign_in(refused=credential.secret)
            answer = self._followed(method, url, body, depth, credential)
        if 200 <= answer.status < 300:
            return answer
        host, path = _names(answer.url)
        if answer.status == 401:
            raise faults.sign_in_refused(answer, host, credential)
        trouble = pace.trouble(answer, host, self._now)
        if isinstance(trouble, BrokenOffError):
            raise FailingError(str(trouble))
        raise trouble or faults.refused(answer, host, path)

    def _followed(self, method: Method, url: str, body: bytes, depth: int, credential: Credential) -> Answer:
        """The answer, redirects followed with the same method and body."""
        headers = {"Authorization": _authorization(credential)}
        if method != "GET":
            headers |= {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        asked = url
        for _ in range(redirects.MOST + 1):
            if not hrefs.may_sign_in(self._home, asked):
                raise _elsewhere(self._home, asked)
            answer = self._web.ask(method, asked, headers=headers, body=body)
            onward = redirects.target(answer) if answer.status in _PLAIN_REDIRECTS else ""
            if not onward:
                return answer
            if not redirects.is_followed(asked, onward):
                raise _elsewhere(self._home, onward)
            asked = onward
        host, path = _names(url)
        raise faults.RefusedError(f"{host}: {path}: more than {redirects.MOST} redirects", answer.status)

    def _given(self) -> Credential:
        if self._credential is None:
            self._credential = self._sign_in()
        return self._credential


def address(said: str) -> str:
    """Where the discovery begins: an address as it is, `https://HOST/` for a host or an e-mail address, or
    where the provider of that e-mail domain has its calendars. Raises SourceError."""
    from ingest.caldav import providers

    text = said.strip()
    if "://" not in text:
        host = text.rpartition("@")[2]
        text = providers.address_of(host.rstrip("./")) or f"https://{host}"
    url = hrefs.absolute(text, text) if text.split() == [text] else ""
    if not url:
        raise SourceError(
            "the address of the calendars cannot be understood; write https://HOST/ without a user"
        )
    if not hrefs.may_sign_in(url, url):
        raise SourceError(f"{urlsplit(url).hostname}: a password is sent over https alone; write https://")
    return url if urlsplit(url).path else f"{url}/"


def _authorization(credential: Credential) -> str:
    """Basic in UTF-8 (RFC 7617 §2.1), or Bearer (RFC 6750 §2.1)."""
    if isinstance(credential, Password):
        pair = f"{credential.user}:{credential.secret}".encode()
        return "Basic " + base64.b64encode(pair).decode()
    return "Bearer " + credential.secret


def _elsewhere(home: str, url: str) -> ElsewhereError:
    here, there = _names(home)[0], hrefs.origin(url)
    if there[0] != "https":
        why = "without TLS, where no password is sent; if the server has TLS, write its whole address"
        return ElsewhereError(f"{here}: leads to http://{there[1]}/ {why}")
    return ElsewhereError(
        f"{here}: leads to https://{there[1]}/, where your password is not sent unasked; if your calendars"
        " are there, make that the account's url"
    )


def _names(url: str) -> tuple[str, str]:
    """The host and the path, as a person is told of them."""
    parts = urlsplit(url)
    return parts.hostname or "", (parts.path or "/")[:200]
