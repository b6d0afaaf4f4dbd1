"""The digest for other programs. Instants are ISO 8601 in UTC, days are ISO dates."""

from __future__ import annotations

from typing import Any

from reports.digest import Change, Digest, Late
from reports.render.as_json import action_value, card_value, dumps, suggestion_value
from reports.render.plain import plain
from reports.render.times import iso


def digest_json(digest: Digest) -> str:
    """The week."""
    return dumps(
        {
            "since": iso(digest.since),
            "until": iso(digest.until),
            "headline": plain(digest.headline),
            "advice": [plain(line) for line in digest.advice],
            "to_do": [{"id": one.card.id, **action_value(one.action)} for one in digest.to_do],
            "unanswered": [
                {
                    "id": one.card.id,
                    "message_id": one.question.message_id,
                    "signal": one.question.signal,
                    "at": iso(one.question.at),
                    "evidence": plain(one.question.evidence),
                }
                for one in digest.asked
            ],
            "moved_up": [_change(change) for change in digest.moved_up],
            "cooled": [_change(change) for change in digest.cooled],
            "applications": [
                {**card_value(card), "score_before": card.score_before} for card in digest.cards
            ],
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
