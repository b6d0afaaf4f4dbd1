"""The page of one application: what stands on it, what it asks for, who can read it."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.overview import Card, overview
from reports.render.html.axis_html import axis_view
from reports.render.html.show_html import show_html
from reports.timeline import timeline
from tests.reports.html.test_digest_html import HOSTILE, elements, text_of
from tests.reports.html.test_in_a_browser import RULES, Scheme
from tests.reports.searches import NOW, PERSON, search
from tests.reports.standing.test_momentum import histories
from tests.servers.chromium import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from store.history import History

GOLDEN = Path(__file__).parent / "golden" / "show.html"
CARDS = overview(search(), PERSON, NOW)
CARD = next(card for card in CARDS if card.history.company == "Northwind Rail")
PAGE = show_html(CARD, PERSON)


def saying(card: Card, told: str) -> Card:
    """The card with these words in everything that comes from mail."""
    entries = tuple(
        replace(
            entry,
            subject=told,
            signals=tuple(replace(one, evidence=replace(one.evidence, text=told)) for one in entry.signals),
        )
        for entry in card.history.entries
    )
    meetings = tuple(replace(one, summary=told) for one in card.interviews)
    history = replace(card.history, entries=entries, company=told, role=told)
    return replace(card, history=history, interviews=meetings)


def test_the_page_is_written_as_it_was() -> None:
    if os.environ.get("TEALEAVES_GOLDEN") == "write":
        GOLDEN.write_text(PAGE, "utf-8")
    assert GOLDEN.read_text("utf-8") == PAGE


def test_every_message_and_every_interview_is_on_the_page() -> None:
    shown = text_of(PAGE)
    assert shown.count("← ") + shown.count("→ ") == len(CARD.history.entries)
    assert shown.count("◆ ") == len(CARD.interviews) + 1  # and once in the legend


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=1, max_size=4))
def test_hostile_words_are_words_and_nothing_else(said: list[str]) -> None:
    tame = elements(show_html(saying(CARD, "x"), PERSON))
    assert [tag for tag, _ in elements(show_html(saying(CARD, " ".join((*said, "x"))), PERSON))] == [
        tag for tag, _ in tame
    ]


@settings(deadline=None, max_examples=40)
@given(histories())
def test_any_history_can_be_drawn_and_its_days_do_not_run_into_each_other(known: History) -> None:
    (card,) = overview([known], PERSON, NOW)
    assert "</html>" in show_html(card, PERSON)
    labelled = [tick.left for tick in axis_view(timeline(card, PERSON.zone)).ticks if tick.label]
    assert all(later - earlier >= 17.9 for earlier, later in pairwise(labelled))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_no_request_leaves_the_page_and_nothing_is_read_by_scrolling_sideways(
    browser: Browser, card: Card
) -> None:
    with visit(browser, show_html(card, PERSON), width=360) as shown:
        assert shown.asked_for == []
        assert shown.page.evaluate("document.scrollingElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, scheme: Scheme) -> None:
    with visit(browser, PAGE, scheme=scheme) as shown:
        found = Axe().run(shown.page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["violations"] == [], found.generate_report()
