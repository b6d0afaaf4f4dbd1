"""One connection to the server, made anew when it breaks. Opens folders with EXAMINE and nothing else."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from ingest import retries
from ingest.errors import BusyError, SignInError, SourceError
from ingest.imap import faults
from ingest.imap.cursor import Look
from ingest.imap.dial import dial, log_in
from ingest.imap.folders import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Self

    from imapclient import IMAPClient

    from ingest.credentials import SignIn
    from ingest.imap.account import Account

T = TypeVar("T")

ATTEMPTS = 5
PIECES = 8  # into which a request is taken apart that one of its messages spoils
MOST_FAILURES = 100
"""Requests about single messages that fail one after another, before it is the folder that is given up."""
FIRST_PAUSE_SECONDS = 0.5  # then twice as long each time
LONGEST_PAUSE_SECONDS = 20.0


class FolderChangedError(SourceError):
    """The folder that was being read is another one now: its UIDVALIDITY changed."""


class Session:
    """Asks the server, connecting when needed. Every request may be made twice: none changes anything.

    Raises SourceError: SignInError for a refused sign-in, BusyError where the server wants to be left
    alone, UnreachableError where the connection breaks again and again.
    """

    def __init__(self, account: Account, sign_in: SignIn) -> None:
        self._account = account
        self._sign_in = sign_in
        self._client: IMAPClient | None = None
        self._opened: str | None = None
        self._validity: dict[str, int] = {}
        self._failures = 0  # one after another
        self.bytes_received = 0
        self.capabilities: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Signs out, if the server still listens."""
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.logout()
        self._drop()

    def folders(self) -> tuple[Folder, ...]:
        """Every folder there is."""
        listed = self._ask(lambda client: client.list_folders())
        return tuple(_folder(*one) for one in listed)

    @property
    def since(self) -> date:
        """The first day of which mail is wanted."""
        return self._account.since.date()

    @property
    def is_gmail(self) -> bool:
        """Whether the server has Gmail's extension; known once connected."""
        return "X-GM-EXT-1" in self.capabilities

    def look(self, folder: str) -> Look:
        """Opens the folder anew, read-only, and says how it stands."""
        return self.ask_anew(folder, lambda _, look: look)

    def ask_anew(self, folder: str, request: Callable[[IMAPClient, Look], T]) -> T:
        """What `request` returns, made in the folder that was opened just now, at each attempt again."""

        def inside(client: IMAPClient) -> T:
            self._validity.pop(folder, None)
            return request(client, self._open(client, folder))

        return self._ask(inside)

    def ask(self, folder: str, request: Callable[[IMAPClient], T], breaks: int = ATTEMPTS) -> T:
        """What `request` returns, made in the folder. Given up when the connection broke `breaks` times.

        Raises FolderChangedError where the UIDs that the request speaks of mean other messages now.
        """

        def inside(client: IMAPClient) -> T:
            if self._opened != folder:
                before = self._validity.get(folder)
                now = self._open(client, folder).validity
                if before is not None and before != now:
                    self._opened = None
                    raise FolderChangedError(f"{folder}: was made anew; the next sync reads it")
            return request(client)

        return self._ask(inside, breaks)

    def ask_each(
        self,
        folder: str,
        uids: Sequence[int],
        request: Callable[[IMAPClient, Sequence[int]], dict[int, T]],
        simpler: Callable[[IMAPClient, Sequence[int]], dict[int, T]] | None = None,
    ) -> dict[int, T]:
        """What `request` returns for all of the messages. Where one of them breaks the connection or makes
        no sense, the others are asked for without it, and for that one alone `simpler` is tried.

        Raises SourceError where that helps with none of them.
        """
        if not uids:
            return {}
        try:
            breaks = 2 if len(uids) == 1 else 1  # the pieces are the next attempt
            found = self.ask(folder, lambda client: request(client, uids), breaks)
        except (FolderChangedError, SignInError, BusyError):
            raise
        except (SourceError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._failures += 1
            if self._failures > MOST_FAILURES:
                raise SourceError(f"{folder}: no message of it can be read ({error})") from error
            self.look_for_life()
        else:
            self._failures = 0
            return found
        if len(uids) == 1:
            return self.ask_each(folder, uids, simpler) if simpler else {}
        several: dict[int, T] = {}
        piece = -(-len(uids) // PIECES)
        for at in range(0, len(uids), piece):
            several |= self.ask_each(folder, uids[at : at + piece], request, simpler)
        return several

    def look_for_life(self) -> None:
        """Raises SourceError where the server cannot be reached at all."""
        self._ask(lambda client: client.noop())

    def _ask(self, request: Callable[[IMAPClient], T], breaks: int = ATTEMPTS) -> T:
        import stamina
        from stamina.instrumentation import set_on_retry_hooks

        def wait_before_next(error: Exception) -> bool | float:
            nonlocal breaks
            breaks -= faults.is_broken(error)
            return faults.wait_before(error) if breaks > 0 else False

        set_on_retry_hooks((retries.told,))  # its own would tell the person of each attempt
        try:
            for attempt in stamina.retry_context(
                on=wait_before_next,
                attempts=self._account.attempts,
                timeout=None,
                wait_initial=FIRST_PAUSE_SECONDS,
                wait_max=LONGEST_PAUSE_SECONDS,
                wait_jitter=FIRST_PAUSE_SECONDS,
            ):
                with attempt:
                    return self._once(request)
        except Exception as error:
            told = self._told(error)
            if told is error:
                raise
            raise told from error
        raise AssertionError("stamina always tries once")

    def _once(self, request: Callable[[IMAPClient], T]) -> T:
        try:
            client = self._client or self._connect()
            return request(client)
        except Exception as error:
            if faults.is_broken(error):
                self._drop()
            raise
        except BaseException:  # Ctrl-C: the server may be in the middle of an answer, or of an IDLE
            self._drop()
            raise

    def _told(self, error: Exception) -> Exception:
        """Errors of the network and the server, as SourceError; bugs of ours as they are."""
        import imaplib

        if isinstance(error, SourceError) or not isinstance(error, OSError | imaplib.IMAP4.error):
            return error
        return faults.as_source_error(error, self._account.host, signing_in=False)

    def _open(self, client: IMAPClient, folder: str) -> Look:
        self._opened = None
        answer = client.select_folder(folder, readonly=True)
        look = _look(answer)
        self._validity.setdefault(folder, look.validity)
        self._opened = folder
        return look

    def _connect(self) -> IMAPClient:
        """A client that is signed in. CONDSTORE is enabled before any folder is opened, since some servers
        give no HIGHESTMODSEQ otherwise."""
        client = dial(self._account, self._count)
        try:
            log_in(client, self._sign_in(), self._account.host)
            self.capabilities = frozenset(_upper(one) for one in client.capabilities())
            if {"ENABLE", "CONDSTORE"} <= self.capabilities:
                client.enable("CONDSTORE")
        except BaseException:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
        self._client = client
        return client

    def _count(self, size: int) -> None:
        self.bytes_received += size

    def _drop(self) -> None:
        client, self._client, self._opened = self._client, None, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()


def _look(answer: dict[bytes, Any]) -> Look:
    modseq = answer.get(b"HIGHESTMODSEQ")
    unkept = b"NOMODSEQ" in answer
    return Look(
        validity=int(answer.get(b"UIDVALIDITY", 0)),
        exists=int(answer.get(b"EXISTS", 0)),
        next=answer.get(b"UIDNEXT"),
        modseq=modseq if isinstance(modseq, int) and not unkept else None,
    )


def _folder(flags: tuple[Any, ...], delimiter: bytes | None, name: str | bytes | int) -> Folder:
    return Folder(
        name if isinstance(name, str) else str(name),
        frozenset(_upper(flag).lower() for flag in flags),
        (delimiter or b"/").decode("ascii", "replace"),
    )


def _upper(word: bytes | str | int) -> str:
    return (word.decode("ascii", "replace") if isinstance(word, bytes) else str(word)).upper()
