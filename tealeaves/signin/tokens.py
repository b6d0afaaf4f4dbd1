"""The tokens of an account: kept in the keyring if there is one, else in a file of the owner's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ingest.credentials import Secret
from tealeaves.signin import keychain
from tealeaves.signin.private_files import read_private, write_private

if TYPE_CHECKING:
    from pathlib import Path

MARGIN = timedelta(minutes=2)  # a token that ends sooner would end before its connection is made


@dataclass(frozen=True, slots=True)
class Tokens:
    """An access token, until when it holds (UTC), and the refresh token for the next (RFC 6749 §1.5)."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime

    def hold(self, now: datetime) -> bool:
        return now + MARGIN < self.expires_at


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where the tokens of one account are.

    `of` says whose they are: the client and the user. Tokens of another client or user are never handed out:
    they would go to somebody else's server.
    """

    name: str
    of: str
    file: Path
    file_only: bool  # the configuration names the file: the keyring is not asked

    def read(self) -> Tokens | None:
        """What is kept, None if there is nothing of use. Raises SignInError."""
        try:
            kept = None if self.file_only else keychain.get(keychain.TOKENS, self.name)
        except keychain.NoKeyringError:
            kept = None
        if kept is None:
            try:
                kept = Secret(read_private(self.file))
            except FileNotFoundError:
                return None
        return _decoded(kept, self.of)

    def write(self, tokens: Tokens) -> str:
        """Keeps them and returns where, in words. Raises SignInError."""
        text = _encoded(tokens, self.of)
        if not self.file_only:
            try:
                keychain.put(keychain.TOKENS, self.name, text)
            except keychain.NoKeyringError:
                keychain.delete(keychain.TOKENS, self.name)  # an older one would be read first
            else:
                self.file.unlink(missing_ok=True)
                return "the keyring"
        write_private(self.file, text)
        return str(self.file)


def _encoded(tokens: Tokens, of: str) -> str:
    return json.dumps(
        {
            "of": of,
            "access": tokens.access,
            "refresh": tokens.refresh,
            "expires_at": tokens.expires_at.astimezone(UTC).isoformat(),
        }
    )


def _decoded(text: str, of: str) -> Tokens | None:
    """None for what we did not write, or what belongs to another sign-in."""
    try:
        kept = json.loads(text)
        if kept["of"] != of:
            return None
        expires_at = datetime.fromisoformat(kept["expires_at"]).astimezone(UTC)
        return Tokens(Secret(kept["access"]), Secret(kept["refresh"]), expires_at)
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
