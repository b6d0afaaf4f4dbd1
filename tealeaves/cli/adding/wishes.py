"""What the command line of `tealeaves accounts add` says, before anything is asked or looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIL = ("imap", "gmail")
FILES = ("mbox", "maildir")


@dataclass(frozen=True, slots=True)
class Wishes:
    address: str = ""
    kind: str = ""
    provider: str = ""
    full_name: str | None = None
    timezone: str = ""
    keys: Mapping[str, Any] = field(default_factory=dict)  # of the account's table, as far as they were given
    from_stdin: bool = False  # the password
    keep: str = ""  # where a typed password goes: "keyring", "file"
    test: bool = True
    guess: bool = True
    browser: bool = True
    sync: bool | None = None

    @property
    def says_where_password(self) -> bool:
        return any(self.keys.get(key) for key in ("password_command", "password_env", "password_file"))
