"""Where PostgreSQL is missing, somebody is told what exactly is."""

from __future__ import annotations

import pytest

from tests.servers import postgres


def test_a_missing_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "PLACES", ())
    with pytest.raises(postgres.MissingPostgresError, match="initdb is not installed"), postgres.cluster():
        pass
