from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from classify.applications import identity
from classify.applications.types import Letter
from tests.classify.applications.letters import ack, grouped, letter

MAILBOX = [
    ack("a", 0, "Acme", "Data Engineer"),
    ack("b", 0.1, "Acme", "Product Designer"),
    letter("c", 4, "Zoe zoe@acme.example", company="Acme", basis="domain", signals="interview_invitation"),
    letter("d", 5, "me", to="zoe@acme.example", company="Acme", role="Data Engineer", answers="c"),
    letter(
        "e",
        6,
        "Rita rita@basaltsearch.example",
        agency="Basalt Search",
        role="Cook",
        signals="recruiter_outreach",
    ),
    letter("f", 7, "Rita rita@basaltsearch.example", agency="Basalt Search", company="Borealis", role="Cook"),
    letter("g", 8, "survey@smartrecruiters.com", system=True),
    letter("h", 8, "Hal hal@borealis.example", company="Borealis", basis="domain"),
    letter(
        "i", 9, "Rita rita@basaltsearch.example", agency="Basalt Search", answers="f", signals="rejection"
    ),
]


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, len(MAILBOX) - 1)))
def test_the_order_of_what_is_given_never_matters(shuffle: random.Random, chosen: set[int]) -> None:
    some = [MAILBOX[i] for i in sorted(chosen)]
    mixed = list(some)
    shuffle.shuffle(mixed)
    assert grouped(*mixed) == grouped(*some)


@given(st.sets(st.integers(0, len(MAILBOX) - 1)))
def test_no_letter_is_in_two_places(chosen: set[int]) -> None:
    result = grouped(*(MAILBOX[i] for i in chosen))
    placed = [m.key for a in result.applications for m in a.members] + [q.key for q in result.questions]
    assert len(placed) == len(set(placed))


companies = st.sampled_from(["", "", "Acme", "Acme Robotics", "Borealis", "Meta", "Metaverse"])
people = st.sampled_from(
    [
        "me",
        "Ann ann@acme.example",
        "Bob bob@borealis.example",
        "Rita rita@basaltsearch.example",
        "x@gmail.com",
        "no-reply@ashbyhq.com",
    ]
)
OPENING = ["application_sent", "application_received", "recruiter_outreach"]
signals = st.sampled_from(["", "", *OPENING, "rejection", "interview_invitation"])


@st.composite
def mailboxes(draw: st.DrawFn) -> list[Letter]:
    out = []
    for number in range(draw(st.integers(0, 14))):
        out.append(
            letter(
                f"m{number}",
                draw(st.sampled_from([0, 0, 1, 5, 40, 200])) + draw(st.integers(0, 2)),
                draw(people),
                to="ann@acme.example",
                subject=draw(st.sampled_from(["", "Hello", "Re: Hello", "Cook"])),
                company=draw(companies),
                role=draw(st.sampled_from(["", "Cook", "Data Engineer", "Senior Data Engineer"])),
                agency=draw(st.sampled_from(["", "", "Basalt Search"])),
                signals=draw(signals),
                answers=draw(st.sampled_from(["", f"m{number - 1}", "lost", f"m{number + 1}"])),
                requisition=draw(st.sampled_from(["", "", "R-1", "R-2"])),
                mentions=draw(st.sampled_from(["", "about Acme", "Data Engineer at Borealis"])),
                basis=draw(st.sampled_from(["body", "subject", "domain"])),
            )
        )
    return out


@given(mailboxes(), st.randoms(use_true_random=False))
def test_any_mailbox_is_grouped_the_same_in_any_order(letters: list[Letter], shuffle: random.Random) -> None:
    mixed = letters * 2
    shuffle.shuffle(mixed)
    result = grouped(*letters)
    assert grouped(*mixed) == result
    placed = [m.key for a in result.applications for m in a.members]
    asked = [q.key for q in result.questions]
    assert len(placed + asked) == len(set(placed + asked)) <= len(letters)
    assert len({a.id for a in result.applications}) == len(result.applications)
    known = {a.id for a in result.applications}
    assert all(len(q.choices) > 1 and set(q.choices) <= known for q in result.questions)
    at = {one.key: (one.at, one.key) for one in letters}
    for application in result.applications:
        times = [at[m.key] for m in application.members]
        assert times == sorted(times)
        assert application.id == identity(application.members[0].key)
