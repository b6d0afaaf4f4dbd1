"""Visible text, gathered into lines with their quote marks."""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u2007\u200e\u200f\x00]")
_BLANK = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u3000]+")
_MOST_LEVELS = 10
SIGNATURE = "-- "
RULE = "-----"


def _is_even(written: str) -> bool:
    """Whether all blanks are single spaces, as in most texts: no other blank is printable."""
    return written.isprintable() and "  " not in written and "\u034f" not in written


class Lines:
    """What was written so far. `depth` is the number of quotes around what comes next."""

    def __init__(self, most_characters: int) -> None:
        self.depth = 0
        self._room = most_characters
        self._done: list[str] = []
        self._line: list[str] = []  # the line being written, in pieces
        self._spaced = True  # no space is wanted at this point
        self._held_open = False  # a no-break space stands alone on the line: it is meant to be empty
        self._gap = 0  # line ends since the last text: 1 begins a line, 2 leaves one empty
        self._lead = ""  # a bullet that waits for its text
        self._mark = ""  # a line that waits for text after it
        self._last_depth = 0
        self._said = False  # something stands outside all quotes
        self.pieces = 0  # of text, so far
        self.full = False  # no more room

    def text(self, written: str) -> None:
        """Running text: any run of blanks is one space."""
        if self._spaced and written.isspace():  # most of what stands between tags
            if "\xa0" in written and not self._line:
                self._held_open = True
            return
        seen = written if _is_even(written) else _BLANK.sub(" ", _INVISIBLE.sub("", written))
        if self._spaced:
            seen = seen.lstrip()
            if not seen:
                self._held_open = self._held_open or (not self._line and "\xa0" in written)
        if seen:
            self._add(seen)

    def literal(self, written: str) -> None:
        """Preformatted text: its line ends are kept."""
        first, *rest = _INVISIBLE.sub("", written).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._piece(first)
        for line in rest:
            self.line_break()
            self._piece(line)

    def _piece(self, written: str) -> None:
        seen = written.replace("\xa0", " ").replace("\t", " ")
        if seen.strip() or (seen and self._line):
            self._add(seen)

    def _add(self, seen: str) -> None:
        if not self._line:
            self._begin()
        self._line.append(seen)
        self._spaced = seen[-1] == " "
        self.pieces += 1

    def space(self) -> None:
        """One space before whatever follows on this line."""
        if self._line and not self._spaced:
            self._line.append(" ")
            self._spaced = True

    def lead(self, bullet: str) -> None:
        self._lead = bullet

    def mark(self, line: str) -> None:
        """Write this line before the next text; nothing if none comes before `unmark`."""
        self._mark = line

    def unmark(self) -> None:
        self._mark = ""

    def rule(self) -> None:
        self.end(1)
        if self._done and not self._done[-1].endswith(RULE):
            self._write(RULE)
            self._gap = 1

    def line_break(self) -> None:
        if self._line:
            self.end(1)
        else:
            self._gap = min(self._gap + 1, 2)

    def end(self, gap: int) -> None:
        """End the line, if one was begun, and leave `gap` - 1 empty lines after it."""
        if not self._line:
            if self._held_open:
                gap, self._held_open = 2, False
            if gap > self._gap:
                self._gap = gap
            self._spaced = True
            return
        line = "".join(self._line).rstrip()
        self._line = []
        self._spaced = True
        if line:
            if line == "--":
                if self._done and self._done[-1].endswith(SIGNATURE):
                    return
                line = SIGNATURE
            self._write(line)
            self._gap = gap
        else:
            self._gap = max(self._gap, 2 if self._held_open else gap)
        self._held_open = False

    def last(self) -> str:
        """The end of what was written, over line ends: an attribution may be broken over two lines."""
        return " ".join([*(line[-300:] for line in self._done[-2:]), "".join(self._line[-20:])]).strip()

    def joined(self) -> str:
        self.end(0)
        return "\n".join(self._done)

    def _begin(self) -> None:
        if self._mark:
            mark, self._mark = self._mark, ""
            if not self._needless(mark):
                self._write(mark)
                self._gap = 1
        if self._lead:
            self._line.append(self._lead)
            self._lead = ""

    def _needless(self, mark: str) -> bool:
        """The mark stands there already, or the "signature" is all that was said."""
        if self._done and self._done[-1].endswith(mark):
            return True
        return mark == SIGNATURE and not self.depth and not self._said

    def _write(self, line: str) -> None:
        depth = min(self.depth, _MOST_LEVELS)
        if self._done and self._gap > 1:
            self._done.append(("> " * min(depth, self._last_depth)).rstrip())
        whole = "> " * depth + line
        self._done.append(whole[: max(self._room, 0)])
        self._room -= len(whole) + 1
        self.full = self._room <= 0
        self._last_depth = depth
        self._said = self._said or depth == 0
