from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.newtext import split
from tests.classify.newtext.cases import ENDINGS, REPLIES, WHOLE, Case


def named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", REPLIES + ENDINGS + WHOLE, ids=named)
def test_what_was_written_this_time_is_new(case: Case) -> None:
    new = split(case.body).new
    assert [words for words in case.new if words not in new] == []


@pytest.mark.parametrize("case", REPLIES + ENDINGS, ids=named)
def test_what_was_written_before_is_quoted(case: Case) -> None:
    quoted = split(case.body).quoted
    assert [words for words in case.older if words not in quoted] == []


@pytest.mark.parametrize("case", REPLIES + ENDINGS, ids=named)
def test_what_stands_below_a_letter_is_signature_or_footer(case: Case) -> None:
    sections = split(case.body)
    below = f"{sections.signature}\n{sections.footer}"
    assert [words for words in case.below if words not in below] == []


FORWARDED = """FYI

---------- Forwarded message ---------
From: Jane Roe <jane@acme.com>
Date: Mon, Mar 2, 2026 at 9:15 AM
Subject: Offer
To: <me@x.org>

We are pleased to offer you the job.

On Sun, Mar 1, 2026 at 8:00 AM Me <me@x.org> wrote:
> Any news?
"""


def test_a_forwarded_mail_is_a_part_of_its_own() -> None:
    sections = split(FORWARDED)
    assert sections.new == "FYI"
    assert "We are pleased to offer" in sections.forwarded
    assert "Any news" in sections.forwarded
    assert sections.quoted == ""


def test_apples_forwarded_mail_is_a_part_of_its_own() -> None:
    body = "See below\n\nBegin forwarded message:\n\nFrom: Jane <j@a.com>\nSubject: Offer\n\nHello"
    assert split(body).new == "See below"
    assert split(body).forwarded.endswith("Hello")


@pytest.mark.parametrize(("subject", "section"), [("Fwd: Offer", "forwarded"), ("Re: Offer", "quoted")])
def test_the_subject_says_what_a_bare_block_of_headers_means(subject: str, section: str) -> None:
    body = "Look.\n\nFrom: Jane <j@a.com>\nSent: 2 March 2026\nTo: Me\nSubject: Offer\n\nHello"
    assert getattr(split(body, subject), section).endswith("Hello")


def test_a_line_that_an_mbox_escaped_is_not_quoted() -> None:
    assert split("Good news.\n>From Monday you may start.").quoted == ""


def test_a_blank_line_ends_up_nowhere_by_itself() -> None:
    assert split("\n\n \n").new == ""


WORDS = st.sampled_from(
    [
        "> x",
        ">",
        "> > On 2 Mar 2026, at 09:15, A <a@b.c> wrote:",
        "On 2 Mar 2026 at 09:15, A <a@b.c> wrote:",
        "From: a@b.c",
        "Sent: Monday",
        "To: me",
        "Subject: x",
        "-----",
        "--",
        "-- ",
        "Best,",
        "Kind regards",
        "Jane Roe",
        "Tel: +44 20 7946 0000",
        "Sent from my iPhone",
        "Unsubscribe",
        "This e-mail is confidential.",
        "CONFIDENTIALITY NOTICE:",
        "---------- Forwarded message ---------",
        "-----Original Message-----",
        "Hello there, how are you?",
        "PS: one more",
        "Join the meeting: https://x.y",
        "",
        " ",
        "\u2028",
        "\x0c",
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=40).map("\n".join), st.text(max_size=12))
def test_no_line_is_lost_or_doubled(body: str, subject: str) -> None:
    sections = split(body, subject)
    parts = (sections.new, sections.quoted, sections.forwarded, sections.signature, sections.footer)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [line for part in parts for line in part.split("\n") if line.strip()]
    assert sorted(kept) == sorted(line for line in lines if line.strip())


@pytest.mark.parametrize(
    "unit",
    [
        ">",
        ">\n",
        "a\n",
        "Best\n",
        "-----\nFrom: a@b\n",
        "On 3 at 10:00\n",
        "From: a@b 10:00\n\n",
        "dit bericht ",
    ],
)
def test_hostile_mail_of_a_megabyte_is_taken_apart(unit: str) -> None:
    body = unit * (1_000_000 // len(unit))
    sections = split(body)
    held = (sections.new, sections.quoted, sections.forwarded, sections.signature, sections.footer)
    assert sum(map(len, held)) >= len(body) - body.count("\n") - 5
