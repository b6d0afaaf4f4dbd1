"""The parts of a mail, out of a BODYSTRUCTURE that may be anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.imap import structure
from ingest.imap.answers import BadAnswerError, answers
from ingest.outline import rebuild, tree
from ingest.outline.tree import Part
from tests.servers.imap.oddities import ODD_STRUCTURES

words = st.sampled_from(
    [b"text", b"plain", b"html", b"message", b"rfc822", b"multipart", b"mixed", b"base64"]
)
atoms = st.one_of(words, st.none(), st.integers(), st.binary(max_size=8))
nested: st.SearchStrategy[Any] = st.recursive(
    atoms, lambda inner: st.lists(inner, max_size=12).map(tuple), max_leaves=60
)


def leaf(number: str, kind: str, **more: Any) -> Part:
    return Part(number, kind, **more)


@settings(deadline=None, max_examples=200)
@given(nested)
def test_any_nesting_of_anything_is_a_tree_or_none_and_never_an_error(body: Any) -> None:
    root = structure.read(body)
    if root is not None:
        wanted = tree.wanted(root)
        assert tree.spare(root) <= {part.number for part in tree.leaves(root)}
        assert wanted <= {part.number for part in tree.leaves(root)}
        rebuild.sections(root, wanted)
        rebuild.mail(b"Subject: x\r\n\r\n", root, wanted, {})
        assert all(part.size >= 0 for part in tree.leaves(root))


@pytest.mark.parametrize("oddity", ODD_STRUCTURES)
def test_an_odd_structure_that_a_server_sent_is_a_tree_or_none(oddity: str) -> None:
    line = b"1 (UID 1 BODYSTRUCTURE %s)" % ODD_STRUCTURES[oddity]
    try:
        body = answers([line])[1][b"BODYSTRUCTURE"]
    except BadAnswerError:
        return  # then the message is asked for without it
    root = structure.read(body)
    assert root is None or tree.wanted(root) is not None


def test_a_tree_of_too_many_parts_or_levels_is_none() -> None:
    text = (b"text", b"plain", None, None, None, b"7bit", 12, 1)
    assert structure.read((*[text] * 499, b"mixed"))
    assert structure.read((*[text] * 501, b"mixed")) is None
    deep: Any = text
    for _ in range(structure.MOST_LEVELS + 1):
        deep = (deep, b"mixed")
    assert structure.read(deep) is None


def test_the_html_beside_a_plain_text_is_spare_and_html_alone_is_not() -> None:
    both = Part("", "multipart/alternative", children=(leaf("1", "text/plain"), leaf("2", "text/html")))
    html = Part("", "multipart/mixed", children=(leaf("1", "text/html"), leaf("2", "image/png")))
    assert tree.spare(both) == {"2"}
    assert tree.spare(html) == frozenset()


def test_an_invite_or_a_winmail_dat_of_any_size_is_no_text() -> None:
    for kind, most in (
        ("text/calendar", tree.MOST_INVITE_BYTES),
        ("application/ms-tnef", tree.MOST_TNEF_BYTES),
    ):
        for size, taken in ((most, True), (most + 1, False)):
            root = Part("", "multipart/mixed", children=(leaf("1", "text/plain"), leaf("2", kind, size=size)))
            assert ("2" in tree.wanted(root)) is taken


def test_a_text_with_a_file_name_is_an_attachment_unless_it_is_the_first() -> None:
    name = ((b"NAME", b"a.txt"),)
    parts = (leaf("1", "text/plain", parameters=name), leaf("2", "text/plain", parameters=name))
    assert tree.wanted(Part("", "multipart/mixed", children=parts)) == {"1"}


@pytest.mark.parametrize("key", [b"filename", b"FileName*", b"filename*0", b"filename*0*"])
def test_a_file_name_is_found_however_it_is_written(key: bytes) -> None:
    one = leaf("1", "application/octet-stream", disposition_parameters=((key, b"x.ics"),))
    assert one.is_calendar
