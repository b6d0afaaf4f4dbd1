"""How this server speaks: tokens, batches, partial answers, compression, prices, and what goes wrong."""

from __future__ import annotations

import gzip
import http.client
import itertools
import json
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httplib2
import pytest
from googleapiclient.errors import HttpError
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.google import faults, fields
from tests.servers.google.client import in_batch, service
from tests.servers.google.errors import RefusedError

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer
    from tests.servers.google.faults import Fault

RAW = b"Subject: Hello\r\nMessage-ID: <a@b.example>\r\n\r\nText\r\n"


@pytest.fixture
def gmail(google: GoogleServer) -> Any:
    return service("gmail.v1", google.url)


def profile(gmail: Any) -> Any:
    return gmail.users().getProfile(userId="me").execute()


def message(gmail: Any, id: str, **asked: Any) -> Any:
    return gmail.users().messages().get(userId="me", id=id, format="minimal", **asked)


def ask(google: GoogleServer, target: str, method: str = "GET", body: str = "", **headers: str) -> Any:
    """(status, headers, body) as they come over the wire."""
    connection = http.client.HTTPConnection(google.url.split("/")[2])
    try:
        connection.request(method, target, body, {"Authorization": "Bearer token", **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def status_and_reason(error: HttpError) -> tuple[int, str]:
    return int(error.resp.status), json.loads(error.content)["error"]["errors"][0]["reason"]


def test_a_token_that_is_not_good_is_refused_with_a_challenge(google: GoogleServer) -> None:
    status, headers, body = ask(google, "/gmail/v1/users/me/profile", Authorization="Bearer old")
    assert (status, json.loads(body)["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert headers["WWW-Authenticate"].startswith("Bearer ")
    assert google.violations == []  # that is how a client learns of it
    ask(google, "/gmail/v1/users/me/profile", Authorization="Bearer old")
    assert google.violations == ["a refused token again"]
    google.tokens = {"old"}
    assert ask(google, "/gmail/v1/users/me/profile", Authorization="Bearer old")[0] == 200


def test_a_request_that_would_change_something_is_refused_and_noted(google: GoogleServer, gmail: Any) -> None:
    id = google.mail.add(RAW)
    with pytest.raises(HttpError) as caught:
        gmail.users().messages().trash(userId="me", id=id).execute()
    assert status_and_reason(caught.value) == (403, "insufficientPermissions")
    assert google.violations == [f"POST /gmail/v1/users/me/messages/{id}/trash"]
    assert google.mail.ids == [id]


def test_each_request_in_a_batch_has_an_answer_of_its_own(google: GoogleServer, gmail: Any) -> None:
    id = google.mail.add(RAW)
    found, missing = in_batch(gmail, [message(gmail, id), message(gmail, "0f")])
    assert found["id"] == id
    assert status_and_reason(missing) == (404, "notFound")
    assert [(one.name, one.batch, one.status) for one in google.requests] == [
        ("messages.get", 1, 200),
        ("messages.get", 1, 404),
    ]
    assert (google.http_requests, len(google.batches), google.units, google.units_2026) == (1, 1, 10, 40)


def test_a_batch_comes_back_part_by_part_with_its_ids_marked(google: GoogleServer) -> None:
    parts = [
        f"--x\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\n"
        f"GET /calendar/v3/users/me/calendarList HTTP/1.1\r\n{more}\r\n\r\n"
        for id, more in (("<a + 1>", ""), ("<a + 2>", "Authorization: Bearer other\r\n"))
    ]
    body = "".join([*parts, "--x--\r\n"])
    kind = {"Content-Type": "multipart/mixed; boundary=x"}
    status, headers, answer = ask(google, "/batch/calendar/v3", "POST", body, **kind)
    mark = headers["Content-Type"].partition("boundary=")[2].encode()
    first, second = answer.split(b"--" + mark)[1:-1]
    assert status == 200
    assert b"Content-ID: <response-a + 1>\r\n" in first
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in first
    assert b"\r\n\r\nHTTP/1.1 401 Unauthorized\r\n" in second  # its own header, not the outer one


def test_a_batch_of_more_than_fifty_is_noted_and_one_of_more_than_a_hundred_refused(
    google: GoogleServer, gmail: Any
) -> None:
    in_batch(gmail, [message(gmail, "0f") for _ in range(50)])
    assert google.violations == []
    in_batch(gmail, [message(gmail, "0f") for _ in range(51)])
    assert len(google.violations) == 1
    with pytest.raises(HttpError) as caught:
        in_batch(gmail, [message(gmail, "0f") for _ in range(101)])
    assert caught.value.resp.status == 400


def test_only_the_fields_that_were_asked_for_are_sent(google: GoogleServer, gmail: Any) -> None:
    id = google.mail.add(RAW)
    asked = gmail.users().messages().get(userId="me", id=id, fields="id,payload(headers/name,partId)")
    assert asked.execute() == {
        "id": id,
        "payload": {"partId": "", "headers": [{"name": "Subject"}, {"name": "Message-ID"}]},
    }


@pytest.mark.parametrize("mask", ["id,sixe", "payload/headers/colour", "id(", "id,,raw", "id/name"])
def test_a_field_that_is_none_and_a_mask_that_is_none_are_refused(
    google: GoogleServer, gmail: Any, mask: str
) -> None:
    with pytest.raises(HttpError) as caught:
        message(gmail, google.mail.add(RAW), fields=mask).execute()
    assert caught.value.resp.status == 400


def test_a_parameter_that_the_method_does_not_have_is_refused(google: GoogleServer) -> None:
    assert ask(google, "/gmail/v1/users/me/messages?query=x")[0] == 400


@given(st.text(alphabet="ab,/()* ", max_size=20))
def test_a_mask_is_read_or_refused_and_keeps_nothing_it_does_not_name(text: str) -> None:
    value = {"a": {"a": 1, "b": [{"a": 2, "c": 3}]}, "c": 4}
    try:
        mask = fields.parsed(text)
    except RefusedError:
        return
    assert ("c" in fields.pruned(value, mask)) is (not mask or "*" in mask)


def test_answers_are_compressed_for_who_asks_for_it_twice_over(google: GoogleServer) -> None:
    for number in range(50):
        google.mail.add(RAW.replace(b"a@", b"%d@" % number))
    target = "/gmail/v1/users/me/messages"
    plain = ask(google, target)[2]
    before = google.bytes_sent
    _, headers, packed = ask(google, target, **{"Accept-Encoding": "gzip", "User-Agent": "x (gzip)"})
    assert (headers["Content-Encoding"], gzip.decompress(packed)) == ("gzip", plain)
    assert len(packed) < google.bytes_sent - before < len(plain)
    assert google.requests[-1].sent == google.bytes_sent - before
    assert ask(google, target, **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] is None


UNTIL = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        (faults.rate_limited(), 403, "rateLimitExceeded"),
        (faults.rate_limited(429), 429, "rateLimitExceeded"),
        (faults.user_rate(), 403, "userRateLimitExceeded"),
        (faults.user_rate(until=UNTIL), 429, "userRateLimitExceeded"),
        (faults.daily_limit(), 403, "dailyLimitExceeded"),
        (faults.quota_exceeded(), 403, "quotaExceeded"),
        (faults.insufficient(), 403, "insufficientPermissions"),
        (faults.not_enabled(), 403, "accessNotConfigured"),
        (faults.backend_error(), 500, "backendError"),
        (faults.backend_error(503), 503, "backendError"),
        (faults.not_found(), 404, "notFound"),
        (faults.bad_request(), 400, "failedPrecondition"),
        (faults.gone(), 410, "deleted"),
    ],
)
def test_a_fault_strikes_one_request_in_a_batch_or_all_of_it(
    google: GoogleServer, gmail: Any, fault: Fault, status: int, reason: str
) -> None:
    ids = [google.mail.add(RAW) for _ in range(3)]
    google.faults.on(lambda request: request.arguments.get("id") == ids[1], fault, times=None)
    one, struck, other = in_batch(gmail, [message(gmail, id) for id in ids])
    assert (one["id"], other["id"], status_and_reason(struck)) == (ids[0], ids[2], (status, reason))
    google.faults.clear()
    google.faults.on(faults.named("batch"), fault, times=None)
    with pytest.raises(HttpError):
        in_batch(gmail, [message(gmail, id) for id in ids])


def test_a_limit_says_when_to_come_again(google: GoogleServer) -> None:
    google.faults.on(lambda request: True, faults.user_rate(until=UNTIL, seconds=7))
    _, headers, body = ask(google, "/gmail/v1/users/me/profile")
    said = "User-rate limit exceeded.  Retry after 2026-03-02T09:30:00.000Z"
    assert (headers["Retry-After"], json.loads(body)["error"]["message"]) == ("7", said)
    google.faults.on(lambda request: True, faults.exhausted())
    error = json.loads(ask(google, "/gmail/v1/users/me/profile")[2])["error"]
    assert (error["status"], "errors" in error) == ("RESOURCE_EXHAUSTED", False)


def test_a_fault_can_be_put_at_any_request_from_now_on(google: GoogleServer, gmail: Any) -> None:
    profile(gmail)
    google.faults.on(google.faults.after(2), faults.backend_error())
    in_batch(gmail, [message(gmail, "0f") for _ in range(3)])
    with pytest.raises(HttpError):
        profile(gmail)
    profile(gmail)
    assert [request.status for request in google.requests] == [200, 404, 404, 404, 500, 200]
    assert google.units == 1 + 3 * 5 + 1  # what a fault answered costs nothing


def test_a_connection_ends_without_an_answer_or_in_the_middle_of_one(google: GoogleServer) -> None:
    google.faults.on(lambda request: True, faults.drop())
    with pytest.raises(http.client.RemoteDisconnected):
        ask(google, "/gmail/v1/users/me/profile")
    google.faults.on(lambda request: True, faults.cut(10))
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(google, "/gmail/v1/users/me/profile")
    assert len(caught.value.partial) == 10


def test_the_line_is_dead_from_one_request_onward_until_it_is_mended(
    google: GoogleServer, gmail: Any
) -> None:
    google.faults.on(google.faults.onward(2), faults.drop(), times=None)
    profile(gmail)
    for _ in range(2):
        with pytest.raises((ConnectionError, http.client.HTTPException, httplib2.HttpLib2Error)):
            profile(gmail)
    google.faults.clear()
    profile(gmail)


def test_a_hang_up_at_one_request_of_a_batch_ends_the_batch(google: GoogleServer, gmail: Any) -> None:
    google.faults.on(faults.named("messages.get"), faults.drop(), times=None)
    with pytest.raises((ConnectionError, http.client.HTTPException, httplib2.HttpLib2Error)):
        in_batch(gmail, [message(gmail, "0f")])


def test_a_proxy_answers_with_a_page_and_a_stranger_sends_elsewhere(google: GoogleServer) -> None:
    google.faults.on(lambda request: True, faults.html(502))
    google.faults.on(lambda request: True, faults.redirect("http://127.0.0.1:9/"))
    page, moved = (ask(google, "/gmail/v1/users/me/profile") for _ in range(2))
    assert (page[0], page[1]["Content-Type"]) == (502, "text/html; charset=UTF-8")
    assert (moved[0], moved[1]["Location"]) == (302, "http://127.0.0.1:9/")


def test_an_empty_page_leads_to_what_should_have_been_on_it(google: GoogleServer, gmail: Any) -> None:
    start = google.mail.history_id
    id = google.mail.add(RAW)
    google.faults.on(lambda request: True, faults.empty_page(), times=2)
    messages, history = gmail.users().messages(), gmail.users().history()
    empty = messages.list(userId="me").execute()
    assert "messages" not in empty
    bare = history.list(userId="me", startHistoryId=start).execute()
    assert "history" not in bare
    assert messages.list_next(messages.list(userId="me"), empty).execute()["messages"][0]["id"] == id
    asked = history.list(userId="me", startHistoryId=start, pageToken=bare["nextPageToken"])
    assert len(asked.execute()["history"]) == 1


def test_the_text_of_a_draft_or_a_chat_is_never_asked_for(google: GoogleServer, gmail: Any) -> None:
    id = google.mail.add(RAW, labels=["DRAFT"])
    message(gmail, id).execute()
    assert google.violations == []
    gmail.users().messages().get(userId="me", id=id, format="raw").execute()
    assert (google.bodies, google.violations) == ([id], ["the text of a DRAFT"])


def test_many_may_ask_and_change_at_once(google: GoogleServer) -> None:
    def work() -> None:
        for _ in range(20):
            google.mail.add(RAW)
            ask(google, "/gmail/v1/users/me/messages?maxResults=500")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(set(google.mail.ids)), google.http_requests) == (80, 80)
    assert all(one.id < two.id for one, two in itertools.pairwise(google.mail.history.changes))


def test_it_listens_to_this_machine_only(google: GoogleServer) -> None:
    host, _, port = google.url.split("/")[2].partition(":")
    with socket.create_connection((host, int(port))) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"
