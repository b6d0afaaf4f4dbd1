"""Every test that asks for `store` or `url` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from store.store import Store, open_store
from tests.servers.postgres import Cluster, MissingPostgresError, cluster
from tests.store.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEMPLATE = "template_store"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    try:
        with cluster() as running:
            yield running
    except MissingPostgresError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def postgres_with_template(postgres: Cluster) -> Cluster:
    open_store(postgres.create(TEMPLATE), now=NOW).close()
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_store(f"sqlite:///{path}", now=NOW).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes URLs of stores that have their tables and nothing else."""
    made: list[tuple[Cluster, str]] = []

    def make() -> str:
        name = f"store_{next(_numbers)}"
        if request.param == "sqlite":
            path = tmp_path / f"{name}.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        server: Cluster = request.getfixturevalue("postgres_with_template")
        created = server.create(name, TEMPLATE)
        made.append((server, name))
        return created

    yield make
    for server, name in made:
        server.drop(name)


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url, now=NOW) as opened:
        yield opened


@pytest.fixture
def candidate(store: Store) -> int:
    return store.candidate("me")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table (of SQLite, without even a file)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'store.db'}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    name = f"empty_{next(_numbers)}"
    yield server.create(name)
    server.drop(name)
