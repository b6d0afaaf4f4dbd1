"""The configuration as it will be: put together, read as any other, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tealeaves import config, whole_files
from tealeaves.errors import UsageError
from tealeaves.setup import writing
from tealeaves.setup.entry import entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tealeaves.config import Config
    from tealeaves.tables import AccountTable


WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Me:
    """Who the person is, where no configuration says it yet."""

    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A configuration that may be written. `addresses` are those that are new in it."""

    text: str
    config: Config
    created: bool
    addresses: tuple[str, ...]

    def account(self, name: str) -> AccountTable:
        return next(one for one in self.config.tables.accounts if one.name == name)


def text_of(path: Path) -> str | None:
    """What the file says, None where there is none. Raises UsageError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None


def loaded(path: Path) -> Config | None:
    """The configuration that is there, None where there is none. Raises UsageError."""
    text = text_of(path)
    return None if text is None else config.parsed(path, text, config.read_environment())


def drafted(path: Path, me: Me | None, addresses: list[str], keys: Mapping[str, Any] | None) -> Draft:
    """The configuration with these addresses and this account more. Raises UsageError.

    Without a file there is a new one, of `me`. What is in the file is read anew each time.
    """
    text = text_of(path)
    environment = config.read_environment()
    if text is None:
        assert me is not None  # noqa: S101 (who finds no file asks who it is)
        before, new = writing.new(me.name, addresses, me.timezone), list(addresses)
    else:
        there = config.parsed(path, text, environment)
        before, new = text, writing.missing_addresses(addresses, there.tables.me.addresses)
    told = entry(keys) if keys is not None else None
    try:
        after = writing.with_addresses(before, new) if text is not None else before
        after = writing.with_account(after, told) if told is not None else after
    except writing.CannotEditError:
        what = ", ".join(f"{key} = {value!r}" for key, value in (told or {"me.addresses": new}).items())
        raise UsageError(f"{path} cannot be changed safely: add by hand {what}") from None
    return Draft(after, _parsed(path, after, environment), text is None, tuple(new))


def refuse_read_only(path: Path) -> None:
    """Raises UsageError where somebody took from the file the permission to write, which a new file in its
    place would pass over."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.stat().st_mode & WRITABLE:
        raise UsageError(
            f"{path} is read-only, and was left as it is: make it writable, or edit its original"
        )


def write(path: Path, text: str) -> None:
    """Puts the text into the configuration file, for its owner alone. Raises UsageError."""
    refuse_read_only(path)
    target = Path(os.path.realpath(path))  # a link stays one
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole_files.put(target, text.encode())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"cannot write {path}: {why}") from None


def _parsed(path: Path, text: str, environment: dict[str, str]) -> Config:
    """The draft, read as any configuration. A mistake in the new account is one of an option."""
    try:
        return config.parsed(path, text, environment)
    except UsageError as error:
        where, _, why = str(error).removeprefix(f"{path}: ").partition(": ")
        place, _, key = where.rpartition(".")
        if not place.startswith("accounts["):
            raise
        option = {"folders": "folder", "calendars": "calendar"}.get(key, key.replace("_", "-"))
        raise UsageError(f"--{option}: {why}") from None
