"""Mails a digest once: looks whether it went out already, sends it, and notes that it did."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.mailed import MailedDigest
from tealeaves.errors import TealeavesError
from tealeaves.post.compose import compose
from tealeaves.post.deliver import Patience, Server, deliver
from tealeaves.post.refusals import NotSentError
from tealeaves.signin.passwords import password

if TYPE_CHECKING:
    from ingest.credentials import Secret
    from reports.digest import Digest
    from store.store import Store
    from tealeaves.post.settings import Outgoing
    from tealeaves.signin.surroundings import Surroundings

KEYRING_NAME = "digest.smtp"  # `keyring set tealeaves digest.smtp` puts the password there
_LEASE = "digest --send"  # the right to send: no account is called so
_LONGEST = timedelta(minutes=10)  # that a mail server may take with all its attempts


class NotNotedError(TealeavesError):
    """The digest went out, and the store does not know it."""


@dataclass(frozen=True, slots=True)
class Mailing:
    sent: bool  # False: `digest` is the one that had gone out before
    digest: MailedDigest


def mail(
    digest: Digest,
    outgoing: Outgoing,
    week: str,
    store: Store,
    candidate: int,
    around: Surroundings,
    *,
    token: str,
    again: bool,
    patience: Patience | None = None,
) -> Mailing:
    """Mails the digest of the week ("2026-W39"), unless it went to this address before and `again` is False.

    `token` makes the Message-ID unique. It is noted once the server has taken it; of two processes at once
    one sends. Raises NotSentError, SignInError, SourceError, StoreError, and NotNotedError.
    """
    now = around.now()
    if store.take_lease(candidate, _LEASE, token, now, now + _LONGEST) is not None:
        raise NotSentError("digest not sent: another process is sending one; try again later")
    try:
        return _mail(digest, outgoing, week, store, candidate, around, token, again, patience or Patience())
    finally:
        with contextlib.suppress(StoreError):  # it runs out by itself
            store.release_lease(candidate, _LEASE, token)


def _mail(
    digest: Digest,
    outgoing: Outgoing,
    week: str,
    store: Store,
    candidate: int,
    around: Surroundings,
    token: str,
    again: bool,
    patience: Patience,
) -> Mailing:
    from reports.render.digest_text import digest_text
    from reports.render.html.digest_html import digest_html

    earlier = store.mailed_digest(candidate, week, outgoing.recipient)
    if earlier is not None and not again:
        return Mailing(False, earlier)
    now = around.now()
    letter = compose(digest, digest_text(digest), digest_html(digest), outgoing, week, token=token, at=now)
    server, secret = _server(outgoing, around)
    deliver(bytes(letter), outgoing.sender, outgoing.recipient, server, secret, patience)
    done = MailedDigest(week, outgoing.recipient, letter["Message-ID"], now)
    try:
        store.note_mailed(candidate, done)
    except StoreError as error:
        raise NotNotedError(
            f"the digest was sent, but this could not be noted, and the next --send sends it again: {error}"
        ) from error
    return Mailing(True, done)


def _server(outgoing: Outgoing, around: Surroundings) -> tuple[Server, Secret | None]:
    """The server and, where somebody signs in, the password. Raises SignInError."""
    smtp = outgoing.smtp
    ca_file = str(around.beside(smtp.ca_file)) if smtp.ca_file else ""
    server = Server(smtp.host, smtp.service_port, smtp.security, ca_file, smtp.user)
    if not smtp.user:
        return server, None
    return server, password(KEYRING_NAME, smtp, around, of="", put="keyring set tealeaves")
