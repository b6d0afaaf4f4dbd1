from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.applications.types import Fact, Verdict
from classify.author import author
from classify.newtext.split import split
from classify.relevance import included, standing, ties, tokens
from classify.types import Author, Claim, Confidence, Evidence, Me, Reading, Signal, Standing
from ingest.types import Address, Attachment, Event, Message
from tests.classify.messages import JANE, ME, OWN, message


def read(mail: Message, *signals: str) -> Standing:
    sections = split(mail.text, mail.subject)
    found = tuple(Signal(name, Confidence.CERTAIN, Evidence(0, 0, ""), "") for name in signals)
    return standing(mail, author(mail, ME, sections), sections, found)[0]


def at(name: str, email: str) -> Address:
    return Address(name, email)


SURE = [
    message("Hi Max,\n\nThank you for applying for the position of Data Engineer.", "Your application",
            at("Acme Careers", "careers@acme.com")),
    message("We have received your application.", "Thank you for applying to Acme",
            at("Acme", "no-reply@us.greenhouse-mail.io")),
    message("Hi Max,\n\nwe would like to invite you to an interview for the role. Is Friday fine?\n\nJane"),
    message("Please complete the coding challenge within a week.", "Acme invited you to a test",
            at("HackerRank", "support@hackerrankforwork.com")),
    message("Unfortunately we have decided to go with other candidates for this role.", "Your application"),
    message("Hi Max, my client has a vacancy for a Data Engineer. Could I see your CV?"),
    message("Sehr geehrter Herr Mustermann,\n\nvielen Dank für Ihre Bewerbung. Wir möchten Sie zu einem "
            "Vorstellungsgespräch einladen.", "Ihre Bewerbung als Ingenieur"),
]  # fmt: skip

NEVER = [
    message("Your verification code is 448 219. It expires in 10 minutes.", "Your verification code",
            at("Sign-in", "no-reply@myworkday.com")),
    message("14 new jobs matching Data Engineer. Apply now!", "Job alert", at("Board", "alerts@indeed.com")),
    message("Acme viewed your application.\n\nSee similar jobs", "Your application was viewed",
            at("LinkedIn", "jobs-noreply@linkedin.com")),
    message("Jane Roe wants to connect. You appeared in 9 searches this week.", "New invitation",
            at("LinkedIn", "invitations@linkedin.com"), bulk=True),
    message("In this issue: how to answer the salary question. Register now for our webinar.\n\nUnsubscribe",
            "The weekly newsletter", at("Career Weekly", "newsletter@career.example"), bulk=True),
    message("Bootcamp starts Monday. 40% off, offer ends Sunday!", "Become a data engineer",
            at("Learnly", "courses@learnly.example")),
    message("Thanks for your payment. Receipt for your order: 14.99.", "Receipt for your Premium CV plan",
            at("CV Shop", "billing@cvshop.example")),
    message("Your message could not be delivered: my application", "Undeliverable: Application",
            at("Mail Delivery Subsystem", "mailer-daemon@home.example")),
    message("Your message could not be delivered.", "Application", return_path="<>"),
]  # fmt: skip

PERHAPS = [
    message("Friday at three is fine. See you then!\n\nJane", "Re: Friday"),
    message("Are you coming on Sunday? Bring the kids.", "Sunday", at("Tim", "tim@gmail.com")),
    message("MOM. They made me an offer!!", "!!!", OWN, to=(at("Mom", "mom@gmail.com"),)),
    message("Ok, done.", "Re: form", OWN, to=(JANE,)),
]


@pytest.mark.parametrize("mail", SURE, ids=lambda mail: mail.text[:40])
def test_mail_about_this_application_is_relevant_by_itself(mail: Message) -> None:
    assert read(mail) is Standing.RELEVANT


@pytest.mark.parametrize("mail", NEVER, ids=lambda mail: mail.text[:40])
def test_alerts_codes_receipts_and_bounces_are_irrelevant(mail: Message) -> None:
    assert read(mail) is Standing.IRRELEVANT


@pytest.mark.parametrize("mail", PERHAPS, ids=lambda mail: mail.text[:40])
def test_personal_mail_that_says_little_is_possible(mail: Message) -> None:
    assert read(mail) is Standing.POSSIBLE


def invite(summary: str, description: str = "") -> Event:
    return Event("u", "", 0, None, "REQUEST", "", summary, description, "", "", JANE, (), None, None)


def test_an_invite_to_an_interview_is_relevant_and_one_to_dinner_is_not() -> None:
    assert read(message("", "Invitation", events=(invite("Interview: Data Engineer"),))) is Standing.RELEVANT
    assert read(message("", "Invitation: Dinner", events=(invite("Dinner"),))) is Standing.POSSIBLE


def test_a_strong_signal_makes_a_persons_mail_relevant() -> None:
    mail = message("When could you start, and may we ring two people who know your work?")
    assert read(mail, "notice_period", "reference_request") is Standing.RELEVANT


def test_a_signal_does_not_save_a_newsletter() -> None:
    mail = message("Dear reader, when could you start? Read more in our newsletter.\n\nUnsubscribe",
                   "Newsletter", at("Weekly", "news@weekly.example"), bulk=True)  # fmt: skip
    assert read(mail, "notice_period") is Standing.IRRELEVANT


def test_a_persons_mail_is_never_dropped_for_one_word() -> None:
    assert (
        read(message("The delivery of your parcel and the receipt: no news. Talk on Monday?"))
        is Standing.POSSIBLE
    )


def test_an_offer_that_the_candidate_shows_to_a_friend_is_irrelevant() -> None:
    text = ("Look!!!\n\n---------- Forwarded message ---------\nFrom: Jane Roe <jane.roe@acme.com>\n"
            "Subject: Your offer\n\nWe are pleased to offer you the position.")  # fmt: skip
    mail = message(text, "Fwd: Your offer", OWN, to=(at("Tim", "tim@gmail.com"),))
    assert read(mail) is Standing.IRRELEVANT


@pytest.mark.parametrize("to", ["tim@gmail.com", "tim@other.example"])
def test_a_forward_is_known_whatever_the_mail_program_makes_of_it(to: str) -> None:
    quoted = ("What would you do?\n\nFrom: Jane Roe <jane.roe@acme.com>\nSent: 2 March 2026 10:00\n"
              "To: Max <max@gmail.com>\nSubject: Your offer\n\nWe offer you the position.")  # fmt: skip
    mail = message(quoted, "FW: Your offer", OWN, to=(at("Tim", to),))
    assert read(mail) is Standing.IRRELEVANT


def test_a_mail_sent_back_to_the_house_it_came_from_is_possible() -> None:
    text = ("Is this for me?\n\n---------- Forwarded message ---------\nFrom: Acme <hr@acme.com>\n"
            "Subject: Regret\n\nDear Lwazi")  # fmt: skip
    assert read(message(text, "Fwd: Regret", OWN, to=(JANE,))) is Standing.POSSIBLE


def test_a_code_of_an_applicant_tracking_system_is_irrelevant() -> None:
    mail = message("Please confirm your email to send your application.", "Confirm your email",
                   at("Lever", "no-reply@hire.lever.co"))  # fmt: skip
    assert read(mail) is Standing.IRRELEVANT


def test_a_paper_of_an_application_counts() -> None:
    mail = message("Dear Ms Roe, please find it attached.", "Data Engineer", OWN, to=(JANE,))
    papers = (Attachment("CV_Mustermann.pdf", "application/pdf", 1000),)
    sections = split(mail.text)
    plain = standing(mail, Author.CANDIDATE, sections, ())[1]
    carried = standing(replace(mail, attachments=papers), Author.CANDIDATE, sections, ())[1]
    assert set(carried) - set(plain) == {"carries a paper of an application"}


LETTER = """They asked for references and your notice period. Is an offer coming? How to read the signs after
a final interview with the hiring manager.

You get this because you signed up. Unsubscribe."""


def test_a_newsletter_about_interviews_is_not_relevant_though_no_header_says_what_it_is() -> None:
    mail = message(LETTER, "Thank-you notes: still worth it?", at("The Hiring Desk", "letter@hiring.example"))
    assert read(mail, "follow_up_interview", "offer_preparation") is not Standing.RELEVANT


def test_mail_to_many_is_relevant_where_it_speaks_of_the_candidates_own_application() -> None:
    text = "Thank you for applying for the role. We have received your application.\n\nUnsubscribe"
    mail = message(text, "Your application", at("Acme Careers", "careers@acme.com"))
    assert read(mail, "application_received") is Standing.RELEVANT


def test_a_service_for_newsletters_writes_to_many() -> None:
    text = (
        "Hiring managers say what they think of candidates after the second interview. An offer is no offer."
    )
    mail = message(text, "Why candidates wait", at("Recruit Insider", "hello@insider.substack.com"))
    assert read(mail, "follow_up_interview") is not Standing.RELEVANT


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your application for the flat. We need two references and proof of your salary.",
        "Your application for a credit card has been approved. We are pleased to make you an offer.",
        "Can you join the interview panel for the analyst candidates on Tuesday? CVs attached.",
    ],
)
def test_words_of_hiring_in_another_matter_are_not_enough(text: str) -> None:
    assert read(message(text), "reference_request") is Standing.POSSIBLE


def test_an_agencys_footer_does_not_make_its_people_a_newsletter() -> None:
    text = "Hi Max,\n\nmy client has a vacancy. Shall I send your CV?\n\nJane\n\nTo unsubscribe reply STOP."
    assert read(message(text), "recruiter_outreach") is Standing.RELEVANT


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("The match is moved to Sunday at three.", ("interview_invitation", "scheduling_delay")),
        ("Training is on hold until the lights are mended.", ("on_hold",)),
        ("I accept with pleasure!", ("offer_accepted",)),
        ("We have decided to give the solo to Beatrix this time.", ("rejection",)),
    ],
)
def test_signals_without_a_word_about_jobs_are_not_enough(text: str, signals: tuple[str, ...]) -> None:
    assert read(message(text, events=(invite("Sunday"),)), "interview_invitation") is Standing.POSSIBLE
    assert read(message(text), *signals) is Standing.POSSIBLE


def test_colleagues_who_are_in_interviews_themselves_are_not_about_an_application() -> None:
    mail = message("Can you move the review to Thursday? Two of us are in interviews all day, we're hiring.")
    assert read(mail, "interview_invitation") is Standing.POSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        "I have an interview at the aquarium, second round! What do I wear for the job?",
        "My CV is attached, I'm applying to Acme's graduate scheme. Can you have a look?",
        "Would you be one of my referees? They want references for the position.",
    ],
)
def test_a_friends_own_search_is_not_the_candidates(text: str) -> None:
    paper = (Attachment("CV_Tim.pdf", "application/pdf", 10),)
    mail = message(text, sender=at("Tim", "tim@gmail.com"), attachments=paper)
    assert read(mail, "follow_up_interview") is not Standing.RELEVANT


@pytest.mark.parametrize(
    ("subject", "text", "signals"),
    [
        ("CNM panel 15 October", "Max, invitation to the interview panel sent, you are in the chair. Five "
         "candidates, 40 minutes each. I need the offer letters out by Friday.", ("panel_interview",)),
        ("Reference request: former employee T. Kovac", "We have received a request for a reference for "
         "T. Kovac. As her line manager, could you fill in the form?", ("reference_request",)),
    ],
)  # fmt: skip
def test_who_interviews_or_gives_a_reference_is_no_candidate(
    subject: str, text: str, signals: tuple[str, ...]
) -> None:
    assert read(message(text, subject, at("HR Acme", "hr@acme.com")), *signals) is not Standing.RELEVANT


def test_what_the_candidate_says_of_interviews_to_colleagues_is_not_relevant() -> None:
    text = "HR, by the 8th. We score, they do references. I'm chairing so you two get the nice questions."
    assert read(message(text, "Re: Panel for the interviews", OWN, to=(JANE,))) is not Standing.RELEVANT


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Interviews on Thursday",
            "Max, we have three candidates coming in for the analyst role. CVs are in the drive.",
        ),
        (
            "Job description",
            "Could you look over the job description before HR posts the vacancy? Salary is open.",
        ),
    ],
)
def test_words_of_hiring_alone_do_not_make_a_colleagues_mail_relevant(subject: str, text: str) -> None:
    assert read(message(text, subject)) is Standing.POSSIBLE


def test_words_of_another_matter_count_in_the_letter_and_not_below_it() -> None:
    letter = "Hi Max,\n\nmy client has a vacancy for a Data Engineer. Could I see your CV?\n\nJane Roe"
    legal = (
        "This email is confidential. If you are not the intended recipient, delete it. Mortgage, your loan."
    )
    assert read(message(f"{letter}\n\n--\nJane Roe\n\n{legal}")) is Standing.RELEVANT


def test_words_of_another_matter_do_not_count_in_the_name_of_a_role() -> None:
    mail = message(
        "Hi Max,\n\nwe have an opening for a Customer Service Manager. Your CV?", "Customer Service Manager"
    )
    sections = split(mail.text, mail.subject)
    role = Claim("Customer Service Manager", "subject")
    assert standing(mail, Author.PERSON, sections, (), role)[0] is Standing.RELEVANT
    assert standing(mail, Author.PERSON, sections, ())[0] is not Standing.RELEVANT


def test_the_same_words_are_no_two_signals() -> None:
    mail = message("Could I offer you 3.40pm on Thursday?")
    sections = split(mail.text, mail.subject)
    words = (Evidence(0, 30, ""), Evidence(8, 36, ""))
    names = ("offer_preparation", "interview_invitation")
    found = tuple(Signal(n, Confidence.CERTAIN, e, "") for n, e in zip(names, words, strict=True))
    assert standing(mail, Author.PERSON, sections, found)[0] is Standing.POSSIBLE


def test_what_the_candidate_tells_a_friend_is_not_relevant() -> None:
    text = (
        "I withdrew my application for the role at Acme, the salary was a joke. Second interview elsewhere!"
    )
    told = message(text, "news", OWN, to=(at("Tim", "tim@gmail.com"),))
    assert read(told, "withdrawal") is not Standing.RELEVANT
    assert read(replace(told, to=(JANE,)), "withdrawal") is Standing.RELEVANT


def test_an_application_sent_to_a_private_address_is_relevant() -> None:
    mail = message("I am applying for the position of baker, my CV is attached.", "Application", OWN,
                   to=(at("", "bakery@gmail.com"),), attachments=(Attachment("CV.pdf", "", 1),))  # fmt: skip
    assert read(mail, "application_sent") is Standing.RELEVANT


def test_only_the_organisers_house_may_cancel_an_interview() -> None:
    cancel = replace(invite("Acme interview: Engineer"), method="CANCEL")
    text = "Dear Candidate, your interview has been cancelled."
    forged = message(text, "Canceled: interview", at("Acme HR", "hr@acme-desk.com"), events=(cancel,))
    assert read(forged) is not Standing.RELEVANT
    assert read(replace(forged, sender=at("Acme HR", "hr@acme.com"))) is Standing.RELEVANT


def test_a_letter_passed_on_by_a_network_is_a_persons() -> None:
    text = ("Jane Roe sent you a message\n\nHi Max, I have an opening for a Data Engineer. Could we talk?\n\n"
            "You are receiving InMail notification emails. Unsubscribe.")  # fmt: skip
    mail = message(text, "Data Engineer", at("Jane Roe", "inmail-hit-reply@linkedin.com"), bulk=True)
    assert author(mail, ME, split(text)) is Author.PERSON
    assert read(mail, "recruiter_outreach") is Standing.RELEVANT


@pytest.mark.parametrize(
    "email", ["jobs-noreply@linkedin.com", "alerts@xing.com", "invitations@linkedin.com"]
)
def test_a_networks_own_notice_is_no_persons_letter(email: str) -> None:
    mail = message("Acme has an opening for an Engineer.", "Opening", at("Jane Roe", email))
    assert author(mail, ME, split(mail.text)) is Author.SYSTEM


def test_every_standing_has_a_reason() -> None:
    for mail in (*SURE, *NEVER, *PERHAPS):
        sections = split(mail.text, mail.subject)
        assert all(standing(mail, author(mail, ME, sections), sections, ())[1])


# Closure ------------------------------------------------------------------------------------------------


def fact(key: str, state: Standing = Standing.POSSIBLE, **more: Any) -> Fact:
    given: dict[str, Any] = {
        "author": Author.PERSON,
        "message_id": f"<{key}>",
        "in_reply_to": (),
        "references": (),
        "provider_thread": None,
        "correspondents": (),
    }
    return Fact(key=key, standing=state, **{**given, **more})


OFFER = fact("offer", Standing.RELEVANT, correspondents=tokens([JANE]))


def test_an_address_is_a_token_and_so_is_a_domain_of_ones_own() -> None:
    found = tokens([JANE])
    assert [token[:2] for token in found] == ["a:", "d:"]
    assert all(len(token) == 18 for token in found)
    assert "acme" not in "".join(found)


@pytest.mark.parametrize(
    "email", ["jane@gmail.com", "jane@us.greenhouse-mail.io", "x@linkedin.com", "jane@me.com"]
)
def test_a_shared_domain_is_no_token(email: str) -> None:
    assert [token[:2] for token in tokens([Address("", email)])] == ["a:"]


@pytest.mark.parametrize(
    "email", ["no-reply@myworkday.com", "notifications@app.bamboohr.com", "jobs@hire.lever.co"]
)
def test_an_address_from_which_a_system_writes_for_all_is_no_token(email: str) -> None:
    assert tokens([Address("", email)]) == ()


def test_a_tag_in_such_an_address_makes_it_one_conversations() -> None:
    assert len(tokens([Address("", "notifications+ab12@eu.greenhouse-mail.io")])) == 1


def test_a_name_inside_another_is_not_that_name() -> None:
    assert any(
        token.startswith("d:") for token in tokens([Address("", "hr@acme.com")])
    )  # me.com is free mail


def test_hosts_of_one_house_share_its_token() -> None:
    first, second = (tokens([Address("", email)]) for email in ("a@mail.acme.co.uk", "b@acme.co.uk"))
    assert set(first) & set(second)
    assert not set(second) & set(tokens([Address("", "c@other.co.uk")]))


def reading(state: Standing, *, company: str = "", basis: str = "subject") -> Reading:
    claim = Claim(company, basis) if company else None
    return Reading("", Author.PERSON, state, (), "", split(""), (), claim, None, None, "", None, False, "")


def tied(state: Standing, mail: Message, me: Me = ME, company: str = "") -> set[str]:
    return set(ties(mail, reading(state, company=company), [mail.sender] if mail.sender else [], me))


def test_a_domain_of_the_candidates_own_is_no_house() -> None:
    family = message("", sender=at("Tom", "tom@home.example"))
    assert {token[:2] for token in tied(Standing.POSSIBLE, family)} == {"a:"}


def test_a_company_named_by_a_system_ties_to_the_domain_of_its_name() -> None:
    notice = message("", "Your application", at("Acme Rail", "acmerail@myworkday.com"))
    later = message("Thanks!", sender=at("Colm", "colm@acme-rail.example"))
    other = message("Thanks!", sender=at("Colm", "colm@acme-rail-desk.example"))
    named = tied(Standing.RELEVANT, notice, company="Acme Rail Ltd")
    assert named & tied(Standing.POSSIBLE, later)
    assert not named & tied(Standing.POSSIBLE, other)


def test_a_second_domain_of_a_company_ties_to_its_name_where_the_mail_shows_something() -> None:
    notice = message("", "Your application", at("Acmera", "acmera@taleo.net"))
    named = tied(Standing.RELEVANT, notice, company="Acmera Hospitals")
    event = Event("u1", "", 0, None, "REQUEST", "CONFIRMED", "Talk", "", "", "", JANE, (), None, None)
    later = message("The invite.", sender=at("Dr Roe", "roe@acmeragroup.example"), events=(event,))
    plain = message("Hello.", sender=at("Dr Roe", "roe@acmeragroup.example"))
    other = message("The invite.", sender=at("Dr Roe", "roe@acmeravista.example"), events=(event,))
    assert named & tied(Standing.POSSIBLE, later)
    assert not named & tied(Standing.POSSIBLE, plain)
    assert not named & tied(Standing.POSSIBLE, other)


def test_a_first_word_that_many_companies_share_ties_nothing() -> None:
    notice = message("", "Your application", at("National", "national@taleo.net"))
    named = tied(Standing.RELEVANT, notice, company="National Bank")
    event = Event("u1", "", 0, None, "REQUEST", "CONFIRMED", "Talk", "", "", "", JANE, (), None, None)
    other = message("The invite.", sender=at("Ann", "ann@nationalgroup.example"), events=(event,))
    assert not named & tied(Standing.POSSIBLE, other)


def test_a_manager_who_writes_first_from_a_free_address_ties_to_the_company_that_the_letter_names() -> None:
    notice = message("", "Your application", at("Sandycove", "jobs@workablemail.com"))
    named = tied(Standing.RELEVANT, notice, company="Sandycove Family Practice")
    ruth = at("Ruth Abern", "ruth.abern.gp@gmail.com")
    text = "Hi Max, Ruth Abern, the other half of Sandycove Family Practice. Before we meet, have a think."
    signal = Signal("interview_invitation", Confidence.CERTAIN, Evidence(0, 0, ""), "")

    def shares(mail: Message) -> bool:
        found = replace(reading(Standing.POSSIBLE), sections=split(mail.text), signals=(signal,))
        return bool(named & set(ties(mail, found, [ruth], ME)))

    assert shares(message(text, "Hello", ruth))
    friend = "How was Sandycove Family Practice? Did you like them?\n\nRuth Abern"
    assert not shares(message(friend, "Hello", ruth))
    assert not shares(message(text, "Re: Your offer", ruth, in_reply_to=("<2@home>",)))


def test_a_relevant_message_that_barely_is_one_vouches_for_nobody_alone() -> None:
    asked = tied(Standing.RELEVANT, message("How was the interview? Did you get the job?"))
    assert asked
    assert all(token.startswith("?") for token in asked)
    sure = [fact(key, Standing.RELEVANT, correspondents=tuple(asked)) for key in ("one", "two")]
    dinner = fact("dinner", correspondents=tokens([JANE]))
    assert included([sure[0], dinner], []) == {"one"}
    assert included([*sure, dinner], []) == {"one", "two", "dinner"}


def test_an_answer_in_the_thread_of_a_relevant_message_is_included() -> None:
    reply = fact("reply", in_reply_to=("<offer>",))
    assert included([OFFER, reply], []) == {"offer", "reply"}


def test_two_answers_to_a_message_never_seen_are_one_thread() -> None:
    first = fact("first", Standing.RELEVANT, in_reply_to=("<unseen>",))
    assert included([first, fact("second", references=("<unseen>",))], []) == {"first", "second"}


def test_mail_from_a_colleague_at_the_company_is_included_with_its_thread() -> None:
    colleague = fact("colleague", correspondents=tokens([Address("", "bo@acme.com")]))
    after = fact("after", in_reply_to=("<colleague>",))
    assert included([OFFER, colleague, after], []) == {"offer", "colleague", "after"}


def test_a_manager_with_a_free_address_is_included_by_the_address() -> None:
    manager = tokens([Address("", "boss@gmail.com")])
    sure = fact("sure", Standing.RELEVANT, correspondents=manager)
    other = fact("other", correspondents=tokens([Address("", "friend@gmail.com")]))
    assert included([sure, fact("later", correspondents=manager), other], []) == {"sure", "later"}


def test_a_friend_who_answers_a_forwarded_offer_stays_out() -> None:
    friend = tokens([Address("", "tim@gmail.com")])
    forward = fact("forward", Standing.IRRELEVANT, author=Author.CANDIDATE, in_reply_to=("<offer>",),
                   correspondents=friend, provider_thread="gmail:1")  # fmt: skip
    answer = fact("answer", in_reply_to=("<forward>",), references=("<offer>", "<forward>"),
                  correspondents=friend, provider_thread="gmail:1")  # fmt: skip
    offer = replace(OFFER, provider_thread="gmail:1")
    assert included([offer, forward, answer], []) == {"offer"}


def test_irrelevant_mail_is_never_included_by_context() -> None:
    alert = fact("alert", Standing.IRRELEVANT, correspondents=OFFER.correspondents, in_reply_to=("<offer>",))
    assert included([OFFER, alert], []) == {"offer"}


def test_correspondents_are_followed_one_step_only() -> None:
    near = fact("near", correspondents=("a:other", *OFFER.correspondents))
    far = fact("far", correspondents=("a:other",))
    assert included([OFFER, near, far], []) == {"offer", "near"}


def test_what_the_person_said_beats_everything() -> None:
    reply = fact("reply", in_reply_to=("<offer>",))
    lost = fact("lost", Standing.IRRELEVANT)
    assert included([OFFER, reply], [Verdict("irrelevant", "reply")]) == {"offer"}
    assert included([OFFER, reply], [Verdict("irrelevant", "offer")]) == set()
    assert included([lost], [Verdict("relevant", "lost")]) == {"lost"}


NAMES = st.sampled_from(["a", "b", "c", "d", "e", "f"])
IDS = st.lists(NAMES.map("<{}>".format), max_size=2).map(tuple)


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    keys = draw(st.lists(NAMES, unique=True, max_size=6))
    return [
        fact(
            key,
            draw(st.sampled_from(list(Standing))),
            in_reply_to=draw(IDS),
            references=draw(IDS),
            provider_thread=draw(st.sampled_from([None, "gmail:1", "gmail:2"])),
            correspondents=draw(
                st.lists(st.sampled_from(["a:1", "a:2", "?a:2", "d:3", "?d:3"]), max_size=2).map(tuple)
            ),
        )
        for key in keys
    ]


@given(facts(), st.integers(0, 6))
def test_more_facts_never_take_a_message_away(known: list[Fact], size: int) -> None:
    assert included(known[:size], []) <= included(known, [])


@given(facts().flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
def test_the_order_of_facts_does_not_matter(pair: tuple[Iterable[Fact], Iterable[Fact]]) -> None:
    assert included(pair[0], []) == included(pair[1], [])


@given(st.text(max_size=200), st.text(max_size=80), st.booleans())
def test_any_text_has_a_standing(text: str, subject: str, bulk: bool) -> None:
    assert read(message(text, subject, bulk=bulk)) in Standing


def test_an_invite_is_tied_to_a_person_met_in_a_conversation_that_others_drew_in() -> None:
    """A founder writes from a private address under a company's acknowledgement, then only invites."""
    acknowledged = Fact("k1", Standing.RELEVANT, Author.SYSTEM, "<1>", (), (), None, ("n:tamarind",))
    founder = Fact("k2", Standing.POSSIBLE, Author.PERSON, "<2>", (), (), None, ("a:founder", "n:tamarind"))
    invite = Fact("k3", Standing.POSSIBLE, Author.PERSON, "<3>", (), (), None, ("a:founder", "h:founder"))
    dinner = Fact("k4", Standing.POSSIBLE, Author.PERSON, "<4>", (), (), None, ("a:founder",))
    assert included([acknowledged, founder, invite, dinner]) == {"k1", "k2", "k3"}
