"""What an answer that is none means: ask the person, ask later, or that it is refused."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from ingest.caldav import answers
from ingest.credentials import Password
from ingest.errors import SignInError, SourceError
from ingest.web.faults import BrokenOffError

if TYPE_CHECKING:
    from ingest.credentials import Credential
    from ingest.web.session import Answer

_MOST_SAID = 200
_BASIC = re.compile(r"(?:^|,)\s*basic\b", re.IGNORECASE)
_DIGEST = re.compile(r"(?:^|,)\s*digest\b", re.IGNORECASE)


class RefusedError(SourceError):
    """This one request is refused, and others may not be. `conditions` are those that the server names."""

    def __init__(self, text: str, status: int = 0, conditions: frozenset[str] = frozenset()) -> None:
        super().__init__(text)
        self.status = status
        self.conditions = conditions


class FailingError(BrokenOffError):
    """The server says that it fails. It may be this request that it fails at."""


class ElsewhereError(RefusedError):
    """The server leads to another site, where the password must not go."""


class GarbledAnswerError(RefusedError):
    """The answer is none of a calendar server's, but a page for a person, or nothing that makes sense."""


def refused(answer: Answer, host: str, path: str) -> RefusedError:
    """What an answer means that is neither an answer nor trouble that passes."""
    what = f"{host}: {path}: {_meaning(answer.status)} (status {answer.status})"
    return RefusedError(what, answer.status, answers.conditions(answer.body))


def sign_in_refused(answer: Answer, host: str, credential: Credential) -> SignInError:
    """A 401, with what the server said, or what can be told from what it offers."""
    offered = answer.headers.get("WWW-Authenticate", "")
    said = _said(answer, credential) or "status 401"
    if isinstance(credential, Password) and offered and not _BASIC.search(offered):
        if _DIGEST.search(offered):
            said = f"{said}; it wants Digest: have it take Basic, which TLS protects"
        else:
            said = f"{said}; it takes no password"
    return SignInError(f"{host}: sign-in refused: {said}", said)


def _meaning(status: int) -> str:
    if 300 <= status < 400:
        return "leads nowhere"
    return {
        403: "may not be read",
        404: "nothing is there",
        405: "is no calendar server",
        410: "nothing is there any longer",
        501: "is no calendar server",
    }.get(status, "the request is refused")


def _said(answer: Answer, credential: Credential) -> str:
    """What the server says in words, one line, without the secret. A page for a person says nothing."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    text = answer.body[:2000].decode("utf-8", "replace") if kind == "text/plain" else ""
    basic = base64.b64encode(f"{credential.user}:{credential.secret}".encode()).decode()
    for secret in (credential.secret, basic):
        text = text.replace(secret, "…") if secret else text
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:_MOST_SAID]
