"""The digest as a mail: its headers, the text, and the same as HTML (RFC 5322, RFC 2046 §5.1.4)."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from classify.ours import LIST_ID, digest_id
from reports.render.plain import plain

if TYPE_CHECKING:
    from datetime import datetime

    from reports.digest import Digest
    from tealeaves.post.settings import Outgoing

_SUBJECT = 110  # characters; phones show half of that
_NAME = 100


def compose(
    digest: Digest, text: str, html: str, outgoing: Outgoing, week: str, *, token: str, at: datetime
) -> EmailMessage:
    """The mail that brings the digest of the week ("2026-W39") to the person.

    `text` and `html` are the digest in these forms; `token` makes the Message-ID unique and holds letters and
    digits only; `at` is when it is sent. Every line of it is as short as RFC 5322 §2.1.1 asks for, and in
    ASCII, so that any server can take it.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("tealeaves", addr_spec=outgoing.sender)
    message["To"] = Address(_bare(digest.person.name, _NAME), addr_spec=outgoing.recipient)
    message["Subject"] = subject(digest.headline, week)
    message["Date"] = format_datetime(digest.person.local(at))
    message["Message-ID"] = digest_id(week, token)
    message["List-Id"] = f'"tealeaves weekly digest" <{LIST_ID}>'  # RFC 2919: filters go by it
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no absence answers it
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    # In quoted-printable no line begins so: "=" is followed by two digits or ends the line (RFC 2045 §6.7).
    message.set_boundary(f"=_tealeaves-{token}")
    return message


def subject(headline: str, week: str) -> str:
    """ "Job search, week 39: 2 moved up, 1 cooled"."""
    number = int(week.rpartition("W")[2])
    return _bare(f"Job search, week {number}: {headline.rstrip('.')}", _SUBJECT)


def _bare(text: str, longest: int) -> str:
    """Words for a header, on one line. What looks like an encoded word (RFC 2047) is one no longer: `email`
    would decode it and write a line break that was hidden in it, and with it a header of somebody else's."""
    return plain(text, longest).replace("=?", "= ?")
