"""The address of a feed is a secret, and so is every event that does not belong."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.feed import address
from tests.ingest.feed.desk import EMPTY, account, calendar, event, private, sync
from tests.servers.feed import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.google_calendar.desk import Desk

SECRETS = ("robin", "hunter2", "pathsecret", "querysecret", "leadsecret", "Cardiologist", "privateuid")
CONTENT = calendar(event(), private("privateuid"), private("privateuid2", "20260402", "RRULE:FREQ=HOURLY"))

REPLIES = {
    "well": Reply(200, CONTENT, {"ETag": '"1"'}),
    "in part": Reply(200, CONTENT[:-40]),
    "empty": Reply(200, EMPTY),
    "page": Reply(200, b"<html>pathsecret Cardiologist"),
    "text": Reply(200, b"Cardiologist"),
    "lead": Reply(302, headers={"Location": "/leadsecret"}),
    "lead away": Reply(302, headers={"Location": "http://localhost:9/leadsecret"}),
    "lead on": Reply(302, headers={"Location": "/pathsecret?querysecret"}),
    **{
        str(status): Reply(status, b"Cardiologist")
        for status in (304, 401, 403, 404, 410, 418, 429, 500, 503)
    },
    "cut": Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + CONTENT]),
    "rubbish": Reply(raw=[b"Cardiologist\r\n"]),
}


def chain(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += repr(error)
        error = error.__cause__ or error.__context__
    return said


@pytest.mark.parametrize("name", REPLIES)
def test_no_secret_is_told_or_kept(
    server: FeedServer, desk: Desk, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    mine = account(server.url("/pathsecret?querysecret").replace("//", "//robin:hunter2@"))
    server.replies["/pathsecret"] = REPLIES["well"]
    sync(desk, mine)
    server.replies["/pathsecret"] = REPLIES[name]
    desk.words = ("Acme", "Globex")
    said = repr(mine) + repr(address.read(mine.url))
    try:
        sync(desk, mine)
    except SourceError as error:
        said += "".join(traceback.format_exception(error)) + chain(error)
    said += desk.everything() + caplog.text
    assert "Interview at Acme" in said
    assert not [word for word in SECRETS if word in said]


def test_of_a_folder_nothing_is_kept_of_others(
    tmp_path: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    (tmp_path / "a.ics").write_bytes(calendar(event()))
    (tmp_path / "privateuid.ics").write_bytes(calendar(private("privateuid"))[:-40])
    (tmp_path / "privateuid2.ics").write_bytes(b"Cardiologist")
    (tmp_path / "privateuid3.ics").symlink_to(tmp_path / "nowhere")
    for _ in range(2):
        sync(desk, account(path=tmp_path))
    assert desk.problems
    said = desk.everything() + caplog.text
    assert not [word for word in SECRETS if word in said]


def test_a_level_that_somebody_set_for_all_logs_tells_nothing(
    server: FeedServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(1, name)
    server.replies["/pathsecret"] = REPLIES["well"]
    sync(desk, account(server.url("/pathsecret")))
    assert "pathsecret" not in caplog.text
