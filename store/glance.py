"""A glance at an SQLite store for who has no time: a shell that completes a word.

Without SQLAlchemy, waiting or an upgrade: whatever stands in the way, there is nothing to see.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

WAIT_SECONDS = 0.1
_FILE = "sqlite:///"


def applications(url: str) -> list[tuple[str, str, str]]:
    """Id, company and role of each application in the store at this URL; none where none can be read."""
    if not url.startswith(_FILE):
        return []  # another database would be asked over a network
    file = quote(str(Path(url.removeprefix(_FILE)).absolute()))
    with contextlib.suppress(sqlite3.Error, OSError):
        glance = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        with contextlib.closing(glance):
            rows = glance.execute("SELECT id, company, role FROM applications ORDER BY company, role, id")
            return [(str(id_), str(company), str(role)) for id_, company, role in rows]
    return []
