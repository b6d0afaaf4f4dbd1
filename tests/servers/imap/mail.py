"""What the scripted server has: folders of messages. A test changes them between two commands."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Message:
    """One message. Its lines end in CRLF on the wire, however they end here.

    says: what the server answers for a FETCH item in place of the truth, as it stands on the wire:
    {"BODYSTRUCTURE": b"NIL", "RFC822.SIZE": b"7", "BODY[1]": b"NIL"}.
    """

    uid: int
    raw: bytes
    flags: tuple[str, ...] = ()
    received: dt.datetime = LONG_AGO
    modseq: int = 1
    says: Mapping[str, bytes] = field(default_factory=lambda: NOTHING)
    gmail_id: int = 0  # X-GM-MSGID, X-GM-THRID, X-GM-LABELS
    gmail_thread: int = 0
    gmail_labels: tuple[str, ...] = ()

    @cached_property
    def octets(self) -> bytes:
        return self.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class Synthetic(Sequence[Message]):
    """Messages that are made when they are looked at: two hundred thousand of them cost nothing.

    The UIDs run from 1; the times rise by a minute from one to the next.
    """

    def __init__(self, count: int, raw: Callable[[int], bytes], first: dt.datetime = LONG_AGO) -> None:
        self._count, self._raw, self._first = count, raw, first

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int | slice) -> Message | list[Message]:  # type: ignore[override]
        if isinstance(index, slice):
            return [self._make(at) for at in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._make(index % self._count)

    def _make(self, at: int) -> Message:
        return Message(at + 1, self._raw(at + 1), received=self._first + dt.timedelta(minutes=at))


@dataclass
class Folder:
    name: str  # as people see it
    messages: Sequence[Message] = field(default_factory=list)
    attributes: tuple[str, ...] = ("\\HasNoChildren",)
    delimiter: str | None = "/"
    uidvalidity: int = 1
    uidnext: int = 0  # 0: one more than the highest UID; -1: the server does not say
    modseqs: bool = True  # False: NOMODSEQ (RFC 7162 3.1.2.2)
    highestmodseq: int = 0  # 0: the highest of the messages
    as_literal: bool = False  # LIST gives the name as a literal

    @property
    def next(self) -> int:
        return self.uidnext or (self.messages[-1].uid + 1 if self.messages else 1)

    @property
    def modseq(self) -> int:
        if self.highestmodseq or isinstance(self.messages, Synthetic):
            return self.highestmodseq or 1
        return max((message.modseq for message in self.messages), default=1)

    def by_uid(self, low: int, high: int) -> list[tuple[int, Message]]:
        """The messages with these UIDs, ends included, with their sequence numbers."""
        first = bisect.bisect_left(self.messages, low, key=lambda message: message.uid)
        after = bisect.bisect_right(self.messages, high, key=lambda message: message.uid)
        return self.by_number(first + 1, after)

    def by_number(self, low: int, high: int) -> list[tuple[int, Message]]:
        low = max(low, 1)
        return list(enumerate(self.messages[low - 1 : max(high, 0)], low))

    def add(self, *messages: Message) -> None:
        self._list().extend(messages)

    def remove(self, uid: int) -> int:
        """The sequence number that the message had. Every later one moves down by one."""
        [(number, _)] = self.by_uid(uid, uid)
        del self._list()[number - 1]
        return number

    def _list(self) -> MutableSequence[Message]:
        if not isinstance(self.messages, MutableSequence):
            self.messages = list(self.messages)
        return self.messages


def folders(*messages: Message) -> list[Folder]:
    """An inbox with these messages, and empty folders for what is sent, archived and thrown away."""
    others = [Folder(use, attributes=("\\HasNoChildren", f"\\{use}")) for use in ("Sent", "Archive", "Trash")]
    return [Folder("INBOX", list(messages)), *others]


def gmail_folders(*messages: Message) -> list[Folder]:
    """Gmail's: every message lies in All Mail, and its labels look like folders.

    https://developers.google.com/workspace/gmail/imap/imap-extensions
    """
    inbox = [message for message in messages if "\\Inbox" in message.gmail_labels]
    sent = [message for message in messages if "\\Sent" in message.gmail_labels]
    return [
        Folder("INBOX", inbox),
        Folder("[Gmail]", attributes=("\\HasChildren", "\\Noselect")),
        Folder("[Gmail]/All Mail", list(messages), ("\\All", "\\HasNoChildren"), uidvalidity=11),
        Folder("[Gmail]/Sent Mail", sent, ("\\HasNoChildren", "\\Sent"), uidvalidity=5),
        Folder("[Gmail]/Trash", attributes=("\\HasNoChildren", "\\Trash"), uidvalidity=9),
    ]
