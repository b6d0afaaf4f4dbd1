"""What the header of a mail must show for its body to be left where it is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.gate import LEFT, passes, why
from classify.gate.subject import words
from classify.normalise import fold
from classify.types import Me
from ingest.mime.identity import made_up
from ingest.types import Address, Message
from tests.classify.messages import JANE, ME, OWN, message

SHOP = Address("Cotton & Clay", "hello@cottonandclay.example")
LOUD = "The spring throw everyone is talking about"  # says nothing of a job search


def bulk(subject: str = LOUD, sender: Address | None = SHOP, **more: Any) -> Message:
    return message("", subject, sender, **{"bulk": True, **more})


def rule(heading: Message, *, calendar: bool = False) -> str:
    return why(heading, ME, calendar=calendar)


def is_left(heading: Message) -> bool:
    return not passes(heading, ME, calendar=False)


def test_a_newsletter_is_left() -> None:
    assert is_left(bulk())


@pytest.mark.parametrize(
    "heading",
    [
        bulk(sender=OWN),
        bulk(labels=("Sent Items",)),
        bulk(sender=None),
        bulk(sender=Address("Somebody", "")),
        bulk(message_id=""),
        bulk(message_id=made_up("0" * 32)),
        bulk(sender=JANE),
        bulk(automatic="auto-replied"),
    ],
    ids=["own", "sent", "no From", "no address", "no id", "made id", "person", "absence"],
)
def test_what_cannot_be_judged_by_its_words_always_passes(heading: Message) -> None:
    assert passes(heading, ME, calendar=False)


def test_what_carries_an_invite_always_passes() -> None:
    assert rule(bulk(), calendar=True) == "invite"


def test_a_persons_letter_passes_whatever_it_says() -> None:
    assert rule(message("", "Last chance: 20% off", JANE)) == "personal"
    assert rule(message("", LOUD, Address("", "info@acme.com"))) == "personal"


@pytest.mark.parametrize("subject", ["Re: Thursday", "AW: Donnerstag", "SV: torsdag", "Thursday"])
def test_an_answer_that_no_list_sent_passes(subject: str) -> None:
    answer = message("", subject, Address("", "noreply@acme.com"), in_reply_to=("<0@home.example>",))
    assert rule(answer) == "answer"


def test_an_answer_to_the_candidate_passes_though_a_system_marked_it_as_bulk() -> None:
    assert rule(bulk("Re: parking", in_reply_to=("<0@home.example>",))) == "answer"


def test_an_answer_on_a_mailing_list_does_not_pass_for_being_one() -> None:
    to = (Address("", "talk@lists.example"),)
    answer = bulk("Re: [nest] Reproducible builds on ARM boards", in_reply_to=("<0@home.example>",), to=to)
    assert is_left(answer)


@pytest.mark.parametrize(
    "domain", ["us.greenhouse-mail.io", "hire.lever.co", "calendly.com", "hackerrank.com", "checkr.com"]
)
def test_what_a_system_of_the_trade_sends_passes(domain: str) -> None:
    assert rule(bulk(sender=Address("", f"no-reply@{domain}"))) == "system"


@pytest.mark.parametrize(
    "way",
    [
        {"return_path": "bounces+77@eu.greenhouse-mail.io"},
        {"message_id": "<77.a@ashbyhq.com>"},
        {"reply_to": (Address("", "reply+77@hire.lever.co"),)},
        {"return_path": "b-77@mail.recruitis.io"},
    ],
)
def test_what_came_by_way_of_such_a_system_passes(way: dict[str, Any]) -> None:
    assert rule(bulk(**way)) == "way"


@pytest.mark.parametrize(
    "desk",
    ["jobs", "careers", "hr", "talent", "recruiting", "people", "bewerbung", "no-reply-careers", "rrhh"],
)
def test_what_a_recruiting_desk_sends_passes(desk: str) -> None:
    sender = Address("", f"{desk}@acme.com")
    assert rule(message("", LOUD, sender)) == "desk"
    assert rule(bulk("Update from Acme", sender)) == "desk"
    assert rule(bulk(LOUD, sender, in_reply_to=("<1@example.org>",))) == "desk"


def test_what_a_recruiting_desk_sends_to_many_about_something_else_is_left() -> None:
    assert is_left(bulk(LOUD, Address("Acme", "careers@acme.com")))


@pytest.mark.parametrize(
    "sender",
    [
        Address("Acme Recruiting Team", "mailer@acme.com"),
        Address("Acme", "mailer@careers.acme.com"),
        Address("Acme", "mailer@acmerecruitment.com"),
        Address("Finch", "mailer@finchsearch.com"),
        Address("Randstad", "mailer@randstad.nl"),
        Address("Your right to work", "mailer@idsure.example"),
    ],
)
def test_what_a_house_that_hires_sends_passes(sender: Address) -> None:
    assert rule(bulk(sender=sender)) == "sender"


@pytest.mark.parametrize(
    "subject",
    [
        "Your application for Ward Sister",
        "Unfortunately we have chosen somebody else",
        "Ihre Initiativbewerbung",
        "Votre candidature chez Delorme",
        "Bevestiging van je sollicitatie",
        "Proceso de selección: siguiente fase",
        "Esito del colloquio di martedì",
        "Processo seletivo - Engenheira",
        "Tack för din ansökan till oss",
        "Zaproszenie na rozmowę kwalifikacyjną",
    ],
)
@pytest.mark.parametrize(
    "sender", [SHOP, Address("", "newsletter@acme.com"), Address("", "updates@linkedin.com")]
)
def test_words_of_an_application_let_a_mail_in_whoever_sent_it(subject: str, sender: Address) -> None:
    assert rule(bulk(subject, sender)) == "words"


@pytest.mark.parametrize(
    "subject",
    [
        "Signalling Engineer - Crewe depot",
        "Sjuksköterska, avdelning 12",
        "Order Manager: receipt for your papers",
    ],
)
def test_the_name_of_an_occupation_outweighs_words_of_a_purchase(subject: str) -> None:
    assert rule(bulk(subject)) == "position"


@pytest.mark.parametrize(
    "subject",
    ["30+ new jobs for you: Data Engineer", "8 neue Jobs für Pflegekräfte", "Jane Roe viewed your profile"],
)
def test_alerts_and_notices_of_networks_are_left(subject: str) -> None:
    for email in ("jobs@linkedin.com", "messages-noreply@linkedin.com", "hello@jobsprout.example"):
        assert rule(bulk(subject, Address("", email))) == "notice"


@pytest.mark.parametrize(
    ("email", "subject"),
    [
        ("jobs-noreply@linkedin.com", "Your application was sent to Acme"),
        ("donotreply@indeed.com", "Your application was viewed by Acme"),
        ("messages-noreply@linkedin.com", "Jane sent you a message"),
        ("noreply@stepstone.de", "Neue Nachricht von Acme"),
    ],
)
def test_what_a_board_passes_on_of_an_application_passes(email: str, subject: str) -> None:
    assert passes(bulk(subject, Address("", email)), ME, calendar=False)


def test_what_a_recruiter_writes_through_a_network_passes() -> None:
    assert rule(bulk("Quick chat?", Address("Jane Roe", "inmail-hit-reply@linkedin.com"))) == "system"


@pytest.mark.parametrize(
    "subject", ["Update from Acme", "Acme: 12/2026", "", "An important message", "Neuigkeiten von Acme"]
)
def test_a_subject_that_says_nothing_may_be_about_anything(subject: str) -> None:
    assert passes(bulk(subject, Address("Acme", "mail@acme.com")), ME, calendar=False)


def test_the_candidates_name_in_a_subject_lets_it_in() -> None:
    assert rule(bulk("Max Mustermann: all that you have to know of our house and garden")) == "name"


def test_nothing_unspecific_passes_that_a_shop_or_newsletter_sent() -> None:
    for sender in (Address("Acme", "newsletter@acme.com"), Address("Amazon", "mail@amazon.de")):
        assert rule(bulk("Update from Acme", sender)) == "plain sender"


def test_a_short_note_of_a_program_passes_and_a_short_advert_does_not() -> None:
    subject = "Lanterns over quiet water"
    assert rule(bulk(subject, Address("Acme", "no-reply@acme.com"))) == "short"
    assert is_left(bulk(subject))


def test_a_receipt_is_left_with_and_without_headers_of_bulk_mail() -> None:
    receipt = bulk("Receipt for your purchase", Address("Lumo", "noreply@lumo.example"))
    plain = message("", receipt.subject, receipt.sender)
    assert rule(receipt) == rule(plain) == "another matter"


def test_a_mail_servers_notice_is_left() -> None:
    server = Address("Mail Delivery System", "MAILER-DAEMON@mx.acme.com".lower())
    assert rule(message("", "Undelivered Mail Returned to Sender", server, return_path="<>")) == "bounce"


def test_a_bounce_address_marks_a_program_but_no_person() -> None:
    back = "bounces+1@mail.acme.com"
    assert is_left(message("", LOUD, SHOP, return_path=back))
    assert rule(message("", LOUD, JANE, return_path=back)) == "personal"


def test_the_gate_needs_no_language_model() -> None:
    code = "import sys, classify.gate; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


ANY = st.text(max_size=60)
ADDRESSES = st.builds(
    Address,
    ANY,
    st.one_of(ANY.map(str.lower), st.sampled_from(["no-reply@acme.com", "jobs@xing.com", "@", "a@"])),
)
MANY = st.lists(ADDRESSES, max_size=3).map(tuple)
IDS = st.lists(ANY, max_size=2).map(tuple)
HEADINGS = st.builds(
    Message,
    key=ANY,
    message_id=ANY,
    in_reply_to=IDS,
    references=IDS,
    provider_thread=st.none() | ANY,
    sender=st.none() | ADDRESSES,
    reply_to=MANY,
    to=MANY,
    cc=MANY,
    subject=st.text(max_size=400),
    at=st.just(datetime(2026, 3, 2, tzinfo=UTC)),
    zone_minutes=st.just(0),
    text=st.just(""),
    automatic=ANY,
    bulk=st.booleans(),
    mailer=ANY,
    return_path=ANY,
    labels=IDS,
)


@given(HEADINGS, st.booleans(), ANY)
def test_every_header_gets_an_answer_and_a_reason(heading: Message, calendar: bool, name: str) -> None:
    me = Me(name, frozenset({"max@home.example"}))
    assert passes(heading, me, calendar=calendar) == (why(heading, me, calendar=calendar) not in LEFT)


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_the_words_of_a_plain_line_are_those_of_the_folded_line(line: str) -> None:
    assert words(line) == words(fold(line))


@given(HEADINGS)
def test_an_invite_never_turns_a_mail_away(heading: Message) -> None:
    assert passes(heading, ME, calendar=True)


@given(HEADINGS)
def test_what_the_candidate_wrote_always_passes(heading: Message) -> None:
    email = heading.sender.email if heading.sender else ""
    assert passes(heading, Me("", frozenset({email})), calendar=False)


@given(HEADINGS)
def test_an_answer_with_no_header_of_bulk_mail_is_left_only_if_a_mail_server_sent_it(
    heading: Message,
) -> None:
    answer = replace(heading, bulk=False, in_reply_to=("<0@home.example>",))
    assert passes(answer, ME, calendar=False) or why(answer, ME, calendar=False) == "bounce"
