"""A server that gives tokens the way Google and Microsoft do, over TLS, and tells Dovecot whose a token is.

Each behaviour is somebody's specification:
  device code      RFC 8628 §3.1 to §3.5; learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
  refresh          RFC 6749 §6, errors §5.2;
                   learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
  browser          RFC 6749 §4.1 with PKCE (RFC 7636 §4) and a redirect to loopback (RFC 8252 §7.3);
                   developers.google.com/identity/protocols/oauth2/native-app: the client's secret is asked
                   for, a refresh brings no new refresh token, and those of other sign-ins stay good
  discovery        openid.net/specs/openid-connect-discovery-1_0.html §4
  introspection    RFC 7662 §2
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import itertools
import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.certificate import make_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
CLIENT = "a-client-of-ones-own"
CLIENT_SECRET = "not-much-of-a-secret"  # RFC 8252 §8.5: a native program keeps none
USER_CODE = "WDJB-MJHT"
# In Google's words.
REVOKED = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}


@dataclass(slots=True)
class OAuth:
    """What the server knows, and what a test wants it to do."""

    url: str = ""  # https://localhost:…
    introspection_url: str = ""  # http, for a Dovecot beside it
    ca_file: Path | None = None
    user: str = "robin@postbox.example"  # who signs in, when somebody does
    tenants: tuple[str, ...] = ("common",)
    lasts_seconds: int = 3600
    code_lasts_seconds: int = 900
    device_answers: list[str] = field(default_factory=list)  # errors, one a poll, before there is a token
    device_refusal: dict[str, str] | None = None  # instead of a code
    refresh_refusal: dict[str, str] | None = None
    refusal_status: int = 400  # RFC 6749 §5.2: 401 for a client that is not let in
    broken: bool = False  # a page of HTML with status 502, as from a proxy
    consents: bool = True
    redirect_error: str = "access_denied"  # what the browser brings where nobody consents
    granted_scope: str = ""  # what was asked for, unless something else is granted
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path, form or query
    access: dict[str, str] = field(default_factory=dict)  # token -> whose
    refreshes: dict[str, str] = field(default_factory=dict)  # refresh token -> its scope
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # code -> what it was asked for with
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def give(self, scope: str, *, with_id: bool, refresh: bool = True) -> dict[str, Any]:
        """An access token, and a refresh token for the next."""
        number = next(self.numbers)
        access = f"access-{number}"
        self.access[access] = self.user
        given: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": self.granted_scope or scope,
            "expires_in": self.lasts_seconds,
            "access_token": access,
        }
        if refresh:
            given["refresh_token"] = f"refresh-{number}"
            self.refreshes[f"refresh-{number}"] = scope
        if with_id:
            claims = {"aud": CLIENT, "sub": "1", "preferred_username": self.user, "iss": self.url, "exp": 0}
            given["id_token"] = f"{_part({'alg': 'none'})}.{_part(claims)}.{_part({})}"
        return given

    def revoke(self) -> None:
        """What the person does at myaccount.google.com/permissions: every token ends."""
        self.access.clear()
        self.refreshes.clear()

    def forms(self, grant_type: str) -> list[dict[str, str]]:
        """The token requests of one kind, in order."""
        return [form for _, form in self.asked if form.get("grant_type") == grant_type]


@contextlib.contextmanager
def oauth_server(folder: Path) -> Iterator[OAuth]:
    """The server, running; its certificate is in `folder`."""
    state = OAuth()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(_first(body.decode()))

        def _answer(self, form: dict[str, str]) -> None:
            split = urlsplit(self.path)
            status, headers, body = _respond(state, split.path, {**_first(split.query), **form})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    certificate = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain_file, certificate.key_file)
    secure, plain = (ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2))
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    state.ca_file = certificate.ca_file
    state.url = f"https://localhost:{secure.server_port}"
    state.introspection_url = f"http://127.0.0.1:{plain.server_port}/introspect"
    threads = [
        threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True) for one in (secure, plain)
    ]
    for thread in threads:
        thread.start()
    try:
        yield state
    finally:
        for server in (secure, plain):
            server.shutdown()
            server.server_close()


def _respond(state: OAuth, path: str, form: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    state.asked.append((path, form))
    if path == "/introspect":
        whose = state.access.get(form.get("token", ""))
        return _json(200, {"active": True, "username": whose} if whose else {"active": False})
    if state.broken:
        return 502, {"Content-Type": "text/html"}, b"<h1>Bad gateway</h1>"
    if path == "/auth":
        return _browser(state, form)
    if path == "/token":
        return _token(state, form, google=True)
    tenant, _, rest = path.removeprefix("/").partition("/")
    if tenant not in state.tenants:
        return _json(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."})
    if rest == "v2.0/.well-known/openid-configuration":
        base = f"{state.url}/{tenant}/oauth2/v2.0"
        found = {
            "issuer": f"{state.url}/{tenant}/v2.0",
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "device_authorization_endpoint": f"{base}/devicecode",
        }
        return _json(200, found)
    if rest == "oauth2/v2.0/devicecode":
        return _device_code(state, form)
    if rest == "oauth2/v2.0/token":
        return _token(state, form, google=False)
    return _json(404, {})


def _device_code(state: OAuth, form: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """RFC 8628 §3.2."""
    if state.device_refusal is not None:
        return _json(400, state.device_refusal)
    code = f"device-{next(state.numbers)}"
    state.codes[code] = form
    return _json(
        200,
        {
            "device_code": code,
            "user_code": USER_CODE,
            "verification_uri": f"{state.url}/device",
            "expires_in": state.code_lasts_seconds,
            "interval": 1,
        },
    )


def _browser(state: OAuth, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """RFC 6749 §4.1.2: the browser is sent back to the program, with a code or an error."""
    back = urlsplit(query.get("redirect_uri", ""))
    asked_well = (
        query.get("response_type") == "code"
        and query.get("client_id") == CLIENT
        and query.get("code_challenge_method") == "S256"  # RFC 7636 §4.3
        and query.get("access_type") == "offline"  # Google's: else there is no refresh token
        and back.hostname == "127.0.0.1"
    )
    if not asked_well:
        return _json(400, {"error": "invalid_request"})
    if not state.consents:
        answer = {"error": state.redirect_error, "state": query["state"]}
    else:
        code = f"code-{next(state.numbers)}"
        state.codes[code] = query
        answer = {"code": code, "state": query["state"]}
    return 302, {"Location": f"{query['redirect_uri']}?{urlencode(answer)}"}, b""


def _token(state: OAuth, form: dict[str, str], *, google: bool) -> tuple[int, dict[str, str], bytes]:
    grant = form.get("grant_type")
    if google and (form.get("client_id"), form.get("client_secret")) != (CLIENT, CLIENT_SECRET):
        return _json(401, {"error": "invalid_client", "error_description": "The OAuth client was not found."})
    if grant == DEVICE_GRANT and form.get("device_code") in state.codes:
        if state.device_answers:
            return _json(400, {"error": state.device_answers.pop(0), "error_description": "not yet"})
        return _json(200, state.give(state.codes[form["device_code"]]["scope"], with_id=not google))
    if grant == "authorization_code" and form.get("code") in state.codes:
        query = state.codes.pop(form["code"])  # good once (RFC 6749 §4.1.2)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if query["redirect_uri"] != form.get("redirect_uri"):  # RFC 6749 §4.1.3
            return _json(400, {"error": "redirect_uri_mismatch", "error_description": "Bad Request"})
        if query["code_challenge"] != base64.urlsafe_b64encode(digest).decode().rstrip("="):
            return _json(400, {"error": "invalid_grant", "error_description": "code_verifier"})
        return _json(200, state.give(query["scope"], with_id=not google))
    if grant == "refresh_token":
        if state.refresh_refusal is not None:
            return _json(state.refusal_status, state.refresh_refusal)
        if (held := form.get("refresh_token", "")) in state.refreshes:
            scope = form.get("scope", "") or state.refreshes[held]
            return _json(200, state.give(scope, with_id=not google, refresh=not google))
        return _json(400, REVOKED)
    return _json(400, {"error": "invalid_grant", "error_description": "unknown"})


def _json(status: int, value: object) -> tuple[int, dict[str, str], bytes]:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return status, headers, json.dumps(value).encode()


def _first(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
