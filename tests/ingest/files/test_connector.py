"""Reading files as a source: what is given, where it goes on, and what is read again."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files import connector, mbox
from ingest.files.connector import Files, read_again
from ingest.files.discover import discover
from ingest.types import Place, Problem, RawCalendar, RawMail
from tests.ingest.files.letters import everything, letter, maildir, mails, mbox_of, problems, written

ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def a_bit_of_everything(folder: Path, *, n: int = 4) -> Path:
    subjects = [f"s{number}" for number in range(n)]
    written(folder / "Inbox", mbox_of(*map(letter, subjects)))
    written(folder / "packed.gz", gzip.compress(mbox_of(*map(letter, subjects))))
    written(folder / "cal.ics", ICS)
    for subject in subjects:
        written(folder / "letters" / f"{subject}.eml", letter(subject))
    maildir(folder / "box", **{f"cur__{subject}": letter(subject) for subject in subjects})
    return folder


def raws(path: Path) -> list[bytes]:
    return [mail.raw for mail in mails(path)]


def test_every_form_gives_the_same_messages(tmp_path: Path) -> None:
    a_bit_of_everything(tmp_path)
    expected = [letter(f"s{number}") for number in range(4)]
    for name in ("Inbox", "packed.gz", "letters", "box"):
        assert raws(tmp_path / name) == expected
    assert [item.raw for item in everything(tmp_path / "cal.ics") if isinstance(item, RawCalendar)] == [ICS]


def test_a_message_from_takeout_keeps_its_labels_and_its_thread_in_its_headers(tmp_path: Path) -> None:
    raw = b"X-GM-THRID: 1790000000000000000\r\nX-Gmail-Labels: Sent,Jobs\r\n" + letter().replace(
        b"\n", b"\r\n"
    )
    from_ = b"From 1790000000000000000@xxx Mon Mar 02 09:15:00 +0000 2026\r\n"
    [mail] = mails(written(tmp_path / "All mail.mbox", from_ + raw + b"\r\n"))
    assert mail.raw == raw
    assert mail.received_at is not None
    assert mail.received_at.isoformat() == "2026-03-02T09:15:00+00:00"


def test_a_maildir_labels_its_mail_with_the_name_of_the_folder(tmp_path: Path) -> None:
    box = maildir(tmp_path / "INBOX", cur__1=letter("in"))
    maildir(box / ".Sent", cur__2=letter("out"))
    assert [mail.labels for mail in mails(box)] == [("INBOX",), ("Sent",)]


# Bad input


def test_a_file_cut_in_the_middle_gives_what_is_there_and_a_problem(tmp_path: Path) -> None:
    content = mbox_of(letter("one"), letter("two"))
    path = written(tmp_path / "mail", content[:-10])
    assert raws(path)[0] == letter("one")
    assert len(raws(path)) == 2
    assert problems(path) == [("truncated", "mail")]


def test_a_packed_file_cut_in_the_middle_gives_what_is_there_and_a_problem(tmp_path: Path) -> None:
    plain = [letter(f"n{number}", os.urandom(500).hex() + "\n") for number in range(50)]
    packed = gzip.compress(mbox_of(*plain))
    path = written(tmp_path / "mail.gz", packed[: len(packed) // 2])
    given_ = raws(path)
    assert len(given_) > 15
    assert given_[:-1] == plain[: len(given_) - 1]
    assert ("truncated", "mail.gz") in problems(path)


def test_a_from_line_with_nothing_after_it_is_a_problem_and_no_mail(tmp_path: Path) -> None:
    path = written(tmp_path / "mail", mbox_of(letter()) + mbox_of(b"")[:-1])
    assert raws(path) == [letter()]
    assert problems(path) == [("truncated", "mail")]


def test_a_message_too_large_is_read_in_part_with_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "LARGEST", 500)
    big, small = letter("big", "x" * 1000 + "\n"), letter("small")
    written(tmp_path / "mail", mbox_of(big, small))
    written(tmp_path / "letters" / "1.eml", big)
    maildir(tmp_path / "box", cur__1=big)
    for name in ("mail", "letters", "box"):
        first, *_ = raws(tmp_path / name)
        assert 400 < len(first) <= 500
        assert big.startswith(first)
        assert problems(tmp_path / name) == [("too-large", name)]
    assert raws(tmp_path / "mail")[1] == small


def test_a_calendar_too_large_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "LARGEST_CALENDAR", len(ICS) - 1)
    path = written(tmp_path / "cal.ics", ICS)
    [item] = everything(path)
    assert isinstance(item, Problem)
    assert item.code == "too-large"
    assert read_again(item.place) == item


def test_a_bad_file_stops_nothing(tmp_path: Path) -> None:
    a_bit_of_everything(tmp_path)
    good = len(mails(tmp_path))
    written(tmp_path / "A.png", b"\x89PNG")
    written(tmp_path / "Archive.zip", b"PK")
    written(tmp_path / "broken.gz", gzip.compress(b"x")[:5])
    assert len(mails(tmp_path)) == good
    assert [code for code, _ in problems(tmp_path)] == ["not-mail", "archive", "truncated"]


def test_a_file_that_goes_away_while_others_are_read_is_a_problem(tmp_path: Path) -> None:
    for name in "abc":
        written(tmp_path / f"{name}.eml", letter(name))
    written(tmp_path / "mbox", mbox_of(letter()))
    batches = Files([tmp_path]).changes({})
    first = next(batches)  # the mbox; the letters were listed by then
    assert first.stream.startswith("mbox:")
    (tmp_path / "b.eml").unlink()
    [rest] = batches
    assert [getattr(item, "code", "mail") for item in rest.items] == ["mail", "unreadable", "mail"]


@given(st.binary(max_size=400))
def test_random_bytes_give_items_and_never_an_error(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("mail", "mail.eml", "mail.ics", "mail.gz", "mail.zip"):
            written(Path(folder, name), content)
        written(Path(folder, "from"), b"From a@b Mon Mar  2 09:15:00 2026\nA: " + content)
        written(Path(folder, "packed"), gzip.compress(content)[:-3] + content)
        maildir(Path(folder, "box"), cur__1=content)
        everything(Path(folder))


# Reading again


def test_an_item_read_again_is_the_same(tmp_path: Path) -> None:
    items = everything(a_bit_of_everything(tmp_path))
    assert len(items) == 17
    assert [read_again(item.place) for item in items] == items


def test_a_maildir_message_is_found_after_its_flags_changed(tmp_path: Path) -> None:
    box = maildir(tmp_path, new__12=letter("a"))
    maildir(box, cur__120=letter("b"))
    items = mails(box)
    (box / "new" / "12").rename(box / "cur" / "12:2,RS")
    (box / "cur" / "120:2,S").rename(box / "cur" / "120:2,")
    assert [read_again(item.place) for item in items] == items


def test_a_maildir_message_whose_flags_change_while_it_is_read_is_read(tmp_path: Path) -> None:
    box = maildir(tmp_path / "box", new__1=letter("a"), new__2=letter("b"))
    [found] = discover([box])
    assert not isinstance(found, Problem)
    (box / "new" / "2").rename(box / "cur" / "2:2,S")
    items = [item for batch in connector._batches(found, "s", "") for item in batch.items]
    assert [item.raw for item in items if isinstance(item, RawMail)] == [letter("a"), letter("b")]


def test_what_went_away_is_a_problem(tmp_path: Path) -> None:
    items = everything(a_bit_of_everything(tmp_path))
    shutil.rmtree(tmp_path)
    again = [read_again(item.place) for item in items]
    assert {one.code for one in again if isinstance(one, Problem)} == {"gone"}
    assert len(again) == len(items)


@pytest.mark.parametrize("spot", ["", "x", "5+20", "0+100000", "-1+5", f"{10**30}+1"])
def test_a_place_that_holds_no_message_is_a_problem(tmp_path: Path, spot: str) -> None:
    path = written(tmp_path / "mail", mbox_of(letter()))
    item = read_again(Place(str(path), "mbox", spot))
    assert isinstance(item, Problem)
    assert item.code == "gone"


def test_reading_again_never_takes_another_message_for_the_one_asked(tmp_path: Path) -> None:
    box = maildir(tmp_path, cur__12=letter("a"), cur__120=letter("b"))
    [first, _] = mails(box)
    (box / "cur" / "12:2,S").unlink()
    assert isinstance(read_again(first.place), Problem)


# Going on


def cursors_after(folder: Path, cursors: dict[str, str], stop: int | None = None) -> list[bytes]:
    """Reads `stop` batches, committing the cursor of each; returns the mail in them."""
    found: list[bytes] = []
    for batch in islice(Files([folder]).changes(dict(cursors)), stop):
        cursors[batch.stream] = batch.cursor
        found += [item.raw for item in batch.items if not isinstance(item, Problem)]
    return found


def test_what_did_not_change_gives_nothing_the_second_time(tmp_path: Path) -> None:
    a_bit_of_everything(tmp_path)
    cursors: dict[str, str] = {}
    assert len(cursors_after(tmp_path, cursors)) == 17
    assert list(Files([tmp_path]).changes(cursors)) == []


def test_flags_that_changed_in_a_maildir_are_no_change(tmp_path: Path) -> None:
    box = maildir(tmp_path, new__1=letter("a"), cur__2=letter("b"))
    cursors: dict[str, str] = {}
    cursors_after(box, cursors)
    (box / "new" / "1").rename(box / "cur" / "1:2,S")
    (box / "cur" / "2:2,S").rename(box / "cur" / "2:2,RS")
    assert list(Files([box]).changes(cursors)) == []


@given(st.integers(1, 12), st.integers(1, 5), st.lists(st.integers(0, 3), max_size=6))
def test_after_any_stops_the_rest_follows_and_nothing_twice(n: int, in_batch: int, stops: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = a_bit_of_everything(Path(name), n=n)
        patch.setattr(connector, "BATCH_ITEMS", in_batch)
        whole = cursors_after(folder, {})
        cursors: dict[str, str] = {}
        pieces = [cursors_after(folder, cursors, stop) for stop in [*stops, None]]
    assert [raw for piece in pieces for raw in piece] == whole


@pytest.mark.parametrize("cursor", ["", "{", "[]", "null", '{"looks": 1}', '{"at": "end"}', "\x00"])
def test_a_cursor_that_means_nothing_starts_anew(tmp_path: Path, cursor: str) -> None:
    a_bit_of_everything(tmp_path)
    streams = {batch.stream for batch in Files([tmp_path]).changes({})}
    assert len(everything(tmp_path, cursors=dict.fromkeys(streams, cursor))) == 17


def test_a_stream_that_changed_is_read_anew_and_no_other(tmp_path: Path) -> None:
    a_bit_of_everything(tmp_path)
    cursors: dict[str, str] = {}
    cursors_after(tmp_path, cursors)
    with (tmp_path / "Inbox").open("ab") as file:
        file.write(mbox_of(letter("new")))
    written(tmp_path / "box" / "new" / "z", letter("new too"))
    batches = list(Files([tmp_path]).changes(cursors))
    assert [(Path(batch.stream).name, len(batch.items)) for batch in batches] == [("Inbox", 5), ("box", 5)]


def test_a_change_in_the_middle_of_reading_is_seen_by_the_next_run(tmp_path: Path) -> None:
    path = written(tmp_path / "mail", mbox_of(letter("one")))
    cursors: dict[str, str] = {}
    for batch in Files([path]).changes({}):
        path.write_bytes(mbox_of(letter("one"), letter("two")))
        cursors[batch.stream] = batch.cursor
    assert len(everything(path, cursors=cursors)) == 2


def test_a_batch_is_bounded_in_number_and_in_size(tmp_path: Path) -> None:
    written(tmp_path / "many", mbox_of(*[letter(str(n)) for n in range(250)]))
    written(tmp_path / "large", mbox_of(*[letter(str(n), "x" * (3 << 20) + "\n") for n in range(5)]))
    sizes = [len(batch.items) for batch in Files([tmp_path / "many"]).changes({})]
    assert sizes == [100, 100, 50]
    assert [len(batch.items) for batch in Files([tmp_path / "large"]).changes({})] == [3, 2]


def test_progress_grows_to_its_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "BATCH_ITEMS", 2)
    a_bit_of_everything(tmp_path, n=7)
    progress: dict[str, list[int]] = {}
    for batch in Files([tmp_path]).changes({}):
        progress.setdefault(batch.stream, []).append(batch.done)
        assert 0 <= batch.done <= batch.total
        last = batch.done == batch.total
        assert last or len(batch.items) == 2
    assert all(done == sorted(done) for done in progress.values())
