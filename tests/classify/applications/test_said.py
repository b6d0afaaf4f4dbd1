from __future__ import annotations

from classify.applications import identity
from classify.applications.types import Verdict
from tests.classify.applications.letters import ack, grouped, letter, sets


def test_what_the_person_said_beats_everything() -> None:
    letters = [
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Borealis", "Cook"),
        letter("c", 2, "Ann ann@acme.example", company="Acme", answers="a"),
        letter("d", 3, "news@acme.example", company="Acme", basis="domain"),
    ]
    assert sets(grouped(*letters)) == ["a c d", "b"]
    said = [Verdict("link", "c", "b"), Verdict("irrelevant", "d"), Verdict("company", "b", "Borealis Oy")]
    result = grouped(*letters, said=said)
    assert sets(result) == ["a", "b c"]
    assert result.applications[1].company == "Borealis Oy"
    assert result.applications[1].members[1].reason == "said"
    assert sets(grouped(*letters, said=[Verdict("merge", "a", "b")])) == ["a b c d"]
    assert sets(grouped(*letters[:3], said=[Verdict("apart", "c")])) == ["a", "b", "c"]


def test_an_identity_comes_from_the_first_message_alone() -> None:
    one = grouped(ack("a", 0, "Acme", "Cook")).applications[0].id
    two = (
        grouped(ack("a", 0, "Acme", "Cook"), letter("b", 1, "Ann ann@acme.example", company="Acme"))
        .applications[0]
        .id
    )
    assert one == two == identity("a")
    assert len(one) == 8
