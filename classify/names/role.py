"""The role that a message names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from classify.names.fold import fold, tokens
from classify.names.forms import found
from classify.names.occupation import has_occupation
from classify.names.requisition import without
from classify.names.same import same_role
from classify.names.subject import bare, chunks, is_reply
from classify.names.title import clean, is_work, plausible, ungendered
from classify.names.words import entries, words
from classify.types import Claim

_ARTICLE = re.compile(r"\b(?:the|an?|our|your|this|their)\s", re.IGNORECASE)
_SUBJECT = re.compile(r"\sin\s[A-ZÀ-Þ][\w-]+(?:\s(?:and\s|&\s)?[A-ZÀ-Þ][\w-]+){0,2}")
_MORE = re.compile(
    r"\s?\([A-ZÀ-Þ][^()\n]{1,40}\)|"
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
        if plausible(title) and has_occupation(title):
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
        if colon and fold(head.strip(" *-•\t")) in words("role", "labelled"):
            title = clean(re.split(r"\.\s", without(value[:120]), maxsplit=1)[0], *who)
            if plausible(title):
                yield title
    for path in (("role", "named"), ("role", "strong")):
        for capture in found("role", text, *path):
            form = _ARTICLE.split(without(capture))[-1]
            title = clean(_longer(form, text), *who)
            if plausible(title) and (has_occupation(title) or (path[1] == "named" and _titled(title))):
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
