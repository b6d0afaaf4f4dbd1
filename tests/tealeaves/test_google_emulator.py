"""`tealeaves sync` of a Gmail account on servers of a stranger's making, from the sign-in to the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store.store import open_store
from tealeaves.signin.google_flow import SCOPES
from tealeaves.signin.tokens import Drawer, Tokens
from tests.servers.emulator.server import CLIENT
from tests.tealeaves import post
from tests.tealeaves.person import Person

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.servers.emulator.server import Emulator

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
SEARCH = (
    post.interview(1, 0),
    post.invite(2, 0),
    post.own(3, 0, post.message_id(1)),
    post.with_attachment(4, 1),
    post.interview(5, 1, has_id=False),
    post.personal(6),
    post.newsletter(7),
)


@pytest.fixture
def robin(person: Person, emulator: Emulator) -> Person:
    """Robin, who has signed in to the emulator, so long ago that the access token holds no longer."""
    (person.folder / "client.json").write_text(emulator.client_file())
    refresh = emulator.refresh_token(SCOPES["gmail"])
    _drawer(person).write(Tokens("expired", refresh, LONG_AGO))
    person.write(
        '[[accounts]]\nname = "mail"\nkind = "gmail"\nclient_file = "client.json"\n'
        f'token_file = "tokens.json"\napi_root = "{emulator.url}"\n'
    )
    return person


def _drawer(person: Person) -> Drawer:
    return Drawer(
        "mail", f"google {CLIENT} {SCOPES['gmail']} ", person.folder / "tokens.json", file_only=True
    )


def deliver(emulator: Emulator, *mails: EmailMessage) -> list[str]:
    """Each as Gmail files it: what Robin wrote under Sent."""
    labels = ["SENT" if mail["From"] == post.MINE else "INBOX" for mail in mails]
    return [emulator.insert(mail.as_bytes(), label) for mail, label in zip(mails, labels, strict=True)]


def labels(person: Person) -> dict[str, Any]:
    """The labels of each message where the store believes it to be now."""
    with open_store(person.url, now=post.NOW) as store:
        sightings = store.dump(store.candidate("me"))["sightings"]
    return {row["spot"]: row["labels"] for row in sightings if not row["gone_at"]}


def imported(person: Person, *mails: EmailMessage) -> Person:
    """Another store of the person's, into which the mails were imported from a file."""
    folder = person.folder / "imported"
    folder.mkdir()
    (folder / "mail.mbox").write_bytes(b"".join(post.boxed(mail.as_bytes()) for mail in mails))
    other = Person(folder, person.capfd, person.monkeypatch)
    other.write()
    assert other.run("import", folder / "mail.mbox").code == 0
    return other


def test_a_token_that_expired_is_refreshed_and_the_mail_comes(robin: Person, emulator: Emulator) -> None:
    deliver(emulator, *SEARCH)
    first = robin.sync()
    assert (first["listed"], first["new"], first["applications"]) == (7, 7, 2)
    kept = _drawer(robin).read()
    assert kept is not None
    assert kept.access != "expired"
    assert kept.expires_at > LONG_AGO
    second = robin.sync()
    assert (second["listed"], second["new"], second["fetched"]) == (0, 0, 0)
    again = _drawer(robin).read()
    assert again == kept  # while it holds it is used


def test_a_sign_in_that_was_revoked_asks_for_another(robin: Person, emulator: Emulator) -> None:
    emulator.reset()
    said = robin.run("sync")
    assert said.code == 4
    assert "tealeaves accounts login mail" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_sync_keeps_what_an_import_of_the_same_mail_keeps(robin: Person, emulator: Emulator) -> None:
    wanted = [mail for mail in SEARCH if mail["From"] == post.MINE or "Roe" in mail["From"]]
    deliver(emulator, *wanted)
    robin.sync()
    synced, read = robin.shown(), imported(robin, *wanted).shown()
    for whose in (synced, read):
        for row in whose["messages"]:
            row.pop("provider_thread")  # a file does not know it
        for row in whose["contents"]:
            for attachment in row["attachments"]:
                attachment.pop("size")  # estimated, with its line ends
    assert synced == read
    assert len(synced["applications"]) == 2
    assert len(synced["events"]) == 1


def test_mail_that_is_left_after_its_header_is_the_same_message_too(
    robin: Person, emulator: Emulator
) -> None:
    deliver(emulator, *SEARCH)
    robin.sync()
    both = robin, imported(robin, *SEARCH)
    synced, read = ({row["key"] for row in one.shown()["messages"]} for one in both)
    assert synced == read
    assert both[0].shown()["applications"] == both[1].shown()["applications"]


def test_what_comes_goes_and_returns_is_followed(robin: Person, emulator: Emulator) -> None:
    first, second, third = deliver(emulator, post.interview(1, 0), post.interview(2, 0), post.interview(3, 1))
    robin.sync()
    emulator.trash(first)
    emulator.delete(second)
    [fourth] = deliver(emulator, post.interview(4, 1))
    said = robin.sync()
    assert (said["new"], said["fetched"], said["gone"]) == (1, 1, 2)
    assert labels(robin).keys() == {third, fourth}
    emulator.untrash(first)
    robin.sync()
    assert labels(robin).keys() == {first, third, fourth}
    assert len(robin.shown()["messages"]) == 4  # what was deleted is remembered


def test_labels_follow_by_their_names_and_nothing_is_fetched_for_them(
    robin: Person, emulator: Emulator
) -> None:
    [mail] = deliver(emulator, post.interview(1, 0))
    robin.sync()
    before = robin.shown()
    jobs = emulator.new_label("Jobs/2026")
    emulator.relabel(mail, add=(jobs, "UNREAD"), remove=("INBOX",))
    said = robin.sync()
    assert (said["new"], said["fetched"], said["relabelled"]) == (0, 0, 1)
    assert labels(robin) == {mail: ["Jobs/2026"]}
    emulator.relabel(mail, remove=("UNREAD",))
    assert robin.sync()["relabelled"] == 0  # whether it was read is not kept
    assert robin.shown() == before


def test_an_account_of_a_server_without_profiles_is_tested_all_the_same(robin: Person) -> None:
    assert robin.run("accounts", "test", "mail").out.startswith("mail: signed in")


def test_drafts_and_older_mail_are_left_where_they_are(robin: Person, emulator: Emulator) -> None:
    old = post.interview(2, 0)
    old.replace_header("Date", "Mon, 2 Mar 2020 09:15:00 +0000")
    emulator.insert(post.own(1, 0, "").as_bytes(), "DRAFT")
    deliver(emulator, old, post.interview(3, 0))
    assert robin.sync()["new"] == 1
    emulator.insert(post.own(4, 0, "").as_bytes(), "DRAFT")
    assert "none was fetched: 1 draft" in robin.run("sync").out


def test_a_mailbox_of_many_pages_comes_whole(robin: Person, emulator: Emulator) -> None:
    """The emulator has no batches: each header and each mail is asked for alone."""
    deliver(emulator, *(post.interview(number, number % 2) for number in range(1, 130)))
    assert robin.sync()["new"] == 129
    deliver(emulator, *(post.interview(number, number % 2) for number in range(130, 260)))
    assert robin.sync()["new"] == 130
    assert len(robin.shown()["messages"]) == 259


def test_no_token_reaches_a_log(robin: Person, emulator: Emulator) -> None:
    deliver(emulator, *SEARCH)
    said = robin.run("--debug", "sync")
    assert said.code == 0
    tokens = _drawer(robin).read()
    assert tokens is not None
    secrets = [
        tokens.access,
        tokens.refresh,
        json.loads(emulator.client_file())["installed"]["client_secret"],
    ]
    assert not [secret for secret in secrets if secret in said.out + said.err]
