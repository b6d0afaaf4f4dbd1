"""What the person is told on the desktop, and by which program. In no words but ours."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.render.plain import plain
from tealeaves.schedule.runs import MISUSED, REFUSED, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TITLE = "tealeaves"
SLOW_SECONDS = 10
APPLE = """on run argv
display notification (item 2 of argv) with title (item 1 of argv)
end run"""
# The texts come by the environment: no word of them is ever read as a command.
POWERSHELL = (
    "[void][Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime];"
    "$kind=[Windows.UI.Notifications.ToastTemplateType]::ToastText02;"
    "$xml=[Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent($kind);"
    "$texts=$xml.GetElementsByTagName('text');"
    "[void]$texts.Item(0).AppendChild($xml.CreateTextNode($env:TEALEAVES_TITLE));"
    "[void]$texts.Item(1).AppendChild($xml.CreateTextNode($env:TEALEAVES_TEXT));"
    "$toast=[Windows.UI.Notifications.ToastNotification]::new($xml);"
    "$from='{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe';"
    "[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($from).Show($toast)"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A call of a program that shows it."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def text(task: str, parts: Sequence[Part]) -> str:
    """What is told of these failures, a line each."""
    return "\n".join(_line(task, part) for part in parts)


def _line(task: str, part: Part) -> str:
    name = plain(part.name, 60)
    if part.outcome == REFUSED and name:
        return f"{name}: sign-in was refused. Run: tealeaves accounts test {name}"
    if part.outcome == REFUSED:
        return f"The {task} failed: sign-in was refused. Run: tealeaves schedule status"
    if part.outcome == MISUSED:
        return f"The {task} failed: the configuration is wrong. Run: tealeaves schedule status"
    return f"{name or 'The ' + task} has failed for a day. Run: tealeaves schedule status"


def notice(platform: str, has: Callable[[str], bool], body: str) -> Notice | None:
    """How this is shown on a platform (`sys.platform`) with these programs; None where nothing shows it."""
    if platform == "darwin":
        return Notice(("osascript", "-e", APPLE, TITLE, body), {})
    if platform == "win32":
        command = (
            "powershell",
            "-NoProfile",
            "-NonInteractive",
            "-WindowStyle",
            "Hidden",
            "-Command",
            POWERSHELL,
        )
        return Notice(command, {"TEALEAVES_TITLE": TITLE, "TEALEAVES_TEXT": body})
    if has("notify-send"):
        return Notice(("notify-send", "--app-name", TITLE, "--", TITLE, body), {})
    return None


def show(told: Notice) -> bool:
    """Shows it; whether a program took it."""
    try:
        done = subprocess.run(  # noqa: S603 (no shell)
            told.command, env={**os.environ, **told.environment}, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=SLOW_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
