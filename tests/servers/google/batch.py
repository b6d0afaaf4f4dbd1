"""A batch: several requests in one, each answered by itself.

developers.google.com/workspace/gmail/api/guides/batch and …/calendar/api/guides/batch: multipart/mixed, each
part application/http with a request whose URL is a path only; the outer headers hold for each but where it
has its own (not those named Content-…); a part's Content-ID <x> comes back as <response-x>; the answers have
the order of the requests; at most 100 of them, and more than 50 are "not recommended".
"""

from __future__ import annotations

import http
import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

from tests.servers.google.errors import bad_request

if TYPE_CHECKING:
    from tests.servers.google.wire import Answer

# The discovery documents' batchPath, and the guide's /batch/gmail/v1.
PATHS = {"/batch": "gmail", "/batch/gmail/v1": "gmail", "/batch/calendar/v3": "calendar"}
MOST = 100
ADVISED = 50
_BOUNDARY = "batch_kJ2uPzYwq8s"


@dataclass(frozen=True, slots=True)
class Part:
    content_id: str  # as it came, with its brackets
    method: str
    target: str
    headers: dict[str, str]


def parts(content_type: str, body: bytes, outer: dict[str, str]) -> list[Part]:
    """The requests in a batch. Raises RefusedError (400) for what is no batch, or too large a one."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/mixed" or not boundary:
        raise bad_request("Failed to parse batch request, error: no boundary.", "badRequest")
    inherited = {name: value for name, value in outer.items() if not name.startswith("content-")}
    text = "\n" + body.decode("utf-8", "replace").replace("\r\n", "\n")
    pieces = text.split(f"\n--{boundary}")
    if len(pieces) < 3 or not pieces[-1].startswith("--"):
        raise bad_request("Failed to parse batch request, error: no end.", "badRequest")
    found = [_part(piece.partition("\n")[2], inherited) for piece in pieces[1:-1]]
    if len(found) > MOST:
        raise bad_request(f"The batch has {len(found)} calls; at most {MOST} are allowed.", "badRequest")
    return found


def joined(answers: list[tuple[Part, Answer]]) -> tuple[Answer, list[int]]:
    """The answer to the batch, and how many bytes of it each part has."""
    from tests.servers.google.wire import Answer

    pieces: list[bytes] = []
    sizes = []
    for part, answer in answers:
        content_id = re.sub(r"^<?", "<response-", part.content_id) if part.content_id else ""
        head = [f"--{_BOUNDARY}", "Content-Type: application/http"]
        head += [f"Content-ID: {content_id}"] if content_id else []
        inner = [f"HTTP/1.1 {answer.status} {phrase(answer.status)}", f"Content-Type: {answer.type}"]
        inner += [f"{name}: {value}" for name, value in answer.headers]
        inner += ["Vary: Origin", "Vary: X-Origin", f"Content-Length: {len(answer.body)}"]
        piece = "\r\n".join([*head, "", *inner, "", ""]).encode() + answer.body + b"\r\n"
        pieces.append(piece)
        sizes.append(len(piece))
    body = b"".join(pieces) + f"--{_BOUNDARY}--\r\n".encode()
    return Answer(200, body, type=f"multipart/mixed; boundary={_BOUNDARY}"), sizes


def phrase(status: int) -> str:
    return http.HTTPStatus(status).phrase


def _part(text: str, inherited: dict[str, str]) -> Part:
    head, _, inside = text.partition("\n\n")
    line, _, rest = inside.lstrip("\n").partition("\n")
    words = line.split(" ")
    if len(words) != 3 or not words[1].startswith("/"):
        raise bad_request("Failed to parse batch request, error: a part has no request line.", "badRequest")
    own = _headers(rest.partition("\n\n")[0])
    return Part(_headers(head).get("content-id", ""), words[0], words[1], inherited | own)


def _headers(text: str) -> dict[str, str]:
    lines = re.sub(r"\n[ \t]+", " ", text).split("\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
