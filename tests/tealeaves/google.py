"""Accounts of a Google of the tests' own: what stands in the configuration, and a sign-in that holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tealeaves.signin.google_flow import SCOPES
from tealeaves.signin.tokens import Drawer, Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.google import GoogleServer

CLIENT = "client.apps.googleusercontent.com"
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def gmail(folder: Path, server: GoogleServer, *lines: str, name: str = "google") -> str:
    return _account(folder, server, "gmail", name, lines)


def calendars(folder: Path, server: GoogleServer, *lines: str, name: str = "calendar") -> str:
    return _account(folder, server, "google-calendar", name, lines)


def _account(folder: Path, server: GoogleServer, kind: str, name: str, lines: tuple[str, ...]) -> str:
    """The table of an account that has signed in; client and tokens lie in the folder."""
    client = {
        "client_id": CLIENT,
        "client_secret": "not much of a secret",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    (folder / "client.json").write_text(json.dumps({"installed": client}))
    [token] = server.tokens
    kept = Drawer(name, f"google {CLIENT} {SCOPES[kind]} ", folder / f"{name}.tokens.json", file_only=True)
    kept.write(Tokens(token, "refresh", NEVER))
    told = (
        f'name = "{name}"', f'kind = "{kind}"', 'client_file = "client.json"',
        f'token_file = "{name}.tokens.json"', f'api_root = "{server.url}"', *lines,
    )  # fmt: skip
    return "[[accounts]]\n" + "\n".join(told) + "\n"
