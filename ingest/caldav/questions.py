"""What is asked, as XML. Nothing here changes anything on a server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
_STATE = "<d:sync-token/><s:getctag/>"
_ABOUT_CALENDAR = (
    "<d:resourcetype/><d:displayname/><d:supported-report-set/>"
    "<c:supported-calendar-component-set/><d:current-user-privilege-set/>"
)


def whose() -> bytes:
    """PROPFIND: who is asking, where that person's calendars are, and whether this is one already (RFC 5397,
    RFC 4791 §6.2.1)."""
    return _propfind(f"<d:current-user-principal/><c:calendar-home-set/>{_ABOUT_CALENDAR}")


def calendars(*, with_state: bool) -> bytes:
    """PROPFIND: what is known of calendars, and in what state each is (RFC 6578 §4), which takes some servers
    as long as to list its documents."""
    return _propfind(_ABOUT_CALENDAR + (_STATE if with_state else ""))


def members() -> bytes:
    """PROPFIND: each document of a calendar and its state."""
    return _propfind("<d:resourcetype/><d:getetag/>")


def changes(token: str) -> bytes:
    """REPORT: what changed since the token, or everything (RFC 6578 §3.2)."""
    return _document(
        "d:sync-collection",
        f"<d:sync-token>{escape(token)}</d:sync-token><d:sync-level>1</d:sync-level>"
        "<d:prop><d:getetag/></d:prop>",
    )


def not_over_before(since: datetime) -> bytes:
    """REPORT: the documents of events that were not over by then (RFC 4791 §7.8, §9.9)."""
    start = since.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return _document(
        "c:calendar-query",
        '<d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">'
        f'<c:time-range start="{start}"/></c:comp-filter></c:comp-filter></c:filter>',
    )


def documents(hrefs: Iterable[str]) -> bytes:
    """REPORT: these documents, whole (RFC 4791 §7.9)."""
    named = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
    return _document("c:calendar-multiget", f"<d:prop><c:calendar-data/></d:prop>{named}")


def _propfind(properties: str) -> bytes:
    return _document("d:propfind", f"<d:prop>{properties}</d:prop>")


def _document(name: str, inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{name} {_SPACES}>{inside}</{name}>'.encode()
