"""What the machines of Gmail and of Google's calendars share: a server, a store, and broken-off syncs."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import stamina
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from ingest.credentials import Token
from store.store import Store, open_store
from tests.servers.google import faults, google_server
from tests.tealeaves.dying import Dying, PowerCutError
from tests.tealeaves.post import FIRST, NOW
from tests.tealeaves.syncs import synced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from ingest.connector import Batch
    from tealeaves.pipeline.sync import Synced
    from tealeaves.tables import AccountTable
    from tests.servers.google import GoogleServer
    from tests.servers.google.faults import Fault
    from tests.servers.google.wire import Request

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"  # looks for minutes
PROFILE = (
    settings(max_examples=400, stateful_step_count=25, deadline=None)
    if IS_THOROUGH
    # Shrinking would take minutes; the steps that it prints say enough.
    else settings(
        max_examples=10, stateful_step_count=15, deadline=None, derandomize=True, phases=[Phase.generate]
    )
)

BADGES: dict[str, Badge] = {}  # by the address of the server

any_number = st.integers(0, 1_000)
requests = st.integers(1, 12)
passing = st.sampled_from([
    faults.drop(), faults.cut(40), faults.cut(400), faults.backend_error(500), faults.backend_error(503),
    faults.rate_limited(403), faults.rate_limited(429), faults.exhausted(), faults.user_rate(),
    faults.unauthorized(), faults.html(502), faults.html(200), faults.empty_page(),
])  # fmt: skip
"""What goes wrong once and is no reason to end a sync."""

lasting = st.sampled_from([
    faults.drop(), faults.cut(40), faults.backend_error(500), faults.rate_limited(403),
    faults.rate_limited(429), faults.daily_limit(), faults.quota_exceeded(), faults.unauthorized(),
    faults.insufficient(), faults.redirect("http://127.0.0.1:9/"),
])  # fmt: skip
"""What ends a sync where it stays so."""


class Badge:
    """Signs in with the token that is good at this server; for one that was refused there is a new one."""

    def __init__(self, server: GoogleServer) -> None:
        self._server = server
        self._numbers = itertools.count(2)

    def __call__(self, refused: str = "") -> Token:
        if refused in self._server.tokens:
            self._server.tokens = {f"token-{next(self._numbers)}"}
        [token] = self._server.tokens
        return Token("me", token)


class BrokenOff(RuleBasedStateMachine):
    """Syncs of one account are made, and broken off at any moment. What lies on the server is the heirs'."""

    def __init__(self) -> None:
        super().__init__()
        self.servers = contextlib.ExitStack()
        self.server = self.servers.enter_context(google_server())
        BADGES[self.server.url] = Badge(self.server)
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.since = FIRST
        self.numbers = itertools.count(1)
        self.is_synced = False  # whether all is as it was at the end of the last sync

    def teardown(self) -> None:
        try:
            self.end()
        finally:
            self.servers.close()
            shutil.rmtree(self.folder)

    @property
    def table(self) -> AccountTable:
        raise NotImplementedError

    def changes(self, number: int, what: int) -> None:
        """Changes something on the server."""
        raise NotImplementedError

    def end(self) -> None:
        """Looks at everything once more."""
        raise NotImplementedError

    def wonders(self, done: Synced) -> set[str]:
        """The codes of the problems that a sync told of and nothing explains."""
        return {one.code for one in done.outcome.problems}

    def open(self, name: str = "one") -> Store:
        return open_store(f"sqlite:///{self.folder}/{name}.db", now=NOW)

    def synced(self, watch: Callable[[Batch, int], None] = lambda batch, listed: None) -> Synced:
        with self.open() as store:
            return synced(store, self.table, watch, self.since)

    def struck(
        self, match: Callable[[Request], bool], fault: Fault, times: int | None = 1
    ) -> tuple[Synced, int]:
        """A sync of which some requests fail, and how many did."""
        self.is_synced = False
        self.server.faults.on(match, fault, times)
        done, struck = self.synced(), self.server.faults.struck
        self.server.faults.clear()
        return done, struck

    def bytes_kept(self) -> bytes:
        """All that the store wrote, with what it does not show."""
        return b"".join(path.read_bytes() for path in self.folder.iterdir() if path.name.startswith("one."))

    def must_be_done(self, done: Synced) -> None:
        assert done.failure is None
        assert not self.wonders(done)
        self.is_synced = True

    @rule()
    def sync(self) -> None:
        self.must_be_done(self.synced())

    @rule()
    def a_sync_finds_nothing(self) -> None:
        self.sync()
        before = self.server.http_requests
        done = self.synced()
        counted = done.outcome
        assert (counted.listed, counted.gone, counted.relabelled, counted.events) == (0, 0, 0, 0)
        assert self.server.http_requests - before <= 1 + max(len(self.server.calendars), 1)

    @rule(batches=st.integers(1, 5))
    def a_sync_is_killed_after_a_batch(self, batches: int) -> None:
        left = iter(range(batches - 1, -1, -1))

        def watch(batch: Batch, listed: int) -> None:
            if next(left) == 0:
                raise PowerCutError

        with contextlib.suppress(PowerCutError):
            self.synced(watch)

    @rule(transaction=st.integers(1, 12), moment=st.sampled_from(["before", "inside", "after"]))
    def the_power_is_cut(self, transaction: int, moment: str) -> None:
        with self.open() as whole, contextlib.suppress(PowerCutError):
            synced(Dying(whole._engine, transaction, moment), self.table, since=self.since)

    @rule(request=requests, fault=passing)
    def a_request_fails_once(self, request: int, fault: Fault) -> None:
        done, _ = self.struck(self.server.faults.after(request), fault)
        self.must_be_done(done)

    @rule(request=requests, fault=lasting)
    def all_requests_fail_from_one_on(self, request: int, fault: Fault) -> None:
        first = self.server.http_requests + request
        done, struck = self.struck(lambda one: one.http >= first, fault, None)
        wonders = self.wonders(done)
        # Where others were given before, it may be one message or one calendar that cannot be.
        assert wonders <= {"not-given", "unreadable-calendar"}
        is_told = done.failure is not None or bool(wonders)
        assert is_told == bool(struck), (done.failure, wonders, struck)

    @rule(request=requests, number=any_number, what=st.integers(0, 5))
    def something_changes_while_it_is_synced(self, request: int, number: int, what: int) -> None:
        at = self.server.faults.after(request)

        def match(one: Request) -> bool:
            if at(one):
                self.changes(number, what)
            return False

        done, _ = self.struck(match, faults.drop())
        assert done.failure is None
        assert not self.wonders(done)


@contextlib.contextmanager
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A request is tried as often as ever, at once; who signs in has a badge."""
    monkeypatch.setattr("tealeaves.signin.sign_in.sign_in", lambda table, around: BADGES[table.api_root])
    monkeypatch.setattr("tealeaves.pipeline.run.EARLY", 3)  # a first sync is settled in between, too
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


def run(machine: type[BrokenOff]) -> None:
    run_state_machine_as_test(machine, settings=settings(PROFILE, suppress_health_check=list(HealthCheck)))
