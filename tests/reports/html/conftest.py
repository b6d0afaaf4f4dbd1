"""One browser for the tests of pages, gone before any other test: it holds the thread's event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import missing
from tests.servers.chromium import MissingChromiumError, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as running:
            yield running
    except MissingChromiumError as error:
        missing(error)
