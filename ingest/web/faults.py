"""What an exchange that failed means, told by the host alone: the rest of an address may be a secret."""

from __future__ import annotations

import socket
import ssl

from ingest.errors import SourceError, UnreachableError


class BrokenOffError(UnreachableError):
    """The connection was refused or broke. Asking again soon may help."""


class TooLargeError(SourceError):
    """The answer is larger than it may be."""


class PrivateAddressError(SourceError):
    """The host is not one of the internet, and only such a one may be asked. Nothing was sent."""


def as_source_error(error: BaseException, host: str) -> SourceError:
    """The error as a person is told of it."""
    causes = _causes(error)
    if _is_of_proxy(causes):  # its words hold the proxy's address, which may have a password
        return UnreachableError(f"{host}: the proxy that the environment names does not lead there")
    if any(type(one).__name__ in ("InvalidURL", "LocationParseError") for one in causes):
        return SourceError(f"{host}: an address that cannot be understood")
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SourceError(
                f"{host}: its certificate cannot be trusted ({cause.verify_message}); for a server of your"
                " own name its authority in ca_file"
            )
        if isinstance(cause, socket.gaierror):
            return UnreachableError(f"{host}: no such host, or no network")
        if isinstance(cause, TimeoutError):
            return UnreachableError(f"{host}: no answer in time")
        if isinstance(cause, ConnectionRefusedError):
            return BrokenOffError(f"{host}: nothing listens there")
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
            return UnreachableError(f"{host}: no secure connection ({_reason(cause)})")
    if any(isinstance(one, OSError) and one.errno for one in causes) or _is_cut(causes):
        return BrokenOffError(f"{host}: the connection breaks")
    return UnreachableError(f"{host}: the answer cannot be understood")


def _causes(error: BaseException) -> list[BaseException]:
    """The error and those that led to it, the last one first."""
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes:
        causes.append(current)
        current = current.__cause__ or current.__context__
    return causes


def _is_of_proxy(causes: list[BaseException]) -> bool:
    return any(
        type(one).__name__ in ("ProxyError", "InvalidProxyURL") or "Tunnel connection failed" in str(one)
        for one in causes
    )


def _is_cut(causes: list[BaseException]) -> bool:
    """Whether the answer ended too early: http.client's and urllib3's names for that."""
    names = {type(one).__name__ for one in causes}
    return bool(names & {"IncompleteRead", "RemoteDisconnected", "SSLEOFError"})


def _reason(error: ssl.SSLError) -> str:
    """OpenSSL's name of it; its whole message may quote what was sent."""
    return error.reason.replace("_", " ").lower() if error.reason else "TLS fails"
