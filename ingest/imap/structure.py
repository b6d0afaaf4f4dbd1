"""What BODYSTRUCTURE tells of a mail's parts (RFC 3501 §7.4.2), and which of them are fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 500
MOST_LEVELS = 25
MOST_INVITE_BYTES = 2_000_000
MOST_TNEF_BYTES = 4_000_000
_CALENDARS = (".ics", ".ical", ".vcs")
_TEXTS = ("text/plain", "text/html")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass(frozen=True)
class Part:
    """One part. `number` is its section in FETCH: "1.2"; "" for the mail as a whole where it has several."""

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


def read(body: Any) -> Part | None:
    """The tree that a parsed BODYSTRUCTURE stands for; None where it makes no sense."""
    try:
        room = [MOST_PARTS]
        return _part(body, "", 0, room)
    except (TypeError, ValueError, IndexError, AttributeError, RecursionError):
        return None


def _part(body: Any, number: str, level: int, room: list[int]) -> Part:
    room[0] -= 1
    if level > MOST_LEVELS or room[0] < 0:
        raise ValueError("too many parts")
    if isinstance(body[0], tuple):
        return _several(body, number, level, room)
    kind = f"{_word(body[0])}/{_word(body[1])}"
    number = number or "1"
    children: tuple[Part, ...] = ()
    extension = 8 if kind.startswith("text/") else 7
    if kind == "message/rfc822" and len(body) > 8 and isinstance(body[8], tuple):
        inner = body[8]
        is_several = isinstance(inner[0], tuple)
        children = (_part(inner, number if is_several else f"{number}.1", level + 1, room),)
        extension = 10
    disposition, parameters = _disposition(body[extension + 1 :])
    return Part(
        number,
        kind,
        _pairs(body[2]),
        body[5] if isinstance(body[5], bytes) else b"",
        max(int(body[6] or 0), 0),
        disposition,
        parameters,
        children,
    )


def _several(body: Any, number: str, level: int, room: list[int]) -> Part:
    """A multipart: its parts are numbered from 1 under it."""
    parts = list(takewhile(lambda one: isinstance(one, tuple), body))
    rest = body[len(parts) :]
    if not parts:
        raise ValueError("a multipart without parts")
    prefix = f"{number}." if number else ""
    children = tuple(_part(one, f"{prefix}{nth}", level + 1, room) for nth, one in enumerate(parts, 1))
    disposition, parameters = _disposition(rest[2:])
    return Part(
        number,
        f"multipart/{_word(rest[0])}",
        _pairs(rest[1]) if len(rest) > 1 else (),
        disposition=disposition,
        disposition_parameters=parameters,
        children=children,
    )


def _disposition(extension: Any) -> tuple[str, tuple[tuple[bytes, bytes], ...]]:
    """The disposition is the only extension that is a word with a list; servers leave out what they like."""
    for one in extension:
        is_pair = isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], bytes)
        if is_pair and (one[1] is None or isinstance(one[1], tuple)):
            return _word(one[0]), _pairs(one[1])
    return "", ()


def _pairs(flat: Any) -> tuple[tuple[bytes, bytes], ...]:
    if not isinstance(flat, tuple):
        return ()
    words = [one if isinstance(one, bytes) else str(one or "").encode() for one in flat]
    return tuple(zip(words[::2], words[1::2], strict=False))


def _lower(pairs: tuple[tuple[bytes, bytes], ...]) -> Iterator[tuple[bytes, bytes]]:
    return ((key.lower(), value) for key, value in pairs)


def _word(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError("no word")
    return value.decode("ascii", "replace").lower()
