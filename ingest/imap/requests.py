"""Requests about many messages, in portions that fit into memory, which one bad message does not stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.imap import fetch
from ingest.imap.mails import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.imap.fetch import Listed
    from ingest.imap.mails import Plan
    from ingest.imap.session import Session
    from ingest.types import RawMail

LISTED_AT_ONCE = 500  # messages
FETCHED_AT_ONCE = 1_000_000  # octets


def listed(session: Session, folder: str, uids: Sequence[int]) -> dict[int, Listed]:
    """The messages without their bodies. One whose BODYSTRUCTURE makes no sense comes without it."""
    gmail = session.is_gmail
    return session.ask_each(
        folder,
        uids,
        lambda client, some: fetch.listed(client, some, gmail=gmail),
        lambda client, some: fetch.listed(client, some, gmail=gmail, structured=False),
    )


def mails(session: Session, folder: str, plans: Sequence[Plan]) -> dict[int, RawMail]:
    """The mails of these plans. Where the plain text of one turns out to be a stub, its HTML comes too."""
    fetched = _bodies(session, folder, [plan.wanted for plan in plans])
    there = [plan for plan in plans if plan.listed.uid in fetched]
    poor = [plan.full for plan in there if not plan.is_enough(fetched[plan.listed.uid])]
    more = _bodies(session, folder, [plan.wanted for plan in poor])
    found = {plan.listed.uid: plan.mail(fetched[plan.listed.uid]) for plan in there}
    return found | {
        plan.listed.uid: plan.mail(more[plan.listed.uid]) for plan in poor if plan.listed.uid in more
    }


def _bodies(session: Session, folder: str, wanted: Sequence[fetch.Wanted]) -> dict[int, dict[str, bytes]]:
    """UID -> section -> what is in it. Where the parts of one are refused, its text comes in one piece."""
    by_uid = {one.uid: one for one in wanted}
    return session.ask_each(
        folder,
        list(by_uid),
        lambda client, some: fetch.bodies(client, (by_uid[uid] for uid in some)),
        lambda client, some: fetch.bodies(client, (fetch.Wanted(uid, WHOLE, cut=True) for uid in some)),
    )


def still_there(session: Session, folder: str, uids: Sequence[int]) -> frozenset[int]:
    """Those of the UIDs that the folder has."""
    if not uids:
        return frozenset()
    return session.ask(folder, lambda client: fetch.those_there(client, uids))


def portions(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as are listed at once."""
    return (uids[at : at + LISTED_AT_ONCE] for at in range(0, len(uids), LISTED_AT_ONCE))


def by_size(uids: Sequence[int], plans: Mapping[int, Plan]) -> Iterator[list[int]]:
    """The UIDs in their order, in portions of which no more is fetched than fits into memory with ease."""
    portion: list[int] = []
    size = 0
    for uid in uids:
        plan = plans.get(uid)
        more = plan.size if plan is not None and plan.item is None else 0
        if portion and size + more > FETCHED_AT_ONCE:
            yield portion
            portion, size = [], 0
        portion.append(uid)
        size += more
    if portion:
        yield portion
