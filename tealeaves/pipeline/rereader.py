"""Stored mail read again: in this process, or in others beside it where there is much of it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar

from classify.read import read, read_again
from classify.signals.sieve import sieve
from classify.signals.words import words_of
from classify.types import Author, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from classify.signals.bank import Bank
    from classify.signals.pattern import Pattern
    from classify.signals.sieve import Sieve
    from classify.types import Me, Reading
    from ingest.types import Message

    Text = tuple[str, str, str]  # key, author, what was read
    Old = tuple[Message, Reading]

PAGE = 250
"""Messages that one process reads at a time."""

MANY_TEXTS = 12_000
"""Texts from which other processes are worth their start: looking for a phrase takes 0.15 ms a text."""

MANY_MAILS = 400
"""Mails from which they are: reading takes some 4 ms a mail, and their start two seconds."""

PENDING = 3  # pages a process may have waiting: enough to be busy, few enough to keep memory flat

Given = TypeVar("Given")
Found = TypeVar("Found")


class Rereader:
    """Reads stored mail again by the rules of today. A context manager: other processes end with it."""

    def __init__(
        self, me: Me, bank: Bank | None, changed: Mapping[Speaker, tuple[Pattern, ...]], workers: int
    ) -> None:
        """`changed` are the patterns that texts are sifted for, `workers` how many processes may be used."""
        self._settings = (me, bank, changed)
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Rereader:
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def touched(self, pages: Iterable[Sequence[Text]], expected: int) -> Iterator[list[str]]:
        """The keys of the texts, page by page, in which one of the changed patterns may occur."""
        return self._each(_touched, pages, expected >= MANY_TEXTS)

    def read(self, pages: Iterable[Sequence[Old]], expected: int, *, afresh: bool) -> Iterator[list[Reading]]:
        """The readings of today, page by page; `afresh`: nothing of the older ones is used again."""
        return self._each(_read_afresh if afresh else _read_again, pages, expected >= MANY_MAILS)

    def _each(self, work: Callable[[Given], Found], pages: Iterable[Given], is_much: bool) -> Iterator[Found]:
        if not is_much or self._workers < 2:
            _begin(*self._settings)
            yield from map(work, pages)
            return
        if self._pool is None:
            self._pool = _pool(self._workers, self._settings)
        waiting: deque[Future[Found]] = deque()
        for page in pages:
            waiting.append(self._pool.submit(work, page))
            if len(waiting) >= PENDING * self._workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pool(workers: int, settings: tuple[Any, ...]) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: this process has a transaction open.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin_beside, initargs=settings)


# In whichever process reads

_settings: tuple[Me, Bank | None]
_sieves: Mapping[str, Sieve]  # by author


def _begin(me: Me, bank: Bank | None, changed: Mapping[Speaker, tuple[Pattern, ...]]) -> None:
    global _settings, _sieves
    _settings = (me, bank)
    sieves = {speaker: sieve(patterns) for speaker, patterns in changed.items()}
    _sieves = {author: sieves[author.speaker] for author in Author if author.speaker in sieves}


def _begin_beside(me: Me, bank: Bank | None, changed: Mapping[Speaker, tuple[Pattern, ...]]) -> None:
    import signal

    from tealeaves.pipeline.reader import end_with_parent

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the process that they started
    end_with_parent()
    _begin(me, bank, changed)


def _touched(page: Sequence[Text]) -> list[str]:
    return [key for key, author, text in page if author in _sieves and _sieves[author](words_of(text))]


def _read_again(page: Sequence[Old]) -> list[Reading]:
    me, bank = _settings
    return [read_again(message, me, old, bank, whole=True) for message, old in page]


def _read_afresh(page: Sequence[Old]) -> list[Reading]:
    me, bank = _settings
    return [read(message, me, bank, whole=True) for message, _ in page]
