"""The servers that any test may ask for, one of each in a test process, and a fresh user for each test."""

from __future__ import annotations

import contextlib
import itertools
import os
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from tests.servers.account import Account
from tests.servers.dovecot import Dovecot, MissingDovecotError
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.emulator.node import MissingEmulatorError
from tests.servers.emulator.server import Emulator
from tests.servers.emulator.server import emulator as running_emulator
from tests.servers.google.server import GoogleServer, google_server
from tests.servers.imap.server import ScriptedImap, scripted_imap
from tests.servers.pymap import Pymap
from tests.servers.pymap import pymap as running_pymap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# No test times anything: a slow machine is no fault of the rule that is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_numbers = itertools.count()


def missing(error: Exception) -> NoReturn:
    """A server that is not installed skips its tests, and says so. With CI=true they fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    try:
        with running_dovecot() as server:
            yield server
    except MissingDovecotError as error:
        missing(error)


@pytest.fixture(scope="session")
def new_mailbox(dovecot: Dovecot) -> Callable[[], Account]:
    """Gives empty accounts that nothing else in this process uses."""
    return lambda: Account(dovecot, f"u{next(_numbers)}")


@pytest.fixture
def mailbox(new_mailbox: Callable[[], Account]) -> Account:
    return new_mailbox()


@pytest.fixture
def pymap() -> Iterator[Pymap]:
    """A server of its own for the test, with one empty account."""
    with running_pymap() as server:
        yield server


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedImap]]:
    """Starts scripted servers: scripted(folders, script)."""
    with contextlib.ExitStack() as running:
        yield lambda folders, script=None: running.enter_context(scripted_imap(folders, script))


@pytest.fixture(scope="session")
def one_emulator() -> Iterator[Emulator]:
    try:
        with running_emulator() as server:
            yield server
    except MissingEmulatorError as error:
        missing(error)


@pytest.fixture
def emulator(one_emulator: Emulator) -> Emulator:
    """The emulator of Google's servers, its mailbox empty."""
    one_emulator.reset()
    return one_emulator


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """A Google of its own for the test: Gmail and Calendar, empty."""
    with google_server() as server:
        yield server
