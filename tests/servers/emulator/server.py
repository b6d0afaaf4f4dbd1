"""The emulator in a child process, and what somebody else does in its one mailbox meanwhile."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.servers.emulator.node import FOLDER, check, node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "robin.hale@postbox.example"
CLIENT = "tealeaves-tests"
CLIENT_SECRET = "emulated"
REDIRECT = "http://127.0.0.1:9/"  # where nobody listens: only the code in the redirect is wanted
SEED = {
    "google": {
        "users": [{"email": ADDRESS, "name": "Robin Hale"}],
        "oauth_clients": [
            {"client_id": CLIENT, "client_secret": CLIENT_SECRET, "redirect_uris": [REDIRECT]},
        ],
    }
}
PATIENCE_SECONDS = 30


@dataclass
class Emulator:
    """A running emulator. It takes any access token for the one user's, and each for 5,000 requests."""

    process: subprocess.Popen[str]
    port: int
    resets: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def token(self) -> str:
        """An access token, another one after each reset."""
        return f"token-{self.resets}"

    def reset(self) -> None:
        """An empty mailbox; no refresh token is valid any longer."""
        self.resets += 1
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("anew\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "anew\n"

    def insert(self, raw: bytes, *labels: str, thread: str = "") -> str:
        """The id of a new mail: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/insert.

        Raw always: from anything else the emulator builds MIME that is no MIME.
        """
        text = base64.urlsafe_b64encode(raw).decode()
        body: dict[str, Any] = {"raw": text, "labelIds": list(labels or ("INBOX",))}
        made: str = self._mail("POST", "messages", body | ({"threadId": thread} if thread else {}))["id"]
        return made

    def delete(self, mail: str) -> None:
        """For ever, unlike `trash`."""
        self._mail("DELETE", f"messages/{mail}")

    def trash(self, mail: str) -> None:
        self._mail("POST", f"messages/{mail}/trash")

    def untrash(self, mail: str) -> None:
        self._mail("POST", f"messages/{mail}/untrash")

    def relabel(self, mail: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """By the ids of labels."""
        body = {"addLabelIds": list(add), "removeLabelIds": list(remove)}
        self._mail("POST", f"messages/{mail}/modify", body)

    def new_label(self, name: str) -> str:
        """Its id."""
        made: str = self._mail("POST", "labels", {"name": name})["id"]
        return made

    def labels(self) -> dict[str, str]:
        """Names of labels by their ids."""
        return {label["id"]: label["name"] for label in self._mail("GET", "labels")["labels"]}

    def mails(self) -> dict[str, list[str]]:
        """The labels of each mail, those in the bin too."""
        listed = self._mail("GET", "messages?maxResults=500&includeSpamTrash=true")["messages"]
        return {
            one["id"]: self._mail("GET", f"messages/{one['id']}?format=minimal")["labelIds"] for one in listed
        }

    def refresh_token(self, scope: str) -> str:
        """What a person's consent gives a program (RFC 6749 §4.1, §1.5)."""
        asked = {"email": ADDRESS, "redirect_uri": REDIRECT, "scope": scope, "client_id": CLIENT}
        consent = self._send("POST", "o/oauth2/v2/auth/callback", data=asked, allow_redirects=False)
        [code] = parse_qs(urlsplit(consent.headers["Location"]).query)["code"]
        exchanged = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        client = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}
        token: str = self._send("POST", "oauth2/token", data=exchanged | client).json()["refresh_token"]
        return token

    def client_file(self) -> str:
        """The JSON that Google would give its person to download."""
        ends = {"auth_uri": f"{self.url}o/oauth2/v2/auth", "token_uri": f"{self.url}oauth2/token"}
        client = {"client_id": CLIENT, "client_secret": CLIENT_SECRET, "redirect_uris": [REDIRECT]}
        return json.dumps({"installed": client | ends})

    def _mail(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._send(method, f"gmail/v1/users/me/{path}", json=body)
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        # A token of the tests' own, so that nothing is counted against the token of who is tested.
        bearer = {"Authorization": f"Bearer tests-{self.resets}"}
        with requests.Session() as session:
            session.trust_env = False  # no proxy
            answer = session.request(
                method, self.url + path, headers=bearer, timeout=PATIENCE_SECONDS, **more
            )
        answer.raise_for_status()
        return answer


@contextlib.contextmanager
def emulator() -> Iterator[Emulator]:
    """A running emulator with an empty mailbox. Raises MissingEmulatorError."""
    check()
    command: list[str | Path] = [node(), "run.js", json.dumps(SEED)]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            command, cwd=FOLDER, env={}, text=True, stdin=pipe, stdout=pipe, stderr=log
        ) as process,
    ):
        try:
            assert process.stdout
            what, _, port = process.stdout.readline().partition(" ")
            if what != "port":
                log.seek(0)
                raise RuntimeError(f"the emulator did not start: {log.read()[-500:]}")
            yield Emulator(process, int(port))
        finally:
            process.kill()
