"""Hiring mail that is worded so that gate or relevance rule leave it out, for tests of what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tealeaves import post

if TYPE_CHECKING:
    from email.message import EmailMessage

BULK = (("List-Unsubscribe", "<https://mail.example/u>"), ("Precedence", "bulk"))
HARBOUR = "Larkspur <hello@larkspur.example>"
MOSSGATE = "Mossgate <updates@mossgate.example>"
SAM = "Sam Okoro <sam.okoro@gmail.com>"


def refusal(number: int) -> EmailMessage:
    """The gate leaves it; once read it is relevant by itself."""
    return post.mail(
        number,
        HARBOUR,
        f"A quick word after Tuesday and what we are planning for the autumn, part {number}",
        "Dear Robin,\n\nthank you for your application for the role of Data Engineer at Larkspur. "
        "Unfortunately we have decided to move forward with other candidates.\n\nLarkspur\n",
        more=BULK,
    )


def once_more(number: int) -> EmailMessage:
    """The gate leaves it; once read the rule takes it for irrelevant, though it shows an invitation."""
    return post.mail(
        number,
        MOSSGATE,
        f"What we thought of last week, and a few things about the road ahead, part {number}",
        "Dear Robin,\n\nwe enjoyed meeting you. The team would like to see you once more, for a longer "
        "conversation with our director next week.\n\nMossgate\n",
        more=BULK,
    )


def thoughts(number: int) -> EmailMessage:
    """Of the same sender, and about nothing much."""
    return post.mail(
        number,
        MOSSGATE,
        f"The spring throw everyone is talking about, {number}",
        f"Throw {number}.\n",
        more=BULK,
    )


def numbers(number: int) -> EmailMessage:
    """It passes the gate, and the rule finds nothing in it that says so."""
    return post.mail(
        number,
        SAM,
        "Numbers",
        "Hi Robin,\n\nwould eighty-five plus the usual work for you? The board nods on Monday.\n\nSam\n",
    )


def swimming(number: int) -> EmailMessage:
    """About something else, by somebody else."""
    text = f"Hi Robin,\n\nshall we go swimming on Sunday, at {number}? Bring the dog.\n\nAlex\n"
    return post.mail(number, f"Alex Ito <alex.{'abcdefghij'[number % 10]}@friends.example>", "Sunday", text)
