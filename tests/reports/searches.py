"""Handmade applications for the tests of reports: short to write, plain to read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from classify.types import Author, Confidence, Evidence, Signal
from ingest.types import Address, Attendee, Event, TimeKind, When
from reports.settings import Person
from store.history import Entry, History, OpenQuestion, Sighted

ANA = Address("Ana Ruiz", "ana@home.example")
PERSON = Person(
    name="Ana Ruiz",
    timezone="Europe/London",
    working_hours=(time(9), time(17, 30)),
    addresses=frozenset({"ana@home.example"}),
)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday morning in London


def at(text: str) -> datetime:
    """ "11-23 08:00" of 2026, in UTC."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def signal(name: str, words: str = "", confidence: Confidence = Confidence.CERTAIN) -> Signal:
    text = words or name.replace("_", " ")
    return Signal(name, confidence, Evidence(0, len(text), text), text)


def entry(
    who: str,
    when: datetime,
    *signals: Signal | str,
    subject: str = "Your application",
    asks: bool = False,
    by: date | None = None,
    key: str = "",
    sender: Address | None = None,
    agency: bool = False,
) -> Entry:
    """A message. `who` is "me", "person" or "system"."""
    author = {"me": Author.CANDIDATE, "person": Author.PERSON, "system": Author.SYSTEM}[who]
    name = key or f"{when:%m%d%H%M}-{who}"
    writer = {
        "me": ANA,
        "person": Address("Kate Mills", "kate@acme.example"),
        "system": Address("", "no-reply@acme.example"),
    }[who]
    return Entry(
        key=name,
        message_id=f"<{name}@mail.example>",
        at=when,
        author=author,
        sender=sender or writer,
        subject=subject,
        signals=tuple(signal(one) if isinstance(one, str) else one for one in signals),
        promised_by=by,
        promise_text="by then" if by else "",
        asks=asks,
        reason="thread",
        agency=agency,
    )


def me(when: str, *signals: Signal | str, **more: object) -> Entry:
    return entry("me", at(when), *signals, **more)  # type: ignore[arg-type]


def person(when: str, *signals: Signal | str, **more: object) -> Entry:
    return entry("person", at(when), *signals, **more)  # type: ignore[arg-type]


def system(when: str, *signals: Signal | str, **more: object) -> Entry:
    return entry("system", at(when), *signals, **more)  # type: ignore[arg-type]


def event(
    uid: str,
    start: str | datetime,
    minutes: int = 60,
    *,
    method: str = "REQUEST",
    sequence: int = 0,
    stamp: str = "",
    summary: str = "Interview",
    organiser: str = "kate@acme.example",
    people: tuple[str | Address, ...] = (),
    recurrence_id: str = "",
    status: str = "",
    this_and_future: bool = False,
    recurs: str = "",
) -> Event:
    begin = at(start) if isinstance(start, str) else start
    invited = [Address("", one) if isinstance(one, str) else one for one in people]
    return Event(
        uid=uid,
        recurrence_id=recurrence_id,
        sequence=sequence,
        stamp=at(stamp) if stamp else None,
        method=method,
        status=status,
        summary=summary,
        description="",
        location="",
        link="",
        organizer=Address("", organiser) if organiser else None,
        attendees=tuple(Attendee(one) for one in (*invited, ANA)),
        start=When(begin, TimeKind.ZONED),
        end=When(begin + timedelta(minutes=minutes), TimeKind.ZONED),
        recurs=recurs,
        this_and_future=this_and_future,
    )


def sighted(
    one: Event, seen: str, sender: str | None = "kate@acme.example", key: str | None = None
) -> Sighted:
    """A version as a mail carried it; with `sender` None, as the candidate's own calendar holds it."""
    if sender is None:
        return Sighted(one, at(seen), None, "")
    return Sighted(one, at(seen), Address("", sender), f"{one.uid}-{seen}" if key is None else key)


def history(
    *entries: Entry,
    sightings: tuple[Sighted, ...] = (),
    company: str = "Acme",
    role: str = "Data engineer",
    id: str = "a1",
    agency: str = "",
) -> History:
    return History(id, company, role, agency, tuple(sorted(entries, key=lambda e: e.at)), sightings)


def harbour() -> History:
    """An offer after a quick and warm process."""
    return history(
        me("10-19 18:40", "application_sent", subject="Senior analyst", asks=True),
        person(
            "10-20 09:30", signal("interview_invitation", "could we have a first call this week"), asks=True
        ),
        me("10-20 12:00", asks=True),
        person("10-20 15:10", signal("interview_invitation", "Thursday at 2 it is")),
        me("10-22 16:00", "thank_you_note"),
        person("10-22 17:00", signal("positive_feedback", "the team really enjoyed talking to you")),
        person(
            "10-23 10:00",
            signal("follow_up_interview", "we would love to have you meet the team"),
            signal("interview_invitation", "are you free on Wednesday"),
            asks=True,
        ),
        me("10-23 11:30", asks=True),
        person("10-26 09:20", signal("interview_invitation", "Wednesday at 10 is booked"), key="hb-invite"),
        me("10-28 15:00", "thank_you_note"),
        person("11-02 10:00", signal("reference_request", "could you send us two referees"), asks=True),
        me("11-02 19:00", asks=True),
        person("11-04 09:00", signal("offer_preparation", "we are putting a package together for you")),
        person(
            "11-20 14:05",
            signal("offer", "we are delighted to offer you the position of Senior analyst"),
            asks=True,
        ),
        sightings=(
            sighted(event("hb1", "10-22 13:00", 30, summary="Intro call"), "10-20 15:10"),
            sighted(
                event(
                    "hb2",
                    "10-28 10:00",
                    90,
                    summary="Team interview",
                    people=("li@acme.example", "omar@acme.example", "jo@acme.example"),
                ),
                "10-26 09:20",
                key="hb-invite",
            ),
        ),
        company="Harbour Analytics",
        role="Senior analyst",
        id="c41d08e2",
    )


def northwind() -> History:
    """Rising: references and notice asked this week, both unanswered."""
    return history(
        me("10-26 10:00", "application_sent", subject="Data engineer, ref 2291", asks=True),
        system("10-26 10:01", "application_received"),
        person("10-29 14:00", signal("interview_invitation", "a phone screen with me"), asks=True),
        me("10-29 18:00", asks=True),
        person("10-30 09:00", signal("interview_invitation", "booked for Tuesday"), key="nw-1"),
        me("11-03 12:00", "thank_you_note"),
        person(
            "11-05 09:00", signal("follow_up_interview", "a technical interview with the team"), asks=True
        ),
        me("11-05 09:40", asks=True),
        person("11-05 16:00", signal("interview_invitation", "Thursday the 12th at 13:00"), key="nw-2"),
        me("11-12 18:10", "thank_you_note"),
        person("11-13 09:05", signal("positive_feedback", "everyone was impressed by your migration story")),
        person(
            "11-19 16:20",
            signal("notice_period", "when could you start?"),
            signal("reference_request", "Could you send me two people who have managed you?"),
            signal("decision_timeline", "you will hear from us by Friday the 27th"),
            asks=True,
            by=date(2026, 11, 27),
            subject="Next steps & references",
        ),
        sightings=(
            sighted(event("nw1", "11-03 11:00", 30, summary="Phone screen"), "10-30 09:00", key="nw-1"),
            sighted(
                event("nw2", "11-12 13:00", 90, summary="Technical interview"), "11-05 16:00", key="nw-2"
            ),
        ),
        company="Northwind Rail",
        role="Data engineer",
        id="7be1902f",
    )


def blue_fern() -> History:
    """A panel tomorrow, moved twice to a later day."""
    invite = {"summary": "Panel interview", "people": ("a@fern.example", "b@fern.example", "c@fern.example")}
    fern = {"organiser": "hr@fern.example", **invite}
    return history(
        person("10-12 09:00", "recruiter_outreach", subject="A role in Lisbon?", asks=True),
        me("10-13 08:00", asks=True),
        person("10-16 11:00", "next_steps", "interview_invitation", subject="First talk", asks=True),
        me("10-17 10:00", asks=True),
        person("10-28 12:00", "panel_interview", "interview_invitation", key="bf-0"),
        person("11-09 12:00", signal("scheduling_delay", "we need to push the panel back"), key="bf-1"),
        person("11-17 12:00", signal("scheduling_delay", "one of the panel is away"), key="bf-2"),
        sightings=(
            sighted(event("bf", "11-10 10:00", **fern), "10-28 12:00", "hr@fern.example", "bf-0"),  # type: ignore[arg-type]
            sighted(event("bf", "11-18 10:00", sequence=1, **fern), "11-09 12:00", "hr@fern.example", "bf-1"),  # type: ignore[arg-type]
            sighted(event("bf", "11-24 10:00", sequence=2, **fern), "11-17 12:00", "hr@fern.example", "bf-2"),  # type: ignore[arg-type]
        ),
        company="Blue Fern",
        role="Platform engineer",
        id="0a97f3d1",
    )


def quarry() -> History:
    """A promise that went by in silence."""
    return history(
        me("10-20 09:00", "application_sent", asks=True),
        person("10-22 09:00", signal("interview_invitation", "a first interview with the hiring manager")),
        me("10-29 15:00", "thank_you_note"),
        person(
            "10-30 10:00",
            signal("decision_timeline", "we will come back to you by 13 November"),
            signal("keeping_warm", "you are very much in the running"),
            by=date(2026, 11, 13),
        ),
        sightings=(sighted(event("qy", "10-29 10:00", summary="Interview"), "10-22 09:00"),),
        company="Quarry & Sons",
        role="BI developer",
        id="55d2c0aa",
    )


def lumen() -> History:
    """Applied, acknowledged by a system, nothing since."""
    return history(
        me("10-28 20:00", "application_sent", subject="Analytics engineer", asks=True),
        system("10-28 20:01", "application_received"),
        company="Lumen Stack",
        role="Analytics engineer",
        id="9f10bb34",
    )


def tide() -> History:
    """Fresh: applied this week."""
    return history(
        me("11-19 07:30", "application_sent", subject="Data platform lead", asks=True),
        company="Tidewater",
        role="Data platform lead",
        id="e2204c7d",
    )


def oak() -> History:
    """Rejected this week by a system, in spite of a kind word."""
    return history(
        me("10-30 09:00", "application_sent", asks=True),
        person("11-03 09:00", "interview_invitation", asks=True),
        me("11-03 10:00", asks=True),
        system("11-18 06:00", signal("rejection", "we have decided to go ahead with other candidates")),
        company="Oak & Amber",
        role="Data analyst",
        id="b8817e02",
    )


def kestrel() -> History:
    """On hold."""
    return history(
        me("10-01 09:00", "application_sent", asks=True),
        person("10-05 09:00", "interview_invitation", subject="Phone screen"),
        me("10-05 11:00"),
        person("10-30 09:00", signal("on_hold", "a hiring freeze until the new year"), "keeping_warm"),
        company="Kestrel Insurance",
        role="Reporting lead",
        id="3cc4e56b",
        agency="Bright Talent",
    )


def search() -> tuple[History, ...]:
    """Eight applications, one of each kind."""
    return harbour(), northwind(), blue_fern(), quarry(), lumen(), tide(), oak(), kestrel()


def questions() -> tuple[OpenQuestion, ...]:
    return (
        OpenQuestion(
            "q1",
            "<q1@mail.example>",
            at("11-20 09:00"),
            "Are you free on Thursday?",
            (("7be1902f", "Northwind Rail, Data engineer"), ("e2204c7d", "Tidewater, Data platform lead")),
            "names neither company nor role",
        ),
    )
