"""The text of the configuration with an account more, or one less. Whatever else is in it stays as it is.

Each result is read again and compared with what was meant: a file that a program mends wrongly is worse than
one that a person has to mend.
"""

from __future__ import annotations

import copy
import re
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

HEADING = re.compile(r"\s*\[\[\s*(?:accounts|\"accounts\"|'accounts')\s*\]\]")
ANY_HEADING = re.compile(r"\s*\[")

NEW = """\
# The configuration of tealeaves. The documentation of the configuration lists every key.

[me]
name = {name}
# Every address you write from. A whole domain may stand for itself, as "@example.org".
addresses = [{addresses}]
# Working hours and days are counted in it.
timezone = {timezone}
# How far back the first sync of an account looks; a date works too.
since = "12 months"
"""


class CannotEditError(Exception):
    """The text says it in a way that this program cannot change safely."""


def new(name: str, addresses: Iterable[str], timezone: str) -> str:
    """The configuration of somebody who had none."""
    told = ", ".join(_value(one) for one in addresses)
    return NEW.format(name=_value(name), addresses=told, timezone=_value(timezone))


def with_account(text: str, entry: Mapping[str, Any]) -> str:
    """The configuration with one account more, the last. Raises CannotEditError.

    Its table comes at the end of the file: behind the last other account it would part the next table from
    the comment above it.
    """
    meant = _read(text)
    meant.setdefault("accounts", []).append(dict(entry))
    lines = ["[[accounts]]", *(f"{key} = {_value(value)}" for key, value in entry.items())]
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") or not text else end
    return _first_right(
        meant, (lambda: f"{text}{gap}{end}{end.join(lines)}{end}", lambda: _appended(text, entry))
    )


def with_addresses(text: str, addresses: Sequence[str]) -> str:
    """The configuration with these addresses among those of `me`. Raises CannotEditError."""
    meant = _read(text)
    meant["me"]["addresses"] += addresses

    def spliced() -> str:
        old, longer, _ = _longer(text, addresses)
        return text.replace(old, longer, 1)

    return _first_right(meant, (spliced, lambda: _longer(text, addresses)[2])) if addresses else text


def without_account(text: str, name: str) -> str:
    """The configuration without that account. Comments outside it stay. Raises CannotEditError."""
    meant = _read(text)
    meant["accounts"] = [one for one in meant["accounts"] if one["name"] != name]
    if not meant["accounts"]:
        del meant["accounts"]
    return _first_right(meant, (*_shorter(text), lambda: _removed(text, name)))


def missing_addresses(addresses: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those that are not known yet, neither in themselves nor by their domain."""
    told = {one.casefold() for one in known}
    return [one for one in addresses if not {one.casefold(), "@" + one.casefold().rpartition("@")[2]} & told]


def _longer(text: str, addresses: Sequence[str]) -> tuple[str, str, str]:
    """The array of addresses as it stands, as it is to be, and the whole text with it.

    The last would do, but for little things outside the array, such as the spaces of [[ accounts ]].
    """
    document = _parsed(text)
    array = document["me"]["addresses"]
    before = str(array.as_string())
    for one in addresses:
        array.append(one)
    return before, str(array.as_string()), str(document.as_string())


def _shorter(text: str) -> Iterator[Callable[[], str]]:
    """The text without the lines of one table of accounts, for each of them.

    A library of TOML counts the comment above a table to the table before it, and would take it away with
    that: here a table ends where its last key does.
    """
    lines = text.splitlines(keepends=True)
    headings = [at for at, line in enumerate(lines) if ANY_HEADING.match(line)]
    for begin in (at for at in headings if HEADING.match(lines[at])):
        for after in (*(at for at in headings if at > begin), len(lines)):
            end = after
            while _says_nothing(lines[end - 1]):
                end -= 1
            first = begin
            if end == len(lines) or _is_empty(lines[end]):  # one gap is enough
                while first and _is_empty(lines[first - 1]):
                    first -= 1
            yield lambda first=first, end=end: "".join(lines[:first] + lines[end:])  # type: ignore[misc]


def _is_empty(line: str) -> bool:
    return not line.strip()


def _says_nothing(line: str) -> bool:
    return _is_empty(line) or line.lstrip().startswith("#")


def _appended(text: str, entry: Mapping[str, Any]) -> str:
    """For accounts = [{…}]."""
    import tomlkit

    document = _parsed(text)
    table = tomlkit.inline_table()
    table.update(entry)
    document["accounts"].append(table)
    return str(document.as_string())


def _removed(text: str, name: str) -> str:
    document = _parsed(text)
    accounts = document["accounts"]
    del accounts[next(at for at, one in enumerate(accounts) if one["name"] == name)]
    if not accounts:
        del document["accounts"]
    return str(document.as_string())


def _first_right(meant: dict[str, Any], attempts: Iterable[Callable[[], str]]) -> str:
    """The first attempt that means what was meant. Raises CannotEditError where none does."""
    from tomlkit.exceptions import TOMLKitError

    for attempt in attempts:
        try:
            text = attempt()
            if tomllib.loads(text) == meant:
                return text
        except (tomllib.TOMLDecodeError, TOMLKitError, LookupError, TypeError, AttributeError, ValueError):
            continue
    raise CannotEditError


def _read(text: str) -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(text))


def _parsed(text: str) -> Any:
    import tomlkit

    return tomlkit.parse(text)


def _value(value: Any) -> str:
    """The value as TOML."""
    import tomlkit

    return str(tomlkit.item(value).as_string())
