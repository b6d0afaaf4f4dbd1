"""What would have been left out had the person said nothing."""

from __future__ import annotations

from classify.applications.types import Fact
from classify.audit.unaided import unaided
from classify.types import Author, Standing


def fact(key: str, standing: Standing, *tokens: str, answers: str = "") -> Fact:
    return Fact(key, standing, Author.PERSON, f"<{key}>", (answers,) if answers else (), (), None, tokens)


OFFER = fact("offer", Standing.RELEVANT, "a:1")


def test_a_message_that_only_the_persons_word_had_read_counts_as_unread_still() -> None:
    found = fact("found", Standing.RELEVANT, "a:2")
    assert unaided([OFFER, found], ()) == ({"offer", "found"}, frozenset())
    assert unaided([OFFER, found], {"found"}) == ({"offer"}, {"found"})


def test_what_the_conversation_would_have_had_read_counts_as_read() -> None:
    found = fact("found", Standing.RELEVANT, "a:2", answers="<offer>")
    assert unaided([OFFER, found], {"found"}) == ({"offer", "found"}, frozenset())


def test_what_such_a_message_draws_in_is_left_out_with_it() -> None:
    found = fact("found", Standing.RELEVANT, "a:2")
    friend = fact("friend", Standing.POSSIBLE, "a:2")
    assert unaided([OFFER, found, friend], {"found"})[0] == {"offer"}
    assert unaided([OFFER, found, friend], ())[0] == {"offer", "found", "friend"}
