"""Somebody who runs `tealeaves accounts login mine` and opens the address that it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests

from tests.servers.oauth import OAuth
from tests.tealeaves.signin.conftest import World

ADDRESS = re.compile(r"^https://\S+")
PROGRAM = "import sys; from tealeaves.cli.main import main; sys.exit(main())"


def logs_in(world: World, visit: Callable[[str], object], *options: str) -> tuple[int, str]:
    """The exit code and what was printed, standard error too."""
    return visits(world.folder, visit, PROGRAM, "accounts", "login", "mine", *options)


def alone(folder: Path) -> dict[str, str]:
    """The environment of somebody whose data is in the folder, without a screen and without a keyring."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        environment.pop(name, None)
    return environment


def visits(
    folder: Path, visit: Callable[[str], object], program: str, *arguments: str, **more: str
) -> tuple[int, str]:
    """Runs the program until it prints an address, visits that, and waits for the end of it.

    `more` is the environment beside that of somebody who is `alone`.
    """
    with subprocess.Popen(
        [sys.executable, "-c", program, "--config", str(folder / "config.toml"), *arguments],
        env={**alone(folder), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = []
        for line in process.stdout:
            printed.append(line)
            if address := ADDRESS.search(line):
                visit(address.group())
                break
        printed.extend(process.stdout)
    return process.returncode, "".join(printed)


def browser(oauth: OAuth) -> Callable[[str], object]:
    """Opens an address and follows where it leads."""
    return lambda address: requests.get(address, verify=str(oauth.ca_file), timeout=20)


def back_of(address: str) -> str:
    """Where the browser is to come back to, by the address that was printed."""
    [redirect] = parse_qs(urlsplit(address).query)["redirect_uri"]
    return redirect
