"""Applications that turn out to be one by names that only came later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from classify.applications.draft import AGAIN, Draft, join
from classify.applications.labels import abridges
from classify.applications.numbers import distinctive
from classify.names.fold import compact
from classify.names.same import same_company, same_role

if TYPE_CHECKING:
    from classify.applications.types import Letter


def merge(drafts: list[Draft], own: Collection[int], letters: Mapping[str, Letter]) -> list[Draft]:
    """The applications with those of one company and one role made one, the earlier taking the later in.

    Never one that the person set apart, whose id() is among `own`, and never an application made again long
    after the first one ended.
    """
    when = {key: (letter.at, key) for key, letter in letters.items()}
    gone: set[int] = set()
    places: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: when[d.first]):
        if id(draft) in own or not (draft.companies or draft.requisitions):
            continue
        marks = [f"name {compact(name)}" for name in draft.called] if draft.companies else []
        marks += [f"number {number}" for number in sorted(draft.requisitions)]
        near = (other for mark in marks for other in places.get(mark, ()))
        match = next((other for other in near if id(other) not in gone and _one(other, draft)), None)
        if match is not None:
            join(match, draft)
            gone.add(id(draft))
        for mark in marks:
            places.setdefault(mark, []).append(match or draft)
    for draft in drafts:
        if id(draft) not in gone and draft.members.keys() - {draft.first}:
            draft.first = min(draft.members, key=lambda key: when[key])
    return [draft for draft in drafts if id(draft) not in gone]


def _one_house(one: str, other: str) -> bool:
    """Whether two names may be one company's: alike, one unknown, or one a label that abridges the other."""
    if not one or not other or same_company(one, other) > 0.0:
        return True
    return abridges(compact(one), other) or abridges(compact(other), one)


def _one(early: Draft, late: Draft) -> bool:
    """Whether the later application is the earlier one under other names."""
    if early.requisitions and late.requisitions and not early.requisitions & late.requisitions:
        return False
    if early.ended is not None and late.opened - early.ended > AGAIN:
        return False
    if shared := early.requisitions & late.requisitions:
        return any(map(distinctive, shared)) or _one_house(early.company, late.company)
    if not (early.companies and late.companies):
        return False
    return any(same_role(one, other) >= 0.9 for one in early.titled for other in late.titled)
