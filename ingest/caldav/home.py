"""Where a person's calendars are: found once, remembered, and found anew where that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import msgspec

from ingest.caldav import choice, hrefs, questions
from ingest.caldav.faults import ElsewhereError, FailingError, GarbledAnswerError, RefusedError
from ingest.caldav.tree import CALDAV, DAV
from ingest.errors import SourceError

if TYPE_CHECKING:
    from ingest.caldav.answers import Response
    from ingest.caldav.choice import Calendar
    from ingest.caldav.session import Session

_PRINCIPAL = f"{DAV}current-user-principal"
_HOME_SET = f"{CALDAV}calendar-home-set"
_WELL_KNOWN = "/.well-known/caldav"
_MOST_HOMES = 20
_ADVICE = (
    "write the address that your provider gives for CalDAV, such as https://HOST/remote.php/dav/ for"
    " Nextcloud, or that of one calendar"
)


@dataclass(frozen=True, slots=True)
class Home:
    """What was found of an account."""

    address: str = ""  # that the person wrote
    user: str = ""
    urls: tuple[str, ...] = ()  # of collections of calendars, or of one calendar
    is_one: bool = False  # one calendar: that one alone is read

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def read(text: str) -> Home:
    """What `text` remembers; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(text, type=Home)
    except (msgspec.MsgspecError, ValueError):
        return Home()


def listing(session: Session, address: str, known: Home) -> tuple[Home, tuple[Calendar, ...]]:
    """Where the calendars are, and each of them; with its state where `known` still holds, since a calendar
    that is new has none to compare. Raises SourceError.

    One request for each home then. RFC 6764 §6 and RFC 4791 §6.2.1 say how a home is
    found.
    """
    if known.urls and (known.address, known.user) == (address, session.user):
        try:
            return known, _calendars(session, known, with_state=True)
        except RefusedError:
            pass
    found = _found(session, address)
    return found, _calendars(session, found, with_state=False)


def _calendars(session: Session, home: Home, *, with_state: bool) -> tuple[Calendar, ...]:
    found: list[Calendar] = []
    question = questions.calendars(with_state=with_state)
    for url in home.urls:
        answer = session.question("PROPFIND", url, question, 0 if home.is_one else 1)
        found += filter(None, map(choice.listed, answer.responses))
    if home.is_one and not found:
        raise RefusedError(f"{_host(home.address)}: {hrefs.path(home.urls[0])}: no calendar of events")
    return tuple({one.id: one for one in found}.values())


def _found(session: Session, address: str) -> Home:
    refusals: list[RefusedError | FailingError] = []
    tried: list[str] = []
    for url in _candidates(address):
        tried.append(urlsplit(url).path)
        try:
            urls, is_one = _homes(session, url)
        except (RefusedError, FailingError) as error:
            refusals.append(error)
            if url == address and _is_somebody_elses(error, url):
                break
            continue
        if urls:
            return Home(address, session.user, urls, is_one)
    for refusal in refusals:
        if isinstance(refusal, ElsewhereError | FailingError):
            raise refusal
    why = f" ({'; '.join(_why(one) for one in refusals)})" if refusals else ""
    raise SourceError(f"{_host(address)}: no calendars at {' nor '.join(tried)}{why}; {_ADVICE}")


def _candidates(address: str) -> tuple[str, ...]:
    """For a bare host, the place that is meant for such questions comes first (RFC 6764 §5)."""
    both = (address, urljoin(address, _WELL_KNOWN))
    return both[::-1] if urlsplit(address).path == "/" else both


def _homes(session: Session, url: str) -> tuple[tuple[str, ...], bool]:
    """The homes that a resource leads to, and whether it is a calendar itself; nothing where it leads to
    none."""
    answer = session.question("PROPFIND", url, questions.whose())
    for response in answer.responses[:1]:
        if choice.is_calendar(response):
            return (response.url,), True
        homes = _of_principal(session, response)
        if homes:
            return homes, False
    # Some servers tell no principal, and list the calendars right here.
    below = session.question("PROPFIND", url, questions.calendars(with_state=False), 1)
    return ((url,) if any(map(choice.is_calendar, below.responses)) else ()), False


def _of_principal(session: Session, response: Response) -> tuple[str, ...]:
    homes = response.addresses(_HOME_SET)
    for principal in () if homes else response.addresses(_PRINCIPAL)[:1]:
        answer = session.question("PROPFIND", principal, questions.whose())
        homes = tuple(one for found in answer.responses for one in found.addresses(_HOME_SET))
    return tuple(dict.fromkeys(homes))[:_MOST_HOMES]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_somebody_elses(error: SourceError, url: str) -> bool:
    """Whether something is there that the person named, and must not read: no other is read then."""
    return isinstance(error, RefusedError) and error.status == 403 and urlsplit(url).path.strip("/") != ""


def _why(error: RefusedError | FailingError) -> str:
    if isinstance(error, GarbledAnswerError):
        return "a page for people"
    return f"status {error.status}" if isinstance(error, RefusedError) and error.status else "no answer"
