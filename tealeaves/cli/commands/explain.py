"""`tealeaves explain`: why a message was read as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.session import as_json, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from classify.types import Reading
    from ingest.types import Message


@click.command("explain")
@click.argument("message")
@as_json
@click.pass_context
def command(ctx: click.Context, message: str, json_: bool) -> None:
    """Every phrase that fired in MESSAGE, every rule that vetoed one.

    MESSAGE is a Message-ID, or the beginning of one.
    """
    here = session(ctx)
    with here.open(clock()) as (store, candidate):
        found = find_message(list(store.messages(candidate)), message)
        reading = next(store.readings(candidate, {found.key}))
    told = explained(found, reading, here.bank)
    click.echo(json.dumps(told, ensure_ascii=False) if json_ else _text(told))


def find_message(messages: list[Message], given: str) -> Message:
    """The message that `given` names. Raises UsageError where none or several fit."""
    wanted = given.strip().strip("<>")
    fits = [one for one in messages if one.message_id.strip("<>") == wanted or one.key == wanted]
    fits = fits or [one for one in messages if one.message_id.strip("<>").startswith(wanted)]
    if not fits:
        raise UsageError(
            f"no stored message {given}; tealeaves show prints the ids of an application's messages"
        )
    if len(fits) > 1:
        raise UsageError(f"{given} fits {len(fits)} messages: give more of its id")
    return fits[0]


def explained(message: Message, reading: Reading, bank: Any) -> dict[str, Any]:
    """A reading with all that led to it."""
    from classify.signals.find import explain
    from classify.types import Author, Speaker

    speaker = Speaker.CANDIDATE if reading.author is Author.CANDIDATE else Speaker.COMPANY
    fired = explain(reading.text, speaker, bank)
    return {
        "message_id": message.message_id,
        "at": message.at.isoformat(),
        "author": reading.author.value,
        "standing": reading.standing.value,
        "reasons": list(reading.reasons),
        "company": _claim(reading.company),
        "role": _claim(reading.role),
        "agency": _claim(reading.agency),
        "decision_by": reading.promise.by.isoformat() if reading.promise else None,
        "asks": reading.asks,
        "text": reading.text,
        "cut": {
            name: getattr(reading.sections, name)
            for name in ("quoted", "forwarded", "signature", "footer")
            if getattr(reading.sections, name).strip()
        },
        "fired": [
            {
                "signal": one.signal.name,
                "phrase": one.signal.phrase,
                "evidence": one.signal.evidence.text,
                "confidence": one.signal.confidence.value,
                "vetoes": [{"rule": stop.veto, "evidence": stop.evidence.text} for stop in one.stops],
            }
            for one in fired
        ],
        "signals": [one.name for one in reading.signals],
        "rules": reading.rules,
    }


def _claim(claim: Any) -> dict[str, str] | None:
    return {"value": claim.value, "read_in": claim.basis} if claim else None


def _text(told: dict[str, Any]) -> str:
    from reports.render.plain import plain, plain_lines

    lines = [f"{plain(told['message_id'])}  {told['at']}", f"{told['author']}, {told['standing']}"]
    lines += [f"  because {plain(reason)}" for reason in told["reasons"]]
    for name in ("company", "role", "agency"):
        if told[name]:
            lines.append(f"{name}: {plain(told[name]['value'])} (read in the {told[name]['read_in']})")
    if told["decision_by"]:
        lines.append(f"promised by {told['decision_by']}")
    lines += ["", "What was read:", *(f"  {line}" for line in plain_lines(told["text"]))]
    for name, text in told["cut"].items():
        lines += ["", f"Cut as {name}:", *(f"  {line}" for line in plain_lines(text)[:8])]
    lines += ["", "What fired:" if told["fired"] else "No phrase fired."]
    for one in told["fired"]:
        lines.append(f"  {one['signal']} ({one['confidence']}): “{plain(one['evidence'])}”")
        lines.append(f"      by the pattern: {plain(one['phrase'])}")
        lines += [f"      vetoed by {stop['rule']}: “{plain(stop['evidence'])}”" for stop in one["vetoes"]]
    lines += ["", f"Signals: {', '.join(told['signals']) or 'none'}"]
    return "\n".join(lines)
