"""Which folders are read, whatever they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classify.author import author
from classify.types import Author, Me, Sections
from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync
from tests.servers.imap.mail import Folder, Message, folders, gmail_folders
from tests.servers.imap.script import GMAIL, Script

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

NAMES = ["Entwürfe & Bewerbungen", "求職/二〇二六", 'with "quotes" and \\backslash', "日本語~&", "Jobs/2026"]


def test_by_default_inbox_sent_and_archive_are_read_by_their_special_use(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    for nth, name in enumerate(["INBOX", "Sent", "Archive", "Trash", "Junk", "Drafts", "Other"]):
        mailbox.deliver(letter(nth), to=name)
    syncing()
    assert sorted(archive.subjects) == ["Letter 0", "Letter 1", "Letter 2"]
    assert {mail.labels for mail in archive.mails} == {("INBOX",), ("Sent",), ("Archive",)}


@pytest.mark.parametrize("name", [name for name in NAMES if '"' not in name])
def test_a_folder_that_a_person_names_is_read_whatever_alphabet_it_is_in(
    mailbox: Account, archive: Archive, syncing: Syncing, name: str
) -> None:
    mailbox.deliver(letter(1), to=name)
    mailbox.deliver(letter(2))
    syncing(folders=(name,))
    assert archive.subjects == ["Letter 1"]
    assert list(archive.cursors) == [name]
    [place] = archive.places(f"mine/{name}")
    with connector(mailbox.server, archive, mailbox.user) as imap:
        assert imap.again(place) == archive.mails[0]


@pytest.mark.parametrize("as_literal", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_folder_name_may_come_quoted_or_as_a_literal(
    scripted: Scripted, archive: Archive, name: str, as_literal: bool
) -> None:
    server = scripted([Folder("INBOX"), Folder(name, [Message(1, letter(1))], as_literal=as_literal)])
    sync(connector(server, archive, folders=(name,)), archive)
    assert archive.subjects == ["Letter 1"]
    assert not archive.problems


def test_a_folder_that_is_not_there_is_a_problem_and_the_others_are_read(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver(letter(1))
    syncing(folders=("Jobs", "INBOX"))
    assert archive.subjects == ["Letter 1"]
    assert [(problem.code, problem.place.source) for problem in archive.problems] == [
        ("no-folder", "mine/Jobs")
    ]


def test_a_folder_that_vanishes_while_the_account_is_read_is_a_problem_and_the_others_are_read(
    scripted: Scripted, archive: Archive
) -> None:
    mail = folders(Message(1, letter(1)))
    server = scripted(mail)
    with connector(server, archive) as imap:
        batches = imap.changes({})
        archive.take(next(batches))
        del mail[1]  # Sent
        for batch in batches:
            archive.take(batch)
    assert archive.subjects == ["Letter 1"]
    assert [problem.code for problem in archive.problems] == ["unreadable-folder"]


def test_drafts_are_no_mail_yet(mailbox: Account, archive: Archive, syncing: Syncing) -> None:
    mailbox.deliver(letter(1), flags="D")
    mailbox.deliver(letter(2))
    syncing()
    assert archive.subjects == ["Letter 2"]


# Gmail


def gmail(uid: int, *labels: str, flags: tuple[str, ...] = ()) -> Message:
    return Message(
        uid,
        letter(uid, From="Robin <robin@postbox.example>"),
        flags,
        gmail_id=1278455344230334865 + uid,
        gmail_thread=1266894439832287888,
        gmail_labels=labels,
    )


@pytest.fixture
def google(scripted: Scripted) -> ScriptedImap:
    messages = [
        gmail(1, "\\Inbox", "\\Important", "Bewerbungen/Müller & Söhne"),
        gmail(2, "\\Sent"),
        gmail(3, "\\Draft", flags=("\\Draft",)),
        gmail(4, "2026", "求職"),
        gmail(5),
    ]
    return scripted(gmail_folders(*messages), Script(capabilities=GMAIL))


def test_of_gmail_only_all_mail_is_read_and_drafts_are_left(google: ScriptedImap, archive: Archive) -> None:
    sync(connector(google, archive), archive)
    assert list(archive.cursors) == ["[Gmail]/All Mail"]
    assert sorted(archive.subjects) == ["Letter 1", "Letter 2", "Letter 4", "Letter 5"]
    assert not google.violations


def test_gmails_own_ids_and_labels_come_with_the_mail(google: ScriptedImap, archive: Archive) -> None:
    sync(connector(google, archive), archive)
    by_uid = {int(mail.place.spot.partition(":")[2]): mail for mail in archive.mails}
    assert by_uid[1].place.provider_id == "gmail:1278455344230334866"
    assert by_uid[1].provider_thread == "gmail:1266894439832287888"
    assert by_uid[1].labels == ("Inbox", "Important", "Bewerbungen/Müller & Söhne")
    assert by_uid[4].labels == ("2026", "求職")


def test_gmails_mail_labelled_sent_was_written_by_the_candidate(
    google: ScriptedImap, archive: Archive
) -> None:
    sync(connector(google, archive), archive)
    [sent] = [one for one in archive.messages.values() if one.subject == "Letter 2"]
    assert "Sent" in sent.labels
    assert author(sent, Me("Robin", frozenset()), Sections(sent.text, "", "", "", "")) is Author.CANDIDATE


def test_gmails_mail_is_known_again_when_its_uidvalidity_changes(
    google: ScriptedImap, archive: Archive
) -> None:
    sync(connector(google, archive), archive)
    google.folder("[Gmail]/All Mail").uidvalidity = 12
    before = len(bodies(google.commands))
    sync(connector(google, archive), archive)
    assert (len(archive.gone), len(archive.seen)) == (4, 4)
    assert len(bodies(google.commands)) == before
    assert {seen.labels for seen in archive.seen} == {mail.labels for mail in archive.mails}


def test_gmails_mail_is_given_again_with_its_labels(google: ScriptedImap, archive: Archive) -> None:
    sync(connector(google, archive), archive)
    with connector(google, archive) as imap:
        for mail in archive.mails:
            assert imap.again(mail.place) == mail
