"""Why a message was read as it was, as other programs read it (`explain --json`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classify.explanation import Considered
    from classify.model.why import Pull
    from classify.signals.find import Fired
    from classify.types import Claim, Evidence
    from reports.explained import Explained

PARTS = ("quoted", "forwarded", "signature", "footer")
"""What is cut off a text, by the names of `Sections`."""


def explained_json(told: Explained) -> str:
    """One object. Places count in `text`; probabilities are from 0 to 1, weights log odds."""
    reading, why = told.explanation.reading, told.explanation
    fired = [one for considered in why.considered for one in considered.fired]
    promise = reading.promise
    value = {
        "message_id": told.message.message_id,
        "at": told.message.at.isoformat(),
        "subject": told.message.subject,
        "stored": told.stored,
        "author": reading.author.value,
        "standing": reading.standing.value,
        "reasons": list(reading.reasons),
        "leaning": {"probability": round(why.leaning, 4), "clues": _pulls(why.pulls)},
        "company": _claim(reading.company),
        "role": _claim(reading.role),
        "agency": _claim(reading.agency),
        "requisition": reading.requisition or None,
        "decision_by": promise.by.isoformat() if promise else None,
        "promise": {"by": promise.by.isoformat(), **_quoted(promise.evidence)} if promise else None,
        "asks": reading.asks,
        "text": reading.text,
        "cut": {name: text for name in PARTS if (text := getattr(reading.sections, name)).strip()},
        "fired": [_fired(one) for one in fired],
        "considered": [_considered(one) for one in why.considered],
        "signals": [one.name for one in reading.signals],
        "application": {
            "id": told.home.id,
            "name": told.home.name,
            "reason": told.home.reason,
            "because": told.home.why,
        }
        if told.home
        else None,
        "question": {
            "reason": told.question.reason,
            "choices": [{"id": one, "name": name} for one, name in told.question.choices],
        }
        if told.question
        else None,
        "said": [{"kind": one.kind, "value": one.value, "words": one.words} for one in told.said],
        "rules": reading.rules,
        "outdated": why.outdated,
    }
    return json.dumps(value, ensure_ascii=False)


def _considered(one: Considered) -> dict[str, Any]:
    shown = one.signal
    return {
        "signal": one.name,
        "confidence": shown.confidence.value if shown else None,
        **(_quoted(shown.evidence) if shown else {"evidence": None, "start": None, "end": None}),
        "because": one.because,
        "phrases": [fired.signal.phrase for fired in one.fired if not fired.stops],
        "second_reader": {
            "whole": round(one.opinion.whole, 4),
            "sentence": round(one.opinion.sentence, 4),
            "together": round(one.opinion.together, 4),
            "taught": round(one.opinion.taught, 4),
            **_quoted(one.opinion.evidence),
            "clues": _pulls(one.opinion.pulls),
        }
        if one.opinion
        else None,
    }


def _fired(one: Fired) -> dict[str, Any]:
    return {
        "signal": one.signal.name,
        "phrase": one.signal.phrase,
        **_quoted(one.signal.evidence),
        "confidence": one.signal.confidence.value,
        "own": one.own,
        "vetoes": [{"rule": stop.veto, **_quoted(stop.evidence)} for stop in one.stops],
    }


def _pulls(pulls: Iterable[Pull]) -> list[dict[str, Any]]:
    return [{**_quoted(one.evidence), "weight": round(one.weight, 3)} for one in pulls]


def _quoted(evidence: Evidence) -> dict[str, Any]:
    return {"evidence": evidence.text, "start": evidence.start, "end": evidence.end}


def _claim(claim: Claim | None) -> dict[str, str] | None:
    return {"value": claim.value, "read_in": claim.basis} if claim else None
