from __future__ import annotations

from classify.applications.confided import confided
from tests.classify.applications.letters import ack, grouped, letter, sets

FRIEND = "Sam sam@gmail.com"


def test_an_offer_shown_to_a_friend_and_the_friends_answer_are_no_letters_of_the_application() -> None:
    letters = [
        ack("a", 0, "Acme", "Cook"),
        letter("b", 5, "Ann ann@acme.example", company="Acme", subject="Your offer", signals="offer"),
        letter("c", 5.1, "me", to=FRIEND, subject="Fwd: Your offer", references=["b"], answers="b"),
        letter("d", 5.2, FRIEND, subject="Re: Your offer", answers="c"),
        letter("e", 5.3, "me", to=FRIEND, subject="Re: Your offer", answers="d"),
    ]
    assert confided(letters) == {"c", "d", "e"}
    assert sets(grouped(*letters)) == ["a b"]


def test_a_correspondent_of_free_mail_to_whom_something_is_forwarded_stays_one() -> None:
    letters = [
        letter("a", 0, FRIEND, company="Acme", role="Cook"),
        letter("b", 1, "me", to=FRIEND, subject="Fwd: Certificate"),
    ]
    assert confided(letters) == frozenset()


def test_a_forward_by_which_somebody_applies_is_not_confided() -> None:
    assert (
        confided([letter("a", 0, "me", to=FRIEND, subject="Fwd: CV", signals="application_sent")])
        == frozenset()
    )


def test_a_forward_to_a_house_is_not_confided() -> None:
    assert confided([letter("a", 0, "me", to="Ann ann@acme.example", subject="Fwd: CV")]) == frozenset()


def test_an_answer_to_a_forward_that_was_left_out_is_confided() -> None:
    """The forward itself was private, so that it is not here; the answer refers to it and to the offer."""
    letters = [
        letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", subject="Your offer"),
        letter("b", 1, "me", to="Ann ann@acme.example", answers="a", subject="Re: Your offer"),
        letter("d", 2, FRIEND, subject="Re: Your offer", answers="c", references=["a", "c"]),
        letter("e", 3, "me", to=FRIEND, subject="Re: Your offer", answers="d", references=["a", "c", "d"]),
    ]
    assert confided(letters) == {"d", "e"}


def test_a_correspondent_whose_earlier_letters_are_here_stays_one() -> None:
    letters = [
        letter("a", 0, FRIEND, company="Acme", role="Cook", subject="Cook"),
        letter("b", 1, "me", to="Ann ann@acme.example", subject="Hello"),
        letter("d", 2, FRIEND, subject="Re: Cook", answers="c", references=["a", "c"]),
    ]
    assert confided(letters) == frozenset()
