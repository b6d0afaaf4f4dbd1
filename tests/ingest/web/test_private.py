"""Only public addresses: looked at where they are connected to, before anything is sent."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from ingest.web.addresses import is_loopback, is_public
from ingest.web.faults import PrivateAddressError
from ingest.web.session import Web
from tests.servers.feed import FeedServer, Reply

PUBLIC = ("8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")
PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
    "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::1", "100::1", "2001:db8::1", "2002:7f00:1::", "2002:c0a8:101::1", "fc00::1", "fd12::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
    "", "localhost", "127.1", "2130706433", "0x7f000001",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_what_the_internet_reaches_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_what_only_this_machine_or_its_network_reaches_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "localhost.example", "128.0.0.1", "10.0.0.1", "127.0.0.1.example", "::2"]
)
def test_no_other_is_taken_for_it(host: str) -> None:
    assert not is_loopback(host)


def strict(**more: Any) -> Web:
    return Web(most_bytes=1000, most_seconds=30, only_public=True, **more)


def known_as(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every host has these addresses. Returns what was looked up, as it comes."""
    asked: list[str] = []

    def look_up(host: str, port: int, *args: object, **more: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001", "127.1"])
def test_a_private_address_is_not_even_connected_to(secure: FeedServer, host: str) -> None:
    secure.replies["/"] = Reply()
    with strict() as one, pytest.raises(PrivateAddressError) as caught:
        one.ask("GET", f"https://{host}:{secure.port}/secret")
    assert "secret" not in str(caught.value)
    assert not secure.connections


def test_a_name_that_leads_inside_is_looked_up_once(
    secure: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = known_as(monkeypatch, "127.0.0.1")
    with strict() as one, pytest.raises(PrivateAddressError, match=r"^feeds\.example lies inside"):
        one.ask("GET", f"https://feeds.example:{secure.port}/")
    assert asked == ["feeds.example"]
    assert not secure.connections


def test_of_several_addresses_the_private_ones_are_passed_over(
    secure: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_as(monkeypatch, "127.0.0.1", "8.8.8.8")
    tried: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with strict() as one, pytest.raises(Exception, match="nothing listens"):
        one.ask("GET", f"https://feeds.example:{secure.port}/")
    assert tried == ["8.8.8.8"]


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1")])
def test_behind_a_proxy_all_addresses_of_the_host_are_looked_at(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    monkeypatch.setenv("https_proxy", server.url())
    known_as(monkeypatch, *addresses)
    with strict() as one, pytest.raises(PrivateAddressError):
        one.ask("GET", "https://feeds.example/")
    assert not server.connections


def test_behind_a_proxy_a_host_that_is_not_known_here_may_be_private(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.url())
    with strict() as one, pytest.raises(PrivateAddressError, match="not known here"):
        one.ask("GET", "https://nowhere.invalid/secret")
    assert not server.connections


def test_a_proxy_may_be_private_itself(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", server.url())
    with strict() as one, pytest.raises(Exception, match="proxy"):
        one.ask("GET", "https://8.8.8.8/")
    assert [one.method for one in server.requests] == ["CONNECT"]
