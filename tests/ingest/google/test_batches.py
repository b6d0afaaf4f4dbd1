"""Many requests in batches: each is answered, however the batch fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.credentials import Secret, Token
from ingest.errors import BusyError, SignInError, UnreachableError
from ingest.google.batches import Batches
from ingest.google.faults import RefusedError
from ingest.google.pace import ATTEMPTS
from tests.servers.google import faults
from tests.servers.google.faults import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.google.conftest import Getting, Opening
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request


def about(one: str) -> Callable[[Request], bool]:
    return lambda request: request.name == "messages.get" and one in request.path


def whole(request: Request) -> bool:
    return request.name == "batch"


def sizes(google: GoogleServer) -> list[int]:
    """How many were asked for at once, in order; 1 for a request that came without a batch."""
    found: dict[object, int] = {}
    for request in google.requests:
        key = ("alone", request.http) if request.batch is None else request.batch
        found[key] = found.get(key, 0) + 1
    return list(found.values())


def test_fifty_go_at_once_and_no_more(google: GoogleServer, opened: Opening, getting: Getting) -> None:
    session = opened()
    asked = getting(session, 120)
    found = Batches(session).ask_each(asked)
    assert {one: told["id"] for one, told in found.items() if isinstance(told, dict)} == {
        one: one for one in asked
    }
    assert sizes(google) == [50, 50, 20]
    assert session.requests == google.http_requests == 3


def test_one_alone_needs_no_batch(google: GoogleServer, opened: Opening, getting: Getting) -> None:
    session = opened()
    Batches(session).ask_each(getting(session, 1))
    assert google.batches == []


def test_none_is_no_request(google: GoogleServer, opened: Opening) -> None:
    assert Batches(opened()).ask_each({}) == {}
    assert google.http_requests == 0


@pytest.mark.parametrize("fault", [faults.rate_limited(), faults.exhausted(), faults.backend_error(503)])
def test_only_those_that_were_refused_are_asked_again(
    google: GoogleServer, opened: Opening, getting: Getting, fault: faults.Fault
) -> None:
    session = opened()
    asked = getting(session, 40)
    google.faults.on(named("messages.get"), fault, times=7)
    found = Batches(session).ask_each(asked)
    assert all(isinstance(told, dict) for told in found.values())
    assert sizes(google) == [40, 7]


def test_after_a_refusal_fewer_go_at_once_and_then_more_again(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    google.faults.on(named("messages.get"), faults.rate_limited(), times=50)
    Batches(session).ask_each(getting(session, 120))
    assert sizes(google) == [50, 25, 30, 35, 30]


def test_a_minute_of_refusals_loses_nothing(google: GoogleServer, opened: Opening, getting: Getting) -> None:
    session = opened()
    asked = getting(session, 60)
    google.faults.on(named("messages.get"), faults.rate_limited(429), times=90)
    assert all(isinstance(told, dict) for told in Batches(session).ask_each(asked).values())


def test_refusals_without_end_are_told_as_busy(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened(busy_seconds=30)
    google.faults.on(named("messages.get"), faults.user_rate(), times=None)
    with pytest.raises(BusyError):
        Batches(session).ask_each(getting(session, 60))
    assert sizes(google)[-1] == 1


def test_one_that_is_gone_is_told_and_the_others_come(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    asked = getting(session, 10)
    lost = google.mail.ids[3]
    google.mail.delete(lost)
    found = Batches(session).ask_each(asked)
    told = found.pop(lost)
    assert isinstance(told, RefusedError)
    assert (told.status, told.may_pass) == (404, False)
    assert all(isinstance(one, dict) for one in found.values())
    assert google.http_requests == 1


def test_one_that_fails_each_time_is_told_as_such_and_the_others_come(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    asked = getting(session, 60)
    bad = google.mail.ids[3]
    google.faults.on(about(bad), faults.backend_error(), times=None)
    found = Batches(session).ask_each(asked)
    told = found.pop(bad)
    assert isinstance(told, RefusedError)
    assert told.may_pass
    assert all(isinstance(one, dict) for one in found.values())
    assert sum(bad in request.path for request in google.requests) == ATTEMPTS


def test_one_that_breaks_the_connection_is_found_and_the_others_come(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    asked = getting(session, 60)
    bad = google.mail.ids[30]
    google.faults.on(about(bad), faults.drop(), times=None)
    found = Batches(session).ask_each(asked)
    told = found.pop(bad)
    assert isinstance(told, RefusedError)
    assert told.may_pass
    assert all(isinstance(one, dict) for one in found.values())


def test_when_nothing_comes_at_all_it_is_the_server_that_fails(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    google.faults.on(named("messages.get"), faults.backend_error(503), times=None)
    with pytest.raises(UnreachableError):
        Batches(session).ask_each(getting(session, 10))


def test_when_a_few_alone_fail_it_may_be_they(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    google.faults.on(named("messages.get"), faults.backend_error(503), times=None)
    found = Batches(session).ask_each(getting(session, 2))
    assert [isinstance(told, RefusedError) and told.may_pass for told in found.values()] == [True, True]


@pytest.mark.parametrize(
    "fault",
    [
        faults.drop(),
        faults.cut(300),
        faults.cut(0),
        faults.html(502),
        faults.html(200),
        faults.rate_limited(),
    ],
)
def test_a_batch_that_fails_as_a_whole_is_asked_again_in_halves(
    google: GoogleServer, opened: Opening, getting: Getting, fault: faults.Fault
) -> None:
    session = opened()
    google.faults.on(whole, fault, times=3)
    found = Batches(session).ask_each(getting(session, 50))
    assert len(found) == 50
    assert all(isinstance(told, dict) for told in found.values())


def test_a_server_that_breaks_every_batch_is_given_up(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    google.faults.on(lambda request: True, faults.drop(), times=None)
    with pytest.raises(UnreachableError):
        Batches(session).ask_each(getting(session, 50))


def test_a_server_without_batches_is_asked_one_by_one(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    batches = Batches(session)
    google.faults.on(whole, faults.not_found(), times=None)
    found = batches.ask_each(getting(session, 5))
    assert all(isinstance(told, dict) for told in found.values())
    batches.ask_each(getting(session, 5))
    assert len(google.batches) == 1


def test_a_token_that_expires_in_the_middle_is_exchanged(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    made: list[str] = []

    def sign_in(refused: str = "") -> Token:
        made.append(refused)
        google.tokens = {f"token-{len(made)}"}
        return Token("robin", Secret(f"token-{len(made)}"))

    session = opened(sign_in=sign_in)
    Batches(session).ask_each(getting(session, 50))
    google.tokens = set()
    found = Batches(session).ask_each(getting(session, 50))
    assert all(isinstance(told, dict) for told in found.values())
    assert made == ["", "token-1"]


def test_requests_in_a_batch_that_are_not_let_in_are_for_the_person(
    google: GoogleServer, opened: Opening, getting: Getting
) -> None:
    session = opened()
    google.faults.on(named("messages.get"), faults.insufficient(), times=None)
    with pytest.raises(SignInError):
        Batches(session).ask_each(getting(session, 50))
    assert google.http_requests == 1
