"""Where a typed password is kept: in the keyring, or where the person says if there is none."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.errors import SignInError
from reports.render.plain import plain
from tealeaves.errors import UsageError
from tealeaves.signin import keychain
from tealeaves.signin.own_files import OURS, is_ours
from tealeaves.signin.passwords import from_command
from tealeaves.signin.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tealeaves.cli.adding.dialogue import Dialogue


@dataclass(frozen=True, slots=True)
class Kept:
    where: str  # in words
    keys: dict[str, Any] = field(default_factory=dict)  # what the account's table says of it
    undo: Callable[[], None] = lambda: None


def keep(
    secret: str, name: str, folder: Path, wish: str, dialogue: Dialogue, environment: Mapping[str, str]
) -> Kept:
    """Keeps the password of the account `name`; a file lies in `folder`. `wish` is "keyring", "file" or "".

    Raises UsageError where there is no keyring and nobody to ask; click.Abort where they give up.
    """
    file = folder / f"{name}.password"
    if wish == "file":
        return _in_file(secret, file)
    try:
        keychain.put(keychain.PASSWORDS, name, secret)
    except (keychain.NoKeyringError, SignInError) as error:
        if not dialogue.present:
            raise UsageError(
                f"{error}: say --keep file to put the password into {file}, readable by you alone; "
                "or where it comes from: --password-command, --password-env or --password-file"
            ) from None
        return _elsewhere(secret, file, str(error), dialogue, environment)
    return Kept("the keyring", undo=lambda: keychain.delete(keychain.PASSWORDS, name))


def _elsewhere(secret: str, file: Path, why: str, dialogue: Dialogue, environment: Mapping[str, str]) -> Kept:
    import click

    choices = {
        "c": "a command prints it each time: pass, gopass, op, bw …",
        "f": f"in a file that only you can read, in plain text: {file}",
        "e": "in an environment variable, which you set yourself",
        "q": "nowhere: stop here",
    }
    while True:
        dialogue.tell()
        dialogue.tell(f"The password cannot be kept in a keyring: {plain(why)}.")
        key = dialogue.key("Where then?", choices, "q")
        if key == "f":
            return _in_file(secret, file)
        if key == "e":
            variable = dialogue.text(
                "Name of the variable", "--password-env", "MAIL_PASSWORD", _not_a_variable
            )
            return Kept(f"the environment variable {variable}, which you set", {"password_env": variable})
        if key == "q":
            raise click.Abort
        command = shlex_split(dialogue.text("Command", "--password-command"))
        try:
            if from_command(command, environment) == secret:
                return Kept(f"what {command[0]} prints", {"password_command": command})
            dialogue.tell("  It prints something else than what you typed.")
        except SignInError as error:
            dialogue.tell(f"  {plain(str(error))}")


def shlex_split(text: str) -> list[str]:
    """The program and its arguments, as a shell would part them. Raises UsageError."""
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"--password-command: {str(error).lower()}") from None
    if not parts:
        raise UsageError("--password-command: no program is named")
    return parts


def _in_file(secret: str, file: Path) -> Kept:
    if file.exists() and not is_ours(file):
        raise UsageError(f"{file} is there already, and not written by tealeaves: choose another --name")
    write_private(file, f"{secret}\n{OURS}\n")
    return Kept(str(file), {"password_file": file.name}, lambda: file.unlink(missing_ok=True))


def _not_a_variable(answer: str) -> str:
    is_one = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", answer)
    return "" if is_one else "letters, digits and _, please"
