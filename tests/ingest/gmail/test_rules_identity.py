"""One mail is one mail, by whatever way it came (sync-rules 16, 27-29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.credentials import Password
from ingest.files.connector import Files
from ingest.mime.parse import parse
from ingest.types import Message, RawMail
from tests.ingest.files.letters import mbox_of
from tests.ingest.gmail.archive import connector, sync
from tests.ingest.gmail.mailbox_of import NINE, agree, gets, here
from tests.ingest.imap.archive import Archive as ImapArchive
from tests.ingest.imap.archive import connector as imap
from tests.ingest.imap.archive import letter
from tests.ingest.imap.archive import sync as sync_imap
from tests.servers.imap.mail import Message as Stored
from tests.servers.imap.mail import gmail_folders
from tests.servers.imap.script import GMAIL, Script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer
    from tests.servers.imap.server import ScriptedImap

ID, THREAD = "18c5012f3b9a7104", "18c5012f3b9a70ff"

LETTERS = {
    "plain": letter(1),
    "no id": letter(1, Message_ID=""),
    "empty id": letter(1, Message_ID="<>"),
    "id without brackets": letter(1, Message_ID="17@firm.example"),
    "id of Exchange": letter(1, Message_ID="<[17]@firm.example>"),
    "no date": letter(1, Date=""),
    "odd date": letter(1, Date="Mon, 2 Mar 2026 09:15:00 -0000"),
    "impossible date": letter(1, Date="Mon, 99 Foo 2026 99:99:99 +9999"),
    "encoded subject": letter(1, Subject="=?utf-8?q?Gespr=C3=A4ch_am?= =?utf-8?q?_Montag?="),
    "encoded sender": letter(1, From="=?iso-8859-1?q?M=FCller=2C_Hans?= <hans@firm.example>"),
    "encoded quotes": letter(1, From="=?utf-8?q?Jo_=22the_boss=22_Roe?= <jo@firm.example>"),
    "sender with a comma": letter(1, From="Smith, John <j@firm.example>"),
    "sender without a name": letter(1, From="jo@firm.example"),
    "8-bit subject": letter(1, Subject="Gespräch am Montag"),
    "latin-1 subject": letter(1, Subject="XX").replace(b"XX", b"Gespr\xe4ch"),
    "unknown charset": letter(1, Subject="=?x-none?q?Gespr=E4ch?="),
    "encoded newline": letter(1, Subject="=?utf-8?q?one=0D=0ABcc=3A_two?="),
    "folded": letter(1, Subject="one\r\n two\r\n\tthree", References="<1@x>\r\n <2@x>"),
    "two blanks": letter(1, Subject="one  two   three"),
    "no subject": letter(1, Subject=""),
    "no header at all": b"\r\njust a text\r\n",
}


def by_gmail(google: GoogleServer, archive: Archive, raw: bytes, *, gate: bool = True) -> Message:
    google.mail.add(raw, id=ID, thread=THREAD, at=NINE)
    sync(connector(google, archive, gate=lambda heading, calendar: gate), archive)
    [message] = archive.messages.values()
    return message


def by_imap(scripted: Callable[..., ScriptedImap], raw: bytes) -> tuple[Message, RawMail]:
    stored = Stored(1, raw, gmail_id=int(ID, 16), gmail_thread=int(THREAD, 16), gmail_labels=("\\Inbox",))
    server = scripted(gmail_folders(stored), Script(capabilities=GMAIL))
    archive = ImapArchive()
    sync_imap(imap(server, archive, sign_in=lambda refused="": Password("u", "secret")), archive)
    [message], [mail] = archive.messages.values(), archive.mails
    return message, mail


def by_mbox(folder: Path, raw: bytes) -> Message:
    path = folder / "mail.mbox"
    path.write_bytes(mbox_of(raw.replace(b"\r\n", b"\n")))
    [mail] = [item for batch in Files((path,)).changes({}) for item in batch.items]
    assert isinstance(mail, RawMail)
    message = parse(mail)
    assert isinstance(message, Message)
    return message


@pytest.mark.parametrize("decodes", [False, True], ids=["as written", "decoded headers"])
@pytest.mark.parametrize("passes", [True, False], ids=["whole", "header only"])
@pytest.mark.parametrize("name", [name for name in LETTERS if name != "no header at all"])
def test_a_mail_has_the_same_key_by_gmail_and_by_mbox(
    google: GoogleServer, archive: Archive, tmp_path: Path, name: str, passes: bool, decodes: bool
) -> None:
    google.mail.decodes_headers = decodes
    one, other = by_gmail(google, archive, LETTERS[name], gate=passes), by_mbox(tmp_path, LETTERS[name])
    assert (one.key, one.message_id) == (other.key, other.message_id)


@pytest.mark.parametrize("name", ["plain", "no id", "encoded subject", "8-bit subject"])
def test_a_mail_has_the_same_key_and_the_same_ids_by_gmail_and_by_imap(
    google: GoogleServer, archive: Archive, scripted: Callable[..., ScriptedImap], name: str
) -> None:
    one = by_gmail(google, archive, LETTERS[name])
    other, mail = by_imap(scripted, LETTERS[name])
    assert one.key == other.key
    assert archive.mails[0].place.provider_id == mail.place.provider_id == f"gmail:{int(ID, 16)}"
    assert archive.mails[0].provider_thread == mail.provider_thread == f"gmail:{int(THREAD, 16)}"
    assert one.provider_thread == other.provider_thread


def test_a_message_without_a_header_stops_no_other(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.add(letter(1))
    odd = google.mail.add(LETTERS["no header at all"], at=NINE)
    google.mail.add(letter(2))
    syncing()
    assert sorted(archive.subjects)[-2:] == ["Letter 1", "Letter 2"]
    assert odd in here(archive) | {one.place.spot for one in archive.problems}


def test_an_id_that_is_no_hexadecimal_number_stays_as_it_is(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """As other servers than Google's have them."""
    google.mail.add(letter(1), id="msg-alice-1", thread="thr_1")
    syncing()
    [mail] = archive.mails
    assert mail.place.provider_id == "gmail:msg-alice-1"
    assert mail.place.spot == "msg-alice-1"


def test_a_mail_without_a_message_id_is_taken_once_and_known_the_next_time(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    first = google.mail.add(letter(1, Message_ID=""))
    second = google.mail.add(letter(1, "Another text.\r\n", Message_ID=""))
    syncing()
    google.mail.forget_history()
    syncing()
    agree(google, archive)
    assert len(archive.messages) == 2
    assert gets(google, "raw") == {first: 1, second: 1}


@pytest.mark.parametrize("apart", [False, True], ids=["in one sync", "in two"])
def test_two_messages_with_one_message_id_are_one_mail_at_two_places(
    google: GoogleServer, archive: Archive, syncing: Syncing, apart: bool
) -> None:
    """Sent to oneself, or imported twice."""
    one = google.mail.add(letter(1), labels=("SENT",))
    if apart:
        syncing()
    two = google.mail.add(letter(1), labels=("INBOX",))
    syncing()
    agree(google, archive)
    assert len(archive.messages) == 1
    google.mail.delete(one)
    syncing()
    assert here(archive) == {two}


def test_a_message_id_that_a_newsletter_repeats_makes_no_two_mails_one(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.add(letter(1, Message_ID="<same@firm.example>"))
    google.mail.add(letter(2, Message_ID="<same@firm.example>"))
    syncing()
    assert len(archive.messages) == 2


def test_mail_is_dated_by_the_mailbox_where_its_date_cannot_be_true(
    google: GoogleServer, archive: Archive
) -> None:
    message = by_gmail(google, archive, LETTERS["impossible date"])
    assert message.at.timestamp() == NINE
    assert archive.mails[0].received_at is not None
    assert archive.mails[0].received_at.timestamp() == NINE


def test_the_raw_bytes_are_those_that_were_sent(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    raws = {
        google.mail.add(raw, at=NINE + n): raw for n, raw in enumerate(LETTERS.values()) if raw[:1] != b"\r"
    }
    syncing()
    assert {mail.place.spot: mail.raw for mail in archive.mails} | raws == raws


def test_again_gives_the_mail_whatever_the_gate_says_and_gone_where_it_went(
    google: GoogleServer, archive: Archive
) -> None:
    one, two = google.mail.add(letter(1)), google.mail.add(letter(2))
    sync(connector(google, archive, gate=lambda heading, calendar: False), archive)
    assert not archive.mails
    google.mail.delete(two)
    with connector(google, archive, gate=lambda heading, calendar: False) as gmail:
        found = {place.spot: told for place, told in gmail.again_many(archive.places("mine"))}
    mail = found[one]
    assert isinstance(mail, RawMail)
    assert mail.raw == letter(1)
    assert getattr(found[two], "code", "") == "gone"
