"""Mail that was forgotten stays away, on either database, and what is left is as if it had never come."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.applications.types import Verdict
from ingest.types import Place, Problem, Seen
from store.intake import Intake, ReadMessage
from store.store import Store
from tests.store.samples import NOW, event, key, message, reading

_names = itertools.count(1)
NUMBERS = range(6)


def letter(number: int, source: str = "mail/INBOX") -> ReadMessage:
    place = Place(source, "imap", f"1:{number}")
    wrong = Problem("no-date", f"Subject of {number}", place)
    mail = message(number, events=(event(uid=f"uid-{number}"),), problems=(wrong,))
    return ReadMessage(mail, reading(number), place, (f"a:{number}",), keep=True)


def batch(numbers: set[int], source: str = "mail/INBOX") -> Intake:
    letters = tuple(letter(number, source) for number in sorted(numbers))
    problems = tuple(problem for one in letters for problem in one.message.problems)
    account, _, folder = source.partition("/")
    return Intake(account, folder, "7", messages=letters, problems=problems)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(NUMBERS), min_size=1), st.sets(st.sampled_from(NUMBERS)), st.booleans())
def test_a_store_without_it_is_one_that_never_had_it(
    store: Store, all_: set[int], gone: set[int], again: bool
) -> None:
    one, other = (store.candidate(f"c{next(_names)}") for _ in range(2))
    store.commit(one, batch(all_), NOW)
    for number in sorted(all_):
        store.say(one, Verdict("signal", key(number), "+offer", f"words of {number}"), NOW)
    assert store.forget(one, {key(number) for number in gone}) == len(all_ & gone)
    if again:
        assert store.commit(one, batch(all_ | gone), NOW).new == 0
    left = all_ - gone
    store.commit(other, batch(left), NOW)
    for number in sorted(all_):
        if number in left:
            store.say(other, Verdict("signal", key(number), "+offer", f"words of {number}"), NOW)
    first, second = store.dump(one), store.dump(other)
    for found in (first, second):
        del found["forgotten"]
        if not left:  # nobody reads a cursor of a place that holds nothing
            del found["cursors"]
        for row in found["decisions"]:
            del row["number"]
    assert first == second
    assert store.forgotten(one) == {key(number) for number in gone}


def test_what_was_forgotten_is_known_and_no_place_of_it_is_noted(store: Store, candidate: int) -> None:
    store.commit(candidate, batch({1, 2}), NOW)
    store.forget(candidate, {key(1)})
    assert store.known(candidate, [key(1), key(2), key(3)]) == {key(1), key(2)}
    seen = Intake("mail", "Archive", "1", sightings=(Seen(key(1), Place("mail/Archive", "imap", "1:9")),))
    assert store.commit(candidate, seen, NOW).seen == 0


def test_what_was_forgotten_tells_nothing_to_the_mail_beside_it(store: Store, candidate: int) -> None:
    store.forget(candidate, {key(1)})
    told = store.without_forgotten(candidate, batch({1, 2}))
    assert [one.message.key for one in told.messages] == [key(2)]
    assert [one.detail for one in told.problems] == ["Subject of 2"]


def test_an_account_goes_and_leaves_what_was_seen_elsewhere_too(store: Store, candidate: int) -> None:
    store.commit(candidate, batch({1, 2}), NOW)
    store.commit(candidate, batch({2, 3}, "work/INBOX"), NOW)
    assert store.take_lease(candidate, "mail", "me:1", NOW, NOW) is None
    store.forget(candidate, {key(1)})
    store.leave(candidate, "mail", {"mail/INBOX"})
    other = store.candidate("other")
    store.commit(other, batch({2, 3}, "work/INBOX"), NOW)
    first, second = store.dump(candidate), store.dump(other)
    for found in (first, second):
        del found["forgotten"]
        for row in found["contents"]:
            del row["problems"]  # what was wrong with a mail is told of the place where it was read
    assert first == second
    assert store.account(candidate, "mail") is None and store.cursors(candidate, "mail") == {}


def test_of_stripped_mail_only_the_identity_is_left(store: Store, candidate: int) -> None:
    store.commit(candidate, batch({1, 2}), NOW)
    store.strip(candidate, {key(1)})
    assert store.kept(candidate) == {key(2)}
    assert [one.key for one in store.readings(candidate)] == [key(2)]
    assert "of 1" not in str(store.dump(candidate)["contents"])
    assert store.known(candidate, [key(1)]) == {key(1)} and not store.forgotten(candidate)


def test_one_candidates_forgetting_is_nobody_elses(store: Store, candidate: int) -> None:
    other = store.candidate("other")
    for one in (candidate, other):
        store.commit(one, batch({1}), NOW)
    store.forget(candidate, {key(1)})
    assert store.kept(other) == {key(1)} and not store.forgotten(other)
