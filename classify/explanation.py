"""Why a message was read as it was: phrases and vetoes, what the second reader thought, what decided."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.author import is_unmeant
from classify.corrections import SAID, SIGNAL
from classify.fingerprint import outdated
from classify.judge import Weighed, convincing, judge, leaning, scores_of, weigh
from classify.model import why
from classify.model.blend import Context, blend, clues
from classify.model.taught import alike
from classify.read import context_of
from classify.signals.bank import OWN_VETO
from classify.signals.find import Fired, by_signal, explain
from classify.signals.table import signal_table
from classify.signals.words import words_of
from classify.types import Confidence, Evidence, Speaker, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classify.applications.types import Verdict
    from classify.model.why import Pull
    from classify.signals.bank import Bank
    from classify.types import Reading, Signal
    from ingest.types import Message


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second reader thinks of one signal, and what that comes to with the phrases: from 0 to 1."""

    whole: float  # by the whole of the text
    sentence: float  # by the sentence that convinced it most
    together: float  # phrases, second reader and what the person taught, weighed together
    taught: float  # how like the text is to what the person accepted (up to 1) or rejected (down to -1)
    evidence: Evidence  # that sentence
    pulls: tuple[Pull, ...]  # what in it spoke for and against, the strongest first


@dataclass(frozen=True, slots=True)
class Considered:
    """One signal that phrases or the second reader spoke of."""

    name: str
    signal: Signal | None  # as the reading has it; None where the message does not show it
    because: str  # what decided, for a person
    fired: tuple[Fired, ...]  # its phrases, with what stopped them
    opinion: Opinion | None  # None of a signal that the second reader does not know


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading with all that led to it."""

    reading: Reading
    considered: tuple[Considered, ...]  # those that it shows, then the others, each in the table's order
    leaning: float  # by the second reader alone, how likely it is about this job search, from 0 to 1
    pulls: tuple[Pull, ...]  # what spoke for and against that, the strongest first
    outdated: bool  # older rules made the reading; the rest is by those of today


def explanation(
    message: Message, reading: Reading, extra: Bank | None = None, said: Iterable[Verdict] = ()
) -> Explanation:
    """Why `reading` says of `message` what it says. `extra` is the person's own bank, `said` what the person
    said of this message. Pure, and never raises on text."""
    text = reading.text
    speaker = reading.author.speaker
    context = context_of(reading.author, message.subject)
    every = explain(text, speaker, extra)
    fired = by_signal(every)
    taught = extra.taught if extra else None
    weighed = {one.signal.name: one for one in weigh(text, speaker, context, every, taught)}
    lessons = alike(taught, words_of(text), speaker) if taught else {}
    now = {one.name: one for one in judge(text, speaker, context, extra)}
    shown = {one.name: one for one in reading.signals}
    last = {one.value[1:]: one for one in said if one.kind == SIGNAL}
    unread = _unread(message, reading)
    considered = []
    for name in _ordered({*fired, *weighed, *now, *shown, *last}, shown):
        found = tuple(fired.get(name, ()))
        because = _said(shown.get(name), last.get(name)) or unread
        because = because or _because(shown.get(name), now.get(name), weighed.get(name), found)
        opinion = _opinion(text, speaker, context, name, found)
        if opinion is not None:
            together = weighed[name].probability if name in weighed else opinion.together
            alike_at = max(lessons.get(name, ()), key=abs, default=0.0)
            opinion = replace(opinion, together=together, taught=alike_at)
        considered.append(Considered(name, shown.get(name), because, found, opinion))
    return Explanation(
        reading=reading,
        considered=tuple(considered),
        leaning=_probability(leaning(text, speaker)),
        pulls=why.of_relevance(text, speaker),
        outdated=bool(outdated(reading.rules, extra)),
    )


def _ordered(names: Iterable[str], shown: dict[str, Signal]) -> list[str]:
    table = {name: place for place, name in enumerate(signal_table())}
    return sorted(names, key=lambda name: (name not in shown, table.get(name, len(table)), name))


def _opinion(
    text: str, speaker: Speaker, context: Context, name: str, fired: Sequence[Fired]
) -> Opinion | None:
    scored = scores_of(text, speaker)
    if name not in scored.signals or not len(scored.sentences):
        return None
    at = scored.signals.index(name)
    best = int(scored.sentences[:, at].argmax())
    return Opinion(
        whole=_probability(float(scored.whole[at])),
        sentence=_probability(float(scored.sentences[best, at])),
        together=blend(speaker).probability(name, clues(name, scored, fired, context)),
        taught=0.0,
        evidence=convincing(text, scored, name),
        pulls=why.of_sentence(text, speaker, name, best),
    )


def _unread(message: Message, reading: Reading) -> str:
    """Why nobody looked for signals in it, "" where somebody did."""
    if reading.standing is Standing.IRRELEVANT:
        return "not looked for in mail that is about something else"
    if is_unmeant(message, reading.sections):
        return "not looked for in an answer that a program gave for somebody"
    return ""


def _said(shown: Signal | None, verdict: Verdict | None) -> str:
    if verdict is not None:
        return "you said that it does not" if verdict.value.startswith("-") else "you said so"
    return "you said so" if shown is not None and shown.phrase == SAID else ""


def _because(
    shown: Signal | None, now: Signal | None, weighed: Weighed | None, fired: Sequence[Fired]
) -> str:
    free = [one for one in fired if not one.stops]
    if (shown and (shown.phrase, shown.confidence)) != (now and (now.phrase, now.confidence)):
        return "older rules read it so"
    if shown is None:
        if not free and any(stop.veto == OWN_VETO for one in fired for stop in one.stops):
            return "words of your own stop it"
        if weighed is not None or any(one.own for one in free):
            return "another signal beside it says all that it would"
        if free:
            return "a phrase fired, but the second reader is sure of the contrary"
        return "a veto stopped every phrase"
    if any(one.own for one in free):
        return "a phrase of your own"
    if free:
        return {
            Confidence.CERTAIN: "a phrase fired, and the second reader agrees",
            Confidence.LIKELY: "a phrase fired, but the second reader is not as sure",
            Confidence.SUGGESTED: "a phrase fired, but the second reader doubts it",
        }[shown.confidence]
    alone = "every phrase was stopped" if fired else "no phrase fired"
    leans = "leans to it" if shown.confidence is Confidence.SUGGESTED else "is sure"
    return f"{alone}, but the second reader {leans}"


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
