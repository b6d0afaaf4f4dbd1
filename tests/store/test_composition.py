"""What stands for the applications: it differs when they do, and for no other reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from classify.applications.types import Application, Grouping, Membership, Question
from store.intake import SeenEvent
from tests.store.samples import NOW, event, intake, key, place, read

if TYPE_CHECKING:
    from store.store import Store

ONE = Application("a1", "Acme", "Engineer", "", (Membership(key(1), "first"),), ())
OTHER = Application("a2", "Büro", "", "Agents", (Membership(key(2), "first"),), ())


@pytest.fixture
def me(store: Store, candidate: int) -> int:
    """Three messages, in two applications."""
    store.commit(candidate, intake(*(read(number) for number in (1, 2, 3))), NOW)
    store.replace_applications(candidate, Grouping((ONE, OTHER), ()), "r1")
    return candidate


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, company="Apex"),
        replace(ONE, role=""),
        replace(ONE, agency="Agents"),
        replace(ONE, members=(*ONE.members, Membership(key(3), "thread"))),
    ],
)
def test_another_name_or_another_message_makes_another(store: Store, me: int, changed: Application) -> None:
    before = store.composition(me)
    store.replace_applications(me, Grouping((changed, OTHER), ()), "r1")
    assert store.composition(me) != before


def test_other_rules_make_another(store: Store, me: int) -> None:
    before = store.composition(me)
    store.replace_applications(me, Grouping((ONE, OTHER), ()), "r2")
    assert store.composition(me) != before


def test_meetings_questions_order_and_other_mail_do_not_matter(store: Store, me: int) -> None:
    before = store.composition(me)
    met = replace(ONE, uids=("u1",))
    asked = Question(key(3), ("a1", "a2"), "either")
    store.commit(me, intake(read(4, keep=False), events=(SeenEvent(event(), place(9), ""),)), NOW)
    store.replace_applications(me, Grouping((OTHER, met), (asked,)), "r1")
    assert store.composition(me) == before


def test_it_is_each_candidates_own(store: Store, me: int) -> None:
    assert store.composition(me) != store.composition(store.candidate("somebody else"))
