"""What a person says of a message: checked, then said to the store."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.applications.types import Verdict
from classify.corrections import SIGNAL, place_of
from classify.said import MERGE, PLACE, RELEVANCE, keys
from classify.signals.table import signal_table
from classify.types import Author, Speaker
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from classify.signals.bank import Bank
    from classify.types import Reading
    from store.history import History
    from store.store import Store

SPARE = 5  # messages by which an application is known still, when the one that names it has left
MOST = 5  # of several that fit, so many are listed
NEAR = 2000  # messages among which the nearest name is looked for
LISTED = "the README lists them"
SHOWN = "tealeaves show prints the ids of an application's messages"


@dataclass(frozen=True, slots=True)
class Mark:
    """One "+signal" or "-signal"."""

    sign: str
    signal: str

    def __str__(self) -> str:
        return f"{self.sign}{self.signal}"


def marks(given: Iterable[str], speakers: Mapping[str, Speaker | None], author: Author) -> tuple[Mark, ...]:
    """The marks that are written there, for a message by `author`. Raises UsageError for what is no mark, no
    signal, a signal that no words show, or one that somebody else must say."""
    found: dict[str, Mark] = {}
    by = author.speaker
    for text in given:
        mark = Mark(text[:1], text[1:])
        if mark.sign not in ("+", "-") or mark.signal.startswith("-"):
            raise UsageError(f'"{text}" is neither +SIGNAL nor -SIGNAL, such as +notice_period')
        if mark.signal not in speakers:
            raise UsageError(f'no signal "{mark.signal}"{_nearest(mark.signal, speakers, LISTED)}')
        speaker = speakers[mark.signal]
        if speaker is None:
            raise UsageError(f"{mark.signal} is read off times and calendars, never off a message")
        if speaker is not by:
            raise UsageError(f"{mark.signal} is said by the {speaker}, and this message is by the {by}")
        if mark.signal in found and found[mark.signal] != mark:
            raise UsageError(f"+{mark.signal} and -{mark.signal} at once")
        found[mark.signal] = mark
    return tuple(found.values())


def speakers(bank: Bank | None) -> dict[str, Speaker | None]:
    """Who must say each signal, the person's own among them; None for those that nobody says."""
    own = {rules.signal: rules.speaker for rules in bank.rules} if bank else {}
    return {**own, **{name: kind.speaker for name, kind in signal_table().items()}}


def named(store: Store, candidate: int, given: str) -> tuple[str, str]:
    """Key and Message-ID of the message that `given` names by its id, or the beginning of one, or by its key.
    Raises UsageError where none or several fit."""
    wanted = given.strip().strip("<>")
    exact: list[tuple[str, str]] = []
    begun: list[tuple[str, str]] = []
    near: list[str] = []
    for key, message_id in store.called(candidate):
        bare = message_id.strip("<>")
        if wanted in (bare, key):
            exact.append((key, message_id))
        elif wanted and bare.startswith(wanted):
            begun.append((key, message_id))
        elif len(near) < NEAR:
            near.append(bare)
    fits = exact or begun
    if not fits:
        raise UsageError(f"no stored message {given}{_nearest(wanted, near, SHOWN)}")
    if len(fits) > 1:
        some = ", ".join(message_id for _, message_id in fits[:MOST])
        raise UsageError(f"{given} fits {len(fits)} messages: {some}{', …' if len(fits) > MOST else ''}")
    return fits[0]


def verdicts_on(reading: Reading, said: Sequence[Mark], words: str) -> tuple[Verdict, ...]:
    """What is said by the marks. The words are those given, else those by which the signal was found, so that
    the evidence stays when the rules change. Raises UsageError for words that were not read."""
    if words and not any(mark.sign == "+" for mark in said):
        raise UsageError("--words are the words that show a +SIGNAL: name it too")
    if words and place_of(words, reading.text) is None:
        raise UsageError("--words: not in what was read of this message; tealeaves explain MESSAGE shows it")
    found = {signal.name: signal.evidence.text for signal in reading.signals}
    return tuple(
        Verdict(
            SIGNAL, reading.key, str(mark), (words if mark.sign == "+" else "") or found.get(mark.signal, "")
        )
        for mark in said
    )


def say(store: Store, candidate: int, verdict: Verdict, now: datetime) -> int:
    """Says it; the number of the decision, 0 if just that was the last word already. What was said before
    counts again once this is taken back."""
    known = [one for one in store.verdicts(candidate) if _is_about(one, verdict)]
    if known and known[-1] == verdict:
        return 0
    return store.say(candidate, verdict, now)


def take_back(
    store: Store, candidate: int, key: str, signals: Iterable[str], kinds: Iterable[str], now: datetime
) -> tuple[Verdict, ...]:
    """Takes back what was said of these signals of a message, and its verdicts of these kinds, the earlier
    words too; returns the last words on each."""
    names, others = set(signals), set(kinds)
    gone: dict[tuple[str, str], Verdict] = {}
    for one in store.decisions(candidate):
        said = one.verdict
        meant = said.value[1:] in names if said.kind == SIGNAL else said.kind in others
        if said.key == key and meant and one.undone_at is None:
            store.take_back(candidate, one.number, now)
            gone[said.kind, said.value[1:] if said.kind == SIGNAL else ""] = said
    return tuple(gone.values())


def move(
    store: Store, candidate: int, key: str, target: History | None, home: History | None, now: datetime
) -> int:
    """Puts a message into an application, into one of its own where `target` is None; the number of the
    decision, 0 if it is there. `home` is the one that it is in.

    A message is moved by naming others of its new application, since ids of applications do not last.
    """
    if target is None:
        return say(store, candidate, Verdict("apart", key), now)
    if home is not None and home.id == target.id:
        return 0
    anchor, *spare = [entry.key for entry in target.entries if entry.key != key][: SPARE + 1] or [""]
    if not anchor:
        raise UsageError("that application holds no other message")
    return say(store, candidate, Verdict("link", key, anchor, " ".join(spare)), now)


def _is_about(one: Verdict, verdict: Verdict) -> bool:
    """Whether two verdicts are on one question: the same signal, or relevance and place of one message."""
    if one.kind == verdict.kind == SIGNAL:
        return one.key == verdict.key and one.value[1:] == verdict.value[1:]
    places = (*RELEVANCE, *PLACE, MERGE)
    return one.kind in places and verdict.kind in places and verdict.key in keys(one)


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else f"; {otherwise}"
