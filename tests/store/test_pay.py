"""Pay that was named survives the store, and stands in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.applications.types import Application, Grouping, Membership
from classify.types import Evidence, Pay
from tests.store.samples import NOW, intake, key, read, reading

if TYPE_CHECKING:
    from store.store import Store

PAY = (
    Pay(32.5, 40, "EUR", "hour", Evidence(5, 11, "€32,50")),
    Pay(85_000, 85_000, "", "", Evidence(20, 23, "85k")),
)


def test_pay_comes_out_as_it_went_in(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1), read(2)), NOW)
    store.put_readings(candidate, [reading(1, pay=PAY)])
    first, second = sorted(store.readings(candidate), key=lambda one: one.key)
    assert first == reading(1, pay=PAY)
    assert second.pay == ()
    members = (Membership(key(1), "thread"), Membership(key(2), "thread"))
    store.replace_applications(candidate, Grouping((Application("a1", "", "", "", members, ()),), ()), "r1")
    (history,) = store.histories(candidate)
    assert [entry.pay for entry in history.entries] == [PAY, ()]


def test_a_new_reading_replaces_the_pay_of_the_old_one(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1)), NOW)
    store.put_readings(candidate, [reading(1, pay=PAY)])
    store.put_readings(candidate, [reading(1)])
    (only,) = store.readings(candidate)
    assert only.pay == ()
