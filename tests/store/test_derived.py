"""Applications are replaced as a whole; what the person said is out of their reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from classify.applications.types import Application, Grouping, Membership, Question, Verdict
from classify.types import Author, Claim
from ingest.types import Address, Place, TimeKind, When
from store.errors import StoreError
from store.intake import ReadMessage, SeenEvent
from tests.store.samples import DANA, NOW, START, event, intake, key, message, place, read, reading

if TYPE_CHECKING:
    from store.store import Store


def application(*members: int, name: str = "a1", **changes: object) -> Application:
    values: dict[str, object] = {"company": "Acme", "role": "Engineer", "agency": "", "uids": ()}
    values |= changes
    memberships = tuple(Membership(key(number), "thread") for number in members)
    return Application(id=name, members=memberships, **values)  # type: ignore[arg-type]


TWO = Grouping(
    (application(1, 3, uids=("u1",)), application(2, name="a2", company="", agency="Hire & Co")),
    (Question(key(4), ("a2", "a1", "gone"), "two roles fit"),),
)


@pytest.fixture
def me(store: Store, candidate: int) -> int:
    invite = read(3, events=(event("u1"),))
    store.commit(candidate, intake(read(1), read(2), invite, read(4)), NOW)
    return candidate


def test_applications_are_replaced_as_a_whole(store: Store, me: int) -> None:
    assert store.replace_applications(me, TWO, "r1")
    assert [one.id for one in store.histories(me)] == ["a1", "a2"]
    counts = store.counts(me)
    assert (counts.applications, counts.relevant, counts.questions) == (2, 3, 1)
    assert store.replace_applications(me, Grouping((application(2, name="a9"),), ()), "r1")
    assert [one.id for one in store.histories(me)] == ["a9"]
    assert store.questions(me) == ()
    counts = store.counts(me)
    assert (counts.applications, counts.relevant, counts.questions) == (1, 1, 0)


def test_nothing_is_written_if_nothing_changed(store: Store, me: int) -> None:
    assert store.replace_applications(me, TWO, "r1")
    assert not store.replace_applications(me, TWO, "r1")
    assert store.replace_applications(me, TWO, "r2")
    assert store.replace_applications(me, Grouping(TWO.applications, ()), "r2")
    assert store.replace_applications(me, Grouping((), ()), "r2")
    assert not store.replace_applications(me, Grouping((), ()), "r3")


def test_dropping_and_rebuilding_gives_the_same(store: Store, me: int) -> None:
    store.replace_applications(me, TWO, "r1")
    first = store.dump(me)
    store.replace_applications(me, Grouping((), ()), "r1")
    store.replace_applications(me, TWO, "r1")
    assert store.dump(me) == first


def test_a_message_in_two_applications_is_refused_and_nothing_changes(store: Store, me: int) -> None:
    store.replace_applications(me, TWO, "r1")
    first = store.dump(me)
    with pytest.raises(StoreError):
        store.replace_applications(me, Grouping((application(1), application(1, name="a2")), ()), "r1")
    assert store.dump(me) == first


def test_what_was_said_is_untouched_by_a_rebuild(store: Store, me: int) -> None:
    store.say(me, Verdict("company", key(1), "Äcme"), NOW)
    store.say(me, Verdict("merge", key(1), key(2)), NOW)
    said = store.dump(me)["decisions"]
    store.replace_applications(me, TWO, "r1")
    store.replace_applications(me, Grouping((), ()), "r2")
    store.put_readings(me, [reading(1, rules="r2")])
    assert store.dump(me)["decisions"] == said
    assert store.verdicts(me) == (Verdict("company", key(1), "Äcme"), Verdict("merge", key(1), key(2)))


def test_what_was_said_is_taken_back_but_not_forgotten(store: Store, me: int) -> None:
    first, second = Verdict("company", key(1), "Acme"), Verdict("company", key(1), "Acme Ltd")
    for verdict in (first, second, first):
        store.say(me, verdict, NOW)
    assert store.unsay(me, first, NOW + timedelta(days=1))
    assert not store.unsay(me, first, NOW)
    assert store.verdicts(me) == (second,)
    store.say(me, first, NOW)
    assert store.verdicts(me) == (second, first)
    assert [row["number"] for row in store.dump(me)["decisions"]] == [1, 2, 3, 4]
    other = store.candidate("somebody else")
    assert store.verdicts(other) == ()
    assert not store.unsay(other, second, NOW)


def test_a_verdict_may_be_about_a_message_that_is_not_here(store: Store, me: int) -> None:
    store.say(me, Verdict("irrelevant", key(99)), NOW)
    assert store.verdicts(me) == (Verdict("irrelevant", key(99)),)


def test_a_history_holds_what_reports_read(store: Store, me: int) -> None:
    store.replace_applications(me, TWO, "r1")
    first, second = store.histories(me)
    assert (first.company, first.role, first.agency) == ("Acme", "Engineer", "")
    assert [entry.key for entry in first.entries] == [key(1), key(3)]
    entry = first.entries[0]
    assert entry.message_id == "<1@mail.example>"
    assert entry.at == message(1).at
    assert entry.sender == DANA
    assert entry.subject == "Letter 1"
    assert entry.signals == reading(1).signals
    assert entry.promised_by == date(2026, 10, 9)
    assert entry.promise_text == reading(1).text[5:10]
    assert entry.asks
    assert entry.reason == "thread"
    assert not entry.agency
    assert second.sightings == ()
    assert store.history(me, "a2") == second
    assert store.history(me, "a3") is None


def test_entries_are_in_order_of_time_whatever_the_order_of_members(store: Store, me: int) -> None:
    store.replace_applications(me, Grouping((application(3, 1),), ()), "r1")
    assert [entry.key for entry in store.histories(me)[0].entries] == [key(1), key(3)]


@pytest.mark.parametrize(("author", "agency"), [(Author.PERSON, True), (Author.CANDIDATE, False)])
def test_an_entry_is_the_agencys_if_one_wrote_it(store: Store, me: int, author: Author, agency: bool) -> None:
    store.put_readings(me, [reading(1, author=author, agency=Claim("Hire & Co", "domain"))])
    store.replace_applications(me, TWO, "r1")
    assert store.histories(me)[0].entries[0].agency is agency


def test_a_meeting_is_seen_when_its_mail_came_or_its_calendar_was_written(store: Store, me: int) -> None:
    written = datetime(2026, 10, 5, tzinfo=UTC)
    calendar = Place("/cal.ics", "ics")
    own = event("u1", sequence=1, stamp=written)
    store.put_events(me, [SeenEvent(own, calendar, "")])
    store.put_events(me, [SeenEvent(own, Place("/copy.ics", "ics"), "")])
    store.put_events(me, [SeenEvent(event("u1"), place(3, "/mail/b.mbox"), key(3))])
    store.put_events(me, [SeenEvent(event("another"), calendar, "")])
    store.replace_applications(me, TWO, "r1")
    mailed, kept = store.histories(me)[0].sightings
    assert (mailed.event, mailed.seen_at, mailed.sender, mailed.key) == (
        event("u1"),
        message(3).at,
        DANA,
        key(3),
    )
    assert (kept.event, kept.seen_at, kept.sender, kept.key) == (own, written, None, "")


def test_a_calendar_event_without_any_stamp_is_dated_alike_by_every_import(
    store: Store, candidate: int
) -> None:
    naive = datetime(2026, 10, 20, 14, 0)  # noqa: DTZ001
    bare = [
        event("u1", stamp=None),
        event("u1", stamp=None, start=When(naive, TimeKind.FLOATING), sequence=1),
        event("u1", stamp=None, start=None, sequence=2),
        event("u1", stamp=None, changed=START, sequence=3),
    ]
    store.put_events(candidate, [SeenEvent(one, Place("/cal.ics", "ics"), "") for one in bare])
    store.replace_applications(candidate, Grouping((application(uids=("u1",)),), ()), "r1")
    (history,) = store.histories(candidate)
    assert {(one.event.sequence, one.seen_at) for one in history.sightings} == {
        (0, naive.replace(tzinfo=UTC)),
        (1, naive.replace(tzinfo=UTC)),
        (2, datetime(1970, 1, 1, tzinfo=UTC)),
        (3, START),
    }


def test_a_question_names_its_choices(store: Store, me: int) -> None:
    store.replace_applications(me, TWO, "r1")
    (question,) = store.questions(me)
    assert (question.key, question.message_id, question.at) == (key(4), "<4@mail.example>", message(4).at)
    assert question.subject == "Letter 4"
    assert question.choices == (("a2", "Hire & Co, Engineer"), ("a1", "Acme, Engineer"), ("gone", ""))
    assert question.reason == "two roles fit"


def test_a_new_reading_replaces_the_old_one_with_its_signals(store: Store, me: int) -> None:
    store.put_readings(me, [reading(1, signals=(), promise=None, company=None, rules="r2")])
    (first,) = store.readings(me, {key(1)})
    assert first == reading(1, signals=(), promise=None, company=None, rules="r2")


def test_applications_of_another_candidate_never_appear(store: Store, me: int) -> None:
    other = store.candidate("somebody else")
    store.commit(other, intake(read(1), read(2), read(3), read(4)), NOW)
    store.put_events(other, [SeenEvent(event("u1", summary="theirs"), place(3), "")])
    store.replace_applications(me, TWO, "r1")
    mine = store.histories(me)
    assert store.histories(other) == ()
    assert store.questions(other) == ()
    assert store.history(other, "a1") is None
    store.replace_applications(other, Grouping((application(1, uids=("u1",)),), ()), "r1")
    assert store.histories(me) == mine
    store.replace_applications(me, Grouping((), ()), "r1")
    assert [one.id for one in store.histories(other)] == ["a1"]


def test_the_number_of_queries_does_not_grow_with_the_mail(store: Store, candidate: int) -> None:
    letters = [
        ReadMessage(message(number, events=(event(f"u{number}"),)), reading(number), place(number), (), True)
        for number in range(300)
    ]
    store.commit(candidate, intake(*letters), NOW)
    grouping = Grouping(
        tuple(application(number, name=f"a{number}", uids=(f"u{number}",)) for number in range(300)), ()
    )
    store.replace_applications(candidate, grouping, "r1")
    asked: list[str] = []

    @sa.event.listens_for(store._engine, "before_cursor_execute")
    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    histories = store.histories(candidate)
    assert len(histories) == 300
    assert all(len(one.entries) == len(one.sightings) == 1 for one in histories)
    assert len(asked) <= 6
    asked.clear()
    assert len(list(store.messages(candidate))) == 300
    assert len(list(store.readings(candidate))) == 300
    assert len(asked) <= 5


def test_a_member_whose_words_were_left_out_is_still_an_entry(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1, keep=False)), NOW)
    store.replace_applications(candidate, Grouping((application(1),), ()), "r1")
    (entry,) = store.histories(candidate)[0].entries
    assert (entry.subject, entry.sender, entry.signals) == ("", None, ())


def test_a_sender_without_an_address_is_still_a_sender(store: Store, candidate: int) -> None:
    nameless = Address("Recruiting team", "")
    store.commit(candidate, intake(read(1, sender=nameless), read(2, sender=None)), NOW)
    assert [one.sender for one in store.messages(candidate)] == [nameless, None]
