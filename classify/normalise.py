"""One form for words, used for the phrases that are looked for and for the text they are looked for in.

Mail programs curl quotes, lengthen dashes, wrap lines and hide characters; two texts that read the same must
compare the same. Letters keep their case. Every place in the folded text leads back to the original, so that
evidence is always quoted as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

LINK = "\ufffc"  # stands for an address of the web or of mail: no word character, no space

_QUOTES = dict.fromkeys("‘’‚‛′‵´ʼ＇", "'") | dict.fromkeys("“”„‟″‶«»〝〞＂", '"')
_HYPHENS = dict.fromkeys("‐‑‒–−﹘﹣－", "-")
# Tags and variation selectors, as invisible as the others below; a class with them in it is slow to match.
_TAGS = dict.fromkeys(map(chr, (*range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0))), "")
_MARKS = str.maketrans(_QUOTES | _HYPHENS | _TAGS)

# Characters that no reader sees: zero-width spaces and joiners, direction marks, soft hyphens, fillers.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    r"\u180b-\u180d\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)

# Most of a letter: words with one blank between them, in which none of the others can start. Refusing each of
# their characters by itself took four times as long. Quantifiers give nothing back, so the scan stays linear.
_ORDINARY = r"""
    (?-i: (?<![A-Za-z0-9'-])
        (?: [A-Za-z0-9]++ (?: [-'] [A-Za-z0-9]++ )*+ [,.!?;:'")]? (?: \x20 (?=[!-~]) | (?=\n|\Z) ) )++ ) |
"""
# No alternative can start inside a run that an earlier one has refused, so the scan is linear. All but the
# addresses begin with a character that ordinary words and single spaces never hold.
_ADDRESSES = r"""
    (?P<link> <? (?: https?:// | (?<![\w.])www\. | mailto: ) [^\s<>"]{1,4000} >?
            | <? (?<![\w.+%-]) [\w.+%-]{1,64} @ [\w-]{1,63} (?: \. [\w-]{1,63} ){1,8} >? ) |
"""
_MARKED = rf"""
    (?P<hyphenated> - (?<=[^\W\d_]-) [ \t]{{0,8}} \r?\n [ \t]{{0,8}} (?-i: (?=[a-zß-ÿ]) ) )
  | (?P<dash> (?: [—―⸺⸻]+ | -- (?<!---) (?!-) ) [ \t]{{0,8}} )
  | (?P<invisible> [{_INVISIBLE}]+ )
  | (?P<space> (?: [^\S\x20] | \x20 (?=[\s{_INVISIBLE}]) ) [\s{_INVISIBLE}]* )
  | (?P<strange> (?: [A-Za-z] (?=[\u0300-\u036f]) )? [^\x00-\x7f\s{_INVISIBLE}—―⸺⸻]+ )
"""
_SPOTS = re.compile(_ORDINARY + _MARKED, re.VERBOSE | re.IGNORECASE)
_SPOTS_AND_LINKS = re.compile(_ORDINARY + _ADDRESSES + _MARKED, re.VERBOSE | re.IGNORECASE)
# Words that are written with and without a hyphen. To re-sign is not to resign, so "re-" alone is not enough.
_SPELT_WITH_HYPHEN = re.compile(
    r"""-(?i:
        (?<=\be-) (?=mail)
      | (?<=\bco-) (?=ordinat|operat)
      | (?<=\bre-) (?=schedul|arrang|book|confirm|consider|appl[yi]|open|organi[sz]|evaluat|assess|submi|issu
          |advertis|structur|locat|start|connect|visit|interview|send|sent|check)
    )""",
    re.VERBOSE,
)
_ITEM = re.compile(r"(?:[-*+•·‣◦▪●○►➢✓✔–>]|\(?\d{1,2}[.)]|[a-z]\))\s", re.IGNORECASE)
_SHORT = 48  # characters; a line this short was ended by its writer, not by a mail program


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back: `places` holds (offset here, offset there, whether copied as it is)."""

    text: str
    places: tuple[tuple[int, int, bool], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that became `text[start:end]`. Offsets outside are brought inside."""
        size = len(self.text)
        start = min(max(start, 0), size)
        end = min(max(end, start), size)
        here, there, copied = self.places[bisect_right(self.places, start, key=_offset) - 1]
        first = there + start - here if copied else there
        at = bisect_left(self.places, end, key=_offset) - 1
        if at < 0 or end == start:
            return first, first
        here, there, copied = self.places[at]
        last = there + end - here if copied else self.places[at + 1][1]
        return first, max(first, last)


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """`text` in the one form that is compared (see `folded`)."""
    return folded(text).text


def folded(text: str) -> Folded:
    """`text` folded: NFKC; plain quotes and hyphens; a dash between clauses as " - "; nothing invisible; runs
    of space as one; wrapped lines joined by one space; "e-mail" as "email". A line that its
    writer ended stays ended (a newline), and a paragraph break stays one (two). Web and mail addresses become
    `LINK`."""
    pieces: list[str] = []
    places: list[tuple[int, int, bool]] = []
    size = done = 0
    linked = "@" in text or "://" in text or "www." in text.lower() or "mailto:" in text.lower()
    for spot in (_SPOTS_AND_LINKS if linked else _SPOTS).finditer(text):
        kind = spot.lastgroup
        if kind is None:
            continue
        start, end = spot.span()
        if kind == "link":
            end = start + len(spot.group().rstrip(".,;:!?)]'’”"))
            put = LINK
        else:
            put = _replacement(kind, spot.group())
        if kind == "space" and (pieces or start > done):
            put = _break(text, start, end)
        if start > done:
            pieces.append(text[done:start])
            places.append((size, done, True))
            size += start - done
        if put[:1] == " " and (not pieces or pieces[-1][-1:].isspace()):
            put = put[1:]
        if put:
            pieces.append(put)
            places.append((size, start, False))
            size += len(put)
        done = end
    if done < len(text):
        pieces.append(text[done:])
        places.append((size, done, True))
        size += len(text) - done
    places.append((size, len(text), True))
    return _respelt(Folded("".join(pieces).rstrip(), tuple(places)))


def _respelt(fold_: Folded) -> Folded:
    """The same without the hyphens that some writers leave out."""
    text = fold_.text
    if not ("e-" in text or "o-" in text or "E-" in text or "O-" in text):
        return fold_
    hyphens = [found.start() for found in _SPELT_WITH_HYPHEN.finditer(text)]
    if not hyphens:
        return fold_
    places: list[tuple[int, int, bool]] = []
    left = iter([*hyphens, len(text) + 1])
    hyphen, gone = next(left), 0
    for number, (here, there, copied) in enumerate(fold_.places):
        places.append((here - gone, there, copied))
        end = fold_.places[number + 1][0] if number + 1 < len(fold_.places) else len(text)
        while hyphen < end:
            gone += 1
            after = there + hyphen + 1 - here if copied else fold_.places[number + 1][1]
            places.append((hyphen + 1 - gone, after, copied))
            hyphen = next(left)
    edges = [0, *(hyphen + 1 for hyphen in hyphens)]
    kept = [text[start:end] for start, end in zip(edges, [*hyphens, len(text)], strict=True)]
    return Folded("".join(kept), tuple(places))


def _offset(place: tuple[int, int, bool]) -> int:
    return place[0]


def _replacement(kind: str, found: str) -> str:
    if kind == "strange":
        return unicodedata.normalize("NFKC", found.translate(_MARKS)).translate(_MARKS)
    return {"hyphenated": "-", "dash": " - "}.get(kind, "")


def _break(text: str, start: int, end: int) -> str:
    """What a run of white space stands for: one space, the end of a line, or the end of a paragraph."""
    lines = text.count("\n", start, end) or text.count("\r", start, end)
    if not lines or end == len(text):
        return " "
    if lines > 2 or (lines == 2 and not text[end].islower()):
        return "\n\n"
    if lines == 1 and _ITEM.match(text, end):
        return "\n"
    line = text[max(0, start - _SHORT) : start].rpartition("\n")
    short = bool(line[1]) or start < _SHORT
    ended = line[2].endswith((".", "!", "?", ":", ";"))
    if lines == 2:  # some programs put an empty line after each line that they wrap
        return "\n\n" if short or ended else " "
    return "\n" if ended or (short and not text[end].islower()) else " "
