"""Radicale, a CalDAV server that shares no code with ours, in a child process, its calendars in a folder."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 30
USERS = {"robin": "s3cret-Ü", "pat": "other"}
CONFIG = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[web]
type = none
[logging]
level = info
"""


@dataclass(frozen=True, slots=True)
class Radicale:
    """A running server. What is put into its folders is in its next answer."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def calendar(self, name: str, user: str = "robin", shown: str = "", components: str = "VEVENT") -> Path:
        """The folder of a calendar, made if it is not there: a file is an event."""
        place = self.folder / "collections" / "collection-root" / user / name
        place.mkdir(parents=True, exist_ok=True)
        properties = {
            "tag": "VCALENDAR",
            "D:displayname": shown or name,
            "C:supported-calendar-component-set": components,
        }
        (place / ".Radicale.props").write_text(json.dumps(properties))
        return place

    def forget_tokens(self, calendar: Path) -> None:
        """No token that was given is known any longer."""
        shutil.rmtree(calendar / ".Radicale.cache" / "sync-token")

    def remove(self, name: str, user: str = "robin") -> None:
        """The calendar is gone."""
        shutil.rmtree(self.folder / "collections" / "collection-root" / user / name)

    def clear(self) -> None:
        """Nobody has a calendar any longer."""
        shutil.rmtree(self.folder / "collections", ignore_errors=True)

    @property
    def requests(self) -> list[str]:
        """The method and path of each request so far, as it logs them."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        asked = (line.partition(" request for ") for line in lines if " request for " in line)
        return [f"{before.rpartition(' ')[2]} {after.split(chr(39))[1]}" for before, _, after in asked]


@contextlib.contextmanager
def radicale() -> Iterator[Radicale]:
    """A running server without calendars."""
    folder = Path(tempfile.mkdtemp(prefix="radicale-"))
    (folder / "users").write_text("".join(f"{user}:{word}\n" for user, word in USERS.items()), "utf-8")
    try:
        for _ in range(5):
            server = Radicale(folder, _free_port())
            (folder / "config").write_text(CONFIG.format(folder=folder, port=server.port))
            command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
            with (folder / "log").open("wb") as log:
                process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                if _answers(server, process):
                    yield server
                    return
            finally:
                process.kill()
                process.wait()
        raise RuntimeError("Radicale finds no free port")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answers(server: Radicale, process: subprocess.Popen[bytes]) -> bool:
    """Waits for its first answer. False where somebody else took the port in between."""
    until = time.monotonic() + PATIENCE_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            with contextlib.suppress(urllib.error.HTTPError):
                opener.open(server.url, timeout=2).close()
            return process.poll() is None
        time.sleep(0.02)
    said = (server.folder / "log").read_text(errors="replace")
    if "in use" in said:
        return False
    raise RuntimeError(f"Radicale did not start: {said[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
