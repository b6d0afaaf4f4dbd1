"""What is asked of Gmail, and its answers as values.

The methods are those of https://developers.google.com/workspace/gmail/api/reference/rest/v1; each answer is
asked for with a `fields` mask, so that nothing comes that is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.gmail import payload
from ingest.google.batches import Batches
from ingest.google.faults import RefusedError
from ingest.google.pace import ATTEMPTS
from ingest.google.pages import pages
from ingest.google.shapes import mapping, mappings, number, text, texts
from ingest.mime.headers import READ_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from ingest.google.session import Session

ME = "me"
IDS_AT_ONCE = 500  # the most that a page of a list holds

# An invite of Outlook's may have no file name; this header says what it is.
_HEADERS = [*READ_HEADERS, "Content-Class"]
_IDS = "messages(id,threadId),nextPageToken"
_ABOUT = "id,threadId,labelIds,internalDate,sizeEstimate"
_HISTORY = (
    "nextPageToken,historyId,history(messagesAdded(message(id,labelIds)),messagesDeleted(message(id)),"
    "labelsAdded(message(id,labelIds),labelIds),labelsRemoved(message(id,labelIds),labelIds))"
)
_KINDS = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]
_HEX = re.compile(r"^[0-9a-f]{1,16}$")


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of a message before anything is decided about it."""

    id: str
    thread: str | None  # as `provider_id`
    labels: tuple[str, ...]  # their ids
    received_at: datetime | None  # internalDate, UTC
    size: int  # octets of the whole mail, about; 0 where nobody says
    header: bytes
    raw: bytes = b""  # where all of it was asked for at once


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that happened since a history id, and the id up to which that is so."""

    records: tuple[dict[str, Any], ...]
    history: str


class Mailbox:
    """The mailbox of the person who signed in. Raises SourceError."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._batches = Batches(session)

    def profile(self) -> tuple[str, str]:
        """The person's address and the history id of now; "" each where the server has no profile."""
        try:
            told = self._session.ask(self._users.getProfile(userId=ME, fields="emailAddress,historyId"))
        except RefusedError as error:
            if error.status not in (404, 405, 501):
                raise
            return "", ""
        return text(told.get("emailAddress")), text(told.get("historyId"))

    def labels(self) -> dict[str, str]:
        """The names of all labels, by id."""
        told = self._session.ask(self._users.labels().list(userId=ME, fields="labels(id,name)"))
        named = {text(one.get("id")): text(one.get("name")) for one in mappings(told.get("labels"))}
        return {one: name or one for one, name in named.items() if one}

    def ids(self, query: str, label: str = "") -> tuple[dict[str, str], int]:
        """The messages that the query finds, the newest first, each with its thread ("" where nobody says),
        and on how many pages they came. Spam and trash are left out."""
        label_ids = {"labelIds": [label]} if label else {}
        asked = {"userId": ME, "q": query, "maxResults": IDS_AT_ONCE, "fields": _IDS, **label_ids}
        found: dict[str, str] = {}
        count = 0
        for told in pages(self._session, self._messages.list, **asked):
            several = mappings(told.get("messages"))
            found |= {text(one.get("id")): text(one.get("threadId")) for one in several}
            count += 1
        return {one: thread for one, thread in found.items() if one}, count

    def since(self, history: str) -> Records:
        """What happened since that history id. Raises RefusedError where the server does not know it any
        longer (404). Only the last page says up to where the records go."""
        asked = {"userId": ME, "startHistoryId": history, "historyTypes": _KINDS, "fields": _HISTORY}
        records: list[dict[str, Any]] = []
        now = ""
        for told in pages(self._session, self._history.list, **asked, maxResults=IDS_AT_ONCE):
            records += mappings(told.get("history"))
            now = text(told.get("historyId"))
        return Records(tuple(records), now or history)

    def listed(
        self, ids: Iterable[str], attempts: int, at_once: Collection[str] = ()
    ) -> dict[str, Listed | RefusedError]:
        """The messages without their bodies, and those that are wanted at once as they were sent."""
        fields = f"{_ABOUT},payload(headers)"
        head = {"format": "metadata", "metadataHeaders": _HEADERS, "fields": fields}
        whole = {"format": "raw", "fields": f"{_ABOUT},raw"}
        answers = self._got(ids, attempts, lambda one: whole if one in at_once else head)
        return {
            one: told if isinstance(told, RefusedError) else _listed(one, told)
            for one, told in answers.items()
        }

    def label_ids(self, ids: Iterable[str]) -> dict[str, tuple[str, ...] | RefusedError]:
        """The labels that the messages have now."""
        answers = self._got(ids, ATTEMPTS, lambda one: {"format": "minimal", "fields": "id,labelIds"})
        return {
            one: told if isinstance(told, RefusedError) else texts(told.get("labelIds"))
            for one, told in answers.items()
        }

    def raw(self, ids: Iterable[str], attempts: int) -> dict[str, bytes | RefusedError]:
        """The messages as they were sent. One of which nothing came is refused."""
        answers = self._got(ids, attempts, lambda one: {"format": "raw", "fields": "id,raw"})
        return {
            one: told
            if isinstance(told, RefusedError)
            else payload.decoded(text(told.get("raw"))) or RefusedError(200, "", "there is nothing in it")
            for one, told in answers.items()
        }

    def full(self, ids: Iterable[str], attempts: int) -> dict[str, payload.Full | RefusedError | None]:
        """The messages without their attachments; None for one that makes no sense."""
        answers = self._got(ids, attempts, lambda one: {"format": "full", "fields": "id,payload"})
        return {
            one: told if isinstance(told, RefusedError) else payload.read(told.get("payload"))
            for one, told in answers.items()
        }

    def parts(
        self, wanted: Mapping[tuple[str, str], str], attempts: int
    ) -> dict[tuple[str, str], bytes | RefusedError]:
        """The parts that stayed on the server: (message, number of the part) -> attachmentId."""
        named = {f"{nth}": key for nth, key in enumerate(wanted)}
        attachments = self._messages.attachments()
        asked = {
            name: attachments.get(userId=ME, messageId=key[0], id=wanted[key], fields="data")
            for name, key in named.items()
        }
        return {
            named[name]: told if isinstance(told, RefusedError) else payload.decoded(text(told.get("data")))
            for name, told in self._each(asked, attempts).items()
        }

    def newest_history(self, ids: Collection[str]) -> str:
        """The history id of the first of the messages that is still there; "" where there is none."""
        for one in ids:
            try:
                told = self._session.ask(
                    self._messages.get(userId=ME, id=one, format="minimal", fields="historyId")
                )
            except RefusedError as error:
                if error.status != 404:
                    raise
            else:
                return text(told.get("historyId"))
        return ""

    def _got(
        self, ids: Iterable[str], attempts: int, how: Callable[[str], dict[str, Any]]
    ) -> dict[str, dict[str, Any] | RefusedError]:
        """The messages by their ids. An answer that is about another message, or about none, is none."""
        asked = {one: self._messages.get(userId=ME, id=one, **how(one)) for one in ids}
        return self._each(asked, attempts, lambda one, told: text(told.get("id")) == one)

    def _each(
        self,
        asked: Mapping[str, Any],
        attempts: int,
        fits: Callable[[str, dict[str, Any]], bool] = lambda name, told: True,
    ) -> dict[str, dict[str, Any] | RefusedError]:
        alive = self._users.getProfile(userId=ME, fields="historyId")
        return self._batches.ask_each(asked, attempts, sign_of_life=alive, fits=fits)

    @cached_property
    def _users(self) -> Any:
        return self._session.service.users()

    @cached_property
    def _messages(self) -> Any:
        return self._users.messages()

    @cached_property
    def _history(self) -> Any:
        return self._users.history()


def provider_id(hexadecimal: str) -> str:
    """The id in decimal, as IMAP's X-GM-MSGID and X-GM-THRID say it
    (https://developers.google.com/workspace/gmail/imap/imap-extensions)."""
    is_hex = _HEX.match(hexadecimal)
    return f"gmail:{int(hexadecimal, 16)}" if is_hex else f"gmail:{hexadecimal}"


def _listed(asked: str, told: dict[str, Any]) -> Listed:
    thread = text(told.get("threadId"))
    raw = payload.decoded(text(told.get("raw")))
    return Listed(
        asked,
        provider_id(thread) if thread else None,
        texts(told.get("labelIds")),
        _instant(told.get("internalDate")),
        number(told.get("sizeEstimate")),
        payload.header_of(raw, _HEADERS)
        if raw
        else payload.header(mapping(told.get("payload")).get("headers")),
        raw,
    )


def _instant(milliseconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
