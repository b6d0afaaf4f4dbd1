"""Mail then teaching, or teaching then mail: the same store, whatever the order."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from classify.applications.types import Verdict
from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from store.store import open_store
from tests.tealeaves import post, unseen
from tests.tealeaves.person import deliver
from tests.tealeaves.syncs import FOLDERS, shown, synced, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.account import Account

TEACH = 6  # what happens at this place is no delivery: the sender is taught


def first_of(sender: str) -> Verdict:
    """What is said when a sender is taught of the first mail of theirs."""
    message = parse(RawMail(unseen.once_more(1).as_bytes(), Place("x", "eml")))
    assert isinstance(message, Message)
    return Verdict("sender", message.key, sender)


# Shrinking would sync hundreds of times; the order that it prints says enough.
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=st.permutations(range(7)),
    synced_after=st.sets(st.integers(0, 6)),
    sender=st.sampled_from(["updates@mossgate.example", "@mossgate.example"]),
)
def test_the_order_of_mail_and_teaching_does_not_matter(
    new_mailbox: Callable[[], Account], order: list[int], synced_after: set[int], sender: str
) -> None:
    in_thread = post.news_in_thread(6, post.message_id(1))
    mails = [
        unseen.once_more(1),
        unseen.thoughts(2),
        post.interview(3, 0),
        post.newsletter(4),
        unseen.swimming(5),
        in_thread,
    ]
    mailbox = new_mailbox()
    for name in FOLDERS:
        mailbox.folder(name)
    with tempfile.TemporaryDirectory() as folder:
        with open_store(f"sqlite:///{folder}/one.db", now=post.NOW) as store:
            candidate = store.candidate("me")
            for number in order:
                if number == TEACH:
                    store.say(candidate, first_of(sender), post.NOW)
                else:
                    deliver(mailbox, mails[number])
                if number in synced_after:
                    synced(store, table(mailbox))
            synced(store, table(mailbox))
            whole = shown(store)
        with open_store(f"sqlite:///{folder}/two.db", now=post.NOW) as store:
            store.say(store.candidate("me"), first_of(sender), post.NOW)
            synced(store, table(mailbox))
            assert shown(store) == whole
        assert len(whole["contents"]) >= 3


def test_what_was_taught_and_taken_back_before_a_sync_leaves_no_trace(
    new_mailbox: Callable[[], Account], tmp_path: Path
) -> None:
    mailbox = new_mailbox()
    for name in FOLDERS:
        mailbox.folder(name)
    deliver(mailbox, unseen.once_more(1), post.interview(2, 0))
    with open_store(f"sqlite:///{tmp_path}/one.db", now=post.NOW) as store:
        candidate = store.candidate("me")
        synced(store, table(mailbox))
        whole = shown(store)
        said = first_of("updates@mossgate.example")
        store.say(candidate, said, post.NOW)
        assert store.unsay(candidate, said, post.NOW)
        synced(store, table(mailbox))
        assert shown(store) == whole
