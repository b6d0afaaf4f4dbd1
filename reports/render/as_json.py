"""What other programs read. Instants are ISO 8601 in UTC, days are ISO dates, lengths are hours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from reports.context import CONTEXT
from reports.digest import Change, Digest, Late
from reports.overview import Card
from reports.render.plain import plain
from reports.render.times import iso
from reports.responsiveness import Delay, Percentiles, overall
from reports.suggestions import Suggestion, suggestions
from store.history import Entry

# Controls and marks of direction that JSON would pass through (those below U+0020 it escapes by itself).
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def applications_json(cards: Iterable[Card]) -> str:
    """`applications --json` (design, "The command line")."""
    return _dumps([card_value(card) for card in cards])


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
            "replies": [_delay(delay) for delay in response.recorded],
            "median_hours": _hours(response.plain.median),
            "p90_hours": _hours(response.plain.p90),
            "n": response.n,
            "waiting_since": iso(response.waiting_since),
        },
        "interviews": [
            {"uid": one.uid, "start": iso(one.start), "end": iso(one.end), "status": one.status}
            for one in card.interviews
        ],
        "reschedules_later": response.reschedules_later,
        "promised_by": iso(card.last_promise.by) if card.last_promise else None,
        "promise_missed": card.last_promise is not None and card.last_promise.missed(card.now),
        "unanswered_questions": [
            {"message_id": one.message_id, "signal": one.signal} for one in card.unanswered
        ],
        "follow_ups_due": [{"reason": one.reason, "since": iso(one.since)} for one in card.follow_ups],
        "suggestions": [suggestion_value(one) for one in suggestions([card])],
    }


def suggestion_value(one: Suggestion) -> dict[str, Any]:
    """One suggestion, which counts in no other key."""
    return {
        "message_id": one.entry.message_id,
        "at": iso(one.entry.at),
        "signal": one.signal.name,
        "evidence": plain(one.signal.evidence.text),
    }


def show_json(card: Card) -> str:
    """`show --json`: the application, its stages, and every message with its evidence."""
    delays = {delay.reply.key: delay for delay in (*card.response.replies, *card.response.courtesies)}
    return _dumps(
        {
            **card_value(card),
            "next_action": {
                "kind": card.action.kind,
                "text": plain(card.action.text),
                "due": iso(card.action.due),
            },
            "stages": [
                {
                    "stage": step.stage.value,
                    "at": iso(step.at),
                    "message_id": step.message_id,
                    "why": plain(step.why),
                }
                for step in card.progress.steps
            ],
            "timeline": [_message(entry, delays.get(entry.key)) for entry in card.history.entries],
        }
    )


def responsiveness_json(cards: Iterable[Card]) -> str:
    """Who answers how fast: each application, then all of them together."""
    known = list(cards)
    rows = []
    for card in known:
        response = card.response
        rows.append(
            {
                "id": card.id,
                "company": plain(card.history.company),
                "role": plain(card.history.role),
                "n": response.n,
                "replies": [_delay(delay) for delay in response.replies],
                "hours": _percentiles(response.plain),
                "working_hours": _percentiles(response.working),
                "waiting_since": iso(response.waiting_since),
                "waiting_hours": _hours(response.waiting_hours),
                "longest_hours": _hours(response.longest_hours),
                "first_answer_hours": _hours(response.first_answer_hours),
                "thank_you_hours": [_hours(one) for one in response.thank_you_hours],
                "own_hours": [_hours(one) for one in response.own_hours],
                "next_round_hours": [_hours(one) for one in response.next_round_hours],
                "reschedules_later": response.reschedules_later,
                "promises_kept": response.promises_kept,
                "promises_missed": response.promises_missed,
            }
        )
    responses = [card.response for card in known]
    together = {
        "n": sum(one.n for one in responses),
        "waiting": sum(one.waiting_since is not None for one in responses),
        "hours": _percentiles(overall(responses)),
    }
    return _dumps({"applications": rows, "overall": together})


def digest_json(digest: Digest) -> str:
    """The week."""
    return _dumps(
        {
            "since": iso(digest.since),
            "until": iso(digest.until),
            "headline": plain(digest.headline),
            "to_do": [
                {
                    "id": card.id,
                    "kind": card.action.kind,
                    "text": card.action.text,
                    "due": iso(card.action.due),
                }
                for card in digest.to_do
            ],
            "moved_up": [_change(change) for change in digest.moved_up],
            "cooled": [_change(change) for change in digest.cooled],
            "applications": [card_value(card) for card in digest.cards],
            "late_signals": [_late(late) for late in digest.late],
            "upcoming": [
                {"id": card.id, "uid": one.uid, "start": iso(one.start), "end": iso(one.end)}
                for card, one in digest.upcoming
            ],
            "questions": [
                {
                    "message_id": one.message_id,
                    "at": iso(one.at),
                    "subject": plain(one.subject),
                    "choices": [{"id": key, "name": plain(name)} for key, name in one.choices],
                    "reason": plain(one.reason),
                }
                for one in digest.questions
            ],
            "new": [card.id for card in digest.new],
            "closed": [card.id for card in digest.closed],
            "quiet": [card.id for card in digest.quiet],
            "funnel": [{"stage": stage.value, "count": number} for stage, number in digest.funnel],
            "suggestions": [{"id": one.card.id, **suggestion_value(one)} for one in digest.suggested],
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
        "hours": _hours(delay.hours) if delay is not None else None,
        "working_hours": _hours(delay.working_hours) if delay is not None else None,
        "belongs_by": plain(entry.reason),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.card.id,
        "before": change.before,
        "after": change.card.momentum.score,
        "why": plain(change.why),
    }


def _late(late: Late) -> dict[str, Any]:
    return {
        "id": late.card.id,
        "signal": late.signal,
        "message_id": late.message_id,
        "at": iso(late.at),
        "evidence": plain(late.evidence),
        "answered": late.answered,
        "confidence": late.confidence.value,
    }


def _delay(delay: Delay) -> dict[str, Any]:
    return {
        "to": delay.to.message_id,
        "reply": delay.reply.message_id,
        "hours": _hours(delay.hours),
        "working_hours": _hours(delay.working_hours),
    }


def _percentiles(known: Percentiles) -> dict[str, float | None]:
    return {"median": _hours(known.median), "p75": _hours(known.p75), "p90": _hours(known.p90)}


def _hours(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _dumps(value: object) -> str:
    """JSON that any terminal may show: what is hidden in an id is written as an escape."""
    return _HIDDEN.sub(lambda one: f"\\u{ord(one[0]):04x}", json.dumps(value, ensure_ascii=False, indent=2))
