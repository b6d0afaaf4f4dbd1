"""What the tests of sign-in share: a server of tokens, a keyring of the test's own, and a person's files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import keyring.backends.fail
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from tealeaves import config
from tealeaves.signin.surroundings import Surroundings
from tests.servers.oauth import CLIENT, CLIENT_SECRET, OAuth, oauth_server

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 9, 28, 8, tzinfo=UTC)


class FileKeyring(KeyringBackend):
    """A real backend, as the package defines one, that keeps what it is given in a file."""

    priority = 0.5  # type: ignore[assignment]

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def kept(self) -> dict[str, str]:
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.file.write_text(json.dumps({**self.kept(), f"{service}\n{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self.kept()
        if kept.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError(username)
        self.file.write_text(json.dumps(kept))


@dataclass
class World:
    """A person's folder and clock. `environment` is what commands and variables are read from."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def around(self) -> Surroundings:
        return Surroundings(
            lambda name: self.folder / Path(name).expanduser(),
            self.environment,
            self.folder / "data" / "tokens",
            lambda: self.now,
        )

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def account(self, text: str) -> config.AccountTable:
        """The account of a configuration that holds this one: checked as any other."""
        path = self.folder / "config.toml"
        path.write_text(f'me = {{ addresses = ["robin@postbox.example"] }}\n[[accounts]]\n{text}', "utf-8")
        return config.load(path, {}).tables.accounts[0]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    import os

    return World(tmp_path, dict(os.environ))


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Whatever this machine has: no test touches the keyring of the person who runs it."""
    before = keyring.core._keyring_backend  # type: ignore[attr-defined]
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.core._keyring_backend = before  # type: ignore[attr-defined]


@pytest.fixture
def ring(tmp_path: Path) -> FileKeyring:
    own = FileKeyring(tmp_path / "keyring.json")
    keyring.set_keyring(own)
    return own


@pytest.fixture
def oauth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OAuth]:
    """Trusted the way a company's own authority is; reached by no proxy."""
    folder = tmp_path / "oauth"
    folder.mkdir()
    with oauth_server(folder) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca_file))
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        yield server


@pytest.fixture
def microsoft(world: World, oauth: OAuth) -> config.AccountTable:
    return world.account(
        f'name = "work"\nkind = "imap"\nhost = "outlook.office365.com"\nuser = "{oauth.user}"\n'
        f'auth = "microsoft"\nclient_id = "{CLIENT}"\noauth_authority = "{oauth.url}"\n'
    )


def google_client(oauth: OAuth) -> dict[str, object]:
    """What Google's console gives to download for a client of the type Desktop app."""
    return {
        "client_id": CLIENT,
        "project_id": "a-project-of-ones-own",
        "client_secret": CLIENT_SECRET,
        "auth_uri": f"{oauth.url}/auth",
        "token_uri": f"{oauth.url}/token",
        "auth_provider_x509_cert_url": f"{oauth.url}/certs",
        "redirect_uris": ["http://localhost"],
    }


@pytest.fixture
def google(world: World, oauth: OAuth) -> config.AccountTable:
    (world.folder / "client.json").write_text(json.dumps({"installed": google_client(oauth)}))
    return world.account(
        f'name = "mine"\nkind = "imap"\nhost = "imap.gmail.com"\nuser = "{oauth.user}"\n'
        'auth = "google"\nclient_file = "client.json"\n'
    )


def of_kind(kind: str, world: World, name: str = "mine", rest: str = "") -> config.AccountTable:
    """An account of Google's own kinds, with the client of the fixture `google`."""
    return world.account(f'name = "{name}"\nkind = "{kind}"\nclient_file = "client.json"\n{rest}')
