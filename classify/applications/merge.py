"""Applications that turn out to be one: said by the person, or by names that only came later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from classify.applications.draft import AGAIN, Draft, join
from classify.applications.labels import abridges
from classify.applications.numbers import distinctive
from classify.names.fold import compact
from classify.names.same import same_company, same_role

if TYPE_CHECKING:
    from classify.applications.types import Letter, Verdict


def merge(
    drafts: list[Draft], home: dict[str, Draft], said: list[Verdict], letters: Mapping[str, Letter]
) -> list[Draft]:
    """The applications with those of one company and one role made one, the earlier taking the later in.

    Never one that the person set apart, and never an application made again long after the first one ended.
    """
    when = {key: (letter.at, key) for key, letter in letters.items()}
    apart = {v.key for v in said if v.kind == "apart"}
    gone: dict[int, Draft] = {}

    def now(draft: Draft) -> Draft:
        while id(draft) in gone:
            draft = gone[id(draft)]
        return draft

    def unite(one: Draft, other: Draft) -> None:
        early, late = sorted((one, other), key=lambda draft: when[draft.first])
        join(early, late)
        gone[id(late)] = early

    for verdict in said:
        if verdict.kind == "merge" and verdict.key in home and verdict.value in home:
            one, other = now(home[verdict.key]), now(home[verdict.value])
            if one is not other:
                unite(one, other)
    places: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: when[d.first]):
        if id(draft) in gone or draft.first in apart or not (draft.companies or draft.requisitions):
            continue
        marks = [f"name {compact(draft.company)}"] if draft.companies else []
        marks += [f"number {number}" for number in sorted(draft.requisitions)]
        near = (other for mark in marks for other in places.get(mark, ()))
        match = next((other for other in near if id(other) not in gone and _one(other, draft)), None)
        if match is not None:
            unite(match, draft)
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
    return bool(early.role) and bool(late.role) and same_role(early.role, late.role) >= 0.9
