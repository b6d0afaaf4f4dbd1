"""Values to store, made by hand and by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from classify.types import (
    Author,
    Claim,
    Confidence,
    Evidence,
    Promise,
    Reading,
    Sections,
    Signal,
    Standing,
)
from ingest.types import (
    Address,
    Attachment,
    Attendee,
    Event,
    Message,
    Place,
    Problem,
    TimeKind,
    When,
)
from store.intake import Intake, ReadMessage

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
START = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
DANA = Address("Dana Reyes", "dana@acme.example")


def key(number: int) -> str:
    return f"{number:032x}"


def message(number: int, **changes: object) -> Message:
    made = Message(
        key=key(number),
        message_id=f"<{number}@mail.example>",
        in_reply_to=(),
        references=(),
        provider_thread=None,
        sender=DANA,
        reply_to=(),
        to=(Address("Robin", "robin@home.example"),),
        cc=(),
        subject=f"Letter {number}",
        at=START + timedelta(hours=number),
        zone_minutes=60,
        text=f"When could you start, {number}?",
        automatic="",
        bulk=False,
        mailer="",
        return_path="dana@acme.example",
        labels=("INBOX",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def reading(number: int, **changes: object) -> Reading:
    text = f"When could you start, {number}?"
    made = Reading(
        key=key(number),
        author=Author.PERSON,
        standing=Standing.RELEVANT,
        reasons=("asks about a start date",),
        text=text,
        sections=Sections(text, "", "", "", ""),
        signals=(
            Signal("notice_period", Confidence.CERTAIN, Evidence(0, 20, text[:20]), "when could you start"),
        ),
        company=Claim("Acme", "sender"),
        role=Claim("Engineer", "subject"),
        agency=None,
        requisition="R-1",
        promise=Promise(date(2026, 10, 9), Evidence(5, 10, text[5:10])),
        asks=True,
        rules="r1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def place(number: int, source: str = "/mail/a.mbox") -> Place:
    return Place(source, "mbox", f"{number}+10")


def read(number: int, *, keep: bool = True, source: str = "/mail/a.mbox", **changes: object) -> ReadMessage:
    standing = Standing.RELEVANT if keep else Standing.IRRELEVANT
    return ReadMessage(
        message(number, **changes),
        reading(number, standing=standing),
        place(number, source),
        ("t1",),
        keep,
    )


def event(uid: str = "u1", **changes: object) -> Event:
    at = datetime(2026, 10, 20, 14, 0, tzinfo=UTC)
    made = Event(
        uid=uid,
        recurrence_id="",
        sequence=0,
        stamp=START,
        method="REQUEST",
        status="CONFIRMED",
        summary="Interview",
        description="",
        location="",
        link="https://meet.example/1",
        organizer=DANA,
        attendees=(Attendee(Address("Robin", "robin@home.example"), "NEEDS-ACTION"),),
        start=When(at, TimeKind.ZONED, "Europe/London"),
        end=When(at + timedelta(hours=1), TimeKind.ZONED, "Europe/London"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def problem(number: int = 1, detail: str = "the file breaks off") -> Problem:
    return Problem("truncated", detail, place(number))


def intake(*messages: ReadMessage, cursor: str = "c1", **more: object) -> Intake:
    made = Intake("import", "mbox:/mail/a.mbox", cursor, messages)
    return replace(made, **more)  # type: ignore[arg-type]


# What Hypothesis makes up. Text without NUL: that one is replaced on purpose, and has tests of its own.

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
utc_times = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(-(2**63) + 1, 2**63 - 1)
addresses = st.builds(Address, name=texts, email=texts)


T = TypeVar("T")


def tuples(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=3).map(tuple)


whens = st.one_of(
    st.builds(When, at=utc_times, kind=st.just(TimeKind.ZONED), zone=texts),
    st.builds(
        When,
        at=st.datetimes(),
        kind=st.sampled_from([TimeKind.FLOATING, TimeKind.ALL_DAY, TimeKind.UNRESOLVED]),
        zone=texts,
    ),
)
events = st.builds(
    Event,
    uid=texts,
    recurrence_id=texts,
    sequence=numbers,
    stamp=st.none() | utc_times,
    method=texts,
    status=texts,
    summary=texts,
    description=texts,
    location=texts,
    link=texts,
    organizer=st.none() | addresses,
    attendees=tuples(st.builds(Attendee, address=addresses, status=texts, role=texts, kind=texts)),
    start=st.none() | whens,
    end=st.none() | whens,
    recurs=texts,
    this_and_future=st.booleans(),
    created=st.none() | utc_times,
    changed=st.none() | utc_times,
)
problems = st.builds(
    Problem, code=texts, detail=texts, place=st.builds(Place, source=texts, kind=texts, spot=texts)
)


def _messages(forwarded: st.SearchStrategy[tuple[Message, ...]]) -> st.SearchStrategy[Message]:
    return st.builds(
        Message,
        key=st.integers(0, 2**128 - 1).map(key),
        message_id=texts,
        in_reply_to=tuples(texts),
        references=tuples(texts),
        provider_thread=st.none() | texts,
        sender=st.none() | addresses,
        reply_to=tuples(addresses),
        to=tuples(addresses),
        cc=tuples(addresses),
        subject=texts,
        at=utc_times,
        zone_minutes=st.integers(-6000, 6000),
        text=texts,
        automatic=texts,
        bulk=st.booleans(),
        mailer=texts,
        return_path=texts,
        labels=tuples(texts),
        attachments=tuples(st.builds(Attachment, name=texts, content_type=texts, size=st.integers(0, 2**40))),
        forwarded=forwarded,
        events=st.lists(events, max_size=3, unique=True).map(tuple),
        problems=tuples(problems),
    )


messages = _messages(st.lists(_messages(st.just(())), max_size=1).map(tuple))
claims = st.none() | st.builds(Claim, value=texts, basis=texts)
evidences = st.builds(Evidence, start=st.integers(0, 2**31 - 1), end=st.integers(0, 2**31 - 1), text=texts)
readings = st.builds(
    Reading,
    key=st.just(key(1)),
    author=st.sampled_from(Author),
    standing=st.sampled_from(Standing),
    reasons=tuples(texts),
    text=texts,
    sections=st.builds(Sections, texts, texts, texts, texts, texts),
    signals=tuples(
        st.builds(
            Signal, name=texts, confidence=st.sampled_from(Confidence), evidence=evidences, phrase=texts
        )
    ),
    company=claims,
    role=claims,
    agency=claims,
    requisition=texts,
    promise=st.none() | st.builds(Promise, by=st.dates(), evidence=evidences),
    asks=st.booleans(),
    rules=texts,
)
