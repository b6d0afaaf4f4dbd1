"""Signals by what went before: the same words say more after an interview, or once pay was spoken of."""

from __future__ import annotations

from dataclasses import replace

from classify.corrections import SAID
from classify.domains import registrable
from classify.senders import kind
from classify.types import Author, Confidence, Signal
from reports.facts import by_company, signal_names
from reports.interviews import Interview
from reports.standing.stage import FirstHeld, first_held
from reports.wording import questions, questions_if_asked
from store.history import Entry, History

CONTEXT = "what went before"
"""Stands in place of the phrase where the context made a signal of it."""

_FIRST, _AGAIN = "salary_expectations", "salary_reconfirmation"
_PAY = frozenset({_FIRST, _AGAIN})
_OWN_THREAD = frozenset({"thread", "said"})  # why a message belongs here
_SHARED = frozenset(
    {"free_mail", "boards", "letters"}
)  # domains whose users have nothing to do with each other


def in_context(history: History, found: tuple[Interview, ...]) -> History:
    """The history with each message's signals as they are to be taken after all messages before it.

    A suggested question is likely where somebody known asks something in the application's own conversation
    after an interview, and it is the only one that they may be asking. A question about pay is a
    `salary_reconfirmation` where pay was asked about and answered before, and an interview lay between. What
    the person said, and what is unclear, stays.
    """
    taken: list[Entry] = []
    held = first_held(history.entries, found)
    known: set[str] = set()  # houses that have written
    for entry in history.entries:
        if _is_awaited(entry, known, held):
            entry = replace(entry, signals=tuple(map(_asked, entry.signals)))
        if _settled_pay(entry, taken, found):
            entry = replace(entry, signals=_confirmed(entry.signals))
        taken.append(entry)
        if by_company(entry) and (house := _house(entry)):
            known.add(house)
    entries = tuple(taken)
    return history if entries == history.entries else replace(history, entries=entries)


def _is_awaited(entry: Entry, known: set[str], held: FirstHeld) -> bool:
    """Whether a question in it is to be expected: it asks something, of somebody who was interviewed, and one
    suggestion alone says what. The writer, or somebody else of the same house, has written before."""
    asked = [one.confidence for one in entry.signals if _is_question(one)]
    return (
        entry.author is Author.PERSON
        and entry.asks
        and entry.reason in _OWN_THREAD
        and asked == [Confidence.SUGGESTED]
        and _house(entry) in known
        and held.by(entry.at)
    )


def _house(entry: Entry) -> str:
    """The domain that the sender writes from; the whole address where many share it."""
    email = entry.sender.email if entry.sender else ""
    domain = email.rpartition("@")[2]
    return email if kind(domain) in _SHARED else registrable(domain)


def _is_question(signal: Signal) -> bool:
    return signal.name in questions() | questions_if_asked()


def _asked(signal: Signal) -> Signal:
    expected = not signal.firm and _is_question(signal)
    return replace(signal, confidence=Confidence.LIKELY, phrase=CONTEXT) if expected else signal


def _settled_pay(entry: Entry, before: list[Entry], found: tuple[Interview, ...]) -> bool:
    """Whether it asks about pay, though that was asked and answered, and an interview took place since."""
    if not by_company(entry) or not any(map(_is_about_pay, entry.signals)):
        return False
    asked = next((one for one in before if by_company(one) and signal_names(one) & _PAY), None)
    if asked is None:
        return False
    since = tuple(one for one in before if one.at > asked.at)
    met = tuple(one for one in found if one.end > asked.at)
    return any(not by_company(one) for one in since) and first_held(since, met).by(entry.at)


def _is_about_pay(signal: Signal) -> bool:
    return signal.name == _FIRST and signal.firm and signal.phrase != SAID


def _confirmed(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """The same with `salary_reconfirmation`, once, in place of `salary_expectations`."""
    known = any(one.name == _AGAIN and one.firm for one in signals)
    kept = (one for one in signals if one.name != _AGAIN or known)
    return tuple(
        replace(one, name=_AGAIN, phrase=CONTEXT) if _is_about_pay(one) else one
        for one in kept
        if not (known and _is_about_pay(one))
    )
