"""What was taken of a calendar, and what its documents make of that."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.calendars.shelf import Shelf
from ingest.types import Place, TimeKind, When
from tests.ingest.calendars.desk import LAST, NOW, SINCE, Calendars, event, stamped


@pytest.fixture
def mine() -> Calendars:
    return Calendars()


def test_of_an_event_that_is_written_twice_the_higher_rank_counts_in_any_order(mine: Calendars) -> None:
    old, new = event(sequence=1, stamp=stamped(9)), event(day=2, sequence=2, stamp=stamped(1))
    mine.sync(("d", [new, old]))
    assert mine.desk.now()["a", ""] == new
    assert mine.sync(("d", [old, new])) == []


def test_two_of_the_same_rank_do_not_alternate(mine: Calendars) -> None:
    one, other = event(), event(day=2)
    mine.sync(("d", [one, other]))
    assert mine.sync(("d", [other, one])) == []


def test_of_two_of_the_same_rank_the_one_that_is_called_off_counts(mine: Calendars) -> None:
    mine.sync(("d", [event(status="CANCELLED"), event(status="CONFIRMED")]))
    assert mine.desk.status("a") == "CANCELLED"


def test_an_event_that_comes_back_in_another_document_goes_on(mine: Calendars) -> None:
    mine.sync(("d", [event(sequence=3, stamp=stamped(1))]))
    assert mine.sync(gone=["d"]) == [("d#a#", "CANCELLED", "Interview at Acme")]
    mine.sync(("e", [event(sequence=0, stamp=stamped(0))]))
    assert mine.desk.status("a") == ""


def test_an_event_that_comes_back_in_another_calendar_goes_on(mine: Calendars) -> None:
    mine.sync_all({"mine": ([("d", [event(sequence=3)])], []), "work": ([], [])})
    mine.sync_all({"mine": ([], ["d"]), "work": ([], [])})
    assert mine.desk.status("a") == "CANCELLED"
    mine.sync_all({"mine": ([], []), "work": ([("d", [event()])], [])})
    assert mine.desk.status("a") == ""


def test_a_document_that_is_called_something_else_ends_nothing(mine: Calendars) -> None:
    mine.sync(("d", [event()]))
    mine.sync(("e", [event()]), gone=["d"])
    assert mine.desk.status("a") == ""
    assert mine.sync(gone=["d"]) == []
    assert mine.sync(gone=["e"]) == [("e#a#", "CANCELLED", "Interview at Acme")]


def test_what_is_over_outranks_every_copy_that_there_was(mine: Calendars) -> None:
    mine.sync(("d", [event(sequence=5, stamp=stamped(5))]), ("e", [event()]))
    mine.sync(gone=["d"])
    assert mine.desk.status("a") == ""
    mine.sync(gone=["e"])
    assert mine.desk.status("a") == "CANCELLED"


def test_what_is_over_outranks_the_copies_of_other_calendars(mine: Calendars) -> None:
    mine.sync_all({"mine": ([("d", [event(sequence=5)])], []), "work": ([("d", [event()])], [])})
    mine.sync_all({"mine": ([], ["d"]), "work": ([], [])})
    mine.sync_all({"mine": ([], []), "work": ([], ["d"])})
    assert mine.desk.status("a") == "CANCELLED"


def test_a_change_after_a_move_outranks_what_was_said_before_it(mine: Calendars) -> None:
    mine.sync(("d", [event(sequence=5, stamp=stamped(5))]))
    mine.sync(("e", [event()]), gone=["d"])
    mine.sync(("e", [event(day=9)]))
    assert mine.desk.now()["a", ""].start == event(day=9).start


@pytest.mark.parametrize("name", ["mine", "work"])
def test_a_change_that_comes_with_a_move_counts(mine: Calendars, name: str) -> None:
    mine.sync_all({"mine": ([("d", [event(sequence=5)])], []), "work": ([], [])})
    said = {"mine": ([], ["d"]), "work": ([], [])} | {name: ([("e", [event(day=2)])], ["d"])}
    mine.sync_all(said)  # type: ignore[arg-type]
    assert mine.desk.now()["a", ""].start == event(day=2).start


def test_a_stale_copy_does_not_outrank_the_one_that_goes_on(mine: Calendars) -> None:
    mine.sync(("d", [event(day=2, sequence=5, stamp=stamped(5))]))
    mine.sync(("e", [event()]))
    assert mine.desk.now()["a", ""].start == event(day=2).start


def test_a_stamp_past_all_others_can_be_outranked(mine: Calendars) -> None:
    mine.sync(("d", [event(stamp=LAST, changed=LAST)]))
    mine.sync(("d", [event(day=2, stamp=LAST, changed=LAST)]))
    assert mine.desk.now()["a", ""].start == event(day=2).start
    mine.sync(gone=["d"])
    assert mine.desk.status("a") == "CANCELLED"


def test_a_change_that_is_not_dated_is_of_now(mine: Calendars) -> None:
    mine.sync(("d", [event(stamp=stamped(0))]))
    mine.sync(("d", [event(day=2, stamp=stamped(0))]))
    assert mine.desk.kept[-1].event.stamp == NOW


def test_an_end_before_its_start_does_not_make_an_event_past(mine: Calendars) -> None:
    assert mine.sync(("d", [event(end=When(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), TimeKind.ZONED))]))
    mine.sync(gone=["d"])
    assert mine.desk.status("a") == "CANCELLED"


@pytest.mark.parametrize(
    ("rule", "is_called_off"),
    [
        ("FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;UNTIL=20260226T100000Z;BYDAY=MO", False),
        ("freq=weekly;until=20260226", False),
        ("FREQ=WEEKLY;UNTIL=20260228", True),
        ("FREQ=WEEKLY;UNTIL=20269999", True),
        ("FREQ=WEEKLY;UNTIL=", True),
    ],
)
def test_a_series_is_over_by_itself_after_its_last_day(
    mine: Calendars, rule: str, is_called_off: bool
) -> None:
    mine.sync(("d", [event(month=2, recurs=rule)]))
    assert bool(mine.sync(gone=["d"])) is is_called_off


def test_a_series_and_its_changed_times_end_each_for_itself(mine: Calendars) -> None:
    series = event(recurs="FREQ=WEEKLY")
    time = event(day=9, summary="Chat", recurrence_id="20260408T100000Z")
    assert len(mine.sync(("d", [series, time]))) == 2
    assert mine.sync(("d", [series])) == [("d#a#20260408T100000Z", "CANCELLED", "Chat")]


def test_an_event_that_does_not_belong_leaves_nothing(mine: Calendars) -> None:
    assert mine.sync(("d", [event("p", summary="Cardiologist")]), gone=["e"]) == []
    assert mine.elsewhere["mine"] == set()


def test_a_document_that_is_known_in_part_ends_nothing_and_brings_back_what_is_there(mine: Calendars) -> None:
    mine.sync(("d", [event(), event("b")]))
    shelf = Shelf(Place("mine", "ics"), mine.desk, SINCE, NOW, set())
    shelf.gone("d")
    assert not list(shelf.add("d", [event()]))
    assert [one.event.uid for one in shelf.over(())] == ["b"]


def test_a_uid_may_hold_the_sign_that_parts_a_spot(mine: Calendars) -> None:
    mine.sync(("d", [event("a#b"), event("#")]))
    assert sorted(uid for uid, _ in mine.desk.now()) == ["#", "a#b"]
    mine.sync(("d", [event("#")]))
    assert (mine.desk.status("a#b"), mine.desk.status("#")) == ("CANCELLED", "")
