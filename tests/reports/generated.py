"""Histories that nobody would write by hand: messages, meetings, promises, remarks and pay in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from classify.types import Evidence, Pay
from reports.remarks.debrief import questions
from reports.standing.score import default_strengths
from reports.standing.warnings import NAMES
from store.history import Entry, History
from tests.reports.remarking import debriefed, snoozed
from tests.reports.searches import NOW, entry, event, history, sighted

NOT_IN_MAIL = {
    "application_sent", "thank_you_note", "candidate_follow_up", "withdrawal", "offer_accepted", "silence",
    "fast_thank_you_reply", "prompt_scheduling", "rescheduled_later", "interview_overran", "panel_attended",
    "senior_attended",
}  # fmt: skip
COMPANY = sorted(
    name for name in default_strengths() if name not in NOT_IN_MAIL and not name.startswith("noted_")
)
STRENGTHENING = [name for name in COMPANY if default_strengths()[name] > 0]
CANDIDATE = ["application_sent", "thank_you_note", "candidate_follow_up", "withdrawal", "offer_accepted"]
SUBJECTS = ["Your application", "Re: Your application", "A few questions", "Re: A few questions", "Time?"]


@st.composite
def pay(draw: st.DrawFn) -> Pay:
    low = draw(st.integers(100, 200_000))
    words = f"{low}"
    return Pay(
        low,
        low + draw(st.sampled_from([0, 5000])),
        draw(st.sampled_from(["GBP", "EUR", ""])),
        draw(st.sampled_from(["year", "day", ""])),
        Evidence(0, len(words), words),
    )


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    found = []
    for place in range(draw(st.integers(1, 7))):
        who = draw(st.sampled_from(["me", "person", "person", "system"]))
        names = draw(
            st.lists(st.sampled_from(CANDIDATE if who == "me" else COMPANY), max_size=3, unique=True)
        )
        when = NOW - timedelta(hours=draw(st.integers(1, 90 * 24)))
        day = draw(st.none() | st.integers(-40, 30))
        by = (NOW + timedelta(days=day)).date() if day is not None and who != "me" else None
        subject = draw(st.sampled_from(SUBJECTS))
        one = entry(who, when, *names, asks=draw(st.booleans()), by=by, key=f"k{place}", subject=subject)
        found.append(replace(one, pay=tuple(draw(st.lists(pay(), max_size=1)))))
    return tuple(sorted(found, key=lambda one: one.at))


@st.composite
def histories(draw: st.DrawFn) -> History:
    meetings = tuple(
        sighted(
            event(
                f"u{draw(st.integers(0, 2))}",
                NOW + timedelta(days=draw(st.integers(-60, 20))),
                sequence=draw(st.integers(0, 2)),
                method=draw(st.sampled_from(["REQUEST", "REQUEST", "CANCEL"])),
                people=tuple(f"p{n}@acme.example" for n in range(draw(st.integers(0, 4)))),
            ),
            f"10-{draw(st.integers(1, 28)):02} 09:00",
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return draw(remarks(history(*draw(entries()), sightings=meetings)))


@st.composite
def remarks(draw: st.DrawFn, known: History) -> History:
    """The history with what the person may have said of it: a debrief, a snooze."""
    for place in range(draw(st.integers(0, 2))):
        when = NOW - timedelta(days=draw(st.integers(0, 40)))
        answers = {one.key: draw(st.sampled_from(one.answers)) for one in questions() if draw(st.booleans())}
        met = when - timedelta(days=1)
        known = debriefed(known, when, answers, met_at=met, uid=draw(st.sampled_from(["u0", f"m{place}"])))
    return draw(snoozes(known)) if draw(st.booleans()) else known


@st.composite
def snoozes(draw: st.DrawFn, known: History) -> History:
    """The history with one warning snoozed."""
    until = (NOW + timedelta(days=draw(st.integers(-10, 40)))).date()
    return snoozed(known, "11-22 09:00", draw(st.sampled_from([*NAMES, "all"])), until)
