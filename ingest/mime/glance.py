"""What the text of a page can hold at most, told from its tree without laying it out.

Most mails say the same in plain text and in HTML, and the plain text is read. To know that the HTML has not
far more words and quotes nothing, bounds are enough, and they take a fifth of the time.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from ingest.mime.elements import BLOCK, CELLS, element

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_WORD = re.compile(r"\w+")
_NO_MARKS = (string.ascii_letters + string.digits + "_ \t\n\r\v\f").encode()
_LINKS = "a[href]"
_PICTURES = "img[alt]"  # these are the elements whose attributes `html` writes into the text
_NAMED = "blockquote, [class], [id], [name], [data-smartmail], div[style*=border-left i]"  # may be quotes
_LITERAL = "pre, [style*=white-space i]"  # without these, blanks are never kept as written
_BEGINS_A_LINE = BLOCK | CELLS  # the first cell begins one, and the others follow a space


class Glance(NamedTuple):
    words: int  # no more than these are in the text
    quotes: bool  # whether a line of the text may begin as a quoted one does


def glance(tree: LexborHTMLParser, top: LexborNode, enough: int = 0) -> Glance:
    """Bounds for the text of the page `tree` that stands under `top`.

    A bound of `enough` words or fewer is not narrowed any further.
    """
    links = tree.css(_LINKS)
    descriptions = [image.attributes.get("alt") or "" for image in tree.css(_PICTURES)]
    said = [top.text(separator=" "), *descriptions]
    addresses = [link.attributes.get("href") or "" for link in links]
    whole = " ".join(said + addresses)
    words = _most_words(whole)
    if words > enough:
        pictures_say = any(map(str.strip, descriptions))
        silent = _silent(links, pictures_say) if not tree.css_first(_LITERAL) else ()
        heard = " ".join(said + [one for number, one in enumerate(addresses) if number not in silent])
        words = _most_words(heard)
        if words > enough:
            words = len(_WORD.findall(heard))
    return Glance(words, ">" in whole or any(_may_quote(node) for node in tree.css(_NAMED)))


def _most_words(text: str) -> int:
    """No fewer than the words in `text`: inside of what blanks enclose, a mark stands between any two."""
    written = text.encode("utf-8", "replace")
    return len(written.split()) + len(written.translate(None, _NO_MARKS))


def _may_quote(node: LexborNode) -> bool:
    said = element(node.tag or "", node.attributes)
    return said.to_the_end or said.may_quote


def _silent(links: list[LexborNode], pictures_say: bool) -> set[int]:
    """Those of the links that have nothing in them but blanks, and stand where blanks say nothing: at the
    beginning of a line, as a link around a picture does. Their address is not written."""
    silent: set[int] = set()
    last = 0  # the silent link before
    for number, link in enumerate(links):
        if not _is_blank(link.text()) or not _begins(link, last):
            continue
        if not pictures_say or not any(map(_says, link.css(_PICTURES))):
            silent.add(number)
            last = link.mem_id
    return silent


def _begins(link: LexborNode, silent: int) -> bool:
    before = link.prev
    if before is not None and before.is_text_node and _is_blank(before.text_content or ""):
        before = before.prev
    if before is not None:
        return before.tag == "br" or before.mem_id == silent
    return link.parent is not None and link.parent.tag in _BEGINS_A_LINE


def _is_blank(text: str) -> bool:
    return not text.strip(" \t\r\n\f")


def _says(image: LexborNode) -> bool:
    return bool((image.attributes.get("alt") or "").strip())
