"""The configuration file: where it is found, what it may hold, and what is said when it is wrong."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tealeaves import accounts
from tealeaves.errors import UsageError
from tealeaves.post import settings
from tealeaves.tables import (
    AccountTable,
    DigestTable,
    MeTable,
    MomentumTable,
    SignalTable,
    SmtpTable,
    StoreTable,
    Tables,
)

STRONGEST = 100  # what one signal may add at most; the strongest that is shipped adds 6


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration that has been checked. `path` is the file that it came from."""

    path: Path
    tables: Tables
    store_url: str
    working_hours: tuple[time, time]

    def beside(self, name: str) -> Path:
        """The file that the configuration names: a relative path begins at the configuration's folder."""
        return self.path.absolute().parent / Path(name).expanduser()


def find(given: str | None, environment: dict[str, str]) -> Path:
    """The configuration file: the one given, `TEALEAVES_CONFIG`, or the platform's; it may not exist."""
    chosen = given or environment.get("TEALEAVES_CONFIG")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_config_dir("tealeaves", appauthor=False)) / "config.toml"


def load(path: Path, environment: dict[str, str]) -> Config:
    """The configuration in `path`. Raises `UsageError` with one line that names file, key and what to do."""
    try:
        text = path.read_text("utf-8-sig")  # some editors begin a file with a byte order mark
    except FileNotFoundError:
        raise UsageError(
            f"no configuration at {path}: tealeaves accounts add makes one, and so does "
            "tealeaves import PATH --me ADDRESS; or name another file with --config"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    return parsed(path, text, environment)


def parsed(path: Path, text: str, environment: dict[str, str]) -> Config:
    """The configuration that `text` is, as if it stood in `path`. Raises `UsageError`, as `load` does."""
    try:
        tables = msgspec.convert(tomllib.loads(text), Tables)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {_advice(str(error))}") from None
    url = environment.get("TEALEAVES_STORE") or tables.store.url or default_store()
    return Config(path, _checked(path, tables), url, _hours(path, tables.me.working_hours))


def default_store() -> str:
    """The database in the platform's data folder."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir("tealeaves", appauthor=False))
    return f"sqlite:///{folder / 'tealeaves.db'}"


def since(text: str, now: datetime) -> datetime:
    """The instant that "12 months", "3 weeks", "10 days", "1 year" or a date means. Raises ValueError."""
    span = re.fullmatch(r"(\d{1,4})\s+(day|week|month|year)s?", text.strip())
    if span is None:
        return datetime.combine(date.fromisoformat(text.strip()), time(), UTC)
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}[span.group(2)]
    return now - timedelta(days=int(span.group(1)) * days)


def _checked(path: Path, tables: Tables) -> Tables:
    def wrong(key: str, why: str) -> UsageError:
        return UsageError(f"{path}: {key}: {why}")

    for address in tables.me.addresses:
        if address.count("@") != 1 or address.endswith("@") or any(mark.isspace() for mark in address):
            raise wrong("me.addresses", f'"{address}" is neither an address nor "@domain"')
    try:
        ZoneInfo(tables.me.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise wrong(
            "me.timezone", f'"{tables.me.timezone}" is no time zone, such as "Europe/London"'
        ) from None
    try:
        since(tables.me.since, datetime.now(UTC))
    except ValueError:
        raise wrong("me.since", f'"{tables.me.since}" is neither like "12 months" nor a date') from None
    mistake = accounts.first_mistake(tables.accounts)
    if mistake is None:
        mistake = settings.first_mistake(tables.digest)
    if mistake is not None:
        raise wrong(*mistake)
    _check_strengths(path, tables)
    _check_thresholds(path, tables)
    return tables


def _check_strengths(path: Path, tables: Tables) -> None:
    if not tables.momentum.strength:
        return
    from reports.standing.score import default_strengths

    known = [*default_strengths(), *tables.signals]
    for name, strength in tables.momentum.strength.items():
        key = f"{path}: momentum.strength.{name}"
        if name not in known:
            raise UsageError(f"{key}: no such signal{_nearest(name, known)}")
        if not -STRONGEST <= strength <= STRONGEST:  # false of nan, too
            raise UsageError(f"{key}: {strength} is not between -{STRONGEST} and {STRONGEST}")


def _check_thresholds(path: Path, tables: Tables) -> None:
    if not tables.momentum.thresholds:
        return
    from reports.thresholds import default_thresholds, impossible

    for section, numbers in tables.momentum.thresholds.items():
        known = list(getattr(default_thresholds(), section))
        for name, number in numbers.items():
            key = f"{path}: momentum.{section}.{name}"
            if name not in known:
                raise UsageError(f"{key}: no such threshold{_nearest(name, known)}")
            if why := impossible(section, name, number):
                raise UsageError(f"{key}: {why}")


def _hours(path: Path, text: str) -> tuple[time, time]:
    read = re.fullmatch(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)", text.strip())
    try:
        if read is None:
            raise ValueError
        opening, closing = (time.fromisoformat(part.zfill(5)) for part in read.groups())
        if opening >= closing:
            raise ValueError
    except ValueError:
        raise UsageError(
            f'{path}: me.working_hours: "{text}" is not like "09:00-17:30", the opening before the closing'
        ) from None
    return opening, closing


def _advice(error: str) -> str:
    """msgspec's message with the key first, and for an unknown key the nearest known one."""
    message, _, place = error.partition(" - at `$")
    key = place.rstrip("`").strip(".").replace("[...]", "").removeprefix(".")
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", message)
    missing = re.fullmatch(r"Object missing required field `(.*)`", message)
    if unknown:
        name = unknown.group(1)
        return f"{_joined(key, name)}: unknown key{_nearest(name, _fields(key))}"
    if missing:
        return f"{_joined(key, missing.group(1))}: missing; config.example.toml shows it"
    choices = _choices(key)
    if choices and "enum" in message:
        return f"{key}: {message.rpartition(' ')[2]} is not one of {', '.join(choices)}"
    for kind, word in _WORDS.items():
        message = message.replace(f"`{kind}`", word)
    return f"{key}: {message[:1].lower()}{message[1:]}" if key else message


_WORDS = {"str": "text", "int": "a whole number", "float": "a number", "array": "a list", "object": "a table"}


def _choices(key: str) -> tuple[str, ...]:
    """The words that the key at this place may be, where it is one of a few."""
    table, _, name = re.sub(r"\[\d*\]", "", key).rpartition(".")
    kind = get_type_hints(_table(table)).get(name)
    return get_args(kind) if get_origin(kind) is Literal else ()


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(sorted(known))}"


def _fields(key: str) -> list[str]:
    """The keys that the table at `key` may hold."""
    return list(_table(re.sub(r"\[\d*\]", "", key)).__struct_fields__)


def _table(key: str) -> type[msgspec.Struct]:
    known: dict[str, type[msgspec.Struct]] = {
        "": Tables,
        "me": MeTable,
        "store": StoreTable,
        "accounts": AccountTable,
        "digest": DigestTable,
        "digest.smtp": SmtpTable,
        "momentum": MomentumTable,
    }
    return known.get(key, SignalTable)


def read_environment() -> dict[str, str]:
    return dict(os.environ)
