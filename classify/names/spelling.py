"""How a text writes the name that a domain label runs together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from classify.names.fold import fold, tokens
from classify.names.occupation import has_occupation
from classify.names.same import fits_label, trimmed
from classify.names.words import words

_WORD = re.compile(r"[^\W_][\w'’.]*|&")
_CAP = 20_000  # characters of a text that are looked through
_MOST = 200  # mentions of one name that are looked at


def spelled(label: str, text: str) -> str:
    """The words of the text that, run together, are the label: "strathearnwhisky" -> "Strathearn Whisky".

    Capitalised runs only. A name that goes on with a trade or a legal form is given whole ("Oxendale Trust").
    "" where the text never writes it.
    """
    return fitting(label, runs_of(label, text[:_CAP]))


def fitting(label: str, runs: Iterable[list[str]]) -> str:
    """The same of a text's runs (`runs_of`)."""
    if len(trimmed(label)) < 2:
        return ""
    best = ""
    for run in runs:
        name = _fitting(run, label)
        if name and (not best or _better(name, best, label)):
            best = name
    return best


@lru_cache(maxsize=1024)
def _first(letters: str) -> re.Pattern[str]:
    """What stands in every text with a word that may begin a name of these two first letters; the texts
    without it are most, and are not looked at word by word."""
    one, two = re.escape(letters[0].upper()), re.escape(letters[1])
    alone, foreign = r"(?![\w'’.])", r"[^\x00-\x7f]"
    return re.compile(
        rf"(?<![^\W_]){one}(?:(?i:{two})|{alone}|[\w'’.]{{0,40}}{foreign})|"
        rf"(?<![^\W_])(?={foreign})[^\W_]"  # "Ü" may be a "u"
    )


def runs_of(label: str, text: str, *, whole: bool = False) -> Iterator[list[str]]:
    """The runs of the text's capitalised words that begin as the label does, line by line.

    With `whole`, those whose first word is the label."""
    bare = label.replace("-", "")
    if len(bare) < 2:
        return
    first = _first(bare[:2])
    lines = text.split("\n") if first.search(text) else ()
    runs = (run for line in lines if first.search(line) for run in _runs(line, bare))
    yield from islice((run for run in runs if not whole or fold(run[0]) == bare), _MOST)


def _runs(line: str, bare: str) -> Iterator[list[str]]:
    """The runs of a line's capitalised words that begin as the label does."""
    found = list(_WORD.finditer(line))
    for index, match in enumerate(found):
        first = match.group(0)
        if not first[0].isupper() and not first[0].isdigit():
            continue
        if bare.startswith(fold(first)[: 2 if first.isascii() else 1]):
            yield _run(found, index, line)


def _run(found: list[re.Match[str]], index: int, text: str) -> list[str]:
    """The capitalised words of a line from here on that stand with nothing but blanks between them."""
    out = [found[index].group(0)]
    for before, match in zip(found[index : index + 8], found[index + 1 : index + 9], strict=False):
        gap = text[before.end() : match.start()]
        word = match.group(0)
        if gap.strip(" -") or len(gap) > 3 or (before.group(0).endswith(".") and len(before.group(0)) > 3):
            break
        joined = gap == "-" or word == "&" or word in words("company", "inside")
        if not (joined or word[0].isupper() or word[0].isdigit()):
            break
        out.append(("-" if gap == "-" else " ") + word)
    return out


def _fitting(run: list[str], label: str) -> str:
    """The longest beginning of a run that is the label, with the trade or legal form that follows it."""
    for size in range(min(len(run), 7), 0, -1):
        name = "".join(run[:size])
        if run[size - 1].strip() in {"&", *words("company", "inside")}:
            continue
        fit = fits_label(name, label)
        if fit < 1.0 and len(run) > size and has_occupation(run[size]):
            continue  # "Acme Data" of "Acme Data Engineer"
        if fit == 1.0 or (fit >= 0.8 and size > 1 and _carries_on(run, size, label)):
            return name.rstrip(".,'’")
    return ""


def _carries_on(run: list[str], size: int, label: str) -> bool:
    """Whether what a name has beyond the label is only a trade, or the label only adds one to the name."""
    for kept in range(size, 0, -1):
        if fits_label("".join(run[:kept]), label) == 1.0:
            rest = [token for word in run[kept:size] for token in tokens(word)]
            extra = (
                words("company", "kinds")
                | words("company", "legal")
                | words("company", "weak")
                | words("company", "inside")
            )
            return all(token in extra for token in rest)
    joined = "".join(tokens("".join(run[:size])))
    return len(joined) >= 6 and label.replace("-", "").startswith(joined) and len(joined) * 2 > len(label)


def _better(name: str, best: str, label: str) -> bool:
    new, old = fits_label(name, label), fits_label(best, label)
    if min(new, old) < 1.0 and max(new, old) == 1.0 and len(tokens(name)) != len(tokens(best)):
        return len(tokens(name)) > len(tokens(best))
    return (new, not name.isupper(), len(name)) > (old, not best.isupper(), len(best))


@lru_cache(maxsize=1024)
def desk_name(display: str, label: str = "") -> str:
    """The company in a display name: "Acme Talent Team" -> "Acme", "Jane Roe via Greenhouse" -> "",
    "Elena from Parcelwise" -> "Parcelwise". With a label, only what fits it.

    Words of a department are taken from both ends; what is left may be a person's name: the caller knows
    whether one is to be expected.
    """
    text = re.sub(r"\s*[(\[].{0,60}[)\]]\s*$", "", display.strip()) if label == "" else display
    outer = re.search(
        r"(?:\s?@\s?|\s(?:from|at|via|for|on behalf of|[|·•/–-])\s|[(,]\s?)([^()|,@]{2,60})\)?$", text
    )
    choices = [outer.group(1)] if outer else []
    choices.append(text)
    if outer:
        choices.append(text[: outer.start()])
    for choice in choices:
        name = _undesked(choice)
        if name and (not label or fits_label(name, label) >= 0.6):
            return name
    return ""


_MARKS = ",:;|-–.·•/'\""
_LOOSE = frozenset({"", "in", "of", "for", "by"})


def _undesked(text: str) -> str:
    desk = words("company", "desk")
    out = text.split()
    while out and out[-1].strip(_MARKS).lower() in desk | _LOOSE:
        if out[-1] == "Service" and len(out) > 2 and out[-2].lower() not in desk:
            break  # "Ashgrove Prison Service"
        out.pop()
    while out and out[0].strip(_MARKS).lower() in desk | _LOOSE:
        out.pop(0)
    name = " ".join(out).strip(" ,:;|-–'\"")
    return name if tokens(name) else ""
