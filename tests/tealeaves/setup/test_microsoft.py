"""An account that signs in with a code, at a terminal, against a server of tokens and a real Dovecot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import missing
from tests.servers.dovecot import Dovecot, MissingDovecotError, Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.oauth import CLIENT, OAuth, oauth_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tealeaves.setup.newcomer import Newcomer, Talk


@pytest.fixture
def oauth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OAuth]:
    (tmp_path / "oauth").mkdir()
    with oauth_server(tmp_path / "oauth") as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca_file))
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        server.user = "u0"
        yield server


@pytest.fixture
def server(oauth: OAuth) -> Iterator[Dovecot]:
    try:
        with running_dovecot(Options(introspection_url=oauth.introspection_url)) as running:
            yield running
    except MissingDovecotError as error:
        missing(error)


def begins(newcomer: Newcomer, oauth: OAuth, server: Dovecot, user: str) -> Talk:
    talk = newcomer.begins(
        "accounts", "add", "robin@hotmail.com", "--host", "localhost", "--port", server.tls_port,
        "--ca-file", server.ca_file, "--user", user, "--auth", "microsoft",
        "--oauth-authority", oauth.url, "--full-name", "Robin", "--timezone", "UTC",
    )  # fmt: skip
    talk.says("Application (client) ID: ", CLIENT)
    return talk


def test_the_client_is_asked_for_and_then_the_person(
    newcomer: Newcomer, oauth: OAuth, server: Dovecot
) -> None:
    talk = begins(newcomer, oauth, server, "u0")
    talk.hears("hotmail: signed in at localhost; a sync reads INBOX")
    talk.says("Sync now?", "n")
    assert talk.end() == 0, talk.said
    assert newcomer.account()["client_id"] == CLIENT
    assert list(newcomer.kept()) == ["tealeaves tokens\nhotmail"]
    [token] = [json.loads(kept)["access"] for kept in newcomer.kept().values()]
    assert token not in talk.said + newcomer.config.read_text()


def test_whoever_gives_up_after_the_code_leaves_no_token_behind(
    newcomer: Newcomer, oauth: OAuth, server: Dovecot
) -> None:
    talk = begins(newcomer, oauth, server, "u1")  # whose mailbox u0 may not read
    talk.presses("> ", "q")
    assert talk.end() == 130
    assert "stopped; nothing was written" in talk.said
    assert newcomer.kept() == {}
    assert not newcomer.config.exists()
