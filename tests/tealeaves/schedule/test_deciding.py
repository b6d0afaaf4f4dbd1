"""Whether an account is tried and the person told: over any past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tealeaves.schedule.deciding import (
    DAY,
    PAUSES,
    has_failed,
    is_missed,
    is_told,
    past,
    series,
    waits_until,
)
from tealeaves.schedule.runs import BUSY, FAILED, MISUSED, OFFLINE, OK, REFUSED, WAITING, Part, Run

BEGIN = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
REASON = "imap.example.org: sign-in refused (AUTHENTICATIONFAILED 5b1f-{})"

outcomes = st.lists(st.sampled_from([OK, BUSY, OFFLINE, REFUSED, MISUSED, FAILED]), max_size=150)
Past = list[tuple[datetime, Part]]


def lived(outcomes: list[str], hours: float = 0.5) -> Past:
    """These, one after the other, and of each whether the person was told."""
    found: Past = []
    for number, outcome in enumerate(outcomes):
        at = BEGIN + number * timedelta(hours=hours)
        part = Part("personal", outcome, REASON.format(number) if outcome != OK else "")
        found.append((at, Part(part.name, outcome, part.reason, is_told(found, at, part))))
    return found


def told(found: Past) -> list[int]:
    return [number for number, (_, part) in enumerate(found) if part.told]


@given(outcomes)
def test_a_failure_is_told_once_until_it_worked(outcomes: list[str]) -> None:
    seen: set[str] = set()
    for _, part in lived(outcomes):
        if part.outcome == OK:
            seen = set()
        if part.told:
            kind = part.outcome if part.outcome in (REFUSED, MISUSED) else "went on"
            assert kind not in seen
            seen.add(kind)


@given(st.integers(1, 60))
def test_a_refusal_is_told_the_first_time_and_never_again(times: int) -> None:
    assert told(lived([REFUSED] * times)) == [0]


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 20))
def test_after_it_worked_a_refusal_is_told_once_more(before: int, well: int, after: int) -> None:
    assert told(lived([REFUSED] * before + [OK] * well + [REFUSED] * after)) == [0, before + well]


def test_a_numbered_answer_of_the_server_is_the_same_reason_and_another_reason_is_told() -> None:
    found = lived([REFUSED, REFUSED])
    at = BEGIN + timedelta(days=3)
    assert not is_told(found, at, Part("personal", REFUSED, REASON.format("ab99")))
    other = Part("personal", REFUSED, "imap.example.org: the account is locked")
    assert is_told(found, at, other)
    assert not is_told([*found, (at, Part("personal", REFUSED, other.reason, True))], at, other)
    assert not is_told([*found, (at, Part("personal", REFUSED, other.reason, True))], at, found[0][1])


@given(st.lists(st.sampled_from([BUSY, OFFLINE, FAILED]), min_size=1, max_size=200))
def test_no_network_is_told_after_a_day_and_once(outcomes: list[str]) -> None:
    found = lived(outcomes)
    expected = DAY // HALF_HOUR
    assert told(found) == ([expected] if len(outcomes) > expected else [])


def test_what_worked_by_hand_ends_the_series() -> None:
    found = lived([REFUSED] * 3)
    at, worked = BEGIN + timedelta(hours=4), BEGIN + timedelta(hours=3)
    part = Part("personal", REFUSED, REASON.format(9))
    assert not is_told(found, at, part)
    assert is_told(found, at, part, worked)
    assert waits_until(found, worked) is None
    assert series(found, worked) == []


@given(st.lists(st.sampled_from([REFUSED, OFFLINE, BUSY]), min_size=1, max_size=20))
def test_a_refused_sign_in_is_tried_at_ever_longer_intervals_up_to_a_day(outcomes: list[str]) -> None:
    """A timer that comes every half hour, and a server that refuses whenever it is asked."""
    found: Past = []
    asked: list[datetime] = []
    for number in range(600):
        at = BEGIN + number * HALF_HOUR
        until = waits_until(found)
        if until is not None and until > at:
            continue
        outcome = outcomes[len(found) % len(outcomes)]
        found.append((at, Part("personal", outcome)))
        if outcome == REFUSED:
            asked.append(at)
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    for number, gap in enumerate(gaps):
        assert gap >= PAUSES[min(number, len(PAUSES) - 1)]
    if outcomes == [REFUSED]:
        assert gaps[:6] == list(PAUSES)
        assert set(gaps[6:]) == {PAUSES[-1]}


@given(outcomes)
def test_only_a_refused_sign_in_makes_it_wait(outcomes: list[str]) -> None:
    found = lived(outcomes)
    until = waits_until(found)
    refused = [at for at, part in series(found) if part.outcome == REFUSED]
    assert (until is None) == (not refused)
    if until is not None:
        assert timedelta(hours=1) <= until - refused[-1] <= DAY


def test_a_configuration_that_was_touched_is_tried_at_once() -> None:
    found = lived([REFUSED] * 5)
    assert waits_until(found) is not None
    assert waits_until(found, changed=BEGIN + timedelta(days=1)) is None
    assert waits_until(found, changed=found[3][0]) == found[4][0] + PAUSES[0]


def test_busy_and_offline_fail_after_a_day_and_all_else_at_once() -> None:
    for outcome in (REFUSED, MISUSED, FAILED):
        assert has_failed(lived([outcome]), BEGIN)
    for outcome in (BUSY, OFFLINE):
        assert not has_failed(lived([outcome]), BEGIN + timedelta(hours=23))
        assert has_failed(lived([outcome]), BEGIN + DAY)
    assert not has_failed(lived([REFUSED, OK]), BEGIN)
    assert not has_failed([], BEGIN)


def test_what_was_not_tried_says_nothing_of_it() -> None:
    parts = [Part("personal", REFUSED), Part("personal", WAITING), Part("work", OK)]
    runs = [Run("sync", BEGIN + n * HALF_HOUR, 1, 4, "", (part,)) for n, part in enumerate(parts)]
    assert past(runs, "sync", "personal") == [(BEGIN, parts[0])]
    assert past(runs, "digest", "personal") == []
    assert not is_told(past(runs, "sync", "personal"), BEGIN + 2 * DAY, parts[1])


def test_a_digest_is_missed_when_its_own_timer_had_its_time() -> None:
    due, since = BEGIN, BEGIN - timedelta(days=3)
    assert not is_missed(due, None, since, due + timedelta(minutes=5))
    assert is_missed(due, None, since, due + timedelta(minutes=20))
    assert is_missed(due, due - timedelta(days=7), since, due + DAY)
    assert not is_missed(due, due + timedelta(minutes=1), since, due + DAY)
    assert not is_missed(due, None, due + timedelta(hours=1), due + DAY)  # it was scheduled later
