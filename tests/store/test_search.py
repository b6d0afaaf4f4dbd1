"""Searching the stored messages: what is found, in what order, and what stays behind of it."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from store.models import MessageRow, SearchedRow
from store.search import drop, index, sqlite
from store.search.query import matches, parsed
from store.search.types import Findings, Within
from store.store import open_store
from tests.store.samples import NOW, START, intake, key, message, read
from tests.store.test_search_query import QUERIES

if TYPE_CHECKING:
    from store.store import Store

ANY = Within()


def bring(store: Store, me: int, *texts: str, first: int = 1) -> None:
    letters = [read(number, text=text, subject="") for number, text in enumerate(texts, first)]
    store.commit(me, intake(*letters), NOW)


def search(store: Store, me: int, query: str, within: Within = ANY, limit: int = 20) -> Findings:
    for _ in store.index(me):
        pass
    return store.search(me, parsed(query), within, limit)


def found(store: Store, me: int, query: str, within: Within = ANY) -> list[int]:
    """The numbers of the messages, in the order in which they were found."""
    return [int(one.key, 16) for one in search(store, me, query, within).hits]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("OFFER", [1]),
        ("uber", [2]),
        ("ÜBER", [2]),
        ("off*", [1, 3]),
        ("off", [3]),
        ("offer salary", [1]),
        ('"offer salary"', []),
        ('"salary offer"', [1]),
        ('"salary off"*', [1]),
        ('"salary off"', []),
        ("offer OR uber", [1, 2]),
        ("off* -salary", [3]),
        ('-"salary offer"', [2, 3, 4, 5]),
        ("面接", [4]),
        ("接の", [4]),
        ("接面", []),
        ("ภาษ", [5]),
        ("nothing", []),
        ("salary -salary", []),
    ],
)
def test_words_beginnings_phrases_and_what_is_not_there(
    store: Store, candidate: int, query: str, numbers: list[int]
) -> None:
    bring(
        store, candidate, "The salary offer.", "Über uns", "Off it goes", "次の面接のご案内", "การสัมภาษณ์งาน"
    )
    assert sorted(found(store, candidate, query)) == numbers


def test_everything_that_a_message_says_is_searched(store: Store, candidate: int) -> None:
    from ingest.types import Attachment
    from tests.store.samples import event

    letter = read(
        1,
        subject="Subjectword",
        text="Newword\n\n> Quotedword",
        attachments=(Attachment("filename-word.pdf", "application/pdf", 1),),
        forwarded=(message(9, text="Forwardedword"),),
        events=(event(summary="Summaryword", location="Locationword", description="Descriptionword"),),
    )
    store.commit(candidate, intake(letter), NOW)
    spoken = "subject new quoted forwarded summary location description".split()
    for query in (*(f"{one}word" for one in spoken), "filename", "pdf", "reyes", "dana@acme.example"):
        assert found(store, candidate, query) == [1], query


def test_no_phrase_goes_from_one_text_to_the_next(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1, subject="the last", text="first word")), NOW)
    assert found(store, candidate, "last first") == [1]
    for phrase in ("last first", "last dana", "reyes dana", "example first"):
        assert found(store, candidate, f'"{phrase}"') == [], phrase
        assert found(store, candidate, f'-"{phrase}"') == [1], phrase


def test_a_word_of_the_subject_says_more_than_one_of_the_text(store: Store, candidate: int) -> None:
    filler = "And much else that is said in a letter. " * 5
    letters = (
        read(1, subject="Your offer", text=filler),
        read(2, subject="Re: news", text=f"{filler} an offer"),
        read(3, subject="Re: news", text=f"{filler} nothing"),
    )
    store.commit(candidate, intake(*letters), NOW)
    assert found(store, candidate, "offer") == [1, 2]


def test_of_equal_ones_and_without_words_the_latest_comes_first(store: Store, candidate: int) -> None:
    bring(store, candidate, "the offer", "the offer", "the offer")
    assert found(store, candidate, "offer") == [3, 2, 1]
    assert found(store, candidate, "") == [3, 2, 1]


def test_the_best_are_shown_and_all_are_counted(store: Store, candidate: int) -> None:
    bring(store, candidate, *["the offer"] * 5)
    few = search(store, candidate, "offer", limit=2)
    assert (len(few.hits), few.total) == (2, 5)
    assert search(store, candidate, "", Within(since=START + timedelta(hours=4)), limit=1).total == 2


def test_nothing_is_found_across_candidates(store: Store, candidate: int) -> None:
    other = store.candidate("somebody else")
    bring(store, candidate, "the offer for me")
    bring(store, other, "the offer for somebody")
    for me, word in ((candidate, "me"), (other, "somebody")):
        (hit,) = search(store, me, "offer").hits
        assert hit.text == f"the offer for {word}"
        assert search(store, me, "").total == 1
        assert search(store, me, "-nothing").total == 1
    assert found(store, candidate, "somebody") == []
    assert found(store, candidate, "offer", Within(sender=parsed("dana"))) == [1]


def test_mail_that_left_no_words_is_not_found(store: Store, candidate: int) -> None:
    store.commit(candidate, intake(read(1, keep=False, text="the offer")), NOW)
    assert found(store, candidate, "offer") == found(store, candidate, "") == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUERIES)
def test_no_query_is_an_error_and_each_finds_what_its_words_say(
    store: Store, candidate: int, typed: str
) -> None:
    if not store.kept(candidate):
        bring(
            store, candidate, "a", "b", "a b", "b a", "offer", "NEAR 面接", "e-mail, and more", "OR NOT AND"
        )
    texts = {int(one.key, 16): one.text for one in store.messages(candidate)}
    query = parsed(typed)
    wanted = [
        number
        for number, text in texts.items()
        if matches(query, [" ".join(index.words(one)) for one in (text, "Dana Reyes", "dana@acme.example")])
    ]
    assert sorted(found(store, candidate, typed)) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        '"' * 10_000,
        "*" * 10_000,
        "NEAR(" * 2_000,
        "(" * 10_000,
        " ".join(f"w{number}" for number in range(2_000)),
        " OR ".join(f"w{number}*" for number in range(2_000)),
        " ".join(f"-w{number}" for number in range(1_500)),
        " ".join(f"w{number}-x" for number in range(1_500)),
        '"' + " ".join(f"w{number}" for number in range(2_000)) + '"',
        "w" * 10_000,
        "\0\ud800' OR 1=1; DROP TABLE searched; --",
    ],
    ids=lambda typed: typed[:12].encode("unicode_escape").decode(),
)
def test_ten_thousand_letters_of_anything_are_no_error(store: Store, candidate: int, typed: str) -> None:
    bring(store, candidate, " ".join(f"w{number}" for number in range(2_000)) + " w0 x")
    assert search(store, candidate, typed).total in (0, 1)
    assert found(store, candidate, "w0 w1999") == [1]


def test_a_letter_of_megabytes_is_searched_as_far_as_its_index_goes(store: Store, candidate: int) -> None:
    many = " ".join(f"{number:x}word" for number in range(400_000))
    bring(store, candidate, f"beginning {many}", "y" * 3_000_000, "é面" * 500_000)
    assert found(store, candidate, "beginning 0word") == [1]
    assert found(store, candidate, "y" * 100) == [2]
    assert found(store, candidate, "é面") == [3]


def test_a_phrase_is_found_far_down_and_after_many_repeats(store: Store, candidate: int) -> None:
    bring(store, candidate, "the cat sat " * 9_000 + "the offer stands", "stands the offer " * 300)
    assert found(store, candidate, '"the offer stands"') == [2, 1] or found(
        store, candidate, '"the offer stands"'
    ) == [1, 2]
    assert found(store, candidate, '"sat the offer"') == [1]
    assert found(store, candidate, '"cat the"') == []


def test_what_comes_later_is_found_by_the_next_search(store: Store, candidate: int) -> None:
    bring(store, candidate, "the first")
    assert found(store, candidate, "first") == [1]
    bring(store, candidate, "the second", first=2)
    assert found(store, candidate, "second") == [2]
    assert list(store.index(candidate)) == []


def test_a_long_index_is_made_in_parts_that_others_can_write_between(store: Store, candidate: int) -> None:
    bring(store, candidate, *["the offer"] * 1_001)
    parts = []
    for part in store.index(candidate):
        parts.append(part)
        bring(store, candidate, "in between", first=2_000)
    assert parts == [(500, 1_001), (1_000, 1_001), (1_001, 1_001)]


def test_an_index_by_other_rules_is_made_anew(
    store: Store, candidate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(store, candidate, "the offer")
    found(store, candidate, "offer")
    monkeypatch.setattr(index, "RULES", "2")
    monkeypatch.setattr(index, "words", lambda text: ["other", *text.lower().split()])
    assert found(store, candidate, "other") == [1]
    assert list(store.index(candidate)) == []


def test_two_stores_of_the_same_mail_are_equal_whether_searched_or_not(store: Store, candidate: int) -> None:
    bring(store, candidate, "the offer")
    before = store.dump(candidate)
    found(store, candidate, "offer")
    assert store.dump(candidate) == before


def test_a_rehearsal_is_searched_and_undone(store: Store, candidate: int) -> None:
    bring(store, candidate, "the offer")
    with store.rehearsal() as tried:
        assert found(tried, candidate, "offer") == [1]
    assert store.search(candidate, parsed("offer"), ANY, 9).total == 0
    assert found(store, candidate, "offer") == [1]


def test_words_leave_the_index_with_the_words_of_the_message(store: Store, candidate: int) -> None:
    bring(store, candidate, "the offer", "an offer")
    found(store, candidate, "offer")
    with store._writing() as connection:
        gone = sa.delete(MessageRow).where(MessageRow.candidate_id == candidate, MessageRow.key == key(1))
        connection.execute(gone)
        left = connection.scalars(sa.select(SearchedRow.message_key)).all()
    assert left == [key(2)]
    assert found(store, candidate, "offer") == [2]


# SQLite alone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def lite(file: Path) -> Store:
    return open_store(f"sqlite:///{file}", now=NOW)


SECRET = "xylophonist"


@pytest.mark.parametrize("first", ["the index", "the message"])
def test_after_drop_and_vacuum_no_byte_of_the_file_tells_the_word(
    lite: Store, file: Path, first: str
) -> None:
    me = lite.candidate("me")
    for at in range(1, 60, 3):  # several segments of the index, some of them merged
        bring(lite, me, f"a {SECRET} plays", f"{SECRET}s {SECRET}", "something else", first=at)
        found(lite, me, SECRET)
    keys = [key(number) for number in range(1, 61) if number % 3]
    with lite._writing() as connection:
        if first == "the index":
            drop(connection, me, keys)
        connection.execute(sa.delete(MessageRow).where(MessageRow.key.in_(keys)))
        if first == "the message":
            drop(connection, me, [])
    assert found(lite, me, SECRET) == []
    assert len(found(lite, me, "something")) == 20
    lite.close()
    with contextlib.closing(sqlite3.connect(file)) as connection_:
        connection_.execute("VACUUM")
        connection_.execute("INSERT INTO searched_words (searched_words) VALUES ('integrity-check')")
        connection_.commit()
        connection_.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(path.read_bytes() for path in file.parent.iterdir())
    # The index keeps the beginning that a word shares with the one before it only once.
    assert SECRET.encode() not in kept.lower()
    assert SECRET[:6].encode() not in kept.lower()
    assert SECRET[3:].encode() not in kept.lower()


def test_without_fts5_every_text_is_read_and_with_it_again_the_index_is_made_anew(
    lite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = lite.candidate("me")
    bring(lite, me, "the first")
    assert found(lite, me, "first") == [1]
    with monkeypatch.context() as without:
        without.setattr(sqlite, "has_fts5", lambda connection: False)
        bring(lite, me, "the second", first=2)
        assert found(lite, me, "second") == [2]
        assert found(lite, me, '"the f"*') == [1]
        with lite._reading() as connection:
            assert not sqlite.is_in_step(connection)
            left = connection.exec_driver_sql("SELECT COUNT(*) FROM searched_words_data").scalar()
        assert left == 0
    assert found(lite, me, "the") == [2, 1]
    with lite._reading() as connection:
        assert sqlite.is_in_step(connection)


def test_the_index_is_asked_once_and_not_for_each_message(lite: Store) -> None:
    me = lite.candidate("me")
    bring(lite, me, *["the first"] * 300)
    found(lite, me, "first")
    asked: list[tuple[str, tuple[object, ...]]] = []
    sa.event.listen(
        lite._engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])), named=False
    )
    lite.search(me, parsed("first -second"), Within(since=START), 20)
    ((statement, values),) = [one for one in asked if "MATCH" in one[0]]
    with lite._reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert "MATERIALIZE found" in plan
    assert not [step for step in plan if step.startswith("SCAN searched") and "VIRTUAL" not in step]
    assert not [step for step in plan if "0:=M" in step], plan  # by row number: once for each


def test_a_message_that_got_another_event_is_found_by_it(store: Store, candidate: int) -> None:
    from store.intake import SeenEvent
    from tests.store.samples import event, place

    bring(store, candidate, "an invite")
    assert found(store, candidate, "rooftop") == []
    later = SeenEvent(event(location="Rooftop"), place(1), key(1))
    store.put_events(candidate, [later, replace(later, carrier="")])
    assert found(store, candidate, "rooftop") == [1]


def test_without_fts5_what_is_forgotten_leaves_the_index_that_was_there(
    lite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = lite.candidate("me")
    bring(lite, me, f"the {SECRET}", "the offer")
    assert found(lite, me, SECRET) == [1]
    monkeypatch.setattr(sqlite, "has_fts5", lambda connection: False)
    with lite._writing() as connection:
        drop(connection, me, [key(1)])
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM searched_words_data").scalar() == 0
    monkeypatch.undo()
    assert found(lite, me, SECRET) == [1]  # its words are stored still
    assert found(lite, me, "offer") == [2]
