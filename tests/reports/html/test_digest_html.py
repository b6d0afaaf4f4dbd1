"""The digest as HTML, as text to be looked at.

After a change that is meant, write the golden files and pictures again:
TEALEAVES_GOLDEN=write python -m pytest tests/reports/html
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkify_it import LinkifyIt
from selectolax.lexbor import LexborHTMLParser

from reports.render.digest_text import digest_text
from reports.render.html.bars import moved, share
from reports.render.html.digest_html import digest_html
from reports.render.html.page import unlinked
from reports.render.plain import plain
from tests.reports.html.sample import crowded, full, quiet, saying

GOLDEN = Path(__file__).parent / "golden"
FULL, QUIET = full(), quiet()
PAGES = {"digest.html": digest_html(FULL), "digest-empty.html": digest_html(QUIET)}
# As a mail client looks for addresses in text: with bare IP addresses, and .example beside the known domains.
FINDER = LinkifyIt(options={"fuzzy_ip": True}).tlds(["example"], True)
ALLOWED = set("html head meta title style body div table tbody tr td h1 h2 h3 p span em br".split())


def text_of(page: str) -> str:
    """What a reader sees, the page's hidden joints among it, each element on a line of its own."""
    body = LexborHTMLParser(page).body
    assert body is not None
    return body.text(separator="\n")


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element in order, with its attributes."""
    return [(node.tag, dict(node.attributes)) for node in LexborHTMLParser(page).css("*")]


ADDRESSES = (
    "https://evil.example/path?q=1",
    "HTTP://192.0.2.1/",
    "ftp://evil.example/x",
    "//evil.example",
    "see www.evil.example/now",
    "evil.example/verify",
    "mailto:kate@evil.example",
    "kate@evil.example",
    "192.0.2.1",
    "xn--80ak6aa92e.com",
    "пример.рф",
)
HOSTILE = (
    *ADDRESSES,
    "<script>fetch('http://evil.example/')</script>",
    "<img src=http://evil.example/pixel.gif onerror=alert(1)>",
    '"><a href="https://evil.example/">click</a>',
    "' style='background:url(//evil.example/x)' x='",
    "</title></style></p></table><h1>",
    "<!-- <![endif]--> <!--[if mso]>",
    "{{ 7 * 7 }} {% include '/etc/passwd' %} {# x",
    "&lt;b&gt; &#60;i&#62; &amp;",
    "@import url(https://evil.example/x.css); } * { display: none",
    "kate＠evil。example",
    "\x1b[31m\u202e\u2066red\x00\r\n",
    "\ud800",
)
TAME = elements(digest_html(saying(FULL, "x")))
words = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=1, max_size=4)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_written_as_it_was(name: str) -> None:
    file = GOLDEN / name
    if os.environ.get("TEALEAVES_GOLDEN") == "write":
        file.write_text(PAGES[name], "utf-8")
    assert PAGES[name] == file.read_text("utf-8")


def test_an_empty_week_says_so_in_two_lines() -> None:
    shown = [line for line in text_of(PAGES["digest-empty.html"]).splitlines() if line.strip()]
    assert shown == digest_text(QUIET).splitlines()


def test_every_section_of_the_text_is_on_the_page_in_the_same_order() -> None:
    heads = [line for line in digest_text(FULL).splitlines() if line.isupper() and line[0].isalpha()]
    shown = [node.text().upper() for node in LexborHTMLParser(PAGES["digest.html"]).css("h2")]
    assert shown == heads


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_nothing_but_text_and_tables(name: str) -> None:
    found = elements(PAGES[name])
    assert {tag for tag, _ in found} <= ALLOWED
    for tag, attributes in found:
        assert not {"href", "src", "background", "action"} & set(attributes)
        assert not any(key.startswith("on") for key in attributes)
        if tag == "table":
            assert attributes["role"] == "presentation"
    assert not re.search(r"url\(|@import|@font-face|https?:|<!--(?!\[if mso\])", PAGES[name])


def test_fifteen_open_applications_stay_below_what_a_mail_service_cuts_off() -> None:
    found = crowded()
    assert len(found.cards) == 15
    assert len(digest_html(found).encode()) < 100_000


def test_style_blocks_stay_below_what_a_mail_service_keeps_of_them() -> None:
    blocks = LexborHTMLParser(PAGES["digest.html"]).css("style")
    assert sum(len(block.text()) for block in blocks) < 8_192
    for block in blocks:  # one that has an @ within an @ is dropped
        assert not re.search(r"@[^{}]*\{[^{}]*(\{[^{}]*\}[^{}]*)*@", block.text())


@settings(deadline=None)
@given(words)
def test_hostile_words_are_words_and_nothing_else(said: list[str]) -> None:
    told = "x" + " ".join(said)
    page = digest_html(saying(FULL, told))
    assert elements(page) == TAME
    shown = " ".join(text_of(page).replace("\u200c", "").split())
    assert plain(told, 80).removesuffix("…").replace("\u200c", "").strip() in shown


@pytest.mark.parametrize("told", HOSTILE)
def test_no_known_trick_is_one_to_click(told: str) -> None:
    assert not FINDER.match(text_of(digest_html(saying(FULL, told))))


@settings(deadline=None)
@given(words)
def test_no_address_in_a_mail_is_one_to_click(said: list[str]) -> None:
    page = digest_html(saying(FULL, " ".join(said)))
    assert not FINDER.match(text_of(page))


def test_what_looks_for_addresses_would_find_them() -> None:
    assert all(FINDER.test(told) for told in ADDRESSES)
    assert unlinked("at 10:00, 3.5 days, e-mail") == "at 10:00, 3.5 days, e-mail"


@given(st.integers(-5, 105), st.integers(-5, 105))
def test_a_bar_is_as_wide_as_its_row(score: int, before: int) -> None:
    for parts in (moved(score, before), share(score, max(score, before))):
        assert sum(part.width for part in parts) == 100
        assert all(part.width > 0 for part in parts)


def test_a_bar_shows_what_was_won_and_what_was_lost() -> None:
    assert [(part.kind, part.width) for part in moved(70, 50)] == [("held", 50), ("won", 20), ("rest", 30)]
    assert [(part.kind, part.width) for part in moved(50, 70)] == [("held", 50), ("lost", 20), ("rest", 30)]
    assert [(part.kind, part.width) for part in moved(100, 100)] == [("held", 100)]
