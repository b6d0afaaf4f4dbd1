"""The one door through which words of a mail or an invite reach a page or a screen.

Everything that could command a terminal, turn the reading direction, hide or add lines is removed (see the
Unicode Technical Report #36 on bidirectional overrides, ECMA-48 on escape sequences).
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 2000  # characters of one text that are worth showing
# Escape sequences with what they carry: CSI, OSC and other strings, and two-byte ones (ECMA-48 §5.4, §5.6).
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,512}(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]{0,4}[0-~]"
)
# Joiners that scripts and emoji need; every other invisible character goes.
_JOINERS = frozenset("\u200c\u200d")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#!|~>$^=])")


def plain(text: str, longest: int = _LONGEST) -> str:
    """`text` on one line, with nothing left in it but characters to be read."""
    bare = _ESCAPES.sub("", text[: _LONGEST * 2])
    shown = "".join(" " if _is_space(char) else char for char in bare if not _is_hidden(char))
    line = " ".join(shown.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def markdown(text: str, longest: int = _LONGEST) -> str:
    """`plain` text in which no Markdown and no HTML means anything; no address becomes a link."""
    line = plain(text, longest).replace("&", "&amp;").replace("<", "&lt;")
    line = _MARKDOWN.sub(r"\\\1", line)
    line = line.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")
    return re.sub(r"^(\d{0,9})([-+.)])", r"\1\\\2", line)  # what would begin a list


def _is_space(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Zl", "Zp", "Zs"}


def _is_hidden(char: str) -> bool:
    """Controls, format characters (bidi marks and overrides, zero widths, tags), surrogates, private use."""
    if char in _JOINERS or char in "\t\n\r\v\f\x85":
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}


def plain_lines(text: str) -> list[str]:
    """`text` line by line, each as `plain` shows it; the lines stay what they were."""
    return [plain(line) for line in text.splitlines()]
