"""How long a command takes from the shell's prompt back to it, as a multiple of `python -c pass`.

python -m benchmarks.start_up [ROUNDS]

Each round starts every command once, one right after the other, so that a busy machine slows them alike; the
ratio is taken within the round, and the median of the rounds is told. The store holds the sample search.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "search"
PROGRAM = (sys.executable, "-c", "import sys; from tealeaves.cli.main import main; sys.exit(main())")
ROUNDS = 15

NOTHING = "python -c pass"
COMMANDS = {
    NOTHING: (sys.executable, "-c", "pass"),
    "tealeaves --help": (*PROGRAM, "--help"),
    "tealeaves --version": (*PROGRAM, "--version"),
    "tealeaves sync --help": (*PROGRAM, "sync", "--help"),
    "completing a command": (*PROGRAM,),
    "tealeaves applications": (*PROGRAM, "applications", "--as-of", "2026-09-28"),
}
COMPLETING = {"_TEALEAVES_COMPLETE": "bash_complete", "COMP_WORDS": "tealeaves appl", "COMP_CWORD": "1"}


def seconds(command: tuple[str, ...], environment: dict[str, str]) -> float:
    """How long the process ran, from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def measured(rounds: int, environment: dict[str, str]) -> dict[str, list[float]]:
    """The seconds of each command, round by round. Before the first round each has run once."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            more = COMPLETING if name == "completing a command" else {}
            took = seconds(command, {**environment, **more})
            if number:
                taken[name].append(took)
    return taken


def main() -> None:
    """Prints a line for each command: the median in milliseconds, and the median of the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TEALEAVES_CONFIG": str(SAMPLE / "config.toml"),
            "TEALEAVES_STORE": f"sqlite:///{folder}/store.db",
        }
        brought_in = (*PROGRAM, "import", "-q", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics"))
        subprocess.run(brought_in, env=environment, cwd=ROOT, check=True)
        taken = measured(rounds, environment)
    for name, times in taken.items():
        ratios = [took / nothing for took, nothing in zip(times, taken[NOTHING], strict=True)]
        print(f"{name:24} {statistics.median(times) * 1000:6.0f} ms {statistics.median(ratios):6.1f} x")


if __name__ == "__main__":
    main()
