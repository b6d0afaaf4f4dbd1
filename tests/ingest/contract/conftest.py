"""Every source that the contract is held to, one after another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from ingest.files import connector as files
from ingest.gmail import mailbox, reading
from ingest.imap import requests
from tests.conftest import missing
from tests.ingest.contract.sources import (
    OfDovecot,
    OfEml,
    OfEmulator,
    OfGmail,
    OfMaildir,
    OfMbox,
    OfPymap,
    OfScripted,
    Source,
)
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot, MissingDovecotError, Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.imap.mail import folders

if TYPE_CHECKING:
    from pathlib import Path

_numbers = itertools.count()


@pytest.fixture(scope="session")
def without_condstore() -> Iterator[Dovecot]:
    try:
        with running_dovecot(Options(condstore=False)) as server:
            yield server
    except MissingDovecotError as error:
        missing(error)


def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue("tmp_path") / "mail"
    path.mkdir()
    return path


SOURCES: dict[str, Callable[[pytest.FixtureRequest], Source]] = {
    "mbox": lambda request: OfMbox(folder(request)),
    "maildir": lambda request: OfMaildir(folder(request)),
    "eml": lambda request: OfEml(folder(request)),
    "dovecot": lambda request: OfDovecot(request.getfixturevalue("mailbox")),
    "dovecot without condstore": lambda request: OfDovecot(
        Account(request.getfixturevalue("without_condstore"), f"u{next(_numbers)}")
    ),
    "scripted imap": lambda request: OfScripted(request.getfixturevalue("scripted")(folders())),
    "gmail": lambda request: OfGmail(request.getfixturevalue("google")),
    "gmail emulated": lambda request: OfEmulator(request.getfixturevalue("emulator")),
    "pymap": lambda request: OfPymap(request.getfixturevalue("pymap")),
}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Source:
    """An empty source, whose batches hold two messages at most."""
    monkeypatch.setattr(files, "BATCH_ITEMS", 2)
    monkeypatch.setattr(requests, "LISTED_AT_ONCE", 2)
    monkeypatch.setattr(reading, "LISTED_AT_ONCE", 2)
    monkeypatch.setattr(mailbox, "IDS_AT_ONCE", 2)
    return SOURCES[request.param](request)
