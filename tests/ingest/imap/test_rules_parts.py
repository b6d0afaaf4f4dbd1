"""Which parts of a mail are fetched: text and invites, never an attachment."""

from __future__ import annotations

import base64
import datetime as dt
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from ingest.imap import fetch, mails, requests
from ingest.types import Message
from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync, uids_of
from tests.servers.imap.mail import Message as Stored
from tests.servers.imap.mail import folders

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

INVITE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:42@firm\r\n"
    "DTSTAMP:20260302T091500Z\r\nDTSTART:20260309T100000Z\r\nDTEND:20260309T110000Z\r\nSUMMARY:Interview\r\n"
    "ORGANIZER:mailto:jo@firm.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PICTURE = bytes(range(256)) * 400


def mail(text: str = "Hello Robin, see below.\n") -> EmailMessage:
    one = EmailMessage()
    one["From"], one["To"] = "jo@firm.example", "robin@postbox.example"
    one["Subject"], one["Message-ID"] = "Parts", "<parts@firm.example>"
    one["Date"] = "Mon, 2 Mar 2026 09:15:00 +0000"
    one.set_content(text)
    return one


def read(mailbox: Account, syncing: Syncing, archive: Archive, *mails: EmailMessage | bytes) -> Message:
    for one in mails:
        mailbox.deliver(one if isinstance(one, bytes) else bytes(one))
    syncing()
    assert not archive.problems
    return next(iter(archive.messages.values()))


def test_an_invite_in_an_attached_file_is_fetched_and_a_picture_is_not(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    one = mail()
    one.add_attachment(PICTURE, "image", "png", filename="map.png")
    one.add_attachment(INVITE.encode(), "application", "octet-stream", filename="Interview.ICS")
    message = read(mailbox, syncing, archive, one)
    assert [event.uid for event in message.events] == ["42@firm"]
    assert [attachment.name for attachment in message.attachments] == ["map.png", "Interview.ICS"]
    assert len(archive.mails[0].raw) < 3000


def test_a_calendar_part_beside_the_texts_is_fetched(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    one = mail()
    one.add_alternative("<p>Hello Robin, see below.</p>", "html")
    one.add_alternative(INVITE.encode(), "text", "calendar", params={"method": "REQUEST"})
    one.add_attachment(PICTURE, "image", "png", filename="map.png")
    message = read(mailbox, syncing, archive, one)
    assert [(event.uid, event.method) for event in message.events] == [("42@firm", "REQUEST")]


def test_a_text_that_is_attached_is_no_body_and_stays(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    one = mail()
    one.add_attachment("All work and no play. " * 5000, "plain", filename="novel.txt")
    message = read(mailbox, syncing, archive, one)
    assert "All work" not in message.text
    assert [attachment.name for attachment in message.attachments] == ["novel.txt"]
    assert len(archive.mails[0].raw) < 2000


def test_a_mail_in_a_mail_is_read_and_its_attachments_stay(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    inner, outer = mail("We would like to make you an offer.\n"), mail()
    inner.replace_header("Subject", "The inner one")
    inner.add_attachment(PICTURE, "application", "pdf", filename="offer.pdf")
    outer.add_attachment(inner)
    message = read(mailbox, syncing, archive, outer)
    [forwarded] = message.forwarded
    assert (forwarded.subject, "make you an offer" in forwarded.text) == ("The inner one", True)
    assert [attachment.name for attachment in forwarded.attachments] == ["offer.pdf"]
    assert len(archive.mails[0].raw) < 4000


def test_outlooks_winmail_dat_is_fetched_for_what_is_in_it(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    wrapping = b"\x78\x9f\x3e\x22\x01\x00"  # TNEF's signature and key, and nothing else
    one = mail()
    one.add_attachment(wrapping, "application", "ms-tnef", filename="winmail.dat")
    one.add_attachment(PICTURE, "image", "png", filename="map.png")
    read(mailbox, syncing, archive, one)
    assert base64.b64encode(wrapping) in archive.mails[0].raw


def test_a_mail_of_which_everything_is_wanted_comes_in_one_piece(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    one = mail()
    one.add_alternative("<p>Hello Robin, see below.</p>", "html")
    mailbox.record()
    read(mailbox, syncing, archive, one)
    assert [command.partition(" (")[2] for command in bodies(mailbox.commands())] == ["BODY.PEEK[TEXT])"]


NEWS = {"List-Unsubscribe": "<https://news.example/u>", "Message-ID": "<news@news.example>"}


@pytest.mark.parametrize(
    ("plain", "is_html_fetched"),
    [
        ("Five new jobs for you. " * 30, False),
        ("View this mail in your browser: https://news.example/1234567\n", True),
        (" ".join(f"https://news.example/a-very-long-link/{n}/of/many/words" for n in range(99)), True),
        ("<html><body><table>" + "<tr><td>not so plain</td></tr>" * 50, True),
    ],
    ids=["enough words", "a stub", "links alone", "tags"],
)
@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_of_a_programs_mail_the_html_is_fetched_only_where_the_plain_text_says_nothing(
    mailbox: Account, archive: Archive, syncing: Syncing, plain: str, is_html_fetched: bool, encoding: str
) -> None:
    one = mail()
    one.set_content(plain.replace(". ", ".\n").replace("> ", ">\n").replace(" h", "\nh"), cte=encoding)
    one.add_alternative("<p>Five new jobs for you, in colours.</p>" * 99, "html")
    for name, value in NEWS.items():
        del one[name]
        one[name] = value
    mailbox.record()
    read(mailbox, syncing, archive, one)
    assert (b"in colours" in archive.mails[0].raw) is is_html_fetched
    assert len(bodies(mailbox.commands())) == 1 + is_html_fetched


def test_a_persons_mail_comes_with_its_html_which_knows_best_what_is_quoted(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    one = mail("Word " * 100)
    one.add_alternative("<p>Word</p><blockquote>quoted</blockquote>", "html")
    read(mailbox, syncing, archive, one)
    assert b"blockquote" in archive.mails[0].raw


def test_a_mail_without_a_message_id_is_known_again_though_its_text_is_needed_for_that(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    file = mailbox.deliver(letter(1, Message_ID=""))
    syncing()
    mailbox.move(file, "Sent")
    syncing()
    assert len(archive.messages) == 1
    assert [place.source for place in archive.places("mine/Sent")] == ["mine/Sent"]


def test_the_same_mail_in_two_folders_is_fetched_once(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver(letter(1))
    mailbox.deliver(letter(1), to="Archive")
    mailbox.record()
    syncing()
    assert (len(archive.mails), len(archive.seen)) == (1, 1)
    assert len(bodies(mailbox.commands())) == 1


def test_again_gives_the_mail_as_the_sync_gave_it_past_the_gate(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver(letter(1), to="Sent")
    syncing(gate=lambda heading, calendar: False)
    assert not archive.mails
    [place] = archive.places("mine/Sent")
    with connector(mailbox.server, archive, mailbox.user) as imap:
        found = imap.again(place)
    archive.forget_items()
    other = Archive()
    sync(connector(mailbox.server, other, mailbox.user), other)
    assert found == other.mails[0]
    assert other.mails[0].labels == ("Sent",)


def test_again_of_a_mail_that_the_server_does_not_give_is_not_told_as_gone(
    mailbox: Account, archive: Archive
) -> None:
    mailbox.deliver(letter(1))
    poisoned = mailbox.poison(letter(2))
    poisoned.chmod(0o644)
    sync(connector(mailbox.server, archive, mailbox.user), archive)
    places = archive.places("mine/INBOX")
    mailbox.find(poisoned).chmod(0)
    with connector(mailbox.server, archive, mailbox.user) as imap:
        found = dict(imap.again_many(places))
    told = {one.spot.partition(":")[2]: getattr(found[one], "code", "given") for one in places}
    assert told == {"1": "given", "2": "not-given"}


def test_again_of_another_uidvalidity_is_gone_and_asks_for_no_message(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver(letter(1))
    syncing()
    [place] = archive.places("mine/INBOX")
    mailbox.set_uidvalidity(4711)
    mailbox.record()
    with connector(mailbox.server, archive, mailbox.user) as imap:
        found = imap.again(place)
    assert getattr(found, "code", "") == "gone"
    assert not [command for command in mailbox.commands() if "FETCH" in command]


def test_large_mails_are_fetched_in_portions_that_fit_into_memory(
    mailbox: Account, archive: Archive, syncing: Syncing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "FETCHED_AT_ONCE", 10_000)
    mailbox.deliver_all([letter(number, "x" * 3_000) for number in range(1, 8)])
    mailbox.deliver(letter(8, "x" * 30_000))
    mailbox.record()
    syncing()
    assert [len(uids_of(command)) for command in bodies(mailbox.commands())] == [1, 3, 3, 1]
    assert len(archive.mails) == 8


def test_a_text_longer_than_is_read_comes_cut(
    mailbox: Account, archive: Archive, syncing: Syncing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (fetch, mails):
        monkeypatch.setattr(module, "MOST_SECTION_BYTES", 1_000)
    mailbox.deliver(letter(1, "word " * 2_000))
    syncing()
    assert 900 < len(archive.mails[0].raw) < 1_500


def test_the_time_of_receipt_is_in_utc_whatever_zone_the_server_is_in(
    scripted: Callable[..., ScriptedImap], archive: Archive
) -> None:
    received = dt.datetime(2026, 3, 2, 1, 15, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
    server = scripted(folders(Stored(1, letter(1), received=received)))
    sync(connector(server, archive), archive)
    assert archive.mails[0].received_at == received
    assert archive.mails[0].received_at.tzinfo is dt.UTC
