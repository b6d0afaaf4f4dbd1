"""What it means when a mail server takes no mail: whether to try again, and the line for the person."""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode

from ingest.errors import SignInError
from reports.render.plain import plain
from tealeaves.errors import TealeavesError

_LONGEST = 200  # characters of what a server says


class NotSentError(TealeavesError):
    """The digest was not sent. The text is one line that says why and what to do."""


class NoSignInError(smtplib.SMTPException):
    """The server offers no way to sign in that we know. The text names those."""


def may_pass(error: Exception) -> bool:
    """Whether to try again: the server asks for it (4yz, RFC 5321 §4.2.1), or the connection broke.

    Who gave no answer for half a minute is not asked again, nor is one whose certificate is wrong.
    """
    code = _code(error)
    if code:
        return 400 <= code < 500
    if _is_silence(error):
        return False
    return isinstance(error, smtplib.SMTPServerDisconnected | ConnectionResetError | BrokenPipeError)


def told(error: BaseException, host: str, user: str, secret: str | None) -> NotSentError | SignInError:
    """The error as a person is told of it, when trying again did not help; without the secret."""
    said = _said(error, user, secret)
    code = _code(error)
    if isinstance(error, smtplib.SMTPAuthenticationError) and not 400 <= code < 500:
        return SignInError(
            f"{host}: sign-in refused ({said}): look at user and password in [digest] smtp; "
            "many providers want an app password here",
            said,
        )
    # RFC 4954 §6 has 530 for it; some say so with a refusal of another number.
    if not user and (code == 530 or (code >= 500 and "authent" in said.casefold())):
        return SignInError(f"{host}: wants a sign-in ({said}): set user in [digest] smtp", said)
    return NotSentError(f"digest not sent: {host}: {_why(error, code, said)}")


def _why(error: BaseException, code: int, said: str) -> str:
    later = "; try again later" if 400 <= code < 500 else ""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"refuses {', '.join(error.recipients)} ({said}){later or '; look at digest.to'}"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"refuses the sender {error.sender} ({said}){later or '; look at digest.sender'}"
    if code:
        return f"does not take it ({said}){later}"
    if isinstance(error, NoSignInError):
        return f"offers no sign-in by password ({said}); check port and security"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "offers no STARTTLS; check port and security"
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message or said
        return (
            f"its certificate cannot be trusted ({why}); "
            "for a server of your own name its authority in ca_file of [digest] smtp"
        )
    if isinstance(error, ssl.SSLError):
        return "no secure connection; check port and security"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "no such host, or no network"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there; check host, port and security"
    if _is_silence(error):
        return "no answer; try again later, or check port and security"
    return f"the connection breaks ({said}); try again later"


def _is_silence(error: BaseException) -> bool:
    """smtplib wraps the end of its patience, like any other trouble while it reads an answer."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _code(error: BaseException) -> int:
    """The reply code of the server, 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    # smtplib answers with -1 for what is no reply.
    return max(error.smtp_code, 0) if isinstance(error, smtplib.SMTPResponseException) else 0


def _said(error: BaseException, user: str, secret: str | None) -> str:
    """What the server said, in one line; some repeat the command in their complaint, with the password."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        text = f"{code} {_text(words)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        text = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    for hidden in _forms(user, secret) if secret else ():
        text = text.replace(hidden, "***")
    return plain(text, _LONGEST)


def _forms(user: str, secret: str) -> tuple[str, ...]:
    coded = (f"\0{user}\0{secret}", secret)
    return (secret, *(b64encode(one.encode()).decode("ascii") for one in coded))


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
