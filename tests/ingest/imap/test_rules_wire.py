"""What goes over the wire: which commands are sent, and what may come in answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.imap import cursor as cursors
from ingest.imap import fetch, requests
from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync, uids_of
from tests.servers.dovecot import Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.imap.mail import Folder, Message, Synthetic, folders
from tests.servers.imap.script import USUAL, Script, Step
from tests.servers.imap.session import FORBIDDEN
from tests.servers.proxy import Action, Fault, proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.dovecot import Dovecot
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

THREE = [Message(uid, letter(uid)) for uid in (1, 2, 3)]
MB = 1_000_000


def modseq(archive: Archive) -> int | None:
    found = cursors.read(archive.cursors["INBOX"])
    assert found is not None
    return found.modseq


# CONDSTORE (RFC 7162)


def test_condstore_is_enabled_before_the_first_examine_and_the_modseq_of_examine_kept(
    scripted: Scripted, archive: Archive
) -> None:
    most = 2**63 - 1  # RFC 7162 §3: 63 bits
    mail = folders(*(replace(one, modseq=uid) for uid, one in enumerate(THREE, 5)))
    mail[0].highestmodseq = most
    server = scripted(mail)
    sync(connector(server, archive), archive)
    names = [command.split()[0] for command in server.commands]
    assert names.index("ENABLE") < names.index("EXAMINE")
    assert modseq(archive) == most


def test_a_change_of_flags_moves_the_modseq_of_the_cursor_and_fetches_nothing(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    file = mailbox.deliver(letter(1))
    syncing()
    before = modseq(archive)
    mailbox.flag(file, "S")
    mailbox.record()
    archive.forget_items()
    syncing()
    assert not archive.items
    assert before is not None
    assert (modseq(archive) or 0) > before
    assert not [command for command in mailbox.commands() if "FETCH" in command or "SEARCH" in command]


def test_a_folder_that_keeps_no_modseqs_is_read_all_the_same(scripted: Scripted, archive: Archive) -> None:
    mail = folders(*THREE)
    mail[0].modseqs = False  # NOMODSEQ
    server = scripted(mail)
    sync(connector(server, archive), archive)
    assert (len(archive.mails), modseq(archive)) == (3, None)


def test_a_modseq_that_a_folder_keeps_no_longer_is_forgotten(scripted: Scripted, archive: Archive) -> None:
    server = scripted(folders(*THREE))
    sync(connector(server, archive), archive)
    assert modseq(archive) == 1
    server.folder("INBOX").modseqs = False
    sync(connector(server, archive), archive)
    assert modseq(archive) is None


def test_a_server_without_condstore_is_not_asked_to_enable_it(scripted: Scripted, archive: Archive) -> None:
    plain = tuple(word for word in USUAL if word not in ("CONDSTORE", "ENABLE"))
    server = scripted(folders(*THREE), Script(capabilities=plain))
    sync(connector(server, archive), archive)
    assert len(archive.mails) == 3
    assert not [command for command in server.commands if command.startswith("ENABLE")]


def test_a_dovecot_without_condstore_gives_what_is_new_and_what_went() -> None:
    from tests.servers.account import Account

    archive = Archive()
    with running_dovecot(Options(condstore=False)) as server:
        mailbox = Account(server, "u0")
        files = mailbox.deliver_all([letter(number) for number in range(1, 5)])
        sync(connector(server, archive, "u0"), archive)
        mailbox.delete(files[1])
        mailbox.deliver(letter(5))
        sync(connector(server, archive, "u0"), archive)
        archive.forget_items()
        sync(connector(server, archive, "u0"), archive)
    assert not archive.items
    assert sorted(archive.subject_at().values()) == ["Letter 1", "Letter 3", "Letter 4", "Letter 5"]
    assert modseq(archive) is None


# Nothing at the source is changed


def test_a_sync_with_faults_leaves_the_mailbox_as_it_was(
    mailbox: Account, archive: Archive, few_at_once: None
) -> None:
    mailbox.deliver_all([letter(number) for number in range(1, 9)])
    mailbox.deliver(letter(9), flags="S")
    mailbox.poison(letter(10))
    for name in ("Sent", "Archive"):  # Dovecot would make them when somebody signs in
        mailbox.folder(name)
    before = mailbox.snapshot()
    mailbox.record()
    faults = {nth: Fault(list(Action)[nth % 2], 700 * nth) for nth in range(1, 4)}
    with proxy(mailbox.server.host, mailbox.server.port, faults) as between:
        sync(connector(between, archive, mailbox.user), archive)
    assert len(archive.mails) == 9
    assert mailbox.snapshot() == before
    sent = {word for command in mailbox.commands() for word in command.upper().split()[:2]}
    assert not sent & FORBIDDEN
    assert all("PEEK" in command for command in mailbox.commands() if "BODY" in command)


# Answers to FETCH (RFC 3501 §7.4.2)


@pytest.mark.parametrize(
    "script",
    [
        Script(split=True),
        Script(repeated=True),
        Script(split=True, repeated=True),
        Script(unsolicited=("* 2 FETCH (FLAGS (\\Seen))", "* 3 FETCH (UID 30 FLAGS ())")),
        Script(unsolicited=("* 2 FETCH (FLAGS (\\Draft))", "* 3 EXISTS", "* OK [ALERT] full", "* 1 RECENT")),
    ],
    ids=["split", "repeated", "both", "unsolicited", "draft of another number"],
)
def test_answers_may_come_split_repeated_and_unasked_for(
    scripted: Scripted, archive: Archive, script: Script
) -> None:
    messages = [Message(uid, letter(uid)) for uid in (1, 2, 20, 30)]
    server = scripted(folders(*messages), script)
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ["Letter 1", "Letter 2", "Letter 20", "Letter 30"]
    assert all("Monday" in message.text for message in archive.messages.values())
    assert not archive.problems
    assert not server.violations


def test_an_answer_about_flags_alone_is_not_taken_for_an_empty_mail(
    scripted: Scripted, archive: Archive
) -> None:
    flags = "* 2 FETCH (UID 2 FLAGS (\\Seen))"
    step = Step(r"UID FETCH [\d,:]+ \(BODY.PEEK\[TEXT", nth=1, says=(flags,), answer="OK done")
    server = scripted(folders(*THREE), Script(steps=(step,)))
    sync(connector(server, archive), archive)
    assert not archive.mails
    assert [problem.code for problem in archive.problems] == ["not-given"] * 3
    sync(connector(server, archive), archive)
    assert all("Monday" in message.text for message in archive.messages.values())
    assert len(archive.mails) == 3


def test_a_message_that_the_server_is_silent_about_is_one_problem_and_asked_for_again(
    scripted: Scripted, archive: Archive
) -> None:
    server = scripted(folders(*THREE), Script(silent_about=frozenset({2})))
    sync(connector(server, archive), archive)
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ["Letter 1", "Letter 3"]
    assert [(problem.code, problem.place.spot) for problem in archive.problems] == [("not-given", "1:2")]
    server.script = Script()
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ["Letter 1", "Letter 2", "Letter 3"]


def test_a_message_that_is_never_given_is_asked_for_so_often_and_no_more(
    scripted: Scripted, archive: Archive
) -> None:
    server = scripted(folders(*THREE), Script(silent_about=frozenset({2})))
    for _ in range(cursors.TRIES + 3):
        sync(connector(server, archive), archive)
    asked = [
        one for one in server.commands if one.startswith(("UID FETCH 3:1", "UID FETCH 3,2,1", "UID FETCH 2 "))
    ]
    assert len(asked) == cursors.TRIES
    assert len(archive.problems) == 1


def test_messages_that_go_while_they_are_fetched_are_no_problem(scripted: Scripted, archive: Archive) -> None:
    messages = [Message(uid, letter(uid)) for uid in range(1, 7)]
    server = scripted(folders(*messages), Script(expunged_meanwhile=frozenset({2, 5})))
    sync(connector(server, archive), archive)
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ["Letter 1", "Letter 3", "Letter 4", "Letter 6"]
    assert not archive.problems


def test_a_message_that_goes_between_its_header_and_its_body_is_no_problem(
    scripted: Scripted, archive: Archive
) -> None:
    step = Step(r"UID FETCH .*BODY.PEEK\[TEXT", change=lambda mail: mail[0].remove(2))
    server = scripted(folders(*THREE), Script(steps=(step,)))
    sync(connector(server, archive), archive)
    assert (sorted(archive.subjects), archive.problems) == (["Letter 1", "Letter 3"], [])


# Size


def test_two_hundred_thousand_messages_are_listed_in_lines_that_can_be_read_and_fetched_in_portions(
    scripted: Scripted, archive: Archive
) -> None:
    far = 4_000_000_000  # UIDs of ten digits make the longest lines

    class Far(Synthetic):
        def _make(self, at: int) -> Message:
            return replace(super()._make(at), uid=far + at)

    server = scripted([Folder("INBOX", Far(200_000, letter))])
    sync(connector(server, archive), archive, batches=1)
    searches = [command for command in server.commands if "SEARCH" in command]
    assert len(searches) == 200_000 // fetch.WINDOW
    assert fetch.WINDOW * len(" 4294967295") < MB  # imaplib reads no longer line
    assert archive.subjects == [f"Letter {number}" for number in range(200_000, 199_500, -1)]
    assert {len(uids_of(command)) for command in bodies(server.commands)} == {requests.LISTED_AT_ONCE}


def test_the_attachment_of_a_mail_stays_where_it_is(mailbox: Account, archive: Archive) -> None:
    text = "Dear Robin,\r\n\r\nthe contract is attached.\r\n"
    body = (
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\n"
        "Content-Type: application/pdf; name=a.pdf\r\n"
        "Content-Disposition: attachment; filename=a.pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + ("QUJD" * 19 + "\r\n") * (3 * MB // 78) + "--b--\r\n"
    )
    mailbox.deliver(letter(1, body, MIME_Version="1.0", Content_Type="multipart/mixed; boundary=b"))
    with proxy(mailbox.server.host, mailbox.server.port) as between:
        imap = connector(between, archive, mailbox.user)
        sync(imap, archive)
        assert between.received < 20_000
        assert imap.bytes_received <= between.received
    [message] = archive.messages.values()
    assert "the contract is attached" in message.text
    [attachment] = message.attachments
    assert attachment.name == "a.pdf"
    assert abs(attachment.size - 3 * MB * 57 / 78) < 0.03 * 3 * MB


def test_mail_that_the_gate_holds_back_costs_its_header_alone(
    mailbox: Account, archive: Archive, dovecot: Dovecot
) -> None:
    mailbox.deliver_all([letter(number, "x" * 60_000) for number in range(1, 6)])
    mailbox.record()
    sync(connector(dovecot, archive, mailbox.user, gate=lambda heading, calendar: False), archive)
    assert len(archive.messages) == 5
    assert not archive.mails
    assert not bodies(mailbox.commands())


def test_a_literal_that_nobody_asked_for_in_that_length_is_not_made_room_for(
    scripted: Scripted, archive: Archive
) -> None:
    says = "* 2 FETCH (UID 2 BODY[TEXT] {99999999999999}"
    step = Step(r"UID FETCH .*BODY.PEEK\[TEXT", nth=1, says=(says,), answer="OK done")
    server = scripted(folders(*THREE), Script(steps=(step,)))
    sync(connector(server, archive), archive)
    assert len(archive.mails) == 3
    assert not archive.problems
