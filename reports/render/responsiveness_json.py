"""Who answers how fast, as other programs read it. Instants are ISO 8601 in UTC, lengths are hours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.overview import Card
from reports.render.as_json import delay_value, dumps, hours_value
from reports.render.plain import plain
from reports.render.times import iso
from reports.response.answerers import TABLES, Answerer, stage_at
from reports.response.responsiveness import Asked, Delay, Pace, Percentiles, together
from reports.settings import Person

GROUPS = {"company": "companies", "recruiter": "recruiters", "stage": "stages"}


def responsiveness_json(cards: Iterable[Card], person: Person, by: Iterable[str] = tuple(GROUPS)) -> str:
    """Each application, then the same turns by each of `by`, and all of them together."""
    known = list(cards)
    enough = int(person.thresholds.response["enough"])
    every = together((card.response for card in known), enough)
    return dumps(
        {
            "applications": [_application(card) for card in known],
            **{GROUPS[name]: [_answerer(one) for one in TABLES[name](known, enough)] for name in by},
            "overall": {
                "n": every.n,
                "waiting": len(every.waiting),
                "hours": _percentiles(every.plain),
                "working_hours": _percentiles(every.working),
                "longest_hours": hours_value(every.longest_hours),
            },
        }
    )


def replies_json(card: Card) -> str:
    """One application with every reply, and every turn that nobody has answered."""
    return dumps(
        {
            **_application(card),
            "replies": [_reply(delay, delay in card.response.replies) for delay in card.response.recorded],
            "unanswered": [_unanswered(card, one) for one in card.response.pace.asked if not one.delay],
        }
    )


def _application(card: Card) -> dict[str, Any]:
    response = card.response
    compared = card.comparison
    return {
        "id": card.id,
        "company": plain(card.history.company),
        "role": plain(card.history.role),
        "agency": plain(card.history.agency),
        **_pace(response.pace),
        "replies": [{**delay_value(one), "by_agency": one.by_agency} for one in response.replies],
        "waiting_since": iso(response.waiting_since),
        "waiting_hours": hours_value(response.waiting_hours),
        "first_answer_hours": hours_value(response.first_answer_hours),
        "thank_you_hours": [hours_value(one) for one in response.thank_you_hours],
        "own_hours": [hours_value(one) for one in response.own_hours],
        "next_round_hours": [hours_value(one) for one in response.next_round_hours],
        "reschedules_later": response.reschedules_later,
        "promises_kept": response.promises_kept,
        "promises_missed": response.promises_missed,
        "compared": None
        if compared is None
        else {
            "slower_than": compared.slower_than,
            "faster_than": compared.faster_than,
            "others": compared.others,
        },
    }


def _answerer(one: Answerer) -> dict[str, Any]:
    return {
        "name": plain(one.name),
        "of": plain(one.house),
        "agency": one.agency,
        **_pace(one.pace),
        "replies": [{**delay_value(delay), "by_agency": delay.by_agency} for delay in one.pace.replies],
        "waiting": len(one.pace.waiting),
        "waiting_since": iso(one.pace.waiting_since),
    }


def _pace(pace: Pace) -> dict[str, Any]:
    return {
        "n": pace.n,
        "hours": _percentiles(pace.plain),
        "working_hours": _percentiles(pace.working),
        "longest_hours": hours_value(pace.longest_hours),
    }


def _reply(delay: Delay, asked: bool) -> dict[str, Any]:
    return {
        **delay_value(delay),
        "to_at": iso(delay.to.at),
        "reply_at": iso(delay.reply.at),
        "from": plain(delay.reply.sender.email) if delay.reply.sender else "",
        "by_agency": delay.by_agency,
        "asked": asked,
    }


def _unanswered(card: Card, one: Asked) -> dict[str, Any]:
    return {
        "to": one.turn.first.message_id,
        "since": iso(one.since),
        "open": one.open,
        "stage": stage_at(card, one).value,
        "hours": hours_value(one.wait.length),
        "working_hours": hours_value(one.working_wait.length),
    }


def _percentiles(known: Percentiles) -> dict[str, float | None]:
    return {
        "median": hours_value(known.median),
        "p75": hours_value(known.p75),
        "p90": hours_value(known.p90),
    }
