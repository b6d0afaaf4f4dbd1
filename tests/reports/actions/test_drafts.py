from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from ingest.types import Address
from reports.actions.drafts import Draft, drafts
from reports.overview import overview
from tests.reports.generated import histories
from tests.reports.searches import NOW, PERSON, event, history, me, person, sighted, system

APPLIED = me("10-19 09:00", "application_sent")


def letters(*entries, sightings=(), **more) -> dict[str, Draft]:
    (card,) = overview([history(*entries, sightings=sightings, **more)], PERSON, NOW)
    return {one.kind: one for one in drafts(card, PERSON)}


def met(when: str, *people: Address):
    return (sighted(event("u", when, people=people), "11-02 09:00"),)


def test_a_thank_you_greets_the_interviewers_and_names_role_company_and_day():
    jo, omar = Address("Jo Li", "jo@acme.example"), Address("Dr. Omar Haddad", "omar@acme.example")
    found = letters(APPLIED, person("11-02 09:00"), sightings=met("11-20 14:00", jo, omar))["thank"]
    assert (found.to, found.subject, found.due) == ("jo@acme.example, omar@acme.example", "Thank you", True)
    first, second, *_ = found.body.split("\n\n")
    assert first == "Dear Jo and Dr. Haddad,"
    when, what = "Friday 20 November", "the Data engineer role at Acme"
    assert second.startswith(f"Thank you for taking the time on {when} to talk with me about {what}.")
    assert found.body.endswith("Kind regards,\nAna Ruiz")


def test_where_the_invite_names_nobody_the_last_who_wrote_is_thanked():
    found = letters(APPLIED, person("11-02 09:00"), sightings=met("11-20 14:00"))["thank"]
    assert found.to == "kate@acme.example"


def test_who_has_met_nobody_has_nobody_to_thank():
    assert set(letters(APPLIED, person("11-02 09:00"))) == {"follow up"}


@pytest.mark.parametrize(
    ("entries", "sightings", "begins", "to"),
    [
        (
            [APPLIED, person("11-10 09:00", "decision_timeline", by=date(2026, 11, 13))],
            (),
            "You expected to have news about the Data engineer role at Acme by Friday 13 November,",
            "kate@acme.example",
        ),
        (
            [APPLIED, person("11-02 09:00", "follow_up_interview", subject="Final round")],
            met("11-05 14:00"),
            "Thank you again for the conversation on Thursday 5 November. I remain very interested in",
            "kate@acme.example",
        ),
        (
            [APPLIED, person("11-02 09:00", "interview_invitation", subject="Phone screen")],
            met("11-05 14:00"),
            "Thank you again for the conversation on Thursday 5 November. I remain interested in",
            "kate@acme.example",
        ),
        (
            [APPLIED, person("11-02 09:00"), me("11-04 09:00", asks=True)],
            (),
            "I wrote to you on Wednesday 4 November about the Data engineer role at Acme and",
            "kate@acme.example",
        ),
        ([APPLIED], (), "I applied for the Data engineer role at Acme on Monday 19 October and", ""),
        (
            [system("10-19 09:00", "application_received")],
            (),
            "I applied for the Data engineer role at Acme on Monday 19 October and",
            "",
        ),
    ],
)
def test_a_follow_up_says_what_it_follows(entries, sightings, begins, to):
    found = letters(*entries, sightings=sightings)["follow up"]
    dear, body, *_ = found.body.split("\n\n")
    assert body.startswith(begins)
    assert dear == ("Dear Kate," if to else "Hello,")
    assert found.to == to


def test_a_follow_up_answers_the_mail_that_it_is_about():
    told = person("11-10 09:00", by=date(2026, 11, 13), subject="Where we are")
    assert letters(APPLIED, told)["follow up"].subject == "Re: Where we are"
    again = person("11-11 09:00", subject="Re: Where we are")
    assert letters(APPLIED, again)["follow up"].subject == "Re: Where we are"
    assert letters(APPLIED)["follow up"].subject == "My application: Data engineer at Acme"


@pytest.mark.parametrize(
    ("company", "role", "said"),
    [
        ("Acme", "", "the position at Acme"),
        ("", "Data engineer", "the Data engineer role"),
        ("", "", "the position"),
    ],
)
def test_what_is_not_known_is_left_out(company, role, said):
    body = letters(APPLIED, company=company, role=role)["follow up"].body
    assert f"I applied for {said} on Monday" in body


def test_no_letter_is_due_before_its_time_and_none_is_written_after_the_end():
    assert not letters(me("11-20 09:00", "application_sent"))["follow up"].due
    assert letters(me("11-01 09:00", "application_sent"))["follow up"].due
    assert letters(APPLIED, system("11-20 09:00", "rejection")) == {}


def test_what_a_mail_hides_in_a_name_reaches_no_letter():
    kate = Address("Kate\x1b[2J\u202e Mills", "kate@acme.example\nBcc: all@acme.example")
    asked = person("11-01 09:00", sender=kate, subject="News\r\nBcc: x@acme.example {me}")
    found = letters(APPLIED, asked, role="Data {closing} engineer")["follow up"]
    assert found.to == "kate@acme.example"
    assert "\n" not in found.subject
    assert "\x1b" not in found.body
    assert "\u202e" not in found.body
    assert "Data {closing} engineer" in found.body


@given(histories())
def test_every_history_makes_letters_without_a_gap(known):
    (card,) = overview([known], PERSON, NOW)
    for one in drafts(card, PERSON):
        assert one.subject
        assert "{" not in one.body
        assert one.body.endswith("Ana Ruiz")
