"""Any history of an account's calendars leaves what they say at last."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.calendars.desk import Calendars, event, stamped

NAMES = ("mine", "work")
DOCUMENTS = ("d", "e")

EVENTS = st.builds(
    lambda uid, day, sequence, minute: event(
        uid, day, sequence=sequence, stamp=None if minute is None else stamped(minute)
    ),
    st.sampled_from("ab"),
    st.integers(1, 3),
    st.integers(0, 2),
    st.none() | st.integers(0, 3),
)
CONTENTS = st.lists(EVENTS, max_size=2, unique_by=lambda one: one.uid)
PLACES = st.tuples(st.sampled_from(NAMES), st.sampled_from(DOCUMENTS))
STEP = st.dictionaries(PLACES, st.none() | CONTENTS, min_size=1)
CALLED_OFF = st.builds(
    lambda one, status: replace(one, status=status), EVENTS, st.sampled_from(["", "CANCELLED"])
)
WHOLE = st.dictionaries(PLACES, st.lists(CALLED_OFF, max_size=3), min_size=1)


@given(st.lists(STEP, max_size=8))
@settings(max_examples=200)
def test_a_meeting_goes_on_while_a_document_holds_it_as_the_last_one_says(steps) -> None:  # type: ignore[no-untyped-def]
    account = Calendars()
    there: dict[tuple[str, str], list] = {}  # type: ignore[type-arg]
    for step in steps:
        there |= {place: events or [] for place, events in step.items()}
        account.sync_all(
            {
                name: (
                    [
                        (document, events)
                        for (calendar, document), events in step.items()
                        if calendar == name and events is not None
                    ],
                    [
                        document
                        for (calendar, document), events in step.items()
                        if calendar == name and events is None
                    ],
                )
                for name in NAMES
            }
        )
        for (uid, _), now in account.desk.now().items():
            copies = [one for events in there.values() for one in events if one.uid == uid]
            assert (now.status == "CANCELLED") == (not copies)
            if len(copies) == 1:
                assert now.start == copies[0].start


@given(st.lists(WHOLE, max_size=6))
@settings(max_examples=100)
def test_what_is_said_again_says_nothing_new(steps) -> None:  # type: ignore[no-untyped-def]
    account = Calendars()
    there: dict[tuple[str, str], list] = {}  # type: ignore[type-arg]
    for step in steps:
        there |= {place: events or [] for place, events in step.items()}
        said = {
            name: (
                [(document, events) for (calendar, document), events in there.items() if calendar == name],
                [],
            )
            for name in NAMES
        }
        account.sync_all(said)  # type: ignore[arg-type]
        assert account.sync_all(said) == []  # type: ignore[arg-type]
