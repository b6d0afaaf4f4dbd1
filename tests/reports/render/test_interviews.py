"""An interview on a page: when, how, with whom, where, and what happened to it before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.types import Address
from reports.interviews import CANCELLED, DONE, Change, Span, What
from reports.interviews.attending import Interviewer
from reports.overview import Card, overview
from reports.render.as_json import show_json
from reports.render.html.show_html import show_html
from reports.render.interview_lines import briefly, host, interview_lines, lasts, sign, starts
from reports.render.timeline import timeline_text
from tests.reports.html.test_digest_html import HOSTILE, elements, text_of
from tests.reports.searches import ANA, NOW, PERSON, at, event, history, me, person, sighted

KATE = Address("Kate Mills", "kate@acme.example")
INVITE = event("u", "11-25 15:00", summary="Second interview", people=(Address("Li, Jo", "jo@acme.example"),))


def card_of(**more) -> Card:
    """A card with one interview, which is as these say."""
    (card,) = overview(
        [history(me("11-01 08:00"), person("11-10 09:00"), sightings=(sighted(INVITE, "11-10 09:00"),))],
        PERSON,
        NOW,
    )
    return replace(card, interviews=(replace(card.interviews[0], **more),))


def lines(card: Card) -> list[str]:
    return list(interview_lines(card, card.interviews[0], PERSON))


def change(
    what: What, *, start: int = 0, end: int = 0, by: Address | None = KATE, known: str = "11-18 09:00"
) -> Change:
    """What happened to the interview; it was earlier by so many minutes."""
    new = Span(at("11-25 15:00"), at("11-25 16:00"))
    old = Span(new.start - timedelta(minutes=start), new.end - timedelta(minutes=end))
    return Change(what, at(known), old, new, "k", by)


def test_it_says_until_when_in_which_zone_with_whom_and_where():
    shown = lines(card_of(location="5 High Street", link="https://meet.example/a?pwd=secret"))
    assert shown == [
        "to 16:00 GMT; round 1",
        "with Jo Li",
        "place: 5 High Street; link: meet.example",
    ]


def test_an_interview_over_midnight_says_the_day_on_which_it_ends():
    assert "to Thu 26 Nov 00:30 GMT; round 1" in lines(card_of(end=at("11-26 00:30")))


def test_a_whole_day_has_no_time():
    one = card_of(start=at("11-25 00:00"), end=at("11-26 00:00"), is_all_day=True).interviews[0]
    assert (starts(one, PERSON), lasts(one)) == ("Wed 25 Nov", "all day")
    assert lasts(replace(one, end=at("11-27 00:00"))) == "2 days"


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (change(What.MOVED, start=60, end=60), "moved from Wed 25 Nov 14:00 by Kate Mills on Wed 18 Nov"),
        (change(What.MOVED, start=60, end=60, by=None), "moved from Wed 25 Nov 14:00 on Wed 18 Nov"),
        (change(What.MOVED, start=60, end=60, by=ANA), "moved from Wed 25 Nov 14:00 by you on Wed 18 Nov"),
        (change(What.RESIZED, end=30), "to end at 16:00 instead of 15:30 by Kate Mills since Wed 18 Nov"),
        (change(What.RESIZED, end=20, known="11-25 16:05"), "ran over: booked to 15:40, ended 16:00"),
        (change(What.CANCELLED), "called off by Kate Mills on Wed 18 Nov"),
        (change(What.DECLINED, by=ANA), "you declined it on Wed 18 Nov"),
        (change(What.REVIVED), "set again by Kate Mills on Wed 18 Nov"),
    ],
)  # fmt: skip
def test_everything_that_happened_to_it_has_a_line(happened: Change, told: str):
    card = card_of(changes=(happened,))
    assert lines(card)[-1] == told
    assert told in " ".join(timeline_text(card, PERSON).split())
    assert told in text_of(show_html(card, PERSON))


@pytest.mark.parametrize(
    ("status", "shown"), [("upcoming", "◇ Second"), (DONE, "◆ Second"), (CANCELLED, "× Second")]
)
def test_what_it_is_shows_in_its_sign(status: str, shown: str):
    card = card_of(status=status)
    assert sign(card.interviews[0]) == shown[0]
    assert shown in timeline_text(card, PERSON)
    assert shown in text_of(show_html(card, PERSON))


def told_of(card: Card, **more) -> Card:
    """The card with these said of its interview beyond the invite."""
    (known,) = card.described
    return replace(card, described=(replace(known, **more),))


ANA_LOPES = Interviewer("Ana Lopes", "ana@acme.example", "VP Engineering", True, "ACCEPTED")
JO = Interviewer("Jo Li", "jo@acme.example", "", False, "DECLINED")


@pytest.mark.parametrize(
    ("kind", "held", "round_name", "told"),
    [
        ("video", "video", "technical", "by video; round 1, technical"),
        ("call", "call", "", "by telephone; round 1"),
        ("panel", "on site", "panel", "panel, on site; round 1"),
        ("panel", "", "final", "panel; round 1, final"),
        ("", "", "", "round 1"),
    ],
)
def test_it_says_how_it_is_held_and_which_round_it_is(kind: str, held: str, round_name: str, told: str):
    card = told_of(card_of(), kind=kind, held=held, round_name=round_name)
    assert lines(card)[0] == f"to 16:00 GMT; {told}"


def test_a_round_that_does_not_count_has_no_number():
    assert lines(told_of(card_of(status=CANCELLED), round=0))[0] == "to 16:00 GMT"


def test_those_who_sit_there_have_their_titles_and_who_declined_is_marked():
    card = told_of(card_of(), interviewers=(ANA_LOPES, JO), kind="video", held="video")
    assert lines(card)[1] == "with Ana Lopes, VP Engineering; Jo Li (declined)"
    assert briefly(card, card.interviews[0]) == "Second interview (by video, with Ana Lopes)"
    (one,) = json.loads(show_json(card))["interviews"]
    assert one["interviewers"][0] == {"name": "Ana Lopes", "title": "VP Engineering", "senior": True}
    assert (one["kind"], one["held"], one["round"], one["round_name"]) == ("video", "video", 1, "")


def test_in_a_line_it_is_not_said_twice_what_the_title_says():
    card = told_of(card_of(), interviewers=(ANA_LOPES,), kind="panel", held="on site")
    one = replace(card.interviews[0], summary="Panel with Ana Lopes")
    assert briefly(card, one) == "Panel with Ana Lopes (on site)"


def test_of_many_the_first_six_are_named():
    card = told_of(card_of(), interviewers=(ANA_LOPES,) * 8)
    assert lines(card)[1].endswith("; and 2 others")
    assert lines(card)[1].count("Ana Lopes") == 6


def test_in_a_line_it_is_named_with_those_who_sit_there():
    card = card_of()
    assert briefly(card, card.interviews[0]) == "Second interview (with Jo Li)"
    assert briefly(card, replace(card.interviews[0], summary=" ")) == "Interview (with Jo Li)"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://user:pw@zoom.example:8/j/1?pwd=2", "zoom.example"),
        ("https://[", ""),
        ("tel:+44", ""),
        ("", ""),
    ],
)
def test_of_a_link_only_the_host_is_shown(link: str, told: str):
    assert host(link) == told


def test_other_programs_read_what_happened_to_it():
    card = card_of(changes=(change(What.MOVED, start=60, end=60),))
    (one,) = json.loads(show_json(card))["interviews"]
    assert [one[key] for key in ("uid", "start", "end", "status")] == [
        "u", "2026-11-25T15:00:00+00:00", "2026-11-25T16:00:00+00:00", "upcoming",
    ]  # fmt: skip
    assert one["changes"] == [
        {
            "what": "moved",
            "at": "2026-11-18T09:00:00+00:00",
            "from": {"start": "2026-11-25T14:00:00+00:00", "end": "2026-11-25T15:00:00+00:00"},
            "to": {"start": "2026-11-25T15:00:00+00:00", "end": "2026-11-25T16:00:00+00:00"},
            "by": "kate@acme.example",
        }
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_reach_neither_the_terminal_nor_the_page(words: str):
    def told(by: Address, place: str, link: str) -> Card:
        moved = replace(change(What.MOVED, start=60), by=by)
        return card_of(summary=place, location=place, link=link, people=(by,), changes=(moved,))

    evil = f"\x1b[2J\u202e\n{words}"
    card = told(Address(evil, "x@evil.example"), evil, f"https://{words}/")
    assert not set(timeline_text(card, PERSON)) & set("\x1b\x9b\x07\r\u202e")
    assert elements(show_html(card, PERSON)) == elements(show_html(told(KATE, "x", ""), PERSON))
