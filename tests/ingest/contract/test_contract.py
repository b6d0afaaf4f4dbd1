"""What every connector promises, whatever it reads (`ingest.connector`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.types import Place, Problem, RawMail
from tests.ingest.imap.archive import Archive, letter

if TYPE_CHECKING:
    from tests.ingest.contract.sources import Source

FIVE = [f"Letter {number}" for number in range(1, 6)]


def filled(source: Source) -> list[Any]:
    return [source.put(letter(number)) for number in range(1, 6)]


def take(source: Source, archive: Archive, batches: int = 1_000_000) -> bool:
    """Takes so many batches; whether that was all there were."""
    with source.connector(archive) as connector:
        for nth, batch in enumerate(connector.changes(dict(archive.cursors)), 1):
            archive.take(batch)
            if nth == batches:
                return False
    return True


def stops(source: Source) -> range:
    """After how many batches a reading can be broken off."""
    whole = Archive()
    take(source, whole)
    return range(1, len(whole.batches) + 1)


def test_from_no_cursor_everything_comes_once(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    assert sorted(archive.subjects) == FIVE
    assert not archive.problems


def test_an_empty_source_gives_nothing(source: Source) -> None:
    archive = Archive()
    take(source, archive)
    assert not archive.items


def test_from_the_last_cursors_nothing_comes(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    archive.forget_items()
    take(source, archive)
    assert not archive.items


def test_from_the_last_cursors_what_is_new_comes(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    archive.forget_items()
    source.put(letter(6))
    take(source, archive)
    assert set(archive.subjects) == ({"Letter 6"} if source.exact else {*FIVE, "Letter 6"})
    assert len(archive.messages) == 6


def test_a_batch_carries_the_cursor_that_covers_it(source: Source) -> None:
    """Broken off after any batch, a second reading brings the rest and nothing twice."""
    filled(source)
    for stop in stops(source):
        archive = Archive()
        take(source, archive, stop)
        take(source, archive)
        assert sorted(archive.subjects) == FIVE, stop


def test_broken_off_after_each_single_batch_everything_comes_in_the_end(source: Source) -> None:
    filled(source)
    archive = Archive()
    for _ in range(20):
        if take(source, archive, 1):
            break
    assert sorted(archive.subjects) == FIVE


def test_mail_that_comes_while_a_reading_is_broken_off_is_not_lost(source: Source) -> None:
    filled(source)
    for extra, stop in enumerate(stops(source), 6):
        archive = Archive()
        take(source, archive, stop)
        source.put(letter(extra))
        take(source, archive)
        assert {message.subject for message in archive.messages.values()} == {
            f"Letter {number}" for number in range(1, extra + 1)
        }


def test_a_replay_from_any_earlier_cursor_loses_nothing_and_makes_nothing_double(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    at_the_end = dict(archive.keys)
    earlier: list[dict[str, str]] = [{}]
    for batch in archive.batches:
        earlier.append(earlier[-1] | {batch.stream: batch.cursor})
    for cursors in earlier:
        archive.cursors = dict(cursors)
        take(source, archive)
        assert archive.keys == at_the_end


def test_a_cursor_that_means_nothing_brings_everything(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    for text in ("", "x", "{}", "null", "[1]", "-1", '{"validity": "no"}', "\0\uffff"):
        archive.cursors = dict.fromkeys(archive.cursors, text)
        take(source, archive)
        assert len(archive.messages) == 5
        assert len(archive.keys) == 5, text


def test_a_cursor_is_text_and_belongs_to_its_stream(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    assert all(isinstance(cursor, str) and cursor for cursor in archive.cursors.values())
    assert {batch.stream for batch in archive.batches} == set(archive.cursors)
    assert all(0 <= batch.done <= batch.total or not batch.total for batch in archive.batches)


def test_something_that_cannot_be_read_is_a_problem_and_the_others_come(source: Source) -> None:
    filled(source)
    spoiled = source.spoil()  # some can hold nothing that cannot be read
    source.put(letter(6))
    archive = Archive()
    take(source, archive)
    assert sorted(archive.subjects) == [*FIVE, "Letter 6"]
    assert len(archive.problems) == spoiled
    assert all("\n" not in problem.detail for problem in archive.problems)


def test_again_gives_the_same_mail(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    with source.connector(archive) as connector:
        for mail in archive.mails:
            assert connector.again(mail.place) == mail


def test_again_of_what_was_taken_away_is_a_problem_gone(source: Source) -> None:
    handles = filled(source)
    archive = Archive()
    take(source, archive)
    [place] = [mail.place for mail in archive.mails if b"Letter 5" in mail.raw]
    source.take_away(handles[-1])
    with source.connector(archive) as connector:
        found = connector.again(place)
    assert isinstance(found, Problem)
    assert (found.code, found.place) == ("gone", place)


def test_again_of_a_place_that_never_was_is_a_problem(source: Source) -> None:
    filled(source)
    archive = Archive()
    take(source, archive)
    mail = archive.mails[0]
    for spot in ("", "0", "1:1:1", "x+y", "999999999:999999999"):
        place = Place(f"{mail.place.source}-nowhere", mail.place.kind, spot)
        with source.connector(archive) as connector:
            assert isinstance(connector.again(place), Problem)


def test_what_is_taken_away_stops_nothing(source: Source) -> None:
    handles = filled(source)
    archive = Archive()
    take(source, archive)
    source.take_away(handles[1])
    source.put(letter(6))
    take(source, archive)
    assert len(archive.messages) == 6
    if source.exact:
        assert len(archive.gone) == 1
        assert len(archive.keys) == 5


def test_nothing_at_the_source_is_changed(source: Source) -> None:
    filled(source)
    before = source.state()
    archive = Archive()
    take(source, archive)
    with source.connector(archive) as connector:
        for mail in archive.mails:
            assert isinstance(connector.again(mail.place), RawMail)
    assert source.state() == before
