"""An address may be a secret: no part of it but the host is in any error, repr or log."""

from __future__ import annotations

import http.client
import logging
import traceback
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.web.session import Web
from tests.servers.feed import FeedServer, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRETS = ("robin", "hunter2", "pathsecret", "querysecret", "headersecret", "bodysecret", "leadsecret")
HEAD = b"HTTP/1.1 200 OK\r\n"
SENT = {"Authorization": "headersecret"}  # not where a traceback shows the line

FAILURES = {
    "cut": Reply(raw=[HEAD + b"Content-Length: 100\r\n\r\nhalf"]),
    "nothing": Reply(raw=[]),
    "rubbish": Reply(raw=[b"pathsecret querysecret\r\n"]),
    "headers": Reply(raw=[HEAD + b"bodysecret\r\n: headersecret\r\n\r\n"]),
    "packed": Reply(200, b"bodysecret", {"Content-Encoding": "gzip"}),
    "large": Reply(200, b"bodysecret" * 1000),
    "chunks": Reply(raw=[HEAD + b"Transfer-Encoding: chunked\r\n\r\nbodysecret\r\n"]),
    "redirect": Reply(302, headers={"Location": "/leadsecret"}),
    "well": Reply(200, b"bodysecret", {"ETag": "headersecret"}),
}


def address(server: FeedServer, scheme: str = "http") -> str:
    return f"{scheme}://robin:hunter2@127.0.0.1:{server.port}/pathsecret?querysecret#x"


def told(url: str) -> str:
    """Everything that an exchange says of itself: its answer, or the error with all that led to it."""
    with Web(most_bytes=1000, most_seconds=30) as one:
        try:
            answer = one.ask("GET", url, headers=SENT)
        except SourceError as error:
            return "".join(traceback.format_exception(error)) + repr(error) + "".join(_chain(error))
        return repr(answer) + str(answer) + repr(one)


def _chain(error: BaseException) -> Iterator[str]:
    current = error.__cause__ or error.__context__
    while current is not None:
        yield repr(current)
        current = current.__cause__ or current.__context__


@pytest.mark.parametrize("name", FAILURES)
def test_no_secret_is_told(
    server: FeedServer, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    for logger in [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]:
        caplog.set_level(1, logger.name)
    server.replies["/pathsecret"] = FAILURES[name]
    said = told(address(server)) + caplog.text + "".join(capfd.readouterr())
    assert not [word for word in SECRETS if word in said]


def test_not_by_a_connection_that_fails(caplog: pytest.LogCaptureFixture, server: FeedServer) -> None:
    caplog.set_level(1)
    server.greeting = b"pathsecret, this is no TLS\r\n"
    said = told(address(server, "https")) + told(address(server).replace("127.0.0.1", "feeds.invalid"))
    server.stop()
    said += told(address(server))
    assert not [word for word in SECRETS if word in said + caplog.text]
