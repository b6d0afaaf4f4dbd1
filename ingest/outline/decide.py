"""What becomes of a mail by its header: whether its body is fetched at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.mime import identity
from ingest.types import Heading, Problem, RawMail, Seen

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ingest.connector import Gate
    from ingest.types import Message, Place


def heading(
    header: bytes, place: Place, received_at: datetime | None, labels: tuple[str, ...], thread: str | None
) -> Message | Problem:
    """What the header alone tells."""
    from ingest.mime.parse import parse  # most syncs find nothing new

    alone = header.rstrip(b"\r\n") + b"\r\n\r\n"
    return parse(RawMail(alone, place, received_at, labels, thread))


def has_own_id(message: Message) -> bool:
    """Whether its identity is known from the header; without a Message-ID it takes the text as well."""
    return message.message_id != identity.made_up(message.key)


def without_body(
    head: Message | Problem, place: Place, labels: tuple[str, ...], known: Collection[str], gate: Gate,
    *, calendar: bool | None,
) -> Heading | Seen | Problem | None:  # fmt: skip
    """The item that a mail is without its body; None where the body is fetched.

    Nothing is fetched of what is known, nor of what cannot be about a job search. `calendar` says whether it
    carries an invite; None where nobody knows, and then the gate is not asked.
    """
    if isinstance(head, Problem):
        return head
    if not has_own_id(head):
        return None
    if head.key in known:
        return Seen(head.key, place, labels)
    if calendar is not None and not gate(head, calendar=calendar):
        return Heading(head, place)
    return None
