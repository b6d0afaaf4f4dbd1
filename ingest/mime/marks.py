"""What an element of an HTML body is: hidden, a signature, a quote. The names are in `clients.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

MOST_STYLE = 2000  # characters of a style that are read; the readings are remembered, for styles repeat
_WEBMAIL_PREFIX = re.compile(r"^(?:x_|m_-?\d{1,30}|gmail-)+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])opacity\s*:\s*0(?:\.0{0,9})?\s*(?:!|;|$)", re.I
)
_NO_HEIGHT = re.compile(r"(?:^|[;\s])(?:max-)?height\s*:\s*0(?![.\d%])", re.I)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.I)
_FONT_SIZE = re.compile(r"font-size\s*:\s*(\d{0,5}(?:\.\d{1,5})?)\s*(px|pt|em|rem|%)?", re.I)
_LEFT_BORDER = re.compile(
    r"border-left(?:-width|-style|-color)?\s*+:\s*+(?!none|medium none|0(?![.\d]))", re.I
)
_WORD_QUOTE = re.compile(r"border\s*:\s*none\s*;\s*border-left\s*:\s*solid", re.I)
_WORD_SEPARATOR = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid", re.I)
_NAMING = (("#", "id"), ("@", "name"), (".", "data-smartmail"))
_NO_MARGIN = re.compile(
    r"margin-bottom\s*:\s*0[a-z]{0,2}\s*(?:;|!|$)"
    r"|margin\s*:\s*0[a-z]{0,2}(?:\s{1,5}0(?:\.0{1,6}1?)?[a-z]{0,2}){0,3}\s*(?:;|!|$)",
    re.I,
)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(pre|normal|nowrap)", re.I)


class _Clients(NamedTuple):
    quotes: frozenset[str]
    to_the_end: frozenset[str]
    signatures: frozenset[str]
    hidden: frozenset[str]
    verbs: tuple[str, ...]
    made_up: tuple[str, ...]


@cache
def _clients() -> _Clients:
    table = tomllib.loads((Path(__file__).parent / "clients.toml").read_text("utf-8"))

    def names(section: str) -> frozenset[str]:
        kinds = {"classes": ".", "ids": "#", "names": "@"}
        return frozenset(kinds[kind] + name for kind, given in table[section].items() for name in given)

    return _Clients(
        names("quote"),
        names("quote_to_the_end"),
        names("signature"),
        names("hidden"),
        tuple(table["attribution"]["verbs"]),
        tuple(table["images"]["made_up"]),
    )


def names_of(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """The classes (".x"), the id ("#x") and the name ("@x") that an element goes by."""
    found = [f".{_bare(one)}" for one in (attributes.get("class") or "")[:1000].split()]
    for mark, key in _NAMING:
        if name := attributes.get(key):
            found.append(mark + _bare(name))
    return frozenset(found)


def _bare(name: str) -> str:
    return _WEBMAIL_PREFIX.sub("", name[:200].lower())


def is_hidden(attributes: Mapping[str, str | None], names: frozenset[str]) -> bool:
    if "hidden" in attributes or names & _clients().hidden:
        return True
    style = attributes.get("style")
    return _hides(style[:MOST_STYLE]) if style else False


@lru_cache(1024)
def _hides(style: str) -> bool:
    if _HIDDEN.search(style):
        return True
    return bool(_NO_HEIGHT.search(style) and _CLIPPED.search(style))


def is_signature(names: frozenset[str]) -> bool:
    return bool(names & _clients().signatures)


def quotes_to_the_end(names: frozenset[str]) -> bool:
    return bool(names & _clients().to_the_end)


def is_quote(
    node: LexborNode, attributes: Mapping[str, str | None], names: frozenset[str], before: str
) -> bool:
    """Whether the element is a quote as a whole. `before` is the text that stands right above it."""
    if node.tag == "blockquote":
        return _is_cited(attributes, names) or _is_attribution(before)
    if not names & _clients().quotes:
        return node.tag == "div" and bool(_WORD_QUOTE.search(attributes.get("style") or ""))
    for child in node.iter(include_text=False):
        if child.tag == "blockquote":
            inner = child.attributes
            if _is_cited(inner, names_of(inner)):
                return False
    return not _begins_with_dashes(node)


def _begins_with_dashes(node: LexborNode) -> bool:
    """ "---------- Forwarded message ---------": what follows is what is sent, and no quote."""
    for inner in node.traverse(include_text=True):
        if inner.is_text_node and (text := (inner.text_content or "").strip()):
            return text.startswith("-----")
    return False


def _is_cited(attributes: Mapping[str, str | None], names: frozenset[str]) -> bool:
    if (attributes.get("type") or "").lower() == "cite" or names & _clients().quotes:
        return True
    return bool(_LEFT_BORDER.search(attributes.get("style") or ""))


def _is_attribution(before: str) -> bool:
    line = before[-300:].rstrip().lower()
    return line.endswith((":", "：")) and any(verb in line for verb in _clients().verbs)


def is_tight(attributes: Mapping[str, str | None], names: frozenset[str]) -> bool:
    """Whether a paragraph leaves no empty line after it: Word's never do, and some styles say so."""
    return any(name.startswith(".mso") for name in names) or bool(
        _NO_MARGIN.search((attributes.get("style") or "")[:MOST_STYLE])
    )


def is_word_separator(attributes: Mapping[str, str | None]) -> bool:
    """The line that Outlook draws above "From: … Sent: …"."""
    return bool(_WORD_SEPARATOR.search(attributes.get("style") or ""))


@lru_cache(1024)
def font_is_invisible(style: str) -> bool | None:
    """Whether the style makes letters too small to be seen; None where it does not say."""
    match = _FONT_SIZE.search(style)
    if match is None or match[1] in ("", "."):
        return None
    size = float(match[1])
    return size <= (1 if (match[2] or "px").lower() in ("px", "pt") else 0.05)


@lru_cache(1024)
def keeps_blanks(style: str) -> bool | None:
    """Whether the style keeps line ends as written; None where it does not say."""
    match = _PREFORMATTED.search(style)
    return None if match is None else match[1].lower() == "pre"


def image_text(alt: str) -> str:
    """What a picture says to a reader who does not see it; "" for file names and machine descriptions."""
    text = alt.strip()[:200]
    lowered = text.lower()
    if lowered.endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg")):
        return ""
    return "" if any(phrase in lowered for phrase in _clients().made_up) else text
