"""Where mail was seen, and where it is no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ingest.types import Place, Relabelled, Seen
from store.intake import Committed, Intake
from tests.store.samples import NOW, intake, key, read

if TYPE_CHECKING:
    from store.store import Store

INBOX, SENT = "personal/INBOX", "personal/Sent"


def spot(uid: int, folder: str = INBOX, provider_id: str = "") -> Place:
    return Place(folder, "imap", f"1700000000:{uid}", provider_id)


def seen(number: int, place: Place, *labels: str) -> Intake:
    return intake(sightings=(Seen(key(number), place, labels),))


def mail(number: int, place: Place, *, keep: bool = True) -> Intake:
    return intake(replace(read(number, keep=keep), place=place))


def test_the_places_of_a_source_are_those_where_its_mail_was_seen(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1, provider_id="gmail:17")), NOW)
    store.commit(candidate, mail(2, spot(2), keep=False), NOW)
    store.commit(candidate, mail(3, spot(3, SENT)), NOW)
    assert set(store.places(candidate, INBOX)) == {spot(1, provider_id="gmail:17"), spot(2)}
    assert store.places(candidate, SENT) == (spot(3, SENT),)
    assert store.places(candidate, "personal") == ()
    assert store.places(store.candidate("somebody else"), INBOX) == ()


@pytest.mark.parametrize("source", ["/mail/\udcff\udcfe.mbox", "/" + "very/long/" * 800, "/mail/ünï.mbox"])
def test_a_source_of_any_name_has_places(store: Store, candidate: int, source: str) -> None:
    store.commit(candidate, mail(1, Place(source, "mbox", "0+10")), NOW)
    assert store.places(candidate, source) == (Place(source, "mbox", "0+10"),)
    assert store.commit(candidate, intake(gone=(Place(source, "mbox", "0+10"),)), NOW).gone == 1


def test_a_known_message_is_seen_at_one_more_place(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    moved = seen(1, spot(9, SENT, "gmail:18"), "\\Seen")
    assert store.commit(candidate, moved, NOW) == Committed(0, 0, 0, 0, seen=1)
    assert store.places(candidate, SENT) == (spot(9, SENT, "gmail:18"),)
    once = store.dump(candidate)
    assert store.commit(candidate, moved, NOW + timedelta(days=1)) == Committed(0, 0, 0, 0)
    assert store.dump(candidate) == once
    (row,) = (row for row in once["sightings"] if row["source"] == SENT)
    assert (row["provider_id"], row["labels"], row["gone_at"]) == ("gmail:18", ["\\Seen"], False)


def test_to_see_a_message_that_is_not_known_says_nothing(store: Store, candidate: int) -> None:
    both = replace(mail(1, spot(1)), sightings=(Seen(key(1), spot(2)), Seen(key(7), spot(3))))
    assert store.commit(candidate, both, NOW).seen == 1
    assert set(store.places(candidate, INBOX)) == {spot(1), spot(2)}
    assert store.known(candidate, [key(7)]) == frozenset()


def test_mail_that_is_gone_is_at_its_place_no_longer_but_stays(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, mail(2, spot(2)), NOW)
    deleted = intake(gone=(spot(1), spot(77)))
    assert store.commit(candidate, deleted, NOW) == Committed(0, 0, 0, 0, gone=1)
    assert store.places(candidate, INBOX) == (spot(2),)
    assert store.kept(candidate) == {key(1), key(2)}
    once = store.dump(candidate)
    assert [row["gone_at"] for row in once["sightings"]] == [True, False]
    assert store.commit(candidate, deleted, NOW + timedelta(days=1)) == Committed(0, 0, 0, 0)
    assert store.dump(candidate) == once


def test_a_place_is_known_by_where_it_is_whatever_its_provider_calls_it(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1, provider_id="gmail:17")), NOW)
    assert store.commit(candidate, intake(gone=(spot(1),)), NOW).gone == 1


def test_only_the_candidates_own_place_is_gone(store: Store, candidate: int) -> None:
    other = store.candidate("somebody else")
    for one in (candidate, other):
        store.commit(one, mail(1, spot(1)), NOW)
    store.commit(candidate, intake(gone=(spot(1),)), NOW)
    assert store.places(other, INBOX) == (spot(1),)


@pytest.mark.parametrize("by", ["sighting", "mail"])
def test_mail_that_comes_back_is_there_again(store: Store, candidate: int, by: str) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    before = store.dump(candidate)
    store.commit(candidate, intake(gone=(spot(1),)), NOW)
    back = seen(1, spot(1), "INBOX") if by == "sighting" else mail(1, spot(1))
    assert store.commit(candidate, back, NOW).seen == (by == "sighting")
    assert store.places(candidate, INBOX) == (spot(1),)
    assert store.dump(candidate) == before


def test_in_one_batch_what_is_gone_goes_first(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    both = replace(seen(1, spot(1)), gone=(spot(1),))
    for _ in range(2):
        store.commit(candidate, both, NOW)
        assert store.places(candidate, INBOX) == (spot(1),)


def test_left_out_mail_is_offered_only_where_it_is(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1), keep=False), NOW)
    store.commit(candidate, seen(1, spot(5, SENT)), NOW)
    store.commit(candidate, intake(gone=(spot(1),)), NOW)
    assert store.left_out(candidate) == {key(1): (spot(5, SENT),)}
    store.commit(candidate, intake(gone=(spot(5, SENT),)), NOW)
    assert store.left_out(candidate, [key(1)]) == {}


# Labels


def labels(store: Store, candidate: int) -> dict[str, list[str]]:
    return {row["spot"]: row["labels"] for row in store.dump(candidate)["sightings"]}


def filed(place: Place, *names: str) -> Intake:
    return intake(relabelled=(Relabelled(place, names),))


def test_a_place_has_the_labels_that_were_said_of_it_last(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, mail(2, spot(2)), NOW)
    assert store.commit(candidate, filed(spot(1), "Jobs", "INBOX"), NOW) == Committed(
        0, 0, 0, 0, relabelled=1
    )
    assert labels(store, candidate) == {spot(1).spot: ["Jobs", "INBOX"], spot(2).spot: ["INBOX"]}
    assert store.commit(candidate, filed(spot(1)), NOW).relabelled == 1
    assert labels(store, candidate)[spot(1).spot] == []


@pytest.mark.parametrize("name", ["Jobs", "B\u00fcro", "half \ud800", "nothing \0"])
def test_labels_that_are_the_same_change_nothing(store: Store, candidate: int, name: str) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, filed(spot(1), name), NOW)
    once, changes = store.dump(candidate), store.changes(candidate)
    assert store.commit(candidate, filed(spot(1), name), NOW) == Committed(0, 0, 0, 0)
    assert (store.dump(candidate), store.changes(candidate)) == (once, changes)


def test_to_see_a_known_message_again_says_where_it_is_filed_now(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    assert store.commit(candidate, seen(1, spot(1), "\\Seen"), NOW) == Committed(0, 0, 0, 0, relabelled=1)
    assert labels(store, candidate) == {spot(1).spot: ["\\Seen"]}


def test_labels_of_a_place_that_holds_no_mail_say_nothing(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, intake(gone=(spot(1),)), NOW)
    once = store.dump(candidate)
    assert store.commit(candidate, filed(spot(1), "Jobs"), NOW) == Committed(0, 0, 0, 0)
    assert store.commit(candidate, filed(spot(7), "Jobs"), NOW) == Committed(0, 0, 0, 0)
    assert store.commit(candidate, filed(Place("other", "imap", spot(1).spot), "Jobs"), NOW).relabelled == 0
    assert store.dump(candidate) == once


@pytest.mark.parametrize("by", ["sighting", "mail"])
def test_mail_that_is_back_is_filed_where_it_was_found(store: Store, candidate: int, by: str) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, intake(gone=(spot(1),)), NOW)
    found = replace(read(1, labels=("Jobs",)), place=spot(1))
    store.commit(candidate, seen(1, spot(1), "Jobs") if by == "sighting" else intake(found), NOW)
    assert labels(store, candidate) == {spot(1).spot: ["Jobs"]}


def test_the_words_of_a_message_keep_the_labels_that_it_came_with(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    store.commit(candidate, filed(spot(1), "Archive"), NOW)
    (message,) = store.messages(candidate)
    assert message.labels == ("INBOX",)


def test_labels_leave_what_the_applications_are_computed_from_alone(store: Store, candidate: int) -> None:
    store.commit(candidate, mail(1, spot(1)), NOW)
    before = store.changes(candidate)
    store.commit(candidate, filed(spot(1), "Archive"), NOW)
    assert store.changes(candidate) == before
