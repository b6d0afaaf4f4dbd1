"""`tealeaves reclassify`: what changed rules touch is read again, and shown before it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from classify.fingerprint import fingerprint
from classify.signals.bank import own_bank
from classify.types import Me
from store.store import open_store
from tealeaves.pipeline import rereader
from tealeaves.pipeline.again import reread
from tests.tealeaves import post
from tests.tealeaves.test_label import INVITED, LATER, bring_in, label, signals

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tealeaves.person import Person

MINE = '\n[signals.jubilant]\nspeaker = "company"\nphrases = ["over the moon"]\n'
BANK = own_bank({"jubilant": {"speaker": "company", "phrases": ["over the moon"]}})
ROBIN = Me("Robin Hale", frozenset({"robin.hale@postbox.example"}), "Europe/London")


@pytest.fixture
def sam(person: Person, tmp_path: Path) -> Person:
    person.write()
    bring_in(person, tmp_path)
    return person


def configure(person: Person, more: str) -> None:
    config = person.folder / "config.toml"
    config.write_text(config.read_text() + more)


def reclassify(person: Person, *arguments: object) -> dict[str, Any]:
    said = person.run("reclassify", *arguments, "--json")
    assert (said.code, said.err) == (0, "")
    return dict(said.json())


def changed(told: dict[str, Any]) -> list[tuple[str, list[str], list[str]]]:
    return [(one["message_id"], one["added"], one["removed"]) for one in told["messages"]]


def test_only_what_a_new_phrase_touches_is_read_again(sam: Person) -> None:
    configure(sam, MINE)
    told = reclassify(sam)
    assert changed(told) == [(post.message_id(LATER), ["jubilant"], [])]
    assert (told["looked_at"], told["read_again"]) == (5, 1)
    assert "jubilant" in signals(sam, LATER)
    assert {row["rules"] for row in sam.shown()["readings"] if row["text"]} == {fingerprint(BANK)}
    again = reclassify(sam, "--all")
    assert (changed(again), again["read_again"]) == ([], 0)


def test_it_gives_what_an_import_by_the_new_rules_gives(sam: Person, tmp_path: Path) -> None:
    configure(sam, MINE + '[signals.interview_invitation]\nunless = ["hiring manager", "could you"]\n')
    reclassify(sam)
    one = sam.shown()
    other = tmp_path / "other"
    other.mkdir()
    text = (sam.folder / "config.toml").read_text().replace("store/one.db", "store/two.db")
    (sam.folder / "config.toml").write_text(text)
    bring_in(sam, other)
    url = sam.url.replace("one.db", "two.db")
    with open_store(url, now=post.NOW) as store:
        two = store.dump(store.candidate("me"))
    for table in ("readings", "signals", "applications", "memberships"):
        kept = {row["message_key"] for row in two["contents"]}
        found = [
            [row for row in rows[table] if table != "readings" or row["message_key"] in kept]
            for rows in (one, two)
        ]
        assert found[0] == found[1], table


def test_a_dry_run_shows_the_same_and_changes_nothing(sam: Person) -> None:
    configure(sam, '\n[signals.interview_invitation]\nunless = ["hiring manager", "could you"]\n')
    before = sam.shown()
    told = reclassify(sam, "--dry-run")
    assert sam.shown() == before
    assert told["dry_run"] and len(told["messages"]) == 2
    assert told["applications"]
    assert all(one["before"] != one["after"] for one in told["applications"])
    text = sam.run("reclassify", "--dry-run").out
    assert f"{post.message_id(INVITED)}  -interview_invitation" in text
    assert " -> " in text
    assert text.endswith("2 readings would change.\n")
    done = reclassify(sam)
    assert (done["messages"], done["applications"]) == (told["messages"], told["applications"])


def test_a_filter_leaves_the_others_as_they_are(sam: Person) -> None:
    configure(sam, MINE)
    assert changed(reclassify(sam, "--application", "Northwind")) == []
    assert reclassify(sam, "--since", "2030-01-01")["looked_at"] == 0
    assert reclassify(sam, post.message_id(INVITED))["read_again"] == 1
    assert "jubilant" not in signals(sam, LATER)
    assert changed(reclassify(sam, "--since", "2026-08-01")) == [(post.message_id(LATER), ["jubilant"], [])]


def test_labels_stay_and_those_that_the_rules_contradict_now_are_listed(sam: Person) -> None:
    label(sam, LATER, "-keeping_warm")
    label(sam, INVITED, "+interview_invitation")
    configure(
        sam,
        '\n[signals.keeping_warm]\nphrases = ["over the moon"]\n'
        '[signals.interview_invitation]\nunless = ["hiring manager", "could you"]\n',
    )
    told = reclassify(sam)
    assert told["labels"] == [
        {"message_id": post.message_id(INVITED), "said": "+interview_invitation", "rules_find_it": False},
        {"message_id": post.message_id(LATER), "said": "-keeping_warm", "rules_find_it": True},
    ]
    assert told["labels_against"] == 2
    assert "interview_invitation" in signals(sam, INVITED)
    assert "keeping_warm" not in signals(sam, LATER)
    later = reclassify(sam, "--all")
    assert (later["labels"], later["labels_against"]) == ([], 2)  # nothing new, and still so


def test_another_address_of_ones_own_reads_everything_anew(sam: Person) -> None:
    config = sam.folder / "config.toml"
    config.write_text(config.read_text().replace('"robin.hale@postbox.example"', '"@harborvine.example"'))
    told = reclassify(sam, "--all", "--dry-run")
    assert told["read_again"] == 5
    assert any("author" in one["other"] for one in told["messages"])
    reclassify(sam, "--all")
    assert reclassify(sam, "--all")["read_again"] == 0


def test_readings_of_rules_that_nobody_remembers_are_read_anew(sam: Person) -> None:
    with open_store(sam.url, now=post.NOW) as store:
        me = store.candidate("me")
        expected = list(store.readings(me))
        store.renew_rules(me, fingerprint(), "0123456789abcdef")
        done = reread(store, me, ROBIN, None, post.NOW)
        assert (done.read, done.changes) == (5, ())
        assert list(store.readings(me)) == expected
        assert store.rule_set_names(me) == {"me", fingerprint()[4:8]}


def test_other_processes_read_the_same(sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereader, "MANY_TEXTS", 1)
    monkeypatch.setattr(rereader, "MANY_MAILS", 1)
    with open_store(sam.url, now=post.NOW) as store:
        me = store.candidate("me")
        done = []
        for workers in (1, 2):
            with store.rehearsal() as tried:
                done.append(reread(tried, me, ROBIN, BANK, post.NOW, workers=workers))
        assert done[0] == done[1]
        assert len(done[0].changes) == 1


def test_a_phrase_that_can_never_match_is_one_line(sam: Person) -> None:
    configure(sam, '\n[signals.offer]\nphrases = ["thanks. when can you start"]\n')
    said = sam.run("reclassify")
    assert said.code == 2
    assert "signals.offer: 'thanks. when can you start': a phrase never reaches beyond" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_phrase_that_is_there_already_is_a_remark(sam: Person) -> None:
    configure(sam, '\n[signals.offer]\nphrases = ["your offer from"]\n')
    said = sam.run("reclassify")
    assert said.code == 0
    assert "offer has this phrase already" in said.err
