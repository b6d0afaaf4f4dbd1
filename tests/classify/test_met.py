"""What is kept at once is kept in the end, whatever comes later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classify.applications.types import Fact
from classify.relevance import included
from classify.relevance.met import Met
from classify.relevance.tied import to_read
from classify.types import OPEN, Author, Standing

TOKENS = ["a:1", "a:2", "?a:1", "?a:2", "d:1", "n:1", "w:1", "h:1"]

facts = st.lists(
    st.builds(
        lambda standing, author, tokens, parent: (standing, author, tuple(sorted(tokens)), parent),
        st.sampled_from(list(Standing)),
        st.sampled_from(list(Author)),
        st.sets(st.sampled_from(TOKENS), max_size=4),
        st.integers(0, 12),
    ),
    max_size=12,
).map(
    lambda drawn: [
        Fact(str(at), standing, author, f"<{at}>", (f"<{parent}>",) * (parent != at), (), None, tokens)
        for at, (standing, author, tokens, parent) in enumerate(drawn)
    ]
)


def known(of: list[Fact]) -> list[Fact]:
    """As the store gives them to the closure."""
    return [fact for fact in of if fact.standing in (Standing.RELEVANT, *OPEN)]


@given(facts, st.integers(0, 12))
def test_what_is_kept_at_once_belongs_in_the_end(every: list[Fact], seen: int) -> None:
    met = Met()
    for fact in every[:seen]:
        met.add(fact.standing, fact.correspondents)
    kept = {fact.key for fact in every[:seen] if met.has(fact.standing, fact.correspondents)}
    assert kept <= included(known(every))


@given(facts, st.integers(0, 12))
def test_more_mail_never_takes_away_what_has_to_be_read(every: list[Fact], seen: int) -> None:
    assert to_read(every[:seen]) <= to_read(every)


@given(facts)
def test_only_unread_mail_has_to_be_read(every: list[Fact]) -> None:
    assert to_read(every) <= {fact.key for fact in every if fact.standing is Standing.UNREAD}
