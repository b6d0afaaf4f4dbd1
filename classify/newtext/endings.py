"""Which of the new lines are a signature: marked by "-- ", below a closing phrase, or a business card."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from classify.anyof import any_of
from classify.newtext.closings import closes
from classify.newtext.parts import Part

_TABLE = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))


_DEVICE = re.compile(
    rf"\W{{0,3}}(?:{any_of(_TABLE['devices'])}|(?P<excuse>{any_of(_TABLE['excuses'])}))", re.IGNORECASE
)
_THING = re.compile(rf"(?<![a-zß-ÿ]){any_of(_TABLE['things'])}", re.IGNORECASE)
_EXCUSE = re.compile(rf"\W{{0,3}}{any_of(_TABLE['excuses'])}\b", re.IGNORECASE)
_CARD = re.compile(rf"\W{{0,3}}{any_of(_TABLE['card'])}\b\s?[:.|]", re.IGNORECASE)
MATTER = re.compile(rf"(?<!\w){any_of(_TABLE['matter'])}(?!\w)|[^\W\d_]\?(?=\s|$)", re.IGNORECASE)
_GREETING = re.compile(rf"{any_of(_TABLE['greetings'])}\b.{{0,40}}[^.?]", re.IGNORECASE)
_PERSONAL = re.compile(rf"(?<!\w){any_of(_TABLE['personal'])}(?!\w)", re.IGNORECASE)
_MEETING = re.compile(rf"(?<!\w){any_of(_TABLE['meeting'])}(?!\w)", re.IGNORECASE)
POSTSCRIPT = re.compile(rf"{any_of(_TABLE['postscript'])}(?:\s?[:;,.)-]|\s)", re.IGNORECASE)
_CONTACT = re.compile(r"@\w|www\.|https?:|\+?\(?\d[\d ()./-]{6,}\d|\|")
_PROSE = re.compile(r"[^\W\d_]{3,}[.!?]\W{0,3}$")
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,30}:\s")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*,?\s+){0,4}[^\W\d_][\w.'’-]*\.?")
_RULE = re.compile(r"[-_=–—*•]{3,}")
_SMALL = frozenset(
    {
        "and",
        "of",
        "the",
        "for",
        "to",
        "in",
        "at",
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "di",
        "du",
        "la",
        "le",
        "el",
        "y",
        "und",
        "et",
        "og",
        "i",
    }
)

_PARTING = re.compile(r"[\s,/|()&–—-]+")
_PICTURE = re.compile(r"\[(?:image|cid|logo|bild|photo)\b[^\[\]]{0,150}\]", re.IGNORECASE)
_PRONOUNS = re.compile(
    r"\s?[(\[](?:she|he|they|her|him|sie|er|elle|il|hon|han)(?:\s?/\s?\w{2,6}){1,2}[)\]]", re.IGNORECASE
)
_MARK = "-- "
_STOP = re.compile(r"[.!?]\W{0,3}$")
_SENTENCE = 30  # characters that make a line with a full stop a sentence
_WORDS = 4  # of them in small letters
_LONGEST = 300  # characters of a line that are looked at
_LONGEST_DEVICE = 120

_DEEPEST = 16  # lines that a signature may have
_WIDEST = 90  # characters of a line in a signature; more only with a way to reach the writer in it


def signatures(lines: Sequence[str], parts: list[Part]) -> None:
    """Turn the lines of signatures among the new ones into SIGNATURE, in place. A signature ends the mail or
    stands above something quoted, forwarded or printed by a system."""
    start, signed = 0, False
    ends = [at for at, part in enumerate(parts) if part is not Part.NEW and lines[at].strip()]
    for end in [*ends, len(lines)]:
        written = [at for at in range(start, end) if lines[at].strip()]
        if written:
            signed = _sign(lines, parts, written, signed)
        signed = signed and end < len(lines) and parts[end] is Part.FOOTER
        start = end + 1


def _sign(lines: Sequence[str], parts: list[Part], written: Sequence[int], signed: bool) -> bool:
    """Find the signature that ends these new lines; returns whether there is one. `signed` says that one
    stands right above, with nothing but a footer between."""
    for at in written:
        device = _DEVICE.match(lines[at]) if len(lines[at]) < _LONGEST_DEVICE else None
        if device and _is_device(lines[at].strip(), bool(device["excuse"])):
            parts[at] = Part.SIGNATURE
    written = [at for at in written if parts[at] is Part.NEW]
    count = len(written)
    first = count  # of the lines that end the mail and could all be part of a signature
    while first and count - first <= _DEEPEST and _may_sign(lines[written[first - 1]]):
        first -= 1
    from_top = 0 if signed else 1  # a closing phrase on top closes nothing
    cut = next(
        (k for k in range(first, count) if k >= from_top and (signed or closes(lines[written[k]].strip()))),
        None,
    )
    marked = next((k for k in range(max(count - _DEEPEST, 0), count) if _is_mark(lines, written[k])), None)
    if (
        marked is not None
        and (cut is None or marked < cut)
        and _all_card(lines, written[:marked], written[marked + 1 :])
    ):
        cut = marked
    if cut is None:
        cut = _card(lines, written, first)
    found = written[cut:] if cut is not None else _above_more(lines, written)
    for k in found:
        parts[k] = Part.SIGNATURE
    return cut is not None


def _above_more(lines: Sequence[str], written: Sequence[int]) -> Sequence[int]:
    """A closing phrase and the name, with more of the letter after an empty line."""
    for k in range(1, len(written) - 2):
        if not closes(lines[written[k]].strip()) or written[k + 1] > written[k] + 2:
            continue
        end = k + 1
        while (
            end < min(len(written), k + _DEEPEST)
            and _may_sign(lines[written[end]])
            and (end == k + 1 or written[end] == written[end - 1] + 1)
        ):
            end += 1
        named = end > k + 1 and _NAME.fullmatch(lines[written[k + 1]].strip()[:_WIDEST])
        if named and end < len(written) and written[end] > written[end - 1] + 1:
            return written[k:end]
    return ()


def _is_device(line: str, excuse: bool) -> bool:
    """Whether a line that begins like "Sent from my iPhone" says no more than that, and perhaps an excuse."""
    said, stop, more = line.partition(". ")
    if stop and not _EXCUSE.match(more):
        return False
    return excuse or bool(_THING.search(said))


def _is_mark(lines: Sequence[str], at: int) -> bool:
    """The mark above a signature. Without its blank, and right below a sentence, it parts two paragraphs."""
    if not _is_dashes(lines[at]):
        return False
    return lines[at] == _MARK or not at or not _is_prose(lines[at - 1].strip())


def _is_dashes(line: str) -> bool:
    return line.strip() in ("--", "—")


def _all_card(lines: Sequence[str], above: Sequence[int], below: Sequence[int]) -> bool:
    """Below the mark anything may stand except a postscript, the details of a meeting, and what is said to
    this reader alone. Where nothing but a greeting stands above, the matter has slipped below."""
    greeted = len(above) == 1 and _GREETING.fullmatch(lines[above[0]].strip()[:_WIDEST])
    if greeted and any(_is_prose(lines[k].strip()) and MATTER.search(lines[k][:_LONGEST]) for k in below):
        return False
    return not any(
        POSTSCRIPT.match(lines[k].strip()) or joins(lines[k]) or _PERSONAL.search(lines[k][:_LONGEST])
        for k in below
    )


def _is_prose(text: str) -> bool:
    """Whether a line is a sentence, and no way to reach somebody."""
    if len(text) < _SENTENCE or not _STOP.search(text[-4:]) or _CONTACT.search(text[:_LONGEST]):
        return False
    return sum(word[0].islower() for word in text[:_LONGEST].split()) >= _WORDS


def joins(line: str) -> bool:
    return bool(_MEETING.search(line[:200]) and (_CONTACT.search(line[:200]) or _FIELD.match(line.strip())))


def _may_sign(line: str) -> bool:
    text = line.strip()
    if (
        closes(text)
        or _is_dashes(line)
        or _RULE.fullmatch(text[:100])
        or (text[0] == "[" and _PICTURE.fullmatch(text[:200]))
    ):
        return True
    if _CARD.match(text) and not _is_prose(text):
        return True
    if POSTSCRIPT.match(text) or _MEETING.search(text[:200]) or text[:2] in ("- ", "* ", "• "):
        return False
    if _CONTACT.search(text[:300]):
        return len(text) <= 200 and not _PROSE.search(text[-40:])
    return len(text) <= _WIDEST and not text.endswith((".", "!", "?", ":", ";")) and _titled(text)


def _titled(text: str) -> bool:
    """Names, titles and places: words of any weight begin with a capital."""
    words = [word for word in _PARTING.split(_PRONOUNS.sub("", text) if "/" in text else text) if word]
    small = sum(word[:1].islower() and word.casefold() not in _SMALL for word in words)
    return small <= len(words) // 4 or (len(words) <= 2 and len(text) <= 24)


def _is_contact(text: str) -> bool:
    return bool(_CARD.match(text) or _CONTACT.search(text[:_LONGEST])) and not _is_prose(text)


def _card(lines: Sequence[str], written: Sequence[int], first: int) -> int | None:
    """A card that no phrase announces: the last paragraph, a name first and something of a card below."""
    if not written:
        return None
    top = len(written) - 1
    while top > first and written[top - 1] == written[top] - 1:
        top -= 1
    held = [lines[k].strip() for k in written[top:]]
    if top < max(first, 1) or not 2 <= len(held) <= 8 or not _NAME.fullmatch(held[0]) or len(held[0]) > 40:
        return None
    above = lines[written[top - 1]].strip()
    if (
        written[top - 1] == written[top] - 1
        or above.endswith(":")
        or (len(above) <= _WIDEST and _is_contact(above))
    ):
        return None  # part of a paragraph, announced by it, or one of several cards
    return top if all(_titled(line) or _CONTACT.search(line) for line in held) else None
