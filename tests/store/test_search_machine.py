"""Whatever comes, is read anew, said and forgotten in between: a search finds what reading every stored
message from the first letter to the last would find, on either database and of this candidate alone."""

from __future__ import annotations

import contextlib
import itertools
import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.applications.types import Application, Grouping, Membership, Verdict
from classify.types import Author, Claim, Confidence, Evidence, Signal
from ingest.types import Address, Attachment
from store.intake import SeenEvent
from store.models import ContentRow, MessageRow
from store.search import drop, sqlite
from store.search.query import parsed
from store.search.types import Within
from tests.store.samples import NOW, START, event, intake, key, message, place, read, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.types import Message
    from store.store import Store

WORDS = ("offer", "offers", "Offer", "notice", "period", "über", "Uber", "e-mail", "x", "面接", "面", "接待")
NUMBERS = st.integers(1, 5)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Asked:
    """A query as it is typed, and as the test understands it: a phrase of each group, none of others."""

    every: tuple[tuple[str, ...], ...]
    none: tuple[str, ...]

    @property
    def typed(self) -> str:
        parts = [" OR ".join(map(_typed, group)) for group in self.every]
        return " ".join([*parts, *(f"-{_typed(one)}" for one in self.none)])


def _typed(phrase: str) -> str:
    bare = phrase.removesuffix("*")
    return phrase if " " not in bare else f'"{bare}"' + "*" * (phrase != bare)


def is_found(asked: Asked, texts: list[str]) -> bool:
    padded = [f" {folded(text)} " for text in texts]

    def stands(phrase: str) -> bool:
        wanted = f" {folded(phrase.removesuffix('*'))}" + " " * (not phrase.endswith("*"))
        return any(wanted in text for text in padded)

    return all(any(map(stands, group)) for group in asked.every) and not any(map(stands, asked.none))


def folded(text: str) -> str:
    """The words of these few letters, in the simplest way."""
    plain = text.lower().replace("ü", "u")
    return " ".join(re.findall(r"[a-z0-9]+|[面接待]", plain))


PHRASES = st.builds(
    lambda words, star: " ".join(words) + star,
    st.lists(st.sampled_from([*WORDS, "per", "jane", "plan pdf"]), min_size=1, max_size=3),
    st.sampled_from(["", "", "*"]),
)
ASKED = st.builds(
    Asked,
    st.lists(st.lists(PHRASES, min_size=1, max_size=2).map(tuple), max_size=3).map(tuple),
    st.lists(PHRASES, max_size=2).map(tuple),
)
LETTERS = st.builds(
    lambda number, subject, text, name, files, summaries, sent, keep: ("letter", locals()),
    NUMBERS,
    TEXTS,
    TEXTS,
    st.sampled_from(["Jane Doe", "Über Uwe", ""]),
    st.lists(TEXTS, max_size=1),
    st.lists(TEXTS, max_size=2, unique=True),
    st.booleans(),
    st.booleans(),
)
WITHINS = st.builds(
    Within,
    applications=st.none() | st.just(frozenset({"a0000001"})),
    company=st.sampled_from(["", "", "acme", "north* OR x"]).map(parsed),
    signal=st.sampled_from(["", "", "offer", "notice_period"]),
    sender=st.sampled_from(["", "", "uwe", "acme.example"]).map(parsed),
    since=st.none() | st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours)),
    until=st.none() | st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours)),
    sent=st.none() | st.booleans(),
)
STEPS = st.lists(
    st.one_of(
        LETTERS,
        LETTERS,
        st.tuples(st.just("event"), NUMBERS, TEXTS),
        st.tuples(st.just("reread"), NUMBERS, st.sampled_from(Confidence)),
        st.tuples(st.just("say"), NUMBERS, st.sampled_from(["+offer", "-offer", "-notice_period"])),
        st.tuples(st.just("group"), st.sets(NUMBERS)),
        st.tuples(st.just("forget"), NUMBERS, st.booleans()),
        st.tuples(st.just("leave out"), NUMBERS),
        st.tuples(st.just("vacuum")),
        st.tuples(st.just("search"), ASKED, WITHINS),
        st.tuples(st.just("search"), ASKED, st.just(Within())),
    ),
    max_size=14,
)


@pytest.fixture(params=["with the index of the database", "without FTS5"])
def searched(request: pytest.FixtureRequest, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    if request.param == "without FTS5":
        if store._engine.dialect.name == "postgresql":
            pytest.skip("PostgreSQL always has its index")
        monkeypatch.setattr(sqlite, "has_fts5", lambda connection: False)
    return store


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, ASKED)
def test_a_search_finds_what_reading_everything_would_find(
    searched: Store, steps: list[tuple[Any, ...]], last: Asked
) -> None:
    me = searched.candidate(f"candidate {next(_numbers)}")  # the others stay, and are never found
    machine = Machine(searched, me)
    for step in [*steps, ("search", last, Within())]:
        machine.take(step)


class Machine:
    def __init__(self, store: Store, me: int) -> None:
        self.store, self.me = store, me
        self.members: set[str] = set()

    def take(self, step: tuple[Any, ...]) -> None:
        kind, *values = step
        doing: dict[str, Callable[..., None]] = {
            "letter": self.letter,
            "event": self.event,
            "reread": self.reread,
            "say": self.say,
            "group": self.group,
            "forget": self.forget,
            "leave out": self.leave_out,
            "vacuum": self.vacuum,
            "search": self.search,
        }
        doing[kind](*values)

    def letter(self, made: dict[str, Any]) -> None:
        number = made["number"]
        author = Author.CANDIDATE if made["sent"] else Author.PERSON
        carried = tuple(event(f"u{nth}", summary=one) for nth, one in enumerate(made["summaries"]))
        one = read(
            number,
            keep=made["keep"],
            subject=made["subject"],
            text=made["text"],
            sender=Address(made["name"], "jane@acme.example") if made["name"] else None,
            attachments=tuple(Attachment(f"{name} plan.pdf", "application/pdf", 1) for name in made["files"]),
            forwarded=(message(90, text=f"forwarded {made['subject']}"),) if made["files"] else (),
            events=carried,
        )
        company = Claim("Acme" if number % 2 else "Northwind Rail", "sender")
        one = replace(one, reading=replace(one.reading, author=author, company=company))
        self.store.commit(self.me, intake(one), NOW)

    def event(self, number: int, text: str) -> None:
        if key(number) in self.store.kept(self.me):
            later = SeenEvent(event("u9", description=text), place(number), key(number))
            self.store.put_events(self.me, [later])

    def reread(self, number: int, confidence: Confidence) -> None:
        if key(number) in self.store.kept(self.me):
            signal = Signal("offer", confidence, Evidence(0, 1, "x"), "x")
            self.store.put_readings(self.me, [reading(number, signals=(signal,))])

    def say(self, number: int, value: str) -> None:
        self.store.say(self.me, Verdict("signal", key(number), value), NOW)

    def group(self, numbers: set[int]) -> None:
        known = self.store.known(self.me, map(key, numbers))
        members = tuple(Membership(one, "thread") for one in sorted(known))
        made = Application("a0000001", "Northwind Rail", "Engineer", "", members, ())
        self.store.replace_applications(self.me, Grouping((made,) if members else (), ()), "r1")
        self.members = set(known)

    def forget(self, number: int, tidily: bool) -> None:
        with self.store._writing() as connection:
            if tidily:
                drop(connection, self.me, [key(number)])
            gone = sa.delete(MessageRow).where(
                MessageRow.candidate_id == self.me, MessageRow.key == key(number)
            )
            connection.execute(gone)
        self.members.discard(key(number))

    def leave_out(self, number: int) -> None:
        with self.store._writing() as connection:
            gone = sa.delete(ContentRow).where(
                ContentRow.candidate_id == self.me, ContentRow.message_key == key(number)
            )
            connection.execute(gone)

    def vacuum(self) -> None:
        """After which SQLite may number the rows of a table anew."""
        if self.store._engine.dialect.name == "sqlite":
            with contextlib.closing(sqlite3.connect(self.store._engine.url.database or "")) as connection:
                connection.execute("VACUUM")

    def search(self, asked: Asked, within: Within) -> None:
        for _ in self.store.index(self.me):
            pass
        found = self.store.search(self.me, parsed(asked.typed), within, 100)
        assert {one.key for one in found.hits} == set(self.expected(asked, within))
        assert found.total == len(found.hits)

    def expected(self, asked: Asked, within: Within) -> Iterator[str]:
        readings = {one.key: one for one in self.store.readings(self.me)}
        events: dict[str, list[str]] = {}
        for seen in self.store.events(self.me):
            told = [seen.event.summary, seen.event.location, seen.event.description]
            events.setdefault(seen.carrier, []).extend(told)
        for one in self.store.messages(self.me):
            if is_found(asked, [*_texts(one), *events.get(one.key, [])]) and self.is_within(
                one, readings[one.key], within
            ):
                yield one.key

    def is_within(self, one: Message, reading: Any, within: Within) -> bool:
        shown = {signal.name for signal in reading.signals if signal.confidence is not Confidence.SUGGESTED}
        member = one.key in self.members
        company = "Northwind Rail" if member else reading.company.value
        sender = [one.sender.name, one.sender.email] if one.sender else []
        wants = {"acme": ("acme",), "north": ("northwind",)}
        wanted = within.company.every[0][0].words[0] if within.company else ""
        return (
            (within.applications is None or member)
            and (not wanted or any(name in company.lower() for name in wants[wanted]))
            and (not within.signal or within.signal in shown)
            and (not within.sender or _is_from(within, sender))
            and (within.since is None or one.at >= within.since)
            and (within.until is None or one.at <= within.until)
            and (within.sent is None or within.sent is (reading.author is Author.CANDIDATE))
        )


def _is_from(within: Within, sender: list[str]) -> bool:
    phrase = " ".join(within.sender.every[0][0].words)
    return any(f" {phrase} " in f" {folded(one)} " for one in sender)


def _texts(one: Message) -> list[str]:
    sender = [one.sender.name, one.sender.email] if one.sender else []
    texts = [one.subject, one.text, *sender, *(file.name for file in one.attachments)]
    for letter in one.forwarded:
        texts += _texts(letter)
    return texts
