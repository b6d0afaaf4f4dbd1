"""What [digest] must say before anything is sent: the first thing wrong, and what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.accounts import PASSWORDS, is_loopback
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tealeaves.tables import DigestTable, SmtpTable

KEYS = 'to = "you@example.org" and smtp = { host = "smtp.example.org", user = "you@example.org" }'
# RFC 5321 §4.1.2, without quoted names and address literals, which no provider gives out.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|\[?[0-9A-Fa-f:.]{2,45}\]?")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that is needed to send a digest."""

    recipient: str
    sender: str
    smtp: SmtpTable


def outgoing(table: DigestTable, path: Path) -> Outgoing:
    """What [digest] of the file `path` says. Raises UsageError that names the keys to write, where some are
    missing."""
    missing = [key for key in ("to", "smtp") if not getattr(table, key)]
    if not table.to or table.smtp is None:
        named = " and ".join(f"digest.{key}" for key in missing)
        raise UsageError(f"{path}: {named} missing: to --send, write under [digest] {KEYS}")
    return Outgoing(table.to, table.sender or table.to, table.smtp)


def first_mistake(digest: DigestTable) -> tuple[str, str] | None:
    """The key and what is wrong with it, for the first mistake; None where all is well."""
    for key in ("to", "sender"):
        address = getattr(digest, key)
        if address and not _ADDRESS.fullmatch(address):
            return f"digest.{key}", f'"{_shown(address)}" is not an address, such as you@example.org'
    if digest.smtp is None:
        return None
    key, why = next(_in_server(digest.smtp), ("", ""))
    return (f"digest.smtp.{key}", why) if key else None


def _in_server(smtp: SmtpTable) -> Iterator[tuple[str, str]]:
    if not _HOST.fullmatch(smtp.host):
        yield "host", f'"{_shown(smtp.host)}" is not the name of a server, such as smtp.example.org'
    if smtp.security == "none" and not is_loopback(smtp.host):
        yield "security", f'"none" would send the digest readable to {smtp.host}: use tls or starttls'
    if not smtp.user.isprintable():
        yield "user", "holds a control character"
    given = [key for key in PASSWORDS if getattr(smtp, key)]
    if len(given) > 1:
        yield given[1], f"{given[0]} is set too: one place for the password, please"
    if given and not smtp.user:
        yield "user", f"missing; {given[0]} is of no use without it"
    if given == ["password_command"] and not smtp.password_command[0]:
        yield "password_command", 'its first entry is the program, such as ["pass", "show", "mail"]'


def _shown(text: str) -> str:
    from reports.render.plain import plain

    return plain(text, 80)
