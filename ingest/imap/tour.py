"""One folder of an account: what came, what went, and the cursor after each step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.connector import Batch
from ingest.errors import BusyError, SignInError, SourceError
from ingest.imap import cursor as cursors
from ingest.imap import fetch, mails, requests, spans
from ingest.imap.cursor import Cursor, Look
from ingest.imap.spot import KIND, spot
from ingest.outline import decide
from ingest.types import Gone, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.connector import Gate, Ledger, Passed
    from ingest.imap.fetch import Listed
    from ingest.imap.folders import Folder
    from ingest.imap.session import Session
    from ingest.types import Item

_DRAFT = b"\\draft"


@dataclass(frozen=True, slots=True)
class _Portion:
    """Items, and the UIDs that they see to; the server was silent about the others."""

    items: tuple[Item, ...]
    seen_to: tuple[int, ...]
    silent: tuple[int, ...]


class Tour:
    """Reads one folder, newest first, from where its cursor says."""

    def __init__(
        self, session: Session, folder: Folder, source: str, gate: Gate, ledger: Ledger, passed: Passed
    ) -> None:
        self._session = session
        self._folder = folder
        self._name = folder.name
        self._source = source
        self._gate = gate
        self._ledger = ledger
        self._passed = passed

    def batches(self, text: str) -> Iterator[Batch]:
        """What is new since the cursor `text`. The failure of the folder is its last batch; that of the
        account is raised."""
        last = text
        try:
            for batch in self._changes(text):
                last = batch.cursor
                yield batch
        except (SignInError, BusyError):
            raise
        except SourceError as error:
            self._session.look_for_life()
            problem = Problem("unreadable-folder", str(error), Place(self._source, KIND))
            yield Batch(self._name, (problem,), last, 0, 0)

    def _changes(self, text: str) -> Iterator[Batch]:
        look = self._session.look(self._name)
        since = self._session.since
        cursor = cursors.read(text)
        if cursor is None or cursors.starts_anew(cursor, look):
            lost = self._ledger.places(self._source) if text else ()
            cursor = Cursor(look.validity, since)
            if lost:  # their UIDs mean nothing any longer; the mails are known again by what they say
                yield self._batch(map(Gone, lost), cursor)
        elif cursors.nothing_new(cursor, look, since):
            if cursor.modseq != look.modseq:
                yield self._batch((), cursor.at(look, cursor.next))
            return
        elif since < cursor.since:  # more is wanted than was asked for; what is known is not fetched again
            cursor = replace(cursor, since=since, covered=())
        yield from self._since(cursor, look)

    def _since(self, cursor: Cursor, look: Look) -> Iterator[Batch]:
        """What came after the cursor, what went, and what was left of a reading that was broken off."""
        ask, name = self._session.ask, self._name
        is_first = cursor.next == 1
        new: list[int] = []
        if not is_first and look.next != cursor.next:
            new = ask(name, lambda client: fetch.uids_from(client, look.exists, cursor.next))
            self._passed.grown += len(new)
        # Without UIDNEXT, nobody knows which of the new ones EXISTS has counted.
        has_gaps = not is_first and (look.next is None or look.exists != cursor.exists + len(new))
        gone = self._gone(look) if has_gaps else []
        listed = list(new)
        if is_first or cursor.unfinished:
            day = cursor.since - timedelta(days=1)  # SINCE knows no time of day and no zone
            found = ask(name, lambda client: fetch.uids_since(client, look.exists, day))
            listed += spans.outside(found, cursor.covered)
        end = look.next or max([cursor.next, *(uid + 1 for uid in listed)])
        again = self._still_there([uid for uid, _ in cursor.later])
        cursor = cursor.given(uid for uid, _ in cursor.later if uid not in again).at(look, end)
        newest_first = sorted({uid for uid in listed if uid < end} - again, reverse=True)
        if gone or not (newest_first or again or cursor.unfinished):
            yield self._batch(gone, cursor)
        yield from self._read(cursor, newest_first, sorted(again, reverse=True))

    def _read(self, cursor: Cursor, uids: list[int], again: list[int]) -> Iterator[Batch]:
        """The messages, each batch with the cursor that covers it."""
        done, total, high = 0, len(uids) + len(again), cursor.next - 1
        for chunk in requests.portions(again):
            for portion in self._portions(chunk, cursor):
                cursor = cursor.given(portion.seen_to).put_off(portion.silent)
                done += len(portion.seen_to) + len(portion.silent)
                yield self._batch(portion.items, cursor, done, total)
        for chunk in requests.portions(uids):
            for portion in self._portions(chunk, cursor):
                low = min(portion.seen_to + portion.silent)
                cursor, high = cursor.put_off(portion.silent).done(low, high), low - 1
                done += len(portion.seen_to) + len(portion.silent)
                yield self._batch(portion.items, cursor, done, total)
        if cursor.unfinished:
            yield self._batch((), cursor.done(1, cursor.next - 1), total, total)

    def _portions(self, uids: Sequence[int], cursor: Cursor) -> Iterator[_Portion]:
        found = requests.listed(self._session, self._name, uids)
        plans = {plan.listed.uid: plan for plan in self._plans(found.values(), cursor)}
        for portion in requests.by_size(uids, plans):
            wanted = [plans[uid] for uid in portion if uid in plans and plans[uid].item is None]
            fetched = requests.mails(self._session, self._name, wanted)
            items: list[Item] = []
            silent: list[int] = []
            for uid in portion:
                plan = plans.get(uid)
                if uid not in found or (plan and plan.item is None and uid not in fetched):
                    silent.append(uid)
                elif plan is not None:
                    items.append(plan.item or fetched[uid])
            kept_back = self._still_there(silent)  # the others went before they could be read
            self._passed.why["not given"] += len(kept_back)
            items += self._not_given(sorted(kept_back), cursor)
            seen_to = tuple(uid for uid in portion if uid not in kept_back)
            yield _Portion(tuple(items), seen_to, tuple(sorted(kept_back)))

    def _plans(self, found: Iterable[Listed], cursor: Cursor) -> Iterator[mails.Plan]:
        """What becomes of each message. Drafts are no mail yet, and older mail is not asked for."""
        mine = [
            (one, self._place(cursor.validity, one), one.labels or (self._folder.label,))
            for one in found
            if not self._is_passed_over(one, cursor)
        ]
        heads = [mails.heading(*one) for one in mine]
        keys = [head.key for head in heads if not isinstance(head, Problem) and decide.has_own_id(head)]
        known = self._ledger.known(keys)
        for one, head in zip(mine, heads, strict=True):
            yield mails.plan(*one, head, known, self._gate)

    def _is_passed_over(self, one: Listed, cursor: Cursor) -> bool:
        is_older = one.received_at is not None and one.received_at.date() < cursor.since
        if is_older or _DRAFT in one.flags:
            self._passed.why["older" if is_older else "draft"] += 1
            return True
        return False

    def _gone(self, look: Look) -> list[Item]:
        """The places of the folder that hold nothing now."""
        there = self._session.ask(self._name, lambda client: fetch.uids_since(client, look.exists, None))
        spots = frozenset(spot(look.validity, uid) for uid in there)
        return [Gone(place) for place in self._ledger.places(self._source) if place.spot not in spots]

    def _still_there(self, uids: list[int]) -> frozenset[int]:
        return requests.still_there(self._session, self._name, uids)

    def _not_given(self, uids: Iterable[int], cursor: Cursor) -> Iterator[Problem]:
        """Told of once; a message that the server lists and does not give is asked for again later."""
        known = dict(cursor.later)
        for uid in uids:
            if uid not in known:
                place = Place(self._source, KIND, spot(cursor.validity, uid))
                yield Problem(
                    "not-given", "the server lists it and does not give it; later syncs ask again", place
                )

    def _place(self, validity: int, one: Listed) -> Place:
        return Place(self._source, KIND, spot(validity, one.uid), one.provider_id)

    def _batch(self, items: Iterable[Item], cursor: Cursor, done: int = 0, total: int = 0) -> Batch:
        return Batch(self._name, tuple(items), cursor.text(), done, total)
