"""Refusals in Google's JSON.

Gmail:    developers.google.com/workspace/gmail/api/guides/handle-errors; its backend adds `status`, the name
          of the code in google.rpc.Code (google.aip.dev/193)
Calendar: developers.google.com/workspace/calendar/api/guides/errors; an error has its location
"""

from __future__ import annotations

import json

from tests.servers.google.wire import Answer

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class RefusedError(Exception):
    """A method's own refusal, with the answer to send."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refusal(
    status: int,
    reason: str,
    message: str,
    *,
    domain: str = "global",
    location: tuple[str, str] | None = None,  # its type and its name
    details: list[dict[str, object]] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:
    error = {"message": message, "domain": domain, "reason": reason}
    if location is not None:
        error |= {"locationType": location[0], "location": location[1]}
    whole: dict[str, object] = {"code": status, "message": message, "errors": [error]}
    if status in _STATUS:
        whole["status"] = _STATUS[status]
    if details is not None:
        whole["details"] = details
    return Answer(status, json.dumps({"error": whole}, indent=2).encode() + b"\n", headers)


def unauthorized(*, missing: bool = False) -> Answer:
    """401 authError, with the challenge of RFC 6750 §3."""
    said = (
        "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie "
        "or other valid authentication credential."
        if missing
        else "Invalid Credentials"
    )
    challenge = 'Bearer realm="https://accounts.google.com/"' + ("" if missing else ", error=invalid_token")
    return refusal(
        401,
        "required" if missing else "authError",
        said,
        location=("header", "Authorization"),
        headers=(("WWW-Authenticate", challenge),),
    )


def bad_request(
    message: str, reason: str = "invalidArgument", *, location: tuple[str, str] | None = None
) -> RefusedError:
    return RefusedError(refusal(400, reason, message, location=location))


def not_found() -> RefusedError:
    return RefusedError(refusal(404, "notFound", "Requested entity was not found."))


def read_only() -> RefusedError:
    """What a token gets that was given for reading only, when it asks for a change."""
    said = "Request had insufficient authentication scopes."
    info: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
    }
    return RefusedError(refusal(403, "insufficientPermissions", said, details=[info]))


def full_sync_required() -> RefusedError:
    """…/workspace/calendar/api/guides/errors#410_gone"""
    return RefusedError(
        refusal(
            410,
            "fullSyncRequired",
            "Sync token is no longer valid, a full sync is required.",
            domain="calendar",
            location=("parameter", "syncToken"),
        )
    )
