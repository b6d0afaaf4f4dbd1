"""Versions, for who reads a report of a bug."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK = "versions"
LIBRARIES = ("sqlalchemy", "imapclient", "icalendar", "spacy", "keyring", "google-api-python-client")


def versions(found: Mapping[str, str], *, can_search: bool) -> tuple[Finding, ...]:
    """`found`: name -> version, "" for what is not installed. `can_search`: whether SQLite has FTS5."""
    missing = [name for name, version in found.items() if not version]
    if missing:
        return (wrong(CHECK, f"not installed: {', '.join(missing)}", "install tealeaves again"),)
    lines = [ok(CHECK, ", ".join(f"{name} {version}" for name, version in found.items()))]
    if not can_search:
        what = f"SQLite {found.get('SQLite', '')} was built without FTS5, so tealeaves search does not work"
        lines.append(wrong(CHECK, what, "use a Python whose SQLite has it, such as uv's"))
    return tuple(lines)
