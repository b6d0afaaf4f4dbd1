from __future__ import annotations

import pytest

from classify.applications.rooms import room, rooms

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_QUJD%40thread.v2/0?context=%7b%22Tid%22%7d"
SAFE = "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.live.com%2Fmeet%2F93456789012%3Fp%3Dx"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://acme.zoom.us/j/98765432101?pwd=a", "https://us02web.zoom.us/wc/join/98765432101"),
        ("https://zoom.us/my/Jane.Roe", "https://acme.zoom.us/my/jane.roe?pwd=1"),
        (TEAMS, TEAMS.replace("%3a", "%253A").replace("?context", "?tenant=2&context")),
        (TEAMS, "https://teams.microsoft.com/l/meetup-join/19:meeting_QUJD@thread.v2/0"),
        (
            "https://teams.microsoft.com/meet/93456789012?p=a",
            "https://teams.cloud.microsoft/meet/93456789012",
        ),
        ("https://teams.microsoft.com/meet/93456789012", SAFE),
        ("https://meet.google.com/abc-defg-hij?authuser=1", "https://meet.google.com/abc-defg-hij"),
        ("https://meet.goto.com/123456789", "https://global.gotomeeting.com/join/123456789"),
    ],
)
def test_two_links_to_one_room_are_one(one: str, other: str) -> None:
    assert room(one) == room(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://zoom.us/j/98765432101", "https://zoom.us/j/98765432102"),
        ("https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hik"),
        (TEAMS, TEAMS.replace("QUJD", "WFla")),
        (
            "https://acme.webex.com/acme/j.php?MTID=m0123456789",
            "https://acme.webex.com/acme/j.php?MTID=m9876543210",
        ),
        ("https://acme.webex.com/meet/jane", "https://bloom.webex.com/meet/jane"),
    ],
)
def test_two_rooms_stay_apart(one: str, other: str) -> None:
    assert "" not in {room(one), room(other)}
    assert room(one) != room(other)


@pytest.mark.parametrize(
    "link",
    [
        "", "zoom", "https://", "https://support.zoom.us/hc", "https://zoom.us/j/0", "https://whereby.com/information/tos",
        "https://aka.ms/JoinTeamsMeeting", "https://www.acme.example/careers", "https://[::1/j/98765432101",
    ],
)  # fmt: skip
def test_a_link_to_no_room_has_none(link: str) -> None:
    assert room(link) == ""
    assert rooms(link) == frozenset()


def test_every_room_of_a_text_is_found_out_of_its_wrapping() -> None:
    text = f"Join ({SAFE}), or https://zoom.us/j/98765432101?pwd=a. Help: https://support.zoom.us/hc"
    assert rooms(text) == {"teams 93456789012", "zoom 98765432101"}
