"""Where an answer leads, and who goes there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.redirects import is_followed, target
from ingest.web.session import Answer


def answer(location: str, status: int = 302, url: str = "https://a.example/x/y?z") -> Answer:
    return Answer(url, status, {"Location": location}, b"")


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("https://b.example/c", "https://b.example/c"),
        ("/c", "https://a.example/c"),
        ("c", "https://a.example/x/c"),
        ("//b.example/c", "https://b.example/c"),
        ("?q", "https://a.example/x/y?q"),
        ("/c#part", "https://a.example/c"),
        (" /c ", "https://a.example/c"),
        ("/caf\u00c3\u00a9", "https://a.example/café"),
        ("http://b.example/", "http://b.example/"),
        ("", ""),
        ("https://[b/", ""),
        ("https://b:port/", ""),
        ("mailto:b@c.example", ""),
        ("/" + "c" * 9000, ""),
        ("/a\x01b", ""),
    ],
)
def test_a_redirect_leads_to_an_absolute_address_or_nowhere(location: str, found: str) -> None:
    assert target(answer(location)) == found


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 306, 404])
def test_an_answer_that_is_no_redirect_leads_nowhere(status: int) -> None:
    assert target(answer("/c", status)) == ""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_kind_of_redirect_leads_somewhere(status: int) -> None:
    assert target(answer("/c", status))


@given(st.text(max_size=200))
def test_whatever_a_server_writes_is_an_address_or_none(location: str) -> None:
    found = target(answer(location))
    assert found == "" or "://" in found


@pytest.mark.parametrize(
    ("asked", "to", "followed"),
    [
        ("https://a.example/", "https://b.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "http://127.0.0.1/", False),
        ("https://a.example/", "https://robin:secret@a.example/", False),
        ("https://a.example/", "ftp://a.example/", False),
        ("http://127.0.0.1:80/", "http://localhost/", True),
        ("http://127.0.0.1:80/", "http://a.example/", False),
        ("http://127.0.0.1:80/", "https://a.example/", True),
    ],
)
def test_nobody_goes_from_https_to_less(asked: str, to: str, followed: bool) -> None:
    assert is_followed(asked, to) is followed
