"""What is answered to PROPFIND, REPORT and GET."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.caldav.dialect import Dialect
    from tests.servers.caldav.store import Calendar

D, C, S = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_SPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
    ' xmlns:n="http://nextcloud.com/ns"'
)
_WORDS = {404: "Not Found", 403: "Forbidden", 507: "Insufficient Storage", 200: "OK"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False  # the connection ends in the middle of it


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Its headers are in no repr."""

    method: str
    path: str  # as it came
    host: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict, repr=False)  # names in lower case
    number: int = 0  # from 1

    @property
    def kind(self) -> str:
        """The report that is asked for: "sync-collection", …; "" for none."""
        found = re.search(rb"<[a-z]:(sync-collection|calendar-query|calendar-multiget)\b", self.body)
        return found[1].decode() if found else ""


class Dav:
    """Reads the calendars in one dialect."""

    def __init__(self, dialect: Dialect, calendars: dict[str, Calendar], url: str) -> None:
        self.dialect = dialect
        self._calendars = calendars
        self._url = url

    def answer(self, asked: Asked) -> Answer:
        path, dialect = asked.path, self.dialect
        if path == dialect.page:
            return Answer(
                200, b"<!DOCTYPE html><html><body>Log in</body></html>", {"Content-Type": "text/html"}
            )
        if path == "/.well-known/caldav":
            if not dialect.well_known:
                return Answer(404)
            return Answer(301, b"", {"Location": dialect.well_known})
        calendar = self._at(path.rstrip("/") + "/")
        if asked.method == "PROPFIND":
            return self._propfind(asked, calendar)
        if asked.method == "REPORT" and calendar:
            return self._report(asked, calendar)
        return self._get(path) if asked.method == "GET" else Answer(405)

    def _at(self, path: str) -> Calendar | None:
        """However it is escaped."""
        return next((one for one in self._calendars.values() if unquote(one.path) == unquote(path)), None)

    def _propfind(self, asked: Asked, calendar: Calendar | None) -> Answer:
        dialect, depth = self.dialect, asked.headers.get("depth", "infinity")
        if calendar:
            if depth == "1":
                return self._multistatus(self._members(calendar, asked))
            return self._multistatus([self._response(calendar.path, self._about(calendar, asked))])
        if asked.path in (dialect.home, dialect.home.rstrip("/")) and depth == "1":
            below = list(self._calendars.values())
            own = [self._response(dialect.home, "<d:resourcetype><d:collection/></d:resourcetype>")]
            return self._multistatus(
                own + [self._response(one.path, self._about(one, asked)) for one in below]
            )
        if asked.path == dialect.principal:
            home = f"https://{dialect.host}:{self._port}{dialect.home}" if dialect.host else dialect.home
            return self._multistatus([
                self._response(
                    dialect.principal, f"<c:calendar-home-set><d:href>{home}</d:href></c:calendar-home-set>"
                )
            ])  # fmt: skip
        if asked.path in dialect.roots or asked.path == dialect.home:
            told = (
                f"<d:current-user-principal><d:href>{dialect.principal}</d:href></d:current-user-principal>"
            )
            return self._multistatus([self._response(asked.path, told if dialect.tells_principal else "")])
        return Answer(404)

    @property
    def _port(self) -> str:
        return self._url.rstrip("/").rpartition(":")[2]

    def _about(self, one: Calendar, asked: Asked) -> str:
        dialect = self.dialect
        kinds = "<d:collection/>" + ("<c:calendar/>" if one.is_calendar else "")
        kinds += "".join(f"<{kind}/>" for kind in one.kinds)
        said = f"<d:resourcetype>{kinds}</d:resourcetype><d:displayname>{escape(one.name)}</d:displayname>"
        names = "".join(f'<c:comp name="{name}"/>' for name in one.components)
        said += f"<c:supported-calendar-component-set>{names}</c:supported-calendar-component-set>"
        granted = "".join(f"<d:privilege><{name}/></d:privilege>" for name in one.privileges)
        said += f"<d:current-user-privilege-set>{granted}</d:current-user-privilege-set>"
        if dialect.lists_tokens and b"sync-token" in asked.body:
            said += f"<d:sync-token>{one.token}</d:sync-token>"
        if dialect.lists_ctag and b"getctag" in asked.body:
            said += f"<s:getctag>{len(one.log)}</s:getctag>"
        if dialect.lists_reports:
            reports = "<d:supported-report><d:report><c:calendar-multiget/></d:report></d:supported-report>"
            if dialect.has_sync:
                reports += (
                    "<d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>"
                )
            said += f"<d:supported-report-set>{reports}</d:supported-report-set>"
        return said

    def _members(self, calendar: Calendar, asked: Asked) -> list[str]:
        own = (
            [self._response(calendar.path, self._about(calendar, asked))] if self.dialect.lists_itself else []
        )
        return own + [
            self._response(calendar.path + name, self._etag(calendar, name)) for name in calendar.documents
        ]

    def _report(self, asked: Asked, calendar: Calendar) -> Answer:
        root = ElementTree.fromstring(asked.body)
        dialect = self.dialect
        if asked.kind == "sync-collection":
            if not dialect.has_sync:
                return self._error(dialect.no_sync_status, "d:supported-report")
            return self._changes(calendar, (root.findtext(f"{D}sync-token") or "").strip())
        if asked.kind == "calendar-query":
            if not dialect.has_query:
                return self._error(403, "c:supported-filter")
            found = root.find(f".//{C}time-range")
            start = found.get("start", "") if found is not None else ""
            names = [name for name, raw in calendar.documents.items() if _end(raw) > start or b"RRULE" in raw]
            return self._multistatus([
                self._response(calendar.path + name, self._etag(calendar, name)) for name in names
            ])  # fmt: skip
        if not dialect.has_multiget:
            return self._error(501, "d:supported-report")
        hrefs = [one.text or "" for one in root.findall(f"{D}href")]
        given = [self._document(calendar, href) for href in hrefs]
        return self._multistatus(given[: dialect.most_documents or None])

    def _changes(self, calendar: Calendar, token: str) -> Answer:
        start = calendar.since(token) if token else calendar.first_token
        if start is None:
            status, is_named = self.dialect.stale
            return self._error(status, "d:valid-sync-token") if is_named else Answer(status)
        if not token:
            start = 0
        end = min(start + (self.dialect.page_size or 10**9), len(calendar.log))
        names = dict.fromkeys(name for name in calendar.log[start:end] if name)
        said = [
            self._response(calendar.path + name, self._etag(calendar, name))
            if name in calendar.documents
            else self._response(calendar.path + name, status=404)
            for name in names
            if token or name in calendar.documents
        ]
        if end < len(calendar.log):
            said.append(self._response(calendar.path, status=507))
        return self._multistatus(said, f"https://dav.test/sync/{end}")

    def _document(self, calendar: Calendar, href: str) -> str:
        name = unquote(href.rpartition("/")[2])
        known = {unquote(one): one for one in calendar.documents}
        if name not in known:
            return self._response(href, status=404, as_is=True)
        raw = calendar.documents[known[name]].decode("utf-8", "surrogateescape")
        data = f"<c:calendar-data>{escape(raw)}</c:calendar-data>"
        return self._response(calendar.path + known[name], self._etag(calendar, known[name]) + data)

    def _get(self, path: str) -> Answer:
        folder, _, name = path.rpartition("/")
        calendar = self._at(folder + "/")
        known = {unquote(one): one for one in calendar.documents} if calendar else {}
        if calendar is None or unquote(name) not in known:
            return Answer(404)
        return Answer(200, calendar.documents[known[unquote(name)]], {"Content-Type": "text/calendar"})

    def _etag(self, calendar: Calendar, name: str) -> str:
        if self.dialect.etags == "none":
            return ""
        weak = "W/" if self.dialect.etags == "weak" else ""
        return f'<d:getetag>{weak}"{calendar.etag(name)}"</d:getetag>'

    def _response(self, path: str, properties: str = "", status: int = 0, *, as_is: bool = False) -> str:
        href = path if as_is else self._href(path)
        if status:
            said = f"<d:status>HTTP/1.1 {status} {_WORDS.get(status, 'Other')}</d:status>"
        else:
            said = (
                f"<d:propstat><d:prop>{properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
            )
            unknown = "<d:prop><d:unknown/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status>"
            said += f"<d:propstat>{unknown}</d:propstat>"
        return f"<d:response><d:href>{escape(href)}</d:href>{said}</d:response>"

    def _href(self, path: str) -> str:
        if self.dialect.escapes_all:
            path = re.sub(r"[a-m]", lambda found: f"%{ord(found[0]):02x}", quote(unquote(path)))
        host = f"https://{self.dialect.host}:{self._port}" if self.dialect.host else self._url.rstrip("/")
        return host + path if self.dialect.absolute else path

    def _multistatus(self, responses: Iterable[str], token: str = "") -> Answer:
        said = "".join(responses) + (f"<d:sync-token>{token}</d:sync-token>" if token else "")
        return _xml(207, f"<d:multistatus {_SPACES}>{said}</d:multistatus>")

    def _error(self, status: int, condition: str) -> Answer:
        return _xml(status, f"<d:error {_SPACES}><{condition}/></d:error>")


def _xml(status: int, text: str) -> Answer:
    raw = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode("utf-8", "surrogateescape")
    return Answer(status, raw, {"Content-Type": "application/xml; charset=utf-8"})


def _end(raw: bytes) -> str:
    found = re.search(rb"^DTEND[^:]*:(\S+)", raw, re.MULTILINE)
    return found[1].decode() if found else "9"
