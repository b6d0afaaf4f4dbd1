"""Hands a mail to the person's mail server (RFC 6409), over TLS and signed in."""

from __future__ import annotations

import contextlib
import smtplib
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.tls import tls_context
from tealeaves.post.refusals import NoSignInError, may_pass, told

if TYPE_CHECKING:
    import ssl

    from ingest.credentials import Secret

# What we call ourselves to the server; an address literal will do (RFC 5321 §4.1.4). The machine's own name
# is nobody's business, and looking it up may take long.
CALLED = "[127.0.0.1]"


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    security: str  # "tls", "starttls"; "none" for loopback
    ca_file: str = ""
    user: str = ""  # "": nobody signs in


@dataclass(frozen=True, slots=True)
class Patience:
    timeout_seconds: float = 30.0  # for each answer of the server
    attempts: int = 3
    wait_seconds: float = 2.0  # before the second attempt; doubled before each that follows
    longest_wait_seconds: float = 20.0


def deliver(
    mail: bytes, sender: str, recipient: str, server: Server, secret: Secret | None, patience: Patience
) -> None:
    """Returns when the server has taken the mail. What may pass is tried again, as often as `patience` says.

    Raises NotSentError, SignInError where the server refuses the sign-in, and SourceError where the `ca_file`
    cannot be used. No line of these holds the secret.
    """
    import stamina
    from stamina.instrumentation import set_on_retry_hooks

    context = None if server.security == "none" else tls_context(server.ca_file)
    set_on_retry_hooks(())  # it would tell the person of each attempt, on standard error
    try:
        for attempt in stamina.retry_context(
            on=may_pass,
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.wait_seconds,
            wait_max=patience.longest_wait_seconds,
            wait_jitter=patience.wait_seconds / 2,
        ):
            with attempt:
                _once(mail, sender, recipient, server, secret, context, patience.timeout_seconds)
    except (OSError, UnicodeError) as error:  # smtplib's errors are OSErrors; a host that IDNA cannot write
        raise told(error, server.host, server.user, secret) from None


def _once(
    mail: bytes,
    sender: str,
    recipient: str,
    server: Server,
    secret: Secret | None,
    context: ssl.SSLContext | None,
    timeout_seconds: float,
) -> None:
    client = _connected(server, context, timeout_seconds)
    try:
        if server.security == "starttls":
            client.starttls(context=context)
        if secret is not None:
            _sign_in(client, server.user, secret)
        client.sendmail(sender, [recipient], mail)
        with contextlib.suppress(OSError):  # the mail is the server's by now, however it takes its leave
            client.quit()
    finally:
        client.close()


def _connected(server: Server, context: ssl.SSLContext | None, timeout_seconds: float) -> smtplib.SMTP:
    """Raises OSError; a connection that fails half-way is closed by smtplib."""
    where = (server.host.strip("[]"), server.port, CALLED)
    if server.security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=timeout_seconds, context=context)
    return smtplib.SMTP(*where, timeout=timeout_seconds)


def _sign_in(client: smtplib.SMTP, user: str, secret: Secret) -> None:
    """One attempt with the password, by PLAIN (RFC 4616) or LOGIN, in UTF-8.

    smtplib's `login` tries a wrong password by each way that the server knows, which locks accounts, and
    takes ASCII alone.
    """
    client.ehlo_or_helo_if_needed()
    offered = client.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        plain = _coded("\0".join(("", user, secret)))
        code, answer = client.docmd("AUTH", f"PLAIN {plain}")
    elif "LOGIN" in offered:
        code, answer = client.docmd("AUTH", f"LOGIN {_coded(user)}")
        if code == 334:
            code, answer = client.docmd(_coded(secret))
    else:
        raise NoSignInError("PLAIN and LOGIN")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
