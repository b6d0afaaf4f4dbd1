"""The servers of `ingest/web`, each with one feed, and a desk."""

from __future__ import annotations

import pytest

from tests.ingest.google_calendar.desk import Desk
from tests.ingest.web.conftest import certificate, no_proxy, secure, server

__all__ = ["certificate", "no_proxy", "secure", "server"]


@pytest.fixture
def desk() -> Desk:
    return Desk()
