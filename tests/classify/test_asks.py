from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.asks import asks
from classify.types import Author

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Understood, Tuesday 17 November at 10 works. See you all then.",
        "Dear Helen,\n\nThursday 12th it is. Thank you.",
        "Yes, 26 March at 11 is fine.",
        "Guten Tag Frau Roe,\n\n12. Mai, 13:30 Uhr, ist notiert.",
        "Der Donnerstag um 10 Uhr passt gut. Bis dann!",
        "C'est noté, merci. À jeudi.",
        "Je confirme le rendez-vous de mardi.",
        "Confirmed, thank you.",
    ],
)
def test_a_plain_confirmation_of_a_time_opens_no_wait(text: str) -> None:
    assert not asks(text, Author.CANDIDATE, NONE)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for telling me so promptly. I am disappointed of course, but I understand.",
        "Thank you for letting me know, I look forward to hearing from you.",
        "Thanks for the update, much appreciated.",
        "Vielen Dank für die Rückmeldung, schade.",
        "Merci de m'avoir prévenue, dommage.",
    ],
)
def test_an_acknowledgement_of_a_rejection_or_a_delay_opens_no_wait(text: str) -> None:
    assert not asks(text, Author.CANDIDATE, NONE)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday at 10 would suit me well, and I can do any time after 14:00 on Friday.",
        "I am free on Wednesday or Thursday next week.",
        "My notice is two months, so I could start on Tuesday 1 December.",
        "I would be looking for 65,000.",
        "Confirmed. Please send me the address and the names of the panel.",
        "That works for me. Could you let me know who else will be there",
        "Here is the case study, as promised.",
        "See you on Friday. Is there parking?",
    ],
)
def test_everything_else_that_the_candidate_writes_opens_a_wait(text: str) -> None:
    assert asks(text, Author.CANDIDATE, NONE)


def test_a_thank_you_note_opens_a_wait_only_with_a_question() -> None:
    note = frozenset({"thank_you_note"})
    assert not asks("Thank you for the hour. I enjoyed the tour.", Author.CANDIDATE, note)
    assert asks("Thank you for the hour. When will I hear?", Author.CANDIDATE, note)


def test_a_company_asks_by_a_question_or_a_request_and_a_system_never() -> None:
    assert asks("Kindly share your current salary.", Author.PERSON, NONE)
    assert not asks("We have moved the interview to Friday.", Author.PERSON, NONE)
    assert not asks("Could you rate us?", Author.SYSTEM, NONE)


@given(st.text(max_size=300), st.sampled_from(list(Author)))
def test_any_text_has_an_answer(text: str, author: Author) -> None:
    assert asks(text, author, NONE) in (True, False)
