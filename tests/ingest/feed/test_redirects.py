"""Where a feed leads: to https, to the internet, and not for ever."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import SourceError
from ingest.web import dial
from ingest.web.faults import PrivateAddressError
from tests.ingest.feed.desk import account, calendar, event, sync
from tests.servers.feed import FeedServer, Reply, Request, feed_server

if TYPE_CHECKING:
    from tests.ingest.google_calendar.desk import Desk
    from tests.servers.certificate import Certificate


def leads(to: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": to})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: FeedServer, desk: Desk, status: int) -> None:
    server.replies |= {"/f": leads("/g?x=1", status), "/g": Reply(200, calendar(event()))}
    sync(desk, account(server.url("/f")))
    assert server.paths == ["/f", "/g?x=1"]
    assert len(desk.kept) == 1


def test_conditions_are_sent_where_the_feed_lies(server: FeedServer, desk: Desk) -> None:
    server.replies |= {"/f": leads("/g"), "/g": Reply(200, calendar(event()), {"ETag": '"1"'})}
    for _ in range(2):
        sync(desk, account(server.url("/f")))
    assert ["if-none-match" in one.headers for one in server.requests] == [False, False, False, True]


def test_five_redirects_are_enough(server: FeedServer, desk: Desk) -> None:
    for number in range(6):
        server.replies[f"/{number}"] = leads(f"/{number + 1}")
    server.replies["/6"] = Reply(200, calendar(event()))
    sync(desk, account(server.url("/1")))
    with pytest.raises(SourceError, match="without end"):
        sync(desk, account(server.url("/0")))
    assert server.paths[-1] == "/5"


def test_a_redirect_in_a_circle_ends(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = leads("/f")
    with pytest.raises(SourceError, match="without end"):
        sync(desk, account(server.url("/f")))
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "to", ["http://secret.example/", "https://robin:secret@other.example/", "ftp://secret.example/"]
)
def test_a_redirect_to_less_is_not_followed(
    secure: FeedServer, desk: Desk, certificate: Certificate, to: str
) -> None:
    secure.replies["/f"] = leads(to)
    with pytest.raises(SourceError, match=r"^localhost: the feed leads to an address") as caught:
        sync(desk, account(secure.url("/f", "localhost"), ca_file=certificate.ca_file))
    assert "secret" not in str(caught.value)


def test_a_redirect_to_nowhere_is_no_feed(server: FeedServer, desk: Desk) -> None:
    server.replies["/f"] = leads("https://[")
    with pytest.raises(SourceError, match="302"):
        sync(desk, account(server.url("/f")))


def test_from_one_private_host_to_another_nobody_goes(server: FeedServer, desk: Desk) -> None:
    with feed_server() as inside:
        server.replies["/f"] = leads(inside.url("/secret", "localhost"))
        with pytest.raises(PrivateAddressError, match=r"^localhost lies inside"):
            sync(desk, account(server.url("/f")))
        assert not inside.connections


def public_alone(monkeypatch: pytest.MonkeyPatch, *addresses: str, **names: str) -> None:
    """These addresses are of the internet, and hosts of these names (a_b for a.b) have these addresses."""
    look_up = socket.getaddrinfo

    def found(host: str, port: int, *args: Any, **more: Any) -> Any:
        return look_up(names.get(host.replace(".", "_"), host), port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(dial, "is_public", lambda text: text in addresses)


def test_from_a_public_host_nobody_goes_inside(
    secure: FeedServer, desk: Desk, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_alone(monkeypatch, "127.0.0.1", localhost="127.0.0.1", inside_example="127.0.0.9")
    secure.replies["/f"] = leads(f"https://inside.example:{secure.port}/")
    with pytest.raises(PrivateAddressError, match=r"^inside\.example lies inside"):
        sync(desk, account(secure.url("/f", "localhost"), ca_file=certificate.ca_file))
    assert secure.connections == 1


def test_a_public_host_that_is_private_a_moment_later_is_not_followed_inside(
    secure: FeedServer, desk: Desk, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_alone(monkeypatch, "127.0.0.1", localhost="127.0.0.1")

    def turn(request: Request) -> Reply:
        monkeypatch.setattr(dial, "is_public", lambda text: False)
        return Reply(302, headers={"Location": "/g", "Connection": "close"}, raw=None)

    secure.replies["/f"] = turn
    secure.replies["/g"] = Reply(200, calendar(event()))
    with pytest.raises(PrivateAddressError):
        sync(desk, account(secure.url("/f", "localhost"), ca_file=certificate.ca_file))
    assert secure.paths == ["/f"]


def test_the_user_is_told_to_its_own_server_alone(
    server: FeedServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_alone(monkeypatch, "127.0.0.1")
    with feed_server() as other:
        server.replies |= {"/f": leads("/g"), "/g": leads(other.url("/h"))}
        other.replies |= {"/h": leads(server.url("/i", "localhost"))}
        server.replies |= {"/i": leads(server.url("/j"))}
        server.replies |= {"/j": Reply(200, calendar(event()))}
        monkeypatch.setattr(dial, "is_public", lambda text: True)
        sync(desk, account(server.url("/f").replace("//", "//robin:secret@")))
        assert "authorization" not in other.requests[0].headers
    told = {one.target: "authorization" in one.headers for one in server.requests}
    assert told == {"/f": True, "/g": True, "/i": False, "/j": True}


def test_where_a_password_is_wrong_after_a_redirect_the_error_names_that_host(
    server: FeedServer, desk: Desk
) -> None:
    server.replies |= {"/f": leads("/secret"), "/secret": Reply(403)}
    with pytest.raises(SourceError, match=r"^127\.0\.0\.1: the feed is refused") as caught:
        sync(desk, account(server.url("/f")))
    assert "/secret" not in str(caught.value)
