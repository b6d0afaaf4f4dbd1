"""Which mail is tealeaves' own: the digest that it mails, and what people make of one.

A digest quotes whole weeks of a job search. Read as mail, it would show all of that a second time.
"""

from __future__ import annotations

import re

from classify import senders
from classify.types import Author, Me
from ingest.types import Message

LIST_ID = "digest.tealeaves.invalid"  # RFC 2919; ".invalid" is nobody's (RFC 2606 §2)
_ID = re.compile(r"<digest\.[^<>@\s]{1,200}@tealeaves\.invalid>", re.IGNORECASE)


def digest_id(week: str, token: str) -> str:
    """The Message-ID of a digest. `token` makes it unique (RFC 5322 §3.6.4)."""
    return f"<digest.{week}.{token}@tealeaves.invalid>"


def is_digest(message: Message) -> bool:
    """Whether it is a digest. Some servers put a Message-ID of their own in place of ours; List-Id stays."""
    return bool(_ID.fullmatch(message.message_id)) or message.list_id == LIST_ID


def is_ours(message: Message, author: Author) -> bool:
    """Whether it is a digest, or somebody's forward of one or answer to one.

    What a person at a company wrote is theirs, whatever it answers; from a private address it is not.
    """
    if is_digest(message):
        return True
    if not _comes_of_digest(message):
        return False
    sender = message.sender
    return author is not Author.PERSON or (sender is not None and senders.kind(sender.domain) == "free_mail")


def is_ours_by_header(heading: Message, me: Me) -> bool:
    """The same as far as the header alone tells: a digest, or what the candidate made of one."""
    own = heading.sender is not None and me.owns(heading.sender.email)
    return is_digest(heading) or (own and _comes_of_digest(heading))


def _comes_of_digest(message: Message) -> bool:
    named = (*message.in_reply_to, *message.references)
    return any(map(_ID.fullmatch, named)) or any(map(is_digest, message.forwarded))
