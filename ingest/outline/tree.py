"""The parts of a mail that lies on a server, and which of them are fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_INVITE_BYTES = 2_000_000
MOST_TNEF_BYTES = 4_000_000
_CALENDARS = (".ics", ".ical", ".vcs")
_TEXTS = ("text/plain", "text/html")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass(frozen=True)
class Part:
    """One part. `number` is what the server calls it (in IMAP its section: "1.2"); "" for the mail as a whole
    where it has several."""

    number: str
    kind: str  # "text/plain", in lower case
    parameters: tuple[tuple[bytes, bytes], ...] = ()
    encoding: bytes = b""
    size: int = 0  # octets, encoded
    disposition: str = ""
    disposition_parameters: tuple[tuple[bytes, bytes], ...] = ()
    children: tuple[Part, ...] = ()

    @cached_property
    def name(self) -> bytes:
        """The file name, as it is written."""
        if not self.parameters and not self.disposition_parameters:
            return b""
        both = dict(_lower(self.parameters)) | dict(_lower(self.disposition_parameters))
        for key in (b"filename", b"filename*", b"filename*0", b"filename*0*", b"name", b"name*"):
            if both.get(key):
                return both[key]
        return b""

    @property
    def boundary(self) -> bytes:
        return dict(_lower(self.parameters)).get(b"boundary", b"")

    @property
    def charset(self) -> str:
        return dict(_lower(self.parameters)).get(b"charset", b"").decode("ascii", "replace")

    @property
    def is_mail(self) -> bool:
        return self.kind == "message/rfc822"

    @property
    def is_calendar(self) -> bool:
        return self.kind == "text/calendar" or self.name.decode("latin-1").lower().endswith(_CALENDARS)


def leaves(part: Part) -> Iterator[Part]:
    """The parts under `part` that hold something themselves, in order."""
    if not part.children:
        yield part
    for child in part.children:
        yield from leaves(child)


def has_calendar(root: Part) -> bool:
    """Whether the mail carries an invite."""
    return any(part.is_calendar for part in leaves(root))


def wanted(root: Part) -> frozenset[str]:
    """The numbers of the leaves that are fetched: text and invites, never an attachment.

    A text with a file name is an attachment, unless it is the first: some servers name the body itself. A
    winmail.dat is Outlook's wrapping of text and invites, so it is no attachment.
    """
    found: list[str] = []
    alone = not root.children
    has_text = False
    for part in leaves(root):
        if part.is_calendar:
            take = part.size <= MOST_INVITE_BYTES
        elif part.kind in _TNEF or part.name.lower() == b"winmail.dat":
            take = part.size <= MOST_TNEF_BYTES
        elif part.kind in _TEXTS:
            take = alone or (part.disposition != "attachment" and not (part.name and has_text))
            has_text = has_text or take
        else:
            take = alone and part.kind.startswith("text/")
        if take:
            found.append(part.number)
    return frozenset(found)


def spare(part: Part) -> frozenset[str]:
    """The numbers of the HTML leaves that say what a plain text beside them says (RFC 2046 §5.1.4)."""
    found: list[str] = []
    if part.kind == "multipart/alternative" and any(child.kind == "text/plain" for child in part.children):
        found += [leaf.number for leaf in leaves(part) if leaf.kind == "text/html"]
    return frozenset(found).union(*map(spare, part.children))


def _lower(pairs: tuple[tuple[bytes, bytes], ...]) -> Iterator[tuple[bytes, bytes]]:
    return ((key.lower(), value) for key, value in pairs)
