"""Names that a domain label shortens: "polariscu" for "Polaris Credit Union"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from classify.names.fold import fold, tokens
from classify.names.occupation import has_occupation
from classify.names.spelling import runs_of
from classify.names.words import either, words

_CAP = 12_000  # characters of a text that are looked through
_HEAD = 4  # letters of the label that the name's first words must spell


def kin(label: str, text: str, *, signed: bool = False) -> str:
    """The name in the text of which the label is a shortened form; "" where there is none.

    Its first words stand in the label in full, later ones in part, as initials or not at all ("Oakwell NHS
    Trust" for "oakwelltrust", "Highmark Fabrication" for "highmarkfab"). With `signed`, as for a signature, a
    house's name that only begins as the label does will do ("McBride Dairies" for "mcbridemilk").
    """
    return nearest(label, runs_of(label, text[:_CAP]), signed=signed)


def nearest(label: str, runs: Iterable[list[str]], *, signed: bool = False) -> str:
    """The same of a text's runs (`runs_of`)."""
    best, reached = "", 0.0
    for run in runs:
        for size in range(min(len(run), 7), 1, -1):
            name = "".join(run[:size]).rstrip(".,'’")
            score = _likeness(name, label, signed=signed)
            followed = len(run) > size and has_occupation(run[size])
            if score > reached and not followed:
                best, reached = name, score
    return best


@lru_cache(maxsize=4096)
def _likeness(name: str, label: str, *, signed: bool) -> float:
    """How many letters of the label the name explains; 0.0 where it does not explain it."""
    bare = label.replace("-", "")
    parts = tokens(name)
    head = _head(parts, bare)
    if len(head) < min(_HEAD, len(bare)) or len(parts) < 2:
        return 0.0
    if has_occupation(name) and not bare.endswith(parts[-1][:_HEAD]):
        return 0.0
    if parts[-1] in words("company", "inside") or set(parts) & words("company", "never"):
        return 0.0
    full = _explained(parts, bare)
    ends = either("company.kinds", "company.legal", "company.houses")
    if full >= max(_HEAD, len(bare) / 2):
        return full + 1.0 + 0.01 * len(parts)
    if signed and len(head) >= 5 and len(head) * 5 >= len(bare) * 2 and parts[-1] in ends:
        return len(head) / 2
    return 0.0


def _head(parts: tuple[str, ...], bare: str) -> str:
    """The longest beginning of the label that the name's first words are."""
    head = ""
    for part in parts:
        if not bare.startswith(head + part):
            break
        head += part
    return head


def _explained(parts: tuple[str, ...], bare: str) -> float:
    """The letters of the label that whole words of the name are, where the words explain all of it in their
    order; 0.0 where they do not. Every state is looked at once, so no name takes long."""
    kinds = either("company.kinds", "company.legal", "company.weak")
    reached: dict[int, float] = {0: 0.0}  # letters explained so far: how many of them by whole words
    for index, part in enumerate(parts):
        after: dict[int, float] = {}
        may_be_left_out = index > 0 and (index < len(parts) - 1 or part in kinds)
        for at, score in reached.items():
            if may_be_left_out:
                after[at] = max(after.get(at, 0.0), score)
            for size in range(1, min(len(part), len(bare) - at) + 1):
                if size == len(part) and bare.startswith(part, at):
                    after[at + size] = max(after.get(at + size, 0.0), score + size)
                elif index > 0 and _shortens(bare[at : at + size], part):
                    after[at + size] = max(after.get(at + size, 0.0), score)
        reached = after
    return reached.get(len(bare), 0.0)


@lru_cache(maxsize=4096)
def _shortens(short: str, word: str) -> bool:
    """Whether letters stand for a word: its first letter, or letters of it in order from the first on."""
    if short[0] != word[0]:
        return False
    at = 0
    for letter in short:
        at = word.find(letter, at) + 1
        if at == 0:
            return False
    return True


def turned(label: str, text: str) -> str:
    """The name in the text that has the label's words the other way round: "University of Westering" for
    "westering-uni", "Brauerei Kessler" for "kessler-brauerei"; "" where there is none."""
    bare = label.replace("-", "")
    for kind in words("company", "turned").intersection(fold(text[:_CAP]).split()):
        for run in runs_of(kind, text[:_CAP], whole=True):
            for size in range(min(len(run), 6), 1, -1):
                name = "".join(run[:size]).rstrip(".,'’")
                parts = [part for part in tokens(name)[1:] if part not in words("company", "inside")]
                rest = "".join(parts)
                if len(rest) >= _HEAD and bare.startswith(rest) and _of(bare[len(rest) :], kind):
                    return name
    return ""


def _of(rest: str, kind: str) -> bool:
    return rest == "" or _shortens(rest, kind)
