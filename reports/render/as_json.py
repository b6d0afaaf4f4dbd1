"""What other programs read. Instants are ISO 8601 in UTC, days are ISO dates, lengths are hours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from reports.actions.next_action import Action
from reports.context import CONTEXT
from reports.overview import Card
from reports.remarks.notes import Note
from reports.render.debrief_lines import debrief_dict
from reports.render.interview_json import interview_value, overlap_value
from reports.render.interview_lines import described
from reports.render.pay_lines import pay_value
from reports.render.plain import plain, plain_lines
from reports.render.times import iso
from reports.response.responsiveness import Delay
from reports.suggestions import Suggestion, suggestions
from store.history import Entry

# Controls and marks of direction that JSON would pass through (those below U+0020 it escapes by itself).
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def applications_json(cards: Iterable[Card]) -> str:
    """`applications --json` (design, "The command line")."""
    return dumps([card_value(card) for card in cards])


def card_value(card: Card) -> dict[str, Any]:
    """One application by the contract's keys."""
    response = card.response
    return {
        "id": card.id,
        "company": plain(card.history.company),
        "role": plain(card.history.role),
        "stage": card.progress.stage.value,
        "open": card.open,
        "messages": [entry.message_id for entry in card.history.entries],
        "momentum": {
            "score": card.momentum.score,
            "trend": card.momentum.trend.value,
            "reasons": [
                {
                    "signal": reason.signal,
                    "strength": round(reason.strength, 3),
                    "message_id": reason.message_id,
                    "at": iso(reason.at),
                    "evidence": plain(reason.evidence),
                    "confidence": reason.confidence.value,
                    "by_context": reason.by_context,
                }
                for reason in card.momentum.reasons
            ],
            "warnings": [warning.name for warning in card.momentum.warnings],
        },
        "response": {
            # Every reply. Those to a thank-you note or a confirmation were not asked for, and no figure has
            # them (design: "it opens no wait, though a reply to it is recorded").
            "replies": [delay_value(delay) for delay in response.recorded],
            "median_hours": hours_value(response.plain.median),
            "p90_hours": hours_value(response.plain.p90),
            "n": response.n,
            "waiting_since": iso(response.waiting_since),
        },
        "interviews": [interview_value(one, described(card, one)) for one in card.interviews],
        "reschedules_later": response.reschedules_later,
        "promised_by": iso(card.last_promise.by) if card.last_promise else None,
        "promise_missed": card.last_promise is not None and card.last_promise.missed(card.now),
        "unanswered_questions": [
            {"message_id": one.message_id, "signal": one.signal} for one in card.unanswered
        ],
        "follow_ups_due": [{"reason": one.reason, "since": iso(one.since)} for one in card.follow_ups],
        "actions": [action_value(one) for one in card.actions],
        "pay": [pay_value(one) for one in card.pay],
        "suggestions": [suggestion_value(one) for one in suggestions([card])],
        "overlaps": [overlap_value(one) for one in card.overlaps],
    }


def suggestion_value(one: Suggestion) -> dict[str, Any]:
    """One suggestion, which counts in no other key."""
    return {
        "message_id": one.entry.message_id,
        "at": iso(one.entry.at),
        "signal": one.signal.name,
        "evidence": plain(one.signal.evidence.text),
    }


def action_value(action: Action) -> dict[str, Any]:
    """Something to do, with its reason; `due` is a day or null."""
    return {
        "kind": action.kind,
        "text": plain(action.text),
        "why": plain(action.why),
        "due": iso(action.due),
        "message_id": action.message_id,
    }


def show_json(card: Card) -> str:
    """`show --json`: the application, its stages, and every message with its evidence."""
    delays = {delay.reply.key: delay for delay in card.response.recorded}
    return dumps(
        {
            **card_value(card),
            "next_action": action_value(card.action),
            "stages": [
                {
                    "stage": step.stage.value,
                    "at": iso(step.at),
                    "message_id": step.message_id,
                    "why": plain(step.why),
                }
                for step in card.progress.steps
            ],
            "debriefs": [debrief_dict(one) for one in card.debriefs],
            "snoozed": [
                {"warning": one.warning, "until": iso(one.until), "reason": plain(one.reason)}
                for one in card.snoozed
            ],
            "closed_as": card.closing.outcome if card.closing is not None else None,
            "notes": [note_value(one) for one in card.notes],
            "timeline": [_message(entry, delays.get(entry.key)) for entry in card.history.entries],
        }
    )


def _message(entry: Entry, delay: Delay | None) -> dict[str, Any]:
    return {
        "message_id": entry.message_id,
        "at": iso(entry.at),
        "author": entry.author.value,
        "from": plain(entry.sender.email) if entry.sender is not None else "",
        "subject": plain(entry.subject),
        "signals": [
            {
                "signal": signal.name,
                "confidence": signal.confidence.value,
                "evidence": plain(signal.evidence.text),
                "by_context": signal.phrase == CONTEXT,
            }
            for signal in entry.signals
        ],
        "promised_by": iso(entry.promised_by),
        "answers": delay.to.message_id if delay is not None else None,
        "hours": hours_value(delay.hours) if delay is not None else None,
        "working_hours": hours_value(delay.working_hours) if delay is not None else None,
        "belongs_by": plain(entry.reason),
    }


def note_value(one: Note) -> dict[str, Any]:
    """A note of the person's; its number is that of the decision."""
    return {"number": one.number, "at": iso(one.at), "text": "\n".join(plain_lines(one.text))}


def delay_value(delay: Delay) -> dict[str, Any]:
    """A reply by the contract's keys."""
    return {
        "to": delay.to.message_id,
        "reply": delay.reply.message_id,
        "hours": hours_value(delay.hours),
        "working_hours": hours_value(delay.working_hours),
    }


def hours_value(value: float | None) -> float | None:
    """Hours to a third of a second."""
    return None if value is None else round(value, 4)


def dumps(value: object) -> str:
    """JSON that any terminal may show: what is hidden in an id is written as an escape."""
    return hidden_as_escapes(json.dumps(value, ensure_ascii=False, indent=2))


def hidden_as_escapes(written: str) -> str:
    """JSON that means the same, with escapes for what a terminal would obey or not show."""
    return _HIDDEN.sub(lambda one: f"\\u{ord(one[0]):04x}", written)
