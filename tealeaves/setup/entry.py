"""The table of a new account: its keys, its name, and whether there is such an account already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tealeaves.accounts import LONGEST_NAME
from tealeaves.tables import AccountTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NUMBERED = 6  # characters that are left for a number behind a name


def entry(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that say something, in the order in which the documentation has them."""
    told = {}
    for key in AccountTable.__struct_fields__:
        value = keys.get(key)
        if value not in (None, "", []) and value != _usual(key, keys):
            told[key] = value
    return told


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name, or it with a number behind it, that no other account has."""
    used = {one.casefold() for one in taken}
    plain = re.sub(r"[^\w.@+-]+", "-", wanted).strip("-")[: LONGEST_NAME - NUMBERED] or "account"
    names = (plain, *(f"{plain}-{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name.casefold() not in used)


def same(one: AccountTable, other: AccountTable) -> bool:
    """Whether both read the same mailbox or calendar of the same user."""
    return all(
        str(getattr(one, key)).casefold() == str(getattr(other, key)).casefold()
        for key in ("kind", "host", "url", "path", "user", "service_port", "folders", "calendars")
    )


def _usual(key: str, keys: Mapping[str, Any]) -> Any:
    """What is meant where the key is left out."""
    if key == "port":
        return 993 if keys.get("security", "tls") == "tls" else 143
    return {"security": "tls", "auth": "password", "tls_minimum": "1.2", "tenant": "common"}.get(key)
