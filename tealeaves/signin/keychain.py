"""The keyring of the desktop, through the package `keyring`. It may be absent, switched off or locked."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from ingest.credentials import Secret
from ingest.errors import SignInError
from reports.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORDS = "tealeaves"  # the service under which `keyring set tealeaves NAME` puts a password
TOKENS = "tealeaves tokens"


class NoKeyringError(Exception):
    """There is none to use here. The text says why."""


def get(service: str, name: str) -> Secret | None:
    """What the keyring keeps, None if nothing. Raises NoKeyringError; SignInError where it does not open."""
    keyring = _keyring()
    with _told():
        kept = keyring.get_password(service, name)
    return Secret(kept) if kept else None


def put(service: str, name: str, secret: str) -> None:
    """Keeps it. Raises NoKeyringError where it is not kept: one that is switched off takes all and keeps
    nothing, and Windows refuses what is longer than 2,560 bytes. SignInError where it does not open."""
    keyring = _keyring()
    with _told():
        try:
            keyring.set_password(service, name, secret)
        except keyring.errors.PasswordSetError as error:
            raise NoKeyringError(f"the keyring does not take it: {plain(str(error), 200)}") from None
        if keyring.get_password(service, name) != secret:
            raise NoKeyringError("the keyring is switched off")


def delete(service: str, name: str) -> None:
    """Forgets it, where it is kept."""
    with contextlib.suppress(NoKeyringError, SignInError):
        keyring = _keyring()
        with _told(), contextlib.suppress(keyring.errors.PasswordDeleteError):
            keyring.delete_password(service, name)


def _keyring() -> Any:
    import keyring
    import keyring.errors

    return keyring


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Backends are foreign code and raise what they like."""
    import keyring.errors

    try:
        yield
    except (NoKeyringError, SignInError):
        raise
    except keyring.errors.NoKeyringError:
        raise NoKeyringError("this machine offers no keyring here") from None
    except Exception as error:
        what = plain(str(error), 200) or type(error).__name__
        raise SignInError(f"the keyring does not open: {what}") from None
