"""A headless Chromium that can reach nothing: every page that it is given is served from memory."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",  # hinting belongs to the machine, not to the page
    "--disable-lcd-text",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
ADDRESS = "http://page.example/"


class MissingChromiumError(Exception):
    """What is needed and not installed here."""


@dataclass(slots=True)
class Visit:
    """A page on show, with the addresses that it asked for beside its own."""

    page: Page
    asked_for: list[str] = field(default_factory=list)


def executable() -> str:
    """Where Chromium or Chrome is. Raises MissingChromiumError."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((path for path in APPLICATIONS if Path(path).exists()), None)
    if found is None:
        raise MissingChromiumError("Chromium is not installed here (tests/servers/install.sh)")
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; until it is closed, nothing else in this thread may use asyncio.

    Raises MissingChromiumError.
    """
    path = executable()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=OPTIONS)
        except Error as error:  # the stub of a snap, for one
            raise MissingChromiumError(f"{path} does not start: {error.message.splitlines()[0]}") from None
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def visit(
    browser: Browser,
    html: str,
    *,
    width: int = 1200,
    scheme: Literal["light", "dark"] = "light",
    scripts: bool = True,
) -> Iterator[Visit]:
    """The page, loaded and at rest. Its own Content-Security-Policy is off: it must hold back by itself."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=scripts,
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        shown = Visit(page)

        def answer(route: Route) -> None:
            if route.request.url == ADDRESS:
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                shown.asked_for.append(route.request.url)
                route.abort()

        context.route("**/*", answer)
        page.goto(ADDRESS, wait_until="networkidle")
        yield shown
    finally:
        context.close()
