"""Encryption is verified by the file that is named, and proxies see no secret."""

from __future__ import annotations

import socket

import pytest

from ingest.errors import SourceError, UnreachableError
from ingest.web.session import Web
from tests.servers.certificate import Certificate, make_certificate
from tests.servers.feed import FeedServer, Reply
from tests.servers.proxy import proxy


def web(ca_file: object = "", tls_minimum: str = "1.2") -> Web:
    return Web(ca_file=str(ca_file or ""), tls_minimum=tls_minimum, most_bytes=1000, most_seconds=30)


def test_a_server_of_the_named_authority_is_believed(secure: FeedServer, certificate: Certificate) -> None:
    secure.replies["/a"] = Reply(200, b"well")
    with web(certificate.ca_file, "1.3") as one:
        assert one.ask("GET", secure.url("/a", "localhost")).body == b"well"


def test_a_server_of_an_unknown_authority_is_not_and_is_not_asked(secure: FeedServer) -> None:
    with web() as one, pytest.raises(SourceError, match=r"^localhost: its certificate .* ca_file$") as caught:
        one.ask("GET", secure.url("/secret", "localhost"))
    assert not isinstance(caught.value, UnreachableError)
    assert not secure.requests


def test_with_a_file_no_other_authority_is_believed(
    secure: FeedServer, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    certificate: Certificate,
) -> None:  # fmt: skip
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(certificate.ca_file))
    other = make_certificate(tmp_path_factory.mktemp("other"))
    with web(other.ca_file) as one, pytest.raises(SourceError, match="certificate"):
        one.ask("GET", secure.url("/", "localhost"))
    assert not secure.requests


def test_requests_own_list_of_authorities_is_not_added(
    secure: FeedServer, monkeypatch: pytest.MonkeyPatch, certificate: Certificate
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate.ca_file))
    with web() as one, pytest.raises(SourceError, match="certificate"):
        one.ask("GET", secure.url("/", "localhost"))


def test_the_name_in_the_certificate_counts(
    secure: FeedServer, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", secure.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with web(certificate.ca_file) as one, pytest.raises(SourceError, match="certificate"):
        one.ask("GET", secure.url("/", "feeds.example"))
    assert not secure.requests


def test_a_server_without_tls_is_no_secure_one(server: FeedServer) -> None:
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with web() as one, pytest.raises(UnreachableError, match=r"^localhost: no secure connection"):
        one.ask("GET", f"https://localhost:{server.port}/secret")


def test_a_missing_file_is_told_of() -> None:
    with web("/nowhere.pem") as one, pytest.raises(SourceError, match="ca_file"):
        one.ask("GET", "https://localhost/")


def test_a_proxy_of_the_environment_gets_the_host_alone(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.url().replace("//", "//robin:password@"))
    with web() as one, pytest.raises(UnreachableError, match=r"^feeds\.invalid: the proxy") as caught:
        one.ask("GET", "https://feeds.invalid/secret", headers={"Authorization": "secret"})
    [asked] = server.requests
    assert (asked.method, asked.target) == ("CONNECT", "feeds.invalid:443")
    assert "secret" not in asked.text
    assert "password" not in str(caught.value)


def test_without_tls_no_proxy_is_used(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.replies["/a"] = Reply(200, b"well")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with web() as one:
        assert one.ask("GET", server.url("/a")).body == b"well"


def test_a_host_that_the_environment_excepts_is_asked_directly(
    secure: FeedServer, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure.replies["/a"] = Reply(200, b"well")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "localhost")
    with web(certificate.ca_file) as one:
        assert one.ask("GET", secure.url("/a", "localhost")).body == b"well"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "socks5://127.0.0.1:9", "http://"])
def test_a_proxy_that_is_no_use_is_told_of(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", address)
    with web() as one, pytest.raises(UnreachableError, match=r"^feeds\.invalid: the proxy"):
        one.ask("GET", "https://feeds.invalid/secret")


def test_a_proxy_that_reads_along_sees_no_path(
    secure: FeedServer, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure.replies["/secret"] = Reply(200, b"well")
    with proxy("127.0.0.1", secure.port) as wire, web(certificate.ca_file) as one:
        assert one.ask("GET", f"https://localhost:{wire.port}/secret").body == b"well"
    assert b"secret" not in bytes(wire.connections[0].from_client)
