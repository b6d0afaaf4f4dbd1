from __future__ import annotations

import json

import pytest

from reports.overview import overview
from reports.render.cells import width
from reports.render.replies import figure_lines, replies_markdown, replies_text
from reports.render.responsiveness_json import replies_json, responsiveness_json
from reports.render.responsiveness_table import responsiveness_markdown, responsiveness_table, typical
from reports.response.survival import Wait
from tests.reports.searches import NOW, PERSON, history, me, person, search, system


def shown(*entries, **more):
    (card,) = overview([history(*entries, **more)], PERSON, NOW)
    return card


def lines_of(table: str) -> dict[str, str]:
    return {line.split("  ")[0]: line for line in table.splitlines()}


def test_under_three_replies_they_are_listed_and_nothing_else_is_said():
    card = shown(
        me("11-02 09:00", asks=True),
        person("11-02 10:00"),
        me("11-03 09:00", asks=True),
        person("11-03 11:00"),
    )
    line = lines_of(responsiveness_table([card], PERSON, by=["company"]))["Acme"]
    assert line.split() == ["Acme", "2", "1", "h,", "2", "h", "2", "h"]
    assert "half" not in replies_text(card, PERSON)
    assert json.loads(replies_json(card))["hours"] == {"median": None, "p75": None, "p90": None}


def test_a_share_that_is_not_reached_is_a_dash():
    entries = []
    for day in (2, 3, 4):
        entries += [me(f"11-{day:02} 09:00", asks=True), person(f"11-{day:02} 11:00")]
    card = shown(*entries, me("11-05 09:00", asks=True))
    line = lines_of(responsiveness_table([card], PERSON, by=["company"]))["Acme"]
    assert line.split() == ["Acme", "3", *["2", "h", "(2", "wh)"] * 2, "-", "18", "d", "18", "d"]


def test_where_most_still_wait_it_says_so_instead_of_a_median():
    first = [[me(f"11-{day:02} 09:00", asks=True), person(f"11-{day:02} 11:00")] for day in (2, 3, 4)]
    slow = [history(*pair, id=f"a{place}") for place, pair in enumerate(first)]
    silent = [history(me("11-02 08:00", asks=True), id=f"s{place}") for place in range(4)]
    table = responsiveness_table(overview([*slow, *silent], PERSON, NOW), PERSON)
    assert "All together: less than half answered so far, n 3." in table


@pytest.mark.parametrize(
    ("waits", "said"),
    [
        ([], ""),
        ([Wait(5, False)], ""),
        ([Wait(5, True)], "5 h"),
        ([Wait(5, True), Wait(9, False)], "5 h; 1 without an answer"),
        ([Wait(5, True)] * 3, "half within 5 h, n 3"),
        ([*[Wait(5, True)] * 3, Wait(9, False)], "half within 5 h, n 3; 1 without an answer"),
        (
            [*[Wait(5, True)] * 3, *[Wait(9, False)] * 4],
            "less than half so far, n 3; 4 without an answer",
        ),
    ],
)
def test_what_has_no_answer_is_counted_and_said(waits, said):
    assert typical(waits, 3) == said


def test_one_application_lists_what_was_answered_what_waits_and_what_never_was():
    card = shown(
        me("11-02 09:00", asks=True),
        person("11-03 09:30"),
        me("11-04 09:00", "thank_you_note"),
        person("11-04 10:00", agency=True),
        me("11-05 09:00", asks=True),
        agency="Bright Talent",
    )
    rows = replies_text(card, PERSON).splitlines()[3:6]
    assert rows[0].split("  ")[0] == "Mon 2 Nov 09:00"
    assert "24 h 30 min" in rows[0] and rows[0].endswith("Kate Mills")
    assert rows[1].endswith("Kate Mills (agency, unasked)")
    assert "not yet" in rows[2]
    over = shown(me("11-05 09:00", asks=True), system("11-06 09:00", "rejection"))
    assert "never" in replies_text(over, PERSON).splitlines()[3]


def test_an_application_in_which_nothing_was_asked_says_so():
    card = shown(person("11-02 09:00"))
    for page in (replies_text(card, PERSON), replies_markdown(card, PERSON)):
        assert "Nobody has been asked anything here yet." in page
    for page in (responsiveness_table([card], PERSON), responsiveness_markdown([card], PERSON)):
        assert page == "Nobody has been asked anything yet.\n"
    assert responsiveness_table([], PERSON) == "Nobody has been asked anything yet.\n"


def test_agency_and_client_are_told_apart_in_words():
    card = shown(
        me("11-02 09:00", asks=True),
        person("11-02 11:00", agency=True),
        me("11-03 09:00", asks=True),
        person("11-04 09:00"),
        agency="Bright Talent",
    )
    said = list(figure_lines(card, PERSON))
    assert "Bright Talent (agency): answered after 2 h" in said
    assert "Acme: answered after 24 h" in said


def test_a_comparison_stands_with_the_figures():
    said = [list(figure_lines(card, PERSON)) for card in overview(search(), PERSON, NOW)]
    assert not any("others" in line for lines in said for line in lines)  # only two have enough replies
    quick = [history(*answers(hours), id=f"a{hours}", company=f"Firm {hours}") for hours in range(1, 6)]
    said = {card.id: list(figure_lines(card, PERSON)) for card in overview(quick, PERSON, NOW)}
    assert "faster than all 4 others" in said["a1"]
    assert "in the middle of your 4 others" in said["a3"]
    assert "slower than 3 of your 4 others" in said["a4"]


def answers(hours: int) -> list:
    days = (2, 3, 4)
    asked = [me(f"11-{day:02} 09:00", asks=True) for day in days]
    return [*asked, *(person(f"11-{day:02} {9 + hours:02}:00") for day in days)]


def test_long_names_and_long_lists_stay_within_a_hundred_columns():
    name = "The Very Long Name of a Company 株式会社 " * 3
    entries = []
    for day in range(2, 20):
        entries += [
            me(f"11-{day:02} 09:00", asks=True),
            person(f"11-{day:02} 09:{day + 20}", agency=day % 2 > 0),
        ]
    card = shown(*entries, company=name, agency=name[::-1], role=name)
    for page in (responsiveness_table([card], PERSON), replies_text(card, PERSON)):
        assert max(map(width, page.splitlines())) <= 100


def test_what_is_asked_for_alone_stands_alone_in_json_too():
    cards = overview(search(), PERSON, NOW)
    assert set(json.loads(responsiveness_json(cards, PERSON, ["stage"]))) == {
        "applications",
        "stages",
        "overall",
    }
    assert set(json.loads(responsiveness_json(cards, PERSON))) == {
        "applications",
        "companies",
        "recruiters",
        "stages",
        "overall",
    }
