"""A shell completes commands, options, accounts, applications and signals, or says nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tealeaves.cli.main import main
from tests.tealeaves.conftest import ROOT, SAMPLE

HEAVY = ("sqlalchemy", "spacy", "rich", "requests", "keyring", "alembic", "googleapiclient", "ssl")
CONFIG = """
[me]
addresses = ["robin@postbox.example"]
[[accounts]]
name = "personal"
kind = "imap"
[[accounts]]
name = "per fect; $(touch {folder}/owned)"
kind = "imap"
[[accounts]]
name = "google"
kind = "gmail"
[signals.visa_sponsorship]
phrases = ["do you need a visa"]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample search, accounts, and tealeaves on the path."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEALEAVES_CONFIG", str(SAMPLE / "config.toml"))
        patch.setenv("TEALEAVES_STORE", f"sqlite:///{home}/store.db")
        assert main(["import", str(SAMPLE / "mail")]) == 0
    (home / "config.toml").write_text(CONFIG.replace("{folder}", str(home)))
    (home / "bin").mkdir()
    program = home / "bin" / "tealeaves"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfrom tealeaves.cli.main import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)
    return home


def environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{home}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TEALEAVES_CONFIG": str(home / "config.toml"),
        "TEALEAVES_STORE": f"sqlite:///{home}/store.db",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


def run(command: list[str], home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env={**environment(home), **more}, cwd=home, capture_output=True, text=True, check=True
    )


@pytest.fixture(scope="module")
def bash(home: Path) -> Path:
    """The script of bash, in a file."""
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    file = home / "tealeaves.bash"
    file.write_text(run(["tealeaves", "completion", "bash"], home).stdout)
    return file


def completed(line: str, home: Path, script: Path, **more: str) -> set[str]:
    """What bash offers at the end of the line."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    asked = (
        f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; compopt() {{ :; }};"
        '_tealeaves_completion tealeaves; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = run(["bash", "--norc", "-c", asked], home, **more)
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tealeaves appl", {"applications"}),
        ("tealeaves --deb", {"--debug"}),
        ("tealeaves sync --deb", {"--debug"}),
        ("tealeaves --debug sync --js", {"--json"}),
        ("tealeaves sync -v --log-file x --js", {"--json"}),
        ("tealeaves accounts te", {"test"}),
        ("tealeaves accounts test p", {"personal"}),
        ("tealeaves sync g", {"google"}),
        ("tealeaves sync personal g", {"google"}),
        ("tealeaves show kes", {"kestrel"}),
        ("tealeaves show Kes", {"Kestrel"}),
        ("tealeaves reclassify --application kes", {"kestrel"}),
        ("tealeaves applications close kes", {"kestrel"}),
        ("tealeaves label 12 +noti", {"+notice_period"}),
        ("tealeaves label 12 -noti", {"-notice_period"}),
        ("tealeaves label 12 +visa", {"+visa_sponsorship"}),
        ("tealeaves digest --format m", {"markdown"}),
        ("tealeaves completion f", {"fish"}),
        ("tealeaves show nothing-like-it", set()),
        ("tealeaves no-such-command x", set()),
    ],
)
def test_bash_completes(line: str, offered: set[str], home: Path, bash: Path) -> None:
    assert completed(line, home, bash) == offered


def test_bash_completes_while_somebody_types(home: Path, bash: Path) -> None:
    shell = pexpect.spawn(
        "bash", ["--norc", "-i"], env=environment(home), cwd=str(home), encoding="utf-8", timeout=60
    )
    shell.sendline(f"source {bash}; PS1='ready> '")
    shell.expect("ready> $")
    shell.send("tealeaves show kes\t")
    shell.expect("kestrel")
    shell.sendcontrol("u")
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
    shell.close()


def test_a_name_that_a_shell_would_run_is_not_offered(home: Path, bash: Path) -> None:
    assert completed("tealeaves sync per", home, bash) == {"personal"}
    assert not (home / "owned").exists()


def test_an_id_is_offered_with_what_it_stands_for(home: Path) -> None:
    words = {"_TEALEAVES_COMPLETE": "zsh_complete", "COMP_WORDS": "tealeaves show ", "COMP_CWORD": "2"}
    first = run(["tealeaves"], home, **words).stdout
    assert "kestrel\nKestrel & Lowe, Analytics Engineer" in first
    ids = {**words, "COMP_WORDS": "tealeaves show f", "COMP_CWORD": "2"}
    assert "fb5aa597\nKestrel & Lowe, Analytics Engineer" in run(["tealeaves"], home, **ids).stdout


@pytest.mark.parametrize(
    "what",
    [
        {"TEALEAVES_CONFIG": "/nowhere/config.toml", "TEALEAVES_STORE": "sqlite:////nowhere/store.db"},
        {"TEALEAVES_STORE": "postgresql+psycopg://nobody@192.0.2.1/jobs"},
        {"TEALEAVES_STORE": "rubbish"},
    ],
)
def test_where_nothing_can_be_read_nothing_is_offered_and_nothing_said(
    what: dict[str, str], home: Path, bash: Path
) -> None:
    assert completed("tealeaves show kes", home, bash, **what) == set()


def test_a_broken_configuration_or_store_is_passed_over_in_silence(
    home: Path, bash: Path, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("me = [")
    (tmp_path / "store.db").write_text("not a database, but long enough to look like one" * 99)
    other = {
        "TEALEAVES_CONFIG": str(tmp_path / "config.toml"),
        "TEALEAVES_STORE": f"sqlite:///{tmp_path}/store.db",
    }
    assert completed("tealeaves show kes", home, bash, **other) == set()
    assert completed("tealeaves sync p", home, bash, **other) == set()
    assert completed("tealeaves appl", home, bash, **other) == {"applications"}


def test_a_store_that_somebody_writes_to_is_read_all_the_same(home: Path, bash: Path) -> None:
    writer = sqlite3.connect(home / "store.db", isolation_level=None)
    try:
        writer.execute("BEGIN EXCLUSIVE")
        assert completed("tealeaves show kes", home, bash) == {"kestrel"}
    finally:
        writer.close()


@pytest.mark.parametrize("line", ["tealeaves ", "tealeaves show ", "tealeaves sync ", "tealeaves label 1 +"])
def test_completing_imports_nothing_slow_and_opens_no_connection(line: str, home: Path) -> None:
    script = (
        "import sys; asked = [];"
        "sys.addaudithook(lambda event, _: asked.append(event) if event.startswith('socket.') else None);"
        "from tealeaves.cli.main import main; main([]);"
        f"print([name for name in {HEAVY!r} if name in sys.modules] + asked)"
    )
    words = {"_TEALEAVES_COMPLETE": "bash_complete", "COMP_WORDS": line}
    done = run([sys.executable, "-c", script], home, **words, COMP_CWORD=str(line.count(" ")))
    assert len(done.stdout.splitlines()) > 2
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_scripts_of_the_other_shells_are_read_by_them(shell: str, home: Path) -> None:
    script = run(["tealeaves", "completion", shell], home).stdout
    assert "_TEALEAVES_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here to read its script")
    file = home / f"tealeaves.{shell}"
    file.write_text(script)
    assert run([shell, "-n", str(file)], home).stderr == ""


@pytest.mark.parametrize("line", ["tealeaves --config ", "tealeaves applications --log-file "])
def test_the_value_of_an_option_of_every_command_is_a_file_wherever_it_stands(line: str, home: Path) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split())), "_TEALEAVES_COMPLETE": "bash_complete"}
    assert run(["tealeaves"], home, **words).stdout == "file,\n"
