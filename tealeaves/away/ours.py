"""Which files on this machine are ours: the store's, its backups, logs, tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store import database
from store.files import COMPANIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

BACKUPS = "backups"
DIGESTS = "digests"
_NAMED = re.compile(r"tealeaves-\d{8}T\d{6}Z(?:-before-restore)?\.(?:db|jsonl\.gz)")
_RECORD = re.compile(r"runs(?:\.\d+)?\.jsonl|tealeaves\.log(?:\.\d+)?")
_DRAFT = re.compile(r"\.\w+\.part")  # as `whole_files` calls what is not whole yet
_UPGRADE = re.compile(r"\.backup-\d{4}-\d{8}T\d{6}Z(?:\.part)?(?:-wal|-shm|-journal)?")


@dataclass(frozen=True, slots=True)
class Ours:
    """Where things of ours lie. Nothing needs to be there yet."""

    database: Path | None  # the file; None for a server's
    data: Path  # beside it backups lie
    tokens: Path
    state: Path  # where runs note how they went, and write digests; a schedule lies there too
    records: tuple[Path, ...]  # folders of nothing but logs and the like

    @property
    def backups(self) -> Path:
        return self.data / BACKUPS

    @property
    def mark(self) -> Path:
        """An empty file that is there while something is forgotten: if it stays, that was broken off."""
        name = self.database.name if self.database else "tealeaves"
        return self.data / f"{name}.forgetting"

    def backup_name(self, now: datetime, *, before_restore: bool = False) -> Path:
        """What a backup made at that time is called."""
        suffix = "db" if self.database else "jsonl.gz"
        why = "-before-restore" if before_restore else ""
        return self.backups / f"tealeaves-{now:%Y%m%dT%H%M%SZ}{why}.{suffix}"

    def made(self) -> tuple[Path, ...]:
        """Our backups, the oldest first."""
        return tuple(path for path in _files(self.backups) if _NAMED.fullmatch(path.name))

    def unfinished(self) -> tuple[Path, ...]:
        """What was begun beside the store or among the backups and broken off by a crash."""
        beside = (path for path in _files(self.data) if self._is_draft(path.name))
        among = (
            path
            for path in _files(self.backups)
            if path.name.startswith(".tealeaves-") or _DRAFT.fullmatch(path.name)
        )
        return (*beside, *among)

    def upgrade_copies(self) -> tuple[Path, ...]:
        """Copies of the store as it was before an upgrade."""
        if self.database is None:
            return ()
        name = self.database.name
        return tuple(
            path
            for path in _files(self.data)
            if path.name.startswith(name) and _UPGRADE.fullmatch(path.name[len(name) :])
        )

    def database_files(self) -> tuple[Path, ...]:
        """The store's own files."""
        if self.database is None:
            return ()
        named = (self.database.with_name(self.database.name + end) for end in ("", *COMPANIONS))
        return tuple(path for path in named if path.exists())

    def recorded(self) -> tuple[Path, ...]:
        """The logs and what runs left behind."""
        runs = (path for path in _files(self.state) if _RECORD.fullmatch(path.name))
        return (*runs, *(path for folder in (self.state / DIGESTS, *self.records) for path in _below(folder)))

    def kept_tokens(self) -> tuple[Path, ...]:
        """Tokens that no keyring keeps."""
        return tuple(_files(self.tokens))

    def damaged(self) -> tuple[Path, ...]:
        """Stores that could not be read, and were put aside for another."""
        if self.database is None:
            return ()
        return tuple(
            path for path in _files(self.data) if path.name.startswith(f"{self.database.name}.damaged-")
        )

    def _is_draft(self, name: str) -> bool:
        known = self.database.name if self.database else "tealeaves"
        return name.startswith(f".{known}.restore-")


def ours(store_url: str) -> Ours:
    """Those of this machine's user, with the store at that URL."""
    import platformdirs

    url = database.parsed(store_url)
    data = platformdirs.user_data_path("tealeaves", appauthor=False)
    file = Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None
    records = (
        platformdirs.user_log_path("tealeaves", appauthor=False),
        platformdirs.user_cache_path("tealeaves", appauthor=False),
    )
    state = platformdirs.user_state_path("tealeaves", appauthor=False)
    return Ours(file, file.parent if file else data, data / "tokens", state, records)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()


def _below(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
