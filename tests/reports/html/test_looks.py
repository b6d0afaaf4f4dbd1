"""How the digest looks, on a phone and on a desk, by day and by night: pictures to look at.

Letters are set in DejaVu, which is free and on every system with a package manager: the page's own choice
depends on the machine. Other systems than Linux draw letters by other rules, so nothing is compared there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

from reports.render.html.digest_html import digest_html
from tests.conftest import missing
from tests.reports.html.pictures import MOST, difference, kept, write
from tests.reports.html.sample import full
from tests.servers.chromium import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = Path(__file__).parent / "golden"
WRITING = os.environ.get("TEALEAVES_GOLDEN") == "write"
FONTS = {"Georgia,serif": "DejaVu Serif", "Segoe UI,system-ui,sans-serif": "DejaVu Sans"}
Scheme = Literal["light", "dark"]


class MissingFontsError(Exception):
    """The letters that the golden pictures are set in are not here."""


def pinned(html: str) -> str:
    """The page in letters that are the same everywhere."""
    for own, same in FONTS.items():
        assert own in html
        html = html.replace(own, same)
    return html


PAGE = pinned(digest_html(full()))


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Browser:
    """The browser, where pictures can be compared."""
    if sys.platform != "linux":
        pytest.skip("the golden pictures are made, and compared, on Linux")
    with visit(browser, "<p>x") as shown:
        for font, wide in {"DejaVu Serif": 929, "DejaVu Sans": 924}.items():
            style = f"font:100px '{font}',monospace;white-space:pre"
            shown.page.set_content(f'<span style="{style}">Tea leaves, 9 → 10</span>')
            width = shown.page.evaluate("document.querySelector('span').getBoundingClientRect().width")
            if round(width) != wide:
                missing(MissingFontsError(f"the font {font} is not installed here (fonts-dejavu-core)"))
    return browser


def picture(browser: Browser, html: str, width: int, scheme: Scheme) -> Image.Image:
    with visit(browser, html, width=width, scheme=scheme) as shown:
        return kept(shown.page.screenshot(full_page=True))


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_digest_looks_as_it_did(desk: Browser, width: int, scheme: Scheme) -> None:
    seen, file = picture(desk, PAGE, width, scheme), GOLDEN / f"digest-{width}-{scheme}.png"
    if WRITING:
        write(seen, file)
    with Image.open(file) as golden:
        assert difference(seen, golden) <= MOST, f"{file.name} looks different"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#2b5f4c", "#1d4f8f"),  # another accent
        ("font-weight:bold", "font-weight:normal"),
        ("border-left:2px", "border-left:0px"),
        ("margin:44px 0 18px", "margin:43px 0 18px"),
    ],
)
def test_a_small_change_would_be_seen(desk: Browser, before: str, after: str) -> None:
    assert before in PAGE
    with Image.open(GOLDEN / "digest-1200-light.png") as golden:
        assert difference(picture(desk, PAGE.replace(before, after), 1200, "light"), golden) > MOST
