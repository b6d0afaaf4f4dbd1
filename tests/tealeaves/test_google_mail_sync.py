"""A mailbox at Google from end to end: the command line, a server, and what is in the store afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tealeaves import post
from tests.tealeaves.conftest import ROOT
from tests.tealeaves.google import gmail
from tests.tealeaves.person import ONE_LINER, Person, account, deliver

if TYPE_CHECKING:
    from tests.servers.account import Account
    from tests.servers.google import GoogleServer


@pytest.fixture
def robin(person: Person, google: GoogleServer) -> Person:
    """Robin, whose mail lies at Google."""
    person.write(gmail(person.folder, google))
    return person


def comes(google: GoogleServer, *mails: object, labels: tuple[str, ...] = ("INBOX",)) -> list[str]:
    return [google.mail.add(one.as_bytes(), labels) for one in mails]  # type: ignore[attr-defined]


def labels(person: Person) -> dict[str, list[str]]:
    """Message-ID -> the labels of its place, as they are now."""
    from store.store import open_store

    with open_store(person.url, now=post.NOW) as store:
        whole = store.dump(store.candidate("me"))
    called = {row["key"]: row["message_id"] for row in whole["messages"]}
    return {called[row["message_key"]]: row["labels"] for row in whole["sightings"]}


# What a sync says


def test_the_first_sync_sums_up_and_the_next_says_nothing_new(robin: Person, google: GoogleServer) -> None:
    comes(google, post.interview(1, 0), post.newsletter(2))
    first = robin.run("sync")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("google: 2 messages listed, 2 new (")
    assert "1 fetched and read, 1 left after a look at the header.\n" in first.out
    assert "1 application touched. 1 message belongs to 1 application" in first.out
    second = robin.run("sync")
    assert (second.code, second.err) == (0, "")
    assert second.out.startswith("google: nothing new since ")
    assert len(second.out.splitlines()) == 1


def test_a_sync_that_finds_nothing_asks_one_question(robin: Person, google: GoogleServer) -> None:
    comes(google, post.interview(1, 0))
    robin.sync()
    robin.sync()
    before = google.http_requests
    robin.sync()
    assert google.http_requests - before == 1


def test_json_tells_everything(robin: Person, google: GoogleServer) -> None:
    comes(google, post.interview(1, 0), post.newsletter(2), post.personal(3))
    comes(google, post.own(4, 0, post.message_id(1)), labels=("SENT",))
    told = robin.sync()
    assert (told["listed"], told["gated"], told["fetched"], told["new"]) == (4, 1, 3, 4)
    assert (told["relevant"], told["applications"], told["touched"]) == (2, 1, 1)
    assert (told["gone"], told["relabelled"], told["events"]) == (0, 0, 0)
    assert told["bytes"] > 1000


def test_mail_that_went_is_counted_and_its_messages_stay(robin: Person, google: GoogleServer) -> None:
    trashed, deleted, _ = comes(google, *(post.interview(number, 0) for number in (1, 2, 3)))
    robin.sync()
    before = robin.shown()
    google.mail.trash(trashed)
    google.mail.delete(deleted)
    assert "2 messages moved or deleted there." in robin.run("sync").out
    assert robin.shown() == before


# Where mail is filed


def test_labels_go_by_their_names_and_follow(robin: Person, google: GoogleServer) -> None:
    jobs = google.mail.new_label("Jobs/2026")
    [id] = comes(google, post.interview(1, 0), labels=("INBOX", jobs, "UNREAD"))
    robin.sync()
    assert set(labels(robin)[post.message_id(1)]) == {"INBOX", "Jobs/2026"}
    google.mail.label(id, remove=("INBOX",))
    told = robin.sync()
    assert (told["relabelled"], told["new"], told["gone"]) == (1, 0, 0)
    assert labels(robin)[post.message_id(1)] == ["Jobs/2026"]
    assert robin.sync()["relabelled"] == 0


def test_what_was_read_stays_whatever_the_mail_is_filed_under(robin: Person, google: GoogleServer) -> None:
    [id] = comes(google, post.interview(1, 0))
    robin.sync()
    before = robin.shown()
    google.mail.label(id, add=(google.mail.new_label("Jobs"),), remove=("INBOX",))
    assert robin.sync()["relabelled"] == 1
    assert robin.shown() == before


def test_mail_that_is_tied_later_is_fetched_from_google_then(robin: Person, google: GoogleServer) -> None:
    comes(google, post.desk_news(1, 0))
    robin.sync()
    assert robin.standing(1) == "unread"
    comes(google, post.desk_writes(2, 0))
    robin.sync()
    assert robin.standing(1) != "unread"


# The same mail by other ways


def test_the_same_mail_by_gmail_by_imap_and_in_an_mbox_is_one_message(
    person: Person, google: GoogleServer, mailbox: Account
) -> None:
    mailbox.folder("Sent")
    mails = [post.interview(1, 0), post.with_attachment(2, 1), post.invite(3, 0), post.newsletter(4)]
    mails += [post.interview(5, 0, has_id=False)]
    comes(google, *mails)
    deliver(mailbox, *mails)
    box = person.folder / "box.mbox"
    box.write_bytes(b"".join(post.boxed(one.as_bytes()) for one in mails))
    person.write(
        gmail(person.folder, google),
        account(mailbox),
        f'[[accounts]]\nname = "box"\nkind = "mbox"\npath = "{box}"\n',
    )
    said = person.run("sync", "--json")
    assert (said.code, said.err) == (0, "")
    assert [one["new"] for one in said.json()["accounts"]] == [len(mails), 0, 0]
    assert len(person.shown()["messages"]) == len(mails)
    [meeting] = {row["uid"] for row in person.shown()["events"]}
    assert meeting == "meeting-3@harborvine.example"


@pytest.mark.parametrize("order", [("google", "mail", "box"), ("box", "mail", "google"), ("mail", "google")])
def test_what_is_known_is_the_same_whichever_way_it_came_first(
    person: Person, google: GoogleServer, mailbox: Account, order: tuple[str, ...]
) -> None:
    mailbox.folder("Sent")
    mails = [post.interview(1, 0), post.invite(2, 1), post.personal(3)]
    comes(google, *mails)
    deliver(mailbox, *mails)
    box = person.folder / "box.mbox"
    box.write_bytes(b"".join(post.boxed(one.as_bytes()) for one in mails))
    ways = {
        "google": gmail(person.folder, google),
        "mail": account(mailbox),
        "box": f'[[accounts]]\nname = "box"\nkind = "mbox"\npath = "{box}"\n',
    }
    person.write(*ways.values())
    for name in order:
        assert person.run("sync", name).code == 0
    shown = person.shown()
    assert len(shown["messages"]) == 3
    assert [(one["company"], one["role"]) for one in sorted(shown["applications"], key=repr)] == [
        ("Harbor & Vine", "Data Engineer"),
        ("Northwind Rail", "Data Engineer"),
    ]
    assert sorted(row["standing"] for row in shown["readings"]) == ["possible", "relevant", "relevant"]
    assert [row["uid"] for row in shown["events"]] == ["meeting-2@northwindrail.example"]


# What a person is told before any sync, and what is imported


def test_accounts_test_says_whose_mailbox_it_is(robin: Person, google: GoogleServer) -> None:
    said = robin.run("accounts", "test")
    assert (said.code, said.err) == (0, "")
    whose = f"google: signed in as {google.mail.address}; "
    assert said.out == f"{whose}a sync reads all mail but spam, trash, chats and drafts\n"
    assert [request.name for request in google.requests] == ["profile"]
    [one] = robin.run("accounts", "test", "--json").json()
    assert (one["mailbox"], one["error"]) == (google.mail.address, None)


def test_who_has_not_signed_in_is_told_how(robin: Person) -> None:
    (robin.folder / "google.tokens.json").unlink()
    for command in (("sync",), ("accounts", "test")):
        said = robin.run(*command)
        assert said.code == 4
        assert said.err == "tealeaves: account google: not signed in; run: tealeaves accounts login google\n"


def test_nothing_of_google_is_imported_by_a_sync_of_other_accounts(person: Person, mailbox: Account) -> None:
    mailbox.folder("Sent")
    deliver(mailbox, post.interview(1, 0))
    person.write(account(mailbox))
    script = ONE_LINER.replace("sys.exit(main(sys.argv[1:]))", "main(sys.argv[1:])")
    script += "; print([name for name in sys.modules if 'google' in name or 'httplib2' in name])"
    done = subprocess.run(
        [sys.executable, "-c", script, "sync"],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
