"""A Gmail mailbox that changes in every way, synced and broken off at any moment: the store ends as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tealeaves.tables import AccountTable
from tests.servers.google import faults
from tests.tealeaves import post
from tests.tealeaves.google_machine import BrokenOff, any_number, no_pauses, passing, run
from tests.tealeaves.post import FIRST
from tests.tealeaves.syncs import NAME, Places, key_of, known_of, shown, synced

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.faults import Fault
    from tests.servers.google.wire import Request

NO_MAIL = ("DRAFT", "CHAT", "TRASH", "SPAM")
UNSPOKEN = (b"marmalade", b"swimming", b"quillfeather", b"palaver", b"lottery")
"""Words of mail that belongs to no application, and of what is no mail."""


class GmailMailbox(BrokenOff):
    """Mail comes, is filed, thrown away and deleted; syncs are made, and broken off."""

    def __init__(self) -> None:
        super().__init__()
        self.mail = self.server.mail
        self.mail.page_size = 3
        self.raws: list[tuple[bytes, str]] = []  # each with its thread
        self.jobs: list[int] = []
        self.labels: list[str] = []
        self.ever: set[str] = set()  # keys of all mail that was ever taken
        self.refused: set[str] = set()  # ids that the server refused for good, which is told of
        self.is_like_anew = True  # whether a store that is filled now would have the same

    @property
    def table(self) -> AccountTable:
        return AccountTable(name=NAME, kind="gmail", api_root=self.server.url)

    def end(self) -> None:
        if self.raws:
            self.sync()
            self.the_store_is_as_the_mailbox()
            self.compare()

    # The mailbox

    @initialize()
    def start(self) -> None:
        for company in (0, 1, 0):
            self.job_mail_comes(company, has_id=True)
        self.sync()

    def add(self, made: Any, *labels: str, days_before: int = 0, thread: str | None = None) -> str:
        raw = made if isinstance(made, bytes) else made.as_bytes()
        received = post.sent(raw) - timedelta(days=days_before)
        id = self.mail.add(raw, labels or ("INBOX", "UNREAD"), at=received, thread=thread)
        self.is_synced = False
        if not set(labels) & set(NO_MAIL):
            self.raws.append((raw, self.mail.mails[id].thread))
        return id

    def job(self) -> int:
        """The number of a mail that belongs to an application, or may: others may answer it."""
        self.jobs.append(next(self.numbers))
        return self.jobs[-1]

    def parent(self, number: int) -> str:
        """The Message-ID of such a mail, or of one that never comes."""
        numbers = [9_000, *self.jobs]
        return post.message_id(numbers[number % len(numbers)])

    def one(self, number: int, *labels: str) -> str | None:
        """The id of some mail that has one of the labels; where none is given, of any that is mail."""
        ids = [
            mail.id
            for mail in self.mail.newest()
            if (set(labels) & set(mail.labels) if labels else not set(NO_MAIL) & set(mail.labels))
        ]
        return ids[number % len(ids)] if ids else None

    @rule(company=st.integers(0, 1), has_id=st.booleans(), starred=st.booleans())
    def job_mail_comes(self, company: int, has_id: bool, starred: bool = False) -> None:
        labels = ("INBOX", "STARRED") if starred else ()
        self.add(post.interview(self.job(), company, has_id=has_id), *labels)

    @rule(company=st.integers(0, 1), kind=st.sampled_from([post.with_attachment, post.invite]))
    def job_mail_comes_with_more(self, company: int, kind: Callable[[int, int], Any]) -> None:
        self.add(kind(self.job(), company))

    @rule(company=st.integers(0, 1), number=any_number)
    def an_answer_comes(self, company: int, number: int) -> None:
        self.add(post.answer(next(self.numbers), company, self.parent(number)))

    @rule(company=st.integers(0, 1), number=any_number)
    def own_mail_is_sent(self, company: int, number: int) -> None:
        self.add(post.own(next(self.numbers), company, self.parent(number)), "SENT")

    @rule(company=st.integers(0, 1), known=st.booleans())
    def bulk_mail_comes(self, company: int, known: bool) -> None:
        number = next(self.numbers)
        self.add(post.company_news(number, company) if known else post.newsletter(number))

    @rule(company=st.integers(0, 1), kind=st.sampled_from([post.desk_news, post.desk_writes]))
    def an_address_writes_bulk_mail_and_job_mail(self, company: int, kind: Callable[..., Any]) -> None:
        self.add(kind(next(self.numbers), company))

    @rule()
    def personal_mail_comes(self) -> None:
        self.add(post.personal(next(self.numbers)))

    @rule(label=st.sampled_from(["DRAFT", "CHAT", "SPAM"]))
    def something_comes_that_is_no_mail(self, label: str) -> None:
        word = {"DRAFT": "quillfeather", "CHAT": "palaver", "SPAM": "lottery"}[label]
        self.add(
            post.mail(next(self.numbers), post.recruiter(0), "Interview", f"Dear Robin, {word}\n"), label
        )

    @rule(company=st.integers(0, 1))
    def an_old_mail_is_imported(self, company: int) -> None:
        self.add(post.interview(self.job(), company), "STARRED", days_before=40)

    @precondition(lambda self: self.raws)
    @rule(number=any_number)
    def the_same_mail_comes_under_another_id(self, number: int) -> None:
        raw, thread = self.raws[number % len(self.raws)]
        self.add(raw, thread=thread)

    @rule(number=any_number, for_good=st.booleans(), restored=st.booleans())
    def a_mail_is_deleted(self, number: int, for_good: bool, restored: bool) -> None:
        if id := self.one(number):
            if for_good:
                self.mail.delete(id)
            else:
                self.mail.trash(id)
            if restored and not for_good:
                self.mail.untrash(id)
            self.is_like_anew = self.is_synced = False

    @rule(number=any_number)
    def a_mail_is_taken_out_of_the_trash(self, number: int) -> None:
        if id := self.one(number, "TRASH"):
            self.mail.untrash(id)
            self.is_synced = False

    @rule(number=any_number)
    def a_mail_turns_out_to_be_spam(self, number: int) -> None:
        if id := self.one(number):
            self.mail.label(id, add=["SPAM"], remove=["INBOX"])
            self.is_like_anew = self.is_synced = False

    @rule(name=st.sampled_from(["Jobs", "Jobs/Harbor & Vine", "Größe"]))
    def a_label_is_made(self, name: str) -> None:
        if name not in self.mail.labels.names.values():
            self.labels.append(self.mail.new_label(name))

    @rule(number=any_number, which=any_number, removed=st.booleans())
    def a_mail_is_filed(self, number: int, which: int, removed: bool) -> None:
        names = ["INBOX", "STARRED", "UNREAD", "IMPORTANT", *self.labels]
        label = names[which % len(names)]
        if id := self.one(number):
            self.mail.label(id, remove=[label]) if removed else self.mail.label(id, add=[label])
            self.is_synced = False

    @rule(number=any_number, what=st.integers(1, 7))
    def the_history_is_forgotten(self, number: int, what: int) -> None:
        """With what had just happened, where something had."""
        self.changes(number, what)
        self.mail.forget_history()
        self.is_synced = False

    # Syncs

    @precondition(lambda self: self.since == FIRST)
    @rule()
    def older_mail_is_wanted(self) -> None:
        self.since = FIRST - timedelta(days=60)
        self.is_synced = False

    @rule(times=st.integers(1, 9), nth=st.integers(1, 4), fault=passing)
    def requests_in_batches_fail(self, times: int, nth: int, fault: Fault) -> None:
        """Never the same so often that it is put off."""
        left, struck = itertools.count(), set[str]()

        def match(request: Request) -> bool:
            id = request.arguments.get("id", "")
            if request.name != "messages.get" or id in struck or next(left) % nth:
                return False
            struck.add(id)
            return True

        self.must_be_done(self.struck(match, fault, times)[0])

    @rule(number=any_number, fault=st.sampled_from([faults.backend_error(), faults.bad_request()]))
    def one_message_is_not_given(self, number: int, fault: Fault) -> None:
        """Told of, and asked for again where that may help."""
        id = self.one(number)
        done, _ = self.struck(lambda one: one.arguments.get("id") == id, fault, None)
        if id is None:
            return
        told = {problem.place.spot for problem in done.outcome.problems}
        assert told <= {id}
        if told:  # if it was to be read again for its conversation's sake, that waits for the next news
            self.is_like_anew = False
        if told and fault == faults.bad_request():
            self.refused.add(id)

    def changes(self, number: int, what: int) -> None:
        if what == 0:
            self.mail.forget_history()
        if what in (1, 2):
            self.job_mail_comes(number % 2, has_id=True)
        if what in (2, 3):
            self.a_mail_is_deleted(number, for_good=True, restored=False)
        if what == 4:
            self.a_mail_is_deleted(number, for_good=False, restored=bool(number % 2))
        if what == 5:
            self.a_mail_is_filed(number, number // 3, removed=bool(number % 2))

    # What holds

    @invariant()
    def the_store_is_as_the_mailbox(self) -> None:
        assert self.server.violations == []
        assert self.server.errors == []
        with self.open() as store:
            candidate = store.candidate("me")
            whole, found = store.dump(candidate), known_of(store)
            is_settled = not store.unsettled(candidate)
        keys = {row["key"] for row in whole["messages"]}
        assert keys >= self.ever
        self.ever = keys
        kept = self.bytes_kept()
        assert not [word for word in UNSPOKEN if word in kept]
        if self.is_synced:
            assert is_settled
            self.places_are_as_the_mailbox(found, [row for row in whole["sightings"] if not row["gone_at"]])

    def places_are_as_the_mailbox(self, found: Places, held: list[dict[str, Any]]) -> None:
        there = {(NAME, mail.id): mail for mail in self.mail.newest() if self.is_wanted(mail)}
        wanted = {place: key_of(mail.raw) for place, mail in there.items()}
        assert {id for _, id in wanted.keys() - found.keys()} <= self.refused
        assert found == {place: key for place, key in wanted.items() if place in found}
        assert len(held) == len(found)
        names = self.mail.labels.names
        for row in held:
            labels = there[row["source"], row["spot"]].labels
            assert set(row["labels"]) == {names[one] for one in labels} - {"UNREAD"}

    def is_wanted(self, mail: Any) -> bool:
        return not set(mail.labels) & set(NO_MAIL) and mail.at_ms >= self.since.timestamp() * 1000

    def compare(self) -> None:
        """At the end: as if the mailbox had been synced at once."""
        with self.open() as store, self.open("anew") as anew:
            assert synced(anew, self.table, since=self.since).failure is None
            whole, fresh = shown(store), shown(anew)
        refused = {key_of(mail.raw) for mail in self.mail.newest() if mail.id in self.refused}
        keys, wanted = ({row["key"] for row in one["messages"]} for one in (whole, fresh))
        assert keys >= wanted - refused
        if self.is_like_anew:
            assert differing(whole, fresh) == {}


def without(rows: list[Any], others: list[Any]) -> list[Any]:
    return [row for row in rows if row not in others]


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The rows that only one of two stores has."""
    pairs = {name: (without(one[name], other[name]), without(other[name], one[name])) for name in one}
    return {name: pair for name, pair in pairs.items() if pair != ([], [])}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Many batches, so many moments between them."""
    monkeypatch.setattr("ingest.gmail.reading.LISTED_AT_ONCE", 3)
    monkeypatch.setattr("ingest.gmail.mails.BODIES_AT_ONCE", 2)
    monkeypatch.setattr("ingest.gmail.cursor.TRIES", 1_000)  # so that nothing is given up
    with no_pauses(monkeypatch):
        yield


def test_the_store_ends_as_the_mailbox_is(quick: None) -> None:
    run(GmailMailbox)
