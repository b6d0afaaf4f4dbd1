"""Which parts of a mail are its text, and which are attachments, invites and other mails."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ingest.mime import content, html, plain
from ingest.mime.parts import Part

_WORD = re.compile(r"\w+")
_STUB_WORDS = 60
_COMPARED = 20_000  # characters
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_CALENDARS = frozenset({"text/calendar", "text/x-vcalendar", "application/ics", "application/calendar"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


@dataclass(slots=True)
class Text:
    """One piece of the text as it was decoded, and as laid out: a page only when it is asked for."""

    written: str
    laid_out: str | None
    page: html.Page | None = None
    cut: bool = False

    @property
    def shown(self) -> str:
        if self.laid_out is None:
            self.laid_out = self.page.text() if self.page else ""
            self.page = None  # its tree is large
        return self.laid_out


@dataclass(slots=True)
class Body:
    texts: list[Text] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    calendars: list[Part] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    tnefs: list[Part] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return "\n\n".join(text.shown for text in self.texts if text.shown)

    @property
    def written(self) -> str:
        return "\n".join(text.written for text in self.texts)


def read(root: Part) -> Body:
    """The parts under `root`, sorted out. Levels are bounded by `parts.tree`, so this may call itself."""
    body = Body()
    _read(root, body, alone=True)
    return body


def _read(part: Part, body: Body, alone: bool = False) -> None:
    kind = part.content_type
    if kind == "multipart/alternative":
        _alternative(part, body)
    elif kind == "multipart/related":
        _related(part, body)
    elif kind.startswith("multipart/"):
        for child in part.children:
            _read(child, body)
    elif kind in _MAILS:
        body.mails.append(part)
    elif kind in _CALENDARS or part.name.lower().rstrip().endswith((".ics", ".ical", ".vcs")):
        body.calendars.append(part)
        if part.name:
            body.attachments.append(part)
    elif kind in _TNEF or part.name.lower() == "winmail.dat":
        body.tnefs.append(part)
    elif kind in ("text/plain", "text/html") and (alone or _is_text(part, body)):
        _add(body, part)
    elif part.name or part.disposition == "attachment" or not kind.startswith(("text/", "message/")):
        body.attachments.append(part)


def _is_text(part: Part, body: Body) -> bool:
    """A text with a file name is an attachment, unless it is the first: some servers name the body itself."""
    if part.disposition == "attachment":
        return False
    return not part.name or not body.texts


def _add(body: Body, part: Part) -> None:
    """One more piece of text. One that repeats another (plain and HTML side by side) is left out."""
    had = sum(len(text.written) for text in body.texts)
    if had >= content.MOST_TEXT:
        body.texts[-1].cut = True
        return
    text = _laid_out(part)
    words = _words(text) if body.texts else []
    if not words or all(words != _words(other) for other in body.texts[-3:]):
        body.texts.append(text)


def _words(text: Text) -> list[str]:
    return _WORD.findall(text.shown[:_COMPARED])


def _related(part: Part, body: Body) -> None:
    """The first part is the text (RFC 2387), what follows belongs to it: pictures, mostly."""
    for number, child in enumerate(part.children):
        if number == 0 or child.content_type.startswith("multipart/"):
            _read(child, body)
        elif child.content_type in ("text/plain", "text/html") and body.texts:
            body.attachments.append(child)
        else:
            _read(child, body)


def _alternative(part: Part, body: Body) -> None:
    """One text said in several ways: the plain one, unless the HTML says more."""
    chosen: Body | None = None
    for child in part.children:
        way = Body()
        _read(child, way)
        body.attachments += way.attachments
        body.calendars += way.calendars
        body.mails += way.mails
        body.tnefs += way.tnefs
        if way.texts and (chosen is None or _is_richer(way, chosen.shown)):
            chosen = way
    body.texts += chosen.texts if chosen else []


def _is_richer(way: Body, plain_text: str) -> bool:
    return not _says_no_more(way, plain_text) and _says_more(way.shown, plain_text)


def _says_no_more(way: Body, plain_text: str) -> bool:
    """Whether a glance at a page is enough to know that `_says_more` denies it."""
    few = len(_WORD.findall(plain_text))
    page = way.texts[0].page if len(way.texts) == 1 else None
    if page is None or not few or _is_stub(plain_text, few) or plain.is_markup(plain_text):
        return False
    seen = page.glance(few * 4)
    return seen is not None and seen.words <= few * 4 and not (seen.quotes and not _quotes(plain_text))


def _quotes(plain_text: str) -> bool:
    return any(line.startswith(">") for line in plain_text.split("\n"))


def _says_more(html_text: str, plain_text: str) -> bool:
    """Whether the richer form must be read: the plain one is empty, a stub, or has lost its quotes."""
    if not plain_text.strip():
        return bool(html_text.strip())
    if not html_text.strip():
        return False
    few, many = len(_WORD.findall(plain_text)), len(_WORD.findall(html_text))
    if few * 4 < many:
        return True
    if few < many and _is_stub(plain_text, few):
        return True
    if plain.is_markup(plain_text):
        return True
    return "\n> " in html_text and not _quotes(plain_text)


def _is_stub(plain_text: str, words: int) -> bool:
    """Whether it says little but that the mail has to be looked at elsewhere."""
    lowered = plain_text[:2000].lower()
    return words < _STUB_WORDS and any(phrase in lowered for phrase in _stubs())


@cache
def _stubs() -> tuple[str, ...]:
    table = tomllib.loads((Path(__file__).parent / "clients.toml").read_text("utf-8"))
    return tuple(table["stub"]["phrases"])


def _laid_out(part: Part) -> Text:
    if part.start >= part.end:
        return Text("", "")
    written, cut = content.text(part)
    if part.content_type == "text/html" or plain.is_markup(written):
        return Text(written, None, html.Page(written), cut or len(written) > html.MOST_HTML)
    flowed = part.parameters.get("format", "").lower() == "flowed"
    delsp = part.parameters.get("delsp", "").lower() == "yes"
    return Text(written, plain.to_text(written, flowed, delsp), cut=cut)
