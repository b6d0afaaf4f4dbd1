"""The role that a message names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from classify.names.fold import fold, tokens
from classify.names.forms import found
from classify.names.occupation import ends_in_occupation, has_occupation
from classify.names.requisition import without
from classify.names.same import same_role
from classify.names.subject import bare, chunks, is_reply
from classify.names.title import clean, has_talk, is_work, plausible, ungendered
from classify.names.words import entries, words
from classify.types import Claim

_ARTICLE = re.compile(r"\b(?:the|an?|our|your|this|their)\s", re.IGNORECASE)
_SUBJECT = re.compile(r"\sin\s[A-ZÀ-Þ][\w-]+(?:\s(?:and\s|&\s)?[A-ZÀ-Þ][\w-]+){0,2}")
_POST = re.compile(r"\s(?:role|post|position|vacancy|opening)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([A-ZÀ-Þ][^()]{2,70})\)")
_MORE = re.compile(
    r"\s?\([A-ZÀ-Þ][^()\n]{1,40}\)|"
    r"\s[-–]\s[A-Z][\w&]*(?:\s[A-Z&][\w&]*){0,2}(?=$|[.,;:(\n]|\s(?:at|with|has|have|was|is|are|to|in|on|role|position|post)\b)|"
    r",\s[A-Z][\w&]*(?:\s[A-Z&][\w&]*){0,3}(?=$|\s[-–|]|[.,;:(]|\s(?:role|position|post)\b)"
)


def role(
    subject: str,
    text: str,
    company: str = "",
    me: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
    listed: bool = False,
) -> Claim | None:
    """The opening's title, cleaned (`classify.names.title`).

    `me` and `people` are folded names that are no part of a title. A subject of the message's own goes before
    the text; one that only repeats an older subject goes after it. Of two forms of one title the fuller is
    given. With `listed`, as for a system's mail, a line of its own above the company's name counts at last.
    """
    who = (company, me, people)
    said = f"{bare(subject)}\n{text}"
    spoken = _townless(next(_spoken(text, who), ""), said)
    headed = _townless(_headline(subject, who), said)
    if spoken and headed and same_role(spoken, headed) >= 0.6:
        return Claim(
            max(headed, spoken, key=lambda title: (len(tokens(title)), title[:1].isupper(), title == headed)),
            "subject",
        )
    if headed and not (is_reply(subject) and spoken and has_occupation(spoken)):
        return Claim(headed, "subject")
    if spoken:
        return Claim(spoken, "body")
    if headed:
        return Claim(headed, "subject")
    above = _townless(next(_above(text, who), ""), said) if listed and company else ""
    return Claim(above, "body") if above else None


_Who = tuple[str, frozenset[str], frozenset[str]]  # the company, the candidate's names, the others'


def _headline(subject: str, who: _Who) -> str:
    """The part of the subject that is a title."""
    line = ungendered(without(bare(subject)))
    for form in found("role", line, "role", "strong"):
        title = clean(_longer(form, line), *who)
        if plausible(title) and has_occupation(title):
            return title
    for part in chunks(line):
        title = clean(part, *who)
        told = title.isupper() and bool(_POST.search(part))
        if plausible(title, sure=told) and has_occupation(title):
            return title
    for form in found("role", line, "company", "subject"):
        title = clean(form, *who)
        if plausible(title) and has_occupation(title):
            return title
    return ""


def _townless(title: str, text: str) -> str:
    """The title without a town of no list behind its last comma: one that the text names as a place ("our
    office in Skerries", "Skerries-based", "the Skerries branch")."""
    head, comma, tail = title.rpartition(", ")
    if not comma or not head or len(tail.split()) > 2 or is_work(tail):
        return title
    name, places = re.escape(tail), "|".join(entries("role", "sites"))
    there = (
        rf"\b(?i:{'|'.join(entries('role', 'placed'))})\s+{name}\b|\b{name}(?:-based\b|\s+(?i:{places})\b)"
    )
    return head if re.search(there, text) else title


def _longer(title: str, line: str) -> str:
    """The title with what the form stopped at: ", Billing", " (Fleet Telemetry)"."""
    at = line.find(title)
    end = at + len(title)
    match = _MORE.match(line, end) if at >= 0 else None
    if at >= 0 and not match and title.rpartition(" ")[2].lower() in words("role", "subjects"):
        match = _SUBJECT.match(line, end)
    return title + match.group(0) if match else title


def _spoken(text: str, who: _Who) -> Iterator[str]:
    """Titles that sentences of the text name, the surest form first."""
    for line in text.splitlines()[:60]:
        head, colon, value = line.partition(":")
        label = fold(head.strip(" *-•\t"))
        if colon and (label in words("role", "labelled") or label in words("role", "regarding")):
            title = clean(re.split(r"\.\s", without(value[:120]), maxsplit=1)[0], *who)
            if plausible(title) and (has_occupation(title) or label in words("role", "labelled")):
                yield title
    alone: list[str] = []
    for kind in ("named", "strong"):
        for capture in found("role", text, "role", kind):
            form = _ARTICLE.split(without(capture))[-1]
            form = _unspoken(form) if kind == "strong" else form
            title = clean(_longer(form, text), *who)
            known = has_occupation(title)
            if plausible(title) and (known or (kind == "named" and _titled(title))):
                yield title
            elif kind == "named" and known and title.isupper():
                alone.append(title)  # "the COO role"
    for capture in found("role", text, "role", "loose"):
        title = clean(_longer(_unspoken(without(capture)), text), *who)
        if plausible(title) and _titled(title) and ends_in_occupation(title.partition(",")[0]):
            yield title
    yield from _bracketed(text, who)
    yield from _over(text, who)
    yield from alone


def _unspoken(capture: str) -> str:
    """A capitalised capture without the sentence that goes on behind it ("Fund Accountant reached us")."""
    parts = capture.split()
    if not parts or not parts[0][:1].isupper():
        return capture
    for at, part in enumerate(parts):
        if part.isalpha() and part.islower() and part not in words("role", "joins"):
            return " ".join(parts[:at])
    return capture


def _bracketed(text: str, who: _Who) -> Iterator[str]:
    """Titles in brackets behind talk of the process: "your application to Acme (Claims Accountant)"."""
    for line in text.split("\n")[:60]:
        if "(" not in line or not has_talk(line):
            continue
        for match in _BRACKETS.finditer(line[:600]):
            title = clean(without(match.group(1)), *who)
            if plausible(title) and has_occupation(title) and _titled(title):
                yield title


def _over(text: str, who: _Who) -> Iterator[str]:
    """A title that stands as a heading over a letter, below its greeting."""
    lines = [line.strip() for line in text.split("\n")[:12]]
    for at, line in enumerate(lines[:6]):
        if not 4 < len(line) <= 90 or line[-1] in ".!?,":
            continue
        above = next((one for one in reversed(lines[:at]) if one), "")
        alone = not "".join(lines[at + 1 : at + 2]) and any(len(one) > 40 for one in lines[at + 1 :])
        if alone and (not above or above[-1] in ",:!"):
            title = clean(without(line), *who)
            if plausible(title) and has_occupation(title) and title[:1].isupper():
                yield title


def _above(text: str, who: _Who) -> Iterator[str]:
    """Titles on a line of their own above the company's: how boards and portals list an opening."""
    lines = [line.strip() for line in text.splitlines()[:60] if line.strip()]
    for line, below in pairwise(lines):
        if len(line) <= 80 and fold(below).startswith(fold(who[0])) and line[-1] not in ".!?:,":
            title = clean(line, *who)
            if plausible(title) and has_occupation(title):
                yield title


def _titled(title: str) -> bool:
    """Whether every word that counts is capitalised, in at least two words."""
    long = [word for word in title.split() if len(word) > 3]
    return len(title.split()) >= 2 and bool(long) and all(word[0].isupper() for word in long)
