"""One message as the mailbox holds it. What takes a look into its text is found when it is asked for."""

from __future__ import annotations

import email
import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.servers.google import payload

if TYPE_CHECKING:
    from email.message import Message

_FIELD = re.compile(rb"(?m)^([^\s:]+):([^\n]*(?:\n[ \t][^\n]*)*)")
_ID = re.compile(r"<[^<>\s]+>")


@dataclass(eq=False)
class Mail:
    id: str
    thread: str
    raw: bytes
    at_ms: int  # internalDate
    labels: list[str]
    history_id: int = 0

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """Names as written, values unfolded and otherwise as written; bytes that are no UTF-8 are Latin-1."""
        end = re.search(rb"\r?\n\r?\n", b"\n" + self.raw)
        head = self.raw if end is None else self.raw[: max(end.start() - 1, 0) + 2]
        return [(payload.text(name), payload.unfolded(value)) for name, value in _FIELD.findall(head)]

    @cached_property
    def kind(self) -> str:
        found = re.match(r"[\w.+-]+/[\w.+-]+", self.header("content-type"))
        return found[0].lower() if found else "text/plain"

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def message_id(self) -> str:
        found = _ID.search(self.header("message-id"))
        return found[0] if found else ""

    @property
    def references(self) -> list[str]:
        """The message ids it answers, the nearest first."""
        return [*_ID.findall(self.header("in-reply-to")), *reversed(_ID.findall(self.header("references")))]

    @property
    def parsed(self) -> Message:
        return email.message_from_bytes(self.raw)

    @cached_property
    def file_names(self) -> tuple[str, ...]:
        if b"name" not in self.raw.lower():  # the cheap look first: most mail has none
            return ()
        return tuple(payload.file_names(self.parsed))

    @cached_property
    def words(self) -> str:
        """What a plain word in a search is looked for in."""
        return f"{self.header('subject')} {self.header('from')} {payload.plain(self.parsed)}".lower()

    @cached_property
    def snippet(self) -> str:
        """A short part of the text, with & < > and quotes as HTML entities."""
        return html.escape(" ".join(payload.plain(self.parsed)[:2000].split())[:180], quote=True)
