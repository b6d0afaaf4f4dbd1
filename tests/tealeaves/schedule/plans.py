"""Plans for tests, and the systems' programs, played: each notes its arguments and answers from a table."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tealeaves.schedule.plan import Plan
from tealeaves.schedule.times import when

NOON = datetime.fromisoformat("2026-09-30T12:34")  # a Wednesday, on the clock of the machine
INSTALLED = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
# A path with everything that some system takes for something else.
ODD = """Ro"bin's 50% $HOME dröm; `x` & y"""


def plan(
    system: str = "systemd",
    sync: str | None = "30m",
    digest: str | None = "mon 08:00",
    folder: Path = Path("/home/robin/.local/state/tealeaves"),
    python: str = "/opt/tealeaves/bin/python",
    shift: int = 7,
) -> Plan:
    return Plan(
        system,
        (python, "-P", "-m", "tealeaves"),
        folder / "schedule.json",
        when(sync) if sync else None,
        when(digest) if digest else None,
        shift,
        {"TEALEAVES_CONFIG": "/home/robin/config.toml"},
        INSTALLED,
    )


PLAYED = """#!{python} -SE
import json, pathlib, sys
here = pathlib.Path({folder!r})
name, words = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
with (here / "calls").open("a", encoding="utf-8") as calls:
    calls.write(json.dumps([name, *words]) + "\\n")
answers = json.loads((here / "answers").read_text("utf-8"))
for key, (code, said) in answers.items():
    if " ".join([name, *words]).startswith(key):
        print(said, file=sys.stderr if code else sys.stdout)
        sys.exit(code)
table = here / "crontab"
if name == "crontab":
    if words == ["-l"]:
        if not table.exists():
            sys.exit("no crontab for robin")
        sys.stdout.buffer.write(table.read_bytes())
    elif words == ["-r"]:
        table.unlink()
    else:
        table.write_bytes(sys.stdin.buffer.read())
"""


@dataclass(frozen=True)
class Played:
    """The programs of this folder, which stands first on PATH."""

    folder: Path

    def start(self, *names: str) -> None:
        (self.folder / "bin").mkdir(parents=True)
        self.answer({})
        for name in names:
            program = self.folder / "bin" / name
            program.write_text(PLAYED.format(python=sys.executable, folder=str(self.folder)), "utf-8")
            program.chmod(0o755)

    def answer(self, answers: dict[str, tuple[int, str]]) -> None:
        """What begins with the key ends with this code and says this; all else is done without a word."""
        (self.folder / "answers").write_text(json.dumps(answers), "utf-8")

    def calls(self) -> list[list[str]]:
        """What was called, and nothing of it is told again."""
        file = self.folder / "calls"
        if not file.exists():
            return []
        lines = file.read_text("utf-8").splitlines()
        file.unlink()
        return [json.loads(line) for line in lines]

    @property
    def crontab(self) -> Path:
        return self.folder / "crontab"
