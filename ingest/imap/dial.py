"""Connecting and signing in."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from ingest.credentials import Token
from ingest.imap import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from imapclient import IMAPClient

    from ingest.credentials import Credential
    from ingest.imap.account import Account

CONNECT_SECONDS = 20.0
MOST_LITERAL_BYTES = 100_000_000
"""Nothing that long is ever asked for; imaplib would make room for whatever size it reads."""


def dial(account: Account, count: Callable[[int], None]) -> IMAPClient:
    """A connected client, encrypted where that is asked for."""
    from imapclient import IMAPClient, SocketTimeout

    from ingest.tls import tls_context

    context = None if account.security == "none" else tls_context(account.ca_file, account.tls_minimum)
    client = IMAPClient(
        account.host,
        account.port,
        ssl=account.security == "tls",
        ssl_context=context if account.security == "tls" else None,
        timeout=SocketTimeout(min(CONNECT_SECONDS, account.patience_seconds), account.patience_seconds),
    )
    client.normalise_times = False  # it would give local times without a zone
    inner: Any = client._imap
    inner.debug = 0  # at its default of 5, imaplib makes a repr of every literal: 4.6 times slower
    inner.read, inner.readline = _counted(inner.read, count), _counted(inner.readline, count)
    try:
        if account.security == "starttls":
            client.starttls(context)
    except BaseException:
        with contextlib.suppress(OSError):  # a failed handshake has closed it already
            client.shutdown()
        raise
    return client


def log_in(client: IMAPClient, credential: Credential, host: str) -> None:
    """Signs in, once. Raises SignInError where the server refuses, and the error itself where it may be tried
    again; the secret is in neither."""
    import imaplib

    try:
        if isinstance(credential, Token):
            client.oauth2_login(credential.user, credential.secret)
        elif (credential.user + credential.secret).isascii():
            client.login(credential.user, credential.secret)
        else:  # LOGIN has no words for it; PLAIN is in UTF-8 (RFC 4616 §2)
            client.plain_login(credential.user, credential.secret)
    except imaplib.IMAP4.error as error:
        cause = _cause(error)
        faults.hide(credential.secret, cause)
        if not faults.is_refusal(cause) and faults.wait_before(cause) is not False:
            raise cause from None
        raise faults.as_source_error(cause, host, signing_in=True) from None


def _cause(error: Exception) -> Exception:
    """What imapclient tells as a failed sign-in may be a connection that broke just then."""
    import imaplib

    inner = error.__context__
    return inner if isinstance(inner, imaplib.IMAP4.abort) else error


def _counted(read: Callable[..., bytes], count: Callable[[int], None]) -> Callable[..., bytes]:
    def reading(*arguments: int) -> bytes:
        if arguments and arguments[0] > MOST_LITERAL_BYTES:
            raise ConnectionError(f"the server announced a text of {arguments[0]} bytes")
        data = read(*arguments)
        count(len(data))
        return data

    return reading
