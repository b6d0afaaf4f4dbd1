"""One request as it came, and one answer as it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(slots=True)
class Request:
    """A call of a method, alone or in a batch; or the batch itself, whose name is "batch".

    Its headers are in no repr: they carry the token.
    """

    method: str
    path: str  # decoded, without the query
    query: dict[str, list[str]]
    name: str = ""  # "messages.get", "events.list"; "" where there is no such method
    arguments: dict[str, str] = field(default_factory=dict)  # from the path: userId, id, calendarId
    headers: dict[str, str] = field(default_factory=dict, repr=False)  # names in lower case
    batch: int | None = None  # the number of the batch it came in, from 1
    http: int = 0  # the number of the HTTP request, from 1
    units: int = 0
    units_2026: int = 0
    status: int = 0  # 0: no answer was sent
    sent: int = 0  # bytes of the answer; of its part before compression, if it came in a batch
    empty: bool = False  # the page has to be empty and to name the same page again

    def value(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[-1]

    def true(self, name: str) -> bool:
        return self.value(name) in ("true", "True", "1")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    type: str = "application/json; charset=UTF-8"


class CutOffError(Exception):
    """The connection ends now, whatever has been sent."""


def request(method: str, target: str, headers: dict[str, str]) -> Request:
    split = urlsplit(target)
    query = parse_qs(split.query, keep_blank_values=True)
    return Request(method, unquote(split.path), query, headers=headers)


def segments(target: str) -> list[str]:
    """The path in its pieces, each decoded: an id may hold a slash or a '#'."""
    return [unquote(piece) for piece in urlsplit(target).path.strip("/").split("/")]


def answer(request: Request, value: object) -> Answer:
    """JSON as Google writes it: with indentation, unless `prettyPrint` is false (a common parameter of both
    discovery documents, and true where it is not given)."""
    if request.value("prettyPrint", "true") == "false":
        return Answer(200, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    return Answer(200, json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def with_headers(one: Answer, *headers: tuple[str, str]) -> Answer:
    return replace(one, headers=(*one.headers, *headers))
