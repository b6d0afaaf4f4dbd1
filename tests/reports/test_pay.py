"""Pay that was named: who said what when, and where the candidate's own figure jumps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.pay import pay_named
from classify.types import Evidence, Pay
from ingest.types import Address
from reports.pay import jumps, named
from store.history import Entry
from tests.reports.searches import history, me, person

PRIYA = Address("Priya Shah", "priya@acme.example")


def says(entry: Entry, text: str) -> Entry:
    return replace(entry, pay=pay_named(text))


def own(when: str, text: str) -> Entry:
    return says(me(when), text)


def theirs(when: str, text: str) -> Entry:
    return says(person(when, sender=PRIYA), text)


def test_every_naming_is_kept_with_who_when_and_the_words() -> None:
    first, second = named(
        history(
            theirs("09-08 09:00", "The salary is £80,000 - £90,000 a year."),
            own("09-09 09:00", "£88k works for me."),
        )
    )
    assert (first.writer, first.by_candidate, first.pay.evidence.text) == (
        "Priya Shah",
        False,
        "£80,000 - £90,000",
    )
    assert (second.writer, second.by_candidate, second.pay.evidence.text) == ("", True, "£88k")
    assert (first.at < second.at, second.key) == (True, "09090900-me")


def test_a_writer_without_a_name_goes_by_the_address() -> None:
    entry = says(person("09-08 09:00", sender=Address("", "hr@acme.example")), "The salary is £80,000.")
    assert named(history(entry))[0].writer == "hr@acme.example"


def test_one_message_names_a_figure_once_and_a_later_one_again() -> None:
    twice = theirs("09-08 09:00", "Salary: 85k\n\nSo the salary would be £85,000 a year.")
    again = theirs("09-10 09:00", "As I said, the salary is £85,000.")
    found = named(history(twice, again))
    assert [one.key for one in found] == ["09080900-person", "09100900-person"]
    assert found[0].pay.currency == "GBP"  # of the two, what says more


def test_a_figure_that_jumps_away_is_told() -> None:
    (jump,) = jumps(
        history(
            own("09-08 09:00", "My salary expectation is £80,000."),
            own("09-20 09:00", "I would be looking for £92,000."),
        ),
        0.10,
    )
    assert jump.before.pay.low == 80_000
    assert jump.after.pay.low == 92_000
    assert jump.share == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("My salary expectation is £80,000.", "I would be looking for £84,000."),  # small
        ("I am looking for 80-90k.", "£88k would be fine."),  # within the range
        ("I am looking for 80-90k.", "I am looking for £90k to £110k."),  # they meet
        ("My salary expectation is £80,000.", "My day rate is £500 per day."),  # of another kind
        ("My salary expectation is £80,000.", "My salary expectation is €120,000."),  # nothing is converted
        ("My salary expectation is £80,000.", "The rate that I expect is £550."),  # a day's, it seems
        ("My salary expectation is 80k.", "Thank you, see you on Friday."),
    ],
)
def test_what_is_no_jump(earlier: str, later: str) -> None:
    assert jumps(history(own("09-08 09:00", earlier), own("09-20 09:00", later)), 0.10) == ()


def test_a_fall_is_a_jump_too() -> None:
    (jump,) = jumps(
        history(own("09-08 09:00", "I am looking for 100-110k."), own("09-20 09:00", "I would accept 80k.")),
        0.10,
    )
    assert jump.share == pytest.approx(0.2)


def test_who_takes_up_the_companys_figure_does_not_jump() -> None:
    known = history(
        own("09-08 09:00", "My salary expectation is £70,000."),
        theirs("09-09 09:00", "We can offer £85,000 a year."),
        own("09-10 09:00", "85k works for me."),
    )
    assert jumps(known, 0.10) == ()


def test_what_was_taken_up_is_not_what_the_candidate_said_before() -> None:
    known = history(
        own("09-08 09:00", "My salary expectation is £70,000."),
        theirs("09-09 09:00", "We can offer £85,000 a year."),
        own("09-10 09:00", "85k works for me."),
        own("09-12 09:00", "After all I am looking for £95,000."),
    )
    (jump,) = jumps(known, 0.10)
    assert (jump.before.pay.low, jump.after.pay.low) == (70_000, 95_000)


def test_two_figures_in_one_message_are_no_jump_between_themselves() -> None:
    text = "I would be looking for £80,000 with the bonus, or £95,000 without."
    assert jumps(history(own("09-08 09:00", text)), 0.10) == ()


FIGURES = st.builds(
    lambda low, more, currency, period: Pay(
        float(low), float(low + more), currency, period, Evidence(0, 3, "pay")
    ),
    st.integers(1, 200_000),
    st.integers(0, 50_000),
    st.sampled_from(["", "GBP", "EUR"]),
    st.sampled_from(["", "year", "day"]),
)
LETTERS = st.lists(st.tuples(st.booleans(), st.lists(FIGURES, max_size=3)), max_size=6)


def search(letters: list[tuple[bool, list[Pay]]]) -> tuple[Entry, ...]:
    return tuple(
        replace((me if mine else person)(f"09-{day:02d} 09:00"), pay=tuple(figures))
        for day, (mine, figures) in enumerate(letters, 1)
    )


@given(LETTERS, st.floats(0, 2), st.floats(0, 2))
def test_who_allows_more_sees_fewer_jumps(
    letters: list[tuple[bool, list[Pay]]], one: float, other: float
) -> None:
    known = history(*search(letters))
    strict, lax = jumps(known, min(one, other)), jumps(known, max(one, other))
    assert set(lax) <= set(strict)
    assert all(jump.share > min(one, other) for jump in strict)


@given(LETTERS)
def test_jumps_are_the_candidates_alone_and_forward_in_time(letters: list[tuple[bool, list[Pay]]]) -> None:
    known = history(*search(letters))
    for jump in jumps(known, 0):
        assert jump.before.by_candidate
        assert jump.after.by_candidate
        assert jump.before.at < jump.after.at
    companys = tuple(entry for entry in known.entries if entry.author.value != "candidate")
    assert jumps(replace(known, entries=companys), 0) == ()


def test_a_figure_after_none_at_all_is_a_jump() -> None:
    nothing = Pay(0, 0, "GBP", "year", Evidence(0, 1, "0"))
    known = history(
        replace(me("09-08 09:00"), pay=(nothing,)), own("09-09 09:00", "I ask for £80,000 a year.")
    )
    assert len(jumps(known, 0.1)) == 1
