"""What the tests rely on of an emulator that is not ours, and what it lacks: its next version may differ."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.ingest.imap.archive import letter
from tests.servers.emulator.node import FOLDER
from tests.servers.emulator.server import CLIENT, CLIENT_SECRET, PATIENCE_SECONDS, Emulator
from tests.servers.emulator.server import emulator as running_emulator

READ = "https://www.googleapis.com/auth/gmail.readonly"


def get(emulator: Emulator, path: str) -> requests.Response:
    bearer = {"Authorization": f"Bearer {emulator.token}"}
    return requests.get(emulator.url + path, headers=bearer, timeout=PATIENCE_SECONDS)


def mail(emulator: Emulator, path: str) -> Any:
    answer = get(emulator, f"gmail/v1/users/me/{path}")
    answer.raise_for_status()
    return answer.json()


def test_it_gives_back_each_octet_of_a_raw_mail(emulator: Emulator) -> None:
    raw = letter(1, "Gr\xfc\xdfe\r\n\r\n.\r\n\0", Subject="plain")[:-1] + b"\xff\r\n"
    made = emulator.insert(raw)
    assert base64.urlsafe_b64decode(mail(emulator, f"messages/{made}?format=raw")["raw"]) == raw


def test_a_reset_leaves_an_empty_mailbox(emulator: Emulator) -> None:
    emulator.new_label("Jobs")
    emulator.insert(letter(1))
    token = emulator.token
    emulator.reset()
    assert emulator.mails() == {}
    assert "Jobs" not in emulator.labels().values()
    assert emulator.token != token


def test_its_history_tells_what_came_went_and_was_labelled(emulator: Emulator) -> None:
    first = emulator.insert(letter(1))
    start = mail(emulator, f"messages/{first}?format=minimal")["historyId"]
    jobs = emulator.new_label("Jobs")
    second = emulator.insert(letter(2))
    emulator.relabel(first, add=(jobs,), remove=("INBOX",))
    emulator.trash(second)
    emulator.delete(first)
    told = mail(emulator, f"history?startHistoryId={start}")
    changes = [
        (kind, one["message"]["id"], one.get("labelIds", []))
        for record in told["history"]
        for kind in ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved")
        for one in record.get(kind, [])
    ]
    assert changes == [
        ("messagesAdded", second, []),
        ("labelsAdded", first, [jobs]),
        ("labelsRemoved", first, ["INBOX"]),
        ("labelsAdded", second, ["TRASH"]),
        ("labelsRemoved", second, ["INBOX"]),
        ("messagesDeleted", first, []),
    ]
    assert int(told["historyId"]) > int(start) > 2**64  # more than Google documents


def test_what_consent_gave_is_refreshed_until_the_reset(emulator: Emulator) -> None:
    refresh = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token(READ)}
    refresh |= {"client_id": CLIENT, "client_secret": CLIENT_SECRET}
    ends = json.loads(emulator.client_file())["installed"]

    def answer() -> requests.Response:
        return requests.post(ends["token_uri"], data=refresh, timeout=PATIENCE_SECONDS)

    told = answer().json()
    assert (told["scope"], told["expires_in"]) == (READ, 3600)
    assert told["access_token"]
    emulator.reset()
    assert (answer().status_code, answer().json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("path", ["gmail/v1/users/me/profile", "batch/gmail/v1"])
def test_it_has_neither_profile_nor_batches(emulator: Emulator, path: str) -> None:
    answer = get(emulator, path)
    assert (answer.status_code, list(answer.json())) == (404, ["message", "documentation_url"])


def test_a_search_leaves_out_drafts_and_what_is_older(emulator: Emulator) -> None:
    made = emulator.insert(letter(1))
    emulator.insert(letter(2), "DRAFT")
    emulator.insert(letter(3, Date="Mon, 2 Mar 2020 09:15:00 +0000"))
    listed = mail(emulator, "messages?q=after:1577836800+-in:chats+-in%3Adrafts+after:1700000000")
    assert [one["id"] for one in listed["messages"]] == [made]


def test_it_knows_no_history_that_is_too_old(emulator: Emulator) -> None:
    emulator.insert(letter(1))
    assert len(mail(emulator, "history?startHistoryId=1")["history"]) == 1


def test_it_says_no_more_than_five_thousand_times_what_a_token_asks(emulator: Emulator) -> None:
    emulator.insert(letter(1))
    left = int(get(emulator, "gmail/v1/users/me/labels").headers["X-RateLimit-Remaining"])
    assert left == 4_999


def test_only_this_machine_reaches_it(emulator: Emulator) -> None:
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{emulator.port:04X}") and line.split()[3] == "0A"  # LISTEN
    ]
    assert listening == (["0100007F" + f":{emulator.port:04X}"] if Path("/proc/net/tcp").exists() else [])


def test_it_ends_with_the_process_that_started_it(one_emulator: Emulator) -> None:
    with running_emulator() as server:
        assert server.process.stdin
        server.process.stdin.close()  # all that is left of a process that was killed
        assert server.process.wait(PATIENCE_SECONDS) == 0
        with contextlib.closing(socket.socket()) as client:
            assert client.connect_ex(("127.0.0.1", server.port)) != 0


def test_what_is_installed_is_pinned_and_names_no_registry() -> None:
    pinned = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))["packages"]
    packages = {name: one for name, one in pinned.items() if name}
    assert all(one["version"] and one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
