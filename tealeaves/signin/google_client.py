"""The OAuth client that a person made at Google, as the JSON file that the console gives to download."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.credentials import Secret
from ingest.errors import SignInError
from tealeaves.accounts import is_loopback

if TYPE_CHECKING:
    from pathlib import Path

ADDRESSES = ("auth_uri", "token_uri")
DESKTOP = "make a client of the type Desktop app and download its JSON: docs/google.md"


def read_client(path: Path) -> dict[str, str]:
    """client_id, client_secret, auth_uri and token_uri of the file. Raises SignInError.

    It may be readable by others: the secret of a program on a person's own machine is none (RFC 8252 §8.5).
    """
    try:
        whole = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SignInError(f"client_file {path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        whole = None
    client = whole.get("installed") if isinstance(whole, dict) else None
    if not isinstance(client, dict):
        raise SignInError(f"client_file {path} is {_what(whole)}; {DESKTOP}")
    return _checked(path, client)


def _checked(path: Path, client: dict[str, Any]) -> dict[str, str]:
    found = {key: client.get(key) for key in ("client_id", *ADDRESSES)}
    if not all(isinstance(value, str) and value for value in found.values()):
        raise SignInError(f"client_file {path} is {_what(None)}; {DESKTOP}")
    # https://developers.googleblog.com/en/usability-and-safety-updates-to-google-auth-platform: since June
    # 2025 the console shows a secret once, and a file that is downloaded later does not hold it.
    secret = client.get("client_secret")
    if not isinstance(secret, str) or not secret:
        raise SignInError(
            f"client_file {path} holds no client_secret: Google shows it only when it is made; "
            "add a secret to the client and download the JSON at once: docs/google.md"
        )
    for key in ADDRESSES:
        url = urlsplit(str(found[key]))
        if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.hostname or "")):
            raise SignInError(f"client_file {path}: {key} does not begin with https://")
    return {**{key: str(value) for key, value in found.items()}, "client_secret": Secret(secret)}


def _what(whole: Any) -> str:
    """What the file is in place of a desktop client."""
    kinds = whole if isinstance(whole, dict) else {}
    if "web" in kinds:
        return 'a client of the type Web application ("web"), to which no browser comes back here'
    if kinds.get("type") == "service_account":
        return "the key of a service account, which has a mailbox of its own, not yours"
    if kinds.get("type") == "authorized_user":
        return "a sign-in of gcloud, not a client"
    return "not the JSON of a Google client of the type Desktop app"
