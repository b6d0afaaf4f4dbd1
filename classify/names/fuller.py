"""The fullest form of a name that a message gives in pieces."""

from __future__ import annotations

from classify.names.domains import pretty
from classify.names.fold import core, tokens, without_form
from classify.names.occupation import has_occupation
from classify.names.words import either, words


def fuller(name: str, sender: str, label: str) -> str:
    """The name, or the longer one that the sender's display name makes of it ("Caldervale Schools Trust").

    Else the name with the trade that the domain label adds: "Desert Sky" at "desertskyhospital" is
    "Desert Sky Hospital".

    Whoever signs as "Orrery Careers" is called Orrery, whatever their domain is.
    """
    shown = without_form(sender)
    if _holds(shown, name):
        return shown
    return name if core(shown) == core(name) else _completed(name, label)


def _holds(longer: str, name: str) -> bool:
    """Whether the longer name has the name in it, at its end or with a trade at the end."""
    long, short = core(longer), core(name)
    if len(long) <= len(short) or len(long) > 7 or has_occupation(longer):
        return False
    at = next((at for at in range(len(long)) if long[at : at + len(short)] == short), -1)
    known = either("company.kinds", "company.houses")
    return at >= 0 and (at + len(short) == len(long) or long[-1] in known)


def _completed(name: str, label: str) -> str:
    bare, said = label.replace("-", ""), "".join(tokens(name))
    rest = bare[len(said) :]
    if len(said) < 3 or not rest or not bare.startswith(said):
        return name
    if rest in words("company", "label_tails") - {"group"}:
        return name
    known = either("company.kinds", "company.houses") - {"people"}
    tail = label[-len(rest) - 1 :]
    if rest in known or (tail.startswith("-") and set(tail[1:].split("-")) <= known):
        return f"{name} {pretty(tail.strip('-') if tail.startswith('-') else rest)}"
    return name
