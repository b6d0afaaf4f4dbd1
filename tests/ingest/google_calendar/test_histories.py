"""Random histories of two calendars: whatever happens and wherever a sync breaks off, the desk is right."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import stamina
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ingest.errors import SourceError
from tests.ingest.google_calendar.desk import Desk, at, connector, interview, sync
from tests.servers.google import faults, google_server

if TYPE_CHECKING:
    from tests.servers.google.calendar import Calendar

BOTH = st.sampled_from(["one", "other"])
DAYS = st.integers(2, 28).map(lambda day: f"2026-05-{day:02}")
FAULTS = st.sampled_from([
    faults.daily_limit(), faults.backend_error(), faults.rate_limited(), faults.drop(), faults.cut(40),
    faults.html(502), faults.empty_page(), faults.gone(),
])  # fmt: skip


class Histories(RuleBasedStateMachine):
    """Each calendar keeps one event for good, so that it is never empty all of a sudden."""

    def __init__(self) -> None:
        super().__init__()
        stamina.set_testing(True, attempts=100, cap=True)
        self._open = contextlib.ExitStack()
        self.server = self._open.enter_context(google_server())
        self.desk = Desk()
        self.number = 0

    @initialize(size=st.integers(1, 4))
    def begin(self, size: int) -> None:
        for name in ("one", "other"):
            calendar = self.server.calendar(name)
            calendar.page_size = size
            calendar.put(interview("2026-04-01", "lunch", id=f"anchor{name}"))

    def teardown(self) -> None:
        self._open.close()
        stamina.set_testing(False)

    def events(self, name: str) -> list[dict[str, Any]]:
        """Those that go on, other than the anchor."""
        return [
            one
            for one in self.server.calendars[name].events.values()
            if one["status"] != "cancelled" and not one["id"].startswith("anchor")
        ]

    @rule(name=BOTH, day=DAYS, is_mine=st.booleans(), recurs=st.booleans())
    def put(self, name: str, day: str, is_mine: bool, recurs: bool) -> None:
        self.number += 1
        more: dict[str, Any] = {"recurrence": ["RRULE:FREQ=WEEKLY"]} if recurs else {}
        summary = f"Acme {self.number}" if is_mine else f"Cardiologist {self.number}"
        self.server.calendars[name].put(interview(day, summary, id=f"event{self.number}", **more))

    @rule(name=BOTH, which=st.integers(0), day=DAYS)
    def move_in_time(self, name: str, which: int, day: str) -> None:
        if found := self.events(name):
            one = found[which % len(found)]
            moved = {"start": at(day), "end": at(day, "11:00")}
            self.server.calendars[name].put({"id": one["id"], **moved})

    @rule(name=BOTH, which=st.integers(0))
    def rename(self, name: str, which: int) -> None:
        """Some that belonged do not any longer."""
        if found := self.events(name):
            self.number += 1
            one = found[which % len(found)]
            self.server.calendars[name].put({"id": one["id"], "summary": f"Talk {self.number}"})

    @rule(name=BOTH, which=st.integers(0))
    def cancel(self, name: str, which: int) -> None:
        if found := self.events(name):
            self.server.calendars[name].cancel(found[which % len(found)]["id"])

    @rule(name=BOTH, which=st.integers(0), week=st.integers(1, 4), is_off=st.booleans())
    def change_instance(self, name: str, which: int, week: int, is_off: bool) -> None:
        calendar = self.server.calendars[name]
        if not (found := [one for one in self.events(name) if one.get("recurrence")]):
            return
        series = found[which % len(found)]["id"]
        original = at(f"2026-06-{7 * week:02}")
        if is_off:
            calendar.cancel_instance(series, original)
        else:
            self.number += 1
            calendar.put(
                {
                    "recurringEventId": series,
                    "originalStartTime": original,
                    "summary": f"Instance {self.number}",
                    "status": "confirmed",
                }
            )

    @rule(name=BOTH, which=st.integers(0))
    def move_to_the_other(self, name: str, which: int) -> None:
        """events.move, for single events: deleted here, and there under the same id."""
        old, new = (self.server.calendars[one] for one in (name, "other" if name == "one" else "one"))
        if found := [one for one in self.events(name) if not _is_of_series(one)]:
            one = found[which % len(found)]
            new.put({**one, "updated": None})
            old.cancel(one["id"])

    @rule(name=BOTH)
    def forget_tokens(self, name: str) -> None:
        self.server.calendars[name].forget_tokens()

    @rule(name=BOTH)
    def lose_the_cursor(self, name: str) -> None:
        self.desk.cursors.pop(name, None)

    @rule(after=st.integers(1, 8), fault=FAULTS, times=st.integers(1, 8))
    def sync_with_mishaps(self, after: int, fault: faults.Fault, times: int) -> None:
        self.server.faults.on(self.server.faults.after(after), fault, times)
        with contextlib.suppress(SourceError):
            sync(self.server, self.desk)
        self.server.faults.clear()

    @rule(stop=st.integers(1, 6))
    def sync_that_is_killed(self, stop: int) -> None:
        with connector(self.server, self.desk) as one:
            for nth, batch in enumerate(one.changes(dict(self.desk.cursors)), 1):
                if nth == stop:
                    break
                self.desk.take(batch)

    @rule()
    def sync_and_compare(self) -> None:
        sync(self.server, self.desk)
        assert not self.desk.problems
        live = {
            (one["iCalUID"], _recurrence_id(one)): one
            for name in ("one", "other")
            for one in self.events(name)
        }
        now = self.desk.now()
        for key, event in now.items():
            assert (event.status != "CANCELLED") == (key in live), key
            if key in live:
                assert event.summary == live[key]["summary"]
                assert event.start is not None
                assert f"{event.start.at:%Y-%m-%d}" == live[key]["start"]["dateTime"][:10]
        for key, one in live.items():
            assert key in now or "Acme" not in one["summary"], key
        for calendar in self.server.calendars.values():
            self._compare_instances(calendar)
        said = self.desk.everything()
        assert "Cardiologist" not in said
        assert not self.server.violations
        sync(self.server, self.desk)
        assert not self.desk.items

    def _compare_instances(self, calendar: Calendar) -> None:
        """Every instance that was called off of a series that was taken is known to be."""
        now = self.desk.now()
        for one in calendar.events.values():
            series = calendar.events.get(one.get("recurringEventId", ""), {})
            if series and (series["iCalUID"], "") in now:
                event = now.get((series["iCalUID"], _recurrence_id(one)))
                if series["status"] != "cancelled":
                    assert event is not None
                assert event is None or (event.status == "CANCELLED") == (one["status"] == "cancelled")


def _recurrence_id(event: dict[str, Any]) -> str:
    original = event.get("originalStartTime")
    return event["id"].rpartition("_")[2] if original else ""


def _is_of_series(event: dict[str, Any]) -> bool:
    return bool(event.get("recurrence") or event.get("recurringEventId"))


Histories.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestHistories = Histories.TestCase
