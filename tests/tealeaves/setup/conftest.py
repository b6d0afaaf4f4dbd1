"""What the tests of setting up share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tealeaves.setup.newcomer import Newcomer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    """Robin, who has a keyring and nothing else."""
    return Newcomer(tmp_path)
