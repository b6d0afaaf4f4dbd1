from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.normalise import LINK, fold, folded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("We’re “moving” forward", 'We\'re "moving" forward'),
        ("follow‑up", "follow-up"),
        ("forward—please wait", "forward - please wait"),
        ("forward -- please wait", "forward - please wait"),
        ("10–12 March", "10-12 March"),
        ("second\u00a0interview", "second interview"),
        ("inter\u00adview and off\u200ber", "interview and offer"),
        ("ﬁnal round", "final round"),
        ("re\u0301sume\u0301", "résumé"),
        ("next   \t steps", "next steps"),
        ("we would like to invite you to a second interview with\nJane next week", None),
        ("\u200b  \n\nHello  \n", "Hello"),
        ("KEEP the Case", "KEEP the Case"),
        ("Please e-mail us", "Please email us"),
        ("E-Mail and RE-SCHEDULE", "EMail and RESCHEDULE"),
        ("re‑scheduled, co-ordinator", "rescheduled, coordinator"),
        ("e-\nmail", "email"),
        ("re-sign the lease, pre-mail, see-mail", "re-sign the lease, pre-mail, see-mail"),
        ("ｎｏｔｉｃｅ　ｐｅｒｉｏｄ", "notice period"),
        ("no\U000e0069tice per\ufff9iod", "notice period"),
        ("𝐧𝐨𝐭𝐢𝐜𝐞", "notice"),
    ],
)
def test_texts_that_read_the_same_fold_to_the_same(written: str, read: str | None) -> None:
    assert fold(written) == (written.replace("\n", " ") if read is None else read)


def test_a_hyphenated_word_across_lines_is_whole() -> None:
    assert fold("a short follow-\nup call") == "a short follow-up call"


def test_a_paragraph_break_stays_a_paragraph_break() -> None:
    assert fold("one\n\n\n \ntwo") == "one\n\ntwo"


def test_lines_that_a_program_wrapped_and_spaced_are_one() -> None:
    wrapped = (
        "we would like to invite you to a second interview with\n\nthe founder and to lunch with all the team"
    )
    assert fold(wrapped) == wrapped.replace("\n\n", " ")


def test_a_greeting_stays_a_line_of_its_own() -> None:
    assert fold("Dear Mr Beck\n\nwe are glad") == "Dear Mr Beck\n\nwe are glad"


def test_items_of_a_list_stay_lines() -> None:
    assert fold("Please bring the following things with you on that very day:\n- one\n- two").count("\n") == 2


def test_a_line_that_its_writer_ended_stays_a_line() -> None:
    assert fold("Date: Friday\nTime: ten") == "Date: Friday\nTime: ten"


@pytest.mark.parametrize(
    "address",
    [
        "https://x.io/w4?offer=i9",
        "www.offer.com",
        "<https://t.co/interview>",
        "hr@offer.com",
        "<hr@offer.com>",
    ],
)
def test_words_inside_an_address_are_no_words(address: str) -> None:
    assert fold(f"see {address} now") == f"see {LINK} now"
    assert fold(f"See {address}.") == f"See {LINK}."


MARKS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("ab .\n\r\t-—’\u00ad\u200bﬁe\u0301@<>:/w"))
)
TEXT = st.lists(st.one_of(MARKS, st.sampled_from(["e-mail", "re‑book", "E-\nmail", "co-ordinate", " "]))).map(
    "".join
)


@given(TEXT, st.data())
def test_every_place_leads_back_into_the_original(text: str, data: st.DataObject) -> None:
    fold_ = folded(text)
    size = len(fold_.text)
    first = data.draw(st.integers(0, size))
    last = data.draw(st.integers(first, size))
    start, end = fold_.origin(first, last)
    assert 0 <= start <= end <= len(text)
    later, _ = fold_.origin(last, last)
    assert later >= start


@given(st.text(alphabet="abc XYZ.!?", max_size=60))
def test_plain_words_lead_back_to_themselves(text: str) -> None:
    fold_ = folded(text)
    for at, char in enumerate(fold_.text):
        start, end = fold_.origin(at, at + 1)
        assert char == " " or text[start:end] == char


def test_evidence_keeps_the_hyphen_that_was_written() -> None:
    text = "Please re-schedule or e-mail me."
    fold_ = folded(text)
    for words, written in (("reschedule", "re-schedule"), ("email", "e-mail"), ("me.", "me.")):
        at = fold_.text.rindex(words)
        start, end = fold_.origin(at, at + len(words))
        assert text[start:end] == written


def test_evidence_is_quoted_as_it_was_written() -> None:
    text = "Hi,\n\nwe’d like to in\u00advite you —  soon."
    fold_ = folded(text)
    at = fold_.text.index("we'd like to invite you")
    start, end = fold_.origin(at, at + len("we'd like to invite you"))
    assert text[start:end] == "we’d like to in\u00advite you"


@pytest.mark.parametrize(
    "unit", ["a", " ", "\n", ">", "a@", "-", "—", "https://", "a.b", "\u200b", "é", "-\n"]
)
def test_hostile_text_is_folded(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert len(fold(text)) <= 3 * len(text)
