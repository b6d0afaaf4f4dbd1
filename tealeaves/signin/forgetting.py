"""Deleting what was kept for signing in to an account: its password and its tokens, where they are ours."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from ingest.errors import SignInError
from tealeaves.signin import keychain
from tealeaves.signin.private_files import read_private

if TYPE_CHECKING:
    from pathlib import Path

    from tealeaves.signin.surroundings import Surroundings

KEYS = {"of", "access", "refresh", "expires_at"}  # of a file of tokens, as tokens.py writes it


def forget(name: str, token_file: str, around: Surroundings) -> list[str]:
    """Deletes the password and the tokens of the account `name`. Returns where they were, in words.

    `token_file` is what the account's table says; a file that we did not write stays.
    """
    gone = []
    for service in (keychain.PASSWORDS, keychain.TOKENS):
        with contextlib.suppress(keychain.NoKeyringError, SignInError):
            if keychain.get(service, name) is not None:
                keychain.delete(service, name)
                gone.append("the keyring")
    gone += [str(file) for file in token_files(name, token_file, around) if _deleted(file)]
    return list(dict.fromkeys(gone))


def token_files(name: str, token_file: str, around: Surroundings) -> list[Path]:
    """The files with tokens of that account that are there and that we wrote."""
    files = [around.tokens / f"{name}.json", *([around.beside(token_file)] if token_file else [])]
    return [file for file in files if _holds_tokens(file)]


def _holds_tokens(file: Path) -> bool:
    try:
        kept = json.loads(read_private(file))
    except (SignInError, OSError, ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and set(kept) == KEYS


def _deleted(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True
