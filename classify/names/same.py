"""Whether two names mean one company, or one role. Pure, and by whole words only."""

from __future__ import annotations

from functools import lru_cache

from classify.names.fold import core, fold, spellings, tokens
from classify.names.words import pairs, words

SAME = 1.0
KIN = 0.5  # one name begins with the other: the same house or its sister


@lru_cache(maxsize=32768)
def same_company(a: str, b: str) -> float:
    """1.0 one company; 0.9 but for a word like "Group"; 0.6 initials; 0.5 one name begins with the other
    ("Oxendale", "Oxendale Trust"), which is no proof by itself; 0.0 otherwise.

    >>> same_company("Meta", "Metaverse"), same_company("Röder & Co. KG", "Roeder")
    (0.0, 1.0)
    """
    if not a or not b:
        return 0.0
    if spellings(a) & spellings(b):
        return SAME
    one, other = _bare(a), _bare(b)
    if "".join(one) == "".join(other):
        return 0.9
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and len(long) >= 3 and short[0] == "".join(word[0] for word in long):
        return 0.6
    if long[: len(short)] == short:
        return KIN
    return 0.0


@lru_cache(maxsize=16384)
def likenesses(name: str) -> frozenset[str]:
    """What to look a name up by: two names, each of a word at least, that `same_company` takes for anything
    but 0.0 share one."""
    bare = _bare(name)
    initials = {"".join(word[0] for word in bare)} if len(bare) >= 3 else set()
    return spellings(name) | {"".join(bare), *bare[:1]} | initials


@lru_cache(maxsize=16384)
def fits_label(name: str, label: str) -> float:
    """How well a name fits a domain label: 1.0 it is the name; 0.8 it begins the name or the name begins it,
    at a word's border and for long enough; 0.7 it ends the name; 0.6 it is its initials; 0.0 otherwise."""
    if not name or not label:
        return 0.0
    bare = label.replace("-", "")
    names = spellings(name) | {"".join(_bare(name))}
    if bare in names or trimmed(label) in names:
        return SAME
    heads = _beginnings(core(name)) | _beginnings(tokens(name))
    if (len(bare) >= 4 and bare in heads) or (len(trimmed(label)) >= 6 and trimmed(label) in heads):
        return 0.8
    if any(len(form) >= 6 and bare.startswith(form) for form in names) and len(core(name)) > 1:
        return 0.8
    parts = label.split("-")
    if len(parts) > 1 and any(len(form) >= 4 and form in _beginnings(tuple(parts)) for form in names):
        return 0.8
    if len(bare) >= 6 and bare in _endings(core(name)):
        return 0.7
    initials = "".join(word[0] for word in core(name))
    if len(initials) >= 3 and bare in {initials, "".join(word[0] for word in tokens(name))}:
        return 0.6
    return 0.0


@lru_cache(maxsize=4096)
def trimmed(label: str) -> str:
    """A domain label without what recruiting domains put around a name: "acmecareers" -> "acme"."""
    bare = label.replace("-", "")
    for tail in sorted(words("company", "label_tails"), key=len, reverse=True):
        if label.endswith("-" + tail) or (
            (len(tail) > 3 or tail == "hq") and bare.endswith(tail) and len(bare) - len(tail) >= 3
        ):
            return bare[: -len(tail)]
    for head in words("company", "label_heads"):
        if label.startswith(head + "-"):
            return bare[len(head) :]
    return bare


@lru_cache(maxsize=32768)
def same_role(a: str, b: str, requisition_a: str = "", requisition_b: str = "") -> float:
    """1.0 one role; 0.6 and more: one title is the other with something left out; below: not the same.

    Two requisition numbers decide alone. Seniority or discipline words that both titles have and that
    differ veto (0.0). A title that is unknown is 0.5: neither for nor against.

    >>> same_role("Senior Data Engineer", "Junior Data Engineer")
    0.0
    """
    if requisition_a and requisition_b:
        return SAME if fold(requisition_a) == fold(requisition_b) else 0.0
    one, other = _spelt_out(a, b), _spelt_out(b, a)
    if not one or not other:
        return 0.5
    if one == other:
        return SAME
    if _vetoed(one, other):
        return 0.0
    shared = one & other
    if shared in (one, other):
        missing = (one | other) - shared
        weighty = missing & (words("role", "same", "seniority") | words("role", "same", "discipline"))
        heads = words("role", "heads")
        if not shared & heads and missing & heads:
            return 0.4
        return 0.7 if weighty else 0.6 + 0.3 * len(shared) / len(one | other)
    return round(0.6 * len(shared) / len(one | other), 3)


def _spelt_out(title: str, like: str) -> frozenset[str]:
    """The words of a title, its initials written out as the other title writes them ("BI" for "Business
    Intelligence")."""
    here, there = title_words(title), [word for word in tokens(like) if word not in _filler()]
    out = set(here)
    for word in here:
        size = len(word)
        if 2 <= size <= 4 and word not in there:
            for at in range(len(there) - size + 1):
                run = there[at : at + size]
                if "".join(part[0] for part in run) == word:
                    out = (out - {word}) | title_words(" ".join(run))
    return frozenset(out)


def _filler() -> frozenset[str]:
    return words("role", "same", "filler")


def _vetoed(one: frozenset[str], other: frozenset[str]) -> bool:
    for kind in ("seniority", "discipline"):
        table = words("role", "same", kind)
        mine, yours = one & table, other & table
        if mine and yours and mine - yours and yours - mine:
            return True
        if kind == "seniority" and mine and yours and mine != yours:
            return True
    return False


@lru_cache(maxsize=16384)
def title_words(title: str) -> frozenset[str]:
    """The words of a title with abbreviations written out and fillers dropped."""
    short = pairs("role", "same", "short")
    out: list[str] = []
    for word in tokens(fold(title).replace("front-end", "frontend").replace("back-end", "backend")):
        out.extend(short.get(word, word).split())
    return frozenset(_singular(word) for word in out if word not in words("role", "same", "filler"))


def _singular(word: str) -> str:
    heads = words("role", "heads")
    return word[:-1] if word.endswith("s") and word not in heads and word[:-1] in heads else word


@lru_cache(maxsize=16384)
def _bare(name: str) -> tuple[str, ...]:
    kept = list(core(name))
    while len(kept) > 1 and kept[-1] in words("company", "weak"):
        kept.pop()
    return tuple(kept)


def _beginnings(parts: tuple[str, ...]) -> frozenset[str]:
    return frozenset("".join(parts[:n]) for n in range(1, len(parts) + 1))


def _endings(parts: tuple[str, ...]) -> frozenset[str]:
    return frozenset("".join(parts[n:]) for n in range(len(parts)))
