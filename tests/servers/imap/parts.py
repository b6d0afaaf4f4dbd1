"""The sections of a message (RFC 3501 6.4.5) and its BODYSTRUCTURE (7.4.2), cut from its octets."""

from __future__ import annotations

import email
import email.utils
import re
import urllib.parse
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.servers.imap.wire import string

if TYPE_CHECKING:
    from email.message import Message as Header

_SECTION = re.compile(r"(?P<path>[\d.]*?)\.?(?P<what>HEADER(?:\.FIELDS(?:\.NOT)? \(.*\))?|TEXT|MIME)?")
_FIELD = re.compile(rb"[^\r\n:]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")


@dataclass(frozen=True)
class Part:
    """A mail, or a part of one: its header with the empty line after it, and its body."""

    raw: bytes

    @cached_property
    def header(self) -> bytes:
        head, blank, _ = (b"\r\n" + self.raw).partition(b"\r\n\r\n")
        return (head + blank)[2:]

    @cached_property
    def body(self) -> bytes:
        return (b"\r\n" + self.raw).partition(b"\r\n\r\n")[2]

    @cached_property
    def fields(self) -> Header:
        return email.message_from_bytes(self.header)

    @property
    def is_mail(self) -> bool:
        return self.fields.get_content_type() == "message/rfc822"

    @cached_property
    def children(self) -> list[Part]:
        """The parts of a multipart, up to its closing line (RFC 2046 5.1.1)."""
        boundary = self.fields.get_boundary()
        if self.fields.get_content_maintype() != "multipart" or not boundary:
            return []
        line = rb"(?:\A|\r\n)--" + re.escape(boundary.encode("ascii", "surrogateescape"))
        inside, *_ = re.split(line + rb"--[ \t]*(?:\r\n|\Z)", self.body, maxsplit=1)
        # A part that begins with an empty line has no header. Its \r\n is the boundary's as well as its own.
        return [Part(piece) for piece in re.split(line + rb"[ \t]*\r\n", inside)[1:]]


def section(raw: bytes, wanted: str) -> bytes | None:
    """What BODY[wanted] holds, or None if the message has no such part."""
    match = _SECTION.fullmatch(wanted.upper())
    if match is None:
        return None
    path, what = match["path"], match["what"] or ""
    if not path:
        return _of_mail(Part(raw), what)
    part = _found(Part(raw), [int(number) for number in path.split(".")])
    if part is None:
        return None
    if what == "MIME":
        return part.header
    if what:
        return _of_mail(Part(part.body), what) if part.is_mail else None
    return part.body


def _of_mail(mail: Part, what: str) -> bytes:
    if what == "TEXT":
        return mail.body
    if what == "HEADER":
        return mail.header
    if what.startswith("HEADER.FIELDS"):
        names = {name.lower() for name in what[what.index("(") + 1 : -1].replace('"', "").split()}
        kept = [
            field
            for field in _FIELD.findall(mail.header)
            if (field.partition(b":")[0].strip().decode("latin-1").lower() in names) != (".NOT" in what)
        ]
        return b"".join(kept) + b"\r\n"
    return mail.raw


def _found(mail: Part, path: list[int]) -> Part | None:
    """The part of that number. The only part of a mail that is not multipart is the mail itself."""
    part, children = mail, mail.children or [mail]
    for number in path:
        if not 1 <= number <= len(children):
            return None
        part = children[number - 1]
        inner = Part(part.body) if part.is_mail else part
        children = inner.children or ([inner] if part.is_mail else [])
    return part


def structure(raw: bytes) -> bytes:
    return _structure(Part(raw))


def _structure(part: Part) -> bytes:
    fields = part.fields
    if part.children:
        inner = b"".join(map(_structure, part.children))
        said = [
            inner,
            string(fields.get_content_subtype()),
            _pairs(_parameters(fields)),
            _disposition(fields),
        ]
        return b"(%s NIL NIL)" % b" ".join(said)
    said = [
        string(fields.get_content_maintype()),
        string(fields.get_content_subtype()),
        _pairs(_parameters(fields)),
        string(fields.get("Content-ID")),
        string(fields.get("Content-Description")),
        string(fields.get("Content-Transfer-Encoding", "7bit")),
        b"%d" % len(part.body),
    ]
    if part.is_mail:
        said += [_envelope(Part(part.body).fields), structure(part.body)]
    if part.is_mail or fields.get_content_maintype() == "text":
        said.append(b"%d" % part.body.count(b"\n"))
    return b"(%s)" % b" ".join([*said, b"NIL", _disposition(fields), b"NIL", b"NIL"])


def _parameters(fields: Header) -> list[tuple[str, str]]:
    given = [_as_written(*pair) for pair in fields.get_params(failobj=[])[1:]]
    return given or [("charset", "us-ascii")] * (fields.get_content_maintype() == "text")


def _as_written(name: str, value: str | tuple[str | None, str | None, str]) -> tuple[str, str]:
    """The email package decodes RFC 2231; servers pass it on as it is."""
    if isinstance(value, str):
        return name, value
    charset, language, text = value
    return f"{name}*", f"{charset or ''}'{language or ''}'{urllib.parse.quote(text, encoding='latin-1')}"


def _pairs(parameters: list[tuple[str, str]]) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(%s)" % b" ".join(string(word) for pair in parameters for word in pair)


def _disposition(fields: Header) -> bytes:
    given = fields.get_params(header="Content-Disposition")
    if not given:
        return b"NIL"
    return b"(%s %s)" % (string(given[0][0]), _pairs([_as_written(*pair) for pair in given[1:]]))


def _envelope(mail: Header) -> bytes:
    sender = mail.get_all("From", [])
    people = [sender, mail.get_all("Sender", sender), mail.get_all("Reply-To", sender)]
    people += [mail.get_all(name, []) for name in ("To", "Cc", "Bcc")]
    around = [
        [string(mail["Date"]), string(mail["Subject"])],
        map(_addresses, people),
        [string(mail["In-Reply-To"]), string(mail["Message-ID"])],
    ]
    return b"(%s)" % b" ".join(value for group in around for value in group)


def _addresses(fields: list[str]) -> bytes:
    found = [
        b"(%s NIL %s %s)" % (string(name or None), string(local), string(host))
        for name, address in email.utils.getaddresses([str(field) for field in fields])
        for local, _, host in [address.rpartition("@")]
    ]
    return b"(%s)" % b"".join(found) if found else b"NIL"
