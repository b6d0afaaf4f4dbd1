"""The `q` of messages.list: what Gmail's search box takes, as far as a mail reader needs it.

support.google.com/mail/answer/7190 and developers.google.com/workspace/gmail/api/guides/filtering: a date is
midnight in the Pacific time zone; seconds since 1970 are exact. A space means and, `OR` and {…} mean or, `-`
means not. An operator that is not known is looked for as text, as Gmail does, and `unknown` says it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.labels import Labels
    from tests.servers.google.mail import Mail

_TOKEN = re.compile(r"\s*(?:([(){}])|(-)(?=\S)|((?:\w+:)?\"[^\"]*\"|[^\s(){}]+))")
_PACIFIC = ZoneInfo("America/Los_Angeles")
_SIZES = {"k": 1000, "m": 1_000_000}
_KEPT_BACK = frozenset({"SPAM", "TRASH"})
_PLACES = {
    "chats": "CHAT",
    "drafts": "DRAFT",
    "sent": "SENT",
    "inbox": "INBOX",
    "spam": "SPAM",
    "trash": "TRASH",
}


@dataclass(slots=True)
class Search:
    """A query ready to be asked. `everywhere`: it looks into spam and trash by itself."""

    fits: Callable[[Mail], bool]
    everywhere: bool = False
    unknown: list[str] = field(default_factory=list)


def search(q: str, labels: Labels) -> Search:
    made = Search(lambda mail: True)
    tokens = [next(filter(None, match.groups())) for match in _TOKEN.finditer(q)]
    made.fits = _all(tokens, labels, made, end="")
    return made


def listed(mail: Mail, wanted: Search, label_ids: list[str], *, with_spam_and_trash: bool) -> bool:
    """Whether messages.list has it; `label_ids` must all be on it."""
    everywhere = with_spam_and_trash or wanted.everywhere or not _KEPT_BACK.isdisjoint(label_ids)
    if not everywhere and not _KEPT_BACK.isdisjoint(mail.labels):
        return False
    return all(label in mail.labels for label in label_ids) and wanted.fits(mail)


def _all(tokens: list[str], labels: Labels, made: Search, end: str) -> Callable[[Mail], bool]:
    """Terms up to `end`: and between them, except around OR and in {…}."""
    groups: list[list[Callable[[Mail], bool]]] = []
    joined = False
    while tokens and tokens[0] != end:
        if tokens[0] == "OR":
            tokens.pop(0)
            joined = bool(groups)
        elif tokens[0] == "AND":
            tokens.pop(0)
        elif (joined or (end == "}" and groups)) and tokens[0] not in (")", "}"):
            groups[-1].append(_term(tokens, labels, made))
            joined = False
        else:
            groups.append([_term(tokens, labels, made)])
    if tokens:
        tokens.pop(0)
    return lambda mail: all(any(term(mail) for term in group) for group in groups)


def _term(tokens: list[str], labels: Labels, made: Search) -> Callable[[Mail], bool]:
    token = tokens.pop(0)
    if token == "-":
        inner = _term(tokens, labels, made) if tokens else lambda mail: False
        return lambda mail: not inner(mail)
    if token in "({":
        return _all(tokens, labels, made, end=")" if token == "(" else "}")
    if token in ")}":
        return lambda mail: True
    name, colon, value = token.partition(":")
    if not colon:
        word = token.strip('"').lower()
        return lambda mail: word in mail.words
    return _operator(name.lower(), value.strip('"'), labels, made)


def _operator(name: str, value: str, labels: Labels, made: Search) -> Callable[[Mail], bool]:
    low = value.lower()
    if name in ("after", "newer"):
        since = _milliseconds(value)
        return lambda mail: mail.at_ms >= since
    if name in ("before", "older"):
        until = _milliseconds(value)
        return lambda mail: mail.at_ms < until
    if name == "filename":
        return lambda mail: any(_named(file.lower(), low) for file in mail.file_names)
    if name == "rfc822msgid":
        return lambda mail: mail.message_id.strip("<>") == value.strip("<>")
    if name == "has" and low == "attachment":
        return lambda mail: bool(mail.file_names)
    if name in ("from", "to", "cc", "subject", "list", "deliveredto"):
        header = {"list": "list-id", "deliveredto": "delivered-to"}.get(name, name)
        return lambda mail: low in mail.header(header).lower()
    if name in ("larger", "size", "smaller"):
        size = int(low.rstrip("km")) * _SIZES.get(low[-1], 1)
        return lambda mail: (len(mail.raw) < size) if name == "smaller" else (len(mail.raw) >= size)
    if name in ("in", "is", "label"):
        return _labelled(name, low, labels, made)
    made.unknown.append(name)
    return lambda mail: f"{name}:{low}" in mail.words


def _labelled(name: str, low: str, labels: Labels, made: Search) -> Callable[[Mail], bool]:
    if name == "in" and low == "anywhere":
        made.everywhere = True
        return lambda mail: True
    if name == "is" and low == "read":
        return lambda mail: "UNREAD" not in mail.labels
    label = _PLACES.get(low) if name != "is" else low.upper()
    label = label or labels.find(low)
    if label in _KEPT_BACK:
        made.everywhere = True
    return lambda mail: label in mail.labels


def _named(file: str, wanted: str) -> bool:
    """The whole name, its ending, or a word of it."""
    return file == wanted or file.endswith("." + wanted.lstrip(".")) or wanted in re.split(r"\W+", file)


def _milliseconds(value: str) -> int:
    if value.isdigit():
        return int(value) * 1000
    year, month, day = (int(piece) for piece in re.split(r"[/-]", value))
    return round(datetime(year, month, day, tzinfo=_PACIFIC).timestamp() * 1000)
