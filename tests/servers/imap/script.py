"""How a scripted server behaves, as data. Without a script it is a well-behaved server.

Each fault was seen somewhere, and says where.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.imap.mail import Folder

USUAL = ("IMAP4rev1", "SASL-IR", "LITERAL+", "ENABLE", "IDLE", "NAMESPACE", "CONDSTORE", "SPECIAL-USE")
GMAIL = (*USUAL, "UNSELECT", "ID", "UIDPLUS", "MOVE", "X-GM-EXT-1", "AUTH=XOAUTH2")

# What providers answer to LOGIN and AUTHENTICATE.
# https://support.google.com/accounts/answer/185833 and https://support.google.com/mail/answer/7126229
GMAIL_WRONG_PASSWORD = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
GMAIL_APP_PASSWORD = (
    "NO [ALERT] Application-specific password required: "
    "https://support.google.com/accounts/answer/185833 (Failure)"
)
GMAIL_WEB_LOGIN = "NO [WEBALERT https://accounts.google.com/signin/continue] Web login required. (Failure)"
GMAIL_TOO_MANY = "NO [ALERT] Too many simultaneous connections. (Failure)"
# https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication
MICROSOFT_LOGIN = "NO LOGIN failed."
MICROSOFT_TOKEN = "NO AUTHENTICATE failed."
MICROSOFT_THROTTLED = "BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds"
# RFC 5530 3
UNAVAILABLE = "NO [UNAVAILABLE] Temporary authentication failure."
IN_USE = "NO [INUSE] Mailbox is in use by another session."


@dataclass(frozen=True, slots=True)
class Step:
    """What happens on one command.

    command: a regular expression that a command without its tag begins with, such as "UID FETCH 1:3 ".
    nth: which of the commands that fit, over all connections; 0 is each of them.
    """

    command: str
    nth: int = 1
    change: Callable[[list[Folder]], object] | None = None  # what happens to the mail just before
    says: tuple[str, ...] = ()  # untagged lines before the answer: "* NO [ALERT] going down"
    answer: str = ""  # instead of doing it: "NO [INUSE] …"
    hang_up: bool = False  # closes the connection after `says` (and `answer`), without doing it


@dataclass(frozen=True, slots=True)
class Script:
    capabilities: tuple[str, ...] = USUAL
    password: str = "secret"
    token: str = "token"  # for XOAUTH2, which is offered with AUTH=XOAUTH2 among the capabilities
    greeting: str = "* OK ready"  # "* BYE …" ends the connection
    steps: tuple[Step, ...] = ()

    # FETCH replies come as the server likes: RFC 3501 7.4.2; gh:modern-email/defects/issues/39
    split: bool = False  # in two replies for each message
    repeated: bool = False
    silent_about: frozenset[int] = frozenset()  # UIDs that get no reply
    unsolicited: tuple[str, ...] = ()  # after the first reply: "* 7 FETCH (FLAGS (\\Seen))"
    expunged_meanwhile: frozenset[int] = frozenset()  # UIDs that go while a UID FETCH reaches them (7.4.1)
    cut_literal: dict[int, int] = field(default_factory=dict)  # UID -> octets of its first literal, then EOF

    # HIGHESTMODSEQ is given only where CONDSTORE was enabled before the first folder was opened: iCloud,
    # gh:lswith/imap-mcp/issues/8. False: always, as RFC 7162 3.1.2.1 has it.
    modseq_needs_enable: bool = True

    # IDLE (RFC 2177): lines that come at once, then maybe the end of the stream.
    idle_says: tuple[str, ...] = ()  # "* OK Still here", "* BYE idle for too long"
    idle_hangs_up: bool = False
