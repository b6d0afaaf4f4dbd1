"""One calendar of a server: what is in it, what changed, and its documents. Asks, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.caldav import hrefs, questions
from ingest.caldav.faults import FailingError, RefusedError
from ingest.caldav.tree import CALDAV, DAV
from ingest.web.faults import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ingest.caldav.answers import Multistatus, Response
    from ingest.caldav.choice import Calendar
    from ingest.caldav.session import Session
    from ingest.errors import SourceError

AT_ONCE = 100
"""Documents in one request: some servers give no more than so many, and say nothing of the others
(https://github.com/ridafkih/keeper.sh/issues/461), and an answer must stay small."""

MOST_REFUSALS = 8
"""Requests for several documents that are refused, before each document is asked for alone."""

MOST_MEMBERS = 50_000
MOST_ETAG = 1000
MOST_FAILURES = 10
"""Documents, one after another, that cannot be had, before it is the calendar that fails and not they."""

_INVALID = frozenset({f"{DAV}valid-sync-token"})
_STALE = frozenset({400, 409, 410, 412})
_NO_REPORT = frozenset({405, 415, 501})


class StaleTokenError(Exception):
    """The server does not know any longer what changed since that token."""


class TooManyError(RefusedError):
    """The calendar holds more than anybody's."""


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a calendar."""

    name: str  # the last piece of its path, escaped in the one way
    href: str  # as the server writes it
    url: str
    etag: str  # of its state; "" where none is told


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what changed, or of everything."""

    members: tuple[Member, ...]  # that are new or changed
    gone: tuple[str, ...]  # by name
    token: str  # stands for all that was told so far; "" where the server has none
    is_last: bool


@dataclass(frozen=True, slots=True)
class Document:
    """What a server gives for a member: `raw`, or that it is gone, or neither. `may_come` where another time
    may be a better one."""

    member: Member
    raw: bytes | None = None
    is_gone: bool = False
    may_come: bool = False


class Collection:
    """Asks about one calendar. Raises SourceError, RefusedError among them."""

    def __init__(self, session: Session, calendar: Calendar) -> None:
        self._session = session
        self._calendar = calendar
        self._url = calendar.url
        self._refusals = 0  # of requests for several documents
        self._failures = 0  # one after another

    def changes(self, token: str) -> Iterator[Page]:
        """What changed since the token, or everything where it is "" (RFC 6578 §3.6: a server may give it in
        parts). Raises StaleTokenError where it has to be listed anew."""
        count = 0
        while True:
            page = self._page(token)
            count += len(page.members) + len(page.gone)
            if count > MOST_MEMBERS:
                raise self._too_many()
            if not page.is_last and page.token in ("", token):  # it would go on for ever
                raise RefusedError(f"{self._calendar.id}: its list of changes does not go on", 507)
            yield page
            if page.is_last:
                return
            token = page.token

    def members(self) -> tuple[Member, ...]:
        """Everything that is there now, with its state."""
        answer = self._session.question("PROPFIND", self._url, questions.members(), 1)
        kinds = f"{DAV}resourcetype"
        found = [
            one
            for one in answer.responses
            if one.status < 300 and f"{DAV}collection" not in one.kinds(kinds) and not self._is_itself(one)
        ]
        return self._members(found)

    def not_over_before(self, since: datetime) -> frozenset[str] | None:
        """The names of those that were not over by then, some others perhaps too; None where the server does
        not tell."""
        try:
            answer = self._session.question("REPORT", self._url, questions.not_over_before(since), 1)
        except (RefusedError, FailingError, TooLargeError):
            return None
        if any(one.status == 507 for one in answer.responses):  # a part of the truth
            return None
        return frozenset(filter(None, (hrefs.name(one.url) for one in answer.responses)))

    def documents(self, members: Sequence[Member]) -> Iterator[Document]:
        """Each of the members once, in an order of its own."""
        for start in range(0, len(members), AT_ONCE):
            yield from self._some(members[start : start + AT_ONCE])

    def _page(self, token: str) -> Page:
        try:
            answer = self._session.question("REPORT", self._url, questions.changes(token))
        except RefusedError as error:
            if token and (error.status in _STALE or error.conditions & _INVALID):
                raise StaleTokenError from None
            raise
        gone, there, is_last = [], [], True
        for one in answer.responses:
            if one.status == 507:  # said of the calendar: there is more
                is_last = False
            elif one.status in (404, 410):
                gone.append(hrefs.name(one.url))
            elif one.status < 300 and not self._is_itself(one):
                there.append(one)
        return Page(self._members(there), tuple(filter(None, gone)), answer.token, is_last)

    def _members(self, responses: Sequence[Response]) -> tuple[Member, ...]:
        found: dict[str, Member] = {}
        for one in responses:
            name = hrefs.name(one.url)
            if name:  # else it is a collection inside this one
                found[name] = Member(name, one.href, one.url, _etag(one))
        if len(found) > MOST_MEMBERS:
            raise self._too_many()
        return tuple(found.values())

    def _is_itself(self, one: Response) -> bool:
        return hrefs.path(one.url) == self._calendar.id

    def _some(self, members: Sequence[Member]) -> Iterator[Document]:
        """Asked for together, and in halves where that is refused: it may be one of them that spoils it."""
        if len(members) == 1 or self._refusals > MOST_REFUSALS:
            for member in members:
                yield self._single(member)
            return
        try:
            answer = self._session.question("REPORT", self._url, self._multiget(members), 1)
        except (RefusedError, FailingError, TooLargeError) as error:
            self._refusals += 1 if not _is_unknown(error) else MOST_REFUSALS + 1
            half = len(members) // 2
            yield from self._some(members[:half])
            yield from self._some(members[half:])
            return
        told = _by_name(answer)
        for member in members:
            document = _document(member, told.get(member.name))
            if document.raw is None and not document.is_gone:
                document = self._single(member)
            yield document

    def _single(self, member: Member) -> Document:
        """By GET, which every server has."""
        try:
            document = Document(member, self._session.ask("GET", member.url).body)
        except TooLargeError:
            document = Document(member)
        except RefusedError as error:
            may_come = error.status >= 500 or error.status == 423  # locked (RFC 4918 §11.3)
            document = Document(member, is_gone=error.status in (404, 410), may_come=may_come)
        except FailingError:
            document = Document(member, may_come=True)
            self._failures += 1
            if self._failures > MOST_FAILURES:
                raise
        else:
            self._failures = 0
        return document

    def _multiget(self, members: Sequence[Member]) -> bytes:
        return questions.documents(member.href for member in members)

    def _too_many(self) -> TooManyError:
        return TooManyError(f"{self._calendar.id}: more than {MOST_MEMBERS} entries")


def _is_unknown(error: SourceError) -> bool:
    if not isinstance(error, RefusedError):
        return False
    return error.status in _NO_REPORT or f"{DAV}supported-report" in error.conditions


def _by_name(answer: Multistatus) -> dict[str, Response]:
    return {hrefs.name(one.url): one for one in answer.responses}


def _document(member: Member, told: Response | None) -> Document:
    if told is None:
        return Document(member)
    if told.status in (404, 410):
        return Document(member, is_gone=True)
    found = told.properties.get(f"{CALDAV}calendar-data")
    raw = "".join(found.itertext()).encode("utf-8", "replace") if found is not None else b""
    return Document(member, raw if raw.strip() else None)


def _etag(one: Response) -> str:
    """Proxies make an ETag weak, and strong again, as they pack and unpack (RFC 9110 §8.8.1)."""
    said = one.text(f"{DAV}getetag").removeprefix("W/").strip('"')
    return said if len(said) <= MOST_ETAG else ""
