"""One listed message: whether more of it is fetched, and the mail that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.google.faults import RefusedError
from ingest.outline import decide
from ingest.types import Heading, Place, Problem, RawMail, Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ingest.connector import Gate
    from ingest.gmail.mailbox import Listed, Mailbox
    from ingest.gmail.payload import Full
    from ingest.types import Message

WHOLE_BYTES = 200_000
"""A mail that is no larger comes as it was sent; of a larger one the attachments stay on the server."""

FETCHED_AT_ONCE = 1_000_000  # octets
BODIES_AT_ONCE = 50
UNSEEN_AT_ONCE = 20  # that are no larger than WHOLE_BYTES, and how large they are is not known before

_INVITE = re.compile(
    rb"^(?:content-type:\s*text/calendar\b|content-class:\s*urn:content-classes:calendarmessage\b)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a message: an item at once, or a mail when its body is there."""

    listed: Listed
    place: Place
    labels: tuple[str, ...]
    item: Heading | Seen | Problem | RawMail | None  # None: the body is fetched

    @property
    def is_whole(self) -> bool:
        return self.listed.size <= WHOLE_BYTES

    @property
    def size(self) -> int:
        """About how many octets are fetched."""
        return min(self.listed.size, WHOLE_BYTES) if self.item is None else 0

    def mail(self, raw: bytes) -> RawMail:
        return RawMail(raw, self.place, self.listed.received_at, self.labels, self.listed.thread)


def heading(listed: Listed, place: Place, labels: tuple[str, ...]) -> Message | Problem:
    """What the header alone tells."""
    return decide.heading(listed.header, place, listed.received_at, labels, listed.thread)


def plan(
    listed: Listed, place: Place, labels: tuple[str, ...], head: Message | Problem,
    known: Collection[str], gate: Gate, *, calendar: bool = False,
) -> Plan:  # fmt: skip
    """Fetches nothing of what is known, nor of what cannot be about a job search. `calendar`: it is known to
    carry an invite; some headers say so of themselves."""
    calendar = calendar or bool(_INVITE.search(listed.header))
    item = decide.without_body(head, place, labels, known, gate, calendar=calendar)
    return settled(listed, place, labels, item)


def settled(
    listed: Listed, place: Place, labels: tuple[str, ...], item: Heading | Seen | Problem | None = None
) -> Plan:
    """With the mail itself where it is wanted and was asked for at once; else no word of it is kept."""
    plan = Plan(replace(listed, raw=b""), place, labels, item)
    return replace(plan, item=plan.mail(listed.raw)) if item is None and listed.raw else plan


def chunks(ids: Sequence[str], most: int, at_once: Collection[str]) -> Iterator[list[str]]:
    """The messages in their order, in portions of which the headers are asked for together. Of those that
    are asked for `at_once`, no more is in one than fits into memory."""
    chunk: list[str] = []
    unseen = 0
    for one in ids:
        if len(chunk) == most or (one in at_once and unseen == UNSEEN_AT_ONCE):
            yield chunk
            chunk, unseen = [], 0
        chunk.append(one)
        unseen += one in at_once
    if chunk:
        yield chunk


def by_size(ids: Sequence[str], plans: Mapping[str, object]) -> Iterator[list[str]]:
    """The messages in their order, in portions of which no more is fetched than fits into memory."""
    portion: list[str] = []
    size = bodies = 0
    for one in ids:
        plan = plans.get(one)
        more = plan.size if isinstance(plan, Plan) else 0
        body = isinstance(plan, Plan) and plan.item is None
        if portion and (size + more > FETCHED_AT_ONCE or bodies + body > BODIES_AT_ONCE):
            yield portion
            portion, size, bodies = [], 0, 0
        portion.append(one)
        size += more
        bodies += body
    if portion:
        yield portion


def fetch(mailbox: Mailbox, plans: Sequence[Plan], attempts: int) -> dict[str, RawMail | RefusedError]:
    """The mails of these plans, by their ids."""
    by_id = {plan.listed.id: plan for plan in plans}
    full = mailbox.full([one for one, plan in by_id.items() if not plan.is_whole], attempts)
    told: dict[str, Full | RefusedError] = {one: found for one, found in full.items() if found is not None}
    whole = [one for one in by_id if one not in told]
    missing = {
        (one, number): attachment
        for one, found in told.items()
        if not isinstance(found, RefusedError)
        for number, attachment in found.missing.items()
    }
    parts = mailbox.parts(missing, attempts)
    mails: dict[str, bytes | RefusedError] = dict(mailbox.raw(whole, attempts))
    mails |= {one: _put_together(one, found, parts) for one, found in told.items()}
    return {
        one: found if isinstance(found, RefusedError) else by_id[one].mail(found)
        for one, found in mails.items()
    }


def _put_together(
    one: str, found: Full | RefusedError, parts: Mapping[tuple[str, str], bytes | RefusedError]
) -> bytes | RefusedError:
    """The mail. A part that is refused for good is empty in it; one that may come is waited for."""
    if isinstance(found, RefusedError):
        return found
    bodies: dict[str, bytes] = {}
    for (message, number), part in parts.items():
        if message != one:
            continue
        if not isinstance(part, RefusedError):
            bodies[number] = part
        elif part.may_pass:
            return part
    return found.mail(bodies)
