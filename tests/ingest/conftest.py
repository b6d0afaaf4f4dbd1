"""Retries without pauses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """A request is tried as often as ever, at once."""
    stamina.set_testing(True, attempts=100, cap=True)
    yield
    stamina.set_testing(False)
