"""Which digests were mailed is remembered, by week, recipient and candidate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from store.mailed import MailedDigest
from store.store import Store

AT = datetime(2026, 9, 28, 7, tzinfo=UTC)
FIRST = MailedDigest("2026-W39", "Robin@postbox.example", "<digest.2026-W39.a@tealeaves.invalid>", AT)


def test_what_was_mailed_is_found_by_its_week_and_recipient(store: Store) -> None:
    me, other = store.candidate("me"), store.candidate("other")
    store.note_mailed(me, FIRST)
    found = store.mailed_digest(me, "2026-W39", "robin@postbox.example")
    assert found == replace(FIRST, recipient="robin@postbox.example")
    assert store.mailed_digest(me, "2026-W38", FIRST.recipient) is None
    assert store.mailed_digest(me, "2026-W39", "else@postbox.example") is None
    assert store.mailed_digest(other, "2026-W39", FIRST.recipient) is None


def test_the_last_one_counts(store: Store) -> None:
    me = store.candidate("me")
    again = replace(FIRST, message_id="<digest.2026-W39.b@tealeaves.invalid>", at=AT + timedelta(hours=1))
    store.note_mailed(me, FIRST)
    store.note_mailed(me, again)
    assert store.mailed_digest(me, "2026-W39", FIRST.recipient) == again


def test_a_digest_that_was_mailed_unsettles_nothing(store: Store) -> None:
    me = store.candidate("me")
    before = store.changes(me)
    store.note_mailed(me, FIRST)
    assert store.changes(me) == before
