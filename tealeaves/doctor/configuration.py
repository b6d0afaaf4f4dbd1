"""The configuration: where it was found, whether it holds, and which of its keys do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.accounts import way_in
from tealeaves.doctor.finding import Finding, ok, warning, wrong
from tealeaves.tables import AccountTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tealeaves.config import Config
    from tealeaves.tables import Tables

CHECK = "configuration"

MEANT_FOR = {
    "host": ("imap", "caldav"),
    "port": ("imap",),
    "security": ("imap",),
    "tls_minimum": ("imap", "caldav", "ics"),
    "ca_file": ("imap", "caldav", "ics"),
    "user": ("imap", "caldav", "gmail", "google-calendar"),
}
"""Key of an account -> the kinds that read it. Of other keys a wrong one is an error already."""


def configuration(
    path: Path, error: str, loaded: Config | None, environment: Mapping[str, str]
) -> tuple[Finding, ...]:
    """`error` is what was said instead of loading it."""
    if loaded is None:
        todo = "mend the file; config.example.toml shows every key" if path.is_file() else ""
        return (wrong(CHECK, error, todo),)
    accounts = len(loaded.tables.accounts)
    many = "1 account" if accounts == 1 else f"{accounts} accounts"
    idle = tuple(
        warning(CHECK, f"{key} does nothing: {why}", "take it out, or mend that")
        for key, why in idle_keys(loaded, environment)
    )
    return (ok(CHECK, f"{path}, {many}"), *idle)


def idle_keys(loaded: Config, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each key that is set and does nothing, and why."""
    tables = loaded.tables
    if tables.store.url and environment.get("TEALEAVES_STORE"):
        yield "store.url", "TEALEAVES_STORE names another store"
    for number, account in enumerate(tables.accounts):
        yield from ((f"accounts[{number}].{key}", why) for key, why in _idle_in(account))
    yield from _idle_in_digest(tables)
    for name in sorted(set(tables.signals) & set(tables.momentum.strength)):
        if tables.signals[name].strength is not None:
            yield f"signals.{name}.strength", f"momentum.strength.{name} counts"


def _idle_in(account: AccountTable) -> Iterator[tuple[str, str]]:
    bare = AccountTable(account.name, account.kind)
    for key, kinds in MEANT_FOR.items():
        if getattr(account, key) != getattr(bare, key) and account.kind not in kinds:
            yield key, f"of kind {account.kind} it is not asked"
    if account.token_file and way_in(account) not in ("google", "microsoft"):
        yield "token_file", f"an account of kind {account.kind} has no tokens of ours"
    if account.ca_file and account.security == "none":
        yield "ca_file", 'security is "none"'


def _idle_in_digest(tables: Tables) -> Iterator[tuple[str, str]]:
    digest = tables.digest
    if bool(digest.to) != (digest.smtp is not None):
        there, missing = ("to", "smtp") if digest.to else ("smtp", "to")
        yield f"digest.{there}", f"digest.{missing} is missing, so nothing can be sent"
