"""Pay as a person and as a program reads it."""

from __future__ import annotations

from dataclasses import replace

from reports.overview import Card, overview
from reports.render.pay_lines import pay_lines, pay_value
from store.history import Entry
from tests.reports.searches import NOW, PERSON, history, me
from tests.reports.test_pay import own, says, theirs


def card(*entries: Entry) -> Card:
    return overview([history(*entries)], PERSON, NOW)[0]


def lines(*entries: Entry) -> list[str]:
    return list(pay_lines(card(*entries), PERSON))


ASKED = theirs("09-08 09:00", "The salary is £80,000 - £90,000.")
SAID = own("09-09 09:00", "£88k works for me.")


def test_what_they_named_and_what_you_said_to_it_stand_in_one_line() -> None:
    assert lines(ASKED, SAID) == [
        "They named £80,000 - £90,000 a year (Priya Shah, Tue 8 Sep); you named £88k (Wed 9 Sep)."
    ]


def test_what_they_name_after_that_begins_a_line() -> None:
    offered = theirs("09-20 09:00", "We can offer £86,000 a year or a day rate of £450.")
    assert lines(ASKED, SAID, offered)[1:] == ["They named £86,000 and £450 a day (Priya Shah, Sun 20 Sep)."]


def test_an_hour_and_lakhs_are_said_as_one_says_them() -> None:
    assert lines(own("09-09 09:00", "The rate is $40 an hour.")) == ["You named $40 an hour (Wed 9 Sep)."]
    assert lines(own("09-09 09:00", "I expect 18 LPA.")) == ["You named 18 LPA (Wed 9 Sep)."]


def test_nothing_is_said_where_no_pay_was_named() -> None:
    assert lines(me("09-09 09:00")) == []


def test_only_the_latest_are_shown() -> None:
    many = [own(f"09-{day:02d} 09:00", "I am looking for £80,000.") for day in range(1, 13)]
    assert lines(*many)[0] == "Pay was named 4 more times before."


def test_a_name_cannot_command_a_terminal() -> None:
    sender = theirs("09-08 09:00", "The salary is £80,000.").sender
    assert sender is not None
    nasty = replace(ASKED, sender=replace(sender, name="Pri\x1b[31mya\nShah"))
    assert lines(nasty) == ["They named £80,000 - £90,000 a year (Priya Shah, Tue 8 Sep)."]


def test_a_program_reads_figures_and_the_words() -> None:
    shown = card(says(ASKED, "The rate is €32.50 per hour, at the most €40.")).pay
    assert pay_value(shown[0]) == {
        "by": "person",
        "writer": "Priya Shah",
        "at": "2026-09-08T09:00:00+00:00",
        "as_written": "€32.50",
        "low": 32.5,
        "high": 32.5,
        "currency": "EUR",
        "period": "hour",
        "message_id": ASKED.message_id,
    }
    assert pay_value(shown[1])["low"] == 40
