"""Forms of sentences that name a company or a role, compiled from the table.

A space in a form matches any blanks, its words match in any case; {company} is a run of capitalised words,
{role} up to ten words that end where a title ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from classify.names.beginnings import ANY, NAME, SIZE, Beginnings, beginnings
from classify.names.words import entries

_CAPITAL = r"(?:(?:St|Dr|Mt)\.[ ])?[^\W\d_a-zß-öø-ÿ][\w&'’+]{0,30}(?:[-./][\w&'’]{1,30}){0,3}"
_NUMBER = r"\d{1,4}(?:[A-Za-z][\w]{0,20})?"
_ENDS = (
    r"(?=\s*(?:[.;:!?()|\n–—,]|\s-\s|$)|\s(?:at|with|in|on|here|to|and|has|was|is|are|will|which|that|who|role|"
    r"position|post|vacancy|job|opening|opportunity|requisition|team|based|from|by|within|bei|beim|am|ist|"
    r"wurde|eingegangen|erhalten|chez|a|au|sein|est|after|since|as|we|you|advertised|landed|if|but|when|because)\b)"
)


@lru_cache(maxsize=1)
def _company() -> str:
    inside = "|".join(sorted(entries("company", "inside"), key=len, reverse=True))
    word = rf"(?:{_CAPITAL}|&|{_NUMBER})"
    joined = rf"[ ](?:{inside})[ ](?:(?:{inside})[ ])?{_CAPITAL}"
    return rf"(?P<company>(?:{_CAPITAL}|{_NUMBER})(?:[ ]{word}|{joined}){{0,6}})"


_TITLE = r"(?:(?:Sr|Jr|Snr|Jnr|Asst|Dr|St|Exec|Dep)\.|[(]?[^\W_](?:[\w'’/&+#()-]|\.(?=\w)){0,40}|&)"
_ROLE = rf"(?P<role>{_TITLE}(?:,?[ \n]{_TITLE}){{0,9}}?)"


@lru_cache(maxsize=512)
def compiled(form: str) -> re.Pattern[str]:
    """The pattern of one form of the table. Many are never needed, so each is compiled when it is."""
    return re.compile(r"(?<!\w)" + _source(form))


@lru_cache(maxsize=512)
def _rest(form: str) -> re.Pattern[str]:
    """The pattern of what stands behind a form's slot."""
    return re.compile(_source(form))


def _source(form: str) -> str:
    out: list[str] = []
    for piece in re.split(r"(\{company\}|\{role\})", form):
        if piece == "{company}":
            out.append(_company())
        elif piece == "{role}":
            out.append(_ROLE if not form.endswith("{role}") else _ROLE + _ENDS)
        elif piece:
            loose = re.sub(r" (?=[?*])", r"\\s", re.sub(r" (?![?*])", r"\\s{1,4}", piece))
            out.append(f"(?i:{loose})")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the slot of a form. `starts`: beginnings of its first words; none where it may begin
    with something else. `runs_on`: those words may go on as others ("job" in "jobs"). `told_by`: beginnings
    of words of which one is in it; none where too little is known."""

    source: str
    starts: frozenset[str]
    runs_on: bool
    told_by: frozenset[str]

    def last(self, text: str, there: Beginnings) -> int:
        """The last place of the text where it stands, or one behind that; -1 where it stands nowhere."""
        if not self.starts:
            return len(text) if _rest(self.source).search(text) else -1
        if self.runs_on:
            starts = self.starts & there.heads | {start for start in self.starts if len(start) < SIZE}
            places = [at for start in starts for at in there.starting(start)]
        else:
            places = [at for start in self.starts & there.heads for at in there.places(start)]
        if not places:
            return -1
        pattern = _rest(self.source)
        return next((at for at in sorted(places, reverse=True) if pattern.match(text, at)), -1)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the table. `needs`: beginnings of its words, of which a text that it matches has one.
    `starts`: beginnings of the words it can start with, or `NAME` or `ANY`. `behind`: what stands behind its
    slot, where that tells more than its start does."""

    source: str
    needs: frozenset[str]
    starts: frozenset[str]
    behind: Behind | None

    def told_by(self) -> frozenset[str]:
        """Beginnings of words of which a text that it matches has one: the rarest that are known."""
        return (self.behind and self.behind.told_by) or self.starts

    def may_be(self, there: Beginnings) -> bool:
        """Whether a text whose words begin so can hold the form."""
        needed = not self.needs or not self.needs.isdisjoint(there.heads)
        return needed and not self.starts.isdisjoint(there.heads)

    def places(self, text: str, there: Beginnings) -> list[int]:
        """Where in the text the form can start, in order."""
        starts = self.starts & there.heads
        if self.behind is None:
            return sorted(at for start in starts for at in there.places(start))
        # What stands behind the slot is in what the form matches: behind its last place no match can start.
        last = self.behind.last(text, there)
        if last >= 0 and self.behind.runs_on:
            last = min(last, max(there.places(need)[-1] for need in self.needs & there.heads))
        return sorted(at for start in starts for at in there.places(start) if at <= last) if last >= 0 else []


@lru_cache(maxsize=16)
def patterns(*path: str) -> tuple[Form, ...]:
    """The forms under a path of the table. Raises KeyError where it holds none."""
    return tuple(Form(form, _beginnings(form), _first(form), _behind(form)) for form in entries(*path))


def found(group: str, text: str, *path: str) -> Iterator[str]:
    """What the forms under a path capture, form by form in the table's order.

    A form is tried only where one of its first words stands: most of a text is never looked at.
    """
    return (capture for _, capture in found_among(group, text, ".".join(path)))


def found_among(group: str, text: str, *paths: str) -> Iterator[tuple[str, str]]:
    """The same for several paths, each written with dots, in one pass: which path, and what was captured."""
    there = beginnings(text)
    forms, told_by = _holding(group, *paths)
    told = {at for head in told_by.keys() & there.heads for at in told_by[head]}
    for path, form in (forms[at] for at in sorted(told)):
        if not form.may_be(there):
            continue
        places = form.places(text, there)
        if not places:
            continue
        end, pattern = 0, compiled(form.source)
        for at in places:
            match = pattern.match(text, at) if end <= at else None
            if match:
                end = match.end()
                yield path, match.group(group)


@lru_cache(maxsize=32)
def _holding(group: str, *paths: str) -> tuple[tuple[tuple[str, Form], ...], dict[str, list[int]]]:
    """The forms under the paths that have a slot for what is asked for, each with its path, and by beginning
    of a word those that it tells of."""
    forms = tuple(
        (path, form) for path in paths for form in patterns(*path.split(".")) if f"{{{group}}}" in form.source
    )
    told_by: dict[str, list[int]] = {}
    for at, (_, form) in enumerate(forms):
        for head in form.told_by():
            told_by.setdefault(head, []).append(at)
    return forms, told_by


def _beginnings(form: str) -> frozenset[str]:
    """The first four letters of every word of a form that says something. A text without any of them cannot
    match, which spares most forms on most texts."""
    if form.startswith("{") and form.endswith("}"):
        return frozenset()  # "{role} at {company}": its only words are in every text
    said = re.sub(r"\{\w+\}|\[[^\]]*\]|\{[\d,]+\}|\\\\.|\\.|\?:", " ", form)
    return frozenset(word[:SIZE].lower() for word in _LETTERS.findall(said) if word.lower() not in _COMMON)


def _first(form: str) -> frozenset[str]:
    """The first four letters of the words that a form can start with, `NAME` or `ANY` for a slot."""
    if form.startswith("{"):
        return frozenset({NAME if form.startswith("{company}") else ANY})
    if not form.startswith("(?:"):
        match = _LETTERS.match(form)
        word = match.group(0) if match else ""
        short = {word[:-1][:SIZE].lower()} if form[len(word) : len(word) + 1] == "?" else set()
        return frozenset({word[:SIZE].lower()} | short)
    depth, start, at = 0, 3, 0
    parts: list[str] = []
    for at, character in enumerate(form):
        depth += (character == "(") - (character == ")")
        if depth == 0 or (depth == 1 and character == "|"):
            parts.append(form[start:at])
            start = at + 1
        if depth == 0:
            break
    rest = form[at + 1 :]
    if rest.startswith("?"):
        parts.append(rest[1:].lstrip())
    return frozenset(first for part in parts for first in _first(part))


def _behind(form: str) -> Behind | None:
    """What stands behind the slot of a form that starts with it, or whose slot is a role: these can start at
    so many words of a text that their end is looked for first."""
    slot = re.search(r"\{role\}|^\{company\}", form)
    rest = form[slot.end() :] if slot else ""
    if not rest.startswith(" ") or rest.startswith(" ?"):
        return None
    rest = rest.lstrip()
    told = _PLAIN.match(rest)
    starts = _first(rest) if told else frozenset[str]()
    runs_on = told is not None and told.end() == len(rest)
    further = rest[told.end() :].lstrip() if told else ""
    last = _first(further) if _PLAIN.fullmatch(further) else starts
    long = all(len(head) == SIZE for head in last)  # shorter words at the end may run on
    return Behind(rest, starts, runs_on, last if long else frozenset())


_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"\(\?:(?:[^\W\d_]|[ ?|])+\)(?= |$)")  # a group of words that can be looked up
_COMMON = frozenset("the a an our your for of to at with in as on".split())
