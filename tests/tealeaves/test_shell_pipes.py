"""What a command prints into a pipe, in an old encoding, on a poor terminal; and to who reads no further."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tealeaves.cli.main import main
from tests.tealeaves.conftest import AS_OF, ROOT, SAMPLE

PROGRAM = [sys.executable, "-c", "import sys; from tealeaves.cli.main import main; sys.exit(main())"]
SHOWN = ["applications", "--all", "--as-of", AS_OF]
UTF8 = {"LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a store that holds the sample search."""
    url = f"sqlite:///{tmp_path_factory.mktemp('piped')}/store.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
        patch.setenv("TEALEAVES_STORE", url)
        assert main(["import", str(SAMPLE / "mail"), str(SAMPLE / "calendar.ics")]) == 0
    yield url


def surroundings(url: str, **more: str) -> dict[str, str]:
    own = {"TEALEAVES_CONFIG": str(SAMPLE / "config.toml"), "TEALEAVES_STORE": url, "PYTHONPATH": str(ROOT)}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "TERM": "xterm-256color", **own, **more}


def piped(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], env=surroundings(url, **more), capture_output=True)


def on_terminal(url: str, *arguments: str, **more: str) -> tuple[int, bytes]:
    """Exit code, and all that a terminal of its own gets to see."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments], env=surroundings(url, **more), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux: nobody holds the other end any more
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return process.wait(), seen


def test_into_a_pipe_goes_no_colour_and_no_progress(url: str, tmp_path: Path) -> None:
    shown = piped(url, *SHOWN, **UTF8)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"\x1b" not in shown.stdout
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    brought = piped(fresh, "import", str(SAMPLE / "mail"), **UTF8)
    assert (brought.returncode, brought.stderr) == (0, b"")
    assert b"\x1b" not in brought.stdout and b"\r" not in brought.stdout


def test_a_terminal_gets_colour_unless_it_is_not_wanted(url: str) -> None:
    code, seen = on_terminal(url, *SHOWN, **UTF8)
    assert code == 0 and b"\x1b[" in seen
    for unwanted in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}):
        code, seen = on_terminal(url, *SHOWN, **UTF8, **unwanted)
        assert code == 0 and b"\x1b" not in seen, unwanted


def test_colour_goes_into_a_pipe_where_it_is_asked_for(url: str) -> None:
    assert b"\x1b[" in piped(url, *SHOWN, CLICOLOR_FORCE="1", **UTF8).stdout
    assert b"\x1b" not in piped(url, *SHOWN, CLICOLOR_FORCE="0", **UTF8).stdout
    assert b"\x1b" not in piped(url, *SHOWN, "--json", CLICOLOR_FORCE="1", **UTF8).stdout


def test_progress_is_for_a_terminal_that_can_draw_and_not_for_the_quiet(tmp_path: Path) -> None:
    mail = str(SAMPLE / "mail")
    code, seen = on_terminal(f"sqlite:///{tmp_path}/a.db", "import", mail, **UTF8)
    assert code == 0 and b"\x1b" in seen
    code, seen = on_terminal(f"sqlite:///{tmp_path}/b.db", "import", mail, "-q", **UTF8)
    assert (code, seen) == (0, b"")
    code, seen = on_terminal(f"sqlite:///{tmp_path}/c.db", "import", mail, **{**UTF8, "TERM": "dumb"})
    assert code == 0 and b"\x1b" not in seen and b"153 messages" in seen


@pytest.mark.parametrize("command", [SHOWN, ["digest", "--as-of", AS_OF], ["--help"]])
def test_who_reads_no_further_is_no_failure(url: str, command: list[str]) -> None:
    process = subprocess.Popen(
        [*PROGRAM, *command], env=surroundings(url, **UTF8), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()  # before it began to write
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


@pytest.mark.parametrize(
    "old",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_an_old_encoding_loses_no_more_than_the_signs_it_has_not(url: str, old: dict[str, str]) -> None:
    for command in (SHOWN, ["digest", "--as-of", AS_OF], ["--help"]):
        done = piped(url, *command, **old)
        assert (done.returncode, done.stderr) == (0, b""), command
        assert done.stdout.strip()
    refused = piped(url, "show", "no—body", **old)
    assert refused.returncode == 2 and refused.stderr.startswith(b"tealeaves: ")
    told = piped(url, "applications", "--json", "--all", "--as-of", AS_OF, **old)
    written = "latin-1" if "latin-1" in old.values() else "utf-8"  # of ASCII click makes UTF-8
    assert len(json.loads(told.stdout.decode(written))) == 13


def test_a_narrow_terminal_is_no_failure(url: str) -> None:
    for columns in ("20", "rubbish"):
        for command in (SHOWN, ["digest", "--as-of", AS_OF], ["sync", "--help"]):
            code, seen = on_terminal(url, *command, COLUMNS=columns, **UTF8)
            assert code == 0 and seen, (columns, command)
