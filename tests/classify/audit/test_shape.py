"""How hiring-shaped a mail looks: what speaks for a job search lifts it, and the reasons say what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.audit.shape import Shape, left_by_the_gate, shape
from classify.read import read
from classify.types import Signal, Standing
from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from tests.tealeaves import post, unseen

if TYPE_CHECKING:
    from email.message import EmailMessage


def parsed(mail: EmailMessage) -> Message:
    message = parse(RawMail(mail.as_bytes(), Place("x", "eml")))
    assert isinstance(message, Message)
    return message


def shaped(mail: EmailMessage) -> Shape:
    message = parsed(mail)
    return shape(message, read(message, post.ME, whole=True))


def test_hiring_mail_that_was_left_out_stands_above_mail_about_other_things() -> None:
    hiring = [shaped(make(1)).score for make in (unseen.refusal, unseen.once_more)]
    others = [shaped(make(1)).score for make in (unseen.thoughts, unseen.swimming, post.newsletter)]
    assert min(hiring) > max(others)


def test_its_reasons_begin_with_the_weightiest_and_none_speaks_against_it() -> None:
    reasons = shaped(unseen.once_more(1)).reasons
    assert any("signal" in reason for reason in reasons[:2])
    assert not any("mail to many" in reason for reason in reasons)


def test_the_gates_reason_is_said_and_nothing_where_it_lets_a_mail_pass() -> None:
    assert "says nothing of a job search" in left_by_the_gate(parsed(unseen.refusal(1)), post.ME)
    assert left_by_the_gate(parsed(unseen.numbers(1)), post.ME) == ""


def test_a_whole_reading_finds_signals_in_what_is_irrelevant_and_leaves_it_so() -> None:
    message = parsed(unseen.once_more(1))
    plain, whole = read(message, post.ME), read(message, post.ME, whole=True)
    assert plain.standing is whole.standing is Standing.IRRELEVANT
    assert plain.reasons == whole.reasons
    assert plain.signals == ()
    found: list[Signal] = list(whole.signals)
    assert "interview_invitation" in [one.name for one in found]


def test_of_all_other_mail_the_whole_reading_is_the_reading() -> None:
    for make in (unseen.refusal, unseen.numbers, unseen.swimming):
        message = parsed(make(1))
        assert read(message, post.ME, whole=True) == read(message, post.ME)
