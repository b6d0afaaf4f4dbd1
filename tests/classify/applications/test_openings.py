"""One consultant, several openings: told in many ways, from the first letter on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classify.applications.types import Letter
from tests.classify.applications.letters import grouped, letter, sets

GAIL = "Gail Price gail@basalt.example"
FIRM = "Basalt Associates"


def gail(key: str, day: float, **more: Any) -> Letter:
    """A letter of the consultant; the firm stands in the signature unless something else is named."""
    named = {"company": FIRM, "basis": "signature"} if "company" not in more else {}
    return letter(key, day, GAIL, **(named | more))


def me(key: str, day: float, **more: Any) -> Letter:
    return letter(key, day, "me", to=GAIL, company=FIRM, basis="signature", **more)


def first() -> list[Letter]:
    """The first opening. Its first letter alone tells that she is an agency's."""
    return [
        gail(
            "a",
            0,
            agency=FIRM,
            company="Ostara Energy",
            basis="subject",
            role="Lead Analytics Engineer",
            subject="Lead Analytics Engineer - Ostara Energy",
            signals="recruiter_outreach",
            mentions="Your profile jumped out. I am retained by Ostara Energy for a Lead Analytics Engineer.",
        ),
        me("b", 1, answers="a", subject="Re: Lead Analytics Engineer - Ostara Energy", mentions="My CV."),
        gail(
            "c",
            2,
            answers="b",
            subject="Re: Lead Analytics Engineer - Ostara Energy",
            mentions="They have your CV.",
        ),
    ]


def test_a_client_that_is_named_late_is_the_first_letters_as_well() -> None:
    result = grouped(
        *first(),
        gail("d", 12, subject="Berlin, mostly remote", mentions="Something for your CV in Berlin?"),
        me("e", 13, answers="d", subject="Re: Berlin, mostly remote", mentions="Who is it?"),
        gail("f", 16, answers="e", subject="Re: Berlin, mostly remote", mentions="It is Feldspar."),
        letter("g", 19, "Jana jana@feldspar.example", company="Feldspar", role="Product Manager"),
        letter("h", 20, "Jana jana@feldspar.example", company="Feldspar", subject="Round two"),
        gail(
            "i", 21, answers="c", subject="Re: Lead Analytics Engineer - Ostara Energy", mentions="No news."
        ),
    )
    assert sets(result) == ["a b c i", "d e f g h"]
    assert [one.company for one in result.applications] == ["Ostara Energy", "Feldspar"]
    assert {one.agency for one in result.applications} == {FIRM}


@pytest.mark.parametrize(
    "more",
    [
        {"role": "Product Manager", "mentions": "They want a Product Manager. Send your CV?"},
        {"role": "Product Manager", "mentions": "Unlike Ostara: a client of mine wants a Product Manager."},
        {"role": "Product Manager", "signals": "recruiter_outreach", "mentions": "A Product Manager role."},
        {"role": "Product Manager", "company": "Feldspar", "mentions": "Feldspar want a Product Manager."},
        {
            "role": "Senior Lead Analytics Engineer",
            "company": "Feldspar",
            "mentions": "Feldspar want a Senior Lead Analytics Engineer.",
        },
    ],
)
def test_another_title_or_client_is_another_application(more: dict[str, Any]) -> None:
    """Neither thread, client nor number is shared; the client may never be named."""
    result = grouped(
        *first(),
        gail("d", 12, subject="Something different", **more),
        me("e", 13, answers="d", subject="Re: Something different", mentions="Yes, please send my CV."),
        gail("f", 14, answers="e", subject="Re: Something different", mentions="Done."),
        gail("g", 15, subject="Ostara - where we are", mentions="They froze it."),
        gail("h", 16, answers="f", subject="Re: Something different", mentions="They cannot offer it."),
    )
    assert sets(result) == ["a b c g", "d e f h"]


def test_two_reference_numbers_of_one_consultant_are_two_applications() -> None:
    one, *rest = first()
    result = grouped(
        replace(one, requisition="BA/8812"),
        *rest,
        gail("d", 12, requisition="BA/8840", subject="Berlin - BA/8840", mentions="Shall I send your CV?"),
        me("e", 13, answers="d", subject="Re: Berlin - BA/8840", mentions="Yes."),
        gail("f", 14, subject="BA/8812", mentions="BA/8812: no thaw yet."),
        gail("g", 15, subject="News", mentions="BA/8840 want to meet you."),
    )
    assert sets(result) == ["a b c f", "d e g"]


def test_a_consultant_who_begins_a_new_mail_and_names_nothing_goes_on_with_the_only_opening() -> None:
    result = grouped(*first(), gail("d", 5, subject="Quick one", mentions="Are you free on Tuesday?"))
    assert sets(result) == ["a b c d"]


def test_the_title_of_somebody_whom_one_will_meet_there_is_no_other_opening() -> None:
    prepared = gail(
        "d",
        5,
        subject="Prep for Tuesday",
        role="Analytics Director",
        mentions="At Ostara you meet Kirsten Vold, Analytics Director.",
    )
    assert sets(grouped(*first(), prepared)) == ["a b c d"]


def test_two_openings_in_one_letter_part_where_the_second_gets_a_letter_of_its_own() -> None:
    both = gail(
        "a",
        0,
        agency=FIRM,
        company="Ostara",
        role="Data Lead",
        subject="Two roles for you",
        signals="recruiter_outreach",
        mentions="Data Lead at Ostara, and Product Manager at Feldspar.",
    )
    yes = me(
        "b", 1, answers="a", subject="Re: Two roles for you", mentions="Both, please. My CV is attached."
    )
    own = gail(
        "c",
        3,
        company="Feldspar",
        role="Product Manager",
        subject="Feldspar: Product Manager",
        mentions="Feldspar have your CV and ask you in about the Product Manager role.",
    )
    more = gail("d", 4, answers="b", subject="Re: Two roles for you", mentions="Ostara have your CV.")
    late = gail("e", 6, answers="c", subject="Re: Feldspar: Product Manager", mentions="They liked you.")
    assert sets(grouped(both, yes, own, more, late)) == ["a b d", "c e"]


def test_an_answer_to_both_openings_stays_in_its_thread() -> None:
    second = gail(
        "d",
        5,
        company="Feldspar",
        role="Product Manager",
        subject="Product Manager at Feldspar",
        mentions="Feldspar want a Product Manager.",
    )
    both = me(
        "e",
        6,
        answers="d",
        subject="Re: Product Manager at Feldspar",
        mentions="Yes to Feldspar and to Ostara.",
    )
    assert sets(grouped(*first(), second, both)) == ["a b c", "d e"]


def test_an_opening_that_is_offered_in_an_old_thread_is_another_application() -> None:
    offered = gail(
        "d",
        30,
        answers="c",
        role="Product Manager",
        subject="Re: Lead Analytics Engineer - Ostara Energy",
        mentions="No luck there. But a client of mine wants a Product Manager. May I send your CV?",
    )
    yes = me(
        "e", 31, answers="d", subject="Re: Lead Analytics Engineer - Ostara Energy", mentions="Please do."
    )
    back = gail(
        "f", 32, answers="c", subject="Re: Lead Analytics Engineer - Ostara Energy", mentions="Closed."
    )
    assert sets(grouped(*first(), offered, yes, back)) == ["a b c f", "d e"]


def test_an_employer_who_offers_another_opening_begins_another_application() -> None:
    ann = "Ann ann@acme.example"
    result = grouped(
        letter(
            "a", 0, ann, company="Acme", role="Data Lead", subject="Data Lead", signals="recruiter_outreach"
        ),
        letter("b", 1, ann, company="Acme", subject="Your interview", mentions="You meet Rob, Head Chef."),
        letter(
            "c",
            9,
            ann,
            company="Acme",
            role="Product Manager",
            subject="Product Manager",
            mentions="We have another role open that may suit your experience: Product Manager.",
        ),
        letter("d", 10, "me", to=ann, answers="c", company="Acme", subject="Re: Product Manager"),
    )
    assert sets(result) == ["a b", "c d"]


def test_a_companys_name_that_was_read_as_a_title_is_none() -> None:
    system = letter(
        "d",
        4,
        "Ostara Energy notification@smartrecruiters.com",
        company="Ostara Energy",
        basis="sender",
        role="Ostara Energy",
        subject="Your profile was submitted to Ostara Energy",
        signals="application_received",
        system=True,
        mentions="Basalt Associates submitted your profile for Lead Analytics Engineer.",
    )
    result = grouped(*first(), system)
    assert sets(result) == ["a b c d"]
    assert result.applications[0].role == "Lead Analytics Engineer"
    assert not result.questions
