"""What an error of the connection means: try again, wait, give up, or ask the person."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl

from ingest.errors import BusyError, SignInError, SourceError, UnreachableError

LONGEST_WAIT_SECONDS = 300.0
"""A server that asks for more than this is left alone until the next sync."""

# RFC 5530 §3. Microsoft's throttling has no code: "BAD Request is throttled. Suggested Backoff Time: 92415
# milliseconds". Gmail's "Too many simultaneous connections": https://support.google.com/mail/answer/7126229.
_BUSY = re.compile(
    r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|throttled|too many simultaneous connections|"
    r"exceeded command or bandwidth limits|server busy|try again later|temporary|temporarily",
    re.IGNORECASE,
)
# These two are about one folder; the others are read.
_OF_FOLDER = re.compile(r"\[(?:INUSE|SERVERBUG)\]", re.IGNORECASE)
# RFC 5530 §3. To try again may lock the account.
_REFUSED = re.compile(r"\[(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED)\]", re.IGNORECASE)
_STATED = re.compile(r"backoff time:?\s*(\d{1,9})\s*(milliseconds|ms|seconds|s)\b", re.IGNORECASE)
_BROKEN = (OSError, imaplib.IMAP4.abort)
_BYTES = re.compile(r"\bb(['\"])(.*)\1")
_WEB_ALERT = re.compile(r"\[WEBALERT[^\]]*\]", re.IGNORECASE)  # Gmail's: a link into the person's account
_OUT_OF_STEP = re.compile(r"got more than \d+ bytes|\* BYE\b")  # imaplib's own words; a greeting of BYE
# OpenSSL's names of what two sides will never agree on: no TLS on that port, or no version of it in common.
_NO_COMMON_TLS = re.compile(r"VERSION|PROTOCOL|HANDSHAKE_FAILURE|HTTP_REQUEST")
_CERTIFICATE = "its certificate cannot be trusted"


def said(error: BaseException) -> str:
    """What the server said, in one line without control characters."""
    text = " ".join(str(part) if not isinstance(part, bytes) else _text(part) for part in error.args)
    text = _BYTES.sub(lambda found: found[2], text)  # imapclient's LoginError holds a repr
    line = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(_WEB_ALERT.sub("", line).split())[:300] or type(error).__name__


def is_broken(error: BaseException) -> bool:
    """Whether the connection is of no use any longer. After a line that was too long for imaplib, the rest of
    it would be taken for the next answer."""
    if isinstance(error, _BROKEN):
        return not isinstance(error, imaplib.IMAP4.readonly)
    return isinstance(error, imaplib.IMAP4.error) and bool(_OUT_OF_STEP.match(said(error)))


def wait_before(error: BaseException) -> bool | float:
    """Whether to try again; a number where the server says after how many seconds (at most 5 minutes)."""
    if isinstance(error, ssl.SSLCertVerificationError | socket.gaierror):
        return False
    if isinstance(error, ssl.SSLError) and _NO_COMMON_TLS.search(error.reason or ""):
        return False
    if isinstance(error, imaplib.IMAP4.error | OSError):
        seconds = _stated(said(error))
        if seconds is not None:
            return seconds if seconds <= LONGEST_WAIT_SECONDS else False
        return is_broken(error) or (isinstance(error, imaplib.IMAP4.error) and is_busy(error))
    return False


def is_busy(error: BaseException) -> bool:
    """Whether the server asks to be left alone for a while. A wrong password is never that."""
    return bool(_BUSY.search(said(error))) and not is_refusal(error)


def is_refusal(error: BaseException) -> bool:
    """Whether the server says in its own code that the sign-in is wrong."""
    return bool(_REFUSED.search(said(error)))


def hide(secret: str, error: BaseException) -> None:
    """Takes the secret out of an error: some servers repeat the command in their complaint."""
    error.args = tuple(
        arg.replace(secret, "…") if secret and isinstance(arg, str) else arg
        for arg in (_text(one) if isinstance(one, bytes) else one for one in error.args)
    )


def as_source_error(error: BaseException, host: str, *, signing_in: bool) -> SourceError:
    """The error as a person is told of it, when trying again did not help."""
    if isinstance(error, SourceError):
        return error
    what = said(error)
    if signing_in and is_refusal(error):
        return SignInError(f"{host}: sign-in refused: {what}", what)
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message or what
        return UnreachableError(
            f"{host}: {_CERTIFICATE} ({why}); for a server of your own name its authority in ca_file"
        )
    if isinstance(error, ssl.SSLError):
        return UnreachableError(f"{host}: no secure connection ({what}); check port and security")
    if isinstance(error, socket.gaierror):
        return UnreachableError(f"{host}: no such host, or no network")
    if isinstance(error, imaplib.IMAP4.error) and is_busy(error) and not _OF_FOLDER.search(what):
        seconds = _stated(what)
        wait = f", in {seconds / 60:.0f} minutes" if seconds and seconds >= 90 else ""
        return BusyError(f"{host} asks to be left alone ({what}); try again later{wait}", seconds)
    if isinstance(error, ConnectionRefusedError):
        return UnreachableError(f"{host}: nothing listens there; check host, port and security")
    if isinstance(error, TimeoutError):
        return UnreachableError(f"{host}: no answer")
    if is_broken(error):
        return UnreachableError(f"{host}: the connection breaks ({what})")
    if signing_in:
        return SignInError(f"{host}: sign-in refused: {what}", what)
    return SourceError(f"{host}: {what}")


def _stated(text: str) -> float | None:
    """The wait that a server asks for, in seconds."""
    found = _STATED.search(text)
    if found is None:
        return None
    number, unit = found.groups()
    return int(number) / (1000 if unit.lower().startswith("m") else 1)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
