"""The mail of the one user, as a test changes it."""

from __future__ import annotations

import email.utils
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.servers.google.history import History
from tests.servers.google.labels import Labels
from tests.servers.google.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_ID = 0x18C5_0000_0000_0000
_STEP = 0x0000_0001_2F3B_9A71  # odd, so that no two ids meet
_UNDATED = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Mailbox:
    """Every change gets a history id and, as in Gmail, is the message's own from then on."""

    def __init__(self, lock: threading.RLock | None = None, address: str = "robin@gmail.example") -> None:
        self.address = address
        self.labels = Labels()
        self.history = History()
        self.page_size: int | None = None  # at most so many entries a page, whatever is asked
        self.text_in_place: int | None = None  # larger texts come as attachments in format=full
        self.decodes_headers = (
            False  # encoded words come decoded in payload.headers; not documented either way
        )
        self.mails: dict[str, Mail] = {}
        self.lock = lock or threading.RLock()
        self._threads: dict[str, str] = {}  # Message-ID -> thread
        self._added = 0

    @property
    def ids(self) -> list[str]:
        """Newest first, as messages.list has them; trash and spam too."""
        return [mail.id for mail in self.newest()]

    @property
    def history_id(self) -> str:
        return str(self.history.current)

    def newest(self) -> list[Mail]:
        with self.lock:
            return sorted(self.mails.values(), key=lambda mail: (mail.at_ms, mail.id), reverse=True)

    def add(
        self,
        raw: bytes,
        labels: Iterable[str] = ("INBOX",),
        at: datetime | float | None = None,
        thread: str | None = None,
        id: str | None = None,
    ) -> str:
        """A new message. `at` is its internalDate (seconds since 1970, or with a zone), else its Date header.

        Its thread is that of the nearest message it refers to, else one of its own
        (…/workspace/gmail/api/guides/threads).
        """
        with self.lock:
            self._added += 1
            mail = Mail(id or f"{_FIRST_ID + self._added * _STEP:016x}", "", raw, 0, list(labels))
            mail.at_ms = self._milliseconds(mail, at)
            known = [self._threads[one] for one in mail.references if one in self._threads]
            mail.thread = thread or (known[0] if known else mail.id)
            if mail.message_id:
                self._threads.setdefault(mail.message_id, mail.thread)
            self.mails[mail.id] = mail
            mail.history_id = self.history.add(mail.id, mail.thread, mail.labels, ("messageAdded", ()))
            return mail.id

    def delete(self, id: str) -> None:
        """For good; not into the trash."""
        with self.lock:
            mail = self.mails.pop(id)
            self.history.add(mail.id, mail.thread, mail.labels, ("messageDeleted", ()))

    def trash(self, id: str) -> None:
        """Gmail's delete button: no messageDeleted, but a label more and INBOX less."""
        self.label(id, add=("TRASH",), remove=("INBOX", "SPAM"))

    def untrash(self, id: str) -> None:
        self.label(id, remove=("TRASH",))

    def label(self, id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """By label ids. What is there already, or is not there, leaves no record."""
        with self.lock:
            mail = self.mails[id]
            added = tuple(one for one in add if one not in mail.labels)
            removed = tuple(one for one in remove if one in mail.labels)
            mail.labels = [one for one in mail.labels if one not in removed] + list(added)
            pairs = (("labelAdded", added), ("labelRemoved", removed))
            kinds = tuple((kind, labels) for kind, labels in pairs if labels)
            if kinds:
                mail.history_id = self.history.add(mail.id, mail.thread, mail.labels, *kinds)

    def new_label(self, name: str) -> str:
        """The id of a new label of the user's."""
        with self.lock:
            self.history.move()
            return self.labels.new(name)

    def forget_history(self) -> None:
        """Every history id given so far answers 404, those of the messages among them."""
        with self.lock:
            self.history.forget()

    def _milliseconds(self, mail: Mail, at: datetime | float | None) -> int:
        if isinstance(at, datetime):
            return round(at.timestamp() * 1000)
        if at is not None:
            return round(at * 1000)
        try:
            said = email.utils.parsedate_to_datetime(mail.header("date"))
            said = said if said.tzinfo else said.replace(tzinfo=UTC)
            return round(said.timestamp() * 1000)
        except (ValueError, TypeError, IndexError, OverflowError):
            return round((_UNDATED + timedelta(minutes=self._added)).timestamp() * 1000)
