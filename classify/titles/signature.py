"""The title that the writer of a mail signs with: below the name, or beside it.

Precision comes first: the name must be the sender's, and the title must stand where cards have it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classify.domains import registrable
from classify.names.fold import compact, fold, without_form
from classify.newtext.closings import closes
from classify.senders import named
from classify.titles.senior import is_senior
from classify.titles.title import fits, name_words, title_in
from classify.titles.told import beside
from classify.titles.words import entries
from ingest.types import Address

if TYPE_CHECKING:
    from classify.types import Sections

_LINES = 16  # of a signature that are looked at
_ABOVE = 5  # lines at the end of the new text: a signature that nothing marks is among them
_LONGEST = 160  # characters of a line
_MOST_NAMES = 5  # words of a name
_MOST_LEGAL = 2  # words of a title among legal lines
_BELOW = 3  # lines below the name in which its title stands
_STRONG = re.compile(r"\s*[|·•\t¦]\s*|\s+[@/]{2}\s+|\s+@\s+|\s{3,}")
_WEAK = re.compile(r"(\s*,\s+|\s+[-–—]+\s+)")
_AT = re.compile(r"\s+(?:at|bei|chez|presso|hos)\s+(?=[A-ZÀ-Þ0-9]).*$")
_ASIDE = re.compile(
    r"\s*[(\[](?:she|he|they|her|him|sie|er|elle|il|ella|él|hon|han)\b[^()\[\]]{0,24}[)\]]", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:,|&|\b(?:and|of|und|et|de|for))$")
_FOR = re.compile(r"^(?:i\. ?[AV]\.|ppa\.|p\.? ?p\.) ")  # signs for the house: "i. A. Jo Li"
_BEHIND = re.compile(r"\s*[,(]\s*|\s+[-–—]+\s+")
_TWO_NAMES = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]*(?:\s[^\W\d_a-zß-ÿ][\w'’-]*){1,2}")
_LOCAL_PART = re.compile(r"[._-]+")


def signed(sections: Sections, sender: Address, company: str = "") -> str:
    """The sender's title as the signature has it, "" where there is none or it is somebody else's.

    `company` is the name of the sender's house, where it is known: it is no part of a title.
    """
    name = _name_of(sender)
    if not name:
        return ""
    house = registrable(sender.domain).partition(".")[0], compact(company)
    footer = _lines(sections.footer[:2_000])[:_LINES]
    ending = _lines(sections.new[-600:])[-_ABOVE:]
    for lines in (_lines(sections.signature[:4_000])[:_LINES], ending, footer):
        for at, line in enumerate(lines):
            if not any(word[:3] in fold(line) for word in name):
                continue  # most lines, and the cheapest way to know
            rest = _beside_name(line, name)
            if rest is not None:
                found = _title(rest, house) or _below(lines[at + 1 :], house) or _as_legal_line(footer, house)
                return found or beside(sender.name)[1]
    return beside(sender.name)[1]


def _lines(text: str) -> list[str]:
    lines = (line.strip(" \t>*_|") for line in text.split("\n"))
    return [line for line in lines if line and len(line) <= _LONGEST]


def _as_legal_line(footer: list[str], house: tuple[str, str]) -> str:
    """A title that stands among the legal lines, as that of a Geschäftsführerin does; with a name behind it
    it is that person's."""
    for line in footer[:_BELOW]:
        title = _title([_STRONG.split(line)[0]], house)
        if title and len(title.split()) <= _MOST_LEGAL and ":" not in line and is_senior(title.split()[0]):
            return title
    return ""


def _shown(sender: Address) -> str:
    """The sender's name without what stands behind it: "Jane Roe via Post", "Jane Roe, VP Engineering"."""
    return beside(sender.name.partition(" via ")[0].partition("|")[0].strip())[0]


def _name_of(sender: Address) -> tuple[str, ...]:
    """The words of the sender's name; of the address where no name is given and it is made of one."""
    shown = _shown(sender)
    if shown and "@" not in shown:
        return name_words(shown) if named(Address(shown, sender.email)) else ()
    words = tuple(word for word in _LOCAL_PART.split(sender.email.partition("@")[0]) if word.isalpha())
    return words if len(words) > 1 else ()


def _beside_name(line: str, name: tuple[str, ...]) -> list[str] | None:
    """What stands on a line behind the sender's name; None where the line does not begin with it."""
    pieces = [piece for piece in _STRONG.split(_ASIDE.sub("", line)) if piece]
    if not pieces:
        return None
    head, *rest = pieces
    parts = _WEAK.split(head)
    if len(parts) > 2 and closes(parts[0]):  # "Best regards, Jane Roe"
        parts = parts[2:]
    if not _is_name(parts[0], name):
        whole = len(parts) > 2 and _is_name("".join(parts[:3]), name)  # "Roe, Jane"
        return ["".join(parts[4:]), *rest] if whole else None
    return [_without_honours(parts[2:]), *rest]


def _is_name(text: str, name: tuple[str, ...]) -> bool:
    text = _FOR.sub("", text)
    words = name_words(text)
    brief = len(words) <= _MOST_NAMES and len(text.split()) <= _MOST_NAMES + 2  # with "Dr" and a degree
    if not words or not brief or not text[:1].isupper():
        return False
    short = len(words) == 1 and len(words[0]) > 2 and name[0].startswith(words[0])  # "Jess", "Jessamy"
    return fits(words, name) or short or (words[-1] == name[-1] and words[0][:2] == name[0][:2])


def _without_honours(parts: list[str]) -> str:
    """A line's parts and what joins them, without the degrees at its beginning."""
    while parts and not name_words(parts[0]):
        parts = parts[2:]
    return "".join(parts)


def _below(lines: list[str], house: tuple[str, str]) -> str:
    for at, line in enumerate(lines[:_BELOW]):
        if closes(line):
            return ""
        if _GOES_ON.search(line) and at + 1 < len(lines):
            line = f"{line} {lines[at + 1]}"
        title = _title([piece for piece in _STRONG.split(_ASIDE.sub("", line)) if piece], house)
        if title:
            return title
    return ""


def _title(pieces: list[str], house: tuple[str, str]) -> str:
    """The first piece that is a title, without the name of the house behind it."""
    for piece in pieces[:2]:
        parts = _WEAK.split(_AT.sub("", piece))
        while len(parts) > 2 and (_is_house(parts[-1], house) or not name_words(parts[-1])):
            parts = parts[:-2]
        whole = "".join(parts)
        if not whole or _is_house(whole, house) or _is_somebody(whole):
            continue
        title = title_in(whole) or (title_in(parts[0]) if len(parts) > 2 else "")
        if title and title.casefold() not in entries("line", "departments"):
            return title
    return ""


def _is_somebody(text: str) -> bool:
    """Whether it is another person with a title: "Tom Smith, CTO"."""
    name = _BEHIND.split(text, maxsplit=1)[0]
    return name != text and bool(_TWO_NAMES.fullmatch(name)) and not title_in(name)


def _is_house(text: str, house: tuple[str, str]) -> bool:
    label, company = house
    name = compact(text)
    if len(name) < 3:
        return False
    if without_form(text) != text or name == company:
        return True
    plain = label.replace("-", "")
    return name == plain or (len(name) > 4 and name in plain) or (len(plain) > 3 and plain in name)
