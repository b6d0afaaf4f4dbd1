"""What is mail and what is not, where it is filed, and what went (sync-rules 16, 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.types import Relabelled
from tests.ingest.gmail.mailbox_of import agree, asked, filled, gets, here, meanwhile
from tests.ingest.imap.archive import letter
from tests.servers.google.faults import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ingest.gmail.archive import Archive
    from tests.ingest.gmail.conftest import Syncing
    from tests.servers.google import GoogleServer
    from tests.servers.google.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("few_at_once")


# Gone, and back


def test_a_deleted_mail_is_gone(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    ids = filled(google, 3)
    syncing()
    google.mail.delete(ids[1])
    syncing()
    assert [one.place.spot for one in archive.gone] == [ids[1]]
    agree(google, archive)


@pytest.mark.parametrize("label", ["TRASH", "SPAM"])
def test_a_mail_in_trash_or_spam_is_gone_and_back_when_it_is_taken_out(
    google: GoogleServer, archive: Archive, syncing: Syncing, label: str
) -> None:
    ids = filled(google, 3)
    syncing()
    archive.forget_items()
    google.mail.label(ids[1], add=(label,), remove=("INBOX",))
    syncing()
    assert [one.place.spot for one in archive.gone] == [ids[1]]
    agree(google, archive)
    google.mail.label(ids[1], add=("INBOX",), remove=(label,))
    syncing()
    agree(google, archive)
    assert not archive.problems


@pytest.mark.parametrize("label", ["TRASH", "SPAM"])
def test_what_lies_in_trash_or_spam_is_not_taken_until_it_is_taken_out(
    google: GoogleServer, archive: Archive, syncing: Syncing, label: str
) -> None:
    filled(google, 2)
    before = google.mail.add(letter(3), labels=(label,))
    syncing()
    later = google.mail.add(letter(4), labels=(label,))
    syncing()
    agree(google, archive)
    assert not {before, later} & set(google.bodies)
    google.mail.label(before, remove=(label,))
    google.mail.label(later, remove=(label,), add=("INBOX",))
    syncing()
    agree(google, archive)
    assert {before, later} <= here(archive)


def test_of_many_changes_to_one_mail_the_last_counts(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    one, two, three = filled(google, 3)
    syncing()
    google.mail.trash(one)
    google.mail.untrash(one)
    google.mail.label(two, add=("SPAM",))
    google.mail.label(two, remove=("SPAM",), add=("TRASH",))
    google.mail.trash(three)
    google.mail.delete(three)
    four = google.mail.add(letter(4))
    google.mail.trash(four)
    google.mail.untrash(four)
    five = google.mail.add(letter(5))
    google.mail.delete(five)
    syncing()
    agree(google, archive)
    syncing()
    agree(google, archive)


def test_a_mail_that_is_thrown_away_over_several_pages_is_gone_once(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    ids = filled(google, 3)
    syncing()
    google.mail.page_size = 1
    google.mail.label(ids[0], add=("STARRED",))
    google.mail.label(ids[0], add=("TRASH",))
    google.mail.delete(ids[0])
    syncing()
    assert [one.place.spot for one in archive.gone] == [ids[0]]
    agree(google, archive)


# No mail


def test_a_draft_is_never_taken_and_the_mail_that_it_becomes_is(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """Sending gives the message another id, or takes the label DRAFT from it: both were seen."""
    early = google.mail.add(letter(1), labels=("DRAFT",))
    syncing()
    late = google.mail.add(letter(2), labels=("DRAFT",))
    syncing()
    assert not archive.items
    assert not google.bodies
    google.mail.delete(early)
    sent = google.mail.add(letter(1), labels=("SENT",))
    google.mail.label(late, add=("SENT",), remove=("DRAFT",))
    syncing()
    agree(google, archive)
    assert here(archive) == {sent, late}


def test_a_draft_that_is_written_again_and_again_and_sent_in_one_sync_is_taken_once(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    filled(google, 1)
    syncing()
    for _ in range(3):
        draft = google.mail.add(letter(2, "half of it"), labels=("DRAFT",))
        google.mail.delete(draft)
    google.mail.add(letter(2), labels=("SENT",))
    syncing()
    agree(google, archive)
    assert not archive.problems


def test_chats_are_not_taken(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    chat = google.mail.add(letter(1), labels=("CHAT",))
    filled(google, 1)
    syncing()
    other = google.mail.add(letter(3), labels=("CHAT",))
    google.mail.label(chat, add=("STARRED",))
    syncing()
    agree(google, archive)
    assert not {chat, other} & set(google.bodies)


def test_sent_mail_is_taken_and_says_so(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    first = google.mail.add(letter(1), labels=("SENT",))
    syncing()
    second = google.mail.add(letter(2), labels=("SENT", "INBOX"))
    syncing()
    agree(google, archive)
    assert ("SENT" in archive.labels[first], "SENT" in archive.labels[second]) == (True, True)


def test_archived_mail_without_a_label_is_taken(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    google.mail.add(letter(1), labels=())
    syncing()
    google.mail.add(letter(2), labels=())
    syncing()
    agree(google, archive)
    assert len(here(archive)) == 2


# Labels


def test_labels_come_by_name(google: GoogleServer, archive: Archive, syncing: Syncing) -> None:
    jobs = google.mail.new_label("Bewerbungen/Müller & Söhne")
    one = google.mail.add(letter(1), labels=("INBOX", "UNREAD", jobs))
    syncing()
    assert set(archive.labels[one]) == {"INBOX", "Bewerbungen/Müller & Söhne"}


def test_the_names_of_labels_are_asked_for_only_when_an_unknown_one_shows_up(
    google: GoogleServer, syncing: Syncing
) -> None:
    filled(google, 4)
    syncing()
    assert not asked(google, "labels.list")
    jobs = google.mail.new_label("Jobs")
    for number in range(5, 12):
        google.mail.add(letter(number), labels=("INBOX", jobs))
    calls = len(google.requests)
    syncing()
    assert len(asked(google, "labels.list", calls)) == 1


def test_a_label_that_is_made_while_the_mail_is_read_has_its_name(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    first = google.mail.new_label("First")
    for number in range(1, 8):
        google.mail.add(letter(number), labels=(first,))

    def another() -> None:
        second = google.mail.new_label("Second")
        for mail in google.mail.newest():
            google.mail.label(mail.id, add=(second,))

    meanwhile(google, named("labels.list"), another)
    syncing()
    syncing()
    agree(google, archive)


CHANGES: dict[str, Callable[[Mailbox, str, str], None]] = {
    "added": lambda mail, id, label: mail.label(id, add=(label,)),
    "removed": lambda mail, id, label: mail.label(id, remove=("INBOX",)),
    "both": lambda mail, id, label: mail.label(id, add=(label, "STARRED"), remove=("INBOX",)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_label_added_or_removed_is_told_without_fetching_the_mail_again(
    google: GoogleServer, archive: Archive, syncing: Syncing, change: str
) -> None:
    jobs = google.mail.new_label("Jobs")
    ids = filled(google, 3)
    syncing()
    archive.forget_items()
    calls = len(google.requests)
    CHANGES[change](google.mail, ids[1], jobs)
    syncing()
    [item] = archive.items
    assert isinstance(item, Relabelled)
    assert item.place.spot == ids[1]
    assert not gets(google, "metadata", "raw", "full", since=calls)
    agree(google, archive)


def test_a_mail_that_was_merely_read_is_no_news(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    one = google.mail.add(letter(1), labels=("INBOX", "UNREAD"))
    syncing()
    archive.forget_items()
    google.mail.label(one, remove=("UNREAD",))
    syncing()
    google.mail.label(one, add=("UNREAD",))
    syncing()
    assert not archive.items


def test_a_renamed_label_has_its_new_name_on_the_next_mail(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    """A renaming leaves no record: mail that nobody touches keeps the old name until then."""
    jobs = google.mail.new_label("Jobs")
    google.mail.add(letter(1), labels=(jobs,))
    syncing()
    google.mail.labels.names[jobs] = "Applications"
    two = google.mail.add(letter(2), labels=(jobs,))
    syncing()
    assert archive.labels[two] == ("Applications",)


def test_a_label_that_was_deleted_meanwhile_stops_nothing(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    jobs = google.mail.new_label("Jobs")
    google.mail.add(letter(1), labels=("INBOX", jobs))
    del google.mail.labels.names[jobs]
    syncing()
    assert archive.subjects == ["Letter 1"]
    assert not archive.problems


def test_labels_that_changed_while_the_history_was_forgotten_are_told(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    jobs = google.mail.new_label("Jobs")
    ids = filled(google, 4)
    syncing()
    google.mail.label(ids[0], add=(jobs,))
    google.mail.label(ids[1], remove=("INBOX",))
    google.mail.forget_history()
    syncing()
    agree(google, archive)


def test_labels_that_change_while_the_first_sync_is_broken_off_are_told(
    google: GoogleServer, archive: Archive, syncing: Syncing
) -> None:
    jobs = google.mail.new_label("Jobs")
    ids = filled(google, 7)
    syncing(batches=1)
    google.mail.label(ids[6], add=(jobs,), remove=("INBOX",))
    google.mail.trash(ids[5])
    google.mail.delete(ids[4])
    google.mail.label(ids[0], add=(jobs,))
    syncing()
    agree(google, archive)
