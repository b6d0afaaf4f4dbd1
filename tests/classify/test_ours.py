"""The digest that was mailed is known again, and what people make of it; what a company writes is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.gate import passes, why
from classify.ours import LIST_ID, digest_id, is_digest, is_ours
from classify.read import read
from classify.types import Author, Standing
from ingest.types import Address, Message
from tests.classify.messages import JANE, ME, OWN, message

OURS = digest_id("2026-W39", "0123abcd")
TEXT = (
    "Hi Max,\n\nwe would like to invite you to a final interview for the role of Data Engineer. When could "
    "you start? Could you send us two references?\n\nJane"
)
FRIEND = Address("Sam Okoro", "sam.okoro@gmail.com")


def mail(**more: Any) -> Message:
    """Words that are about a job search beyond doubt."""
    return message(TEXT, "Interview for the role of Data Engineer", **more)


DIGESTS = [
    mail(message_id=OURS, sender=OWN),
    mail(message_id=OURS.upper(), sender=OWN),
    mail(message_id=OURS, sender=Address("robot", "robot@elsewhere.example")),
    mail(list_id=LIST_ID, sender=OWN),  # the server wrote a Message-ID of its own
    mail(list_id=LIST_ID, sender=OWN, message_id=""),
]
MADE_OF_ONE = [
    mail(sender=OWN, in_reply_to=(OURS,)),
    mail(sender=OWN, references=("<1@a.example>", OURS)),
    mail(sender=OWN, to=(JANE,), forwarded=(DIGESTS[0],)),
    mail(sender=FRIEND, in_reply_to=(OURS,)),
    mail(sender=Address("", "no-reply@lists.example"), references=(OURS,), automatic="auto-generated"),
]


@pytest.mark.parametrize("one", DIGESTS + MADE_OF_ONE)
def test_what_is_ours_is_irrelevant_whatever_it_says(one: Message) -> None:
    assert read(mail(), ME).standing is Standing.RELEVANT
    reading = read(one, ME)
    assert reading.standing is Standing.IRRELEVANT
    assert reading.signals == ()
    assert "a digest of tealeaves" in reading.reasons[0]


@pytest.mark.parametrize(
    "more", [{"in_reply_to": (OURS,)}, {"references": (OURS,)}, {"forwarded": (DIGESTS[0],)}]
)
def test_what_a_person_at_a_company_wrote_is_theirs(more: dict[str, Any]) -> None:
    reading = read(mail(**more), ME)
    assert (reading.author, reading.standing) == (Author.PERSON, Standing.RELEVANT)
    assert passes(mail(**more), ME, calendar=False)


@pytest.mark.parametrize("one", [*DIGESTS, *MADE_OF_ONE[:2]])
@pytest.mark.parametrize("calendar", [True, False])
def test_the_header_is_enough(one: Message, calendar: bool) -> None:
    assert why(one, ME, calendar=calendar) == "our own"
    assert not passes(one, ME, calendar=calendar)


@pytest.mark.parametrize(
    "strange",
    [
        "<digest.2026-W39.abc@tealeaves.invalid.example>",
        "<digest.2026-W39.abc@nottealeaves.invalid>",
        "<x.digest.2026-W39.abc@tealeaves.invalid>",
        "<digest.@tealeaves.invalid>",
        "<weekly@tealeaves.invalid>",
        "digest.2026-W39.abc@tealeaves.invalid",
    ],
)
def test_what_only_looks_like_a_digest_is_none(strange: str) -> None:
    assert not is_digest(mail(message_id=strange))


@given(st.text(), st.text(), st.sampled_from(Author))
def test_other_mail_is_never_ours(message_id: str, list_id: str, author: Author) -> None:
    assert not is_ours(mail(message_id=f"<{message_id}@mail.example>", list_id=f"{list_id}.example"), author)
