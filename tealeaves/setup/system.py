"""What the system knows of the person who uses it: the time zone and the name. Only to be offered."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

LINK = Path("/etc/localtime")  # tzfile(5): a link into the database of zones, on Linux and macOS
ELSEWHERE = "UTC"


def timezone(environment: Mapping[str, str], link: Path = LINK) -> str:
    """The zone that TZ names (POSIX.1 §8.3, a colon before it or not), or that the link leads to; "UTC"."""
    named = environment.get("TZ", "").removeprefix(":")
    folders = os.path.realpath(link).split("/zoneinfo/")
    for name in (named.rpartition("zoneinfo/")[2], folders[-1] if len(folders) > 1 else ""):
        bare = name.removeprefix("posix/").removeprefix("right/")
        if bare and is_zone(bare):
            return bare
    return ELSEWHERE


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone, such as "Europe/London"."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def full_name() -> str:
    """The name of the user of this machine, where it has one that looks like a person's; "" otherwise."""
    with contextlib.suppress(ImportError, KeyError, OSError):  # Windows has no pwd, a container no user
        import pwd

        name = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()  # passwd(5)
        return name if " " in name and name.isprintable() else ""
    return ""
