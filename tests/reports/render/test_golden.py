"""Every rendering of one handmade search, as files to look at.

After a change that is meant, write them again: TEALEAVES_GOLDEN=write python -m pytest tests/reports/render
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.types import Address
from reports.digest import digest
from reports.overview import overview
from reports.render.as_json import applications_json, show_json
from reports.render.as_markdown import applications_markdown, digest_markdown
from reports.render.cells import width
from reports.render.digest_json import digest_json
from reports.render.digest_text import digest_text
from reports.render.replies import replies_markdown, replies_text
from reports.render.responsiveness_json import replies_json, responsiveness_json
from reports.render.responsiveness_table import responsiveness_markdown, responsiveness_table
from reports.render.table import applications_table
from reports.render.timeline import timeline_text
from tests.reports.searches import (
    NOW,
    PERSON,
    at,
    event,
    history,
    me,
    person,
    questions,
    search,
    sighted,
    signal,
)

GOLDEN = Path(__file__).parent.parent / "golden"
SINCE = NOW - timedelta(days=7)
CARDS = overview(search(), PERSON, NOW)
WEEK = digest(CARDS, overview(search(), PERSON, SINCE), questions(), PERSON, SINCE, NOW)
QUIET = digest((), (), (), PERSON, SINCE, NOW)

PAGES = {
    "applications.txt": applications_table(CARDS, PERSON),
    "applications-colour.txt": applications_table(CARDS, PERSON, colour=True),
    "applications.md": applications_markdown(CARDS, PERSON),
    "applications.json": applications_json(CARDS),
    "responsiveness.txt": responsiveness_table(CARDS, PERSON),
    "responsiveness.md": responsiveness_markdown(CARDS, PERSON),
    "responsiveness.json": responsiveness_json(CARDS, PERSON),
    "responsiveness-northwind.txt": replies_text(CARDS[1], PERSON),
    "responsiveness-northwind.md": replies_markdown(CARDS[1], PERSON),
    "responsiveness-northwind.json": replies_json(CARDS[1]),
    "digest.txt": digest_text(WEEK),
    "digest.md": digest_markdown(WEEK),
    "digest.json": digest_json(WEEK),
    "digest-empty.txt": digest_text(QUIET),
    "digest-empty.md": digest_markdown(QUIET),
    "show-northwind.txt": timeline_text(CARDS[1], PERSON),
    "show-northwind.json": show_json(CARDS[1]),
    "show-blue-fern.txt": timeline_text(CARDS[2], PERSON),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_rendering_looks_as_it_did(name):
    file = GOLDEN / name
    if os.environ.get("TEALEAVES_GOLDEN") == "write":
        file.write_text(PAGES[name], "utf-8")
    assert PAGES[name] == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("applications.txt", 100),
        ("responsiveness.txt", 100),
        ("responsiveness-northwind.txt", 100),
        ("digest.txt", 80),
    ],
)
def test_a_page_fits_its_columns(name, most):
    assert max(width(line) for line in PAGES[name].splitlines()) <= most


@pytest.mark.parametrize("name", [one for one in PAGES if "colour" not in one])
def test_there_is_no_colour_unless_it_is_asked_for(name):
    assert "\x1b" not in PAGES[name]


def test_an_empty_week_says_so_in_two_lines():
    assert PAGES["digest-empty.txt"].count("\n") == 2
    assert PAGES["digest-empty.md"].count("\n") == 2


EVIL = "\x1b[2J\x1b]0;x\x07\u202eevil\n| <b>*x*</b>\r\n# \x9b31m"


def test_hostile_words_reach_no_page():
    sender = Address(EVIL, "x@evil.example")
    known = history(
        me("11-01 09:00", asks=True, subject=EVIL),
        person("11-20 09:00", signal("notice_period", EVIL), subject=EVIL, sender=sender, asks=True),
        sightings=(sighted(event("u", "11-25 09:00", summary=EVIL, people=(sender,)), "11-20 09:00"),),
        company=EVIL,
        role=EVIL,
        agency=EVIL,
    )
    cards = overview([known], PERSON, NOW)
    question = replace(questions()[0], subject=EVIL, reason=EVIL, choices=((EVIL, EVIL),))
    week = digest(cards, overview([known], PERSON, at("11-16 09:00")), (question,), PERSON, SINCE, NOW)
    pages = [
        applications_table(cards, PERSON),
        responsiveness_table(cards, PERSON),
        replies_text(cards[0], PERSON),
        digest_text(week),
        timeline_text(cards[0], PERSON),
        applications_markdown(cards, PERSON),
        digest_markdown(week),
        responsiveness_markdown(cards, PERSON),
        replies_markdown(cards[0], PERSON),
    ]
    for page in pages:
        assert not set(page) & set("\x1b\x9b\x07\r\u202e")
    for page in pages[5:]:
        assert "<b>" not in page
        assert "*x*" not in page.replace(r"\*x\*", "")
    assert len(applications_markdown(cards, PERSON).splitlines()) == 3


def test_what_is_hidden_in_an_id_is_written_as_an_escape_and_read_back_the_same():
    known = history(person("11-20 09:00", key="a\x9b\u202eb\x1b"))
    text = applications_json(overview([known], PERSON, NOW))
    assert not set(text) & set("\x9b\u202e\x1b")
    assert json.loads(text)[0]["messages"] == ["<a\x9b\u202eb\x1b@mail.example>"]
