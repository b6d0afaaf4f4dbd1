"""Any of many phrases as one regular expression that branches letter by letter.

`re` tries the branches of "a|b|c" one after the other at every place of a text; with hundreds of phrases that
is most of the work of reading a mail. Phrases that begin alike share their beginning here, so that a place
costs about as much as one phrase. What is matched is the longest phrase, as if the longest stood first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def any_of(phrases: Iterable[str]) -> str:
    """The source of a pattern that matches any of these words as they are written. There must be one."""
    return any_of_pieces([re.escape(letter) for letter in phrase] for phrase in phrases)


def any_of_pieces(phrases: Iterable[Sequence[str]]) -> str:
    """The same of phrases cut into pieces already, each the source of a pattern: a letter or a wildcard."""
    root = _Branch()
    for phrase in phrases:
        branch = root
        for piece in phrase:
            branch = branch.setdefault(piece, _Branch())
        branch.ends = True
    return _written(root)


class _Branch(dict[str, "_Branch"]):
    """What may follow a beginning, by its next piece; `ends` says that a phrase ends here."""

    ends = False


def _written(branch: _Branch) -> str:
    onward = "|".join(piece + _written(rest) for piece, rest in branch.items())
    if not onward:
        return ""
    return f"(?:{onward}){'?' if branch.ends else ''}" if branch.ends or len(branch) > 1 else onward
