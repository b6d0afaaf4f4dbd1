"""A keyring in a file that the environment names: what a process of its own can be given."""

from __future__ import annotations

import os
from pathlib import Path

from tests.tealeaves.signin.conftest import FileKeyring

VARIABLE = "TEST_KEYRING"


class NamedKeyring(FileKeyring):
    priority = 0.5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(Path(os.environ.get(VARIABLE, os.devnull)))
