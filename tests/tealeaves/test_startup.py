"""Start-up is a feature: what is not used is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("spacy", "sqlalchemy", "googleapiclient", "rich", "icalendar", "alembic", "requests", "msgspec")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["no-such-command"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from tealeaves.cli.main import main; code = main(sys.argv[1:]);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
