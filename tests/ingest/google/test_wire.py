"""Where a request may go, and what nobody else may hear of it."""

from __future__ import annotations

import http.client
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from ingest.credentials import Secret, Token
from ingest.errors import SourceError
from ingest.google.batches import Batches
from ingest.google.session import Session
from tests.servers.google import faults

if TYPE_CHECKING:
    from tests.ingest.google.conftest import Getting, Opening
    from tests.servers.google import GoogleServer

# What google-auth, googleapiclient, httplib2 and Python look up in the environment.
MISLEADING = {
    "GOOGLE_CLOUD_UNIVERSE_DOMAIN": "elsewhere.example",
    "GOOGLE_API_USE_MTLS_ENDPOINT": "always",
    "GOOGLE_API_USE_CLIENT_CERTIFICATE": "true",
    "GOOGLE_CLOUD_QUOTA_PROJECT": "somebody-elses",
    "GOOGLE_CLOUD_PROJECT": "somebody-elses",
    "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/key.json",
    "GOOGLE_API_KEY": "a-key",
    "http_proxy": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "all_proxy": "http://127.0.0.1:9",
    "REMOTE_ADDR": "203.0.113.1",
}


def test_no_variable_of_the_environment_sends_the_token_elsewhere(
    google: GoogleServer, opened: Opening, getting: Getting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in MISLEADING.items():
        monkeypatch.setenv(name, value)
    session = opened()
    found = Batches(session).ask_each(getting(session, 3))
    assert all(isinstance(told, dict) for told in found.values())
    assert google.http_requests == session.requests == 1


@pytest.mark.parametrize(("api", "root"), [("gmail", "gmail"), ("calendar", "www")])
def test_googles_own_address_is_the_one_of_the_description(
    monkeypatch: pytest.MonkeyPatch, api: Any, root: str
) -> None:
    for name, value in MISLEADING.items():
        monkeypatch.setenv(name, value)
    service = Session(api, "", lambda refused="": Token("", Secret("t"))).service
    batch = service.new_batch_http_request()
    assert service._baseUrl.startswith(f"https://{root}.googleapis.com/")
    assert batch._batch_uri.startswith(f"https://{root}.googleapis.com/batch")


def test_a_request_to_another_address_is_not_sent(google: GoogleServer, opened: Opening) -> None:
    session = opened()
    request = session.service.users().getProfile(userId="me")
    request.uri = request.uri.replace("127.0.0.1", "localhost")
    with pytest.raises(SourceError, match="nothing was sent"):
        session.ask(request)
    assert google.http_requests == 0


def test_an_address_that_only_begins_like_the_right_one_is_another(
    google: GoogleServer, opened: Opening
) -> None:
    session = opened()
    request = session.service.users().getProfile(userId="me")
    request.uri = request.uri.replace("/gmail", "0.elsewhere.example/gmail", 1)
    with pytest.raises(SourceError, match="nothing was sent"):
        session.ask(request)


@pytest.mark.parametrize("fault", [None, faults.html(403), faults.rate_limited(), faults.backend_error()])
def test_nothing_of_an_exchange_is_logged_or_printed(
    google: GoogleServer,
    opened: Opening,
    getting: Getting,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: faults.Fault | None,
) -> None:
    import googleapiclient.model
    import httplib2

    monkeypatch.setattr(googleapiclient.model, "dump_request_response", True)
    monkeypatch.setattr(httplib2, "debuglevel", 9)
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 9)
    caplog.set_level(logging.DEBUG)
    if fault is not None:
        google.faults.on(lambda request: True, fault, times=2)
    session = opened()
    try:
        Batches(session).ask_each(getting(session, 3))
        session.ask(session.service.users().messages().list(userId="me", q="from:jo@firm.example"))
    except SourceError as error:
        assert "token" not in str(error)
    assert {record.getMessage() for record in caplog.records} <= {"tries again"}
    assert "".join(capfd.readouterr()) == ""


def test_the_token_is_in_no_repr_and_no_error(google: GoogleServer, opened: Opening) -> None:
    session = opened(sign_in=lambda refused="": Token("robin", Secret("very-secret")))
    with pytest.raises(SourceError) as caught:
        session.ask(session.service.users().getProfile(userId="me"))
    error: BaseException | None = caught.value
    while error is not None:
        assert "very-secret" not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
    assert "very-secret" not in repr(vars(session))


def test_nothing_of_googles_is_imported_before_a_session_asks() -> None:
    program = (
        "import sys, ingest.google.session, ingest.gmail.connector;"
        "print([one for one in sys.modules if one.startswith(('google', 'httplib2', 'stamina'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_of_authorities_that_is_not_there_is_told_in_words() -> None:
    program = (
        "from ingest.google.session import Session\n"
        "from ingest.errors import SourceError\n"
        "try: Session('gmail', '', lambda refused='': None).service\n"
        "except SourceError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"HTTPLIB2_CA_CERTS": "/nowhere.pem"},
    )
    assert "HTTPLIB2_CA_CERTS" in done.stdout
