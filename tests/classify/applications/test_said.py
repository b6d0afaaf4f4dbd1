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


ACME = [ack("a", 0, "Acme", "Data Engineer"), letter("b", 1, "Ann ann@acme.example", company="Acme")]
BOREALIS = [
    ack("c", 2, "Borealis", "Cook"),
    letter("d", 3, "Bo bo@borealis.example", company="Borealis", answers="c"),
]


def test_two_applications_that_are_one_take_new_mail_of_either() -> None:
    said = [Verdict("merge", "a", "c", "b d")]
    later = [
        letter("e", 4, "Bo bo@borealis.example", answers="d"),
        letter("f", 5, "Cy cy@borealis.example", company="Borealis", role="Cook"),
        letter("g", 6, "Zoe zoe@acme.example", company="Acme", role="Data Engineer"),
    ]
    assert sets(grouped(*ACME, *BOREALIS, *later, said=said)) == ["a b c d e f g"]


def test_they_stay_one_without_the_messages_by_which_it_was_said() -> None:
    said = [Verdict("merge", "a", "c", "b d"), Verdict("irrelevant", "a"), Verdict("irrelevant", "c")]
    assert sets(grouped(*ACME, *BOREALIS, said=said)) == ["b d"]


def test_three_are_one_and_one_message_is_split_off_again() -> None:
    third = ack("e", 4, "Cinder", "Welder")
    merged = [Verdict("merge", "a", "c", "b d"), Verdict("merge", "a", "e", "b c d")]
    assert sets(grouped(*ACME, *BOREALIS, third, said=merged)) == ["a b c d e"]
    split = [*merged, Verdict("apart", "d", "a b c e")]
    assert sets(grouped(*ACME, *BOREALIS, third, said=split)) == ["a b c e", "d"]
    again = [*split, Verdict("merge", "a", "d", "b c e")]
    assert sets(grouped(*ACME, *BOREALIS, third, said=again)) == ["a b c d e"]
    assert sets(grouped(*ACME, *BOREALIS, third, said=[*again, split[-1]])) == ["a b c e", "d"]


def test_what_is_split_off_leaves_the_rest_together() -> None:
    whole = [
        *ACME,
        letter("c", 2, "Ann ann@acme.example", company="Acme", answers="b"),
        letter("d", 3, "Ann ann@acme.example", company="Acme", answers="c"),
    ]
    assert sets(grouped(*whole)) == ["a b c d"]
    for some, stay, parts in (
        ("a", "b c d", ["a", "b c d"]),
        ("b", "a c d", ["a c d", "b"]),
        ("a b", "c d", ["a b", "c d"]),
        ("b d", "a c", ["a c", "b d"]),
    ):
        key, *others = some.split()
        said = [Verdict("apart", key, stay, " ".join(others))]
        assert sets(grouped(*whole, said=said)) == parts
        answer = letter("e", 4, "Ann ann@acme.example", answers=some.split()[-1])
        ((home,),) = [[one for one in sets(grouped(*whole, answer, said=said)) if "e" in one.split()]]
        assert home == f"{some} e"


def test_a_message_follows_its_new_application_when_the_one_that_named_it_moves_on() -> None:
    third = ack("e", 4, "Cinder", "Welder")
    said = [Verdict("link", "b", "c", "d"), Verdict("link", "c", "e")]
    assert sets(grouped(*ACME, *BOREALIS, third, said=said)) == ["a", "b d", "c e"]
    both = [Verdict("link", "a", "c"), Verdict("link", "c", "a")]
    assert sorted(" ".join(sets(grouped(*ACME, *BOREALIS, said=both))).split()) == ["a", "b", "c", "d"]


def test_the_last_word_on_a_message_counts() -> None:
    words = [Verdict("link", "b", "c"), Verdict("apart", "b"), Verdict("irrelevant", "b")]
    results = [["a", "b c d"], ["a", "b", "c d"], ["a", "c d"]]
    for first in range(3):
        for last in range(3):
            said = [words[first], words[last]]
            assert sets(grouped(*ACME, *BOREALIS, said=said)) == results[last], said


def test_the_last_of_two_names_counts_whatever_it_hangs_on() -> None:
    for first, second in (("a", "b"), ("b", "a")):
        said = [Verdict("company", first, "Zed"), Verdict("company", second, "Ajax")]
        assert grouped(*ACME, said=said).applications[0].company == "Ajax"


def test_a_name_stays_without_the_message_that_it_was_given_by() -> None:
    said = [Verdict("company", "a", "Ajax", "b"), Verdict("irrelevant", "a")]
    (one, *_) = grouped(
        *BOREALIS, said=[Verdict("company", "c", "Ajax", "d"), Verdict("irrelevant", "c")]
    ).applications
    assert (one.company, [m.key for m in one.members]) == ("Ajax", ["d"])
    assert [one.company for one in grouped(*ACME, said=said).applications] == ["Ajax"]


def test_a_name_stays_with_the_rest_when_a_message_is_split_off_and_goes_along_when_it_is_merged() -> None:
    named = Verdict("company", "a", "Ajax", "b")
    split = grouped(*ACME, said=[named, Verdict("apart", "a", "b")]).applications
    assert [(one.company, len(one.members)) for one in split] == [("Acme", 1), ("Ajax", 1)]
    merged = grouped(
        *ACME, *BOREALIS, said=[Verdict("company", "c", "Ajax", "d"), Verdict("merge", "a", "c", "b d")]
    )
    assert [one.company for one in merged.applications] == ["Ajax"]
    two = [named, Verdict("company", "c", "Zed", "d"), Verdict("merge", "a", "c", "b d")]
    assert [one.company for one in grouped(*ACME, *BOREALIS, said=two).applications] == ["Zed"]


def test_new_mail_finds_an_application_by_its_old_name_and_by_the_new_one() -> None:
    said = [
        Verdict("company", "a", "Marlin & Sons", "b"),
        Verdict("role", "a", "Platform Lead", "b"),
    ]
    for company, role in (
        ("Acme", "Data Engineer"),
        ("Acme", "Platform Lead"),
        ("Marlin & Sons", "Data Engineer"),
        ("Marlin & Sons", "Platform Lead"),
    ):
        new = ack("z", 9, company, role)
        assert sets(grouped(*ACME, new, said=said)) == ["a b z"], (company, role)
        (one,) = grouped(*ACME, new, said=said).applications
        assert (one.company, one.role) == ("Marlin & Sons", "Platform Lead")
    other = ack("z", 9, "Marlin & Sons", "Florist")
    assert sets(grouped(*ACME, other, said=said)) == ["a b", "z"]
    mention = letter("z", 9, "Meg meg@marlin.example", mentions="Your application to Marlin & Sons")
    assert sets(grouped(*ACME, mention, said=said)) == ["a b z"]


def test_a_question_between_two_that_are_one_is_none() -> None:
    two = [ack("a", 0, "Acme", "Data Engineer"), ack("b", 0.1, "Acme", "Product Designer")]
    invited = letter("c", 1, "Li li@acme.example", company="Acme", signals="interview_invitation")
    assert [q.key for q in grouped(*two, invited).questions] == ["c"]
    result = grouped(*two, invited, said=[Verdict("merge", "a", "b")])
    assert (sets(result), result.questions) == (["a b c"], ())
