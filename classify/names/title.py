"""A title freed of what is no title: interview words, people, places, terms, numbers, the company's name.

A phrase is cut into pieces at commas, brackets and dashes. The first piece with the noun of an occupation is
the title; a piece behind it stays where it says what the work is about ("Fleet Telemetry"), not where, for
how long or when.
"""

from __future__ import annotations

import re
from functools import lru_cache

from classify.names.believable import is_a_field, looks_like_a_house
from classify.names.edges import advertises, after_talk, unedged, without_initials, without_lead
from classify.names.fold import TRIM, core, fold, tokens
from classify.names.occupation import ends_in_occupation, has_occupation
from classify.names.place import is_place
from classify.names.same import same_company
from classify.names.words import either, entries, words

_GENDER = re.compile(
    r"[\s,]*[(\[]\s*(?:all genders?|[mwfdhxi*](?:\s?[/|,.*]\s?[mwfdhxia*]){1,3}|gn)\s*[)\]]|"
    r"[*:_/](?:in|innen|frau)\b|"
    r"\s[mwfdhx](?:/[mwfdhx]){1,3}\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[£$€]\s?\d|\d\s?[£$€]|\b\d{2,3}k\b|%", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:(?:roles?|positions?|posts?|jobs?|vacanc(?:y|ies)|openings?|ad|advert|opportunity|gig)\b"
    r"(?!\s+of\b)|(?:at|@|bei|chez)\s+(?:the\s+)?[A-ZÀ-Þ]).*$",
    re.DOTALL,
)
_JOINT = re.compile(r"\s+([-–—|/x×])\s+|([,;])\s+|\s*([(\[])\s*|\s*([)\]])\s*")
_NUMBER = re.compile(
    r"[A-Z]{1,6}(?:/[A-Z\d]{1,8}){1,4}(?=.?$)(?<=\d)|#?(?=(?:\D{0,9}\d){3})(?!(?:19|20)\d\d$)[A-Za-z]{0,6}\d[\w/-]{0,14}|#?[A-Z]{1,6}[-/]\d[\w/-]{0,14}"
)
_FOR = re.compile(
    r"^(.{0,60}?)\s(?:for|als|as|pour|re|über|voor)\s(?:(?:the|an?|our|your|die|den|le|la)\s)?", re.IGNORECASE
)
_TAIL_OF = re.compile(
    r"\s(?:for|with|within|von|vom|voor|pour|bij)\s(?:the\s|our\s|der\s|die\s)?(?=[A-ZÀ-Þ])", re.IGNORECASE
)
_WITH = re.compile(r"\b(?:with|mit|avec|met)\s+(?=\S)", re.IGNORECASE)
_DASHES = frozenset("-–—/|x×")
_JOINS = frozenset("of and & for to in the de des du d' la le les für im am und et van voor en der".split())
_FIELDS = ("ics", "ology", "ography", "therapy", "ware", "tion", "tions", "ment", "ments", "ance")
_LONGEST = 4  # words of what may follow a title


@lru_cache(maxsize=1024)
def clean(
    title: str, company: str = "", me: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> str:
    """A title as a person would list it, "" where the phrase is none.

    `me` are the candidate's names and `people` those of others on the message, folded. A title behind
    another person's name is that person's own ("Ann Lee, Head of Data") and no opening.
    """
    text = _MONEY.split(ungendered(" ".join(title.split())[:160]), maxsplit=1)[0]
    text = _TAIL.sub("", text) if not _JOINT.search(text) else text
    folded = fold(text)
    if any(phrase in folded for phrase in _never()):
        return ""
    pieces = _pieces(text)
    out = ""
    for at, (joint, piece) in enumerate(pieces):
        if not out:
            piece = _without_employer(piece, company)
            if _is_person(piece, people) or (_speaks(piece) and not _holds(piece, me)):
                if pieces[at + 1 : at + 2] and pieces[at + 1][0] in _DASHES | {"(", "["}:
                    continue
                return ""
            if has_occupation(text) and _with_another(piece, me):
                return ""
            aside = _is_person(piece, me) or _speaks(piece)
            aside = aside or (_is_company(piece, company) and not has_occupation(piece))
            out = "" if aside else _core(piece, company, me)
            if out and len(pieces) > 1 and not has_occupation(out):
                out = ""
        elif not _is_aside(piece, company, me | people):
            if not _is_field(piece, joint, out):
                if joint in ("(", "["):
                    continue
                break
            out += f" - {piece}" if joint in _DASHES else f", {piece}"
    return out


def ungendered(text: str) -> str:
    """A text without "(m/f/d)", ":in" and their like."""
    return _GENDER.sub("", text)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The phrase cut up, each piece with the mark in front of it."""
    out: list[tuple[str, str]] = []
    at, mark = 0, ""
    for match in _JOINT.finditer(text):
        out.append((mark, text[at : match.start()].strip(TRIM)))
        at, mark = match.end(), next(group for group in match.groups() if group)
    out.append((mark, text[at:].strip(TRIM)))
    return [(mark, piece) for mark, piece in out if piece]


def _core(piece: str, company: str, me: frozenset[str]) -> str:
    """The title in one piece."""
    piece = _TAIL.sub("", piece).strip(TRIM)
    before = _FOR.match(piece)
    if before and has_occupation(piece[before.end() :]) and not ends_in_occupation(before.group(1)):
        piece = piece[before.end() :]
    parts = [part for part in piece.split() if not _NUMBER.fullmatch(part.strip(TRIM))]
    parts = unedged(_without_names(after_talk(parts), me))
    while len(parts) > 1 and advertises(parts[0], parts[1]):
        parts = parts[1:]
    titled = next((part for part in parts if has_occupation(part)), "")[:1].isupper()
    while titled and len(parts) > 1 and parts[0].isalpha() and parts[0].islower() and parts[0] not in _JOINS:
        parts = parts[1:]  # "interim Head of Finance" in a sentence
    parts = _without_house(without_initials(without_lead(parts), company), company)
    parts = _without_end(parts)
    while len(parts) > 1 and is_place(parts[-1]) and not parts[-1].isdigit():
        parts.pop()
        while len(parts) > 1 and parts[-1].lower() in {"in", "at", ","}:
            parts.pop()
    return " ".join(parts).strip(TRIM)


def _without_employer(piece: str, company: str) -> str:
    """A title without the house behind it ("Practice Manager for Larkhill Surgery", "Nurse with Acme")."""
    for match in _TAIL_OF.finditer(piece):
        rest = piece[match.end() :]
        housed = _is_company(rest, company) or (core(rest)[:1] == core(company)[:1] != ())
        housed = housed or (looks_like_a_house(rest) and not is_a_field(rest))
        if housed and has_occupation(piece[: match.start()]):
            return piece[: match.start()]
    return piece


def _with_another(piece: str, me: frozenset[str]) -> bool:
    """Whether a piece names somebody that the candidate is to meet: what follows is that person's title
    ("Robin Hale with Dr. Lee, VP Data")."""
    match = _WITH.search(piece)
    if not match or not _holds(piece[: match.start()], me):
        return False
    return not any(f"{' '.join(tokens(piece[match.end() :]))} ".startswith(f"{name} ") for name in me)


def _without_names(parts: list[str], me: frozenset[str]) -> list[str]:
    """Words without the candidate's name at either end ("Jo Doe Data Engineer")."""
    for size in (3, 2):
        if len(parts) > size and fold(" ".join(parts[:size])) in me:
            return parts[size:]
        if len(parts) > size and fold(" ".join(parts[-size:])) in me:
            return parts[:-size]
    return parts


def _without_house(parts: list[str], company: str) -> list[str]:
    """A title without the company's name in front of it or behind it ("Acme Data Engineer"), unless the name
    is a trade that the title has too ("Solar Engineer" at Solar)."""
    name = core(company)
    for size in range(min(len(name), len(parts) - 1), 0, -1):
        said, rest = parts[:size], parts[size:]
        if core(" ".join(said)) == name[:size] and not is_a_field(" ".join(said)) and _titles(rest):
            parts = rest
            break
    for size in range(min(len(name), len(parts) - 1), 0, -1):
        rest, said = parts[:-size], parts[-size:]
        named = core(" ".join(said)) == name[:size] and not is_a_field(" ".join(said))
        if named and _titles(rest) and rest[-1].lower() not in _JOINS:
            return rest
    return parts


def _titles(parts: list[str]) -> bool:
    return has_occupation(" ".join(parts))


def _without_end(parts: list[str]) -> list[str]:
    """A title without the sentence that goes on behind it ("Data Analyst stood out")."""
    heads = [at for at, part in enumerate(parts) if has_occupation(part)]
    if not heads:
        return parts
    at = heads[-1] + 1
    shouting = parts[heads[-1]][:1].isupper()
    while at < len(parts):
        word = parts[at].lower().strip(TRIM)
        if word in _JOINS and at + 1 < len(parts):
            if word == "for" and shouting and parts[at + 1][:1].islower():
                break
            at += 2
        elif word in words("role", "sentence") or word in words("role", "edges"):
            break
        elif shouting and parts[at][:1].islower() and not re.fullmatch(r"[ivx]+", word):
            last = parts[at - 1].lower()
            if last in _JOINS or (at > 1 and parts[at - 2].lower() in _JOINS and at - heads[-1] < 4):
                at += 1  # "Head of data platform"
            else:
                break
        elif not shouting and parts[at][:1].islower() and not re.fullmatch(r"[ivx\d]+", word):
            break
        else:
            at += 1
    return parts[:at]


def _is_aside(piece: str, company: str, people: frozenset[str]) -> bool:
    """Whether a piece behind a title says where, for how long, who or what number: left out, and on we go."""
    return (
        is_place(piece)
        or _is_company(piece, company)
        or _is_person(piece, people)
        or bool(_NUMBER.fullmatch(piece))
        or (" of " in piece and tokens(piece)[0] in words("role", "departments"))
    )


def _is_field(piece: str, joint: str, title: str) -> bool:
    """Whether a piece behind a title says what the work is about.

    Behind a dash, where subjects put anything, only the words of a known field; behind a comma or in
    brackets any few capitalised words that are not of an interview, of a sentence, or a house's name.
    """
    parts = tuple(part for part in tokens(piece) if part not in ("and", "of"))
    known = either("company.kinds", "role.same.discipline", "role.fields")
    if not parts or len(parts) > _LONGEST or set(parts) & words("role", "edges") - known:
        return False
    if _speaks(piece) or (piece[0].islower() and title[:1].isupper() and len(parts) > 1):
        return False
    if all(part in known for part in parts):
        return joint not in _DASHES or not all(part in words("role", "edges") for part in parts)
    if joint in _DASHES and title.lower() in words("role", "not_alone"):
        return piece[:1].isupper() and not has_occupation(piece)  # "Manager - Rolling Mill"
    if joint in _DASHES or joint == ")":
        return False
    graded = has_occupation(piece) and any(part.isdigit() for part in parts)
    if joint in ",;" and not graded and not any(part in known or part.endswith(_FIELDS) for part in parts):
        return False  # towns stand there, and fields of work are known
    foreign = len(parts) > 1 and parts[0] not in known
    house = parts[-1] in words("role", "workplaces")
    return not (foreign and house)


def is_work(tail: str) -> bool:
    """Whether what follows a title says what the work is about: it has a word of a trade, a field or an
    occupation, or more than a name has ("Market Data", "Ward 7")."""
    digits = any(character.isdigit() for character in tail)
    return digits or has_occupation(tail) or any(is_a_field(word) for word in tokens(tail))


def _speaks(piece: str) -> bool:
    return any(word.strip(".,()!?").lower() in words("role", "sentence") for word in piece.split())


def _holds(piece: str, names: frozenset[str]) -> bool:
    """Whether a piece holds one of the names in full."""
    said = f" {' '.join(tokens(piece))} "
    return any(" " in name and f" {name} " in said for name in names)


def _is_person(piece: str, people: frozenset[str]) -> bool:
    return " ".join(tokens(piece)) in people


def _is_company(text: str, company: str) -> bool:
    bare = re.sub(r"^the\s", "", text, flags=re.IGNORECASE)
    return bool(company) and (same_company(text, company) > 0 or same_company(bare, company) > 0)


def has_talk(line: str) -> bool:
    """Whether a line speaks of an application, an interview or the like."""
    return not words("role", "process").isdisjoint(tokens(line[:400]))


def plausible(title: str, *, sure: bool = False) -> bool:
    """Whether a phrase could be a title at all: short, and no sentence. `sure` where its place says so."""
    parts = tokens(title)
    if not parts or len(parts) > 10 or len(title) < 2:
        return False
    if _speaks(title):
        return False
    if all(part in words("role", "edges") or part.isdigit() for part in parts):
        return False
    return sure or not (len(parts) == 1 and parts[0] in words("role", "not_alone"))


@lru_cache(maxsize=1)
def _never() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in entries("role", "never"))
