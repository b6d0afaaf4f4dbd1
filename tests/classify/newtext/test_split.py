from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.newtext.split import split
from ingest.mime.html import to_text
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
        "Microsoft Teams meeting",
        "Meeting ID: 123 456",
        "+44 20 7946 0000,,1234#",
        "CAUTION: This email originated from outside the organization.",
        "> 5 years",
        "JR> When?",
        "| When?",
        "Von meinem iPhone gesendet",
        "Tom Beck ---03.02.2026 16:41:07---Any news?",
        "Powered by Greenhouse",
        "One more thing: could you start in March?",
        "",
        " ",
        "\u2028",
        "\x0c",
    ]
)


BODIES = st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=40).map("\n".join)
SUBJECTS = st.one_of(st.text(max_size=12), st.sampled_from(["", "Fwd: x", "Re: x"]))


def parts_of(body: str, subject: str = "") -> list[list[str]]:
    sections = split(body, subject)
    parts = (sections.new, sections.quoted, sections.forwarded, sections.signature, sections.footer)
    return [[line for line in part.split("\n") if line.strip()] for part in parts]


def written(body: str) -> list[str]:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for line in lines if line.strip()]


@given(BODIES, SUBJECTS)
def test_no_line_is_lost_or_doubled(body: str, subject: str) -> None:
    kept = [line for part in parts_of(body, subject) for line in part]
    assert sorted(kept) == sorted(written(body))


@given(BODIES, SUBJECTS)
def test_each_part_keeps_the_order_of_its_lines(body: str, subject: str) -> None:
    for part in parts_of(body, subject):
        lines = iter(written(body))
        assert all(line in lines for line in part)


@given(BODIES)
def test_what_quotes_nothing_leaves_something_to_read(body: str) -> None:
    sections = split(body)
    assert sections.new or sections.quoted or sections.forwarded or not written(body)


HOSTILE = [
    ">",
    ">\n",
    "a\n",
    "Best\n",
    "Best\nA\n",
    "-----\nFrom: a@b\n",
    "On 3 at 10:00\n",
    "From: a@b 10:00\n\n",
    "dit bericht ",
    "Join meeting\n",
    "Join meeting\n12:00\n",
    "+1 1 1 1 1 ",
    "https://click.x/",
    "privacy policy ",
    "privacy policy\n\nIt was good to hear from you all again today.\n\n",
    "JR> a\n",
    "| a\n",
    "a@b.c\n",
    "[image: x\n",
    "--\n",
    "--\nA b c.\n",
    "Von meinem \n",
    "> " + "a" * 70 + "\nb\n",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_mail_of_a_megabyte_is_taken_apart(unit: str) -> None:
    body = unit * (1_000_000 // len(unit))
    sections = split(body)
    held = (sections.new, sections.quoted, sections.forwarded, sections.signature, sections.footer)
    assert sum(map(len, held)) >= sum(map(len, written(body)))


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_mail_takes_twice_the_steps(unit: str) -> None:
    once, twice = (steps(unit * size) for size in (1_000, 2_000))
    assert twice <= 2.2 * once + 200


def steps(body: str) -> int:
    """The calls that taking the body apart makes, of our functions and of those in C."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        split(body)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "page",
    [
        "<div>Hi Tom,</div><div id=Signature>Dana Pike</div><p>The board said yes, you have the job.</p>",
        "<div>Hi Tom</div><div class=gmail_signature>The board said yes, you have the job.</div>",
        "<div class=gmail_signature>The board said yes, you have the job.</div>",
    ],
)
def test_a_letter_written_into_the_frame_of_a_signature_is_read(page: str) -> None:
    assert "you have the job" in split(to_text(page)).new


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        (
            '<p>Yes.</p><div class="bloop_sign">Tom</div><blockquote class="clean_bq">Old?</blockquote>',
            "Yes.",
        ),
        ('<p>Yes.</p><div class="mb_sig">Tom</div><div class="history_container">Old?</div>', "Yes."),
        ('<p>Yes.</p><blockquote class="aolmail">On Tuesday, A wrote:<br>Old?</blockquote>', "Yes."),
        ('<p>Yes.</p><blockquote class="iosymail">Old?</blockquote>', "Yes."),
        ('<p>Yes.</p><div class="freshdesk_quote">Old?</div>', "Yes."),
    ],
)
def test_the_frames_of_less_common_programs_hold_quotes_and_signatures(page: str, answer: str) -> None:
    assert split(to_text(page)).new == answer


def test_how_to_join_is_cut_and_the_time_beside_it_stays() -> None:
    body = (
        "Interview\nThursday 12 February, 10:00\nJoin Zoom Meeting\nhttps://z.example/j/1\nTime: 10:00 London"
    )
    sections = split(body)
    assert sections.new == "Interview\nThursday 12 February, 10:00\n\nTime: 10:00 London"
    assert sections.footer == "Join Zoom Meeting\nhttps://z.example/j/1"


def test_one_line_with_a_link_to_a_meeting_is_the_writers_own() -> None:
    body = "Hi Tom\n\nClick here to join the meeting <https://z.example/j/1>\n\nDana"
    assert split(body).new == body


def test_an_address_above_a_quote_stays_with_the_letter() -> None:
    body = "Send it to hr@acme.example\nOn Tue, 3 Feb 2026 at 16:41, A <a@b.c> wrote:\n> Where to?"
    assert split(body).new == "Send it to hr@acme.example"
