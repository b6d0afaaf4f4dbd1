"""Where a password comes from: one place, and no secret in what is said when it does not come."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
import traceback
from pathlib import Path

import keyring
import keyring.backends.null
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.credentials import Password, Secret, Token
from ingest.errors import SignInError
from tealeaves.signin.passwords import from_command, password
from tealeaves.signin.sign_in import sign_in
from tealeaves.tables import AccountTable
from tests.tealeaves.signin.conftest import FileKeyring, World

SECRET = "correct horse battery staple"


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def account(world: World, rest: str = "") -> AccountTable:
    return world.account(f'name = "mine"\nkind = "imap"\nhost = "h.example"\nuser = "robin"\n{rest}')


def refusal(world: World, table: AccountTable) -> str:
    """The one line that is said, where there is no password."""
    with pytest.raises(SignInError) as raised:
        password(table.name, table, world.around)
    line = str(raised.value)
    assert "\n" not in line
    assert SECRET not in line
    assert line.startswith("account mine: ")
    return line


@pytest.mark.parametrize(
    ("script", "secret"),
    [
        ("printf 'swordfish'", "swordfish"),
        ("printf 'swordfish\\n'", "swordfish"),
        ("printf 'swordfish\\r\\nlogin: robin\\n'", "swordfish"),
        ("printf ' two words \\n'", " two words "),
        ("printf 'pässwörd\\n'", "pässwörd"),
        ("printf 'swordfish\\n'; echo warning >&2", "swordfish"),
        ("cat; echo swordfish", "swordfish"),  # standard input is closed: nobody waits for it
    ],
)
def test_the_first_line_that_a_command_prints_is_the_password(script: str, secret: str) -> None:
    assert from_command(shell(script), os.environ) == secret


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    assert from_command(["printf", "%s", "$HOME; touch /x `id`"], os.environ) == "$HOME; touch /x `id`"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo gpg: decryption failed >&2; exit 2", "sh: exit status 2: gpg: decryption failed"),
        (f"echo '{SECRET}'; echo 'not {SECRET}!' >&2; exit 1", "exit status 1: not ***!"),
        ("exit 3", "exit status 3"),
        ("kill -9 $$", "ended by a signal"),
        ("true", "printed nothing"),
        ("echo; echo hidden", "printed nothing"),
        ("printf '\\377\\n'", "not UTF-8"),
        ("printf '\\n\\033[31mred\\033[0m\\n' >&2; exit 1", "exit status 1: red"),
    ],
)
def test_a_command_that_fails_ends_it_and_nothing_else_is_tried(
    world: World, ring: FileKeyring, script: str, said: str
) -> None:
    ring.set_password("tealeaves", "mine", SECRET)
    table = account(world, f"password_command = {json.dumps(shell(script))}")
    assert said in refusal(world, table)


def test_a_command_that_is_not_there_is_named(world: World) -> None:
    line = refusal(world, account(world, 'password_command = ["/no/such/pass", "show", "mail"]'))
    assert "password_command: pass does not start: No such file or directory" in line


def test_a_command_that_never_ends_is_given_up_even_if_what_it_started_lives_on(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    try:
        with pytest.raises(SignInError, match="sh gave nothing in"):
            from_command(shell(f"cat {pipe} & wait"), os.environ, patience_seconds=0.2)
    finally:
        release(pipe)


def release(pipe: Path) -> None:
    """Lets the reader of the pipe go, if there is one."""
    until = time.monotonic() + 2
    while time.monotonic() < until:
        with contextlib.suppress(OSError):  # nobody reads, or not yet
            os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            return
        time.sleep(0.01)


def test_what_a_command_is_given_never_shows_in_its_failure(world: World) -> None:
    table = account(world, f'password_command = ["/bin/sh", "-c", "exit 1", "{SECRET}"]')
    assert SECRET not in refusal(world, table)


def test_the_command_is_asked_once_however_often_the_connection_breaks(world: World) -> None:
    table = account(world, 'password_command = ["/bin/sh", "-c", "echo x >> asked; echo swordfish"]')
    count = world.folder / "asked"
    before = Path.cwd()
    os.chdir(world.folder)
    try:
        ask = sign_in(table, world.around)
        assert [ask(), ask()] == [Password("robin", "swordfish")] * 2
    finally:
        os.chdir(before)
    assert count.read_text() == "x\n"


def test_a_variable_holds_the_password_and_an_empty_one_holds_none(world: World, ring: FileKeyring) -> None:
    ring.set_password("tealeaves", "mine", "of the keyring")
    table = account(world, 'password_env = "MAIL_PASSWORD"')
    world.environment["MAIL_PASSWORD"] = SECRET
    assert password("mine", table, world.around) == SECRET
    for gone in ("", None):
        world.environment.pop("MAIL_PASSWORD", None)
        if gone is not None:
            world.environment["MAIL_PASSWORD"] = gone
        assert "the environment variable MAIL_PASSWORD is not set" in refusal(world, table)


def test_a_password_of_several_lines_is_refused_since_a_server_would_read_a_command_in_it(
    world: World,
) -> None:
    world.environment["MAIL_PASSWORD"] = f"{SECRET}\r\na1 LOGOUT"
    assert "holds a line break" in refusal(world, account(world, 'password_env = "MAIL_PASSWORD"'))


def test_a_file_lies_beside_the_configuration_or_in_the_home_folder(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(world.folder / "home"))
    for place, name in ((world.folder, "secret"), (world.folder / "home", "~/secret")):
        place.mkdir(exist_ok=True)
        (place / "secret").write_text(f"{SECRET}\nand more\n")
        (place / "secret").chmod(0o600)
        assert password("mine", account(world, f'password_file = "{name}"'), world.around) == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(
    world: World, mode: int
) -> None:
    file = world.folder / "my secret"
    file.write_text(SECRET)
    file.chmod(mode)
    line = refusal(world, account(world, 'password_file = "my secret"'))
    assert f"can be read by others: run chmod 600 '{file}'" in line


def test_a_file_that_holds_no_password_is_told(world: World, ring: FileKeyring) -> None:
    ring.set_password("tealeaves", "mine", SECRET)
    table = account(world, 'password_file = "secret"')
    assert "is not there" in refusal(world, table)
    file = world.folder / "secret"
    for content, said in ((b"", "is empty"), (b"\nlater\n", "is empty"), (b"\xff\xfe", "is not UTF-8")):
        file.write_bytes(content)
        file.chmod(0o600)
        assert said in refusal(world, table)
    file.unlink()
    file.mkdir()
    assert "Is a directory" in refusal(world, table)
    file.rmdir()
    os.mkfifo(file, 0o600)
    assert "no ordinary file" in refusal(world, table)  # and nobody waits for a writer


def test_without_any_of_them_the_keyring_is_asked(world: World, ring: FileKeyring) -> None:
    assert "the keyring has none; run tealeaves accounts login mine" in refusal(world, account(world))
    ring.set_password("tealeaves", "mine", SECRET)
    assert sign_in(account(world), world.around)() == Password("robin", SECRET)


def test_a_machine_without_a_keyring_is_told_the_other_three(world: World) -> None:
    line = refusal(world, account(world))
    assert "no keyring" in line
    assert "password_command, password_env or password_file" in line


def test_a_keyring_that_does_not_open_is_told_and_no_traceback(world: World, tmp_path: Path) -> None:
    class Locked(FileKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            raise keyring.errors.KeyringLocked("Failed to unlock\nthe collection!")

    keyring.set_keyring(Locked(tmp_path / "locked"))
    assert "the keyring does not open: Failed to unlock the collection!" in refusal(world, account(world))


@given(st.text(min_size=1))
def test_no_representation_of_a_credential_holds_its_secret(secret: str) -> None:
    marked = f"«{secret}»"
    for held in (Password("u", marked), Token("u", marked), Secret(marked), [Secret(marked)]):
        assert marked not in repr(held)
        assert marked not in f"{held!r}"
        assert marked not in "".join(traceback.format_exception(ValueError(repr(held))))
        assert marked not in logging.LogRecord("x", 20, "", 1, "%r", (held,), None).getMessage()


def test_a_token_of_ones_own_is_looked_up_again_only_where_it_was_refused(world: World) -> None:
    script = "n=$(cat asked 2>/dev/null || echo 0); echo $((n + 1)) > asked; echo token$n"
    command = f"password_command = {json.dumps(shell(script))}"
    table = world.account(f'name = "d"\nkind = "caldav"\nhost = "h.example"\nauth = "bearer"\n{command}')
    before = Path.cwd()
    os.chdir(world.folder)
    try:
        ask = sign_in(table, world.around)
        assert [ask(), ask(), ask(refused="token0")] == [
            Token("", "token0"), Token("", "token0"), Token("", "token1")
        ]  # fmt: skip
    finally:
        os.chdir(before)
