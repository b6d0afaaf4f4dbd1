"""HTML bodies as the text that a reader sees, in the form of `Message.text`."""

from __future__ import annotations

import html as entities
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ingest.mime import marks, nesting
from ingest.mime.elements import CELLS, UNSEEN, element
from ingest.mime.glance import Glance, glance
from ingest.mime.lines import RULE, SIGNATURE, Lines
from ingest.mime.nesting import tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from ingest.mime.elements import Element

MOST_HTML = 1_000_000  # characters read
MOST_TEXT = 1_000_000  # characters written
_MOST_NODES = 400_000
_MOST_URL = 300

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


# Most elements end in one of these ways, and a page has thousands.
_NOTHING = _Leave()
_AT_GAP = (_NOTHING, _Leave(gap=1), _Leave(gap=2))
_AT_CELL = _Leave(cell=True)


def to_text(html: str) -> str:
    """The visible text of `html`, never raising.

    Quoted parts begin with "> " once per level, a marked signature follows a line "-- ", a rule is "-----",
    a list item begins with "- ", a link is its text and then its address in angle brackets. Hidden nodes are
    left out. Of more than `MOST_HTML` characters the rest is not read; a page nested so deeply that no
    person wrote it is stripped of its tags instead of being understood.
    """
    return Page(html).text()


class Page:
    """A page whose tree, built once, is looked at before it is laid out, or instead."""

    def __init__(self, html: str) -> None:
        self._html = html

    def text(self) -> str:
        """As of `to_text`."""
        if self._tree is None:
            return _stripped(self._written)
        top = _top(self._tree)
        return _walked(top) if top else ""

    def glance(self, enough: int = 0) -> Glance | None:
        """What `text` can hold at most, as of `glance`; None for a page that is not understood."""
        top = _top(self._tree) if self._tree else None
        return glance(self._tree, top, enough) if self._tree and top else None

    @cached_property
    def _written(self) -> str:
        return self._html[:MOST_HTML].encode("utf-8", "replace").decode("utf-8")

    @cached_property
    def _tree(self) -> LexborHTMLParser | None:
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError

        if not nesting.safe(self._written):
            return None
        try:
            return LexborHTMLParser(self._written)
        except (SelectolaxError, ValueError, RuntimeError):
            return None


def _top(tree: LexborHTMLParser) -> LexborNode | None:
    return tree.body or tree.root


def _walked(top: LexborNode) -> str:
    out = Lines(MOST_TEXT)
    nodes, inherited, leave = iter([top]), _Inherited(), _NOTHING
    open_elements: list[tuple[Iterator[LexborNode], _Inherited, _Leave]] = []
    for _ in range(2 * _MOST_NODES):
        if out.full:
            break
        node = next(nodes, None)
        if node is None:
            if not open_elements:
                break
            if leave is not _NOTHING:
                _leave(out, leave)
            nodes, inherited, leave = open_elements.pop()
        elif node.is_text_node:
            if not inherited.invisible:
                (out.literal if inherited.literal else out.text)(node.text_content or "")
        elif (tag := node.tag or "-")[0] != "-" and tag not in UNSEEN:
            entered = _enter(out, node, tag, inherited)
            if entered is not None:
                open_elements.append((nodes, inherited, leave))
                nodes = node.iter(include_text=True)
                leave, inherited = entered
    return out.joined()


def _enter(out: Lines, node: LexborNode, tag: str, inherited: _Inherited) -> tuple[_Leave, _Inherited] | None:
    """Write what an element begins with. Returns what to do at its end; None where its inside is skipped."""
    if tag == "br":
        out.line_break()
        return None
    if tag in _PLAIN:
        return _NOTHING, inherited
    attributes = node.attributes
    said = element(tag, attributes)
    if said.hidden or "hidden" in attributes:
        return None
    if tag == "img":
        out.text(marks.image_text(attributes.get("alt") or ""))
        return None
    gap = said.gap
    if gap:
        out.end(gap)
    depth = -1 if said.plain else _begin(out, node, tag, attributes, said)
    if tag == "hr":
        return None
    href = attributes.get("href") or "" if tag == "a" else ""
    href = href if href[:4].lower() == "http" else ""
    leave = _AT_CELL if tag in CELLS else _AT_GAP[gap]
    if href or said.signature or depth >= 0:
        leave = _Leave(gap, depth, href, out.pieces, tag in CELLS, said.signature)
    if said.literal is None and said.invisible is None:
        return leave, inherited
    return leave, _passed_on(said, inherited)


def _begin(
    out: Lines, node: LexborNode, tag: str, attributes: Mapping[str, str | None], said: Element
) -> int:
    """Write what stands before an element that is more than room. Returns the depth to go back to, or -1."""
    depth = -1
    if tag == "hr":
        out.rule()
    if said.to_the_end:
        out.end(1)
        out.depth += 1
    elif said.may_quote and marks.is_quote(node, tag, attributes, out.last):
        out.end(1)
        out.unmark()
        depth = out.depth
        out.depth += 1
    if tag == "hr":
        return depth
    if said.signature:
        out.end(1)
        out.mark(SIGNATURE)
    elif said.separates:
        out.mark(RULE)
    if said.item:
        out.lead("- ")
    return depth


def _passed_on(said: Element, inherited: _Inherited) -> _Inherited:
    literal = inherited.literal if said.literal is None else said.literal
    return _Inherited(literal, inherited.invisible if said.invisible is None else said.invisible)


def _leave(out: Lines, end: _Leave) -> None:
    gap, depth, href, pieces, cell, signature = end
    if href and out.pieces > pieces:
        _address(out, href)
    if gap:
        out.end(gap)
    if depth >= 0:
        out.depth = depth
    if cell:
        out.space()
    if signature:
        out.unmark()


def _address(out: Lines, href: str) -> None:
    address = href.strip()
    scheme = _SCHEME.match(address)
    bare = address[scheme.end() :] if scheme else address
    if not out.last().rstrip("/").endswith(bare.rstrip("/")):
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
