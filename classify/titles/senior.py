"""Is that the title of a senior leader?"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from classify.names.fold import fold
from classify.titles.words import entries, pattern, source

_LONGEST = 400  # characters that are looked at
_PIECE = re.compile(r"\s*[,;:|/()·•\n–—]+\s*|\s+-\s+|\s+(?:and|at|und|et|y|e)\s+")
_MARKS = str.maketrans({"’": "'", "\u00a0": " ", "‑": "-"})


@lru_cache(maxsize=1024)
def is_senior(title: str) -> bool:
    """Whether it names an executive or a senior leader: VP, director, founder, C-level, head of a function,
    partner, owner, dean, or the one who runs the site.

    Lesser forms are none: a deputy, an assistant to one, an HR business partner, a product owner. A text that
    names several people is senior where one of them is.
    """
    text = fold(" ".join(title[:_LONGEST].translate(_MARKS).split()))
    text = _lesser().sub(" ; ", text)
    if _senior().search(text):
        return True
    alone = entries("senior", "alone")
    pieces = [piece for piece in _PIECE.split(text) if piece]
    return any(piece.strip(" .") in alone for piece in pieces)


@cache
def _senior() -> re.Pattern[str]:
    return re.compile(pattern("senior", "words").pattern + r"(?!'s?(?!\w))")


@cache
def _lesser() -> re.Pattern[str]:
    senior = source("senior", "words")
    before, behind, aides, to = (source("lesser", key) for key in ("before", "behind", "aides", "to"))
    return re.compile(
        rf"(?<!\w)(?:{aides}\s+{to}(?!\w)[^;()|\n]{{0,60}}"
        rf"|{source('lesser', 'words')}(?!\w)"
        rf"|(?:{before}[\s-]+(?:\w+[\s-]+)?{senior}|{senior}(?<! of)\s+{behind})(?!\w))"
    )
