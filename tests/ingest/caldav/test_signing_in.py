"""What a server is shown, what it refuses, and what it never gets."""

from __future__ import annotations

import logging
import socket
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.caldav.account import Account
from ingest.caldav.hrefs import may_sign_in
from ingest.credentials import Password, Token
from ingest.errors import BusyError, SignInError, SourceError
from tests.ingest.caldav.desk import NOW, SINCE, Desk, connector, sync
from tests.servers.caldav import dialect
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.server import PASSWORD, TOKEN, USER
from tests.servers.caldav.store import event
from tests.servers.certificate import make_certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.credentials import Credential
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://caldav.icloud.com:443/x", True),
        ("https://p34-caldav.icloud.com/x", True),
        ("https://icloud.com:8443/", True),
        ("http://caldav.icloud.com/", False),
        ("https://icloud.com.evil.example/", False),
        ("https://evilicloud.com/", False),
        ("https://127.0.0.1/", False),
        ("http://127.0.0.1/", False),
        ("https://com/", False),
    ],
)
def test_a_password_goes_to_hosts_of_the_same_site_by_tls_and_nowhere_else(
    url: str, is_allowed: bool
) -> None:
    assert may_sign_in("https://caldav.icloud.com/", url) is is_allowed


@pytest.mark.parametrize(
    ("home", "url", "is_allowed"),
    [
        ("https://robin.github.io/", "https://pat.github.io/", False),
        ("https://dav.example.co.uk/", "https://other.co.uk/", False),
        ("https://dav.example.co.uk/", "https://x.example.co.uk/", True),
        ("https://nas/", "https://nas/dav/", True),
        ("https://nas/", "https://nas:8443/dav/", False),
        ("https://nas/", "https://router/", False),
        ("https://192.168.1.2/", "https://192.168.1.2/dav/", True),
        ("https://192.168.1.2/", "https://192.168.1.3/dav/", False),
        ("https://[::1]/", "https://[::1]/dav/", True),
        ("http://localhost:5232/", "http://localhost:5232/x", True),
        ("http://localhost:5232/", "http://localhost:5233/x", False),
        ("http://localhost:5232/", "https://localhost:5232/x", False),
        ("http://nas/", "http://nas/", False),
    ],
)
def test_the_site_is_what_somebody_registered(home: str, url: str, is_allowed: bool) -> None:
    assert may_sign_in(home, url) is is_allowed


def test_a_token_is_shown_as_bearer_and_renewed_once(
    server: CalDavServer, calendar: Calendar, desk: Desk
) -> None:
    calendar.put("a.ics", event("a"))
    refusals: list[str] = []

    def renewing(refused: str = "") -> Credential:
        refusals.append(refused)
        return Token(USER, "t0ken-2" if refused else TOKEN)

    sync(server.url, desk, sign_in=renewing)
    assert refusals == [""]
    server.tokens = {"t0ken-2"}
    calendar.put("b.ics", event("b"))
    sync(server.url, desk, sign_in=renewing)
    assert [one.event.uid for one in desk.versions] == ["b"]
    assert refusals == ["", "", TOKEN]


def test_a_token_that_is_refused_twice_is_the_persons_to_mend(server: CalDavServer, desk: Desk) -> None:
    def stale(refused: str = "") -> Credential:
        return Token(USER, "t0ken-7")

    with pytest.raises(SignInError, match="who are you") as caught:
        sync(server.url, desk, sign_in=stale)
    assert caught.value.said == "who are you?"
    assert len(server.requests) == 2
    assert "t0ken-7" not in repr(caught.value)


def test_a_provider_that_takes_no_passwords_is_told_of(
    start: Callable[..., CalDavServer], desk: Desk, tmp_path: Path, resolving: None
) -> None:
    names = ("apidata.googleusercontent.com",)
    certificate = make_certificate(tmp_path, *names)
    server = start(dialect.GOOGLE, certificate)
    with pytest.raises(SignInError, match="it takes no password"):
        sync(f"https://{names[0]}:{server.port}/caldav/v2/", desk, ca_file=str(certificate.ca_file))


def test_a_server_that_wants_digest_is_told_of(server: CalDavServer, desk: Desk) -> None:
    server.speak(takes_passwords=False, offers='Digest realm="Baikal", nonce="x", qop="auth"')
    with pytest.raises(SignInError, match="it wants Digest"):
        sync(server.url, desk)


@pytest.fixture
def resolving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads to this machine."""
    right = socket.getaddrinfo

    def here(host: str, *arguments: object, **more: object) -> object:
        return right("127.0.0.1", *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", here)


def test_icloud_leads_to_another_host_of_its_own(
    start: Callable[..., CalDavServer], desk: Desk, tmp_path: Path, resolving: None
) -> None:
    certificate = make_certificate(tmp_path, "caldav.icloud.test", "p34-caldav.icloud.test")
    server = start(dialect.ICLOUD, certificate)
    calendar = server.calendar("jobs")
    calendar.put("a.ics", event("a"))
    url = f"https://caldav.icloud.test:{server.port}/"
    sync(url, desk, ca_file=str(certificate.ca_file))
    assert [one.event.uid for one in desk.versions] == ["a"]
    hosts = {one.host.partition(":")[0]: one for one in server.requests}
    assert set(hosts) == {"caldav.icloud.test", "p34-caldav.icloud.test"}
    calendar.put("a.ics", event("a", hour=15))
    server.requests.clear()
    sync(url, desk, ca_file=str(certificate.ca_file))
    assert [one.event.uid for one in desk.versions] == ["a"]
    assert {one.host.partition(":")[0] for one in server.requests} == {"p34-caldav.icloud.test"}


def test_a_home_on_another_site_gets_nothing(
    start: Callable[..., CalDavServer], desk: Desk, tmp_path: Path, resolving: None
) -> None:
    certificate = make_certificate(tmp_path, "caldav.icloud.test", "evil.example")
    server = start(replace(dialect.ICLOUD, host="evil.example"), certificate)
    server.calendar("jobs").put("a.ics", event("a"))
    with pytest.raises(SourceError, match=r"leads to https://evil\.example/") as caught:
        sync(f"https://caldav.icloud.test:{server.port}/", desk, ca_file=str(certificate.ca_file))
    assert "\n" not in str(caught.value)
    assert {one.host.partition(":")[0] for one in server.requests} == {"caldav.icloud.test"}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_with_its_method_and_body(
    server: CalDavServer, calendar: Calendar, desk: Desk, status: int
) -> None:
    calendar.put("a.ics", event("a"))
    server.on(lambda asked: asked.path == "/x", Answer(status, b"", {"Location": "/y"}), times=None)
    server.on(lambda asked: asked.path == "/y", Answer(status, b"", {"Location": "/dav/"}), times=None)
    sync(f"{server.url}x", desk)
    assert [one.event.uid for one in desk.versions] == ["a"]
    first, second, third = server.requests[:3]
    assert (first.method, second.method, third.method) == ("PROPFIND",) * 3
    assert first.body == second.body == third.body != b""
    assert first.headers["depth"] == third.headers["depth"] == "0"


@pytest.mark.parametrize(
    "leads_to",
    ["http://evil.example/", "https://evil.example/", "http://localhost:1/", "ftp://127.0.0.1/", "//evil/"],
)
def test_a_redirect_to_another_place_is_not_followed(server: CalDavServer, desk: Desk, leads_to: str) -> None:
    server.on(lambda asked: True, Answer(302, b"", {"Location": leads_to}), times=None)
    with pytest.raises(SourceError) as caught:
        sync(server.url, desk)
    assert "\n" not in str(caught.value)
    assert len(server.requests) <= 2


def test_redirects_in_a_circle_end(server: CalDavServer, desk: Desk) -> None:
    server.on(lambda asked: True, Answer(302, b"", {"Location": "/again"}), times=None)
    with pytest.raises(SourceError):
        sync(server.url, desk)
    assert len(server.requests) <= 12


@pytest.mark.parametrize(("status", "seconds"), [(429, "7200"), (503, "7200"), (429, "")])
def test_a_server_that_wants_to_be_left_alone_is(
    server: CalDavServer, calendar: Calendar, desk: Desk, status: int, seconds: str
) -> None:
    headers = {"Retry-After": seconds} if seconds else {}
    server.on(lambda asked: True, Answer(status, b"", headers), times=None)
    with pytest.raises(BusyError) as caught:
        sync(server.url, desk)
    assert caught.value.seconds == (float(seconds) if seconds else None)


@pytest.mark.parametrize(
    "fault", [Answer(503, b"", {"Retry-After": "0"}), Answer(500), Answer(207, b"<" * 900, cut=True)]
)
def test_what_passes_is_asked_again(
    server: CalDavServer, calendar: Calendar, desk: Desk, fault: Answer
) -> None:
    calendar.put("a.ics", event("a"))
    for number in (1, 4, 7, 10):
        server.on(lambda asked, number=number: asked.number == number, fault)  # type: ignore[misc]
    sync(server.url, desk)
    assert [one.event.uid for one in desk.versions] == ["a"]
    assert not desk.problems


def test_no_secret_is_in_a_log_an_error_or_a_repr(
    server: CalDavServer, calendar: Calendar, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    logging.getLogger("urllib3").setLevel(1)
    calendar.put("a.ics", event("a"))
    calendar.put("private.ics", event("p", summary="Cardiologist"))
    with connector(server.url, desk) as one:
        told = [repr(one), repr(one.__dict__), str(one.__dict__)]
        for batch in one.changes({}):
            desk.take(batch)
        told += [repr(one.__dict__), repr(vars(one._session))]
    for status in (401, 403, 404, 500, 429, 200, 207, 302):
        for word in (Password(USER, PASSWORD), Token(USER, TOKEN)):
            server.faults.clear()
            echo = Answer(status, f"no {word.secret}".encode(), {"Content-Type": "text/plain"})
            server.on(lambda asked: True, echo, times=None)
            with pytest.raises(SourceError) as caught:
                sync(server.url, Desk(), sign_in=lambda refused="", word=word: word)
            told += traceback.format_exception(caught.value)
            told.append(repr(getattr(caught.value, "said", "")))
    told += [caplog.text, desk.everything()]
    everything = "\n".join(told)
    assert PASSWORD not in everything
    assert TOKEN not in everything
    assert "Cardiologist" not in everything
    assert "private.ics" not in everything
    assert "Basic " not in everything


def test_an_account_does_not_show_its_address() -> None:
    """Somebody may have put a password into it."""
    assert "s3cret" not in repr(Account("jobs", "https://robin:s3cret@dav.example/", SINCE, NOW))
