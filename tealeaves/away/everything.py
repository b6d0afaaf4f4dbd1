"""Forgetting everything: the store, its backups, what runs left behind, tokens and secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import database
from store.away import erase
from store.errors import StoreDamaged, StoreTooNew
from tealeaves.away.alone import alone
from tealeaves.errors import TealeavesError
from tealeaves.signin import keychain
from tealeaves.signin.forgetting import forget, token_files

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tealeaves.away.ours import Ours
    from tealeaves.session import Session
    from tealeaves.signin.surroundings import Surroundings

SMTP = "digest.smtp"  # under this name the keyring has the password of [digest] smtp


@dataclass(frozen=True, slots=True)
class All:
    """Everything of ours on this machine."""

    files: tuple[Path, ...]  # the store's own last
    server: str  # the store's server, "" where it is a file


def everything(here: Session, own: Ours, around: Surroundings) -> All:
    """What would go; nothing is changed."""
    from tealeaves.signin.own_files import is_ours

    tables = here.config.tables.accounts
    named = (file for one in tables for file in token_files(one.name, one.token_file, around))
    passwords = (here.config.beside(one.password_file) for one in tables if one.password_file)
    files = (
        *own.made(), *own.upgrade_copies(), *own.unfinished(), *own.damaged(), *own.recorded(),
        *own.kept_tokens(), *named, *(path for path in passwords if is_ours(path)),
        *reversed(own.database_files()),
    )  # fmt: skip
    server = "" if own.database else database.name_of(database.parsed(here.config.store_url))
    return All(tuple(dict.fromkeys(files)), server)


def forget_all(here: Session, own: Ours, around: Surroundings, now: datetime) -> None:
    """Does it. Broken off, it may be run again. Raises BusyAccountError where a sync runs, StoreError,
    TealeavesError."""
    own.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with here.open(now) as (store, candidate):
            with alone(store, candidate, (), now):
                pass
            if own.database is None:
                store.clear(candidate)
                erase.erase(database.parsed(here.config.store_url))
    except (StoreDamaged, StoreTooNew):
        if own.database is None:
            raise
        # What cannot be read is a file to delete all the same.
    found = everything(here, own, around)
    for account in here.config.tables.accounts:
        forget(account.name, account.token_file, around)
    keychain.delete(keychain.PASSWORDS, SMTP)
    try:
        for path in found.files:
            path.unlink(missing_ok=True)
        own.mark.unlink(missing_ok=True)
        for folder in (own.backups, own.tokens, own.state / "digests", *own.records):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise TealeavesError(f"forget: {error.filename}: {error.strerror}; run it again") from None
