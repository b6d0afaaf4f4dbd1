"""The password of an account, from the one place that the configuration names. Nothing is tried after it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.credentials import Secret
from ingest.errors import SignInError
from reports.render.plain import plain
from tealeaves.signin import keychain
from tealeaves.signin.private_files import read_private

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tealeaves.signin.surroundings import Surroundings

PATIENCE_SECONDS = 60.0  # a command may ask the person first (pinentry)
OTHERS = "password_command, password_env or password_file"
PUT = "tealeaves accounts login"


class Keeps(Protocol):
    """A table that says where a password is: of an account, or of a mail server to send by."""

    @property
    def password_command(self) -> Sequence[str]: ...
    @property
    def password_env(self) -> str: ...
    @property
    def password_file(self) -> str: ...


def password(
    name: str, keeps: Keeps, around: Surroundings, *, of: str = "account ", put: str = PUT
) -> Secret:
    """The password of account `name`. Raises SignInError with one line, in which no secret is.

    For another table than an account's, `of` is said before its name, and `put` is the command that puts its
    password into the keyring, without the name.
    """
    try:
        found = _found(name, keeps, around, put)
    except SignInError as error:
        raise SignInError(f"{of}{name}: {error}") from None
    if any(mark in found for mark in "\0\r\n"):  # what follows could be taken for a command (RFC 3501 §9)
        raise SignInError(f"{of}{name}: the password holds a line break or a null character")
    return found


def _found(name: str, keeps: Keeps, around: Surroundings, put: str) -> Secret:
    if keeps.password_command:
        return from_command(keeps.password_command, around.environment)
    if keeps.password_env:
        return from_environment(keeps.password_env, around.environment)
    if keeps.password_file:
        return from_file(around.beside(keeps.password_file))
    return from_keyring(name, put)


def from_command(
    command: Sequence[str],
    environment: Mapping[str, str],
    patience_seconds: float = PATIENCE_SECONDS,
) -> Secret:
    """The first line that the command prints. Raises SignInError if it fails, or prints none."""
    program = Path(command[0]).name
    try:
        process = subprocess.Popen(  # noqa: S603 (the person's own command; no shell reads it)
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it holds a null character"
        raise SignInError(f"password_command: {program} does not start: {why}") from None
    with process:
        try:
            out, err = process.communicate(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            # What it started may live on and hold the pipes: nothing is waited for but the program itself.
            process.kill()
            raise SignInError(f"password_command: {program} gave nothing in {patience_seconds:g} s") from None
    printed = _first_line(out)
    if process.returncode:
        how = f"exit status {process.returncode}" if process.returncode > 0 else "ended by a signal"
        raise SignInError(f"password_command: {program}: {how}{_complaint(err, printed)}")
    if not printed:
        raise SignInError(f"password_command: {program} printed nothing{_complaint(err, printed)}")
    return _decoded(printed, f"password_command: {program}")


def from_environment(variable: str, environment: Mapping[str, str]) -> Secret:
    """The value of the variable. Raises SignInError if it is not set, or empty."""
    value = environment.get(variable, "")
    if not value:
        raise SignInError(f"password_env: the environment variable {variable} is not set")
    return Secret(value)


def from_file(path: Path) -> Secret:
    """The first line of the file. Raises SignInError if that is empty, or others can read it."""
    try:
        line = read_private(path).split("\n", 1)[0].rstrip("\r")
    except FileNotFoundError:
        raise SignInError(f"password_file: {path} is not there") from None
    except SignInError as error:
        raise SignInError(f"password_file: {error}") from None
    if not line:
        raise SignInError(f"password_file: the first line of {path} is empty")
    return Secret(line)


def from_keyring(name: str, put: str = PUT) -> Secret:
    """What the keyring keeps under the account's name. Raises SignInError that names the command `put`."""
    try:
        kept = keychain.get(keychain.PASSWORDS, name)
    except keychain.NoKeyringError as error:
        raise SignInError(f"no password: {error}; or set {OTHERS}") from None
    if kept is None:
        raise SignInError(f"no password: the keyring has none; run {put} {name}, or set {OTHERS}")
    return kept


def _first_line(printed: bytes) -> bytes:
    return printed.split(b"\n", 1)[0].rstrip(b"\r")


def _complaint(err: bytes, printed: bytes) -> str:
    """The first line of standard error that says something, without what was printed as the password."""
    for line in err.splitlines():
        if printed:
            line = line.replace(printed, b"***")
        said = plain(line.decode("utf-8", "replace"), 200)
        if said:
            return f": {said}"
    return ""


def _decoded(secret: bytes, where: str) -> Secret:
    try:
        return Secret(secret.decode("utf-8"))
    except UnicodeDecodeError:
        raise SignInError(f"{where} printed something that is not UTF-8") from None
