"""Pictures of a terminal, from what the commands print there: `make pictures` writes docs/pictures/*.svg."""

from __future__ import annotations

import io
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "examples" / "search"
AS_OF = "2026-09-28T08:00:00+01:00"  # the morning of the demo
WIDTH = 100

PICTURES = {
    "applications": "tealeaves applications --all",
    "digest": "tealeaves digest",
    "show": "tealeaves show pemberton",
    "responsiveness": "tealeaves responsiveness",
    "explain": "tealeaves explain CAEfDLged1",
}
"""Name -> what is typed, on the morning of the demo."""
TIMELESS = ("explain",)  # they take no --as-of
HIGHEST = 48  # lines of a picture; what follows is cut

# Rich's own format asks a server for its font, and names its maker in every picture.
FORMAT = """\
<svg role="img" aria-label="A terminal: {unique_id}"
 viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
 font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def pictures() -> dict[str, str]:
    """Name -> the picture. The sample search is imported into a store that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="tealeaves-pictures-") as place:
        home = _environment(Path(place))
        _run(["import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")], home)
        return {name: picture(name, typed, printed(name, typed, home)) for name, typed in PICTURES.items()}


def printed(name: str, typed: str, home: Mapping[str, str]) -> str:
    """What a terminal of WIDTH columns shows, with its colours."""
    arguments = shlex.split(typed)[1:]
    return _run(arguments if name in TIMELESS else [*arguments, "--as-of", AS_OF], home)


def picture(name: str, typed: str, shown: str) -> str:
    """The picture of what was typed and what a terminal then showed."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text(f"$ {typed}", style="bold"))
    lines = shown.rstrip().split("\n")
    console.print(Text.from_ansi("\n".join(lines[:HIGHEST])), soft_wrap=True)
    if len(lines) > HIGHEST:
        console.print(Text(f"… and {len(lines) - HIGHEST} more lines", style="dim"))
    drawn = console.export_svg(
        title="tealeaves", theme=MONOKAI, code_format=FORMAT, unique_id=f"tealeaves-{name}"
    )
    return re.sub(r"[ \t]+\n", "\n", drawn)


def _environment(place: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "TERM": "xterm-256color",
        "COLUMNS": str(WIDTH),
        "LANG": "C.UTF-8",
        "TEALEAVES_CONFIG": str(SAMPLE / "config.toml"),
        "TEALEAVES_STORE": f"sqlite:///{place}/store.db",
    }


def _run(arguments: list[str], environment: Mapping[str, str]) -> str:
    """What the command prints on a terminal. Raises RuntimeError where it fails."""
    ours, theirs = pty.openpty()
    with open(ours, "rb", buffering=0) as reading:  # noqa: PTH123 (a file that is open already)
        running = subprocess.Popen(  # noqa: S603 (a command of ours)
            [
                sys.executable,
                "-c",
                "import sys; from tealeaves.cli.main import main; sys.exit(main())",
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=dict(environment),
        )
        os.close(theirs)
        shown = b""
        try:
            while piece := reading.read(65536):
                shown += piece
        except OSError:  # how Linux says that the other end was closed
            pass
        _, complaint = running.communicate()
    if running.returncode:
        raise RuntimeError(f"tealeaves {shlex.join(arguments)}: {complaint.decode().strip()}")
    return shown.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, drawn in pictures().items():
        (FOLDER / f"{name}.svg").write_text(drawn, "utf-8")
