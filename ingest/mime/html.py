"""HTML bodies as the text that a reader sees, in the form of `Message.text`."""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.mime import marks, nesting
from ingest.mime.lines import RULE, SIGNATURE, Lines
from ingest.mime.nesting import tags

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MOST_HTML = 1_000_000  # characters read
MOST_TEXT = 1_000_000  # characters written
_MOST_NODES = 400_000
_MOST_URL = 300

_UNSEEN = tags(
    "style script head title noscript template svg math object select textarea iframe audio video canvas"
    " datalist map"
)
_EMPTY_LINE_AFTER = tags("p h1 h2 h3 h4 h5 h6 blockquote pre")
_BLOCK = _EMPTY_LINE_AFTER | tags(
    "div table tr ul ol li section article aside nav header footer center address dl dt dd form tbody thead"
    " tfoot fieldset main body caption figure figcaption details summary"
)
_PLAIN = tags("b i strong em u")  # so common, and so rarely styled, that attributes are not read

_TAG_LIKE = re.compile(r"<[^<>]*>")
_UNSEEN_SPANS = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<title", "</title"))
_LINE_ENDS = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h\d|/?table|hr)\b", re.I)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.I)


class _Inherited(NamedTuple):
    literal: bool = False
    invisible: bool = False


class _Leave(NamedTuple):
    """What to do when an element has been read."""

    gap: int = 0
    depth: int = -1
    href: str = ""
    pieces: int = 0  # of text before a link
    cell: bool = False
    signature: bool = False


def to_text(html: str) -> str:
    """The visible text of `html`, never raising.

    Quoted parts begin with "> " once per level, a marked signature follows a line "-- ", a rule is "-----",
    a list item begins with "- ", a link is its text and then its address in angle brackets. Hidden nodes are
    left out. Of more than `MOST_HTML` characters the rest is not read; a page nested so deeply that no
    person wrote it is stripped of its tags instead of being understood.
    """
    page = html[:MOST_HTML].encode("utf-8", "replace").decode("utf-8")
    if nesting.safe(page):
        return _walked(page)
    return _stripped(page)


def _walked(page: str) -> str:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        tree = LexborHTMLParser(page)
    except (SelectolaxError, ValueError, RuntimeError):
        return _stripped(page)
    top = tree.body or tree.root
    if top is None:
        return ""
    out = Lines(MOST_TEXT)
    ahead: list[tuple[LexborNode | _Leave, _Inherited]] = [(top, _Inherited())]
    for _ in range(2 * _MOST_NODES):
        if not ahead or out.full:
            break
        node, inherited = ahead.pop()
        if isinstance(node, _Leave):
            _leave(out, node)
        elif node.is_text_node:
            if not inherited.invisible:
                (out.literal if inherited.literal else out.text)(node.text_content or "")
        elif (tag := node.tag or "-")[0] != "-" and tag not in _UNSEEN:
            entered = _enter(out, node, tag, inherited)
            if entered is not None:
                leave, passed_on = entered
                ahead.append((leave, inherited))
                children = [(child, passed_on) for child in node.iter(include_text=True)]
                children.reverse()
                ahead += children
    return out.joined()


def _enter(out: Lines, node: LexborNode, tag: str, inherited: _Inherited) -> tuple[_Leave, _Inherited] | None:
    """Write what an element begins with. Returns what to do at its end; None where its inside is skipped."""
    if tag == "br":
        out.line_break()
        return None
    if tag in _PLAIN:
        return _Leave(), inherited
    attributes = node.attributes
    names = marks.names_of(attributes) if attributes else frozenset()
    if attributes and marks.is_hidden(attributes, names):
        return None
    if tag == "img":
        out.text(marks.image_text(attributes.get("alt") or ""))
        return None
    block = tag in _BLOCK
    gap = 0 if not block else 2 if tag in _EMPTY_LINE_AFTER else 1
    if tag == "p" and attributes and marks.is_tight(attributes, names):
        gap = 1
    if block:
        out.end(gap)
    depth = -1
    if tag == "hr":
        out.rule()
    if names and marks.quotes_to_the_end(names):
        out.end(1)
        out.depth += 1
    elif (tag == "blockquote" or (block and attributes)) and marks.is_quote(
        node, attributes, names, out.last()
    ):
        out.end(1)
        out.unmark()
        depth = out.depth
        out.depth += 1
    if tag == "hr":
        return None
    signature = bool(names) and marks.is_signature(names)
    if signature:
        out.end(1)
        out.mark(SIGNATURE)
    elif block and marks.is_word_separator(attributes):
        out.mark(RULE)
    if tag == "li":
        out.lead("- ")
    href = attributes.get("href") or "" if tag == "a" else ""
    href = href if href[:4].lower() == "http" else ""
    leave = _Leave(gap, depth, href, out.pieces, tag in ("td", "th"), signature)
    return leave, _passed_on(tag, (attributes.get("style") or "")[: marks.MOST_STYLE], inherited)


def _passed_on(tag: str, style: str, inherited: _Inherited) -> _Inherited:
    literal, invisible = inherited
    if tag == "pre":
        literal = True
    if style:
        keeps, tiny = marks.keeps_blanks(style), marks.font_is_invisible(style)
        literal = literal if keeps is None else keeps
        invisible = invisible if tiny is None else tiny
    return _Inherited(literal, invisible)


def _leave(out: Lines, end: _Leave) -> None:
    if end.href and out.pieces > end.pieces:
        _address(out, end.href)
    if end.gap:
        out.end(end.gap)
    if end.depth >= 0:
        out.depth = end.depth
    if end.cell:
        out.space()
    if end.signature:
        out.unmark()


def _address(out: Lines, href: str) -> None:
    address = href.strip()
    if not out.last().rstrip("/").endswith(_SCHEME.sub("", address).rstrip("/")):
        out.text(f" <{address[:_MOST_URL]}>")


def _stripped(page: str) -> str:
    """The text between the tags, for a page that no tree should be built from."""
    for begin, end in _UNSEEN_SPANS:
        page = _without(page, begin, end)
    out = Lines(MOST_TEXT)
    out.literal(entities.unescape(_TAG_LIKE.sub("", _LINE_ENDS.sub(lambda match: "\n" + match[0], page))))
    return out.joined()


def _without(page: str, begin: str, end: str) -> str:
    kept = []
    at = 0
    lowered = page.lower()
    if len(lowered) != len(page):  # a few capital letters have longer small ones
        lowered = page
    while (start := lowered.find(begin, at)) >= 0:
        kept.append(page[at:start])
        at = lowered.find(end, start)
        if at < 0:
            return "".join(kept)
        at = lowered.find(">", at) + 1 or len(page)
    return "".join([*kept, page[at:]])
