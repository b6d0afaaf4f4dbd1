"""What is asked of the server about messages, and its answers as values.

Answers may be split, repeated, unasked-for or missing (RFC 3501 §7.4): they are merged by UID, and whoever
asks must be ready to hear nothing about a message.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest.imap import structure
from ingest.imap.answers import answers
from ingest.mime.headers import READ_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from imapclient import IMAPClient

    from ingest.outline.tree import Part

WINDOW = 50_000
"""Messages in one SEARCH: the answer is one line, and imaplib reads no line of more than 1,000,000 bytes."""

NAMED_AT_ONCE = 1000
"""UIDs in one command: servers read no line of any length either."""

MOST_SECTION_BYTES = 8_000_000
"""Of one text, encoded. Whatever is longer is read in part."""

_HEADER = f"BODY.PEEK[HEADER.FIELDS ({' '.join(READ_HEADERS)})]"
_GMAIL = ("X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS")


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the server lists it, without its body."""

    uid: int
    header: bytes
    received_at: datetime | None  # INTERNALDATE, UTC
    flags: frozenset[bytes]  # lower case
    root: Part | None  # None where BODYSTRUCTURE makes no sense
    provider_id: str = ""  # "gmail:" and X-GM-MSGID
    provider_thread: str | None = None
    labels: tuple[str, ...] = ()  # Gmail's


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched of one message."""

    uid: int
    sections: tuple[str, ...]
    cut: bool  # whether a section may be longer than is read


def uids_since(client: IMAPClient, exists: int, day: date | None) -> list[int]:
    """The UIDs of all messages that came on `day` or later (all, if None), highest first."""
    since: list[Any] = ["SINCE", day] if day is not None else []
    if exists <= WINDOW:
        return sorted(client.search(since or ["ALL"]), reverse=True) if exists else []
    found: set[int] = set()
    for window in _windows(exists):
        found.update(client.search([window, *since]))
    return sorted(found, reverse=True)


def uids_from(client: IMAPClient, exists: int, first: int) -> list[int]:
    """The UIDs from `first` on, highest first. `n:*` always names the last message too (RFC 3501 §6.4.8)."""
    asked = ["UID", f"{first}:*"]
    if exists <= WINDOW:
        return sorted((uid for uid in client.search(asked) if uid >= first), reverse=True)
    found: set[int] = set()
    for window in _windows(exists):
        some = [uid for uid in client.search([window, *asked]) if uid >= first]
        if not some:  # UIDs rise with the sequence numbers: nor is there one further down
            break
        found.update(some)
    return sorted(found, reverse=True)


def those_there(client: IMAPClient, uids: Sequence[int]) -> frozenset[int]:
    """Those of the UIDs that the folder has."""
    found: set[int] = set()
    for at in range(0, len(uids), NAMED_AT_ONCE):
        some = sorted(uids[at : at + NAMED_AT_ONCE])
        found.update(client.search(["UID", ",".join(map(str, some))]))
    return frozenset(found) & frozenset(uids)


def _windows(exists: int) -> Iterator[str]:
    """Windows of sequence numbers, from the last message down. Where one goes meanwhile, the others move down
    into a window that is still to come: they may be seen twice, and never not at all."""
    top, end = exists, "*"  # the last message by its name: others may have gone since they were counted
    while top > 0:
        low = max(1, top - WINDOW + 1)
        yield f"{low}:{end}"
        top = low - 1
        end = str(top)


def listed(
    client: IMAPClient, uids: Sequence[int], *, gmail: bool, structured: bool = True
) -> dict[int, Listed]:
    """The messages without their bodies, by UID. One that the server is silent about is not among them.

    ENVELOPE is not asked for: the header says all of it, and reading both takes half as long again.
    RFC822.SIZE neither: the parts say how large they are, and some servers fetch a mail to measure it.
    """
    items = ["INTERNALDATE", "FLAGS", _HEADER]
    items += ["BODYSTRUCTURE"] * structured + list(_GMAIL) * gmail
    asked = frozenset(uids)
    given = answers(_fetched(client, uids, items))
    found = (_listed(uid, answer) for uid, answer in given.items() if uid in asked)
    return {one.uid: one for one in found if one is not None}


def bodies(client: IMAPClient, wanted: Iterable[Wanted]) -> dict[int, dict[str, bytes]]:
    """UID -> section -> what is in it. Messages of which the same sections are wanted go in one request.

    A message of which one section is missing is not among them: the answer was about something else.
    """
    groups: defaultdict[tuple[tuple[str, ...], bool], list[int]] = defaultdict(list)
    for one in wanted:
        groups[one.sections, one.cut].append(one.uid)
    found: dict[int, dict[str, bytes]] = {}
    for (sections, cut), uids in groups.items():
        if not sections:
            found.update((uid, {}) for uid in uids)
            continue
        most = f"<0.{MOST_SECTION_BYTES}>" if cut else ""
        replies = answers(_fetched(client, uids, [f"BODY.PEEK[{section}]{most}" for section in sections]))
        given = {uid: dict(_sections(reply)) for uid, reply in replies.items()}
        found.update((uid, one) for uid, one in given.items() if one.keys() >= set(sections))
    return found


def _listed(uid: int, answer: dict[bytes, Any]) -> Listed | None:
    header = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER")), None)
    if header is None or b"INTERNALDATE" not in answer:
        return None  # an answer that speaks of flags alone: somebody else changed them just now
    received_at = _instant(answer[b"INTERNALDATE"])
    message_id, thread = answer.get(b"X-GM-MSGID"), answer.get(b"X-GM-THRID")
    return Listed(
        uid,
        header if isinstance(header, bytes) else b"",
        received_at,
        frozenset(flag.lower() for flag in answer.get(b"FLAGS", ()) if isinstance(flag, bytes)),
        structure.read(answer.get(b"BODYSTRUCTURE")),
        f"gmail:{message_id}" if message_id else "",
        f"gmail:{thread}" if thread else None,
        tuple(_label(one) for one in answer.get(b"X-GM-LABELS") or ()),
    )


def _fetched(client: IMAPClient, uids: Sequence[int], items: Sequence[str]) -> list[Any]:
    """What imaplib has of the answers, not yet taken apart. Raises imaplib.IMAP4.error."""
    import imaplib

    wanted = ",".join(map(str, uids))
    status, data = client._imap.uid("FETCH", wanted, f"({' '.join(items)})")
    if status != "OK":
        raise imaplib.IMAP4.error(f"fetch failed: {data[0]!r}")
    return list(data)


def _instant(internal_date: Any) -> datetime | None:
    """INTERNALDATE ("17-Jul-1996 02:44:25 -0700") in UTC; None where it cannot be."""
    from imapclient.datetime_util import parse_to_datetime

    if not isinstance(internal_date, bytes):
        return None
    try:
        read: datetime = parse_to_datetime(internal_date, normalise=False)
    except (ValueError, OverflowError):
        return None
    return read.astimezone(UTC) if read.tzinfo else None


def _sections(answer: dict[bytes, Any]) -> Iterator[tuple[str, bytes]]:
    """BODY[1.2] -> "1.2"; a partial one ends in its offset: BODY[TEXT]<0>."""
    for key, value in answer.items():
        if key.startswith(b"BODY[") and b"]" in key:
            section = key[5 : key.rindex(b"]")].decode("ascii", "replace")
            yield section, value if isinstance(value, bytes) else b""


def _label(raw: bytes | int) -> str:
    """A label of Gmail's; its own ones begin with a backslash, and all are in modified UTF-7."""
    from imapclient.imap_utf7 import decode

    text = decode(raw) if isinstance(raw, bytes) else str(raw)
    return str(text).removeprefix("\\")
