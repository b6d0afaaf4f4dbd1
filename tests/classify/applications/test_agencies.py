from __future__ import annotations

from classify.applications.types import Letter
from tests.classify.applications.letters import grouped, letter, sets


def test_one_agency_with_two_clients_is_two_applications() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Acme",
            role="Data Engineer",
            signals="recruiter_outreach",
        ),
        letter(
            "b",
            3,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Borealis",
            role="Data Engineer",
            signals="recruiter_outreach",
        ),
        letter("c", 5, "me", to="rita@basaltsearch.example", agency="Basalt Search", answers="a"),
        letter(
            "d",
            6,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Borealis",
            subject="Borealis interview",
        ),
    )
    assert sets(result) == ["a c", "b d"]
    assert [a.company for a in result.applications] == ["Acme", "Borealis"]
    assert {a.agency for a in result.applications} == {"Basalt Search"}


def test_a_client_named_only_later_becomes_the_company() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            role="Data Engineer",
            signals="recruiter_outreach",
        ),
        letter("b", 1, "me", to="rita@basaltsearch.example", agency="Basalt Search", answers="a"),
        letter(
            "c",
            4,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Acme",
            role="Data Engineer",
            subject="Interview with Acme",
        ),
    )
    assert sets(result) == ["a b c"]
    assert result.applications[0].company == "Acme"
    assert result.applications[0].agency == "Basalt Search"


def test_the_clients_own_mail_joins_the_agencys_application() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Acme Robotics",
            role="Data Engineer",
            signals="recruiter_outreach",
        ),
        letter(
            "b",
            9,
            "Hal hal@acmerobotics.example",
            company="Acme Robotics",
            basis="domain",
            signals="interview_invitation",
        ),
    )
    assert sets(result) == ["a b"]


def test_an_agency_that_reuses_a_thread_for_another_client_opens_another_application() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Acme",
            role="Data Engineer",
            signals="recruiter_outreach",
            subject="Data Engineer at Acme",
        ),
        letter(
            "b",
            1,
            "me",
            to="rita@basaltsearch.example",
            agency="Basalt Search",
            answers="a",
            subject="Re: Data Engineer at Acme",
        ),
        letter(
            "c",
            20,
            "Rita rita@basaltsearch.example",
            agency="Basalt Search",
            company="Borealis",
            role="Platform Engineer",
            answers="b",
            references=["a"],
            subject="Re: Data Engineer at Acme",
            signals="recruiter_outreach",
        ),
        letter(
            "d",
            21,
            "me",
            to="rita@basaltsearch.example",
            agency="Basalt Search",
            company="Acme",
            role="Data Engineer",
            basis="subject",
            answers="c",
            references=["a", "b", "c"],
            subject="Re: Data Engineer at Acme",
        ),
    )
    assert sets(result) == ["a b", "c d"]


def test_a_colleague_at_the_agency_goes_on_with_its_only_application() -> None:
    result = grouped(
        letter("a", 0, "Rita rita@basaltsearch.example", agency="Basalt Search", company="Acme", role="Cook"),
        letter("b", 3, "Sven sven@basaltsearch.example", agency="Basalt Search", subject="Rita is away"),
    )
    assert sets(result) == ["a b"]


RITA = "Rita rita@basaltsearch.example"


def _two_clients() -> list[Letter]:
    return [
        letter(
            "a",
            0,
            RITA,
            company="Quill Bank",
            role="Manager",
            signals="recruiter_outreach",
            subject="A role",
            agency="Basalt Search",
        ),
        letter(
            "b",
            9,
            RITA,
            company="Halden Freight",
            role="Data Lead",
            signals="recruiter_outreach",
            subject="Data Lead",
            agency="Basalt Search",
        ),
    ]


def test_a_recruiter_shortens_a_clients_name() -> None:
    by_claim = letter(
        "c", 12, RITA, agency="Basalt Search", company="Quill", basis="subject", subject="Quill - feedback"
    )
    by_word = letter(
        "d", 13, RITA, agency="Basalt Search", subject="Prep", mentions="They at Halden like you"
    )
    assert sets(grouped(*_two_clients(), by_claim, by_word)) == ["a c", "b d"]


def test_an_automatic_reply_without_references_goes_where_its_subject_is() -> None:
    away = letter(
        "c",
        10,
        RITA,
        agency="Basalt Search",
        subject="Automatic reply: A role",
        mentions="I am away",
        system=True,
    )
    assert sets(grouped(*_two_clients(), away)) == ["a c", "b"]


def test_a_title_in_a_subject_that_is_only_repeated_is_named_once() -> None:
    forwarded = letter(
        "c",
        12,
        RITA,
        agency="Basalt Search",
        role="Shortlist Call",
        basis="subject",
        subject="FW: Shortlist Call",
        mentions="see below from Halden",
    )
    reply = letter(
        "d",
        13,
        "me",
        to=RITA,
        agency="Basalt Search",
        role="Shortlist Call",
        basis="subject",
        subject="Re: Shortlist Call",
        answers="c",
    )
    assert sets(grouped(*_two_clients(), forwarded, reply)) == ["a", "b c d"]
