"""Forgetting: out of the store, its backups, its logs, and off the disk.

The keys of what goes are written into the store in the same transaction that takes it out, and backups go by
these keys. So what was broken off can be finished from any point, by `finish`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store import database, upgrade
from store.away import copies, erase
from store.errors import StoreError
from store.store import open_store
from tealeaves.away import choice
from tealeaves.away.alone import alone
from tealeaves.away.taking_out import belonging, take_out
from tealeaves.errors import TealeavesError, UsageError
from tealeaves.pipeline.own import own as taught_by
from tealeaves.pipeline.rulesets import tidy
from tealeaves.pipeline.settle import settle

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from classify.types import Me
    from store.away.traces import Named, Trace
    from store.store import Store
    from tealeaves.away.choice import Choice
    from tealeaves.away.ours import Ours
    from tealeaves.session import Session
    from tealeaves.tables import AccountTable


@dataclass(frozen=True, slots=True)
class Going:
    """What will go, and what of it stays elsewhere."""

    what: str  # as a person knows it: the company and role, the company, the account
    chosen: Choice
    applications: tuple[Named, ...]
    kept: int  # messages with words
    left_out: int  # messages of which only the identity is known
    decisions: int
    first_at: datetime | None
    last_at: datetime | None
    company: str = ""
    mentioned: int = 0  # messages that stay and name the company
    account: str = ""
    sources: frozenset[str] = frozenset()  # of the account


@dataclass(frozen=True, slots=True)
class Files:
    """What becomes of the files that may hold words of it."""

    cleaned: tuple[Path, ...] = ()  # backups, of which it is taken out
    removed: tuple[Path, ...] = ()  # copies of older versions, unreadable ones, logs, what crashes left


def application(store: Store, candidate: int, id_: str, what: str) -> Going:
    """What goes with an application."""
    found = store.traces(candidate)
    named = store.named(candidate)
    keys = choice.of_applications(found, named, {id_})
    company = next((one.company for one in named if one.id == id_), "")
    return _going(store, candidate, what, found, keys, company)


def company(store: Store, candidate: int, name: str) -> Going:
    """What goes with a company or an agency. Raises UsageError where nothing is known of it."""
    found, named = store.traces(candidate), store.named(candidate)
    keys = choice.of_company(found, named, name)
    if not keys:
        raise UsageError(f'forget: no company "{name}"{choice.nearest(name, named)}')
    return _going(store, candidate, name, found, keys, name)


def account(
    store: Store, candidate: int, name: str, tables: Collection[AccountTable], here: Session
) -> Going:
    """What goes with an account, configured or not any longer; "files" are the imported ones. Raises
    UsageError."""
    known = {*store.accounts_read(candidate), *(one.name for one in tables)}
    if name not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise UsageError(f'forget: no account "{name}"; known are {listed}')
    paths = {one.name: str(here.config.beside(one.path).absolute()) for one in tables if one.path}
    others = [path for other, path in paths.items() if other != name]
    everything = store.sources(candidate)
    accounts = {*known, *paths} - {"files"}
    if name == "files":
        theirs = {
            one for one in everything
            if one.partition("/")[0] not in accounts and not _within(one, others)
        }  # fmt: skip
    elif name in paths:
        theirs = {one for one in everything if _within(one, [paths[name]])}
    else:
        theirs = {one for one in everything if one == name or one.startswith(f"{name}/")}
    found = store.traces(candidate)
    keys = choice.of_account(found, theirs)
    going = _going(store, candidate, name, found, keys, "")
    return replace(going, account=name, sources=frozenset(theirs))


def forget(here: Session, store: Store, candidate: int, own: Ours, going: Going, now: datetime) -> Files:
    """Does it, in one transaction, and then on the disk. It cannot be undone. Raises BusyAccountError where
    a sync runs, StoreBusy where others use the database: what is left is done when it is run again."""
    own.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    own.mark.touch(mode=0o600)
    with alone(store, candidate, (), now), store.rehearsal() as tried:
        before = belonging(tried, candidate, here.me)
        tried.forget(candidate, going.chosen.keys)
        tried.strip(candidate, going.chosen.words)
        if going.account:
            tried.leave(candidate, going.account, going.sources)
        if before:
            tried.forget_events(candidate, before - belonging(tried, candidate, here.me))
        bank = taught_by(tried, candidate, here.bank)
        settle(tried, candidate, here.me, bank, now, person=here.person)
        tidy(tried, candidate, bank)
        tried.keep()
    return finish(here, store, candidate, own, now)


def is_unfinished(own: Ours) -> bool:
    """Whether a forgetting was broken off after it began."""
    return own.mark.exists()


def files(own: Ours) -> Files:
    """What `finish` will do to which files; nothing is changed."""
    cleaned = tuple(path for path in own.made() if _can_be_cleaned(path))
    kept = set(cleaned)
    removed = (
        *(path for path in own.made() if path not in kept),
        *own.upgrade_copies(), *own.damaged(), *own.unfinished(), *own.recorded(),
    )  # fmt: skip
    return Files(cleaned, removed)


def finish(here: Session, store: Store, candidate: int, own: Ours, now: datetime) -> Files:
    """Takes what was forgotten out of everything beside the store, and writes that anew. May be run again
    from wherever it was broken off. Raises StoreBusy, StoreError, TealeavesError."""
    away = store.forgotten(candidate)
    found = files(own)
    try:
        for path in found.cleaned:
            _clean(path, away, here.me, now)
        for path in found.removed:
            path.unlink(missing_ok=True)
        store.close()  # no connection of ours stands in the way
        erase.erase(database.parsed(here.config.store_url))
        own.mark.unlink(missing_ok=True)
    except OSError as error:
        raise TealeavesError(f"forget: {error.filename}: {error.strerror}") from None
    return found


def _clean(path: Path, away: frozenset[str], me: Me, now: datetime) -> None:
    """Takes what was forgotten out of a backup. What was derived goes whole: restoring derives it anew."""
    made = path.stat().st_mtime
    with open_store(f"sqlite:///{path}", now=now) as backup:
        for candidate in backup.candidates():
            if take_out(backup, candidate, away, me):
                backup.underive(candidate)
    erase.rewrite(path, keeps_log=False)
    os.utime(path, (made, made))


def _can_be_cleaned(path: Path) -> bool:
    """Whether it has the tables of today."""
    try:
        return path.suffix == ".db" and copies.holdings(path).revision == upgrade.revisions()[-1]
    except StoreError:
        return False


def _going(
    store: Store, candidate: int, what: str, found: tuple[Trace, ...], keys: frozenset[str], name: str
) -> Going:
    verdicts = store.verdicts(candidate)
    chosen = choice.with_words(found, keys, store.facts(candidate), verdicts)
    going = [one for one in found if one.key in chosen.keys]
    staying = {one.application for one in found if one.key not in chosen.keys}
    gone = {one.application for one in going} - staying
    times = [one.at for one in going]
    return Going(
        what,
        chosen,
        tuple(one for one in store.named(candidate) if one.id in gone),
        sum(one.is_kept for one in going),
        sum(not one.is_kept for one in going),
        sum(one.key in chosen.keys or one.value in chosen.keys for one in verdicts),
        min(times, default=None),
        max(times, default=None),
        name,
        len(set(store.mentions(candidate, name)) - chosen.keys - chosen.words) if name else 0,
    )


def _within(source: str, paths: Collection[str]) -> bool:
    return any(source == path or source.startswith(f"{path}/") for path in paths)
