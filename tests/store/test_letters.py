"""Letters are what messages and their readings say, read from fewer columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.applications.types import READ, Letter
from classify.types import Claim, Me
from ingest.types import Address
from tests.store.samples import NOW, event, intake, read

if TYPE_CHECKING:
    from store.store import Store

ME = Me("Sam", frozenset({"sam@postbox.example"}))


def test_a_letter_is_its_message_and_its_reading(store: Store, candidate: int) -> None:
    cc = (
        Address("Sam", "sam@postbox.example"),
        Address("Jo", "jo@acme.example"),
        Address("Jo", "jo@acme.example"),
    )
    carrier = read(2, cc=cc, events=(event("u1"), event("u2")))
    store.commit(candidate, intake(read(1), carrier, read(3, keep=False)), NOW)
    readings = {one.key: one for one in store.readings(candidate)}
    expected = tuple(
        Letter(
            key=message.key,
            at=message.at,
            message_id=message.message_id,
            in_reply_to=message.in_reply_to,
            references=message.references,
            provider_thread=message.provider_thread,
            author=readings[message.key].author,
            sender=message.sender,
            correspondents=ME.others((message.sender, *message.reply_to, *message.to, *message.cc)),
            subject=message.subject,
            company=readings[message.key].company,
            role=readings[message.key].role,
            agency=readings[message.key].agency,
            requisition=readings[message.key].requisition,
            signals=frozenset(signal.name for signal in readings[message.key].signals),
            uids=frozenset(one.uid for one in message.events),
            mentions=readings[message.key].text[:READ],
        )
        for message in store.messages(candidate)
    )
    assert store.letters(candidate, ME) == expected
    assert [len(letter.uids) for letter in expected] == [0, 2]
    assert isinstance(expected[0].company, Claim)


def test_an_empty_store_has_no_letters(store: Store, candidate: int) -> None:
    assert store.letters(candidate, ME) == ()
    assert store.facts(candidate) == ()
