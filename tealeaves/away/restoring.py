"""Putting a backup in place of the store: checked first, the present one kept, and nothing half done."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.away import copies
from store.away.erase import rewrite
from store.errors import StoreError, StoreTooNew
from store.files import COMPANIONS, make_folder
from store.store import open_store
from tealeaves.away import backups
from tealeaves.away.alone import alone
from tealeaves.away.taking_out import belonging, take_out
from tealeaves.errors import TealeavesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from classify.types import Me
    from store.away.copies import Holdings
    from store.store import Store
    from tealeaves.away.ours import Ours
    from tealeaves.session import Session


@dataclass(frozen=True, slots=True)
class Offer:
    """What would take the place of what."""

    file: Path
    new: Holdings
    present: Holdings | None  # None where there is none
    damage: str = ""  # why the present one cannot be read


@dataclass(frozen=True, slots=True)
class Restored:
    aside: Path | None  # where the store is that was there before
    forgotten: int  # messages of the backup that had been forgotten since


def offer(here: Session, own: Ours, file: Path, now: datetime) -> Offer:
    """What restoring would do; nothing is changed. Raises UsageError for a file that cannot be restored,
    StoreError."""
    if own.database is not None and file.exists() and own.database.exists() and file.samefile(own.database):
        raise UsageError(f"restore: {file} is the store itself; name a backup")
    try:
        new = backups.holdings(file)
    except StoreError as error:
        raise UsageError(f"restore: {error}") from None
    if own.database is None:
        with here.open(now) as (store, candidate):
            return Offer(file, new, _counted(store, candidate))
    if not own.database.exists():
        return Offer(file, new, None)
    try:
        return Offer(file, new, copies.holdings(own.database))
    except StoreTooNew:
        raise
    except StoreError as error:
        return Offer(file, new, None, str(error))


def restore(here: Session, own: Ours, taken: Offer, candidate_name: str, now: datetime) -> Restored:
    """Does it. Killed at whatever moment, there is the old store or the new one, whole. Raises
    BusyAccountError, TealeavesError, StoreError."""
    for path in own.unfinished():
        path.unlink(missing_ok=True)
    if own.database is None or backups.is_lines(taken.file):
        return _loaded(here, own, taken, now)
    target = own.database
    draft = target.with_name(f".{target.name}.restore-{os.getpid()}")
    try:
        copies.draft(taken.file, draft)
        with contextlib.ExitStack() as present:
            away: frozenset[str] = frozenset()
            aside: Path | None = None
            if taken.present is not None:
                store, candidate = present.enter_context(here.open(now))
                present.enter_context(alone(store, candidate, _accounts(here), now))
                aside = _kept_aside(store, candidate, own, now)
                away = store.forgotten(candidate)
            gone = _prepared(draft, away, candidate_name, here.me, now)
            if taken.present is not None:
                copies.pour(draft, target)
            else:
                aside = _put_aside(target, now) if taken.damage else None
                copies.put(draft, target)
    finally:
        copies.drop(draft)
        for copy in draft.parent.glob(f"{draft.name}.backup-*"):
            copy.unlink()
    return Restored(aside, gone)


def _prepared(draft: Path, away: frozenset[str], candidate_name: str, me: Me, now: datetime) -> int:
    """Brings the draft to today's tables and takes out what was forgotten; returns how many messages."""
    with open_store(f"sqlite:///{draft}", now=now) as store:
        candidate = store.candidate(candidate_name)
        gone = take_out(store, candidate, away | store.forgotten(candidate), me)
        store.free_accounts(candidate)
    rewrite(draft, keeps_log=False)
    return gone


def _loaded(here: Session, own: Ours, taken: Offer, now: datetime) -> Restored:
    """Restores into a server's store, or from the backup of one, row by row in one transaction."""
    with here.open(now) as (store, candidate), alone(store, candidate, _accounts(here), now):
        aside = _kept_aside(store, candidate, own, now)
        away = store.forgotten(candidate)
        with _rows(own, taken.file, now) as (given, there):
            store.load(candidate, given, str(taken.file))
        store.free_accounts(candidate)
        gone = there - len(store.traces(candidate)) if away else 0
        if gone:
            own_events = {seen.event.uid for seen in store.events(candidate) if not seen.carrier}
            store.forget_events(candidate, own_events - belonging(store, candidate, here.me))
        return Restored(aside, gone)


@contextlib.contextmanager
def _rows(own: Ours, file: Path, now: datetime) -> Iterator[tuple[Iterator[str], int]]:
    """The lines of a backup, of whichever kind, and how many messages they hold."""
    if backups.is_lines(file):
        yield backups.read_lines(file), backups.holdings(file).messages
        return
    own.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = own.data / f".tealeaves.restore-{os.getpid()}"
    try:
        copies.draft(file, draft)
        with open_store(f"sqlite:///{draft}", now=now) as store:
            candidate = store.candidate("me")
            yield store.lines(candidate, now), store.counts(candidate).messages
    finally:
        copies.drop(draft)
        for copy in draft.parent.glob(f"{draft.name}.backup-*"):
            copy.unlink()


def _kept_aside(store: Store, candidate: int, own: Ours, now: datetime) -> Path:
    path = own.backup_name(now, before_restore=True)
    try:
        make_folder(path.parent)
        backups.write(store, candidate, own, path, now)
    except OSError as error:
        raise TealeavesError(f"restore: {path}: {error.strerror or 'cannot be written'}") from None
    return path


def _put_aside(target: Path, now: datetime) -> Path:
    """Moves a store that cannot be read, as it is: somebody may be able to mend it."""
    aside = target.with_name(f"{target.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    try:
        for end in (*COMPANIONS, ""):
            if (part := target.with_name(target.name + end)).exists():
                part.replace(aside.with_name(aside.name + end))
    except OSError as error:
        raise TealeavesError(f"restore: {aside}: {error.strerror or 'cannot be written'}") from None
    return aside


def _accounts(here: Session) -> list[str]:
    return [table.name for table in here.config.tables.accounts]


def _counted(store: Store, candidate: int) -> Holdings:
    found = store.traces(candidate)
    counted = {
        "messages": len(found),
        "contents": sum(one.is_kept for one in found),
        "applications": len(store.named(candidate)),
        "decisions": len(store.verdicts(candidate)),
        "forgotten": len(store.forgotten(candidate)),
    }
    return copies.held("", counted, found[0].at if found else None, found[-1].at if found else None)
