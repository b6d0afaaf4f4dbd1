"""Looks up what the checks judge: the configuration, secrets, servers, files, the store. Changes nothing."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import sys
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SignInError
from tealeaves import __version__, config
from tealeaves.accounts import SECRETS, password_key, way_in
from tealeaves.doctor.connection import Reached
from tealeaves.doctor.disk import Disk
from tealeaves.doctor.problems import DAYS
from tealeaves.doctor.secrets import Kept
from tealeaves.doctor.versions import LIBRARIES
from tealeaves.errors import UsageError
from tealeaves.session import CANDIDATE, Session
from tealeaves.signin.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from classify.signals.bank import Bank
    from store.health import Health
    from tealeaves.away.ours import Ours
    from tealeaves.config import Config
    from tealeaves.tables import AccountTable

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def loaded(path: Path, environment: dict[str, str]) -> tuple[Config | None, str]:
    """The configuration, or what is wrong with it."""
    try:
        return config.load(path, environment), ""
    except UsageError as error:
        return None, str(error)


def around(found: Config, environment: Mapping[str, str], now: datetime) -> Surroundings:
    return surroundings(found, environment, lambda: now)


def secrets(found: Config, here: Surroundings) -> list[Kept]:
    """Each secret that a sync or a digest needs."""
    from tealeaves.signin.passwords import password

    kept = []
    for account in found.tables.accounts:
        if way := way_in(account):
            where = (password_key(account) or "the keyring") if way in SECRETS else "tokens"
            kept.append(Kept(account.name, where, _secret_of(account, here)))
    smtp = found.tables.digest.smtp
    if smtp is not None and smtp.user:
        where = next(
            (key for key in ("password_command", "password_env", "password_file") if getattr(smtp, key)), ""
        )
        error = ""
        try:
            password(
                "smtp", smtp, here, of="digest.", put="tealeaves digest --send, which names the command;"
            )
        except SignInError as refused:
            error = str(refused)
        kept.append(Kept("digest.smtp", where or "the keyring", error))
    return kept


def _secret_of(account: AccountTable, here: Surroundings) -> str:
    """What stands in the way of having it; "". Tokens are looked for, and not renewed."""
    from tealeaves.signin import sign_in
    from tealeaves.signin.passwords import password

    try:
        if way_in(account) in SECRETS:
            password(account.name, account, here)
        elif not sign_in.is_signed_in(account, here):
            return f"account {account.name}: not signed in"
    except SignInError as error:
        return str(error)
    return ""


def servers(found: Config, here: Surroundings, *, without: Collection[str] = ()) -> list[Reached]:
    """Signs in to each account but those named, and asks what a sync would read."""
    from tealeaves.trying import tried

    reached = []
    for account in found.tables.accounts:
        if account.name in without:
            continue
        try:
            one = tried(Session(found), account, here)
        except UsageError as error:
            reached.append(Reached(account.name, str(error)))
            continue
        is_refused = isinstance(one.error, SignInError)
        said = str(one.error) if one.error else ""
        reached.append(Reached(account.name, said, is_refused, one.missing))
    return reached


def health(found: Config, now: datetime) -> Health | None:
    """The store's. Raises StoreError."""
    from store import health as store_health

    return store_health.look(
        found.store_url, CANDIDATE, list(found.tables.signals), now - timedelta(days=DAYS)
    )


def doubts(found: Config) -> Sequence[str]:
    """What is said of own phrases that cannot match."""
    if not found.tables.signals:
        return ()
    from classify.signals.doubts import of_bank

    return of_bank(_own_bank(found))


def rules_of_today(found: Config) -> str:
    """Their fingerprint."""
    from classify.fingerprint import fingerprint

    return fingerprint(_own_bank(found) if found.tables.signals else None)


def _own_bank(found: Config) -> Bank:
    from classify.signals.bank import BadBank, own_bank

    try:
        return own_bank({name: one.said() for name, one in found.tables.signals.items()})
    except BadBank as error:
        raise UsageError(f"{found.path}: {error}") from None


def disk(own: Ours, found: Config) -> Disk | None:
    """The disk at the store; None where that is on a server."""
    if own.database is None:
        return None
    folder = next(above for above in (own.data, *own.data.parents) if above.exists())
    files = [found.path] if _holds_secrets(found) else []
    files += [*own.database_files(), *own.made(), *own.recorded(), *own.kept_tokens()]
    open_to_others = [path for path in files if os.name == "posix" and _mode(path) & OTHERS]
    return Disk(folder, shutil.disk_usage(folder).free, os.access(folder, os.W_OK), open_to_others)


def _holds_secrets(found: Config) -> bool:
    """The address of a calendar that is read without signing in is one (RFC 7986 leaves it at that)."""
    return any(account.kind == "ics" and account.url for account in found.tables.accounts)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def backups(own: Ours) -> tuple[datetime | None, int, list[str]]:
    """When the newest was made (UTC), how many there are, and the copies that upgrades left."""
    made = own.made()
    newest = max((path.stat().st_mtime for path in made), default=None)
    left = [path.name for path in own.upgrade_copies()]
    return (datetime.fromtimestamp(newest, UTC) if newest is not None else None), len(made), left


def versions() -> dict[str, str]:
    """Name -> version, "" for what is not installed."""
    known = {
        "tealeaves": __version__,
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        sys.platform: platform.release(),
    }
    for name in LIBRARIES:
        try:
            known[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            known[name] = ""
    return known


def can_search() -> bool:
    """Whether this SQLite has FTS5."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except sqlite3.OperationalError:
        return False
    finally:
        memory.close()
    return True
