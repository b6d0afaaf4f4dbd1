"""By when the company says that the candidate will hear."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from classify.promises import promise

MONDAY = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("You will hear from us by Friday.", "2026-03-06"),
        ("We will get back to you within ten working days.", "2026-03-16"),
        ("I'll let you know by the end of next week.", "2026-03-13"),
        ("You'll have our answer on Friday 13 March.", "2026-03-13"),
        ("The panel meets on 10 March and you will be told the day after.", "2026-03-11"),
        ("By Thursday you will know.", "2026-03-05"),
        ("We aim to make a decision by the end of the month.", "2026-03-31"),
        ("Wir melden uns bis Ende nächster Woche bei Ihnen.", "2026-03-13"),
        ("Nous reviendrons vers vous d'ici deux semaines.", "2026-03-16"),
    ],
)
def test_a_promise_is_read_to_its_last_day(text: str, day: str) -> None:
    made = promise(text, MONDAY, 0)
    assert made is not None
    assert made.by == date.fromisoformat(day)
    assert text[made.evidence.start : made.evidence.end] == made.evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "Please let us know by Friday.",
        "Could you send your CV by Friday?",
        "Your interview is on Friday 13 March at 10am.",
        "The offer is valid until Friday 13 March.",
        "We don't know yet when we can decide.",
        "You will hear from us soon.",
        "We'd let you know our decision within two weeks of the interview day.",
        "",
    ],
)
def test_a_day_that_is_no_promise_is_left(text: str) -> None:
    assert promise(text, MONDAY, 0) is None


def test_days_are_counted_in_the_zone_of_the_writer() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    there = promise("You will hear from me tomorrow.", late, 120)
    assert there is not None and there.by == date(2026, 3, 4)
