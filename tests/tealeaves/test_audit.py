"""`tealeaves audit`: what was left out is drawn, ranked, judged, and what belongs is brought in."""

from __future__ import annotations

import os
import pty
import subprocess
import termios
from typing import TYPE_CHECKING, Any

import pytest

from store.store import open_store
from tealeaves.cli.auditing.judging import KEYS
from tests.tealeaves import post, unseen
from tests.tealeaves.person import PATIENCE_SECONDS, Person, account, deliver, wait_until
from tests.tealeaves.test_sync_gate import mbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.account import Account


@pytest.fixture
def left(robin: Person, mailbox: Account) -> Person:
    """Robin, some of whose hiring mail was left out: 2 and 3 by the gate, 4 by the rule."""
    deliver(
        mailbox,
        post.interview(1, 0),
        unseen.refusal(2),
        unseen.once_more(3),
        unseen.numbers(4),
        unseen.swimming(5),
        post.newsletter(6),
        unseen.swimming(7),
        post.newsletter(8, "Shop <hello@shop.example>"),
    )
    said = robin.sync()
    assert (said["gated"], said["relevant"]) == (4, 1)
    return robin


def listed(person: Person, *more: object) -> dict[str, Any]:
    said = person.run("audit", "--json", "--seed", 1, *more)
    assert (said.code, said.err) == (0, "")
    return dict(said.json())


def ids(value: dict[str, Any]) -> list[int]:
    return [int(one["message_id"].strip("<>").partition("@")[0]) for one in value["sample"]]


def verdicts(person: Person) -> set[tuple[str, str, str]]:
    with open_store(person.url, now=post.NOW) as store:
        candidate = store.candidate("me")
        called = dict(store.called(candidate))
        return {(called[one.key], one.kind, one.value) for one in store.verdicts(candidate)}


def whole(person: Person) -> dict[str, Any]:
    with open_store(person.url, now=post.NOW) as store:
        return store.dump(store.candidate("me"))


def stored(person: Person) -> bytes:
    return b"".join(path.read_bytes() for path in (person.folder / "store").iterdir())


def pressing(person: Person, keys: str, *more: str, code: int = 0) -> str:
    """What is printed while these keys are pressed, each when it is asked for."""
    ours, theirs = pty.openpty()
    with person.start("audit", "--seed", "1", *more, stdin=theirs) as process:
        assert process.stdout is not None
        printed = ""
        for key in keys:
            printed += "".join(_until(process.stdout, KEYS))
            wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ICANON, "a key is asked for")
            os.write(ours, key.encode())
        os.close(theirs)
        try:
            rest, error = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()  # it waits for a key that nobody presses
    os.close(ours)
    assert process.returncode == code, error
    return printed + rest + error


def _until(stream: Any, words: str) -> Iterator[str]:
    read = ""
    while not read.endswith(words):
        one = stream.read(1)
        assert one, f"ended before it asked: {read}"
        read += one
        yield one


# Drawing and looking


def test_what_was_left_out_is_listed_the_likeliest_first(left: Person) -> None:
    told = listed(left)
    assert told["left_out"] == {"unread": 4, "read": 3}
    assert set(ids(told)) == {2, 3, 4, 5, 6, 7, 8}
    assert ids(told)[:3] == [2, 3, 4]
    scores = [one["score"] for one in told["sample"]]
    assert scores == sorted(scores, reverse=True)
    first = told["sample"][0]
    assert first["stratum"] == "unread"
    assert first["left_out"] == ["bulk mail whose header says nothing of a job search"]
    assert any("application" in reason for reason in first["hiring"])
    assert first["first_line"].startswith("thank you for your application")
    assert first["teaches"] == "hello@larkspur.example"
    assert told["estimate"]["unknown"] == 7


def test_nothing_that_is_looked_at_is_stored_and_nothing_on_the_server_changes(
    left: Person, mailbox: Account
) -> None:
    before = whole(left)
    mailbox.record()
    listed(left)
    assert whole(left) == before
    assert b"move forward with other" not in stored(left)
    sent = " ".join(mailbox.commands()).upper()
    assert "PEEK" in sent
    assert "EXAMINE" in sent
    for word in ("SELECT", "STORE", "COPY", "MOVE", "EXPUNGE", "APPEND"):
        assert word not in sent.replace("UNSELECT", "").replace("CONDSTORE", "")


def test_the_same_seed_draws_the_same_and_a_greater_sample_those_and_more(left: Person) -> None:
    small = ids(listed(left, "--sample", 2))
    assert ids(listed(left, "--sample", 2)) == small
    assert set(small) < set(ids(listed(left, "--sample", 5)))
    assert len(small) == 2


def test_it_is_of_one_account_and_of_a_time_where_that_is_asked_for(
    left: Person, mailbox: Account, tmp_path: Path
) -> None:
    (tmp_path / "box.mbox").write_bytes(mbox(unseen.swimming(9)))
    left.write(account(mailbox), '[[accounts]]\nname = "box"\nkind = "mbox"\npath = "box.mbox"\n')
    assert left.run("sync").code == 0
    assert ids(listed(left, "--account", "box")) == [9]
    assert 9 not in ids(listed(left, "--account", "mail"))
    assert set(ids(listed(left, "--since", post.at(6).isoformat()))) == {6, 7, 8, 9}
    assert left.run("audit", "--json", "--account", "bux").code == 2


# Judging


def test_one_key_brings_a_message_in_and_teaches_its_sender(left: Person) -> None:
    shown = pressing(left, "yyn" + "n" * 4)
    assert "1 of 7" in shown
    assert "y also takes in every mail from hello@larkspur.example" in shown
    assert "2 messages brought in; 2 senders taught; 2 applications touched." in shown
    assert "about 2 are of your search (2 with 95 % confidence)" in shown
    assert "So they took in 33 % of it by themselves" in shown
    said = verdicts(left)
    assert (post.message_id(2), "sender", "hello@larkspur.example") in said
    assert (post.message_id(3), "relevant", "") in said
    assert (post.message_id(4), "irrelevant", "") in said
    assert b"move forward with other" in stored(left)
    assert b"swimming" not in stored(left)
    applications = left.run("applications", "--all", "--json").json()
    held = {one for each in applications for one in each["messages"]}
    assert {post.message_id(2), post.message_id(3)} <= held


def test_what_the_rule_took_for_irrelevant_shows_its_signals_once_it_is_brought_in(left: Person) -> None:
    assert left.run("audit", post.message_id(3), "--bring-in").code == 0
    told = left.run("explain", post.message_id(3), "--json").json()
    assert left.standing(3) == "irrelevant"
    assert "interview_invitation" in str(told)
    before = left.shown()
    assert left.run("reclassify", "--all").code == 0
    assert left.shown() == before


def test_from_then_on_every_mail_of_that_sender_comes_in(left: Person, mailbox: Account) -> None:
    left.run("audit", post.message_id(3), "--bring-in")
    deliver(mailbox, unseen.once_more(10), unseen.refusal(11), post.newsletter(12))
    said = left.sync()
    assert (said["fetched"], said["gated"]) == (1, 2)
    shown = {row["message_key"] for row in left.shown()["contents"]}
    keys = {row["message_id"]: row["key"] for row in left.shown()["messages"]}
    assert keys[post.message_id(10)] in shown
    assert keys[post.message_id(11)] not in shown


def test_what_was_left_out_of_that_sender_before_is_fetched_at_once(left: Person, mailbox: Account) -> None:
    deliver(mailbox, unseen.thoughts(10), unseen.thoughts(11), unseen.once_more(12))
    left.sync()
    shown = left.run("audit", post.message_id(3), "--bring-in")
    assert shown.code == 0
    assert "1 message brought in; 3 more messages came with them, " in shown.out
    assert b"Throw 10." in stored(left)


def test_only_this_message_teaches_nothing(left: Person, mailbox: Account) -> None:
    pressing(left, "mq")
    assert verdicts(left) == {(post.message_id(2), "relevant", "")}
    deliver(mailbox, unseen.once_more(10))
    assert left.sync()["gated"] == 1


def test_no_leaves_it_out_and_nobody_is_asked_again(left: Person) -> None:
    pressing(left, "nnn" + "n" * 4)
    told = listed(left)
    assert told["sample"] == []
    assert (told["known"], told["estimate"]["unknown"]) == (7, 0)
    assert told["estimate"]["interval"] == [0, 0]
    shown = pressing(left, "")
    assert "none by the sample is of your search" in shown


def test_undo_takes_back_what_was_said_and_taught(left: Person) -> None:
    shown = pressing(left, "uyunsq")
    assert "Nothing to undo." in shown
    assert verdicts(left) == {(post.message_id(2), "irrelevant", "")}
    assert b"move forward with other" not in stored(left)


def test_more_of_the_text_is_shown_by_a_key(left: Person) -> None:
    shown = pressing(left, "ooq")
    assert "Unfortunately we have decided to move forward" in " ".join(shown.split())
    assert "That was all of it." in shown
    assert verdicts(left) == set()


def test_another_mail_of_a_sender_just_taught_is_not_asked_for(left: Person, mailbox: Account) -> None:
    deliver(mailbox, unseen.thoughts(10))
    left.sync()
    shown = pressing(left, "nyn" + "n" * 4)
    assert "comes in with its sender: The spring throw" in shown
    assert (post.message_id(10), "irrelevant", "") not in verdicts(left)


def test_an_audit_that_is_taken_up_again_counts_what_was_found_before(left: Person) -> None:
    """What was brought in goes on counting as missed: else the rest of the sample would look too good."""
    pressing(left, "yyq")
    told = listed(left)
    assert told["left_out"] == {"unread": 4, "read": 3}
    assert (told["known"], told["estimate"]["found"], told["estimate"]["unknown"]) == (2, 2, 5)
    assert set(ids(told)) == {4, 5, 6, 7, 8}


def test_what_nobody_judged_is_told_and_widens_the_span(left: Person) -> None:
    shown = pressing(left, "ysssq")
    assert "1 to 7 are of your search" in shown
    assert "6 messages of the 7 drawn are not judged" in shown


# Without a terminal


def test_without_a_terminal_it_says_what_to_use(left: Person) -> None:
    with left.start("audit", stdin=subprocess.DEVNULL) as process:
        out, error = process.communicate()
    assert (process.returncode, out) == (2, "")
    assert len(error.splitlines()) == 1
    assert "audit --json" in error


@pytest.mark.parametrize(
    "wrong", [["--bring-in"], ["<2@mail.example>"], ["<2@mail.example>", "--leave-out", "--alone"]]
)
def test_a_message_and_what_to_do_with_it_go_together(left: Person, wrong: list[str]) -> None:
    said = left.run("audit", *wrong)
    assert (said.code, len(said.err.splitlines())) == (2, 1)


def test_messages_are_decided_by_options_and_taken_back(left: Person) -> None:
    said = left.run("audit", post.message_id(2), "--bring-in", "--json")
    assert said.code == 0
    assert said.json()["said"] == {post.message_id(2): ["relevant", "sender hello@larkspur.example"]}
    assert (said.json()["brought_in"], said.json()["applications"]) == (1, 1)
    assert left.run("audit", post.message_id(4), "--leave-out").code == 0
    assert left.run("audit", post.message_id(2), post.message_id(4), "--undo").code == 0
    assert verdicts(left) == set()
    again = left.run("audit", post.message_id(3), "--bring-in", "--alone", "--json")
    assert again.json()["said"] == {post.message_id(3): ["relevant"]}


def test_what_was_taught_stands_while_one_mail_of_the_sender_is_left_out(
    left: Person, mailbox: Account
) -> None:
    left.run("audit", post.message_id(3), "--bring-in")
    deliver(mailbox, unseen.once_more(10), unseen.once_more(11))
    left.sync()
    left.run("audit", post.message_id(10), "--leave-out")
    applications = left.run("applications", "--all", "--json").json()
    held = {one for each in applications for one in each["messages"]}
    assert post.message_id(11) in held
    assert post.message_id(10) not in held


# What stands in the way


def test_mail_that_is_gone_is_one_line_and_the_estimate_says_so(left: Person, mailbox: Account) -> None:
    [path] = deliver(mailbox, unseen.once_more(10))
    left.sync()
    mailbox.delete(path)
    said = left.run("audit", "--json", "--seed", 1)
    assert said.code == 3
    assert len(said.err.splitlines()) == 1
    assert said.json()["unseen"] == [post.message_id(10)]
    assert said.json()["estimate"]["unknown"] == 8


def test_a_refused_sign_in_is_one_line_and_what_lies_elsewhere_is_looked_at(
    left: Person, mailbox: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box.mbox").write_bytes(mbox(unseen.swimming(9)))
    assert left.run("import", tmp_path / "box.mbox").code == 0
    monkeypatch.setenv("SECRET", "wrong")
    said = left.run("audit", "--json", "--seed", 1)
    assert said.code == 3
    assert len(said.err.splitlines()) == 1
    assert ids(said.json()) == [9]
    assert len(said.json()["unseen"]) == 7


def test_an_account_that_is_no_longer_configured_is_one_line(left: Person) -> None:
    left.write()
    said = left.run("audit", "--json", "--seed", 1)
    assert said.code == 3
    assert said.err == "tealeaves: account mail is not in the configuration any more (7 messages)\n"
    assert said.json()["sample"] == []


def test_what_cannot_be_fetched_now_is_said_and_comes_with_the_next_sync(
    left: Person, mailbox: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "wrong")
    said = left.run("audit", post.message_id(2), "--bring-in")
    assert said.code == 3
    assert "1 message of them cannot be read now" in said.out
    assert "not to be read now, so its sender is not taught" in said.err
    monkeypatch.setenv("SECRET", "secret")
    left.sync()
    assert b"move forward with other" in stored(left)


# Files


def test_mail_of_an_imported_file_is_looked_at_and_brought_in(person: Person, tmp_path: Path) -> None:
    person.write()
    box = tmp_path / "box.mbox"
    box.write_bytes(
        mbox(
            post.interview(1, 0),
            unseen.once_more(2),
            unseen.thoughts(3),
            unseen.numbers(4),
            unseen.swimming(5),
        )
    )
    assert person.run("import", box).code == 0
    told = listed(person)
    assert told["left_out"] == {"unread": 0, "read": 4}
    assert ids(told)[0] == 2
    said = person.run("audit", post.message_id(2), "--bring-in")
    assert "1 message brought in; 1 more message came with them" in said.out
    box.unlink()
    gone = person.run("audit", "--json", "--seed", 1)
    assert gone.code == 3
    assert "(2 messages)" in gone.err


def test_nothing_left_out_is_said(person: Person, tmp_path: Path) -> None:
    person.write()
    (tmp_path / "box.mbox").write_bytes(mbox(post.interview(1, 0)))
    person.run("import", tmp_path / "box.mbox")
    assert "Nothing was left out" in pressing(person, "")
