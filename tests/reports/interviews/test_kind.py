"""How an interview is held."""

from __future__ import annotations

import pytest

from reports.interviews.kind import held, is_panel
from tests.reports.interviews.held import interview

ZOOM = "https://acme.zoom.us/j/123456789"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc"
DIAL_IN = "Join by phone: +1 555 010 1234, 123456789#"


@pytest.mark.parametrize(
    ("summary", "location", "description", "link", "how"),
    [
        ("Interview", "Microsoft Teams Meeting", "", TEAMS, "video"),
        ("Interview", ZOOM, DIAL_IN, ZOOM, "video"),
        ("Intro call", "", DIAL_IN, ZOOM, "video"),
        ("Video-Interview", "", "", "", "video"),
        ("Phone screen", "", "", "https://meet.google.com/abc-defg-hij", "call"),
        ("Interview", "Phone", "", "", "call"),
        ("Interview", "+44 20 7946 0018", "", "", "call"),
        ("Interview", "", "Jane will call you at +44 20 7946 0018.", "", "call"),
        ("Gespräch", "", "Herr Maier ruft Sie an.", "", "call"),
        ("Entretien téléphonique", "", "", "", "call"),
        ("Interview", "12 High Holborn, London WC1V 6XX", "", ZOOM, "on site"),
        ("Gespräch", "Lindenallee 22, 60325 Frankfurt", "", "", "on site"),
        ("Interview", "London office", "", "", "on site"),
        ("Interview", "Room Kahlo, 3rd floor", "", "https://meet.google.com/abc-defg-hij", "video"),
        ("On-site interview", "Room 4; Microsoft Teams Meeting", "", TEAMS, "on site"),
        ("Interview", "Room 4; Microsoft Teams Meeting", "", TEAMS, "video"),
        ("Interview", "TBC", "", ZOOM, "video"),
        ("Interview", "TBC", "", "", ""),
        ("Interview", "", "Please come to our office and ask for me at reception.", "", "on site"),
        ("Interview", "", "", "https://acme.example/careers", ""),
        ("Interview", "", "", "", ""),
    ],
)
def test_the_place_decides_then_the_words_then_the_link(summary, location, description, link, how):
    one = interview(summary=summary, location=location, description=description, link=link)
    assert held(one) == how


def test_a_panel_is_three_or_what_says_so():
    assert is_panel(interview(), 3, 3)
    assert not is_panel(interview(), 2, 3)
    assert is_panel(interview(summary="Panel interview"), 0, 3)
    assert is_panel(interview(description="You will meet the selection committee."), 1, 3)
    assert not is_panel(interview(summary="Interview: solar panel engineer"), 1, 3)
