"""What goes wrong on the way: one bad message stops no other, and a broken connection loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import BusyError, SourceError, UnreachableError
from ingest.imap import cursor as cursors
from ingest.imap import requests, session
from ingest.mime.parse import parse
from ingest.types import Message as MailMessage
from ingest.types import Place, RawMail
from tests.ingest.imap.archive import Archive, bodies, connector, letter, sync
from tests.servers.imap.mail import Folder, Message, folders
from tests.servers.imap.oddities import ODD_STRUCTURES
from tests.servers.imap.script import IN_USE, MICROSOFT_THROTTLED, UNAVAILABLE, Script, Step
from tests.servers.proxy import Action, Fault, proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.imap.conftest import Syncing
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

SEVEN = [letter(number) for number in range(1, 8)]
ALL = sorted(f"Letter {number}" for number in range(1, 8))


def seven(scripted: Scripted, script: Script | None = None) -> ScriptedImap:
    return scripted(folders(*(Message(uid, raw) for uid, raw in enumerate(SEVEN, 1))), script)


# One bad message


def test_a_message_that_breaks_the_connection_is_one_problem_and_all_others_come(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.deliver_all(SEVEN[:3])
    mailbox.poison(letter(99))
    mailbox.deliver_all(SEVEN[3:])
    syncing()
    assert sorted(archive.subjects) == ALL
    assert [problem.code for problem in archive.problems] == ["not-given"]


def test_a_message_that_breaks_the_connection_is_asked_for_only_so_often(
    mailbox: Account, archive: Archive, syncing: Syncing
) -> None:
    mailbox.poison(letter(99))
    for _ in range(cursors.TRIES):
        syncing()
    mailbox.record()
    syncing()
    assert not [command for command in mailbox.commands() if "FETCH" in command]
    assert len(archive.problems) == 1


@pytest.mark.parametrize("at", [0, 5])
def test_a_literal_cut_short_stops_no_other_message(scripted: Scripted, archive: Archive, at: int) -> None:
    server = seven(scripted, Script(cut_literal={4: at}))
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == [subject for subject in ALL if subject != "Letter 4"]
    assert [problem.place.spot for problem in archive.problems] == ["1:4"]


def test_one_message_in_five_hundred_that_breaks_the_connection_costs_few_connections(
    scripted: Scripted, archive: Archive
) -> None:
    messages = [Message(uid, letter(uid)) for uid in range(1, requests.LISTED_AT_ONCE + 1)]
    server = scripted(folders(*messages), Script(cut_literal={200: 5}))
    sync(connector(server, archive), archive)
    assert len(archive.mails) == len(messages) - 1
    assert server.connections <= 9


@pytest.mark.parametrize("oddity", ODD_STRUCTURES)
def test_a_bodystructure_that_makes_no_sense_stops_neither_its_message_nor_another(
    scripted: Scripted, archive: Archive, oddity: str
) -> None:
    messages = [Message(uid, raw) for uid, raw in enumerate(SEVEN, 1)]
    messages[3] = Message(4, SEVEN[3], says={"BODYSTRUCTURE": ODD_STRUCTURES[oddity]})
    server = scripted(folders(*messages))
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ALL
    assert all("see you on Monday" in message.text for message in archive.messages.values())
    assert not archive.problems


@pytest.mark.parametrize("date", [b'"yesterday"', b"NIL", b'"99-Foo-2026 99:99:99 +9999"'])
def test_an_internaldate_that_makes_no_sense_stops_no_message(
    scripted: Scripted, archive: Archive, date: bytes
) -> None:
    server = scripted(folders(Message(1, SEVEN[0], says={"INTERNALDATE": date}), Message(2, SEVEN[1])))
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ["Letter 1", "Letter 2"]


def test_a_folder_of_which_no_message_is_given_is_a_problem_that_is_told_soon(
    scripted: Scripted, archive: Archive
) -> None:
    """Its cursor stays where it was: nothing is given up for lost."""
    script = Script(steps=(Step("UID FETCH", 0, answer="NO [SERVERBUG] Internal error"),))
    server = scripted(folders(*(Message(uid, letter(uid)) for uid in range(1, 401))), script)
    sync(connector(server, archive), archive)
    assert [problem.code for problem in archive.problems] == ["unreadable-folder"]
    assert len(server.commands) < 15 * session.MOST_FAILURES
    server.script = Script()
    sync(connector(server, archive), archive)
    assert len(archive.mails) == 400


def test_a_folder_that_cannot_be_opened_is_a_problem_and_the_others_are_read(
    scripted: Scripted, archive: Archive
) -> None:
    mail = folders(*(Message(uid, raw) for uid, raw in enumerate(SEVEN, 1)))
    mail[1].messages = [Message(1, letter(11))]
    server = scripted(
        mail, Script(steps=(Step('EXAMINE "?INBOX', 0, answer="NO [SERVERBUG] Internal error"),))
    )
    sync(connector(server, archive), archive)
    assert archive.subjects == ["Letter 11"]
    assert [(one.code, one.place.source) for one in archive.problems] == [("unreadable-folder", "mine/INBOX")]
    server.script = Script()
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == sorted([*ALL, "Letter 11"])


def test_a_folder_that_is_in_use_for_a_moment_is_tried_again(scripted: Scripted, archive: Archive) -> None:
    server = seven(scripted, Script(steps=(Step("EXAMINE", answer=IN_USE),)))
    sync(connector(server, archive), archive)
    assert (len(archive.mails), archive.problems) == (7, [])


# The connection


@pytest.mark.parametrize("action", [Action.CUT, Action.RESET])
@pytest.mark.parametrize("at", [0, 40, b"EXISTS", b"BODYSTRUCTURE (", b"BODY[TEXT] {", b"see you"])
def test_a_connection_that_breaks_anywhere_loses_nothing_and_gives_nothing_twice(
    mailbox: Account, archive: Archive, action: Action, at: int | bytes
) -> None:
    mailbox.deliver_all(SEVEN)
    faults = {1: Fault(action, at), 2: Fault(action, at)}
    with proxy(mailbox.server.host, mailbox.server.port, faults) as between:
        sync(connector(between, archive, mailbox.user), archive)
        assert len(between.connections) == 3
    assert (sorted(archive.subjects), archive.problems) == (ALL, [])


def test_a_connection_that_dies_unnoticed_is_given_up_and_made_anew(
    mailbox: Account, archive: Archive
) -> None:
    mailbox.deliver_all(SEVEN)
    with proxy(mailbox.server.host, mailbox.server.port, {1: Fault(Action.STALL, b"EXISTS")}) as between:
        sync(connector(between, archive, mailbox.user, patience_seconds=0.2), archive)
    assert sorted(archive.subjects) == ALL


def test_a_server_that_says_bye_is_come_back_to(scripted: Scripted, archive: Archive) -> None:
    bye = ("* BYE Server shutting down",)
    steps = (Step("UID SEARCH", says=bye, hang_up=True), Step("UID FETCH", says=bye, hang_up=True))
    server = seven(scripted, Script(steps=steps))
    sync(connector(server, archive), archive)
    assert (sorted(archive.subjects), archive.problems) == (ALL, [])
    assert server.connections == 3


def test_a_server_that_is_never_there_is_told_of_and_not_tried_for_ever(
    scripted: Scripted, archive: Archive
) -> None:
    server = seven(scripted, Script(greeting="* BYE Too many connections"))
    with pytest.raises(UnreachableError, match="Too many connections"):
        sync(connector(server, archive), archive)
    assert server.connections == session.ATTEMPTS


def test_a_connection_that_breaks_again_and_again_keeps_what_came_before(
    mailbox: Account, archive: Archive, syncing: Syncing, few_at_once: None
) -> None:
    mailbox.deliver_all(SEVEN)
    faults = {1: Fault(Action.CUT, b"Letter 4")} | dict.fromkeys(range(2, 99), Fault(Action.CUT))
    with (
        proxy(mailbox.server.host, mailbox.server.port, faults) as between,
        pytest.raises(UnreachableError),
    ):
        sync(connector(between, archive, mailbox.user), archive)
    came = len(archive.mails)
    assert came == 3
    syncing()
    assert sorted(archive.subjects) == ALL


def test_a_uidvalidity_that_changes_while_the_connection_is_down_mixes_nothing_up(
    scripted: Scripted, archive: Archive, few_at_once: None
) -> None:
    def made_anew(mail: list[Folder]) -> None:
        mail[0].uidvalidity = 2
        mail[0].messages = [Message(uid, raw) for uid, raw in enumerate(reversed(SEVEN), 1)]

    step = Step("UID FETCH", 3, change=made_anew, hang_up=True)
    server = seven(scripted, Script(steps=(step,)))
    sync(connector(server, archive), archive)
    assert [problem.code for problem in archive.problems] == ["unreadable-folder"]
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ALL
    assert archive.subject_at() == {("mine/INBOX", f"2:{uid}"): f"Letter {8 - uid}" for uid in range(1, 8)}


# Told to wait


def test_a_server_that_is_unavailable_for_a_moment_is_tried_again(
    scripted: Scripted, archive: Archive
) -> None:
    names = ("EXAMINE", "UID SEARCH", r"UID FETCH .*HEADER", r"UID FETCH .*TEXT")
    server = seven(scripted, Script(steps=tuple(Step(name, answer=UNAVAILABLE) for name in names)))
    sync(connector(server, archive), archive)
    assert (sorted(archive.subjects), archive.problems) == (ALL, [])
    assert server.connections == 1
    assert len(bodies(server.commands)) == 2


def test_a_server_that_names_a_time_to_wait_is_obeyed(scripted: Scripted, archive: Archive) -> None:
    server = seven(scripted, Script(steps=(Step("UID FETCH", answer=MICROSOFT_THROTTLED),)))
    sync(connector(server, archive), archive)
    assert sorted(archive.subjects) == ALL


def test_a_server_that_wants_a_long_time_is_left_alone_and_the_time_is_told(
    scripted: Scripted, archive: Archive
) -> None:
    long = MICROSOFT_THROTTLED.replace("92415", "924150")
    server = seven(scripted, Script(steps=(Step("UID SEARCH", 0, answer=long),)))
    with pytest.raises(BusyError, match="15 minutes") as told:
        sync(connector(server, archive), archive)
    assert told.value.seconds == pytest.approx(924.15)
    assert len([command for command in server.commands if command.startswith("UID SEARCH")]) == 1


# Anywhere, anything


MAILS = [letter(1), letter(2, "Gr\u00fc\u00dfe\r\n" * 20), letter(3, "x" * 3000), letter(4, Message_ID="")]


def undisturbed() -> dict[str, str]:
    found = [parse(RawMail(raw, Place("", ""))) for raw in MAILS]
    return {message.key: message.text for message in found if isinstance(message, MailMessage)}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    offsets=st.lists(st.integers(0, 6000), min_size=1, max_size=3),
    action=st.sampled_from([Action.CUT, Action.RESET, Action.GARBLE]),
    garbage=st.sampled_from(
        [b"\xff\x00\xff\x00", b"\r\n", b")", b"{9999}", b"{99999999999}\r\n", b'"', b"* BYE\r\n"]
    ),
)
def test_whatever_happens_to_the_stream_in_the_end_everything_is_there(
    scripted: Scripted, offsets: list[int], action: Action, garbage: bytes
) -> None:
    """A changed byte inside a text cannot be noticed; that the mail is there can."""
    archive = Archive()
    server = scripted(folders(*(Message(uid, raw) for uid, raw in enumerate(MAILS, 1))))
    faults = {nth: Fault(action, at, garbage) for nth, at in enumerate(offsets, 1)}
    with proxy(server.host, server.port, faults) as between:
        for _ in range(4):
            try:
                sync(connector(between, archive, patience_seconds=0.1), archive)
            except SourceError:
                continue
    archive.forget_items()
    sync(connector(server, archive), archive)
    assert {spot for _, spot in archive.keys} == {f"1:{uid}" for uid in range(1, 5)}
    if action is not Action.GARBLE:
        assert {key: message.text for key, message in archive.messages.items()} == undisturbed()
    assert not server.violations
    server.stop()
