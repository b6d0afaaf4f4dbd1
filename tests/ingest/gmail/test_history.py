"""What the records of a history add up to."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.gmail import history
from ingest.gmail.history import AWAY


def about(message: str, labels: tuple[str, ...] | None, *changed: str) -> list[dict[str, Any]]:
    one: dict[str, Any] = {"message": {"id": message}}
    if labels is not None:
        one["message"]["labelIds"] = list(labels)
    return [one | ({"labelIds": list(changed)} if changed else {})]


def added(message: str, *labels: str) -> dict[str, Any]:
    return {"messagesAdded": about(message, labels)}


def deleted(message: str) -> dict[str, Any]:
    return {"messagesDeleted": about(message, None)}


def labelled(message: str, label: str, *now: str) -> dict[str, Any]:
    return {"labelsAdded": about(message, now, label)}


def unlabelled(message: str, label: str, *now: str) -> dict[str, Any]:
    return {"labelsRemoved": about(message, now, label)}


def test_what_came_is_new_and_the_latest_is_last() -> None:
    assert history.fold([added("a", "INBOX"), added("b", "SENT")]).new == ("a", "b")


def test_what_came_and_was_deleted_is_not_new() -> None:
    changes = history.fold([added("a"), deleted("a")])
    assert changes.new == ()
    assert changes.gone == {"a"}


def test_what_was_thrown_away_is_gone_without_being_deleted() -> None:
    assert history.fold([labelled("a", "TRASH", "TRASH")]).gone == {"a"}
    assert history.fold([labelled("a", "SPAM", "SPAM", "UNREAD")]).gone == {"a"}


def test_what_came_back_from_the_trash_is_new() -> None:
    changes = history.fold([labelled("a", "TRASH", "TRASH"), unlabelled("a", "TRASH", "INBOX")])
    assert changes.new == ("a",)
    assert changes.gone == frozenset()


def test_what_left_the_trash_for_spam_is_gone_still() -> None:
    assert history.fold([unlabelled("a", "TRASH", "SPAM")]).gone == {"a"}


def test_a_draft_is_no_mail_until_it_is_sent() -> None:
    assert history.fold([added("a", "DRAFT")]).drafts == {"a"}
    assert history.fold([added("a", "DRAFT"), unlabelled("a", "DRAFT", "SENT")]).new == ("a",)
    assert history.fold([added("a", "DRAFT"), deleted("a"), added("b", "SENT")]).new == ("b",)


def test_a_mail_that_is_read_is_no_news() -> None:
    assert history.fold([unlabelled("a", "UNREAD", "INBOX")]) == history.Changes()


def test_what_is_filed_elsewhere_has_its_last_labels() -> None:
    changes = history.fold(
        [labelled("a", "Label_1", "INBOX", "Label_1"), unlabelled("a", "INBOX", "Label_1")]
    )
    assert changes.relabelled == {"a": ("Label_1",)}


def test_labels_that_are_not_told_are_to_be_asked_for() -> None:
    assert history.fold([{"labelsAdded": about("a", None, "Label_1")}]).relabelled == {"a": None}


def test_what_is_gone_is_filed_nowhere() -> None:
    assert history.fold([labelled("a", "Label_1", "Label_1"), deleted("a")]).relabelled == {}


def test_only_what_goes_moves_the_pages_of_a_list() -> None:
    assert history.has_losses([deleted("a")])
    assert history.has_losses([labelled("a", "TRASH", "TRASH")])
    assert not history.has_losses([added("a"), labelled("a", "Label_1", "Label_1")])


def test_the_general_list_of_changed_messages_is_not_read() -> None:
    assert history.fold([{"messages": [{"id": "a"}]}]) == history.Changes()


steps = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["add", "delete", "label", "unlabel"]),
              st.sampled_from(["INBOX", "TRASH", "SPAM", "DRAFT", "UNREAD", "Label_1"])),
    max_size=25,
)  # fmt: skip


@given(steps, st.integers(0, 25))
def test_the_fold_says_what_is_there_at_the_end_wherever_the_pages_part(
    taken: list[tuple[str, str, str]], known_after: int
) -> None:
    """A mailbox that does what the steps say; the reader knew it as it was after some of them."""
    box: dict[str, set[str]] = {}
    lost: set[str] = set()
    known: set[str] = set()
    records: list[dict[str, Any]] = []
    for nth, (message, what, label) in enumerate(taken):
        if nth == known_after:
            known, records = {one for one, has in box.items() if AWAY.isdisjoint(has)}, []
        if what == "add" and message not in box and message not in lost:
            box[message] = {label}
            records.append(added(message, label))
        elif what == "delete" and message in box:
            del box[message]
            lost.add(message)  # an id is never given again
            records.append(deleted(message))
        elif what == "label" and message in box and label not in box[message]:
            box[message].add(label)
            records.append(labelled(message, label, *box[message]))
        elif what == "unlabel" and label in box.get(message, ()):
            box[message].remove(label)
            records.append(unlabelled(message, label, *box[message]))
    changes = history.fold(records)
    there = {one for one, has in box.items() if AWAY.isdisjoint(has)}
    assert (known | set(changes.new)) - changes.gone == there
    assert not set(changes.new) & changes.gone
    for one, labels in changes.relabelled.items():
        assert labels is not None
        assert set(labels) == box[one]
