"""Words around a title that speak of the hiring and not of the work: "Re-scheduled", "Application for"."""

from __future__ import annotations

from classify.names.fold import TRIM, core
from classify.names.occupation import has_occupation
from classify.names.words import either, words


def after_talk(parts: list[str]) -> list[str]:
    """Words behind the last "interview" and its like ("Zweites Gespräch Data Analyst")."""
    first = next((at for at, part in enumerate(parts) if has_occupation(part)), 0)
    talks = [at for at in range(first) if parts[at].strip(TRIM).lower() in words("role", "talks")]
    return parts[talks[-1] + 1 :] if talks else parts


def advertises(word: str, following: str) -> bool:
    """Whether a word is an advert's in front of a title: "newly", "exciting", "UK-based"."""
    plain = word.strip(TRIM).lower()
    if f"{plain} {following.lower()}" in words("role", "titular_pairs"):
        return False
    return plain in words("role", "advert") or plain.endswith("-based")


def unedged(parts: list[str]) -> list[str]:
    """Words without those around a title: "Your application for", "- interview".

    Words such as "test" and "process" are of an interview and of titles: directly in front of a title and
    capitalised like it they stay ("Process Engineer").
    """
    edges = words("role", "edges")
    start, end = 0, len(parts)
    while start < end and (_plain(parts[start]) in edges | {""} or parts[start].isdigit()):
        start += 1
    while end > start and _plain(parts[end - 1]) in edges | {""}:
        end -= 1
    if 0 < start < end and _belongs(parts[start - 1], parts[start], alone=end - start == 1):
        start -= 1
    return parts[start:end]


def _plain(word: str) -> str:
    return word.strip(TRIM + "()").lower()


def _belongs(last: str, following: str, *, alone: bool) -> bool:
    """Whether a word taken off belongs to the title behind it, of which one word is left (`alone`)."""
    word = last.lower()
    if f"{word} {following.lower()}" in words("role", "titular_pairs"):
        return True
    if word in {"first", "second", "third", "fourth"} and has_occupation(following):
        return True  # a second engineer, a first officer
    if last[:1].isupper() != following[:1].isupper():
        return False
    return word in words("role", "titular") or (alone and word in words("role", "titular_alone"))


def without_lead(parts: list[str]) -> list[str]:
    """A capitalised title without the sentence in front of it ("Moving quickly on Success Lead")."""
    at = next((at for at, part in enumerate(parts) if part[:1].isupper() and has_occupation(part)), 0)
    if at == 0:
        at = next((at for at, part in enumerate(parts) if has_occupation(part)), 0)
        return parts[1:] if at and _somebodys(parts[0]) else parts
    start = at
    while start and (parts[start - 1].lower() in words("role", "before") or not parts[start - 1].islower()):
        start -= 1
    if start and not all(part.isalpha() for part in parts[start - 1 : start]):
        start = 0
    while start < at and (parts[start].lower() in words("role", "before") or _somebodys(parts[start])):
        start += 1
    return parts[start:]


def without_initials(parts: list[str], company: str) -> list[str]:
    """A title without the initials of the house in front ("VPA Marine Pilot" at Victoria Ports Authority)."""
    first = parts[0] if len(parts) > 1 else ""
    if not (company and first.isupper() and 3 <= len(first) <= 5) or parts[1].isupper():
        return parts
    if first.lower() in either("role.same.discipline", "role.fields", "role.heads"):
        return parts
    at, name = 0, "".join(core(company))
    for letter in first.lower():
        at = name.find(letter, at) + 1
        if not at:
            return parts
    return parts[1:] if name[:1] == first[0].lower() else parts


def _somebodys(word: str) -> bool:
    """Whether a word says whose a post is."""
    return word.lower().endswith(("'s", "’s")) and word.lower() not in words("role", "owners")
