"""The words that a person may mean: accounts, applications and signals, as this machine knows them.

For who completes a line: each is read in the quickest way there is, and what cannot be read has no words.
"""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Words = Iterator[tuple[str, str]]  # each with what is said of it

SHORTEST = 3  # letters of a word that says which company


def accounts(begun: str) -> Words:
    """The names of the accounts, with their kinds."""
    tables = _configuration().get("accounts", [])
    for table in tables if isinstance(tables, list) else []:
        if isinstance(table, dict) and table.get("name"):
            yield str(table["name"]), str(table.get("kind", ""))


def applications(begun: str) -> Words:
    """The words of companies, in small letters unless capitals are typed; and the ids, once one is begun."""
    from store import glance

    found = glance.applications(_store())
    has_capitals = begun != begun.lower()
    for _, company, role in found:
        for word in re.findall(rf"\w{{{SHORTEST},}}", company):
            yield (word if has_capitals else word.lower()), f"{company}, {role}"
    if begun or not found:
        yield from ((id_, f"{company}, {role}") for id_, company, role in found)


def signals(begun: str) -> Words:
    """The signals, those that the person added too."""
    from classify.signals.table import signal_table

    yield from ((name, "") for name in signal_table())
    own = _configuration().get("signals", {})
    yield from ((name, "") for name in own if isinstance(own, dict))


def _configuration() -> dict[str, Any]:
    """What the configuration says, unchecked; nothing where it cannot be read."""
    import click

    context = click.get_current_context(silent=True)
    given = context.find_root().params.get("config") if context else None
    named = given or os.environ.get("TEALEAVES_CONFIG")
    with contextlib.suppress(OSError, ValueError):
        return tomllib.loads(_path(named).read_text("utf-8"))
    return {}


def _path(named: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path("tealeaves", appauthor=False) / "config.toml"


def _store() -> str:
    store = _configuration().get("store", {})
    url = os.environ.get("TEALEAVES_STORE") or (store.get("url") if isinstance(store, dict) else "")
    if url:
        return str(url)
    import platformdirs

    return f"sqlite:///{platformdirs.user_data_path('tealeaves', appauthor=False) / 'tealeaves.db'}"
