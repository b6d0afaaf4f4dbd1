"""The mailbox: what came, what went, what was filed elsewhere, and the cursor after each step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.connector import Batch
from ingest.errors import SignInError
from ingest.gmail import cursor as cursors
from ingest.gmail import history, outright
from ingest.gmail.cursor import Cursor
from ingest.gmail.history import AWAY, TRASHED, UNKEPT
from ingest.gmail.reading import KIND, believe
from ingest.google.faults import RefusedError, one_line
from ingest.google.pace import ATTEMPTS, FEW
from ingest.types import Gone, Heading, Place, Problem, RawMail, Relabelled, Seen

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from ingest.connector import Ledger, Passed
    from ingest.gmail.labels import Labels
    from ingest.gmail.mailbox import Mailbox, Records
    from ingest.gmail.reading import Invited, Portion, Reader
    from ingest.types import Item

STREAM = "mail"

LISTINGS = 3
"""How often the mailbox is listed while it loses mail meanwhile."""

_FEW_ATTEMPTS = 2  # at a message that was not given in a sync before
_MAIL = " -in:chats -in:drafts"
_INVITES = " {filename:ics filename:ical filename:vcs}"
_EMPTY = "the mailbox is empty all of a sudden; what was read stays, as if it were still there"


class Tour:
    """Reads the mailbox, newest first, from where its cursor says. `since`: seconds since 1970."""

    def __init__(
        self, mailbox: Mailbox, reader: Reader, labels: Labels, source: str, since: int,
        ledger: Ledger, passed: Passed,
    ) -> None:  # fmt: skip
        self._mailbox = mailbox
        self._reader = reader
        self._labels = labels
        self._source = source
        self._since = since
        self._ledger = ledger
        self._passed = passed
        self._taken: dict[str, Place | None] = {}  # by this sync; None: gone. The ledger may not know it yet
        self._something_came = False

    def batches(self, text: str) -> Iterator[Batch]:
        """What is new since the cursor `text`. Raises SourceError; the cursor of the last batch holds."""
        cursor = cursors.read(text) or Cursor(self._since)
        if self._since < cursor.since:  # more is wanted than was asked for; what is known stays as it is
            cursor = replace(cursor, since=self._since, unfinished=True)
        is_pinned_now = not cursor.history
        if cursor.unfinished or is_pinned_now:
            cursor = yield from self._all(cursor)
        yield from self._news(cursor, is_pinned_now=is_pinned_now)

    def _all(self, cursor: Cursor) -> Generator[Batch, None, Cursor]:
        """Everything that the ledger does not have, and what it has that is there no longer.

        The history id is taken before the list, so that nothing falls between the two, and stays the same
        until the reading is finished, however often that is broken off. Returns the cursor after it.
        """
        owner, now = self._mailbox.profile()
        known = self._known()
        self._check(cursor.owner, owner, known)
        ids, pin = self._ids(cursor, now)
        rest = self._lost(known, ids)
        if not cursor.history:  # nobody says any longer what was filed elsewhere
            rest += self._filed(cursor.since, {one: known[one] for one in ids if one in known})
        cursor = replace(cursor, history=pin, unfinished=True, owner=owner or cursor.owner)
        new = [one for one in ids if one not in known]
        done, total = len(ids) - len(new), len(ids)
        if rest:
            yield self._batch(rest, cursor, done, total)
        invites = cache(lambda: self._invited(cursor.since))
        small, sure = outright.search(self._mailbox, _after(cursor.since), ids, new, invites)
        self._reader.small |= small
        cursor, last = yield from self._read(new, cursor, lambda low, high: invites(), done, total, sure=sure)
        cursor = cursor.finished(cursor.history)
        yield self._batch(last, cursor, total, total)
        return cursor

    def _news(self, cursor: Cursor, *, is_pinned_now: bool) -> Iterator[Batch]:
        """What happened since `cursor.history`. Where the server does not know that any longer, or is behind,
        everything is listed again, pinned to the history id of now: once a sync, or it might never end."""
        told = self._since_history(cursor.history)
        if told is None or cursors.is_before(told.history, cursor.history):
            if not is_pinned_now:
                cursor = yield from self._all(replace(cursor, history="", unfinished=True))
                yield from self._news(cursor, is_pinned_now=True)
            return
        if not (told.records or cursor.later) and cursor.finished(told.history) == cursor:
            return
        began, changes = cursor, history.fold(told.records)
        known = self._known() if told.records else {}
        new = [one for one in reversed(changes.new) if one not in known]
        self._passed.grown += len(new) + len(changes.drafts)
        self._passed.why["draft"] += len(changes.drafts)
        cursor = cursor.given(changes.gone)
        put_off = [one for one, _ in cursor.later if one not in new]
        rest: list[Item] = [Gone(known[one]) for one in changes.gone if one in known]
        rest += self._relabelled({one: had for one, had in changes.relabelled.items() if one in known}, known)
        total = len(new) + len(put_off)
        cursor, first = yield from self._read(new, cursor, self._invited, 0, total)
        cursor, second = yield from self._read(
            put_off, cursor, self._invited, len(new), total, attempts=_FEW_ATTEMPTS
        )
        after = cursor.finished(told.history)
        items = (*first, *second, *rest)
        if items or after != began:
            yield self._batch(items, after, total, total)

    def _read(
        self, ids: Sequence[str], cursor: Cursor, invited: Invited, done: int, total: int,
        attempts: int = ATTEMPTS, sure: frozenset[str] = outright.NONE,
    ) -> Generator[Batch, None, tuple[Cursor, tuple[Item, ...]]]:  # fmt: skip
        """The messages in batches with the cursor as it was, since they alone do not move it. Returns it with
        what is to be asked for again, and the last items: their batch may say more."""
        items: tuple[Item, ...] = ()
        for portion in self._reader.portions(ids, cursor.since, invited, attempts, sure):
            items, cursor = self._settled(portion, cursor)
            done += len(portion.given) + len(portion.silent)
            if portion.is_last:
                return cursor, items
            yield self._batch(items, cursor, done, total)
        return cursor, items

    def _settled(self, portion: Portion, cursor: Cursor) -> tuple[tuple[Item, ...], Cursor]:
        """Told of once: a message that the server lists and does not give is asked for again later."""
        self._something_came |= bool(portion.given)
        self._passed.why["not given"] += len(portion.silent)
        known = dict(cursor.later)
        told = "the server lists it and does not give it; later syncs ask again"
        problems = [
            Problem("not-given", told, self._reader.place(one)) for one in portion.silent if one not in known
        ]
        cursor = cursor.given(portion.given).put_off(portion.silent, counts=self._something_came)
        return (*portion.items, *problems), cursor

    def _check(self, had: str, owner: str, known: Mapping[str, Place]) -> None:
        """Raises SignInError where the person signed in to another mailbox than the one that was read: all of
        the one would be lost, and the other taken for it. An address may change, and the mail stays."""
        if not had or not owner or had.casefold() == owner.casefold() or not known:
            return
        found = self._mailbox.label_ids([*known][: FEW + 1])
        if all(isinstance(one, RefusedError) and one.status == 404 for one in found.values()):
            raise SignInError(
                f"signed in to the mailbox of {one_line(owner)}, and what was read is of {one_line(had)}: "
                "sign in to that one with tealeaves accounts login, or make another account of this one"
            )

    def _ids(self, cursor: Cursor, pin: str) -> tuple[dict[str, str], str]:
        """All messages with their threads, the newest first, and a history id of before they were listed:
        `pin` is that of now.

        A page may pass over a message when one before it goes meanwhile: then they are listed once more.
        """
        found: dict[str, str] = {}
        first = now = cursor.history or pin
        query = _after(cursor.since)
        for _ in range(LISTINGS):
            ids, pages = self._mailbox.ids(query + _MAIL)
            if not ids:  # a server that knows no "not" finds nothing; drafts and chats say what they are
                ids, pages = self._mailbox.ids(query)
            now = now or self._mailbox.newest_history(ids)
            first = first or now
            found = ids | found
            told = self._since_history(now) if pages > 1 else None
            if told is None or not history.has_losses(told.records):
                break
            now = told.history
        return found, first

    def _since_history(self, start: str) -> Records | None:
        """What happened since then; None where the server cannot say."""
        try:
            return self._mailbox.since(start) if start else None
        except RefusedError as error:
            if error.status not in (400, 404):
                raise
            return None

    def _invited(self, low: int, high: int | None = None) -> frozenset[str]:
        """The messages with an invite that came between the two, or at any time since `low`."""
        until = f" before:{high + 1}" if high is not None else ""
        return frozenset(self._mailbox.ids(f"{_after(low)}{until}{_INVITES}")[0])

    def _known(self) -> dict[str, Place]:
        """The places of this account that hold a mail."""
        known: dict[str, Place | None] = {place.spot: place for place in self._ledger.places(self._source)}
        return {one: place for one, place in (known | self._taken).items() if place is not None}

    def _lost(self, known: Mapping[str, Place], ids: Iterable[str]) -> list[Item]:
        """The known places that hold nothing any longer. Being listed or not decides nothing: a list may be
        asked for less than is known, and pass over a message."""
        listed = dict.fromkeys(ids)
        unlisted = [one for one in known if one not in listed]
        if not unlisted:
            return []
        witness = [*listed][:1]  # that is there, if anything is
        found = self._mailbox.label_ids([*unlisted, *witness])
        if any(_is_gone(found[one]) for one in witness):
            believe(found)
        lost: list[Item] = [Gone(known[one]) for one in unlisted if _is_gone(found[one])]
        if not listed and len(lost) == len(known) > FEW:
            return [Problem("suddenly-empty", _EMPTY, Place(self._source, KIND))]
        return lost

    def _filed(self, since: int, known: Mapping[str, Place]) -> list[Item]:
        """The labels of what is known, from a list for each label: cheaper than to ask for each message."""
        if not known:
            return []
        filed: defaultdict[str, list[str]] = defaultdict(list)
        for label in sorted(self._mailbox.labels().keys() - AWAY - UNKEPT):
            for one in self._mailbox.ids(_after(since), label)[0]:
                filed[one].append(label)
        return [Relabelled(place, self._labels.names(filed[one])) for one, place in known.items()]

    def _relabelled(
        self, labels: Mapping[str, tuple[str, ...] | None], known: Mapping[str, Place]
    ) -> list[Item]:
        asked = self._mailbox.label_ids([one for one, had in labels.items() if had is None])
        items: list[Item] = []
        for one, had in labels.items():
            now = asked.get(one, had)
            if now is None or isinstance(now, RefusedError):
                items += [Gone(known[one])] if _is_gone(now) else []
            else:
                items.append(Relabelled(known[one], self._labels.names(now)))
        return items

    def _batch(self, items: Iterable[Item], cursor: Cursor, done: int, total: int) -> Batch:
        batch = Batch(STREAM, tuple(items), cursor.text(), done, total)
        for item in batch.items:
            if isinstance(item, Gone):
                self._taken[item.place.spot] = None
            elif isinstance(item, RawMail | Seen | Heading):
                self._taken[item.place.spot] = item.place
        return batch


def _after(since: int) -> str:
    """How a search says from when on."""
    return f"after:{max(since - 1, 0)}"


def _is_gone(told: tuple[str, ...] | RefusedError | None) -> bool:
    """Whether the message that was asked for is not there, or was thrown away."""
    if isinstance(told, RefusedError):
        return told.status == 404
    return told is not None and not TRASHED.isdisjoint(told)
