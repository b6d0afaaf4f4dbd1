"""Whom an interview brings together, and what to call them in a letter."""

from __future__ import annotations

import re

from ingest.types import Address
from reports.interviews import Interview
from reports.settings import Person

_TITLE = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|herr|frau)\.?\s+", re.IGNORECASE)
_KEPT = re.compile(r"^(?:dr|prof|professor)\b", re.IGNORECASE)  # who is greeted with title and last name
_ASIDE = re.compile(r"\s*(?:\(.*|\||,| via | at | - ).*$", re.IGNORECASE)  # "Jo Li (Acme)", "Jo Li via Post"
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,4}")
_LONGEST = 80  # characters of a name that are looked at


def invited(one: Interview, person: Person) -> tuple[Address, ...]:
    """Everyone invited apart from the candidate, the organiser among them, each once."""
    listed = (*one.people, *([one.organiser] if one.organiser is not None else []))
    people: dict[str, Address] = {}
    for address in listed:
        if address.email and not person.owns(address.email):
            people.setdefault(address.email, address)
    return tuple(people.values())


def interviewers(one: Interview, person: Person) -> tuple[Address, ...]:
    """Those invited without the organiser, who is most often the one who schedules; alone it is they."""
    people = invited(one, person)
    others = tuple(a for a in people if one.organiser is None or a.email != one.organiser.email)
    return others or people


def names(people: tuple[Address, ...]) -> tuple[str, ...]:
    """Their names in full, of those who have one."""
    return tuple(name for name in (full_name(address.name) for address in people) if name)


def full_name(name: str) -> str:
    """ "Li, Jo (Acme)" -> "Jo Li"; "" where it is no name of a person."""
    text = " ".join(name[:_LONGEST].split()).strip("\"' ")
    last, comma, first = text.partition(", ")
    if comma and first and " " not in last and _NAME.fullmatch(first.split(" (")[0]):
        text = f"{first.split(' (')[0]} {last}"
    text = _ASIDE.sub("", text).strip()
    return text if _NAME.fullmatch(text) else ""


def greeted(name: str) -> str:
    """How a letter begins with that name: "Jo", "Dr Kulkarni"; "" where there is none."""
    text = full_name(name)
    if not text:
        return ""
    bare = _TITLE.sub("", text)
    if bare == text:
        return text.split(" ")[0]
    if _KEPT.match(text):
        return f"{text.split(' ')[0]} {bare.split(' ')[-1]}"
    return bare.split(" ")[0]


def listed(parts: tuple[str, ...], most: int = 3) -> str:
    """ "Ana, Jo and 2 others"."""
    shown = list(parts[:most]) if len(parts) <= most else [*parts[: most - 1]]
    rest = len(parts) - len(shown)
    if rest:
        shown.append(f"{rest} others")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
