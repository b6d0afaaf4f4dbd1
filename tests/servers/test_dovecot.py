"""What the tests take for granted of their Dovecot, and of what is done to it behind a client's back."""

from __future__ import annotations

import datetime as dt
import ssl
from typing import TYPE_CHECKING, Any

import imapclient
import pytest
from imapclient.exceptions import LoginError

from tests.servers.account import Account
from tests.servers.dovecot import Options
from tests.servers.dovecot import dovecot as running_dovecot
from tests.servers.oauth import oauth_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.dovecot import Dovecot

MAIL = b"From: ann@example.com\nSubject: Tuesday\n\nCan we talk?\n"
LONG_AGO = dt.datetime(2024, 2, 29, 12, 30, 15, tzinfo=dt.UTC)


def signed_in(account: Account) -> Any:
    client = imapclient.IMAPClient(account.server.host, account.server.port, ssl=False)
    client.normalise_times = False
    client.login(account.user, account.password)
    return client


@pytest.fixture
def client(mailbox: Account) -> Iterator[Any]:
    with signed_in(mailbox) as connected:
        yield connected


def trust(server: Dovecot) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(server.ca_file))
    context.verify_flags |= ssl.VERIFY_X509_STRICT  # the default from Python 3.13 on
    return context


def test_tls_and_starttls_work_for_who_trusts_the_authority(mailbox: Account) -> None:
    server = mailbox.server
    with imapclient.IMAPClient("localhost", server.tls_port, ssl_context=trust(server)) as client:
        client.login(mailbox.user, mailbox.password)
    with imapclient.IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.starttls(trust(server))
        client.login(mailbox.user, mailbox.password)


def test_a_client_that_does_not_trust_the_authority_gets_nowhere(dovecot: Dovecot) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        imapclient.IMAPClient("localhost", dovecot.tls_port)


def test_a_wrong_password_is_refused_and_does_not_slow_the_next_sign_in(mailbox: Account) -> None:
    with imapclient.IMAPClient("127.0.0.1", mailbox.server.port, ssl=False) as client:
        with pytest.raises(LoginError):
            client.login(mailbox.user, "wrong")
        client.login(mailbox.user, mailbox.password)


def test_mail_is_served_with_its_time_its_flags_and_uids_in_the_order_of_delivery(
    mailbox: Account, client: Any
) -> None:
    mailbox.deliver(b"Subject: 1\n\n", received=LONG_AGO)
    mailbox.deliver(b"Subject: 2\n\n", flags="SR")
    mailbox.deliver(b"Subject: 3\n\n")
    client.select_folder("INBOX", readonly=True)
    found = client.fetch([1, 2, 3], ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
    assert [found[uid][b"BODY[]"] for uid in (1, 2, 3)] == [b"Subject: %d\r\n\r\n" % n for n in (1, 2, 3)]
    assert found[1][b"INTERNALDATE"] == LONG_AGO
    assert set(found[2][b"FLAGS"]) >= {b"\\Seen", b"\\Answered"}


def test_folders_have_the_names_that_people_see(mailbox: Account, client: Any) -> None:
    mailbox.deliver(MAIL, to="Bewerbungen/Übersicht & Zusagen")
    mailbox.deliver(MAIL, to="Sent", flags="S")
    names = {name: flags for flags, _, name in client.list_folders()}
    assert client.folder_status("Bewerbungen/Übersicht & Zusagen", ["MESSAGES"]) == {b"MESSAGES": 1}
    assert b"\\Sent" in names["Sent"]


def test_mail_can_be_deleted_moved_and_flagged_behind_a_clients_back(mailbox: Account, client: Any) -> None:
    gone, moved, flagged = mailbox.deliver_all([MAIL, MAIL, MAIL])
    client.select_folder("INBOX", readonly=True)
    mailbox.delete(gone)
    mailbox.move(moved, "Archive")
    mailbox.flag(flagged, "FS")
    client.noop()
    assert client.search("ALL") == [3]
    assert set(client.fetch([3], ["FLAGS"])[3][b"FLAGS"]) >= {b"\\Flagged", b"\\Seen"}
    assert client.folder_status("Archive", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_a_changed_uidvalidity_keeps_uids_and_cuts_who_has_the_folder_open(mailbox: Account) -> None:
    mailbox.deliver(MAIL)
    with pytest.raises(Exception, match="EOF"), signed_in(mailbox) as client:
        client.select_folder("INBOX", readonly=True)
        mailbox.set_uidvalidity(4242)
        client.noop()
    with signed_in(mailbox) as client:
        assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 4242
        assert client.search("ALL") == [1]


def test_forgotten_uids_come_with_a_new_uidvalidity_and_renumbered_ones_do_not(mailbox: Account) -> None:
    first, _ = mailbox.deliver_all([MAIL, MAIL])

    def seen() -> tuple[int, list[int]]:
        with signed_in(mailbox) as client:
            return client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"], client.search("ALL")

    assert seen()[1] == [1, 2]
    mailbox.set_uidvalidity(4242)
    mailbox.delete(first)
    assert seen() == (4242, [2])
    mailbox.renumber()
    uidvalidity, uids = seen()
    assert (uidvalidity, uids != [2]) == (4242, True)
    mailbox.forget_uids()
    uidvalidity, uids = seen()
    assert (uidvalidity != 4242, uids) == (True, [1])


def test_a_poisoned_message_ends_the_connection_and_leaves_its_neighbours(mailbox: Account) -> None:
    mailbox.deliver(MAIL)
    mailbox.poison(MAIL)
    with pytest.raises(Exception, match=r"BYE|EOF|FETCH failed"), signed_in(mailbox) as client:
        client.select_folder("INBOX", readonly=True)
        client.fetch([2], ["BODY.PEEK[]"])
    with signed_in(mailbox) as client:
        client.select_folder("INBOX", readonly=True)
        assert set(client.fetch([1], ["BODY.PEEK[]"])) == {1}


def test_a_kicked_client_reads_the_end_of_the_stream(mailbox: Account) -> None:
    with pytest.raises(Exception, match=r"EOF|BYE|closed"), signed_in(mailbox) as client:
        client.select_folder("INBOX", readonly=True)
        mailbox.kick()
        for _ in range(10_000):  # its process may answer once more before it hears of that
            client.noop()


def test_idle_tells_of_a_delivered_file(mailbox: Account) -> None:
    mailbox.record()
    with signed_in(mailbox) as client:
        client.select_folder("INBOX", readonly=True)
        client.idle()
        mailbox.wait_for("IDLE")
        mailbox.deliver(MAIL)
        assert (1, b"EXISTS") in client.idle_check(timeout=20)
        client.idle_done()
    assert mailbox.commands()[-2:] == ["DONE", "LOGOUT"]


def test_reading_with_peek_leaves_the_snapshot_as_it_was_and_marking_read_does_not(
    mailbox: Account, client: Any
) -> None:
    mailbox.deliver_all([MAIL, MAIL])
    before = mailbox.snapshot()
    client.select_folder("INBOX", readonly=True)
    client.fetch([1, 2], ["BODY.PEEK[]", "FLAGS"])
    client.unselect_folder()
    assert mailbox.snapshot() == before
    client.select_folder("INBOX")
    client.fetch([1], ["BODY[]"])
    after = mailbox.snapshot()
    assert after["INBOX"].messages[1] == "\\Seen"
    client.remove_flags([1], ["\\Seen"])
    again = mailbox.snapshot()["INBOX"]
    assert again.messages == before["INBOX"].messages
    assert again.highestmodseq > before["INBOX"].highestmodseq


def test_a_token_counts_where_who_gave_it_vouches_for_it(tmp_path: Path) -> None:
    with oauth_server(tmp_path) as authority:
        authority.access["good"] = "u7"
        with (
            running_dovecot(Options(introspection_url=authority.introspection_url)) as server,
            imapclient.IMAPClient(server.host, server.port, ssl=False) as client,
        ):
            assert client.has_capability("AUTH=XOAUTH2")
            for user, token in (("u7", "stale"), ("u8", "good")):
                with pytest.raises(LoginError):
                    client.oauth2_login(user, token)
            client.oauth2_login("u7", "good")
            assert client.select_folder("INBOX", readonly=True)[b"EXISTS"] == 0


def test_a_server_can_be_without_condstore() -> None:
    with running_dovecot(Options(condstore=False)) as server, signed_in(Account(server, "u0")) as client:
        assert not client.has_capability("CONDSTORE")
        assert client.has_capability("IDLE")


def test_what_is_not_kept_in_maildir_is_appended_and_its_snapshot_holds_too() -> None:
    with running_dovecot(Options(mail_format="sdbox")) as server, signed_in(Account(server, "u0")) as client:
        client.append("INBOX", MAIL, ["\\Seen"])
        assert Account(server, "u0").snapshot()["INBOX"].messages == {1: "\\Seen"}


def test_a_server_comes_back_with_the_same_mail() -> None:
    with running_dovecot() as server:
        account = Account(server, "u0")
        account.deliver(MAIL)
        with signed_in(account) as client:
            before = client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"]
        server.stop()
        with pytest.raises(OSError):
            signed_in(account)
        server.start()
        with signed_in(account) as client:
            assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == before
