"""What a person says of an application: decided, then said to the store.

Each remark hangs on the last message that the application had then, so that it goes where that message goes.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from reports.remarks import closing, debrief, notes, snoozes
from reports.standing.stage import progress
from reports.standing.warnings import NAMES
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from reports.overview import Card
    from reports.remarks.debrief import Debrief, Met
    from reports.remarks.notes import Note
    from reports.remarks.snoozes import Snooze
    from store.history import Remark
    from store.store import Store


def close(store: Store, candidate: int, card: Card, outcome: str, note: str, now: datetime) -> int:
    """Says how it ended; the number of the decision, 0 if the person has said just that already."""
    before = card.closing
    if before is not None and (before.outcome, before.note) == (outcome, note):
        return 0
    return _say(store, candidate, card, closing.KIND, closing.closing_value(outcome), note, now)


def reopen(store: Store, candidate: int, card: Card, now: datetime) -> bool:
    """Takes back the person's word that it ended. Where the mail ended it too, says that it goes on. False if
    it is open."""
    if card.open:
        return False
    mine = closing.standing_words(card.history) if card.closing is not None else ()
    for remark in mine:
        _unsay(store, candidate, remark, now)
    kept = tuple(remark for remark in card.history.remarks if remark not in mine)
    if progress(replace(card.history, remarks=kept), card.interviews, now).open:
        return True
    _say(store, candidate, card, closing.KIND, closing.closing_value(closing.REOPENED), "", now)
    return True


def warning_named(given: str) -> str:
    """The warning of that name, or "all". Raises UsageError that names the nearest."""
    name = given.lower().replace("-", "_")
    known = (*NAMES, snoozes.EVERY)
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
    raise UsageError(f'snooze: no warning "{given}"; {hint}')


def snooze(store: Store, candidate: int, card: Card, said: Snooze, today: date, now: datetime) -> int:
    """Hides a warning until a day; the number of the decision. Raises UsageError where that is not ahead, or
    no reason is given."""
    if not said.reason:
        raise UsageError("snooze: say why: --reason TEXT")
    if said.until <= today:
        raise UsageError(f"snooze: until {said.until}? That day is not ahead")
    value = snoozes.snooze_value(said.warning, said.until)
    return _say(store, candidate, card, snoozes.KIND, value, said.reason, now)


def unsnooze(store: Store, candidate: int, card: Card, warning: str, now: datetime) -> tuple[Snooze, ...]:
    """Takes back the snoozes of that warning, with "all" every one; those that were in force. Raises
    UsageError where none was."""
    gone = tuple(one for one in card.snoozed if warning in (one.warning, snoozes.EVERY))
    if not gone:
        others = ", ".join(one.warning for one in card.snoozed)
        raise UsageError(f"snooze: {warning} is not snoozed{f'; {others} is' if others else ''}")
    names = {one.warning for one in gone}
    for remark, one in snoozes.told(card.history):
        if one.warning in names:
            _unsay(store, candidate, remark, now)
    return gone


def note_debrief(
    store: Store, candidate: int, card: Card, met: Met, answers: Mapping[str, str], note: str, now: datetime
) -> None:
    """Notes what was seen in that interview, in place of what was noted of it before."""
    _say(store, candidate, card, debrief.KIND, debrief.debrief_value(met, answers), note, now)


def take_back_debrief(store: Store, candidate: int, card: Card, met: Met | None, now: datetime) -> Debrief:
    """Takes back the debrief that was said last, of that interview if one is given; the one before it on the
    same interview counts again. Raises UsageError where there is none."""
    said = [
        (remark, one)
        for remark, one in debrief.told(card.history)
        if met is None or one.interview == (met.uid, met.met_at)
    ]
    if not said:
        raise UsageError("debrief: nothing was noted, so there is nothing to take back")
    remark, one = said[-1]
    _unsay(store, candidate, remark, now)
    return one


def note(store: Store, candidate: int, card: Card, text: str, now: datetime) -> int:
    """Adds a note; its number. Raises UsageError where it says nothing."""
    if not text.strip():
        raise UsageError("notes: an empty note says nothing")
    return _say(store, candidate, card, notes.KIND, "", text.strip(), now)


def take_back_note(store: Store, candidate: int, card: Card, number: int | None, now: datetime) -> Note:
    """Takes back the note of that number, or the last one. Raises UsageError where there is none."""
    found = [one for one in card.notes if number in (None, one.number)]
    if not found:
        what = f"no note {number} on it" if number is not None else "nothing was noted"
        raise UsageError(f"notes: {what}, so there is nothing to take back")
    store.take_back(candidate, found[-1].number, now)
    return found[-1]


def _say(store: Store, candidate: int, card: Card, kind: str, value: str, words: str, now: datetime) -> int:
    return store.say(candidate, Verdict(kind, card.history.entries[-1].key, value, words), now)


def _unsay(store: Store, candidate: int, remark: Remark, now: datetime) -> None:
    store.unsay(candidate, Verdict(remark.kind, remark.key, remark.value), now)
