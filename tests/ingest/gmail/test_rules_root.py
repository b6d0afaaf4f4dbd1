"""Requests go to `api_root` and nowhere else, whatever the environment says; and nothing is changed there."""

from __future__ import annotations

import http.client
import socket
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from ingest.errors import SourceError, UnreachableError
from ingest.gmail.account import Account
from ingest.gmail.connector import Gmail
from tests.ingest.gmail.archive import sync, token
from tests.ingest.gmail.mailbox_of import agree, filled, here
from tests.ingest.imap.archive import SINCE, all_pass, letter
from tests.servers.google.faults import named, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer


def at(root: str, archive: Archive) -> Gmail:
    return Gmail(Account("mine", SINCE, root, 20.0), token, all_pass, archive)


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The hosts whose addresses were looked up."""
    asked: set[str] = set()
    look_up = socket.getaddrinfo

    def noting(host: Any, *rest: Any, **more: Any) -> Any:
        asked.add(str(host))
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "no network in a test")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    return asked


@pytest.fixture
def nobody() -> Iterator[socket.socket]:
    """Something that listens, and that nobody should talk to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener
        with pytest.raises(BlockingIOError):
            listener.accept()


@contextmanager
def below(google: GoogleServer, path: str) -> Iterator[str]:
    """The server under another path, as behind a gateway. Gives its root."""
    target = urlsplit(google.url).netloc

    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            assert self.path.startswith(path), self.path
            headers = {
                name: value for name, value in self.headers.items() if name.lower() != "content-length"
            }
            onward = http.client.HTTPConnection(target)
            onward.request(
                self.command, self.path[len(path) :], body.replace(b"GET " + path.encode(), b"GET "), headers
            )
            answer = onward.getresponse()
            said = answer.read()
            self.send_response(answer.status)
            for name in ("Content-Type", "Content-Encoding"):
                if answer.headers[name]:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            onward.close()

        do_POST = do_GET

    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as gateway:
        gateway.daemon_threads = True
        Thread(target=gateway.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{gateway.server_port}{path}"
        finally:
            gateway.shutdown()


def test_everything_goes_to_the_api_root_and_to_no_other_host(
    google: GoogleServer, archive: Archive, syncing: Syncing, hosts: set[str]
) -> None:
    ids = filled(google, 60)
    syncing()
    google.mail.delete(ids[0])
    google.mail.forget_history()
    syncing()
    agree(google, archive)
    assert google.batches
    assert hosts <= {"127.0.0.1"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_api_root_may_end_in_a_slash(
    google: GoogleServer, archive: Archive, hosts: set[str], slash: str
) -> None:
    filled(google, 5)
    sync(at(google.url.rstrip("/") + slash, archive), archive)
    agree(google, archive)
    assert all(request.path.startswith("/gmail/v1/users/me/") for request in google.requests)
    assert hosts <= {"127.0.0.1"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_api_root_may_have_a_path(
    google: GoogleServer, archive: Archive, hosts: set[str], slash: str
) -> None:
    filled(google, 5)
    with below(google, "/google/proxy") as root:
        sync(at(root + slash, archive), archive)
    agree(google, archive)
    assert google.batches
    assert hosts <= {"127.0.0.1"}


ENVIRONMENT = {
    "GOOGLE_API_USE_MTLS_ENDPOINT": "always",
    "GOOGLE_API_USE_CLIENT_CERTIFICATE": "true",
    "GOOGLE_API_KEY": "a-key",
    "GOOGLE_CLOUD_UNIVERSE_DOMAIN": "universe.example",
    "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/credentials.json",
    "GOOGLE_CLOUD_QUOTA_PROJECT": "a-project",
    "GOOGLE_CLOUD_PROJECT": "a-project",
    "GCE_METADATA_HOST": "metadata.example",
    "GOOGLE_API_CERTIFICATE_CONFIG": "/nowhere/certificate_config.json",
}


def test_the_environment_moves_no_request(
    google: GoogleServer, archive: Archive, syncing: Syncing, hosts: set[str], nobody: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proxy = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    filled(google, 5)
    syncing()
    agree(google, archive)
    assert hosts <= {"127.0.0.1"}
    assert not any("key" in request.query for request in google.requests)
    assert not any("x-goog-user-project" in request.headers for request in google.requests)


@pytest.mark.parametrize("name", ["profile", "messages.list", "batch", "messages.get", "history.list"])
def test_a_redirect_is_not_followed(
    google: GoogleServer, archive: Archive, syncing: Syncing, nobody: socket.socket, name: str
) -> None:
    filled(google, 7)
    google.faults.on(named(name), redirect(f"http://127.0.0.1:{nobody.getsockname()[1]}/"), times=None)
    with pytest.raises(SourceError):
        syncing()
    google.faults.clear()
    syncing()
    agree(google, archive)


def test_where_nobody_listens_the_person_is_told_where(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1"):
        sync(at(f"http://127.0.0.1:{port}/", archive), archive)
    assert not archive.cursors


def test_a_server_that_never_answers_is_left_after_a_while(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        root = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        gmail = Gmail(Account("mine", SINCE, root, 0.02), token, all_pass, archive)
        with pytest.raises(UnreachableError, match=r"127\.0\.0\.1"):
            sync(gmail, archive)
    assert not archive.cursors


def test_a_host_that_is_unknown_is_told_at_once(archive: Archive, hosts: set[str]) -> None:
    with pytest.raises(UnreachableError, match=r"gmail\.googleapis\.com"):
        sync(at("", archive), archive)
    assert hosts == {"gmail.googleapis.com"}


def test_nothing_at_the_server_is_changed(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    for number, label in enumerate(["INBOX", "UNREAD", "DRAFT", "SENT", "TRASH", "SPAM", "CHAT"]):
        google.mail.add(letter(number), labels=(label,))
    before = {mail.id: (list(mail.labels), mail.history_id, mail.raw) for mail in google.mail.mails.values()}
    history = google.mail.history_id
    syncing()
    google.mail.forget_history()
    syncing()
    with at(google.url, archive) as gmail:
        assert gmail.mailbox() == google.mail.address
        for place in archive.places("mine"):
            gmail.again(place)
    assert {
        one.id: (list(one.labels), one.history_id, one.raw) for one in google.mail.mails.values()
    } == before
    assert int(google.mail.history_id) >= int(history)
    assert {request.method for request in google.requests} == {"GET"}
    assert not google.violations
    assert len(here(archive)) == 3
