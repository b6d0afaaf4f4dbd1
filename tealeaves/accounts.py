"""What an account's table must say before anything connects: the first thing wrong, in one line."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tealeaves.tables import AccountTable

LONGEST_NAME = 60  # characters; a name is part of a file name
PASSWORDS = ("password_command", "password_env", "password_file")
OWN_KEYS = {"google": ("client_file",), "microsoft": ("client_id", "tenant", "oauth_authority")}
OF_KINDS = {
    "folders": ("imap",),
    "calendars": ("google-calendar", "caldav"),
    "url": ("caldav", "ics"),
    "path": ("ics", "mbox", "maildir"),
    "api_root": ("gmail", "google-calendar"),
}
WAYS_IN = {"gmail": "google", "google-calendar": "google"}
WAYS_OF = {"imap": ("password", "google", "microsoft"), "caldav": ("password", "bearer")}
"""How an account of a kind may sign in, where there is a choice."""

SECRETS = ("password", "bearer")
"""The ways of signing in with a secret of the person's own: it is looked up, and never renewed."""


def first_mistake(accounts: Sequence[AccountTable]) -> tuple[str, str] | None:
    """The key and what is wrong with it, for the first mistake; None where all is well."""
    seen: set[str] = set()
    tokens: set[str] = set()
    for number, account in enumerate(accounts):
        for key, why in _mistakes(account, seen):
            return f"accounts[{number}].{key}", why
        seen.add(account.name.casefold())
        if account.token_file:
            if account.token_file in tokens:
                return f"accounts[{number}].token_file", "holds the tokens of another account already"
            tokens.add(account.token_file)
    return None


def way_in(account: AccountTable) -> str:
    """How the account signs in: "password", "bearer", "google", "microsoft", or "" where nobody asks."""
    return account.auth if account.kind in WAYS_OF else WAYS_IN.get(account.kind, "")


def password_key(account: AccountTable) -> str:
    """The key that says where the password or the token is; "" for the keyring."""
    return next((key for key in PASSWORDS if getattr(account, key)), "")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its name or address alone (RFC 6761 §6.3, RFC 1122 §3.2.1.3)."""
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _mistakes(account: AccountTable, seen: set[str]) -> Iterator[tuple[str, str]]:
    yield from _in_name(account.name, seen)
    if account.kind == "imap":
        yield from _in_server(account)
    if account.kind in ("caldav", "ics"):
        yield from _in_address(account)
    yield from _in_kind(account)
    yield from _in_passwords(account)
    yield from _in_oauth(account)


def _in_name(name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    if not name or name != name.strip() or len(name) > LONGEST_NAME:
        yield "name", f"a name has 1 to {LONGEST_NAME} characters, and none of them a space at its ends"
    if "/" in name or not name.isprintable():
        yield "name", 'a name holds neither "/" nor control characters'
    if name.casefold() in seen:
        yield "name", f'"{name}" is the name of another account already'


def _in_server(account: AccountTable) -> Iterator[tuple[str, str]]:
    for key in ("host", "user"):
        if not getattr(account, key):
            yield key, f'missing; an account of kind = "imap" needs it{_example(key)}'
    if re.search(r"[\s/@]", account.host):
        yield "host", f'"{account.host}" is not the name of a server, such as imap.example.org'
    if not account.user.isprintable():
        yield "user", "holds a control character"
    if account.security == "none" and not is_loopback(account.host):
        yield "security", f'"none" would send the password readable to {account.host}: use tls or starttls'


def _in_kind(account: AccountTable) -> Iterator[tuple[str, str]]:
    for key, kinds in OF_KINDS.items():
        if getattr(account, key) and account.kind not in kinds:
            meant = " or ".join(f'"{kind}"' for kind in kinds)
            yield key, f"means something only with kind = {meant}"
    for key in ("folders", "calendars"):
        if any(not entry.strip() or not entry.isprintable() for entry in getattr(account, key)):
            yield key, "an entry is empty or holds a control character"
    if account.api_root and not _is_safe(account.api_root):
        yield "api_root", "is not an address that begins with https:// (http:// for a server on this machine)"


def _in_address(account: AccountTable) -> Iterator[tuple[str, str]]:
    """Of calendars: where they are. The address of a feed is a secret, and is in no error."""
    beside, example = ("host", "dav.example.org") if account.kind == "caldav" else ("path", "calendar.ics")
    if not account.url and not getattr(account, beside):
        needs = f'missing; an account of kind = "{account.kind}" needs it, or a {beside}'
        yield "url", f"{needs}, such as {example}"
    if account.url and getattr(account, beside):
        yield beside, "url is set too: one place for the calendar, please"
    if account.kind == "caldav" and account.auth == "password" and not account.user:
        yield "user", 'missing; an account of kind = "caldav" needs it, such as you@example.org'
    if not account.user.isprintable():
        yield "user", "holds a control character"
    if re.search(r"[\s/@]", account.host):
        yield "host", f'"{account.host}" is not the name of a server, such as dav.example.org'
    if account.url and not _is_safe(account.url, is_feed=account.kind == "ics"):
        yield "url", "is not an address that begins with https:// (http:// for a server on this machine)"


def _is_safe(address: str, *, is_feed: bool = False) -> bool:
    """Whether secrets may be sent to the address: encrypted, or to this machine. A feed's may hold some."""
    try:
        root = urlsplit(address)
        _ = root.port  # ValueError where it is none
    except ValueError:
        return False
    is_plain = is_feed or not (root.query or root.fragment or "@" in root.netloc)
    schemes = ("https", "webcal", "webcals") if is_feed else ("https",)
    is_safe = root.scheme in schemes or (root.scheme == "http" and is_loopback(root.hostname or ""))
    return bool(root.hostname) and is_plain and is_safe and not re.search(r"\s", address)


def _in_passwords(account: AccountTable) -> Iterator[tuple[str, str]]:
    given = [key for key in PASSWORDS if getattr(account, key)]
    if len(given) > 1:
        yield given[1], f"{given[0]} is set too: one place for the password, please"
    if given == ["password_command"] and not account.password_command[0]:
        yield "password_command", 'its first entry is the program, such as ["pass", "show", "mail"]'
    if given and way_in(account) not in (*SECRETS, ""):
        yield given[0], f"{way_in(account)} takes no password: tealeaves accounts login {account.name}"


def _in_oauth(account: AccountTable) -> Iterator[tuple[str, str]]:
    way = way_in(account)
    if account.auth not in WAYS_OF.get(account.kind, ("password", way)):
        yield "auth", f'an account of kind = "{account.kind}" does not sign in with {account.auth}'
    if way == "google" and not account.client_file:
        yield "client_file", "missing; your own OAuth client of Google, see docs/google.md"
    if way == "microsoft" and not account.client_id:
        yield "client_id", "missing; your own OAuth client of Microsoft, see docs/accounts.md"
    for other, keys in OWN_KEYS.items():
        for key in keys:
            if other != way and getattr(account, key) not in ("", "common"):
                yield key, f'means something only with auth = "{other}"'
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", account.tenant):
        yield "tenant", f'"{account.tenant}" is not a tenant: common, consumers, organizations, or its id'
    authority = urlsplit(account.oauth_authority)
    if account.oauth_authority and (authority.scheme != "https" or not authority.hostname or authority.query):
        yield "oauth_authority", "is not an address that begins with https://"


def _example(key: str) -> str:
    return ", such as imap.example.org" if key == "host" else ", such as you@example.org"
