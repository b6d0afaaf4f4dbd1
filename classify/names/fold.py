"""Names brought to a form in which they can be compared: case, accents, legal forms and joints removed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from classify.names.words import words

TRIM = " \t\n,.;:-–—|/\"'“”‘’*!?"  # marks around a phrase
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "đ": "d"}
)
_PAIRED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_DROPPED = re.compile(r"['’`´.]")


def fold(text: str) -> str:
    """Lower case without accents; "&" and "+" between words read "and"."""
    if text.isascii():
        return text.lower().replace("&", " and ")
    return _FOREIGN.sub(_unaccented, text).casefold().replace("&", " and ")


def _unaccented(found: re.Match[str]) -> str:
    spread = unicodedata.normalize("NFKD", found[0].translate(_PLAIN))
    return "".join(c for c in spread if not unicodedata.combining(c))


@lru_cache(maxsize=1024)
def tokens(name: str) -> tuple[str, ...]:
    """Every word of a name, folded. An apostrophe or a full stop parts no word ("St. Bede's" has two)."""
    return tuple(folded_words(name))


def folded_words(text: str) -> list[str]:
    """The same of a text, which is too long to be remembered."""
    return _WORD.findall(_DROPPED.sub("", fold(text)))


@lru_cache(maxsize=1024)
def core(name: str) -> tuple[str, ...]:
    """The words that carry a company's identity: no joints, no legal form at the end."""
    kept = [word for word in tokens(name) if word not in words("company", "joints")]
    while len(kept) > 1 and kept[-1] in words("company", "legal"):
        kept.pop()
    return tuple(kept) or tokens(name)


@lru_cache(maxsize=1024)
def without_form(name: str) -> str:
    """A company's name as people say it, without the legal form at its end.

    "Crumb & Company" and "Röder & Co." keep theirs, and a short form counts only as such forms are written:
    "Serenity Spa" is no S.p.A.

    >>> without_form("Alderman & Finch LLP"), without_form("Röder & Co. KG"), without_form("Serenity Spa")
    ('Alderman & Finch', 'Röder & Co.', 'Serenity Spa')
    """
    parts = _TWOFOLD.sub("", name).split() or name.split()
    while len(parts) > 1 and _is_form(parts[-1]) and parts[-2].lower() not in _JOINTS:
        parts.pop()
        parts[-1] = parts[-1].rstrip(",")
    return " ".join(parts)


_TWOFOLD = re.compile(
    r"(?<=\w),?\s(?:GmbH|AG|SE|UG|mbH)\s(?:&|und|u\.)\sCo\b\.?.*$"
)  # "GmbH & Co. KG" is one form
_JOINTS = frozenset({"&", "+", "and", "und", "et", "of"})
_WRITTEN_OUT = frozenset(
    "ltd limited llc llp plc inc incorporated corp gmbh mbh dac sarl bvba sprl pty pvt pte oyj kgaa "
    "ev".split()
)


def _is_form(word: str) -> bool:
    plain = _DROPPED.sub("", word.strip(",()")).lower()
    if plain not in words("company", "legal"):
        return False
    letters = [c for c in word if c.isalpha()]
    return plain in _WRITTEN_OUT or sum(c.isupper() for c in letters) >= 2


@lru_cache(maxsize=1024)
def compact(name: str) -> str:
    """The core run together, as a domain label writes it."""
    return "".join(core(name))


@lru_cache(maxsize=1024)
def spellings(name: str) -> frozenset[str]:
    """`compact` in every spelling of umlauts and of "&" that a domain label may use."""
    lowered = unicodedata.normalize("NFC", name).casefold()
    forms = {name, lowered.translate(_PAIRED)}
    forms |= {form.replace("&", " und ") for form in forms if "&" in form}
    return frozenset({compact(form) for form in forms} | {"".join(tokens(form)) for form in forms})
