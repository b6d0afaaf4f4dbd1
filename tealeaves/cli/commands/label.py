"""`tealeaves label`: say what a message shows, and where it belongs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.session import Session, as_json, as_of, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from classify.applications.types import Verdict
    from classify.signals.bank import Bank
    from classify.types import Reading, Signal
    from store.store import Store
    from tealeaves.cli.saying.differences import Moved
    from tealeaves.pipeline.labels import Mark
    from tealeaves.pipeline.proposals import Proposal


# "-h" is no help here: the marks of what a message does not show begin with a dash too.
@click.command("label", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("message", required=False)
@click.argument("marks", metavar="[+SIGNAL|-SIGNAL]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--words", metavar="TEXT", help="The words of the message that show a +SIGNAL.")
@click.option(
    "--application", metavar="APPLICATION", help='Move the message there; "new": to one of its own.'
)
@click.option("--relevant/--irrelevant", default=None, help="Whether it is about your job search at all.")
@click.option("--undo", is_flag=True, help="Take back what you said of these, or all that you said of it.")
@click.option(
    "--review", is_flag=True, help="Decide the open suggestions with one key each; --json lists them."
)
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    message: str | None,
    marks: tuple[str, ...],
    words: str | None,
    application: str | None,
    relevant: bool | None,
    undo: bool,
    review: bool,
    json_: bool,
    as_of: str | None,
) -> None:
    """Say what MESSAGE shows: +SIGNAL that it does, -SIGNAL that it does not.

    MESSAGE is a Message-ID, or the beginning of one. What you say stays, whatever the rules say later. A
    suggested signal is accepted or rejected the same way. --review goes through the suggestions, of one
    --application or of all, the most telling first.

    \b
    Examples:
      tealeaves label --review
      tealeaves label "<20260921.77@kestrel.example>" +notice_period -offer
      tealeaves label "<20260921.77@kestrel.example>" --application kestrel
      tealeaves label "<20260921.77@kestrel.example>" --irrelevant
    """
    wrong = next((one for one in marks if one.startswith("--")), None)
    if wrong is not None:
        raise UsageError(f"label: no option {wrong}; tealeaves label --help lists them")
    if review:
        if message or marks or words or undo or relevant is not None:
            raise UsageError("label: --review takes no MESSAGE; --application names one application")
        from tealeaves.cli.saying.review import review as reviewed

        here, now = session(ctx), clock()
        reviewed(here, now, here.now(as_of), application, listed=json_)
        return
    if message is None:
        raise UsageError("label: which MESSAGE? Or --review, for the open suggestions")
    if not (marks or words or application or undo or relevant is not None):
        raise UsageError("label: say what: +SIGNAL, -SIGNAL, --application, --relevant or --irrelevant")
    if relevant is False and (marks or application):
        raise UsageError("label: what is --irrelevant shows no signal and belongs to no application")
    here, now = session(ctx), clock()
    asked = _Asked(marks, (words or "").strip(), application, relevant)
    shown = here.now(as_of)
    with here.open(now) as (store, candidate):
        told = _labelled(here, store, candidate, message, asked, undo, now, shown)
    click.echo(json.dumps(told.as_dict(), ensure_ascii=False) if json_ else told.text())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    marks: tuple[str, ...]
    words: str
    application: str | None
    relevant: bool | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What was done."""

    message_id: str
    said: tuple[str, ...]
    taken_back: tuple[str, ...]
    signals: tuple[Signal, ...] | None  # that the message has now; None where its words are not stored
    application: str | None
    applications: tuple[Moved, ...]
    proposals: tuple[Proposal, ...]
    undo: str  # the command that takes it back; "" where nothing was done

    def as_dict(self) -> dict[str, Any]:
        return {
            "message_id": self.message_id,
            "said": list(self.said),
            "taken_back": list(self.taken_back),
            "signals": [
                {"signal": one.name, "confidence": one.confidence.value, "evidence": one.evidence.text}
                for one in self.signals or ()
            ],
            "application": self.application,
            "applications": [one.as_dict() for one in self.applications],
            "proposals": [one.as_dict() for one in self.proposals],
            "undo": self.undo or None,
        }

    def text(self) -> str:
        from reports.render.plain import plain

        lines = [plain(self.message_id)]
        if self.taken_back:
            lines.append(f"  taken back: {', '.join(self.taken_back)}")
        else:
            lines.append(f"  you said: {', '.join(self.said)}" if self.said else "  you said so already")
        if self.signals is None:
            lines.append("  its words are not stored: the next sync of its account brings them in")
        elif self.application is None:
            lines.append(
                "  it belongs to no application, so it counts in none; --application puts it into one"
            )
        lines += [
            f"  {one.name} ({one.confidence}): “{plain(' '.join(one.evidence.text.split()))}”"
            for one in self.signals or ()
        ]
        lines += [f"  {one.line()}" for one in self.applications]
        for one in self.proposals:
            lines += ["", *one.lines()]
        if self.undo:
            lines += [*([""] if self.proposals else []), f"Undo: {self.undo}"]
        return "\n".join(lines)


def _labelled(
    here: Session,
    store: Store,
    candidate: int,
    given: str,
    asked: _Asked,
    undo: bool,
    now: datetime,
    shown: datetime,
) -> _Told:
    """Does it, whole or not at all, and tells what it did: scores are those of the time `shown`."""
    from tealeaves.cli.saying.arranging import arranged, reversing
    from tealeaves.pipeline.labels import named
    from tealeaves.pipeline.proposals import proposals

    bank = here.bank
    key, message_id = named(store, candidate, given)
    by_rules = next(store.bare_readings(candidate, {key}), None)
    marks = _marks(asked, bank, by_rules, message_id)

    def do(tried: Store) -> tuple[tuple[str, ...], tuple[Verdict, ...]]:
        if not undo:
            return _said(here, tried, candidate, key, by_rules, asked, marks, now), ()
        gone = _taken_back(tried, candidate, key, asked, marks, now)
        if not gone:
            raise UsageError(f"label: nothing of the kind was said of {message_id}")
        return (), gone

    was = store.decisions(candidate)
    found = arranged(here, store, candidate, now, shown, do)
    said, gone = found.done
    home = found.holding(key)
    reading = next(store.readings(candidate, {key}), None)
    new = [] if undo else marks
    proposed = proposals(store, candidate, here.me, bank, by_rules, new, asked.words) if by_rules else ()
    return _Told(
        message_id,
        said,
        tuple(map(_written, gone)),
        reading.signals if reading else None,
        home.id if home else None,
        found.moved,
        proposed,
        reversing(was, store.decisions(candidate)),
    )


def _marks(asked: _Asked, bank: Bank | None, reading: Reading | None, message_id: str) -> tuple[Mark, ...]:
    from tealeaves.pipeline.labels import marks, speakers

    if not asked.marks:
        if asked.words:
            raise UsageError("label: --words are the words that show a +SIGNAL: name it too")
        return ()
    if reading is None:
        raise UsageError(
            f"label: no words of {message_id} are stored; tealeaves label {message_id} --relevant first"
        )
    return marks(asked.marks, speakers(bank), reading.author)


def _said(
    here: Session,
    store: Store,
    candidate: int,
    key: str,
    reading: Reading | None,
    asked: _Asked,
    marks: tuple[Mark, ...],
    now: datetime,
) -> tuple[str, ...]:
    """Says it all; returns what was not said before."""
    from classify.applications.types import Verdict
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.saying.differences import cards
    from tealeaves.pipeline.labels import move, say, verdicts_on

    told: list[str] = []
    if asked.relevant is not None:
        kind = "relevant" if asked.relevant else "irrelevant"
        told += [kind] if say(store, candidate, Verdict(kind, key), now) else []
    if asked.application:
        histories = {one.id: one for one in store.histories(candidate)}
        home = next((one for one in histories.values() if any(e.key == key for e in one.entries)), None)
        target = None
        if asked.application != "new":
            target = histories[chosen(cards(here, store, candidate, now), asked.application).id]
        told += ["application"] if move(store, candidate, key, target, home, now) else []
    if reading is not None:
        told += [
            verdict.value
            for verdict in verdicts_on(reading, marks, asked.words)
            if say(store, candidate, verdict, now)
        ]
    return tuple(told)


def _taken_back(
    store: Store, candidate: int, key: str, asked: _Asked, marks: tuple[Mark, ...], now: datetime
) -> tuple[Verdict, ...]:
    from classify.said import PLACE, RELEVANCE
    from tealeaves.pipeline.labels import take_back

    kinds = [
        *(PLACE if asked.application else ()),
        *(RELEVANCE if asked.relevant is not None else ()),
    ]
    if marks or kinds:
        return take_back(store, candidate, key, [mark.signal for mark in marks], kinds, now)
    every = [one for one in store.verdicts(candidate) if one.key == key]
    names = [one.value[1:] for one in every if one.kind == "signal"]
    return take_back(store, candidate, key, names, [*PLACE, *RELEVANCE], now)


def _written(verdict: Verdict) -> str:
    if verdict.kind == "signal":
        return verdict.value
    return "application" if verdict.kind in ("link", "apart") else verdict.kind
