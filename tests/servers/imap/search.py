"""SEARCH: which messages fit (RFC 3501 6.4.4, MODSEQ from RFC 7162 3.1.5)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.servers.imap.wire import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.servers.imap.mail import Folder, Message
    from tests.servers.imap.wire import Token

FLAGS = {"SEEN": "\\Seen", "DELETED": "\\Deleted", "FLAGGED": "\\Flagged", "ANSWERED": "\\Answered"}


class UnknownKeyError(ValueError):
    """A search key that this server does not know."""


def search(folder: Folder, keys: list[Token]) -> list[tuple[int, Message]]:
    """The messages that fit all the keys, with their sequence numbers."""
    highest = (len(folder.messages), folder.messages[-1].uid if folder.messages else 0)
    found: list[tuple[int, Message]] | None = None
    words = iter(keys)
    for token in words:
        if isinstance(token, list):
            inner = {number for number, _ in search(folder, token)}
            found = [pair for pair in found or _all(folder) if pair[0] in inner]
        elif _is_set(token) and found is None:  # the rest of a large folder is not even looked at
            found = _joined(folder.by_number(*ends) for ends in numbers(token, highest[0]))
        else:
            found = _kept(_all(folder) if found is None else found, token, words, highest)
    return _all(folder) if found is None else found


def _all(folder: Folder) -> list[tuple[int, Message]]:
    return folder.by_number(1, len(folder.messages))


def _joined(runs: Iterable[list[tuple[int, Message]]]) -> list[tuple[int, Message]]:
    return [pair for _, pair in sorted({pair[0]: pair for run in runs for pair in run}.items())]


def _is_set(token: bytes) -> bool:
    return token[:1].isdigit() or token[:1] == b"*"


def _kept(
    found: list[tuple[int, Message]], token: bytes, words: Iterator[Token], highest: tuple[int, int]
) -> list[tuple[int, Message]]:
    key = token.decode("ascii", "replace").upper()
    if key == "ALL":
        return found
    if _is_set(token):
        return [pair for pair in found if _within(pair[0], numbers(token, highest[0]))]
    if key == "UID":
        ranges = numbers(_word(words), highest[1])
        return [pair for pair in found if _within(pair[1].uid, ranges)]
    if key in ("SINCE", "BEFORE"):  # by the day alone: time and zone do not count
        day = dt.datetime.strptime(_word(words).decode(), "%d-%b-%Y").date()  # noqa: DTZ007
        return [pair for pair in found if (pair[1].received.date() >= day) == (key == "SINCE")]
    if key == "MODSEQ":
        least = int(_word(words))
        return [pair for pair in found if pair[1].modseq >= least]
    if key.removeprefix("UN") in FLAGS:
        flag = FLAGS[key.removeprefix("UN")]
        return [pair for pair in found if (flag in pair[1].flags) != key.startswith("UN")]
    raise UnknownKeyError(key)


def _word(words: Iterator[Token]) -> bytes:
    word = next(words, b"")
    if not isinstance(word, bytes) or not word:
        raise UnknownKeyError("a value is missing")
    return word


def _within(number: int, ranges: list[tuple[int, int]]) -> bool:
    return any(low <= number <= high for low, high in ranges)
