"""Why a message was read as it was, for a person (`explain`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from classify.types import Confidence, Standing
from reports.render.cells import paint, wrap
from reports.render.explained_json import PARTS
from reports.render.marked import Mark, marked_lines
from reports.render.plain import plain, plain_lines
from reports.render.times import count
from reports.wording import spoken

if TYPE_CHECKING:
    from classify.explanation import Considered, Opinion
    from classify.model.why import Pull
    from classify.signals.find import Fired
    from reports.explained import Explained
    from reports.settings import Person

WIDTH = 100
_LINES = 300  # of the text; and of each part that was cut, as many as a person looks at
_CUT_LINES = 8
_CLUES = 3  # on each side
_PATTERN = 170  # characters of a phrase of the bank
_HARDLY = 0.05  # what is no likelier than that, and not shown, needs no more than the figure
_STANDINGS = {
    Standing.RELEVANT: "about your job search",
    Standing.POSSIBLE: "perhaps about your job search: its thread and its sender decide",
    Standing.DOUBTFUL: "hardly about your job search: its thread and its sender decide",
    Standing.IRRELEVANT: "not about your job search",
    Standing.UNREAD: "only its header was fetched",
}
_STYLES = {Confidence.CERTAIN: "green", Confidence.LIKELY: "cyan", Confidence.SUGGESTED: "yellow"}
_AUTHORS = {"candidate": "you wrote it", "person": "a person wrote it", "system": "a program wrote it"}


def explained_text(told: Explained, person: Person, colour: bool = False) -> str:
    """The message, what was read of it, and each signal with what spoke for and against it.

    Signals are numbered; the text shows the number at the words."""
    parts = (_head(told, person, colour), _facts(told), _text(told, colour), _signals(told, colour))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(told: Explained, person: Person, colour: bool) -> Iterator[str]:
    message, why = told.message, told.explanation
    reading = why.reading
    sender = message.sender
    who = f"{plain(sender.name)} <{plain(sender.email)}>".strip() if sender else "(no sender)"
    yield paint(plain(message.subject) or "(no subject)", "bold", colour)
    yield plain(message.message_id)
    at = person.local(message.at)
    yield f"{spoken(at.date())} {at:%Y %H:%M}, {who}; {_AUTHORS[reading.author]}"
    yield ""
    yield paint(_STANDINGS[reading.standing], "bold", colour)
    for reason in reading.reasons:
        yield from wrap(plain(reason), WIDTH, "      ", "    ")
    leaning = f"the second reader, by the words alone: {_percent(why.leaning)} likely"
    yield from wrap(f"{leaning}{_clues(why.pulls)}", WIDTH, "      ", "    ")
    if why.outdated:
        again = f"tealeaves reclassify {plain(message.message_id)}"
        yield from wrap(f"Older rules made this reading; to read it anew: {again}", WIDTH, "  ", "! ")


def _facts(told: Explained) -> Iterator[str]:
    """Company, role, day and application, each with where it comes from."""
    reading = told.explanation.reading
    for name in ("company", "role", "agency"):
        claim = getattr(reading, name)
        yield f"{name:<13}" + (f"{plain(claim.value)} (read in the {claim.basis})" if claim else "none named")
    if reading.requisition:
        yield f"{'requisition':<13}{plain(reading.requisition)}"
    if reading.promise:
        promised = f"by {spoken(reading.promise.by)} {reading.promise.by.year}"
        yield from _fact("promised", f"{promised}: “{plain(reading.promise.evidence.text)}”")
    if told.home:
        yield from _fact("application", f"{told.home.id} {plain(told.home.name)}: {told.home.why}")
    elif told.question:
        choices = ", ".join(f"{one} {plain(name)}" for one, name in told.question.choices)
        yield from _fact("application", f"yours to say ({plain(told.question.reason)}): {choices}")
    else:
        yield from _fact("application", "none" if told.stored else "none: it is not stored")
    for one in told.said:
        words = f" (“{plain(one.words)}”)" if one.words else ""
        yield from _fact("you said", f"{one.value if one.kind == 'signal' else one.kind}{words}")


def _fact(name: str, text: str) -> Iterator[str]:
    yield from wrap(text, WIDTH, " " * 13, f"{name:<13}")


def _text(told: Explained, colour: bool) -> Iterator[str]:
    reading = told.explanation.reading
    yield paint("What was read", "bold", colour)
    lines = marked_lines(reading.text, _marks(told), colour)
    yield from (f"    {line}".rstrip() for line in lines[:_LINES])
    if len(lines) > _LINES:
        yield f"    … and {count(len(lines) - _LINES, 'more line')}"
    for name in PARTS:
        cut = getattr(reading.sections, name)
        if not cut.strip():
            continue
        lines = [line for line in plain_lines(cut) if line]
        yield ""
        yield paint(f"Not read, {name}", "dim", colour)
        yield from (paint(f"  | {line}", "dim", colour) for line in lines[:_CUT_LINES])
        if len(lines) > _CUT_LINES:
            yield paint(f"  | … and {count(len(lines) - _CUT_LINES, 'more line')}", "dim", colour)


def _marks(told: Explained) -> Iterator[Mark]:
    """The words by which each signal is shown, then those that a veto stopped, then the promised day."""
    reading = told.explanation.reading
    for number, one in enumerate(told.explanation.considered, 1):
        if one.signal:
            shown = one.signal.evidence
            yield Mark(shown.start, shown.end, str(number), _STYLES[one.signal.confidence])
        for fired in one.fired:
            words = fired.signal.evidence
            yield Mark(words.start, words.end, str(number), _style(one, fired))
    if reading.promise:
        words = reading.promise.evidence
        yield Mark(words.start, words.end, "day", "cyan")


def _style(one: Considered, fired: Fired) -> str:
    if fired.stops or one.signal is None:
        return "red"
    return _STYLES[one.signal.confidence]


def _signals(told: Explained, colour: bool) -> Iterator[str]:
    considered = told.explanation.considered
    if not considered:
        yield "No phrase fired, and the second reader leans to no signal."
    for number, one in enumerate(considered, 1):
        verdict = one.signal.confidence.value if one.signal else "not shown"
        style = _STYLES[one.signal.confidence] if one.signal else "dim"
        name = paint(f"[{number}] {one.name}", "bold" if one.signal else "dim", colour)
        yield f"{name}  {paint(verdict, style, colour)}: {one.because}"
        if one.signal and not one.fired and not one.opinion:
            yield from wrap(f"“{plain(one.signal.evidence.text)}”", WIDTH, "      ")
        for fired in one.fired:
            yield from _phrase(fired)
        if one.opinion:
            yield from _opinion(one.opinion, one.signal is not None)


def _phrase(fired: Fired) -> Iterator[str]:
    whose = "your phrase" if fired.own else "phrase"
    yield from wrap(f"{whose}: “{plain(fired.signal.evidence.text, 200)}”", WIDTH, "      ", "    ")
    yield from wrap(f"by {plain(fired.signal.phrase, _PATTERN)}", WIDTH, "        ", "      ")
    for stop in fired.stops:
        yield from wrap(
            f"stopped by {plain(stop.veto)}: “{plain(stop.evidence.text, 200)}”", WIDTH, "        ", "      "
        )


def _opinion(opinion: Opinion, shown: bool) -> Iterator[str]:
    if not shown and opinion.together < _HARDLY:
        yield f"    second reader: with the phrases {_percent(opinion.together)}"
        return
    figures = (
        f"second reader: {_percent(opinion.whole)} by the whole, {_percent(opinion.sentence)} by "
        f"“{plain(opinion.evidence.text, 200)}”; with the phrases {_percent(opinion.together)}"
    )
    yield from wrap(figures, WIDTH, "      ", "    ")
    if opinion.taught:
        said = "accepted" if opinion.taught > 0 else "rejected"
        yield f"    like what you {said} before: {_percent(abs(opinion.taught))}"
    clues = _clues(opinion.pulls).removeprefix("; ")
    if clues:
        yield from wrap(clues, WIDTH, "        ", "      ")


def _clues(pulls: Sequence[Pull]) -> str:
    """As in "; for it “when could you start” +2.1; against it “policy” -0.4"."""
    told = ""
    for side, sign in (("for", 1), ("against", -1)):
        ours = [one for one in pulls if one.weight * sign > 0][:_CLUES]
        words = ", ".join(f"“{plain(one.evidence.text, 60)}” {one.weight:+.1f}" for one in ours)
        told += f"; {side} it {words}" if words else ""
    return told


def _percent(probability: float) -> str:
    """Whole per cent; never all or nothing."""
    return f"{min(max(round(probability * 100), 1), 99)} %"
