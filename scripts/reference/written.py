"""Which files are written, wholly or in part, and what they then hold."""

from __future__ import annotations

from pathlib import Path

from scripts.reference import commands, configuration, signals
from scripts.reference.markdown import put

ROOT = Path(__file__).parents[2]


def written() -> dict[str, str]:
    """File -> its text as it should be. Raises ValueError where the README has no place for a table."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, block in {
        "commands": commands.overview(),
        "signals": signals.names(),
        "keys": configuration.names(),
    }.items():
        readme = put(readme, name, block)
    return {
        "README.md": readme,
        "docs/reference/commands.md": commands.page(),
        "docs/reference/configuration.md": configuration.page(),
        "docs/signals.md": signals.page(),
    }
