"""How an application is called, from all that its letters call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from classify.names.fold import compact, core, fold, tokens, without_form
from classify.names.same import KIN, same_company, same_role
from classify.names.title import clean, is_work
from classify.names.words import words

# A signature stands under every letter of a thread, in the registered form as often as not, so ten of them
# say less than one subject.
_BALLOTS = {
    "subject": 3.0,
    "sender": 3.0,
    "invite": 2.5,
    "body": 2.5,
    "link": 1.0,
    "domain": 0.5,
    "signature": 0.15,
}
_FULLER_NAME = 2.0  # the commonest form of a company's name may be named this much more than the fuller one
_FULLER_TITLE = 3.0  # titles are shortened more readily than names
_ONCE = 2.0  # a title named less than this was repeated from one old subject only


def ballot(basis: str) -> float:
    """How much a claim counts by where it was read."""
    return _BALLOTS.get(basis, 1.0)


def best_name(named: Mapping[str, float], never: frozenset[str] = frozenset()) -> str:
    """The company most strongly named, without its legal form, in its most frequent spelling. "" for none.

    - Forms of which one begins the other ("Merlion Crest", "Merlion Crest Bank") stand by each other against
      any other name.
    - Among them the most strongly named one is shown; the fuller one already where it is named half as
      strongly, because people shorten what they know. One that only adds a town is a branch, no fuller name.
    - `never` are folded names of people and of the agency.
    """
    if len(named) <= 1:  # nearly every application, once for each of its letters
        return next((without_form(name) for name in named if fold(name) not in never), "")
    groups: dict[str, Counter[str]] = {}
    for name, weight in sorted(named.items()):
        if fold(name) not in never:
            shown = without_form(name)
            groups.setdefault(compact(shown), Counter())[shown] += weight  # type: ignore[assignment]
    if not groups:
        return ""
    totals = {key: group.total() for key, group in groups.items()}
    written = {key: _spelling(group) for key, group in groups.items()}
    kin = {
        key: [other for other in groups if other == key or same_company(written[key], written[other]) >= KIN]
        for key in groups
    }
    strongest = max(groups, key=lambda key: (sum(totals[o] for o in kin[key]), totals[key], key))
    family = [
        k for k in kin[strongest] if not any(_adds_a_place(written[k], written[o]) for o in kin[strongest])
    ]
    key = max(family, key=lambda k: (totals[k], k))
    fuller = [
        k
        for k in family
        if totals[k] * _FULLER_NAME >= totals[key]
        and same_company(written[k], written[key]) >= KIN
        and len(tokens(written[k])) > len(tokens(written[key]))
    ]
    return written[max(fuller, key=lambda k: (totals[k], k))] if fuller else written[key]


def best_role(named: Mapping[str, float], company: str = "") -> str:
    """The title most strongly named, counting compatible forms together. "" for none.

    - Spellings that differ in brackets, commas and case alone count as one.
    - Of compatible titles the fullest is shown that is named a third as strongly as the commonest ("Senior
      Data Engineer" over "Data Engineer") and more than once.
    - The company's name around a title is no part of it; one with that name in it gives way to one without.
    - What follows a comma stays where it says what the work is about. A town is told by the same title being
      named without it.
    """
    if len(named) <= 1:
        return next((_freed(title, company) for title in named), "")
    forms: dict[tuple[str, ...], Counter[str]] = {}
    for title, weight in sorted(_settled(named, company).items()):
        forms.setdefault(tokens(title), Counter())[title] += weight  # type: ignore[assignment]
    totals = {
        max(group, key=lambda t: (group[t], t[:1].isupper(), "(" not in t, t)): group.total()
        for group in forms.values()
    }
    titles = sorted(totals)
    support = {t: sum(totals[o] for o in titles if same_role(t, o) >= 0.6) for t in titles}
    top = max(titles, key=lambda t: (support[t], totals[t], len(t), t))
    alike = [t for t in titles if t == top or same_role(t, top) >= 0.6]
    most = max(totals[t] for t in alike)
    common = [
        t
        for t in alike
        if totals[t] == most or (totals[t] >= max(_ONCE, most / _FULLER_TITLE) and len(tokens(t)) <= 8)
    ]
    housed = set(core(company))
    return max(
        common,
        key=lambda t: (
            not (housed and housed <= set(tokens(t))),
            len(set(tokens(t))),
            t[:1].isupper(),
            totals[t],
            t,
        ),
    )


def _settled(named: Mapping[str, float], company: str) -> dict[str, float]:
    """The titles with their strength, freed of the company's name and of towns that others leave out."""
    freed: dict[str, float] = {}
    for title, weight in named.items():
        shown = _freed(title, company)
        freed[shown] = freed.get(shown, 0.0) + weight
    plain = {fold(title) for title in freed}
    out: dict[str, float] = {}
    for title, weight in freed.items():
        head, _, tail = title.rpartition(", ")
        town = fold(head) in plain and len(tail.split()) <= 2 and not is_work(tail)
        shown = head if town else title
        out[shown] = out.get(shown, 0.0) + weight
    return out


def _freed(title: str, company: str) -> str:
    return clean(title, company) or title if company else title


def _adds_a_place(longer: str, shorter: str) -> bool:
    """Whether a company's longer name is the shorter one and a place ("Acme Dialysis Manchester")."""
    size = len(tokens(shorter))
    more = tokens(longer)[size:]
    return (
        bool(more)
        and tokens(longer)[:size] == tokens(shorter)
        and all(word in words("role", "places") for word in more)
    )


def _spelling(group: Counter[str]) -> str:
    """The form most often used; of forms used alike the one that is not in capitals."""
    return max(group, key=lambda n: (group[n], not n.isupper(), len(n), n))
