"""Generated conversations: any order of any messages, by the candidate, several persons and systems."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ingest.types import Address
from store.history import Entry, History
from tests.reports.searches import at, entry, history

PERSONS = (
    Address("Kate Mills", "kate@acme.example"),
    Address("Li Wang", "li@acme.example"),
    Address("Omar Said", "omar@brighttalent.example"),
    Address("Pat Doe", "pat.doe@gmail.com"),
)
MINE = ("application_sent", "candidate_follow_up", "thank_you_note", "withdrawal", "offer_accepted")
THEIRS = ("interview_invitation", "notice_period", "reference_request", "on_hold", "offer", "rejection")
SYSTEMS = ("application_received", "rejection", "interview_invitation")
DAYS = st.none() | st.dates(date(2026, 1, 5), date(2026, 4, 1))
UNTIMED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For tests of any conversation: however slow the machine is."""

BEGIN = at("01-05 08:00")


@st.composite
def messages(draw: st.DrawFn) -> list[Entry]:
    """Messages in order of time, no two at once."""
    entries = []
    when = BEGIN
    for number in range(draw(st.integers(0, 14))):
        when += timedelta(minutes=draw(st.integers(1, 5 * 24 * 60)))
        who = draw(st.sampled_from(("me", "me", "person", "person", "system")))
        names = {"me": MINE, "person": THEIRS, "system": SYSTEMS}[who]
        sender = draw(st.sampled_from(PERSONS)) if who == "person" else None
        entries.append(
            entry(
                who,
                when,
                *draw(st.lists(st.sampled_from(names), max_size=2, unique=True)),
                asks=draw(st.booleans()) if who != "system" else False,
                by=draw(st.none() | st.dates(date(2026, 1, 5), date(2026, 4, 1)))
                if who == "person"
                else None,
                key=f"m{number}",
                sender=sender,
                agency=sender is PERSONS[2],
            )
        )
    return entries


def conversations(least: int = 0) -> st.SearchStrategy[History]:
    """Applications through an agency, each with messages of its own."""
    known = messages().filter(lambda entries: len(entries) >= least)
    return known.map(lambda entries: history(*entries, agency="Bright Talent"))
