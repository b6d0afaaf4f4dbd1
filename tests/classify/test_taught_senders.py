"""What is taught of a sender: whose mail it covers, and that it covers it whatever came first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.applications.types import Fact, Verdict
from classify.relevance import included, tokens
from classify.relevance.met import Met
from classify.relevance.taught import SENDER, Taught, house, teachable
from classify.relevance.tied import to_read
from classify.types import Author, Standing
from ingest.types import Address
from tests.tealeaves.post import ME


def at(email: str) -> Address:
    return Address("", email)


def taught(*values: str) -> Taught:
    return Taught.by(Verdict(SENDER, "k", value) for value in values)


def fact(key: str, standing: Standing, sender: str, *people: str) -> Fact:
    addresses = [at(one) for one in (sender, *people)]
    only = [one for one in tokens(addresses) if one.startswith("a:")]
    return Fact(key, standing, Author.SYSTEM, f"<{key}>", (), (), None, (*only, *house(at(sender), ME)))


@pytest.mark.parametrize(
    ("email", "value"),
    [
        ("hello@acme.example", "hello@acme.example"),
        ("jane.roe@gmail.com", "jane.roe@gmail.com"),
        ("jane.roe+acme@gmail.com", "jane.roe+acme@gmail.com"),  # never all of a free mail's
        ("reply+4f7a2c@mail.acme.example", "@acme.example"),  # made for one mail
        ("4f7a2c91b0d34e@acme.example", "@acme.example"),
        ("no-reply@us.greenhouse-mail.io", ""),  # never all that write by a system
        ("acme+8f3a@greenhouse-mail.io", ""),
        ("hit-reply@linkedin.com", ""),
        ("robin.hale@postbox.example", ""),  # one's own
        ("mailer-daemon@postbox.example", ""),  # a mail server, which answers for everybody
        ("postmaster@acme.example", ""),
        ("@", ""),
        ("@acme.example", ""),
        ("jane", ""),
        ("", ""),
    ],
)
def test_an_address_is_taught_and_a_house_only_where_addresses_are_made_for_one_mail(
    email: str, value: str
) -> None:
    assert teachable(at(email), ME) == value


def test_the_gate_knows_a_taught_address_and_every_address_of_a_taught_house() -> None:
    known = taught("hello@acme.example", "@larkspur.example")
    assert known.has(at("hello@acme.example"))
    assert not known.has(at("jobs@acme.example"))
    assert known.has(at("reply+1@mail.larkspur.example"))
    assert not known.has(at("hello@notlarkspur.example"))
    assert not known.has(None)
    assert not taught().has(at("hello@acme.example"))


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.RELEVANT])
@pytest.mark.parametrize("value", ["hello@acme.example", "@acme.example"])
def test_mail_of_a_taught_sender_is_of_the_job_search_whatever_it_says(
    standing: Standing, value: str
) -> None:
    facts = [fact("one", standing, "hello@acme.example"), fact("two", standing, "hello@shop.example")]
    said = [Verdict(SENDER, "zero", value)]
    assert included(facts, said) == {"one"}
    assert included(facts) == frozenset()
    assert included(facts, [*said, Verdict("irrelevant", "one")]) == frozenset()
    assert to_read(facts, said) == ({"one"} if standing is Standing.UNREAD else frozenset())


def test_the_house_of_a_sender_ties_nothing_that_was_not_taught() -> None:
    sure = fact("sure", Standing.RELEVANT, "jane@acme.example")
    other = fact("other", Standing.POSSIBLE, "news@acme.example")
    assert included([sure, other]) == {"sure"}
    met = Met()
    met.add(Standing.RELEVANT, sure.correspondents)
    assert not met.has(Standing.POSSIBLE, other.correspondents)


SENDERS = ("hello@acme.example", "news@acme.example", "hello@shop.example", "jane@gmail.com")


@given(
    st.lists(st.tuples(st.sampled_from(list(Standing)), st.sampled_from(SENDERS)), max_size=8),
    st.sets(st.sampled_from([*SENDERS, "@acme.example"])),
    st.sets(st.sampled_from([*SENDERS, "@acme.example"])),
)
def test_more_that_is_taught_never_takes_a_message_away_and_no_order_matters(
    mails: list[tuple[Standing, str]], some: set[str], more: set[str]
) -> None:
    facts = [fact(str(number), standing, sender) for number, (standing, sender) in enumerate(mails)]
    few = [Verdict(SENDER, "k", value) for value in sorted(some)]
    many = [Verdict(SENDER, "k", value) for value in sorted(some | more)]
    assert included(facts, few) <= included(facts, many)
    assert to_read(facts, few) <= to_read(facts, many)
    assert included(facts[::-1], many[::-1]) == included(facts, many)
