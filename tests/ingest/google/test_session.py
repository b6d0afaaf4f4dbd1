"""One request: asked again where that may help, and refused in words where not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ingest.credentials import Password, Secret, Token
from ingest.errors import BusyError, SignInError, SourceError, UnreachableError
from ingest.google.faults import RefusedError
from ingest.google.pace import ATTEMPTS
from ingest.google.session import Session
from tests.servers.google import faults

if TYPE_CHECKING:
    from tests.ingest.google.conftest import Opening
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request


def anything(request: Request) -> bool:
    return True


def profile(session: Session) -> dict[str, Any]:
    return session.ask(session.service.users().getProfile(userId="me"))


def test_a_request_is_answered(google: GoogleServer, opened: Opening) -> None:
    session = opened()
    assert profile(session)["emailAddress"] == google.mail.address
    assert session.requests == google.http_requests == 1


def test_every_octet_that_came_is_counted(google: GoogleServer, opened: Opening) -> None:
    session = opened()
    for _ in range(3):
        profile(session)
    assert session.bytes_received == google.bytes_sent


def test_nothing_is_asked_before_it_is_needed(google: GoogleServer, opened: Opening) -> None:
    session = opened()
    session.close()
    assert (session.requests, session.bytes_received, google.http_requests) == (0, 0, 0)


@pytest.mark.parametrize(
    "fault",
    [
        faults.rate_limited(),
        faults.rate_limited(429),
        faults.exhausted(),
        faults.user_rate(),
        faults.user_rate(until=datetime(2026, 1, 1, tzinfo=UTC)),
        faults.user_rate(seconds=3),
        faults.backend_error(),
        faults.backend_error(503),
        faults.html(502),
        faults.html(200),
        faults.cut(10),
    ],
)
def test_what_may_pass_is_asked_again(google: GoogleServer, opened: Opening, fault: faults.Fault) -> None:
    google.faults.on(anything, fault, times=4)
    assert profile(opened())["emailAddress"]
    assert google.faults.struck == 4


def test_a_connection_that_is_dropped_is_made_anew(google: GoogleServer, opened: Opening) -> None:
    session = opened()
    profile(session)
    google.faults.on(anything, faults.drop(), times=3)
    assert profile(session)["emailAddress"]


def test_a_server_that_fails_each_time_is_given_up(google: GoogleServer, opened: Opening) -> None:
    google.faults.on(anything, faults.backend_error(503), times=None)
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1: Backend Error"):
        profile(opened())
    assert google.http_requests == ATTEMPTS


def test_being_refused_for_too_long_ends_and_says_so(google: GoogleServer, opened: Opening) -> None:
    google.faults.on(anything, faults.rate_limited(), times=None)
    with pytest.raises(BusyError, match="left alone"):
        profile(opened(busy_seconds=10))
    assert google.http_requests == 5  # half of 1, 2, 4 and 8 seconds, and the next would be too long


def test_a_server_that_wants_an_hour_is_left_alone_at_once(google: GoogleServer, opened: Opening) -> None:
    google.faults.on(anything, faults.user_rate(seconds=3600), times=None)
    with pytest.raises(BusyError) as caught:
        profile(opened())
    assert caught.value.seconds == 3600
    assert google.http_requests == 1


@pytest.mark.parametrize("fault", [faults.daily_limit(), faults.quota_exceeded()])
def test_what_is_used_up_for_the_day_is_not_asked_again(
    google: GoogleServer, opened: Opening, fault: faults.Fault
) -> None:
    google.faults.on(anything, fault, times=None)
    with pytest.raises(BusyError):
        profile(opened())
    assert google.http_requests == 1


@pytest.mark.parametrize("fault", [faults.insufficient(), faults.not_enabled()])
def test_what_only_the_person_can_mend_is_not_asked_again(
    google: GoogleServer, opened: Opening, fault: faults.Fault
) -> None:
    google.faults.on(anything, fault, times=None)
    with pytest.raises(SignInError):
        profile(opened())
    assert google.http_requests == 1


@pytest.mark.parametrize(
    ("fault", "status"), [(faults.not_found(), 404), (faults.bad_request(), 400), (faults.gone(), 410)]
)
def test_what_is_refused_for_good_is_told_with_its_status(
    google: GoogleServer, opened: Opening, fault: faults.Fault, status: int
) -> None:
    google.faults.on(anything, fault)
    with pytest.raises(RefusedError) as caught:
        profile(opened())
    assert (caught.value.status, caught.value.may_pass) == (status, False)
    assert google.http_requests == 1


def test_a_token_that_is_refused_is_exchanged_once_and_the_old_one_named(
    google: GoogleServer, opened: Opening
) -> None:
    google.tokens = {"new"}
    asked: list[str] = []

    def sign_in(refused: str = "") -> Token:
        asked.append(refused)
        return Token("robin", Secret("new" if refused else "old"))

    session = opened(sign_in=sign_in)
    assert profile(session)["emailAddress"]
    assert profile(session)["emailAddress"]
    assert asked == ["", "old"]


def test_a_second_token_that_is_refused_is_for_the_person(google: GoogleServer, opened: Opening) -> None:
    google.tokens = set()
    made = iter(range(100))
    with pytest.raises(SignInError, match="tealeaves accounts login"):
        profile(opened(sign_in=lambda refused="": Token("robin", Secret(f"token-{next(made)}"))))
    assert google.http_requests == 2


def test_what_the_sign_in_says_reaches_the_person_as_it_is(google: GoogleServer, opened: Opening) -> None:
    def sign_in(refused: str = "") -> Token:
        raise SignInError("not signed in; run: tealeaves accounts login mine")

    with pytest.raises(SignInError, match="accounts login mine"):
        profile(opened(sign_in=sign_in))
    assert google.http_requests == 0


def test_a_password_is_no_way_in(opened: Opening) -> None:
    with pytest.raises(SignInError, match="takes no password"):
        profile(opened(sign_in=lambda refused="": Password("robin", "secret")))


def test_a_mistake_of_ours_is_not_hidden(opened: Opening) -> None:
    def sign_in(refused: str = "") -> Token:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        profile(opened(sign_in=sign_in))


def test_nobody_listening_is_said_in_words(google: GoogleServer) -> None:
    with (
        Session("gmail", "http://127.0.0.1:9/", lambda refused="": Token("", Secret("t")), 2.0) as session,
        pytest.raises(UnreachableError, match="nothing listens there"),
    ):
        profile(session)


def test_an_answer_that_sends_elsewhere_is_not_followed(google: GoogleServer, opened: Opening) -> None:
    google.faults.on(anything, faults.redirect(google.url + "gmail/v1/users/me/labels"), times=None)
    with pytest.raises(SourceError):
        profile(opened())
    assert google.http_requests == 1
