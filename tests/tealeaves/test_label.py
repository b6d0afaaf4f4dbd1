"""`tealeaves label`: what a person says of a message stays said, whatever happens later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from store.store import open_store
from tests.tealeaves import post

if TYPE_CHECKING:
    from pathlib import Path

    from classify.applications.types import Verdict
    from tests.tealeaves.person import Person

INVITED, ANSWERED, OWN, LATER, ELSEWHERE = range(1, 6)
WORDS = "the walrus is over the moon about the kettle"


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    """Somebody with two applications: an interview and what followed at one firm, an interview at another."""
    person.write()
    bring_in(person, tmp_path)
    return person


def mails() -> list[Any]:
    first = post.message_id(INVITED)
    later = f"Hi Robin,\n\nso, {WORDS}. Speak soon about the marmalade!\n\nJane\n"
    return [
        post.interview(INVITED, 0),
        post.answer(ANSWERED, 0, first),
        post.own(OWN, 0, first),
        post.mail(LATER, post.recruiter(0), "Re: Thursday", later, answers=first),
        post.interview(ELSEWHERE, 1),
        post.newsletter(6),
    ]


def bring_in(person: Person, folder: Path, name: str = "mail.mbox") -> None:
    box = folder / name
    box.write_bytes(b"".join(post.boxed(one.as_bytes()) for one in mails()))
    assert person.run("import", box).code == 0


def label(person: Person, number: int, *more: object) -> dict[str, Any]:
    said = person.run("label", post.message_id(number), *more, "--json")
    assert (said.code, said.err) == (0, "")
    return dict(said.json())


def signals(person: Person, number: int) -> set[str]:
    told = person.run("explain", "--json", post.message_id(number)).json()
    return set(told["signals"])


def verdicts(person: Person) -> tuple[Verdict, ...]:
    with open_store(person.url, now=post.NOW) as store:
        return store.verdicts(store.candidate("me"))


def home(person: Person, number: int) -> str:
    """The company of the application that a message belongs to; "" where it belongs to none."""
    found = person.run("applications", "--all", "--json").json()
    return next((one["company"] for one in found if post.message_id(number) in one["messages"]), "")


def test_a_signal_is_added_with_its_words_and_counts(sam: Person) -> None:
    told = label(sam, LATER, "+offer", "--words", "about the kettle")
    assert told["said"] == ["+offer"]
    assert {"signal": "offer", "confidence": "certain", "evidence": "about the kettle"} in told["signals"]
    (moved,) = told["applications"]
    assert moved["before"]["stage"] != moved["after"]["stage"] == "offer"
    assert signals(sam, LATER) >= {"offer"}
    shown = sam.run("show", "Harbor").out
    assert "about the kettle" in shown


def test_a_signal_is_taken_away(sam: Person) -> None:
    assert "interview_invitation" in signals(sam, INVITED)
    label(sam, INVITED, "-interview_invitation")
    assert "interview_invitation" not in signals(sam, INVITED)


def test_what_is_said_holds_through_import_and_reclassification(sam: Person, tmp_path: Path) -> None:
    label(sam, INVITED, "-interview_invitation", "+keeping_warm")
    bring_in(sam, tmp_path, "again.mbox")
    assert sam.run("reclassify", "--all").out == "0 readings changed.\n"
    assert sam.run("reclassify", post.message_id(INVITED)).out == "0 readings changed.\n"
    assert signals(sam, INVITED) >= {"keeping_warm"}
    assert "interview_invitation" not in signals(sam, INVITED)


def test_what_is_said_is_taken_back(sam: Person) -> None:
    before = signals(sam, INVITED)
    label(sam, INVITED, "-interview_invitation", "+keeping_warm")
    assert label(sam, INVITED, "+keeping_warm", "--undo")["taken_back"] == ["+keeping_warm"]
    assert signals(sam, INVITED) == before - {"interview_invitation"}
    label(sam, INVITED, "--undo")
    assert signals(sam, INVITED) == before
    nothing = sam.run("label", post.message_id(INVITED), "--undo")
    assert (nothing.code, "nothing of the kind was said" in nothing.err) == (2, True)


def test_saying_it_twice_is_saying_it_once(sam: Person) -> None:
    assert label(sam, INVITED, "+offer")["said"] == ["+offer"]
    assert label(sam, INVITED, "+offer")["said"] == []
    assert label(sam, INVITED, "-offer")["said"] == ["-offer"]
    label(sam, INVITED, "--undo")
    assert verdicts(sam) == ()


def test_a_message_is_moved_into_another_application_and_back(sam: Person) -> None:
    assert home(sam, LATER) == "Harbor & Vine"
    told = label(sam, LATER, "--application", "Northwind")
    assert told["said"] == ["application"]
    assert home(sam, LATER) == "Northwind Rail"
    assert label(sam, LATER, "--application", "Northwind")["said"] == []
    label(sam, LATER, "--application", "Harbor")
    assert home(sam, LATER) == "Harbor & Vine"
    label(sam, LATER, "--application", "new")
    assert home(sam, LATER) not in ("Northwind Rail",)
    label(sam, LATER, "--application", "new", "--undo")
    assert home(sam, LATER) == "Harbor & Vine"


def test_messages_that_were_moved_to_one_another_are_not_lost(sam: Person) -> None:
    label(sam, ELSEWHERE, "--application", "Harbor")
    label(sam, INVITED, "--application", "new")
    for number in (INVITED, ANSWERED, OWN, LATER, ELSEWHERE):
        assert home(sam, number), number


def test_relevance_is_the_persons_to_say(sam: Person) -> None:
    assert home(sam, ELSEWHERE) == "Northwind Rail"
    label(sam, ELSEWHERE, "--irrelevant")
    assert home(sam, ELSEWHERE) == ""
    label(sam, ELSEWHERE, "--relevant")
    assert home(sam, ELSEWHERE) == "Northwind Rail"
    assert home(sam, 6) == ""
    assert label(sam, 6, "--relevant")["application"] is not None  # its words are brought in
    assert label(sam, 6, "+keeping_warm")["said"] == ["+keeping_warm"]


def test_the_phrase_that_would_have_found_it_is_proposed_and_does(sam: Person) -> None:
    told = label(sam, LATER, "+offer", "--words", "over the moon about the kettle")
    (proposal,) = told["proposals"]
    assert (proposal["key"], proposal["others"], proposal["adds"]) == ("phrases", 0, True)
    label(sam, LATER, "--undo")
    config = sam.folder / "config.toml"
    config.write_text(config.read_text() + "\n" + proposal["snippet"] + "\n")
    assert sam.run("reclassify").code == 0
    assert "offer" in signals(sam, LATER)


def test_what_else_a_proposal_touches_is_shown(sam: Person) -> None:
    config = sam.folder / "config.toml"
    mine = '[signals.managed]\nspeaker = "company"\nphrases = ["our hiring manager", "not there"]\n'
    config.write_text(config.read_text() + mine)
    sam.run("reclassify")
    first = label(sam, INVITED, "-managed")["proposals"][0]
    assert (first["key"], first["adds"], first["suffices"]) == ("phrases", False, True)
    assert first["snippet"] == '[signals.managed]\nphrases = ["not there"]'
    assert [one["message_id"] for one in first["touched"]] == [post.message_id(ELSEWHERE)]
    text = sam.run("label", post.message_id(ELSEWHERE), "-managed").out
    assert "It takes it away in 1 other message of the store." in text


def test_a_shipped_phrase_that_fired_may_be_given_up(sam: Person) -> None:
    first = label(sam, INVITED, "-interview_invitation")["proposals"][0]
    assert (first["key"], first["adds"]) == ("without", False)
    config = sam.folder / "config.toml"
    config.write_text(config.read_text() + first["snippet"] + "\n")
    assert (sam.run("reclassify").code, sam.run("reclassify").err) == (0, "")
    told = sam.run("explain", "--json", post.message_id(INVITED)).json()
    assert "interview_invitation" not in {one["signal"] for one in told["fired"] if not one["vetoes"]}


def test_of_words_that_make_no_phrase_none_is_proposed(sam: Person) -> None:
    told = label(sam, INVITED, "+on_hold", "--words", ".")
    assert told["said"] == ["+on_hold"]
    assert all("on_hold" in one["snippet"] for one in told["proposals"])


def test_what_the_rules_find_anyway_needs_no_proposal(sam: Person) -> None:
    assert label(sam, INVITED, "+interview_invitation", "-rejection")["proposals"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([INVITED, "+ofer"], 'no signal "ofer"; did you mean "offer"?'),
        ([INVITED, "+candidate_follow_up"], "is said by the candidate, and this message is by the company"),
        ([OWN, "+offer"], "is said by the company, and this message is by the candidate"),
        ([INVITED, "+silence"], "silence is read off times and calendars"),
        ([INVITED, "offer"], '"offer" is neither +SIGNAL nor -SIGNAL'),
        ([INVITED, "+offer", "-offer"], "+offer and -offer at once"),
        ([INVITED, "+offer", "--wrods", "x"], "no option --wrods"),
        ([INVITED, "+offer", "--words", "not there"], "--words: not in what was read of this message"),
        ([INVITED, "--words", "interview"], "name it too"),
        ([INVITED, "--irrelevant", "+offer"], "shows no signal"),
        ([INVITED, "--application", "Nobody & Sons"], 'no application "Nobody & Sons"'),
        ([INVITED], "say what"),
        ([6, "+offer"], "--relevant first"),
        (
            ["<1@mail.exmaple>", "+offer"],
            'no stored message <1@mail.exmaple>; did you mean "1@mail.example"?',
        ),
        (["", "+offer"], "no stored message"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_said(sam: Person, arguments: list[object], said: str) -> None:
    first, *more = arguments
    given = post.message_id(first) if isinstance(first, int) else first
    done = sam.run("label", given, *more)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert verdicts(sam) == ()
