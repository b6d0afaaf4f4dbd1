"""A subject line taken apart."""

from __future__ import annotations

import re
from functools import lru_cache

# What mail programs put before the subject of an answer or a forward, in their languages.
ANSWERS = frozenset(
    "re aw antw antwort sv vs ref rif r odp fw fwd wg tr i vb doorst rv enc enviado res vl bls".split()
)
_PREFIX = re.compile(
    rf"^\s*(?:(?:{'|'.join(sorted(ANSWERS))}|"
    r"automatic reply|autoreply|automatische antwort|autosvar|réponse automatique|out of office|"
    r"(?:updated |new )?invitation|(?:aktualisierte )?einladung|uitnodiging|new time proposed|"
    r"(?:accepted|declined|tentative|cancell?ed|updated)(?: event| invitation)?|tentatively accepted|"
    r"zugesagt|angenommen|abgelehnt|abgesagt|accepté|refusé|annulé|geaccepteerd|geannuleerd)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*)",
    re.IGNORECASE,
)
# A calendar's invitation puts the time behind the title: "… @ Thu 26 Feb 2026 10am (GMT)".
_WHEN = re.compile(
    r"\s@\s(?:on\s)?(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|"
    r"ma|wo|vr|za|zo)[a-z]{0,7}\b|(?:daily|weekly|monthly|yearly|annually|every|täglich|wöchentlich|monatlich|"
    r"jährlich|alle|jeden|quotidien|hebdomadaire|tous|toutes|chaque|mensuel|cada|todos|todas|semanal|mensual|"
    r"elke|dagelijks|wekelijks|maandelijks)\b(?=.{0,80}\d)|\d).{0,200}$",
    re.IGNORECASE,
)
_CHUNKS = re.compile(r"\s*(?:\|{1,2}|//|[:;?!…])\s*|\s+[•·»>@]\s+|<>")
_PARTS = re.compile(r"\s+[-–—|/•·»>]{1,2}\s+|\s*(?:\|{1,2}|//|[–—:;?!…])\s*|\s+@\s+|<>")


_INVITED = re.compile(r"(?:updated |new )?invitation|(?:aktualisierte )?einladung|uitnodiging", re.IGNORECASE)


@lru_cache(maxsize=64)
def bare(subject: str) -> str:
    """The subject without "Re:", "Fwd:", "Invitation:" and their like in other languages."""
    line = subject.strip()[:300]
    for _ in range(12):
        rest = _PREFIX.sub("", line, count=1)
        if rest == line:
            break
        line = rest
    return _WHEN.sub("", line)


def is_reply(subject: str) -> bool:
    """Whether the subject repeats an older one."""
    line = subject.strip()[:300]
    return bool(_PREFIX.match(line)) and not _INVITED.match(line)


def segments(subject: str) -> tuple[str, ...]:
    """The bare subject cut at dashes between blanks, bars, colons and the like."""
    return tuple(part.strip(" ,.\"'“”") for part in _PARTS.split(bare(subject)) if part.strip())


def chunks(line: str) -> tuple[str, ...]:
    """A bare subject cut at colons, bars and the like, but not at dashes and commas, which titles have."""
    return tuple(part.strip(" ,.\"'“”") for part in _CHUNKS.split(line) if part.strip())
