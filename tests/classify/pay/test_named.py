"""Pay that a text names, and what only looks like it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.pay import pay_named
from classify.read import read
from classify.types import Pay
from tests.classify.messages import ME, message


def _sentences(name: str) -> list[tuple[str, list[str]]]:
    read = tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))
    return [(text, list(pay)) for text, pay in read.items()]


def told(pay: Pay) -> str:
    return f"{pay.evidence.text} | {pay.low:.12g} | {pay.high:.12g} | {pay.currency} | {pay.period}"


@pytest.mark.parametrize(("text", "pay"), _sentences("sentences.toml"))
def test_a_sentence_names_this_pay_and_no_other(text: str, pay: list[str]) -> None:
    assert [told(one) for one in pay_named(text)] == pay


@pytest.mark.parametrize(("text", "pay"), _sentences("examination.toml"))
def test_a_sentence_that_was_written_last_names_this_pay(text: str, pay: list[str]) -> None:
    assert [told(one) for one in pay_named(text)] == pay


def test_figures_are_told_in_the_order_of_the_text_with_their_place() -> None:
    text = "The salary is £70,000.\n\nAfter a year we would pay\n£75,000 per annum."
    first, second = pay_named(text)
    assert [text[one.evidence.start : one.evidence.end] for one in (first, second)] == ["£70,000", "£75,000"]


def test_a_wrapped_line_and_odd_blanks_do_not_hide_an_amount() -> None:
    (one,) = pay_named(
        "As we said when we met, the salary would be £70,000\u00a0–\n£75,000 gross before tax and before what"
        " we pay on top per\nyear."
    )
    assert (one.low, one.high, one.currency) == (70_000, 75_000, "GBP")
    assert one.evidence.text == "£70,000\u00a0–\n£75,000"


def test_a_heading_speaks_for_the_line_below() -> None:
    assert [told(one) for one in pay_named("Salary range\n\n60-65k")] == ["60-65k | 60000 | 65000 |  | "]
    assert pay_named("Visitors a year\n\n60-65k") == ()


def test_a_second_figure_has_currency_and_period_from_the_first() -> None:
    found = pay_named("The rate is €500 per day, at the most 550k.")
    assert [one.period for one in found][:1] == ["day"]
    first, second = pay_named("We pay £60,000 a year, up to 64,000 with experience.")
    assert (second.currency, second.period) == (first.currency, first.period) == ("GBP", "year")


def test_a_reading_tells_the_pay_of_subject_and_new_text_alone() -> None:
    text = (
        "The salary is £70,000 a year. When could you start?\n\nOn Monday Max wrote:\n> I expect £90,000.\n"
    )
    found = read(message(text, "Data Engineer, £65k-£72k"), ME)
    assert [one.evidence.text for one in found.pay] == ["£65k-£72k", "£70,000"]
    for one in found.pay:
        assert found.text[one.evidence.start : one.evidence.end] == one.evidence.text


def test_what_nobody_meant_names_no_pay() -> None:
    text = "I am out of office. The salary is £70,000 a year."
    assert read(message(text, "Automatic reply: Your application"), ME).pay == ()


BIG = 50_000
HOSTILE = [
    "1" * BIG,
    "1," * (BIG // 2),
    "1.1," * (BIG // 4),
    "1 " * (BIG // 2),
    "111 " * (BIG // 4),
    "1-" * (BIG // 2),
    "£1k - " * (BIG // 6),
    "eighty " * (BIG // 7),
    "a hundred and " * (BIG // 14),
    "$1,000 salary " * (BIG // 14),
    "salary " * (BIG // 7) + "85,000",
    "85,000 " + "brutto " * (BIG // 7),
    "EUR " * (BIG // 4),
    "gehalt" * (BIG // 6),
    "85k" + " " * BIG,
    "500 (" * (BIG // 5) + "brutto",
    "between " * (BIG // 8),
    "\u0661" * BIG,
]


@pytest.mark.parametrize("flood", HOSTILE, ids=lambda text: text[:12])
def test_a_flood_of_figures_is_read_to_its_end(flood: str) -> None:
    """There is no clock here: what would take more than linear time would not come to an end."""
    for one in pay_named(f"salary of £1 thousand or 85,000\n\n{flood}"):
        assert one.low <= one.high


@pytest.mark.parametrize("flood", HOSTILE, ids=lambda text: text[:12])
def test_few_figures_are_kept_of_one_text(flood: str) -> None:
    assert len(pay_named("The salary is £80,000.\n\n" + flood)) <= 40


PIECES = st.sampled_from(
    "£ € $ ₹ EUR CHF Rs. k K lakh LPA thousand eighty ninety hundred and between to - – / . , ' ( ) % : + "
    "85 85,000 72.000 18,00,000 120'000 32.50 2026 0 00 007 1 999999999999 salary bonus revenue users per "
    "year a day hour brutto p.a. offer work \n \n\n".split(" ")
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_evidence_is_the_text_itself_and_figures_are_sane(text: str) -> None:
    found = pay_named(text)
    places = [(one.evidence.start, one.evidence.end) for one in found]
    assert places == sorted(places)
    for one in found:
        assert one.evidence.text == text[one.evidence.start : one.evidence.end] != ""
        assert 0 < one.low <= one.high
        assert one.period in {"", "year", "month", "week", "day", "hour"}


def grouped(amount: int, mark: str) -> str:
    return f"{amount:,}".replace(",", mark)


@given(st.integers(20_000, 999_999), st.sampled_from([",", ".", "'", " ", ""]))
def test_a_years_pay_is_read_in_every_countrys_way_of_writing(amount: int, mark: str) -> None:
    (one,) = pay_named(f"The salary is €{grouped(amount, mark)} a year.")
    assert (one.low, one.high, one.currency, one.period) == (amount, amount, "EUR", "year")


@given(st.integers(100_000, 9_999_999))
def test_lakhs_are_read_in_the_indian_way_of_writing(amount: int) -> None:
    text = str(amount)
    head, tail = text[:-3], text[-3:]
    pairs = [head[max(at - 2, 0) : at] for at in range(len(head), 0, -2)][::-1]
    (one,) = pay_named(f"The CTC is ₹{','.join([*pairs, tail])} per annum.")
    assert (one.low, one.currency, one.period) == (amount, "INR", "year")


TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ONES = "one two three four five six seven eight nine".split()


@given(st.integers(20, 99), st.booleans())
def test_round_thousands_are_read_in_words(thousands: int, over_a_hundred: bool) -> None:
    ten, one = divmod(thousands, 10)
    words = TENS[ten - 2] + (f"-{ONES[one - 1]}" if one else "")
    if over_a_hundred:
        words, thousands = f"a hundred and {words}", thousands + 100
    (found,) = pay_named(f"I would be looking for {words} thousand pounds a year.")
    assert found.low == thousands * 1000
    assert found.evidence.text == f"{words} thousand pounds"


@given(st.text("abcdefg \n.,", max_size=3000))
def test_words_in_other_paragraphs_change_no_figure(words: str) -> None:
    text = f"{words}\n\nThe salary is £85,000 a year.\n\n{words}"
    assert [(one.low, one.currency, one.period) for one in pay_named(text)] == [(85_000, "GBP", "year")]
