"""Titles that a text tells of people it names: "Ana Lopes (VP Engineering) and Jo Li, Head of Data"."""

from __future__ import annotations

import re
from functools import cache

from classify.anyof import any_of
from classify.names.fold import fold, tokens
from classify.newtext.closings import closes
from classify.titles.title import MOST_LETTERS, fits, name_words, title_in
from classify.titles.words import entries
from classify.types import Titled

_READ = 8_000  # characters of a text
_MOST = 20  # people
_WORD = r"[A-ZÀ-ÞŁŚŠŽČĆŘ][\w'’-]{0,24}"
_JOINT = r"(?:(?:de|da|do|dos|du|del|della|di|la|le|van|von|der|den|ter|zu|bin|al|el|y|[A-Z]\.)[ ]){0,3}"
_HONOUR = r"(?:Dr|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Mme|M)\.?[ ]"
_NAME = rf"(?:{_HONOUR}{_WORD}(?:[ ]{_JOINT}{_WORD}){{0,3}}|{_WORD}(?:[ ]{_JOINT}{_WORD}){{1,3}})"
_ONE = re.compile(
    rf"(?<![\w@./-])(?P<name>{_NAME})"
    r"(?:[ ]?\((?P<inside>[^()\n]{2,80})\)|(?:,[ ]|[ ][-–—|][ ]|:[ ])(?=(?P<behind>[^;()\n|]{2,100})))"
)
_AND = re.compile(rf"(?:,?[ ](?:and|und|et|e|y|og|och|en|i|sowie|&)[ ]|,[ ])(?={_NAME}(?![^\W\d_]))")
_CUT = re.compile(r"\.(?:\s|$)|[ ][–—|-][ ]|[,;][ ]")
_ASIDE = re.compile(r"^(.{1,60}?)\s*(?:\((.{2,80})\)|(?:,\s+|\s+[-–—|]\s+)(.{2,80}))$")
_OPEN = frozenset({"of", "for", "and", "de", "der", "des", "du", "di", "för"})  # no title ends so
_SPACES = re.compile(r"[ \t\u00a0]+")


def told(text: str, role: str = "") -> tuple[Titled, ...]:
    """The people whom a text names with their titles, in its order; each name once.

    `role` is the opening that the text is about: where it stands behind a name it is no title of theirs.
    """
    found: dict[tuple[str, ...], Titled] = {}
    read = _SPACES.sub(" ", text[:_READ])
    for match in _ONE.finditer(read):
        title = _title(match["inside"], role) if match["inside"] else _behind(match["behind"], role)
        _put(found, match["name"], title)
    for match in _our().finditer(read):
        _put(found, match["name"], _title(match["title"], role))
    return tuple(found.values())[:_MOST]


def beside(shown: str) -> tuple[str, str]:
    """A display name apart from the title in it: "Jo Li, VP Engineering" -> ("Jo Li", "VP Engineering")."""
    match = _ASIDE.match(" ".join(shown[:200].split()).strip("\"' "))
    if match is None:
        return shown, ""
    title = _title(match[2] or match[3], "")
    return (match[1], title) if title else (shown, "")


def _put(found: dict[tuple[str, ...], Titled], name: str, title: str) -> None:
    first, _, rest = name.partition(" ")
    name = rest if fold(first) in entries("told", "leads") else name  # "Meet Ana Lopes, our CTO"
    words = name_words(name) if name.count(" ") else ()
    if not title or not words or closes(name) or title_in(name):
        return
    if not any(fits(words, known) for known in found):
        found[words] = Titled(name, title)


def _behind(text: str, role: str) -> str:
    """The title that begins a text which goes on."""
    text = _AND.split(text, maxsplit=1)[0]
    first, *more = _CUT.split(text, maxsplit=1)
    if more and len(first.split()) == 1 and len(more[0].split()) <= 3:  # "VP, Engineering"
        whole = _title(text, role)
        if whole:
            return whole
    return _title(first, role)


def _title(text: str, role: str) -> str:
    words = text.strip(" ,.").split(" ")
    while words and fold(words[0]) in entries("told", "articles"):
        words = words[1:]
    ends = entries("told", "ends")
    stop = next((at for at, word in enumerate(words) if at and fold(word) in ends), len(words))
    title = " ".join(words[:stop])
    if not title or len(title) > MOST_LETTERS or fold(words[0]) in ends or fold(words[stop - 1]) in _OPEN:
        return ""
    if role and set(tokens(title)) <= set(tokens(role)):
        return ""
    small = sum(word[:1].islower() and len(word) > 3 for word in words[:stop])
    return title_in(title) if small <= 3 else ""


@cache
def _our() -> re.Pattern[str]:
    """ "our CTO, Ana Lopes": a title between such a word and a name."""
    articles = any_of(sorted(entries("told", "articles")))
    title = r"(?P<title>[^\W\d_][^,;:.()\n]{1,60}?)"
    return re.compile(rf"(?<!\w)(?i:{articles})[ ]{title}(?:,[ ]|[ ]\(|[ ])(?P<name>{_NAME})(?!\w)")
