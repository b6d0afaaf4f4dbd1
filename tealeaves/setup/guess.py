"""Where the mail of somebody's own domain may be: the usual names of its server, tried one after the other.

Nothing is asked of DNS but addresses, and no word of the person is sent: a server is dialled, has to prove
its name with a certificate, and has to greet as IMAP servers do (RFC 9051 §7.1.1).
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = ("imap", "mail")
PORT = 993
PATIENCE_SECONDS = 5.0
GREETINGS = (b"* OK", b"* PREAUTH")


def candidates(domain: str) -> tuple[str, ...]:
    """The hosts to try, in this order."""
    return tuple(f"{name}.{domain.casefold()}" for name in NAMES)


def tried(hosts: tuple[str, ...], dial: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Each host with what is wrong with it; the last is the first that answers, with ""."""
    for host in hosts:
        why = dial(host)
        yield host, why
        if not why:
            return


def dial(host: str, port: int = PORT, ca_file: str = "") -> str:
    """Why there is no IMAP server to use at the host, in a few words; "" where there is one."""
    from ingest.tls import tls_context

    try:
        with (
            socket.create_connection((host, port), PATIENCE_SECONDS) as line,
            tls_context(ca_file, "1.2").wrap_socket(line, server_hostname=host) as safe,
        ):
            safe.settimeout(PATIENCE_SECONDS)
            return "" if safe.recv(100).startswith(GREETINGS) else "no mail server answers"
    except ssl.SSLCertVerificationError:
        return "its certificate does not prove that name"
    except socket.gaierror:
        return "no such server"
    except TimeoutError:
        return "no answer"
    except (OSError, UnicodeError):
        return "no connection"
