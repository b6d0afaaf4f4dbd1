"""Dovecot, pymap and the scripted server answer the same questions alike: so the scripted one speaks IMAP."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Any

import imapclient
import pytest
from imapclient.exceptions import LoginError

from tests.servers.imap.mail import Folder, Message
from tests.servers.imap.server import scripted_imap
from tests.servers.pymap import pymap as running_pymap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.account import Account

PLAIN = (
    b"From: Ann Lee <ann@example.com>\r\nTo: me@example.org\r\nSubject: Tuesday\r\n"
    b"Message-ID: <1@example.com>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n"
    b"X-Long: one\r\n two\r\n\r\nCan we talk?\r\nAnn\r\n"
)
ALTERNATIVE = (
    b"From: ann@example.com\r\nSubject: both\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="outer"\r\n\r\npreamble\r\n'
    b'--outer\r\nContent-Type: multipart/alternative; boundary="inner"\r\n\r\n'
    b"--inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Gr\xc3\xbc\xc3\x9fe\r\nAnn\r\n\r\n"
    b"--inner\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>Gr=C3=BC=C3=9Fe</p>\r\n"
    b"--inner--\r\n"
    b'--outer\r\nContent-Type: application/pdf; name="offer.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
    b'Content-Disposition: attachment; filename="offer.pdf"\r\n\r\nJVBERi0xLjQK\r\n'
    b"--outer--\r\n"
)
FORWARDED = (
    b"From: bob@example.com\r\nSubject: Fwd: both\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="forward"\r\n\r\n'
    b"--forward\r\nContent-Type: text/plain\r\n\r\nsee below\r\n"
    b"--forward\r\nContent-Type: message/rfc822\r\n\r\n" + PLAIN + b"\r\n"
    b"--forward\r\nContent-Type: message/rfc822\r\n\r\n" + ALTERNATIVE + b"\r\n"
    b"--forward--\r\n"
)
MAILS = (PLAIN, ALTERNATIVE, FORWARDED, PLAIN, PLAIN)
RECEIVED = tuple(dt.datetime(2026, 1, day, 22, 30, tzinfo=dt.UTC) for day in (1, 2, 3, 4, 5))
FLAGS = ((), ("\\Seen",), ("\\Answered", "\\Seen"), (), ("\\Flagged",))
SECTIONS = ["HEADER", "TEXT", "1", "1.MIME", "1.1", "1.2", "1.2.MIME", "2", "2.MIME", "2.HEADER", "2.TEXT"]
SECTIONS += ["2.1", "3.1.2", "3.2", "HEADER.FIELDS (SUBJECT X-LONG NOT-THERE)"]


def reach(host: str, port: int, user: str, password: str) -> Any:
    client = imapclient.IMAPClient(host, port, ssl=False)
    client.normalise_times = False
    client.login(user, password)
    return client


@contextlib.contextmanager
def dovecot_client(request: pytest.FixtureRequest) -> Iterator[Any]:
    account: Account = request.getfixturevalue("new_mailbox")()
    with reach(account.server.host, account.server.port, account.user, account.password) as client:
        yield filled(client)


@contextlib.contextmanager
def pymap_client(request: pytest.FixtureRequest) -> Iterator[Any]:
    with (
        running_pymap() as server,
        reach(server.host, server.port, server.user, server.password) as client,
    ):
        yield filled(client)


@contextlib.contextmanager
def scripted_client(request: pytest.FixtureRequest) -> Iterator[Any]:
    there = zip(MAILS, FLAGS, RECEIVED, strict=True)
    inbox = [Message(uid, raw, flags, received) for uid, (raw, flags, received) in enumerate(there, 1)]
    folders = [Folder("INBOX", inbox, uidvalidity=7), Folder("Büro & Co"), Folder("Sent")]
    with scripted_imap(folders) as server, reach(server.host, server.port, "me", "secret") as client:
        yield client


def filled(client: Any) -> Any:
    for raw, flags, received in zip(MAILS, FLAGS, RECEIVED, strict=True):
        client.append("INBOX", raw, flags, received)
    client.create_folder("Büro & Co")
    with contextlib.suppress(imapclient.exceptions.IMAPClientError):
        client.create_folder("Sent")
    return client


CLIENTS = {"dovecot": dovecot_client, "pymap": pymap_client, "scripted": scripted_client}


@pytest.fixture(params=CLIENTS, scope="module")
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    made: Callable[[pytest.FixtureRequest], Any] = CLIENTS[request.param]
    with made(request) as connected:
        yield connected


@pytest.fixture
def inbox(client: Any) -> Any:
    """A client that has the INBOX open, and its UIDs in order (pymap begins at 101)."""
    client.select_folder("INBOX", readonly=True)
    return client


def test_an_opened_folder_says_how_it_stands(client: Any) -> None:
    said = client.select_folder("INBOX", readonly=True)
    uids = client.search("ALL")
    assert (said[b"EXISTS"], said[b"UIDNEXT"]) == (5, uids[-1] + 1)
    assert said[b"UIDVALIDITY"] > 0
    assert b"READ-ONLY" in said
    status = client.folder_status("INBOX", ["MESSAGES", "UIDVALIDITY", "UIDNEXT", "UNSEEN"])
    assert status == {
        b"MESSAGES": 5,
        b"UIDVALIDITY": said[b"UIDVALIDITY"],
        b"UIDNEXT": said[b"UIDNEXT"],
        b"UNSEEN": 3,
    }


def test_folders_are_listed_by_the_names_that_people_see(client: Any) -> None:
    listed = {name: delimiter for _, delimiter, name in client.list_folders()}
    assert listed.keys() >= {"INBOX", "Sent", "Büro & Co"}
    assert listed["INBOX"] == b"/"
    assert client.select_folder("Büro & Co", readonly=True)[b"EXISTS"] == 0


def test_a_folder_that_is_not_there_is_refused(client: Any) -> None:
    with pytest.raises(imapclient.exceptions.IMAPClientError):
        client.select_folder("Nowhere", readonly=True)
    assert client.select_folder("INBOX", readonly=True)[b"EXISTS"] == 5


def test_searches_find_the_same_messages(inbox: Any) -> None:
    uids = inbox.search("ALL")
    first = uids[0]

    def found(*criteria: object) -> list[int]:
        return [uid - first + 1 for uid in inbox.search(list(criteria))]

    assert found("ALL") == [1, 2, 3, 4, 5]
    assert found("UID", f"{first + 1}:{first + 2},{first + 4}") == [2, 3, 5]
    assert found("UID", f"{first + 3}:*") == [4, 5]
    assert found("UID", f"{first + 90}:*") == [5]  # the last message, always
    assert found("UID", f"{first + 90}:{first + 99}") == []
    assert found("SINCE", dt.date(2026, 1, 4)) == [4, 5]
    assert found("BEFORE", dt.date(2026, 1, 4)) == [1, 2, 3]
    assert found("UNSEEN") == [1, 4, 5]


@pytest.mark.parametrize("client", ["dovecot", "scripted"], indirect=True)
def test_searches_within_sequence_numbers_find_the_same_messages(inbox: Any) -> None:
    """Not those of pymap 0.36: it takes the numbers of a UID SEARCH for UIDs, against RFC 3501 6.4.8."""
    assert inbox.search(["2:3"]) == [2, 3]
    assert inbox.search(["5:4"]) == [4, 5]
    assert inbox.search(["2:4", "SINCE", dt.date(2026, 1, 3)]) == [3, 4]


def test_flags_times_and_sizes_are_the_same(inbox: Any) -> None:
    uids = inbox.search("ALL")
    said = inbox.fetch(uids, ["FLAGS", "INTERNALDATE", "RFC822.SIZE"])
    flags = [set(said[uid][b"FLAGS"]) - {b"\\Recent"} for uid in uids]
    assert flags == [{flag.encode() for flag in each} for each in FLAGS]
    assert [said[uid][b"INTERNALDATE"] for uid in uids] == list(RECEIVED)
    assert [said[uid][b"RFC822.SIZE"] for uid in uids] == [len(raw) for raw in MAILS]
    assert [said[uid][b"SEQ"] for uid in uids] == [1, 2, 3, 4, 5]


def test_whole_messages_come_byte_for_byte(inbox: Any) -> None:
    uids = inbox.search("ALL")
    said = inbox.fetch(uids, ["BODY.PEEK[]"])
    assert [said[uid][b"BODY[]"] for uid in uids] == list(MAILS)


def test_a_part_of_a_section_comes_with_its_offset(inbox: Any) -> None:
    uid = inbox.search("ALL")[0]
    assert inbox.fetch([uid], ["BODY.PEEK[TEXT]<4.5>"])[uid][b"BODY[TEXT]<4>"] == b"we ta"


def test_signing_in_with_a_wrong_password_is_refused(client: Any) -> None:
    with (
        imapclient.IMAPClient(client.host, client.port, ssl=False) as other,
        pytest.raises(LoginError),
    ):
        other.login("u0", "wrong")


@pytest.mark.parametrize("wanted", SECTIONS)
def test_sections_are_those_of_dovecot(request: pytest.FixtureRequest, wanted: str) -> None:
    """Of parts that are there. Of others Dovecot says that they are empty, others say NIL; and to Dovecot
    1.1 is 1 where that has no parts, and a multipart within another ends in the boundary's line end."""
    key = f"BODY[{wanted}]".encode()
    with scripted_client(request) as client:
        client.select_folder("INBOX", readonly=True)
        said = client.fetch([1, 2, 3], [f"BODY.PEEK[{wanted}]"])
        mine = {
            uid: said[uid][key] for uid in said if (uid, wanted) != (2, "1") and said[uid][key] is not None
        }
    with dovecot_client(request) as client:
        client.select_folder("INBOX", readonly=True)
        said = client.fetch(list(mine), [f"BODY.PEEK[{wanted}]"])
    assert mine
    assert {uid: said[uid][key] for uid in said} == mine


def test_structures_are_those_of_dovecot(request: pytest.FixtureRequest) -> None:
    answers = []
    for made in (dovecot_client, scripted_client):
        with made(request) as client:
            client.select_folder("INBOX", readonly=True)
            said = client.fetch([1, 2, 3], ["BODYSTRUCTURE"])
            answers.append({uid: said[uid][b"BODYSTRUCTURE"] for uid in said})
    assert answers[1] == answers[0]
