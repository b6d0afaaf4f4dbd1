from __future__ import annotations

from dataclasses import replace

from classify.applications import identity
from classify.applications.types import Meeting
from ingest.types import Address
from tests.classify.applications.letters import ack, grouped, letter, sets


def test_a_thread_is_one_application_even_where_its_first_letter_was_never_seen() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Ann ann@acme.example",
            company="Acme",
            role="Cook",
            references=["lost"],
            subject="Re: hi",
        ),
        letter("b", 1, "me", to="ann@other.example", references=["lost"], subject="Re: hi"),
    )
    assert sets(result) == ["a b"]
    assert result.applications[0].members[1].reason == "thread"


def test_a_provider_thread_joins_letters_without_references() -> None:
    result = grouped(
        letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", thread="gmail:1"),
        letter("b", 1, "x@gmail.com", thread="gmail:1"),
    )
    assert sets(result) == ["a b"]


def test_an_acknowledgement_and_a_persons_mail_from_the_companys_domain_are_one() -> None:
    result = grouped(
        ack("a", 0, "Tidewater Analytics", "Data Engineer"),
        letter("b", 5, "Kim kim@tidewateranalytics.example", company="Tidewateranalytics", basis="domain"),
    )
    assert sets(result) == ["a b"]
    assert result.applications[0].company == "Tidewater Analytics"


def test_a_domain_that_shortens_the_name_joins_where_nothing_else_has_it() -> None:
    result = grouped(
        ack("a", 0, "Tidewater Analytics", "Data Engineer"),
        letter("b", 5, "Kim kim@tidewater.example", company="Tidewater", basis="domain", subject="Next week"),
    )
    assert sets(result) == ["a b"]


def test_names_that_contain_each_other_stay_apart() -> None:
    result = grouped(
        ack("a", 0, "Meridian", "Data Engineer"),
        ack("b", 1, "Meridian Labs", "Data Engineer"),
        ack("c", 2, "Meta", "Data Engineer"),
        ack("d", 3, "Metaverse", "Data Engineer"),
        letter("e", 4, "Kim kim@meridian.example", company="Meridian", basis="domain"),
        letter("f", 4, "Lou lou@meridianlabs.example", company="Meridian Labs", basis="domain"),
    )
    assert sets(result) == ["a e", "b f", "c", "d"]


def test_two_roles_at_one_company_stay_apart() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Acme", "Product Designer"),
        letter("c", 3, "Ann ann@acme.example", company="Acme", role="Product Designer"),
        letter("d", 4, "Bob bob@acme.example", company="Acme", role="Data Engineer"),
    )
    assert sets(result) == ["a d", "b c"]
    assert [a.role for a in result.applications] == ["Data Engineer", "Product Designer"]


def test_a_letter_that_names_neither_role_goes_to_its_correspondents_application() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Acme", "Product Designer"),
        letter("c", 3, "Ann ann@acme.example", company="Acme", role="Product Designer"),
        letter("d", 4, "Bob bob@acme.example", company="Acme", role="Data Engineer"),
        letter("e", 6, "Ann ann@acme.example", company="Acme", basis="domain", subject="Tuesday"),
        letter("f", 6, "Bob bob@acme.example", company="Acme", basis="domain", subject="Friday"),
    )
    assert sets(result) == ["a d f", "b c e"]


def test_a_letter_that_names_neither_role_goes_to_the_only_open_application() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Acme", "Product Designer"),
        letter("c", 9, "Ann ann@acme.example", company="Acme", role="Data Engineer", signals="rejection"),
        letter(
            "d", 12, "Zoe zoe@acme.example", company="Acme", basis="domain", signals="interview_invitation"
        ),
    )
    assert sets(result) == ["a c", "b d"]


def test_where_both_are_as_likely_the_person_is_asked() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 0.1, "Acme", "Product Designer"),
        letter(
            "c", 4, "Zoe zoe@acme.example", company="Acme", basis="domain", signals="interview_invitation"
        ),
    )
    assert sets(result) == ["a", "b"]
    (question,) = result.questions
    assert question.key == "c"
    assert set(question.choices) == {identity("a"), identity("b")}


def test_an_answer_to_a_questioned_letter_that_names_the_role_settles_it() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 0.1, "Acme", "Product Designer"),
        letter(
            "c", 4, "Zoe zoe@acme.example", company="Acme", basis="domain", signals="interview_invitation"
        ),
        letter("d", 5, "me", to="zoe@acme.example", company="Acme", role="Data Engineer", answers="c"),
    )
    assert sets(result) == ["a c d", "b"]
    assert not result.questions


def test_two_openings_discussed_in_one_thread_go_each_to_its_own() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Acme", "Product Designer"),
        letter(
            "c", 2, "Ann ann@acme.example", company="Acme", role="Data Engineer", subject="Your applications"
        ),
        letter(
            "d",
            3,
            "Ann ann@acme.example",
            company="Acme",
            role="Product Designer",
            answers="c",
            subject="Re: Your applications",
        ),
        letter(
            "e",
            4,
            "me",
            to="ann@acme.example",
            company="Acme",
            basis="domain",
            answers="d",
            references=["c"],
            subject="Re: Your applications",
        ),
    )
    assert sets(result) == ["a c", "b d e"]


def test_a_title_misread_once_opens_no_application() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 2, "Ann ann@acme.example", company="Acme", basis="domain"),
        letter(
            "c", 4, "Ann ann@acme.example", company="Acme", role="Engineering Manager", subject="Thursday"
        ),
        letter(
            "d",
            5,
            "me",
            to="ann@acme.example",
            company="Acme",
            role="Site Lead",
            answers="c",
            subject="Re: Thursday",
        ),
    )
    assert sets(result) == ["a b c d"]
    assert result.applications[0].role == "Data Engineer"


def test_a_recruiter_who_changes_thread_is_known_by_address_and_company() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 2, "Ann ann@acme.example", company="Acme", basis="domain", subject="Hello"),
        letter("c", 8, "Ann ann@acme.example", company="Acme", basis="domain", subject="Second round"),
        letter("d", 9, "Ann ann@acme-hr.example", company="Acme", basis="signature", subject="Contract"),
    )
    assert sets(result) == ["a b c d"]


def test_a_hiring_manager_on_free_mail_joins_by_named_company_then_by_address() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 2, "Hal hal.ford@gmail.com", mentions="Hal here, I run data at Acme. Could we talk?"),
        letter("c", 4, "Hal hal.ford@gmail.com", subject="Friday"),
    )
    assert sets(result) == ["a b c"]


def test_free_mail_alone_joins_nobody() -> None:
    result = grouped(
        letter("a", 0, "Hal hal@gmail.com", company="Acme", role="Data Engineer"),
        letter("b", 2, "Pat pat@gmail.com", company="Borealis", role="Data Engineer"),
    )
    assert sets(result) == ["a", "b"]


def test_an_invite_joins_by_its_uid() -> None:
    result = grouped(
        letter("a", 0, "Ann ann@acme.example", company="Acme", role="Cook", uids="u1"),
        letter("b", 3, "calendar-notification@google.com", uids="u1", system=True),
    )
    assert sets(result) == ["a b"]
    assert result.applications[0].uids == ("u1",)


def test_the_candidates_second_address_is_no_correspondent() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "me",
            to="ann@acme.example",
            company="Acme",
            role="Data Engineer",
            signals="application_sent",
        ),
        letter(
            "b",
            1,
            "me",
            to="bob@borealis.example",
            company="Borealis",
            role="Cook",
            signals="application_sent",
        ),
        letter("c", 2, "x jo@mailbox.example", subject="note to self"),
    )
    assert sets(result) == ["a", "b"]


def test_the_same_role_again_long_after_a_rejection_is_a_new_application() -> None:
    base = [
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 10, "Ann ann@acme.example", company="Acme", role="Data Engineer", signals="rejection"),
    ]
    again = grouped(
        *base,
        ack("c", 120, "Acme", "Data Engineer"),
        letter("d", 125, "Ann ann@acme.example", company="Acme", basis="domain"),
    )
    assert sets(again) == ["a b", "c d"]
    soon = grouped(*base, ack("c", 40, "Acme", "Data Engineer"))
    assert sets(soon) == ["a b c"]
    other = grouped(*base, ack("c", 40, "Acme", "Product Designer"))
    assert sets(other) == ["a b", "c"]


def test_requisition_numbers_decide_between_like_titles() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer", requisition="R-100"),
        ack("b", 1, "Acme", "Data Engineer", requisition="R-200"),
        letter("c", 4, "Ann ann@acme.example", company="Acme", requisition="R-200"),
    )
    assert sets(result) == ["a", "b c"]


def test_what_belongs_nowhere_is_left_out_without_a_question() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 2, "survey@smartrecruiters.com", system=True),
        letter("c", 3, "Pat pat@gmail.com", subject="good luck"),
    )
    assert sets(result) == ["a"]
    assert not result.questions


def test_a_cold_approach_without_a_name_is_an_application() -> None:
    result = grouped(
        letter(
            "a", 0, "Rita rita@basaltsearch.example", agency="Basalt Search", signals="recruiter_outreach"
        ),
    )
    assert result.applications[0].company == "Basalt Search"
    assert result.applications[0].agency == "Basalt Search"


def test_a_persons_name_is_never_the_company() -> None:
    result = grouped(
        letter(
            "a",
            0,
            "Gillian Roper gillian@gmail.com",
            company="Gillian Roper",
            role="Cook",
            signals="recruiter_outreach",
        ),
        letter("b", 1, "Gillian Roper gillian@gmail.com", company="Acme", answers="a"),
    )
    assert result.applications[0].company == "Acme"


def test_the_fuller_form_of_a_name_and_a_title_is_kept() -> None:
    result = grouped(
        ack("a", 0, "Merlion Crest Bank", "Senior Data Engineer"),
        letter(
            "b",
            2,
            "Ann ann@merlioncrest.example",
            company="Merlion Crest",
            basis="body",
            role="Data Engineer",
        ),
        letter("c", 3, "Ann ann@merlioncrest.example", company="Merlion Crest", basis="body", answers="b"),
    )
    assert sets(result) == ["a b c"]
    assert result.applications[0].company == "Merlion Crest Bank"
    assert result.applications[0].role == "Senior Data Engineer"


def test_a_service_that_writes_for_several_companies_joins_none_by_its_domain() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Borealis", "Cook"),
        letter("c", 5, "checks@verifyline.example", company="Acme", signals="background_check", system=True),
        letter(
            "d", 6, "checks@verifyline.example", company="Borealis", signals="background_check", system=True
        ),
    )
    assert sets(result) == ["a c", "b d"]


def test_an_acknowledgement_that_names_no_role_goes_to_what_is_not_yet_acknowledged() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 3, "me", to="jobs@acme.example", company="Acme", role="Cook", signals="application_sent"),
        letter("c", 3.1, "noreply@acme.example", company="Acme", signals="application_received", system=True),
    )
    assert sets(result) == ["a", "b c"]


def test_a_company_that_mails_from_two_domains_is_one() -> None:
    result = grouped(
        letter("a", 0, "Ann ann@vellora.example", company="Vellora", basis="domain", role="Cook"),
        letter("b", 3, "Bob bob@vellora-careers.example", company="Vellora", basis="domain"),
        letter("c", 4, "Cat cat@velloragroup.example", company="Vellora", basis="signature"),
    )
    assert sets(result) == ["a b c"]


def test_an_approach_from_the_company_and_the_application_after_it_are_one() -> None:
    result = grouped(
        letter(
            "a", 0, "Ann ann@acme.example", company="Acme", role="Data Engineer", signals="recruiter_outreach"
        ),
        ack("b", 4, "Acme", "Senior Data Engineer"),
    )
    assert sets(result) == ["a b"]


def test_a_role_that_two_letters_name_at_one_company_is_another_application() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        letter("b", 3, "Bob bob@acme.example", company="Acme", role="Cook", subject="Cook"),
        letter(
            "c", 4, "me", to="bob@acme.example", company="Acme", role="Cook", subject="Re: Cook", answers="b"
        ),
    )
    assert sets(result) == ["a", "b c"]


def test_a_rejection_in_the_thread_does_not_close_the_other_role() -> None:
    result = grouped(
        ack("a", 0, "Acme", "Data Engineer"),
        ack("b", 1, "Acme", "Cook"),
        ack("c", 9, "Acme", "Cook"),
        letter(
            "d",
            12,
            "Uma uma@acme.example",
            company="Acme",
            basis="domain",
            mentions="For the Data Engineer role we need references.",
        ),
    )
    assert sets(result) == ["a d", "b c"]


def test_a_system_that_names_company_and_role_in_full_opens_an_application() -> None:
    result = grouped(
        letter("a", 0, "no-reply@icims.com", company="Acme", role="Cook", system=True),
        letter("b", 0, "survey@smartrecruiters.com", company="Borealis", system=True),
    )
    assert sets(result) == ["a"]


def test_a_scheduling_services_notice_joins_by_the_person_it_answers_to() -> None:
    notice = replace(
        letter("b", 1, "no-reply@calendly.com", company="Dana Kow", basis="subject", system=True),
        correspondents=(Address("", "no-reply@calendly.com"), Address("Dana Kow", "dana.kow@acme.example")),
    )
    first = letter("a", 0, "Dana Kow dana.kow@acme.example", company="Acme", role="Cook")
    assert sets(grouped(first, notice)) == ["a b"]


def test_people_of_an_invite_are_correspondents_before_they_write() -> None:
    meeting = Meeting("u", None, "", "", (Address("", "col@gmail.com"),), frozenset({"b"}))
    letters = [
        ack("a", 0, "Acme", "Cook"),
        letter("b", 1, "Ann ann@acme.example", company="Acme", role="Cook", uids="u"),
        letter("c", 2, "me", to="col@gmail.com", subject="Thanks", signals="thank_you_note"),
    ]
    assert sets(grouped(*letters, meetings=[meeting])) == ["a b c"]
    assert sets(grouped(*letters)) == ["a b"]
