"""FETCH answers taken apart, as imaplib gives them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_fetch_response

from ingest.imap.answers import BadAnswerError, answers

quoted = st.binary(max_size=12).map(
    lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")
)
values: st.SearchStrategy[Any] = st.recursive(
    quoted | st.none() | st.integers(0, 2**63 - 1), lambda inner: st.lists(inner, max_size=4).map(tuple)
)


def written(value: Any) -> bytes:
    """A value as a server writes it."""
    if value is None:
        return b"NIL"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, tuple):
        return b"(%s)" % b" ".join(map(written, value))
    return b'"%s"' % bytes(value).replace(b"\\", b"\\\\").replace(b'"', b'\\"')


@given(st.dictionaries(st.integers(1, 2**32 - 1), values, max_size=4))
def test_what_a_server_wrote_is_read(found: dict[int, Any]) -> None:
    lines = [
        b"%d (UID %d X %s)" % (nth, uid, written(one)) for nth, (uid, one) in enumerate(found.items(), 1)
    ]
    assert {uid: items[b"X"] for uid, items in answers(lines).items()} == found


@given(
    st.lists(st.binary(max_size=60) | st.tuples(st.binary(max_size=40), st.binary(max_size=20)), max_size=4)
)
def test_anything_at_all_is_read_or_is_a_bad_answer(data: list[Any]) -> None:
    try:
        found = answers(data)
    except BadAnswerError:
        return
    assert all(isinstance(uid, int) for uid in found)


def test_literals_stand_where_they_were() -> None:
    data: list[Any] = [
        (b"1 (UID 7 BODY[HEADER] {5}", b"a: b)"),
        (b" BODY[1.2.MIME] {3}", b'"("'),
        b" FLAGS (\\Seen))",
    ]
    assert answers(data) == {
        7: {b"UID": 7, b"BODY[HEADER]": b"a: b)", b"BODY[1.2.MIME]": b'"("', b"FLAGS": (b"\\Seen",)}
    }


def test_a_section_with_a_list_in_its_name_is_one_item() -> None:
    data: list[Any] = [(b"1 (UID 7 BODY[HEADER.FIELDS (FROM TO)] {2}", b"x:"), b" INTERNALDATE NIL)"]
    assert answers(data)[7][b"BODY[HEADER.FIELDS (FROM TO)]"] == b"x:"


def test_answers_about_one_message_are_merged() -> None:
    assert answers([b"1 (UID 7 FLAGS ())", b"1 (RFC822.SIZE 12 UID 7)"])[7][b"RFC822.SIZE"] == 12


def test_an_answer_without_a_uid_is_about_no_message_that_was_asked_for() -> None:
    assert answers([b"7 (FLAGS (\\Draft))", b"1 (UID 7 FLAGS ())"]) == {7: {b"UID": 7, b"FLAGS": ()}}


def test_no_answer_is_no_message() -> None:
    assert answers([None]) == {}


@pytest.mark.parametrize(
    "data",
    [[b"1 (UID 7"], [b"1 (UID 7))"], [b"1 (UID)"], [b"1 (UID 7 X {3}"], [b"1 " + b"(" * 9999 + b")" * 9999]],
)
def test_an_answer_that_breaks_off_or_nests_without_end_is_a_bad_one(data: list[Any]) -> None:
    with pytest.raises(BadAnswerError):
        answers(data)


def test_a_usual_answer_is_read_as_imapclient_reads_it() -> None:
    line = (
        b'5 (UID 9 FLAGS (\\Seen $Junk) BODYSTRUCTURE (("text" "plain" ("charset" "a\\"b") NIL NIL "7bit" '
        b'12 1 NIL NIL NIL NIL)("application" "pdf" NIL NIL NIL "base64" 900 NIL ("attachment" ("filename" '
        b'"a.pdf")) NIL) "mixed" ("boundary" "b") NIL NIL NIL) X-GM-LABELS ("\\\\Inbox" 2026 "07"))'
    )
    ours, theirs = answers([line])[9], parse_fetch_response([line])[9]
    assert {name: ours[name] for name in (b"FLAGS", b"X-GM-LABELS")} == {
        name: theirs[name] for name in (b"FLAGS", b"X-GM-LABELS")
    }
    parts, *rest = theirs[b"BODYSTRUCTURE"]  # imapclient puts the parts into a list
    assert ours[b"BODYSTRUCTURE"] == (*parts, *rest)
