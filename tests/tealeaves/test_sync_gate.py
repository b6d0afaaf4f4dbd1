"""Mail that the gate leaves on the server: what stays of it, and when it is fetched after all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ingest.imap import tour
from store.store import open_store
from tests.tealeaves import post
from tests.tealeaves.person import Person, account, deliver
from tests.tealeaves.syncs import FOLDERS, shown, synced, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.account import Account

LEFT = pytest.mark.parametrize(
    "first", [post.answer(1, 0, ""), post.desk_news(1, 0)], ids=["possible", "unread"]
)
"""Mail of which no words are kept until it is known to belong: one that was read, one that was not."""


def test_bulk_mail_of_a_stranger_leaves_no_words_and_its_body_stays_on_the_server(
    robin: Person, mailbox: Account
) -> None:
    mailbox.record()
    deliver(mailbox, post.newsletter(1))
    said = robin.sync()
    assert (said["listed"], said["gated"], said["fetched"]) == (1, 1, 0)
    assert not any("TEXT" in command or "PEEK[1" in command for command in mailbox.commands())
    stored = b"".join(path.read_bytes() for path in (robin.folder / "store").iterdir())
    assert b"1@mail.example" in stored
    for word in (b"marmalade", b"spring throw", b"cottonandclay", b"Cotton"):
        assert word not in stored


def test_bulk_mail_is_fetched_at_the_sync_that_makes_its_sender_known(
    robin: Person, mailbox: Account
) -> None:
    deliver(mailbox, post.desk_news(1, 0), post.newsletter(2), post.company_news(3, 0))
    assert robin.sync()["gated"] == 3
    assert {robin.standing(number) for number in (1, 2, 3)} == {"unread"}
    deliver(mailbox, post.desk_writes(4, 0))
    mailbox.record()
    said = robin.sync()
    assert (said["listed"], said["fetched"], said["gated"], said["touched"]) == (1, 2, 0, 1)
    assert (robin.standing(1), robin.standing(2)) == ("irrelevant", "unread")
    assert robin.standing(3) == "unread"  # who applies to a house is sent everything that it advertises
    fetched = [command for command in mailbox.commands() if "[TEXT]" in command or "PEEK[1]" in command]
    assert fetched
    assert not any(command.startswith(("UID FETCH 2 ", "UID FETCH 3 ")) for command in fetched)


def test_bulk_mail_is_fetched_at_the_sync_that_makes_its_thread_known(
    robin: Person, mailbox: Account
) -> None:
    deliver(mailbox, post.newsletter(1))
    robin.sync()
    made = post.interview(2, 0)
    made["In-Reply-To"] = post.message_id(1)
    deliver(mailbox, made)
    assert robin.sync()["fetched"] == 2
    assert robin.standing(1) == "irrelevant"
    assert robin.sync()["fetched"] == 0


def test_mail_that_its_conversation_brings_in_is_fetched_again_from_its_place(
    robin: Person, mailbox: Account
) -> None:
    deliver(mailbox, post.answer(1, 0, ""))
    assert robin.sync()["relevant"] == 0
    assert b"Thursday" not in stored(robin)
    deliver(mailbox, post.interview(2, 0))
    assert robin.sync()["relevant"] == 2
    assert b"Thursday" in stored(robin)


def stored(robin: Person) -> bytes:
    return b"".join(path.read_bytes() for path in (robin.folder / "store").iterdir())


@pytest.mark.parametrize("first", [post.answer(1, 0, ""), post.desk_news(1, 0)], ids=["possible", "unread"])
def test_mail_that_went_before_it_was_needed_stops_nothing(
    robin: Person, mailbox: Account, first: Any
) -> None:
    [gone] = deliver(mailbox, first)
    robin.sync()
    mailbox.delete(gone)
    deliver(mailbox, post.desk_writes(2, 0))
    assert robin.sync()["relevant"] == 1
    assert robin.sync()["listed"] == 0


@pytest.mark.parametrize("first", [post.answer(1, 0, ""), post.desk_news(1, 0)], ids=["possible", "unread"])
def test_a_place_that_lost_its_mail_unnoticed_is_a_problem_told_once(
    robin: Person, mailbox: Account, first: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is read anew only after the mail was looked for: the loss came in between."""
    [gone] = deliver(mailbox, first)
    robin.sync()
    deliver(mailbox, post.desk_writes(2, 0))
    monkeypatch.setattr(tour.Tour, "_gone", lambda self, look: [])
    mailbox.delete(gone)
    said = robin.run("sync", "--json")
    assert said.code == 3
    assert [one["code"] for one in said.json()["accounts"][0]["problems"]] == ["gone"]
    deliver(mailbox, post.interview(3, 0))
    assert robin.run("sync").code == 0
    assert [one.code for one in robin.problems()] == ["gone"]


@pytest.mark.parametrize("first", [post.answer(1, 0, ""), post.desk_news(1, 0)], ids=["possible", "unread"])
def test_an_import_does_not_go_online_and_leaves_mail_on_the_server_to_the_next_sync(
    robin: Person, mailbox: Account, first: Any, tmp_path: Path
) -> None:
    deliver(mailbox, first)
    robin.sync()
    standing = robin.standing(1)
    (tmp_path / "one.eml").write_bytes(post.desk_writes(2, 0).as_bytes())
    mailbox.record()
    said = robin.run("import", tmp_path / "one.eml")
    assert (said.code, said.err) == (0, "")
    assert mailbox.commands() == []
    assert robin.standing(1) == standing
    robin.sync()  # in the mailbox nothing is new
    if standing == "unread":
        assert robin.standing(1) == "irrelevant"
    else:
        assert b"Thursday" in stored(robin)
    with open_store(robin.url, now=post.NOW) as store:
        assert not store.unsettled(store.candidate("me"))


# Shrinking would sync hundreds of times; the order that it prints says enough.
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(range(8)), synced_after=st.sets(st.integers(0, 7)))
def test_the_order_of_arrival_does_not_matter(
    new_mailbox: Callable[[], Account], order: list[int], synced_after: set[int]
) -> None:
    answering = post.interview(8, 1)
    answering["In-Reply-To"] = post.message_id(2)
    mails = [
        post.company_news(1, 0),
        post.newsletter(2),
        post.answer(3, 0, ""),
        post.interview(4, 0),
        post.own(5, 0, post.message_id(4)),
        post.desk_news(6, 0),
        post.desk_writes(7, 0),
        answering,
    ]
    mailbox = new_mailbox()
    for name in FOLDERS:
        mailbox.folder(name)
    with tempfile.TemporaryDirectory() as folder:
        with open_store(f"sqlite:///{folder}/one.db", now=post.NOW) as store:
            for number in order:
                deliver(mailbox, mails[number], to="Sent" if number == 4 else "INBOX")
                if number in synced_after:
                    synced(store, table(mailbox))
            synced(store, table(mailbox))
            whole = shown(store)
        with open_store(f"sqlite:///{folder}/two.db", now=post.NOW) as store:
            synced(store, table(mailbox))
            assert shown(store) == whole


# Files


def mbox(*mails: Any) -> bytes:
    return b"".join(map(post.boxed, (one.as_bytes() for one in mails)))


def test_files_are_synced_as_accounts_are(person: Person, tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(mbox(post.interview(1, 0), post.newsletter(2)))
    for name in ("new", "cur", "tmp"):
        (tmp_path / "dir" / name).mkdir(parents=True)
    (tmp_path / "dir" / "new" / "1.M1.host").write_bytes(post.interview(3, 1).as_bytes())
    person.write(
        '[[accounts]]\nname = "box"\nkind = "mbox"\npath = "box.mbox"\n',
        '[[accounts]]\nname = "dir"\nkind = "maildir"\npath = "dir"\n',
    )
    first = person.run("sync", "--json")
    assert (first.code, first.err) == (0, "")
    assert [(one["account"], one["new"]) for one in first.json()["accounts"]] == [("box", 2), ("dir", 1)]
    with box.open("ab") as file:
        file.write(mbox(post.interview(4, 0)))
    again = person.run("sync")
    assert again.code == 0
    assert again.out.startswith("box: ")
    assert " listed, 1 new (" in again.out
    assert "dir: nothing new since " in again.out


def test_a_calendar_is_synced_as_accounts_are(person: Person, tmp_path: Path) -> None:
    made = post.interview(1, 0)
    (tmp_path / "box.mbox").write_bytes(mbox(made))
    [calendar] = [
        part.get_content() for part in post.invite(2, 0).walk() if part.get_content_type() == "text/calendar"
    ]
    (tmp_path / "own.ics").write_text(calendar.replace("METHOD:REQUEST\n", ""), "utf-8")
    person.write(
        '[[accounts]]\nname = "box"\nkind = "mbox"\npath = "box.mbox"\n',
        '[[accounts]]\nname = "own"\nkind = "ics"\npath = "own.ics"\n',
    )
    said = person.run("sync")
    assert (said.code, said.err) == (0, "")
    assert [row["uid"] for row in person.shown()["events"]] == ["meeting-2@harborvine.example"]


def test_a_file_that_is_not_there_is_said_and_stops_no_other_account(
    person: Person, mailbox: Account
) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    person.write('[[accounts]]\nname = "box"\nkind = "mbox"\npath = "nowhere.mbox"\n', account(mailbox))
    said = person.run("sync")
    assert said.code == 3
    assert "nowhere.mbox" in said.err
    assert "mail: 1 message listed" in said.out
