"""What an element of an HTML body is: hidden, a signature, a quote. The names are in `clients.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selectolax.lexbor import LexborNode

MOST_STYLE = 2000  # characters of a style that are read; the readings are remembered, for styles repeat
_WEBMAIL_PREFIX = re.compile(r"^(?:x_|m_-?\d{1,30}|gmail-)+")

# All of these are for a style in lower case.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])opacity\s*:\s*0(?:\.0{0,9})?\s*(?:!|;|$)"
)
_NO_HEIGHT = re.compile(r"(?:^|[;\s])(?:max-)?height\s*:\s*0(?![.\d%])")
_CLIPPED = re.compile(r"overflow\s*:\s*hidden")
_FONT_SIZE = re.compile(r"font-size\s*:\s*(\d{0,5}(?:\.\d{1,5})?)\s*(px|pt|em|rem|%)?")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(pre|normal|nowrap)")
_NO_MARGIN = re.compile(
    r"margin-bottom\s*:\s*0[a-z]{0,2}\s*(?:;|!|$)"
    r"|margin\s*:\s*0[a-z]{0,2}(?:\s{1,5}0(?:\.0{1,6}1?)?[a-z]{0,2}){0,3}\s*(?:;|!|$)"
)
_LEFT_BORDER = re.compile(r"border-left(?:-width|-style|-color)?\s*+:\s*+(?!none|medium none|0(?![.\d]))")
_WORD_QUOTE = re.compile(r"border\s*:\s*none\s*;\s*border-left\s*:\s*solid")
_WORD_SEPARATOR = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid")


class Style(NamedTuple):
    """What an element's own style says of its text."""

    hides: bool = False
    invisible: bool | None = None  # the letters are too small to be seen; None where it does not say
    keeps_blanks: bool | None = None  # line ends are kept as written; None where it does not say
    tight: bool = False  # no room is left after a paragraph
    cites: bool = False  # a line is drawn to the left
    quotes: bool = False  # the line that Outlook draws to the left of an older mail
    separates: bool = False  # the line that Outlook draws above "From: … Sent: …"


NO_STYLE = Style()


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


def named(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """What `names` asks for, no longer than it is read; nothing where the element has no name."""
    written = attributes.get
    classes, id_, name, smart = written("class"), written("id"), written("name"), written("data-smartmail")
    if not (classes or id_ or name or smart):
        return ()
    return (classes or "")[:1000], (id_ or "")[:200], (name or "")[:200], (smart or "")[:200]


def names_of(attributes: Mapping[str, str | None]) -> frozenset[str]:
    return names(*named(attributes))


@lru_cache(1024)
def names(classes: str = "", id_: str = "", name: str = "", smart: str = "") -> frozenset[str]:
    """The classes (".x"), the id ("#x") and the name ("@x") that an element goes by."""
    found = [f".{_bare(one)}" for one in classes.split()]
    found += [mark + _bare(one) for mark, one in (("#", id_), ("@", name), (".", smart)) if one]
    return frozenset(found)


def _bare(name: str) -> str:
    return _WEBMAIL_PREFIX.sub("", name[:200].lower())


def style_of(attributes: Mapping[str, str | None]) -> Style:
    return style(attributes.get("style") or "")


def style(written: str) -> Style:
    if not written:
        return NO_STYLE
    return _remembered(written) if len(written) <= MOST_STYLE else _read(written)


def _read(written: str) -> Style:
    """A pattern is tried where its word stands: most styles say none of this, and a page has thousands."""
    whole = written.lower()
    style = whole[:MOST_STYLE]
    hides = ("display" in style or "visibility" in style or "opacity" in style) and _HIDDEN.search(style)
    clips = "overflow" in style and _NO_HEIGHT.search(style) and _CLIPPED.search(style)
    return Style(
        bool(hides or clips),
        _is_invisible(style) if "font-size" in style else None,
        _keeps_blanks(style) if "white-space" in style else None,
        "margin" in style and bool(_NO_MARGIN.search(style)),
        "border-left" in whole and bool(_LEFT_BORDER.search(whole)),
        "border-left" in whole and bool(_WORD_QUOTE.search(whole)),
        "border-top" in whole and bool(_WORD_SEPARATOR.search(whole)),
    )


_remembered = lru_cache(1024)(_read)


def _is_invisible(style: str) -> bool | None:
    match = _FONT_SIZE.search(style)
    if match is None or match[1] in ("", "."):
        return None
    return float(match[1]) <= (1 if (match[2] or "px") in ("px", "pt") else 0.05)


def _keeps_blanks(style: str) -> bool | None:
    match = _PREFORMATTED.search(style)
    return None if match is None else match[1] == "pre"


def is_hidden(names: frozenset[str], style: Style) -> bool:
    return style.hides or bool(names and names & _clients().hidden)


def is_signature(names: frozenset[str]) -> bool:
    return bool(names & _clients().signatures)


def quotes_to_the_end(names: frozenset[str]) -> bool:
    return bool(names & _clients().to_the_end)


def might_be_quote(tag: str, names: frozenset[str], style: Style) -> bool:
    """False only where `is_quote` cannot hold, whatever stands around and inside."""
    return tag == "blockquote" or (tag == "div" and style.quotes) or bool(names & _clients().quotes)


def is_quote(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], above: Callable[[], str]
) -> bool:
    """Whether the element is a quote as a whole. `above` gives the text that stands right above it."""
    names, style = names_of(attributes), style_of(attributes)
    if tag == "blockquote":
        return _is_cited(attributes, names, style) or _is_attribution(above())
    if not names & _clients().quotes:
        return tag == "div" and style.quotes
    for child in node.iter(include_text=False):
        if child.tag == "blockquote":
            inner = child.attributes
            if _is_cited(inner, names_of(inner), style_of(inner)):
                return False
    return not _begins_with_dashes(node)


def _begins_with_dashes(node: LexborNode) -> bool:
    """ "---------- Forwarded message ---------": what follows is what is sent, and no quote."""
    for inner in node.traverse(include_text=True):
        if inner.is_text_node and (text := (inner.text_content or "").strip()):
            return text.startswith("-----")
    return False


def _is_cited(attributes: Mapping[str, str | None], names: frozenset[str], style: Style) -> bool:
    cite = (attributes.get("type") or "").lower() == "cite"
    return cite or style.cites or bool(names & _clients().quotes)


def _is_attribution(before: str) -> bool:
    line = before[-300:].rstrip().lower()
    return line.endswith((":", "：")) and any(verb in line for verb in _clients().verbs)


def is_tight(names: frozenset[str], style: Style) -> bool:
    """Whether a paragraph leaves no empty line after it: Word's never do, and some styles say so."""
    return style.tight or any(name.startswith(".mso") for name in names)


def image_text(alt: str) -> str:
    """What a picture says to a reader who does not see it; "" for file names and machine descriptions."""
    text = alt.strip()[:200]
    lowered = text.lower()
    if lowered.endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg")):
        return ""
    return "" if any(phrase in lowered for phrase in _clients().made_up) else text
