"""What an element of an HTML body says by its tag and its attributes, whatever stands around it.

Pages are made by programs and repeat their elements, so what one says is remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.mime import marks
from ingest.mime.nesting import tags

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSEEN = tags(
    "style script head title noscript template svg math object select textarea iframe audio video canvas"
    " datalist map"
)
CELLS = tags("td th")
_EMPTY_LINE_AFTER = tags("p h1 h2 h3 h4 h5 h6 blockquote pre")
BLOCK = _EMPTY_LINE_AFTER | tags(
    "div table tr ul ol li section article aside nav header footer center address dl dt dd form tbody thead"
    " tfoot fieldset main body caption figure figcaption details summary"
)


class Element(NamedTuple):
    hidden: bool
    gap: int  # line ends before and after it, as of `Lines.end`
    plain: bool  # nothing of the next five, and no rule: it is only room for what stands in it
    to_the_end: bool  # it and all that follows is quoted
    may_quote: bool  # `marks.is_quote` is to be asked
    signature: bool
    separates: bool
    item: bool  # of a list
    literal: bool | None  # line ends are kept as written; None where that is as around it
    invisible: bool | None  # as of `marks.Style`


def element(tag: str, attributes: Mapping[str, str | None]) -> Element:
    """What the element says. "hidden" is the one attribute that this may not know of."""
    if not attributes:
        return _remembered(tag)
    names, style = marks.named(attributes), attributes.get("style") or ""
    if len(style) <= marks.MOST_STYLE:
        return _remembered(tag, style, *names) if names else _remembered(tag, style)
    return _element(tag, style, *names)


def _element(tag: str, written: str = "", *called: str) -> Element:
    names, style = marks.names(*called), marks.style(written)
    gap = 2 if tag in _EMPTY_LINE_AFTER else 1 if tag in BLOCK else 0
    if tag == "p" and marks.is_tight(names, style):
        gap = 1
    to_the_end = marks.quotes_to_the_end(names)
    may_quote = bool(gap) and not to_the_end and marks.might_be_quote(tag, names, style)
    signature, separates = marks.is_signature(names), bool(gap) and style.separates
    item = tag == "li"
    return Element(
        hidden=marks.is_hidden(names, style),
        gap=gap,
        plain=not (to_the_end or may_quote or signature or separates or item or tag == "hr"),
        to_the_end=to_the_end,
        may_quote=may_quote,
        signature=signature,
        separates=separates,
        item=item,
        literal=True if tag == "pre" and style.keeps_blanks is None else style.keeps_blanks,
        invisible=style.invisible,
    )


_remembered = lru_cache(2048)(_element)
