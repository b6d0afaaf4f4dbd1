"""Who reads the mail of a batch: this process, or others beside it where there is much to read.

Reading takes most of the time of a first sync, and asking the server most of the rest: with another process
both go on at once, and the one that talks to the server never loads the phrase matcher.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from classify.signals.bank import Bank
    from classify.types import Me
    from ingest.types import Problem, RawMail
    from store.intake import ReadMessage

    Answers = list[ReadMessage | Problem]

MUCH = 60
"""Mails of one batch from which another process is worth its start of about two seconds."""

STEP = 25
"""Mails that one process reads at a time."""


def processes(processors: int) -> int:
    """How many processes read beside this one: each takes 150 MB, and this one keeps a processor busy too."""
    return 2 if processors >= 4 else 1


class Reader:
    """Parses and reads mails. A context manager: the processes beside this one end with it."""

    def __init__(
        self, me: Me, bank: Bank | None, beside: int, own: Callable[[], Bank | None] | None = None
    ) -> None:
        """`beside` is how many other processes may be started; with none, all is read here. `own`, where
        given, is asked for the bank in place of `bank` when there is something to read."""
        self._me = me
        self._bank = bank
        self._own = own
        self._is_asked = False
        self._beside = beside
        self._pool: ProcessPoolExecutor | None = None

    @property
    def me(self) -> Me:
        """For whom mails are read."""
        return self._me

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.rest()

    def rest(self) -> None:
        """Ends the processes beside this one, to give their memory back; they start anew when needed."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        self._is_asked = False  # what the person says meanwhile counts the next time

    def alone(self) -> Reader:
        """One that reads by the same, in this process."""
        return Reader(self._me, self._bank, 0, self._own)

    def by(self) -> Bank | None:
        """The bank that mails are read by."""
        if self._own is not None and not self._is_asked:
            self._bank, self._is_asked = self._own(), True
        return self._bank

    def begin(self, mails: Sequence[RawMail]) -> Callable[[], Answers]:
        """Begins to read, and returns what waits for the answers: one for each mail, in order."""
        if self._pool is None and self._beside and len(mails) >= MUCH:
            self._pool = _pool(self._beside, self._me, self.by())
        if self._pool is None:
            return lambda: self._here(mails)
        from concurrent.futures.process import BrokenProcessPool

        parts = [mails[at : at + STEP] for at in range(0, len(mails), STEP)]
        try:
            futures = [(part, self._pool.submit(_read, part)) for part in parts]
        except BrokenProcessPool:
            self._give_up()
            return lambda: self._here(mails)
        return lambda: [answer for part, future in futures for answer in self._answers(part, future)]

    def read(self, mails: Sequence[RawMail]) -> Iterator[ReadMessage | Problem]:
        """What each mail says, in order."""
        return iter(self.begin(mails)())

    def _answers(self, mails: Sequence[RawMail], future: Future[Answers]) -> Answers:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except BrokenProcessPool:
            self._give_up()
            return self._here(mails)

    def _give_up(self) -> None:
        """The other process was killed, for want of memory perhaps: slower is better than not at all."""
        self._beside, self._pool = 0, None

    def _here(self, mails: Sequence[RawMail]) -> Answers:
        return _read_all(mails, self._me, self.by()) if mails else []


def _read_all(mails: Sequence[RawMail], me: Me, bank: Bank | None) -> Answers:
    if not mails:
        return []
    from tealeaves.pipeline.intake import read_mail

    return [read_mail(one, me, bank) for one in mails]


def _pool(workers: int, me: Me, bank: Bank | None) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: this process may have threads and an open connection to the server.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(me, bank))


# In the other process

_settings: tuple[Me, Bank | None]


def _begin(me: Me, bank: Bank | None) -> None:
    import signal

    global _settings
    _settings = (me, bank)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the process that they started
    end_with_parent()
    from classify.read import read  # noqa: F401  (loads the rules while the first mails are fetched)


def end_with_parent() -> None:
    """Ends this process when the one that started it is killed; nobody else would."""
    import multiprocessing
    import os
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        with contextlib.suppress(Exception):
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _read(mails: Sequence[RawMail]) -> Answers:
    me, bank = _settings
    return _read_all(mails, me, bank)
