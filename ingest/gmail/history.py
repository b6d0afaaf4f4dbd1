"""What the records of a mailbox's history add up to.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list. The lists of one kind
of change are read, and never `messages`, which repeats them without saying what happened. A message that is
thrown away is not deleted: it gets the label TRASH (messagesDeleted: "not Trashed").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.google.shapes import mapping, mappings, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TRASHED = frozenset({"TRASH", "SPAM"})
NO_MAIL = frozenset({"DRAFT", "CHAT"})
AWAY = TRASHED | NO_MAIL
"""A message with one of these labels is none that is kept."""

UNKEPT = frozenset({"UNREAD"})


@dataclass(frozen=True, slots=True)
class Changes:
    """By the messages' ids, the latest change last."""

    new: tuple[str, ...] = ()  # came, came back, or became mail
    gone: frozenset[str] = frozenset()  # deleted, thrown away, or no mail any longer
    drafts: frozenset[str] = frozenset()  # came, and are no mail yet
    relabelled: dict[str, tuple[str, ...] | None] = field(default_factory=dict)  # None: nobody said which


@dataclass(slots=True)
class _Message:
    here: bool | None = None  # None: as it was
    is_draft: bool = False
    relabelled: bool = False
    labels: tuple[str, ...] | None = None


def fold(records: Iterable[dict[str, Any]]) -> Changes:
    """What became of each message, by all the records in their order."""
    seen: dict[str, _Message] = {}
    for record in records:
        for message, labels, _ in _told(record, "messagesAdded"):
            one = _latest(seen, message)
            one.here = labels is None or AWAY.isdisjoint(labels)
            one.is_draft = not NO_MAIL.isdisjoint(labels or ())
            one.labels = labels
        for kind in ("labelsAdded", "labelsRemoved"):
            for message, labels, changed in _told(record, kind):
                one = _latest(seen, message)
                if not AWAY.isdisjoint(changed):
                    now = AWAY & frozenset(labels or ()) if labels is not None else frozenset()
                    one.here = not now if labels is not None else kind == "labelsRemoved"
                    one.is_draft = bool(now & NO_MAIL)
                one.relabelled |= not changed <= UNKEPT
                one.labels = labels
        for message, _, _ in _told(record, "messagesDeleted"):
            _latest(seen, message).here = False
            seen[message].is_draft = False
    return Changes(
        tuple(message for message, one in seen.items() if one.here),
        frozenset(message for message, one in seen.items() if one.here is False),
        frozenset(message for message, one in seen.items() if one.is_draft),
        {message: one.labels for message, one in seen.items() if one.relabelled and one.here is not False},
    )


def has_losses(records: Iterable[dict[str, Any]]) -> bool:
    """Whether anything was deleted or thrown away, which may have moved the pages of a list."""
    return any(
        record.get("messagesDeleted")
        or any(not TRASHED.isdisjoint(changed) for _, _, changed in _told(record, "labelsAdded"))
        for record in records
    )


def _told(record: dict[str, Any], kind: str) -> Iterator[tuple[str, tuple[str, ...] | None, frozenset[str]]]:
    """Message, its labels then (None where they are not told), and the labels that were added or removed."""
    for one in mappings(record.get(kind)):
        message = mapping(one.get("message"))
        labels = message.get("labelIds")
        if text(message.get("id")):
            told = texts(labels) if isinstance(labels, list) else None
            yield text(message["id"]), told, frozenset(texts(one.get("labelIds")))


def _latest(seen: dict[str, _Message], message: str) -> _Message:
    """What is known of the message, put last."""
    seen[message] = one = seen.pop(message, None) or _Message()
    return one
