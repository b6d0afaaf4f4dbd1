"""What is a message in an mbox, and what is not."""

from __future__ import annotations

import contextlib
import gzip
import io
import mailbox
import re
import tempfile
import tracemalloc
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files import mbox
from tests.ingest.files.letters import FROM_, letter, letters, mbox_of, written

ONE, TWO, THREE = letter("one"), letter("two"), letter("three")


def read(content: bytes, offset: int = 0) -> list[mbox.Slice]:
    return list(mbox.slices(io.BytesIO(content), offset))


def raws(content: bytes) -> list[bytes]:
    return [one.raw for one in read(content)]


def until_broken(file: io.BufferedIOBase) -> tuple[list[bytes], bool]:
    found: list[bytes] = []
    try:
        for one in mbox.slices(file):
            found.append(one.raw)
    except mbox.Broken:
        return found, True
    return found, False


# From_ lines that begin a message

BEGINNINGS = {
    "RFC 4155": b"From jo@firm.example Mon Mar  2 09:15:00 2026",
    "no seconds": b"From jo@firm.example Mon Mar  2 09:15 2026",
    "zone before the year": b"From jo@firm.example Mon Mar  2 09:15:00 GMT 2026",
    "zone after the year": b"From jo@firm.example Mon Mar  2 09:15:00 2026 +0000",
    "Thunderbird": b"From - Mon Mar  2 09:15:00 2026",
    "Takeout": b"From 1790000000000000000@xxx Mon Mar 02 09:15:00 +0000 2026",
    "bounce": b"From MAILER-DAEMON Mon Mar  2 09:15:00 2026",
    "no sender": b"From  Mon Mar  2 09:15:00 2026",
    "a name as sender": b'From "Jo Fox" Mon Mar  2 09:15:00 2026',
    "Eudora": b"From ???@??? Mon Mar 02 09:15:00 2026",
    "the date of a header": b"From jo@firm.example Mon, 2 Mar 2026 09:15:00 +0000",
}


@pytest.mark.parametrize("line", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_from_line_of_any_writer_begins_a_message_and_tells_when_it_came(
    line: bytes, newline: bytes
) -> None:
    content = mbox_of(ONE, TWO, from_=line + b"\n").replace(b"\n", newline)
    found = read(content)
    assert [one.raw for one in found] == [ONE.replace(b"\n", newline), TWO.replace(b"\n", newline)]
    assert [one.received_at for one in found] == [datetime(2026, 3, 2, 9, 15, tzinfo=UTC)] * 2


@pytest.mark.parametrize("line", [b"From jo@firm.example", b"From -", b"From ", b"From MAILER-DAEMON"])
def test_a_from_line_without_a_date_begins_a_message_after_a_blank_line(line: bytes) -> None:
    found = read(mbox_of(ONE, TWO, from_=line + b"\n"))
    assert [(one.raw, one.received_at) for one in found] == [(ONE, None), (TWO, None)]


@pytest.mark.parametrize(
    "line", ["From a@b Sat Jan  1 00:00:00 +2359 0001", "From a@b Mon Mar 99 09:15:00 2026"]
)
def test_an_impossible_date_in_a_from_line_is_left_out(line: str) -> None:
    [found] = read(mbox_of(ONE, from_=f"{line}\n".encode()))
    assert found.raw == ONE
    assert found.received_at is None or found.received_at.tzinfo is UTC


def test_a_dated_from_line_needs_no_blank_line_before() -> None:
    assert raws(FROM_ + ONE + FROM_ + TWO) == [ONE, TWO]


def test_a_from_line_at_the_very_end_is_a_message_that_breaks_off() -> None:
    found = read(mbox_of(ONE) + FROM_)
    assert [(one.raw, one.whole) for one in found] == [(ONE, True), (b"", False)]


# Lines that do not

PARAGRAPHS = [
    "From here on we are closed.\nPlease call.",
    "From here on see\nhttps://firm.example/jobs",
    "From 9:30 to 11:00 on 12 May 2026\nLocation: Leeds",
    "From Tue May 12 9:30 AM to 11:00 AM EST\nLocation: Zoom",
    "From Monday 2 March 2026 at 09:15\nRoom: 4",
    "From Leeds\nTo: York",
    "From what I hear:\nNote: nothing is certain",
    "From jo@firm.example I heard this",
    "From\nSubject: nothing",
    ">From quoted Mon Mar  2 09:15:00 2026\nSubject: quoted",
    " From jo@firm.example Mon Mar  2 09:15:00 2026\nSubject: set in",
]


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_a_paragraph_that_begins_with_from_stays_in_its_message(paragraph: str) -> None:
    raw = letter(body=f"Dear Robin,\n\n{paragraph}\n\nBest, Jo\n")
    found = raws(FROM_ + raw + b"\n" + FROM_ + TWO + b"\n")
    assert [one.replace(b">From", b"From") for one in found] == [raw.replace(b">From", b"From"), TWO]


def test_escaped_lines_lose_one_angle_bracket() -> None:
    body = ">From us\n>>From you\n>>>From them\n> From me\n"
    [found] = raws(FROM_ + letter(body=body))
    assert found == letter(body="From us\n>From you\n>>From them\n> From me\n")


def test_a_second_from_line_kept_as_a_header_is_no_part_of_the_message() -> None:
    assert raws(FROM_ + b">" + FROM_ + ONE) == [ONE]


def test_text_before_the_first_message_is_passed_over() -> None:
    assert raws(b"junk\n\n" + mbox_of(ONE)) == [ONE]
    assert raws(b"\n\n" + mbox_of(ONE)) == [ONE]


@pytest.mark.parametrize("content", [b"", b"\n", b"From ", b"no mail\n", b"From here on\n"])
def test_what_holds_no_message_gives_none(content: bytes) -> None:
    assert raws(content) == []


# The end of a file

MULTIPART = (
    b'From: a@b\nContent-Type: multipart/mixed;\n boundary="xx"\n\n--xx\n\nhello\n--xx\n\nworld\n--xx--\n'
)


@pytest.mark.parametrize("raw", [ONE, MULTIPART, MULTIPART.rstrip()])
def test_a_finished_last_message_is_whole_with_or_without_a_blank_line_after_it(raw: bytes) -> None:
    for ending in (b"", b"\n"):
        assert [one.whole for one in read(mbox_of(TWO) + FROM_ + raw + ending)] == [True, True]


@pytest.mark.parametrize("raw", [ONE.rstrip(), MULTIPART[:-6], MULTIPART[:20], b"From: a@b\n"])
def test_a_last_message_that_breaks_off_is_given_and_not_whole(raw: bytes) -> None:
    found = read(mbox_of(TWO) + FROM_ + raw)
    assert [(one.raw, one.whole) for one in found] == [(TWO, True), (raw, False)]


@given(st.lists(letters, min_size=1, max_size=4), st.data())
def test_wherever_a_file_is_cut_everything_before_the_cut_is_there(
    given_: list[bytes], data: st.DataObject
) -> None:
    content = mbox_of(*given_)
    cut = data.draw(st.integers(0, len(content)))
    before = [one.raw for one in read(content) if one.offset + one.length <= cut]
    found = raws(content[:cut])
    # The very last one may have taken in the beginning of a From_ line.
    assert found[: len(before) - 1] == before[:-1]
    assert not before or found[len(before) - 1].startswith(before[-1])


# Gzip


def test_gzip_reads_like_the_plain_file(tmp_path: Path) -> None:
    path = tmp_path / "mail.mbox.gz"
    path.write_bytes(gzip.compress(mbox_of(ONE, TWO)))
    with mbox.opened(path) as (text, below):
        assert [one.raw for one in mbox.slices(text)] == [ONE, TWO]
        assert below.tell() == path.stat().st_size


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_damaged_gzip_gives_what_comes_before_the_damage(tmp_path: Path, damage: str) -> None:
    plain = [letter(f"n{number}", "".join(f"{number * n}\n" for n in range(3000))) for number in range(60)]
    packed = bytearray(gzip.compress(mbox_of(*plain)))
    if damage == "cut":
        del packed[len(packed) // 2 :]
    else:
        packed[-4096:] = b"\xff" * 4096
    path = tmp_path / "mail.gz"
    path.write_bytes(packed)
    with mbox.opened(path) as (text, _):
        found, broken = until_broken(text)
    assert broken
    assert len(found) > 20
    assert found[:-1] == plain[: len(found) - 1]
    assert damage == "changed" or plain[len(found) - 1].startswith(found[-1])


@given(st.lists(letters, min_size=1, max_size=6), st.data())
def test_all_that_can_be_unpacked_of_a_cut_file_is_read(given_: list[bytes], data: st.DataObject) -> None:
    packed = gzip.compress(mbox_of(*given_))
    cut = packed[: data.draw(st.integers(10, len(packed) - 1))]
    there = zlib.decompressobj(wbits=31).decompress(cut)
    assert until_broken(gzip.GzipFile(fileobj=io.BytesIO(cut))) == (raws(there), True)


@given(st.binary(max_size=300), st.booleans(), st.integers(0, 400))
def test_random_bytes_raise_nothing_but_broken(content: bytes, packed: bool, offset: int) -> None:
    inner = b"From a@b Mon Mar  2 09:15:00 2026\nA: " + content
    for text in (content, inner, gzip.compress(inner)[:-5], b"\x1f\x8b\x08" + content):
        file = gzip.GzipFile(fileobj=io.BytesIO(text)) if packed else io.BytesIO(text)
        until_broken(file)
        for length in (0, 5, 10**30):
            try:
                mbox.slice_at(file, offset, length)
            except mbox.Broken:
                continue


# Reading on, and reading again


@given(st.lists(letters, max_size=6), st.sampled_from([b"\n", b"\r\n"]))
def test_reading_on_from_the_end_of_any_message_gives_the_rest(given_: list[bytes], newline: bytes) -> None:
    content = mbox_of(*given_).replace(b"\n", newline)
    found = read(content)
    for number, one in enumerate(found, 1):
        assert read(content, one.offset + one.length) == found[number:]


@given(st.lists(letters, max_size=6))
def test_each_message_lies_where_its_slice_says(given_: list[bytes]) -> None:
    content = mbox_of(*given_)
    end = 0
    for one in read(content):
        assert one.offset == end
        assert mbox.slice_at(io.BytesIO(content), one.offset, one.length) == one
        end = one.offset + one.length
    assert end == len(content)


@pytest.mark.parametrize(("offset", "length"), [(1, 20), (0, 10**9), (10**9, 20), (-1, 20), (10**30, 5)])
def test_a_place_that_is_no_message_is_broken(offset: int, length: int) -> None:
    with pytest.raises(mbox.Broken):
        mbox.slice_at(io.BytesIO(mbox_of(ONE, TWO)), offset, length)


# Size and memory


class Endless(io.BufferedIOBase):
    """An mbox of any size that exists only as far as it is read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.given = 0

    def read1(self, size: int = -1, /) -> bytes:
        chunk = next(self.chunks, b"")
        assert len(chunk) <= size
        self.given += len(chunk)
        return chunk


def test_a_message_is_given_before_much_more_than_it_is_read() -> None:
    file = Endless(mbox_of(letter(str(number))) * 100 for number in range(10**9))
    assert len(list(islice(mbox.slices(file), 5000))) == 5000
    assert file.given < 5000 * 200 + 2 * mbox.BLOCK


def test_the_middle_of_a_huge_message_is_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST", 1 << 20)
    line = b"x" * 75 + b"\n"
    middle = 1400  # of 76 kB
    chunks = [FROM_ + letter("big"), *[line * 1000] * middle, b"\n" + mbox_of(TWO)]
    tracemalloc.start()
    try:
        big, small = mbox.slices(Endless(chunks))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(FROM_) + len(big.raw) == mbox.LARGEST
    assert big.cut == big.length - mbox.LARGEST > 100 << 20
    assert big.whole
    assert (small.raw, small.offset) == (TWO, big.length)
    assert peak < 6 << 20


def test_a_message_read_in_part_reads_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST", 200)
    content = mbox_of(letter(body="x" * 500 + "\n"), TWO)
    big, _ = read(content)
    assert mbox.slice_at(io.BytesIO(content), big.offset, big.length) == big


@given(st.lists(letters, min_size=1, max_size=8), st.integers(1, 64))
def test_the_size_of_what_a_file_hands_out_changes_nothing(given_: list[bytes], size: int) -> None:
    content = mbox_of(*given_)
    dripping = Endless(content[at : at + size] for at in range(0, len(content), size))
    assert list(mbox.slices(dripping)) == read(content)


# The standard library as another reader and writer


def without_one_bracket(raw: bytes) -> bytes:
    return b"".join(
        line[1:] if re.match(rb">+From ", line) else line for line in raw.splitlines(keepends=True)
    )


@given(st.lists(letters, max_size=6))
def test_the_standard_library_reads_the_same_messages(given_: list[bytes]) -> None:
    content = mbox_of(*given_)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder, "mail"), content)
        with contextlib.closing(mailbox.mbox(path, create=False)) as box:
            expected = [without_one_bracket(box.get_bytes(key)) for key in box.iterkeys()]
    assert raws(content) == expected == given_


@given(st.lists(letters, max_size=6))
def test_what_the_standard_library_writes_is_read_back(given_: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mail")
        with contextlib.closing(mailbox.mbox(path)) as box:
            for raw in given_:
                box.add(raw)
        content = path.read_bytes()
    # It escapes "From " and not ">From " (mboxo), so a bracket that was there before is lost.
    assert raws(content) == [without_one_bracket(raw) for raw in given_]
