"""Reading mail again wherever it lies: an account is connected when something of it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ingest.errors import SourceError
from tealeaves.connect import StoredLedger, connector
from tealeaves.errors import TealeavesError
from tealeaves.pipeline.recall import ONLINE, Recall
from tealeaves.signin.refusals import advised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.connector import Connector
    from ingest.types import Place
    from tealeaves.pipeline.recall import Recalled
    from tealeaves.pipeline.sync import Syncing
    from tealeaves.tables import AccountTable


class Reach(Recall):
    """Reads files at once, and mail of each account over a connection to it. What stops an account is kept in
    `failures`, and its mail is passed over from then on. A context manager: it signs out at the end."""

    def __init__(self, tables: Iterable[AccountTable], on: Syncing) -> None:
        super().__init__()
        self._tables = {table.name: table for table in tables}
        self._on = on
        self._open: dict[str, Connector] = {}
        self._stack = ExitStack()
        self.failures: dict[str, Exception] = {}  # by account

    def __enter__(self) -> Reach:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        self._open.clear()

    def can(self, place: Place) -> bool:
        name = account_of(place)
        if not name:
            return True
        table = self._tables.get(name)
        return table is not None and table.kind == place.kind and name not in self.failures

    def many(self, places: Iterable[Place]) -> Iterator[tuple[Place, Recalled]]:
        online: defaultdict[str, list[Place]] = defaultdict(list)
        files: list[Place] = []
        for place in places:
            if not account_of(place):
                files.append(place)
            elif self.can(place):
                online[account_of(place)].append(place)
        yield from super().many(files)
        for name, there in online.items():
            table = self._tables[name]
            try:
                yield from self._connected(table).again_many(there)
            except SourceError as error:
                self._fail(name, advised(table, error) or error)
            except TealeavesError as error:
                self._fail(name, error)

    def _connected(self, table: AccountTable) -> Connector:
        if table.name not in self._open:
            on = self._on
            ledger = StoredLedger(on.store, on.candidate)
            opened = self._stack.enter_context(connector(table, on.since, on.me, ledger, on.around))
            self._open[table.name] = opened
        return self._open[table.name]

    def _fail(self, name: str, error: Exception) -> None:
        self.failures[name] = error
        self.has_passed_over = True


def account_of(place: Place) -> str:
    """The account that a place belongs to; "" for a file."""
    return place.source.partition("/")[0] if place.kind in ONLINE else ""
