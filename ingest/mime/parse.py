"""Bytes to a `Message`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.invites.events import read_calendar
from ingest.invites.ours import is_ours
from ingest.mime import addresses, body, content, dates, headers, identity, parts, tnef
from ingest.types import Address, Attachment, Event, Message, Place, Problem, RawMail

if TYPE_CHECKING:
    from datetime import datetime

    from ingest.mime.headers import Headers
    from ingest.mime.parts import Part

_LABEL = re.compile(r'"([^"]*)"|([^,"]+)')
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n \t]{0,1000}")
MOST_BYTES = 200_000_000
_MOST_TEXT = content.MOST_TEXT
_MOST_ADDRESSES = 64 * 1024  # characters
_MOST_LIST_ID = 255  # characters; so says RFC 2919 §2
_MOST_LEVELS = 10  # of mails in mails
_MOST_CALENDARS = 20
_MOST_CALENDAR_BYTES = 2_000_000  # encoded, of one invite
_MOST_EVENTS = 500  # a mail with more is no invite
_MOST_TNEF_BYTES = 20_000_000
# A header block without any of these belongs to no mail.
_TELLING = frozenset(
    (
        "from to cc date subject message-id received return-path sender reply-to mime-version content-type"
        " delivered-to x-mailer x-gm-thrid in-reply-to references resent-from"
    ).split()
)


def parse(raw: RawMail) -> Message | Problem:
    """The mail in `raw`, or a `Problem` "not-mail" or "too-large". Never raises.

    What could not be read in an otherwise readable mail is in its `problems`: "too-large" where a text, a
    header or the number of parts was cut, "no-date" where no header says when it was sent, and whatever its
    invites gave. Attachments are named and measured, and not decoded.
    """
    if len(raw.raw) > MOST_BYTES:
        return Problem("too-large", f"a mail of {len(raw.raw)} bytes", raw.place)
    whole = raw.raw
    if b"\n" not in whole[:100_000] and b"\r" in whole[:100_000]:
        whole = whole.replace(b"\r", b"\n")
    before = _BEFORE.match(whole)
    tree = parts.tree(whole, before.end() if before else 0)
    if _TELLING.isdisjoint(tree.root.headers.fields):
        return Problem("not-mail", "no header of a mail in it", raw.place)
    found = tree.root.headers
    room = _Room(parts.MOST_PARTS - tree.count)
    return _message(tree, raw.place, raw.received_at, room, 0, _thread(raw, found), _labels(raw, found))


def _thread(raw: RawMail, found: Headers) -> str | None:
    """What the source knew, else what a provider's export wrote into the header."""
    written = found.first("x-gm-thrid").strip()
    return raw.provider_thread or (f"gmail:{written}" if _is_decimal(written) else None)


def _labels(raw: RawMail, found: Headers) -> tuple[str, ...]:
    if raw.labels:
        return raw.labels
    written = [(quoted or bare).strip() for quoted, bare in _LABEL.findall(found.text("x-gmail-labels"))]
    return tuple(dict.fromkeys(label for label in written[:200] if label))


def _is_decimal(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 20


@dataclass(slots=True)
class _Room:
    """How many more parts are read, over all mails inside the mail."""

    parts: int


def _message(
    tree: parts.Tree,
    place: Place,
    received_at: datetime | None,
    room: _Room,
    level: int,
    thread: str | None = None,
    labels: tuple[str, ...] = (),
) -> Message:
    found = tree.root.headers
    problems: list[Problem] = []
    if tree.cut:
        problems.append(Problem("too-large", "not all parts or headers of the mail were read", place))
    sorted_out = body.read(tree.root)
    if any(text.cut for text in sorted_out.texts) or len(sorted_out.shown) > _MOST_TEXT:
        problems.append(Problem("too-large", "the end of a long text was not read", place))
    inside = [tnef.read(content.decoded(part, _MOST_TNEF_BYTES)) for part in sorted_out.tnefs[:3]]
    problems += [Problem("unreadable", one.problem, place) for one in inside if one.problem]
    text = sorted_out.shown[:_MOST_TEXT]
    if not text.strip():
        text = next((one.text for one in inside if one.text), "")[:_MOST_TEXT]

    sender = addresses.first(found.first("from")) or addresses.first(found.first("sender"))
    subject = found.text("subject")
    written = dates.read(headers.decoded(found.first("date")))
    at, zone_minutes, unknown = dates.sent(written, received_at, found.every("received"))
    if unknown:
        problems.append(Problem("no-date", "no header says when the mail was sent", place))
    message_id = identity.message_id(found.first("message-id"))
    sender_address = sender.email if sender else ""
    key = identity.key(
        message_id, sender_address, written.at if written else None, subject, sorted_out.written
    )
    forwarded = _forwarded(sorted_out.mails, place, room, level, problems)
    events = _events(sorted_out.calendars, [raw for one in inside for raw in one.calendars], place, problems)
    return Message(
        key=key,
        message_id=message_id or identity.made_up(key),
        in_reply_to=identity.message_ids(found.first("in-reply-to")),
        references=identity.message_ids(" ".join(found.every("references"))),
        provider_thread=thread,
        sender=sender,
        reply_to=addresses.read(found.first("reply-to")),
        to=_all(found, "to"),
        cc=_all(found, "cc"),
        subject=subject,
        at=at,
        zone_minutes=zone_minutes,
        text=text,
        automatic=_automatic(found),
        bulk=_bulk(found),
        mailer=(found.text("x-mailer") or found.text("user-agent"))[:300],
        return_path=_return_path(found),
        labels=labels,
        attachments=tuple(
            [Attachment(part.name, part.content_type, content.size(part)) for part in sorted_out.attachments]
            + [attachment for one in inside for attachment in one.attachments]
        ),
        forwarded=forwarded,
        events=events,
        problems=tuple(problems),
        list_id=_list_id(found),
    )


def _all(found: Headers, name: str) -> tuple[Address, ...]:
    return addresses.read(", ".join(found.every(name))[:_MOST_ADDRESSES])


def _automatic(found: Headers) -> str:
    """RFC 3834 §5: the keyword, without parameters and comments."""
    keyword = re.split(r"[;(]", found.text("auto-submitted"), maxsplit=1)[0].strip().lower()
    return "" if keyword == "no" else keyword[:60]


def _bulk(found: Headers) -> bool:
    if any(name in found.fields for name in ("list-unsubscribe", "list-id", "feedback-id")):
        return True
    return found.text("precedence").lower() in ("bulk", "list")


def _list_id(found: Headers) -> str:
    """RFC 2919 §3: an optional phrase, and the id in angle brackets; many leave the brackets out."""
    written = found.text("list-id")
    _, opened, rest = written.rpartition("<")
    return (rest.partition(">")[0] if opened else written).strip().lower()[:_MOST_LIST_ID]


def _return_path(found: Headers) -> str:
    written = found.text("return-path")
    if written.replace(" ", "") == "<>":
        return "<>"
    address = addresses.first(written)
    return address.email if address else ""


def _forwarded(
    mails: list[Part], place: Place, room: _Room, level: int, problems: list[Problem]
) -> tuple[Message, ...]:
    """The mails inside the mail. What was wrong with them is told of the outer one too."""
    found: list[Message] = []
    for part in mails:
        if level >= _MOST_LEVELS or room.parts <= 0:
            problems.append(Problem("too-large", "not all mails inside the mail were read", place))
            break
        if part.encoding in ("base64", "quoted-printable"):  # forbidden by RFC 2046 §5.2.1, and done
            inner = parts.tree(content.decoded(part, _MOST_TNEF_BYTES), most=room.parts)
        else:
            inner = parts.tree(part.raw, part.start, part.end, most=room.parts)
        room.parts -= inner.count
        if inner.root.headers.fields:
            found.append(_message(inner, place, None, room, level + 1))
            within = (problem for problem in found[-1].problems if problem.code != "no-date")
            problems += [problem for problem in within if problem not in problems]
    return tuple(found)


def _events(
    calendars: list[Part], more: list[bytes], place: Place, problems: list[Problem]
) -> tuple[Event, ...]:
    """The invites, each once: many senders put the same one into a part and into an attachment."""
    found: dict[Event, None] = {}
    stated = [
        (content.decoded(part, _MOST_CALENDAR_BYTES), _method(part), part.parameters.get("charset", ""))
        for part in calendars[:_MOST_CALENDARS]
    ]
    for raw, method, charset in dict.fromkeys([*stated, *((one, "", "") for one in more)]):
        if not raw.strip():
            continue
        events, troubles = read_calendar(raw, place, charset)
        problems += [trouble for trouble in troubles if trouble not in problems]
        for event in events:
            if is_ours(event.uid):
                continue  # an export that the person mailed to themself tells nothing new
            found.setdefault(event if event.method or not method else replace(event, method=method))
        if len(found) > _MOST_EVENTS:
            problems.append(Problem("too-large", "not all events in the mail were read", place))
            return tuple(_once(list(found)[:_MOST_EVENTS]))
    return tuple(_once(list(found)))


def _method(part: Part) -> str:
    """RFC 6047 §2.4: the part says the method too, and must say the same."""
    return part.parameters.get("method", "").strip().upper()[:40]


def _once(events: list[Event]) -> list[Event]:
    """A part and the attachment beside it are one invite, also where the attachment lacks the METHOD, or a
    program wrote only one of them without its description.
    """
    with_method = {(event.uid, event.recurrence_id, event.sequence) for event in events if event.method}
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        which = (event.uid, event.recurrence_id, event.sequence)
        if event.method or which not in with_method:
            kept.setdefault((*which, event.stamp, event.method, event.status, event.start, event.end), event)
    return list(kept.values())
