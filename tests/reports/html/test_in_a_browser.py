"""What only a browser can tell of a page: what it fetches, how wide it is, who can read it, how it prints."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from reports.actions.next_action import Action
from reports.digest import Digest
from reports.render.html.digest_html import digest_html
from tests.reports.html.sample import crowded, full, quiet, saying
from tests.reports.html.test_digest_html import HOSTILE
from tests.servers.chromium import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE, EMPTY = digest_html(full()), digest_html(quiet())
EVIL = digest_html(saying(full(), " ".join(HOSTILE)))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("html", [PAGE, EMPTY, EVIL], ids=["full", "empty", "hostile"])
def test_no_request_leaves_the_page(browser: Browser, html: str) -> None:
    with visit(browser, html) as shown:
        assert shown.page.locator("a, img, script, link, iframe").count() == 0
        assert shown.asked_for == []


def test_a_request_would_be_seen(browser: Browser) -> None:
    with visit(browser, PAGE.replace("</h1>", '</h1><img src="http://evil.example/x.gif">')) as shown:
        assert shown.asked_for == ["http://evil.example/x.gif"]


def test_the_page_is_the_same_without_scripts(browser: Browser) -> None:
    pictures = []
    for scripts in (True, False):
        with visit(browser, PAGE, scripts=scripts) as shown:
            pictures.append(shown.page.screenshot(full_page=True))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("width", [320, 360, 600, 1200])
@pytest.mark.parametrize("told", ["", "x" * 400, "x" * 39], ids=["full", "long", "longish"])
def test_nothing_is_read_by_scrolling_sideways(browser: Browser, width: int, told: str) -> None:
    html = digest_html(saying(full(), told)) if told else PAGE
    with visit(browser, html, width=width) as shown:
        assert shown.page.evaluate("document.scrollingElement.scrollWidth") == width


@pytest.mark.parametrize("html", [PAGE, EMPTY], ids=["full", "empty"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, html: str, scheme: Scheme) -> None:
    with visit(browser, html, scheme=scheme) as shown:
        found = Axe().run(shown.page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["violations"] == [], found.generate_report()
    assert {"color-contrast", "document-title", "html-has-lang"} <= passed(found.response)
    # What axe leaves to the eye: it cannot tell what lies behind an empty cell.
    assert [one["id"] for one in found.response["incomplete"]] == []


def test_a_pale_text_would_be_seen(browser: Browser) -> None:
    with visit(browser, PAGE.replace("#5d574d", "#aaa49a")) as shown:
        found = Axe().run(shown.page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert {one["id"] for one in found.response["violations"]} == {"color-contrast"}


def passed(response: dict[str, list[dict[str, str]]]) -> set[str]:
    return {one["id"] for one in response["passes"]}


def numbered() -> Digest:
    """Nothing but fifteen cards that say at both ends which one they are."""
    found = crowded()
    cards = tuple(
        replace(
            card,
            history=replace(card.history, company=f"First{place:02}"),
            actions=(Action("wait", f"Last{place:02}", None),),
        )
        for place, card in enumerate(found.cards)
    )
    empty = {"to_do": (), "asked": (), "moved_up": (), "cooled": (), "late": (), "upcoming": (), "quiet": ()}
    return replace(found, cards=cards, questions=(), new=(), closed=(), **empty)  # type: ignore[arg-type]


def cut_cards(browser: Browser, html: str) -> set[str]:
    """The cards that begin on one sheet of A4 and end on another."""
    with visit(browser, html, scheme="dark") as shown:
        sheets = PdfReader(io.BytesIO(shown.page.pdf(format="A4"))).pages
    texts = [re.sub(r"\s+", "", sheet.extract_text()) for sheet in sheets]
    begin = {number: at for at, text in enumerate(texts) for number in re.findall(r"First(\d\d)", text)}
    end = {number: at for at, text in enumerate(texts) for number in re.findall(r"Last(\d\d)", text)}
    assert len(begin) == len(end) == 15
    return {number for number, at in begin.items() if end[number] != at}


def test_no_card_is_cut_by_the_end_of_a_sheet(browser: Browser) -> None:
    html = digest_html(numbered())
    assert cut_cards(browser, html) == set()
    assert cut_cards(browser, html.replace("break-inside: avoid", ""))


def test_what_is_printed_is_dark_on_white_also_in_the_dark(browser: Browser) -> None:
    with visit(browser, PAGE, scheme="dark") as shown:
        shown.page.emulate_media(media="print", color_scheme="dark")
        colour = shown.page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        behind = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (colour, behind) == ("rgb(34, 32, 28)", "rgb(255, 255, 255)")
