"""What the text of a page can hold at most, told from its tree without laying it out.

Most mails say the same in plain text and in HTML, and the plain text is read. To know that the HTML has not
far more words and quotes nothing, bounds are enough, and they take a fifth of the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.mime import marks

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_WORD = re.compile(r"\w+")
_WRITTEN = "a[href], img[alt]"  # the elements whose attributes `html` writes into the text
_NAMED = (
    "blockquote, [class], [id], [name], [data-smartmail], div[style]"  # those that `marks` may call quotes
)


class Glance(NamedTuple):
    words: int  # no more than these are in the text
    quotes: bool  # whether a line of the text may begin as a quoted one does


def glance(tree: LexborHTMLParser, top: LexborNode) -> Glance:
    """Bounds for the text of the page `tree` that stands under `top`."""
    said = [top.text(separator=" ")]
    for node in tree.css(_WRITTEN):
        attributes = node.attributes
        said += [attributes.get("href") or "", attributes.get("alt") or ""]
    whole = " ".join(said)
    quotes = ">" in whole or any(marks.may_quote(node.tag, node.attributes) for node in tree.css(_NAMED))
    return Glance(len(_WORD.findall(whole)), quotes)
