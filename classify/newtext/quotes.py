"""Which lines are somebody's earlier words: quoted below or between the new ones, or forwarded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from classify.newtext.languages import FORWARDED, HEADERS, ORIGINAL, PERSONS, STARTS, WROTE
from classify.newtext.parts import Part

_HEADER = re.compile(r"[\s*_|>]{0,6}([^\W\d_][^:：\n]{0,24}?)[\s*_]{0,3}[:：][\s*_]{0,3}(.{0,300})")
_ADDRESS = re.compile(r"(?<![^\s<>(\[\"':])[^\s<>@]{1,64}@[^\s<>@]{1,190}")
_CLOCK = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_DATED = re.compile(
    r"\W{0,2}(?:\d{1,2}(?::\d\d)?\s?[ap]m\b|\d{1,2}[:h]\d\d|\d{4}[-/年.]|\d{1,2}[./]\d{1,2}[./]\d{2,4})",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"\S.{1,80}? {0,2}---\s?\d{1,2}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?---"
)
_INITIALS = re.compile(r"[A-Z]{1,3}>(?=\s)")
_AMOUNT = re.compile(r"\s*>\s?[\d.,]+\s?[^\W\d]")
_RULE = re.compile(r"\s*[-_=–—*]{3,}\s*")
_DIGIT = re.compile(r"\d")
_RULED = "-_=–—*"
_ORNAMENT = " \t*_>-=–—:：#"
_LONGEST_MARK = 100  # characters of a line that stands between two messages
_LONGEST = 300  # characters of a line above a quote, all its lines together
_LONGEST_START = 16
_BLOCK = 14  # lines in which the headers of one quoted message must stand
_WRAPPED = 64  # characters of a quoted line that a program may have wrapped once more
_SPILT = 30  # characters that it may have moved to a line of their own


def quotes(lines: Sequence[str], resent: bool) -> list[Part]:
    """The part of each line as far as quoting goes: NEW, QUOTED or FORWARDED. `resent` says that the subject
    announces a forwarded message, which decides for a bare block of headers."""
    parts = [Part.NEW] * len(lines)
    at, begun = 0, False
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif _is_quoted(lines, at):
            parts[at] = Part.QUOTED
            at += 1
        else:
            length, part = _opening(lines, at, resent, begun)
            if part and not length:
                parts[at:] = [part] * (len(lines) - at)
                break
            begun = begun or not part
            if part:
                parts[at : at + length] = [part] * length
            at += max(length, 1)
    if Part.QUOTED in parts:
        _mend(lines, parts)
    return parts


def _opening(lines: Sequence[str], at: int, resent: bool, begun: bool) -> tuple[int, Part | None]:
    """What opens at this line: nothing (0, None), a line above a quote (its length, QUOTED), or an older
    message that takes all the rest (0, its part)."""
    line = lines[at].strip()
    core = line.strip(_ORNAMENT).casefold() if len(line) <= _LONGEST_MARK else ""
    ornate = line[:2] in ("--", "==", "__", "**") or line.endswith((":", "："))
    block = at
    if core in FORWARDED and (ornate or _is_block(lines, _next(lines, at + 1), True)):
        return 0, Part.FORWARDED
    if core in ORIGINAL and (ornate or _is_block(lines, _next(lines, at + 1), True)):
        return 0, Part.QUOTED
    if "---" in line and _NOTES.match(line[:200]):
        return 0, Part.FORWARDED if resent else Part.QUOTED
    if line[0] in _RULED and _RULE.fullmatch(line[:200]):
        block = _next(lines, at + 1)
    if _is_block(lines, block, begun or resent):
        return 0, Part.FORWARDED if resent or not begun else Part.QUOTED
    length = _intro(lines, at)
    if length:
        after = _next(lines, at + length)
        marked = after == len(lines) or _is_marked(lines[after])
        return (_barred(lines, after, at + length) - at if marked else 0), Part.QUOTED
    return 0, None


def _is_marked(line: str) -> bool:
    return line.lstrip().startswith((">", "| "))


def _barred(lines: Sequence[str], at: int, otherwise: int) -> int:
    """The end of the lines from here that begin with "|", the mark of a few programs."""
    if at == len(lines) or not lines[at].lstrip().startswith("|"):
        return otherwise
    while at < len(lines) and lines[at].lstrip().startswith("|"):
        at += 1
    return at


def _mend(lines: Sequence[str], parts: list[Part]) -> None:
    """Correct what single lines cannot show. Where a program wrapped quoted lines once more, their last words
    stand without a mark between marked lines; one such place may be an answer, two are none. And a mail whose
    only ">" stands before an amount quotes nothing: "> 5 years of experience"."""
    marked = [at for at, line in enumerate(lines) if parts[at] is Part.QUOTED and line.lstrip()[:1] == ">"]
    if len(marked) == 1:
        at = marked[0]
        if _AMOUNT.match(lines[at][:20]) and not any(part is Part.QUOTED for part in parts[:at]):
            parts[at] = Part.NEW
    spilt = [at + 1 for at, below in pairwise(marked) if below == at + 2 and _spills(lines, at)]
    for at in spilt if len(spilt) > 1 else ():
        parts[at] = Part.QUOTED


def _spills(lines: Sequence[str], at: int) -> bool:
    line, spilt = lines[at].rstrip(), lines[at + 1].strip()
    return len(line) >= _WRAPPED and line[-1].isalnum() and len(spilt) <= _SPILT and spilt[:1].islower()


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    if ">" not in lines[at]:
        return False
    line = lines[at].lstrip()
    if not line.startswith(">"):
        return ">" in line[1:4] and _is_initialled(lines, at)
    if not line.startswith(">From "):  # what an mbox makes of a line that begins with "From "
        return True
    near = (lines[k].lstrip() for k in (at - 1, at + 1) if 0 <= k < len(lines))
    return any(other.startswith(">") for other in near)


def _is_initialled(lines: Sequence[str], at: int) -> bool:
    """Whether the line begins with initials and ">", as one beside it does ("JR> When?")."""
    initials = _INITIALS.match(lines[at].lstrip()[:5])
    near = (lines[k].lstrip() for k in (at - 1, at + 1) if 0 <= k < len(lines))
    return initials is not None and any(other.startswith(initials[0]) for other in near)


def _next(lines: Sequence[str], at: int) -> int:
    """The next line with something on it, looking three lines ahead; else the number of lines."""
    for k in range(at, min(at + 3, len(lines))):
        if lines[k].strip():
            return k
    return len(lines)


def _header(line: str) -> tuple[str, str, str] | None:
    found = _HEADER.match(line[:400]) if ":" in line or "：" in line else None
    if not found:
        return None
    word = found[1].strip().casefold()
    kind = HEADERS.get(word)
    return (kind, word, found[2].strip()) if kind else None


def _is_block(lines: Sequence[str], at: int, expected: bool) -> bool:
    """Whether the headers of an older message stand here: a sender and enough of the rest. At the top of a
    mail (`expected` is false) a memo looks much the same: there an address or a time sent must show."""
    first = _header(lines[at]) if at < len(lines) else None
    if first is None or first[0] in ("to", "other"):
        return False
    seen: dict[str, str] = {}
    words: set[str] = set()
    gap = False
    for line in lines[at : at + _BLOCK]:
        header = _header(line)
        if header and header[0] in seen and header[0] != "other":
            break
        if header:
            seen[header[0]] = header[2]
            words.add(header[1])
        elif line.strip() and not ("to" in seen and "subject" not in seen):
            break
        elif not line.strip():
            if gap:
                break
            gap = True
            continue
        gap = False
    if "from" not in seen or not ("date" in seen or {"to", "subject"} <= seen.keys()):
        return False
    addressed = any("@" in value for value in seen.values())
    clock = _CLOCK.search(seen["from"]) and "@" not in seen["from"]
    if clock or not (addressed or "subject" in seen or "message du" in words):
        return False
    return expected or addressed or ("date" in seen and "date" not in words and "datum" not in words)


def _intro(lines: Sequence[str], at: int) -> int:
    """How many lines from here make up a line above a quote ("On …, … wrote:"); 0 if none."""
    line = lines[at].strip()
    head = line.lstrip(_ORNAMENT) if len(line) <= _LONGEST else ""
    if not head:
        return 0
    opens = _starts(head) or _DATED.match(head) is not None
    if not (opens or line.endswith((":", "：", "-", "*")) or "@" in line):
        return 0
    joined = ""
    for k in range(at, min(at + 4, len(lines))):
        more = lines[k].strip()
        if (
            k > at
            and not opens
            and _starts(more.lstrip(_ORNAMENT))
            and _DIGIT.search(more)
            and not WROTE.search(joined)
        ):
            return 0  # the line above the quote begins only here
        joined = f"{joined} {more}".strip(" *_-")
        if not more or len(joined) > _LONGEST or (k > at and more.startswith(">")):
            return 0
        verb = WROTE.search(joined)
        if joined.endswith((":", "：")) or (verb and verb.end() == len(joined)):
            after = _next(lines, k + 1)
            quoted = after < len(lines) and _is_marked(lines[after])
            return k + 1 - at if _introduces(joined, verb, quoted) else 0
    return 0


def _starts(head: str) -> bool:
    return head[:_LONGEST_START].casefold().startswith(STARTS)


def _introduces(line: str, verb: re.Match[str] | None, quoted: bool) -> bool:
    address, clock = _ADDRESS.search(line), _CLOCK.search(line)
    if verb is None:
        return bool(address and (quoted or (clock and _DATED.match(line))))
    if quoted:
        return True
    beside = {*line[: verb.start()].casefold().split()[-1:], *line[verb.end() :].casefold().split()[:1]}
    own = any(word.strip(",:;") in PERSONS for word in beside)
    return not own and any(c.isdigit() for c in line) and bool(address or clock)
