"""The scripted server misbehaves as its script says, and otherwise does as it should."""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import re
import socket
from typing import TYPE_CHECKING, Any

import imapclient
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from tests.servers.imap import script as known
from tests.servers.imap.mail import Folder, Message, Synthetic, folders, gmail_folders
from tests.servers.imap.oddities import ODD_STRUCTURES
from tests.servers.imap.script import Script, Step
from tests.servers.imap.server import ScriptedImap, scripted_imap
from tests.servers.imap.wire import modified_utf7, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIL = b"From: ann@example.com\nSubject: Tuesday\n\nCan we talk?\n"
MAILS = tuple(Message(uid, MAIL) for uid in (1, 2, 3, 4))


@contextlib.contextmanager
def signed_in(server: ScriptedImap) -> Iterator[Any]:
    client = imapclient.IMAPClient(server.host, server.port, ssl=False, timeout=20)
    client.normalise_times = False
    client.login("me", "secret")
    try:
        yield client
    finally:
        client.shutdown()


@contextlib.contextmanager
def opened(*messages: Message, **script: Any) -> Iterator[tuple[Any, ScriptedImap]]:
    with scripted_imap(folders(*messages), Script(**script)) as server, signed_in(server) as client:
        client.select_folder("INBOX", readonly=True)
        yield client, server


def test_two_hundred_thousand_messages_cost_little_and_are_too_many_for_one_line() -> None:
    inbox = Folder("INBOX", Synthetic(200_000, lambda uid: b"Subject: %d\n\n" % uid))
    with scripted_imap([inbox]) as server, signed_in(server) as client:
        assert client.select_folder("INBOX", readonly=True)[b"EXISTS"] == 200_000
        found = client.search(["150001:200000", "SINCE", dt.date(2026, 1, 6)])
        assert (found[0], found[-1], len(found)) == (150_001, 200_000, 50_000)
        said = client.fetch([123_456], ["BODY.PEEK[]", "INTERNALDATE"])[123_456]
        assert said[b"BODY[]"] == b"Subject: 123456\r\n\r\n"
        with pytest.raises(imaplib.IMAP4.error, match="got more than 1000000 bytes"):
            client.search("ALL")


def test_what_only_a_writer_sends_is_noted() -> None:
    with scripted_imap(folders(*MAILS)) as server, signed_in(server) as client:
        client.select_folder("INBOX", readonly=True)
        client.fetch([1], ["BODY.PEEK[]", "FLAGS"])
        client.search("ALL")
        assert server.violations == []
        client.fetch([1], ["BODY[]"])
        client.fetch([1], ["RFC822"])
        client.select_folder("INBOX")
        writes: list[Callable[[], Any]] = [
            lambda: client.add_flags([1], ["\\Seen"]),
            lambda: client.copy([1], "Archive"),
            lambda: client.append("INBOX", MAIL),
            lambda: client.expunge(),
        ]
        for write in writes:
            with pytest.raises(IMAPClientError):
                write()
        names = [re.sub("^UID ", "", line).split()[0] for line in server.violations]
        assert names == ["FETCH", "FETCH", "SELECT", "STORE", "COPY", "APPEND", "EXPUNGE"]
        assert not any("secret" in line for line in server.commands)


def test_replies_may_be_split_repeated_missing_and_unsolicited() -> None:
    script: dict[str, Any] = {"split": True, "repeated": True, "silent_about": frozenset({2})}
    with opened(*MAILS, **script, unsolicited=("* 4 FETCH (FLAGS (\\Seen))",)) as (client, _):
        said = client.fetch([1, 2, 3], ["FLAGS", "BODY.PEEK[TEXT]", "RFC822.SIZE"])
        # imapclient merges by UID, and keeps what came without one apart.
        assert {uid for uid in said if b"BODY[TEXT]" in said[uid]} == {1, 3}
        assert said[3][b"RFC822.SIZE"] == len(MAILS[2].octets)


def test_a_message_may_go_between_two_replies_and_the_numbers_of_the_others_move() -> None:
    with opened(*MAILS, expunged_meanwhile=frozenset({2})) as (client, _):
        said = client.fetch([1, 2, 3, 4], ["FLAGS"])
        assert {uid: said[uid][b"SEQ"] for uid in said} == {1: 1, 3: 2, 4: 3}
        assert client.search("ALL") == [1, 3, 4]


def test_a_literal_may_be_shorter_than_announced_and_the_stream_ends() -> None:
    with opened(*MAILS, cut_literal={2: 5}) as (client, _), pytest.raises(IMAPClientAbortError):
        client.fetch([1, 2, 3], ["BODY.PEEK[]"])


def test_a_message_may_be_described_wrongly() -> None:
    odd = b'("TEXT" "PLAIN" NIL NIL NIL NIL NIL)'
    lies = {"BODYSTRUCTURE": odd, "RFC822.SIZE": b"7", "BODY[1]": b"NIL"}
    with opened(Message(1, MAIL, says=lies)) as (client, _):
        said = client.fetch([1], ["BODYSTRUCTURE", "RFC822.SIZE", "BODY.PEEK[1]", "BODY.PEEK[]"])[1]
        assert said[b"BODYSTRUCTURE"] == (b"TEXT", b"PLAIN", None, None, None, None, None)
        assert (said[b"RFC822.SIZE"], said[b"BODY[1]"]) == (7, None)
        assert said[b"BODY[]"] == MAILS[0].octets


@pytest.mark.parametrize("said", ODD_STRUCTURES.values(), ids=ODD_STRUCTURES.keys())
def test_an_odd_structure_goes_out_as_it_is(said: bytes) -> None:
    message = Message(1, MAIL, says={"BODYSTRUCTURE": said})
    with scripted_imap(folders(message)) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login("me", "secret")
        client.select("INBOX", readonly=True)
        _, lines = client.uid("FETCH", "1", "(BODYSTRUCTURE)")
        assert lines == [b"1 (UID 1 BODYSTRUCTURE " + said + b")"]


def test_a_step_changes_the_mail_refuses_or_hangs_up_on_the_command_that_fits() -> None:
    def remade(there: list[Folder]) -> None:
        there[0].uidvalidity = 99

    steps = (
        Step("UID FETCH 1 ", answer=known.MICROSOFT_THROTTLED),
        Step("EXAMINE", nth=2, change=remade),
        Step("UID FETCH 2 ", nth=0, says=("* BYE going down",), hang_up=True),
    )
    with scripted_imap(folders(*MAILS), Script(steps=steps)) as server:
        with signed_in(server) as client:
            assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 1
            with pytest.raises(IMAPClientError, match="92415 milliseconds"):
                client.fetch([1], ["FLAGS"])
            assert client.fetch([1], ["FLAGS"])
            assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 99
        for _ in range(2):
            with signed_in(server) as client, pytest.raises(IMAPClientAbortError):
                client.select_folder("INBOX", readonly=True)
                client.fetch([2], ["FLAGS"])
        assert server.connections == 3


@pytest.mark.parametrize("answer", [known.GMAIL_APP_PASSWORD, known.MICROSOFT_LOGIN, known.UNAVAILABLE])
def test_a_sign_in_is_refused_in_the_words_of_the_provider(answer: str) -> None:
    with scripted_imap(folders(), Script(steps=(Step("LOGIN", answer=answer),))) as server:
        with pytest.raises(LoginError, match=re.escape(answer.removeprefix("NO "))), signed_in(server):
            pass
        with signed_in(server) as client:
            client.noop()


def test_a_token_is_taken_and_a_wrong_one_refused() -> None:
    script = Script(capabilities=(*known.USUAL, "AUTH=XOAUTH2"))
    with (
        scripted_imap(folders(), script) as server,
        imapclient.IMAPClient(server.host, server.port, ssl=False) as client,
    ):
        with pytest.raises(LoginError, match="AUTHENTICATIONFAILED"):
            client.oauth2_login("me", "stale")
        client.oauth2_login("me", "token")
        assert "INBOX" in [name for *_, name in client.list_folders()]


def test_modseqs_come_only_where_they_were_enabled_before_a_folder_was_opened() -> None:
    with scripted_imap(folders(Message(1, MAIL, modseq=7), Message(2, MAIL, modseq=9))) as server:
        with signed_in(server) as client:
            client.enable("CONDSTORE")
            assert client.select_folder("INBOX", readonly=True)[b"HIGHESTMODSEQ"] == 9
            assert client.search(["MODSEQ", 8]) == [2]
            assert set(client.fetch([1, 2], ["FLAGS"], ["CHANGEDSINCE 7"])) == {2}
            server.folder("Sent").modseqs = False
            assert b"NOMODSEQ" in client.select_folder("Sent", readonly=True)
        with signed_in(server) as client:
            assert b"HIGHESTMODSEQ" not in client.select_folder("INBOX", readonly=True)


def test_idle_hears_of_deliveries_keep_alives_and_the_end() -> None:
    with opened(*MAILS) as (client, server):
        client.idle()
        server.wait_for_idle()
        server.deliver(Message(5, MAIL))
        assert client.idle_check(timeout=20) == [(5, b"EXISTS")]
        client.idle_done()
        server.script = Script(idle_says=("* OK Still here", "* BYE idle for too long"), idle_hangs_up=True)
        assert server.commands[-2:] == ["IDLE", "DONE"]
    with scripted_imap(folders(), server.script) as other, signed_in(other) as client:
        client.select_folder("INBOX", readonly=True)
        client.idle()
        heard: list[Any] = []
        while not any(line[0] == b"BYE" for line in heard):
            heard += client.idle_check(timeout=20)
        assert (b"OK", b"Still here") in heard


def test_gmail_has_its_numbers_threads_and_labels() -> None:
    labels = ("\\Inbox", "\\Important", "Jobs/Ärzte & Co")
    mail = Message(1, MAIL, gmail_id=2**60, gmail_thread=2**59, gmail_labels=labels)
    with (
        scripted_imap(gmail_folders(mail), Script(known.GMAIL)) as server,
        signed_in(server) as client,
    ):
        assert client.find_special_folder(imapclient.imapclient.ALL) == "[Gmail]/All Mail"
        client.select_folder("[Gmail]/All Mail", readonly=True)
        said = client.fetch([1], ["X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS"])[1]
        assert (said[b"X-GM-MSGID"], said[b"X-GM-THRID"]) == (2**60, 2**59)
        assert said[b"X-GM-LABELS"] == (b"\\Inbox", b"\\Important", b"Jobs/&AMQ-rzte &- Co")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_names_are_written_in_modified_utf7_as_clients_read_them(name: str) -> None:
    assert imapclient.imap_utf7.decode(modified_utf7(name)) == name


@pytest.mark.parametrize("as_literal", [False, True])
@pytest.mark.parametrize("name", ['say "hi"', "back\\slash", "a (b) {3}", "100%*", "Büro & Co", "INBOX.Sent"])
def test_a_name_arrives_whatever_is_in_it(name: str, as_literal: bool) -> None:
    there = [Folder(name, list(MAILS), attributes=(), delimiter=None, as_literal=as_literal)]
    with scripted_imap(there) as server, signed_in(server) as client:
        assert client.list_folders() == [((), None, name)]
        assert client.select_folder(name, readonly=True)[b"EXISTS"] == 4


def test_a_greeting_may_be_a_farewell() -> None:
    script = Script(greeting="* BYE too many connections")
    with scripted_imap(folders(), script) as server, pytest.raises(Exception, match="too many"):
        imapclient.IMAPClient(server.host, server.port, ssl=False)


def test_nonsense_is_refused_and_the_connection_goes_on() -> None:
    with (
        scripted_imap(folders(*MAILS)) as server,
        socket.create_connection((server.host, server.port), 20) as raw,
        raw.makefile("rwb") as lines,
    ):
        assert lines.readline() == b"* OK ready\r\n"
        for sent, said in (
            (b"a1 FLY\r\n", b"a1 BAD"),
            (b"a2 FETCH 1 (FLAGS)\r\n", b"a2 BAD"),
            (b'a3 LOGIN {2+}\r\nme "sec\\ret"\r\n', b"a3 OK"),
            (b"a4 LOGIN\r\n", b"a4 NO"),
        ):
            lines.write(sent)
            lines.flush()
            assert lines.readline().startswith(said)


def test_strings_are_quoted_where_that_does_and_literal_where_not() -> None:
    assert [string(text) for text in (None, 'a"b\\', "ü")] == [b"NIL", b'"a\\"b\\\\"', b"{2}\r\n\xc3\xbc"]
