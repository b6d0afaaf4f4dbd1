"""Is a page safe to build a tree from?

A tree builder works in time proportional to tags times depth, and formatting tags left open are repeated in
every block after them (HTML standard, "reconstruct the active formatting elements"). A hundred thousand
nested `<div>`, or a few hundred open `<font>` before as many paragraphs, would take minutes or gigabytes.
One tag with 90,000 attributes takes 17 seconds.
"""

from __future__ import annotations

import re


def tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_FEW = 1500  # so few tags cannot hurt, however they stand
_DEEPEST = 400
_MOST_REPEATED = 500_000

_NEVER_DEEP = tags(
    "area base br col embed hr img input link meta param source track wbr p li tr td th dd dt option tbody"
    " thead tfoot colgroup optgroup html head body"
)
_FORMATTING = tags("a b big code em font i nobr s small strike strong tt u")
_BARRIER = tags("table object applet marquee template svg math caption button select")
_SEARCHED = 40

_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>]+)?)?"""
_MOST_ATTRIBUTES = 2_000
_WITH_ATTRIBUTES = re.compile(  # one tag, and in a group the attribute that is too many
    rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+({_ATTRIBUTE})?"
)
_SHORT = 20_000  # characters: so few hold too few attributes to hurt


def safe(html: str) -> bool:
    """Whether `html` can be built into a tree in time about proportional to its length."""
    if len(html) > _SHORT and not _few_attributes(html):
        return False
    if html.count("<") <= _FEW:
        return True
    open_tags: list[str] = []
    formatting = repeated = 0
    for ends, written in _TAG.findall(html):
        name = written.lower()
        if not ends:
            if name in _FORMATTING:
                formatting += 1
            repeated += formatting
            if name not in _NEVER_DEEP:
                open_tags.append(name)
                if len(open_tags) > _DEEPEST:
                    return False
        else:
            if name in _FORMATTING and formatting:
                formatting -= 1
            if name not in _NEVER_DEEP:
                _close(open_tags, name)
        if repeated > _MOST_REPEATED:
            return False
    return True


def _few_attributes(html: str) -> bool:
    return not any(_WITH_ATTRIBUTES.findall(html))


def _close(open_tags: list[str], name: str) -> None:
    """Take away what the end tag ends, if it is near enough to the top to be meant."""
    lowest = max(len(open_tags) - _SEARCHED, 0)
    for index in range(len(open_tags) - 1, lowest - 1, -1):
        if open_tags[index] == name:
            del open_tags[index:]
            return
        if open_tags[index] in _BARRIER:
            return
