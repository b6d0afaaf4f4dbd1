"""A feed, fetched: only if it changed, over its redirects, and never from inside a network of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.errors import SignInError, SourceError
from ingest.feed import address
from ingest.feed.cursor import digest
from ingest.invites.events import MOST_BYTES
from ingest.web import pace, redirects
from ingest.web.faults import PrivateAddressError
from ingest.web.session import Web

if TYPE_CHECKING:
    from ingest.feed.account import Account
    from ingest.feed.address import Address
    from ingest.feed.cursor import Cursor
    from ingest.web.session import Answer

MOST_SECONDS = 60.0  # for one exchange
_MOST_VALIDATOR = 1000  # characters
_ACCEPT = {"Accept": "text/calendar, */*;q=0.1"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A calendar that came, and how to ask whether it is still the same."""

    body: bytes = field(repr=False)
    at: str  # digest of the address that gave it
    etag: str
    modified: str


class Fetcher:
    """Asks for one feed. The address that a person wrote is asked wherever it lies; if it lies inside their
    network, redirects may stay at that host, and every other leads to the internet."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._strict = self._web(only_public=True)
        self._lenient = self._web(only_public=False)
        self._trusted = ""  # the person's own host, where it is private

    def close(self) -> None:
        """Ends the connections, if there are any."""
        self._strict.close()
        self._lenient.close()

    @property
    def bytes_received(self) -> int:
        """How many octets servers sent, all told."""
        return self._strict.bytes_received + self._lenient.bytes_received

    def fetch(self, before: Cursor | None) -> Fetched | None:
        """The feed; None where it is the same as `before`.

        Raises SourceError: SignInError where the address or the password is refused, BusyError where the
        server wants to be left alone, UnreachableError where nobody answers.
        """
        asked = address.read(self._account.url)
        url, hops = asked.url, 0
        while True:
            headers = _ACCEPT | asked.authorization(url) | _conditions(url, before)
            answer = pace.persist(partial(self._answer, asked, url, headers))
            to = redirects.target(answer)
            if not to:
                return _fetched(answer, url, before)
            hops += 1
            if hops > redirects.MOST:
                raise SourceError(f"{asked.host}: the feed leads from one address to another without end")
            if not redirects.is_followed(url, to):
                raise SourceError(
                    f"{asked.host}: the feed leads to an address that is not asked for its sake"
                )
            url = to

    def _answer(self, asked: Address, url: str, headers: dict[str, str]) -> Answer:
        host = _host(url)
        web = self._lenient if host == self._trusted else self._strict
        try:
            answer = web.ask("GET", url, headers=headers)
        except PrivateAddressError:
            if url != asked.url:
                raise
            self._trusted = host
            answer = self._lenient.ask("GET", url, headers=headers)
        trouble = pace.trouble(answer, host, self._account.now)
        if trouble is not None:
            raise trouble
        return answer

    def _web(self, *, only_public: bool) -> Web:
        return Web(
            ca_file=self._account.ca_file,
            tls_minimum=self._account.tls_minimum,
            most_bytes=MOST_BYTES,
            most_seconds=MOST_SECONDS,
            only_public=only_public,
        )


def _conditions(url: str, before: Cursor | None) -> dict[str, str]:
    """RFC 9110 §13.1: what the very same address said of its last answer."""
    if before is None or before.at != digest(url):
        return {}
    told = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in told.items() if value}


def _fetched(answer: Answer, url: str, before: Cursor | None) -> Fetched | None:
    """What the last answer gave. Raises SourceError where that is no feed."""
    host = _host(url)
    if answer.status == 200:
        if _is_page(answer):
            raise SourceError(
                f"{host}: a web page came in place of a calendar; copy the feed's own address, which ends in"
                " .ics most often, or make it anew if it asks to sign in"
            )
        etag, modified = _validator(answer, "ETag"), _validator(answer, "Last-Modified")
        return Fetched(answer.body, digest(url), etag, modified)
    if answer.status == 304 and _conditions(url, before):
        return None
    if answer.status in (401, 403):
        raise SignInError(
            f"{host}: the feed is refused (status {answer.status}); its secret address may have been made"
            " anew: copy it from the calendar's settings, or look at user and password in it"
        )
    if answer.status in (404, 410):
        raise SourceError(
            f"{host}: the feed is gone (status {answer.status}); what was taken stays; copy its address from"
            " the calendar's settings, or remove the account"
        )
    raise SourceError(f"{host}: the feed is not given (status {answer.status}); later syncs ask again")


def _is_page(answer: Answer) -> bool:
    """Whether it is made for people: a page to sign in, most often."""
    begin = answer.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begin.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<body", b"<script", b"<!--"))


def _validator(answer: Answer, name: str) -> str:
    """What is given back as it came; "" for what no header can hold."""
    told = answer.headers.get(name, "").strip()
    return told if told.isascii() and told.isprintable() and len(told) <= _MOST_VALIDATOR else ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
