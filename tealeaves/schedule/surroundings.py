"""What of the environment a timer's run gets, and what installing needs to know of the machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def environment_of_run(
    own: Mapping[str, str], kept: Mapping[str, str], uid: int, is_there: Callable[[str], bool]
) -> dict[str, str]:
    """The variables to set: those that were in force when it was installed, and under cron the way to the
    keyring, which cron does not tell."""
    found = dict(kept)
    runtime = own.get("XDG_RUNTIME_DIR") or f"/run/user/{uid}"
    bus = f"{runtime}/bus"
    if "DBUS_SESSION_BUS_ADDRESS" not in own and is_there(bus):
        found |= {"XDG_RUNTIME_DIR": runtime, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"}
    return found


def program(executable: str, platform: str, is_there: Callable[[Path], bool]) -> tuple[str, ...]:
    """What runs tealeaves: the interpreter that it is installed for, by its whole path.

    -P: without it a folder "store" in whatever folder the timer begins in would be imported in place of ours.
    """
    path = Path(executable)
    if platform == "win32":  # python.exe would open a window each time
        silent = path.with_name("pythonw.exe")
        path = silent if is_there(silent) else path
    return (str(path), "-P", "-m", "tealeaves")


def absolute_store(url: str, folder: Path) -> str:
    """The address of a store, which means the same from every folder."""
    kind, mark, path = url.partition(":///")
    if not mark or not kind.startswith("sqlite") or path in ("", ":memory:") or Path(path).is_absolute():
        return url
    return f"{kind}:///{folder / path}"


def this_program() -> tuple[str, ...]:
    """The one that is running."""
    return program(sys.executable, sys.platform, Path.exists)
