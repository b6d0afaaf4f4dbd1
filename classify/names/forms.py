"""Forms of sentences that name a company or a role, compiled from the table.

A space in a form matches any blanks, its words match in any case; {company} is a run of capitalised words,
{role} up to ten words that end where a title ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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


def compiled(form: str) -> re.Pattern[str]:
    """The pattern of one form of the table."""
    out: list[str] = []
    for piece in re.split(r"(\{company\}|\{role\})", form):
        if piece == "{company}":
            out.append(_company())
        elif piece == "{role}":
            out.append(_ROLE if not form.endswith("{role}") else _ROLE + _ENDS)
        elif piece:
            loose = re.sub(r" (?=[?*])", r"\\s", re.sub(r" (?![?*])", r"\\s{1,4}", piece))
            out.append(f"(?i:{loose})")
    return re.compile(r"(?<!\w)" + "".join(out))


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the table. `needs`: beginnings of its words, of which a text that it matches has one.
    `starts`: beginnings of the words it can start with, or `_NAME` or `_ANY`."""

    pattern: re.Pattern[str]
    needs: frozenset[str]
    starts: frozenset[str]


# Where the table has forms. What a text begins its words with is noted for these alone.
_PATHS = (
    ("agency", "behalf"),
    ("company", "direct"),
    ("company", "soft"),
    ("company", "subject"),
    ("company", "system"),
    ("role", "named"),
    ("role", "strong"),
)


@lru_cache(maxsize=16)
def patterns(*path: str) -> tuple[Form, ...]:
    """The compiled forms under a path of the table. Raises KeyError where it holds none."""
    if path not in _PATHS:
        raise KeyError(path)
    return tuple(Form(compiled(form), _beginnings(form), _first(form)) for form in entries(*path))


def found(group: str, text: str, *path: str, above: str = "") -> Iterator[str]:
    """What the forms under a path capture, form by form in the table's order; `above` is a line that stands
    over the text.

    A form is tried only where one of its first words stands: most of a text is never looked at.
    """
    there = _begun(text)
    if above:
        there = _below(_begun(above), there, len(above) + 1)
        text = f"{above}\n{text}"
    for form in patterns(*path):
        if group not in form.pattern.groupindex or (form.needs and form.needs.isdisjoint(there)):
            continue
        end = 0
        # What a form needs stands in what it matches: behind its last place no match can start.
        last = max((there[need][-1] for need in form.needs & there.keys()), default=len(text))
        for at in _places(there, form.starts):
            match = form.pattern.match(text, at) if end <= at <= last else None
            if match:
                end = match.end()
                yield match.group(group)


def _places(there: dict[str, list[int]], starts: frozenset[str]) -> list[int]:
    """Where in the text a form can start."""
    return sorted(at for start in starts for at in there.get(start, ()))


def _beginnings(form: str) -> frozenset[str]:
    """The first four letters of every word of a form that says something. A text without any of them cannot
    match, which spares most forms on most texts."""
    if form.startswith("{") and form.endswith("}"):
        return frozenset()  # "{role} at {company}": its only words are in every text
    said = re.sub(r"\{\w+\}|\[[^\]]*\]|\{[\d,]+\}|\\\\.|\\.|\?:", " ", form)
    return frozenset(word[:4].lower() for word in _LETTERS.findall(said) if word.lower() not in _COMMON)


def _first(form: str) -> frozenset[str]:
    """The first four letters of the words that a form can start with, `_NAME` or `_ANY` for a slot."""
    if form.startswith("{"):
        return frozenset({_NAME if form.startswith("{company}") else _ANY})
    if not form.startswith("(?:"):
        match = _LETTERS.match(form)
        word = match.group(0) if match else ""
        short = {word[:-1][:4].lower()} if form[len(word) : len(word) + 1] == "?" else set()
        return frozenset({word[:4].lower()} | short)
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


@lru_cache(maxsize=64)
def _begun(text: str) -> dict[str, list[int]]:
    """Where the words of a text begin, by their first four letters if a form asks for these; under `_NAME`
    those that can begin a name, under `_ANY` all."""
    asked = _asked()
    starts = [match.start() for match in _WORD.finditer(text)]
    heads = _HEAD.findall(text.lower()) if text.isascii() else map(str.lower, _HEAD.findall(text))
    out = {_NAME: [at for at in starts if not text[at].islower()], _ANY: starts}
    for at, head in zip(starts, heads, strict=True):
        if head in asked:
            out.setdefault(head, []).append(at)
    return out


def _below(above: dict[str, list[int]], there: dict[str, list[int]], by: int) -> dict[str, list[int]]:
    """The beginnings in a line and in the text below it, which is `by` characters further down."""
    out = {head: [at + by for at in places] for head, places in there.items()}
    for head, places in above.items():
        out[head] = [*places, *out.get(head, ())]
    return out


@lru_cache(maxsize=1)
def _asked() -> frozenset[str]:
    """The beginnings of words that any form asks for."""
    forms = [form for path in _PATHS for form in entries(*path)]
    return frozenset().union(*map(_beginnings, forms), *map(_first, forms))


_NAME, _ANY = "^", "*"  # what no word begins with
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"([^\W_]{1,4})[^\W_]*")
_COMMON = frozenset("the a an our your for of to at with in as on".split())
