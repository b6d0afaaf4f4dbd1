"""Which mail the gate will let past whatever its header says: it is asked for as a whole at once, and a
message that comes whole costs half of one whose header is asked for first.

Three searches tell it (https://support.google.com/mail/answer/7190): what is small, what the person sent, and
what carries an invite. With either of these two goes its whole conversation, which a list names beside each
message. It is a guess: the gate is asked all the same, and what it holds back leaves its header alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.gmail.mails import WHOLE_BYTES
from ingest.google.faults import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ingest.gmail.mailbox import Mailbox

NONE: frozenset[str] = frozenset()

_FEW = 20  # messages, and a message in 20 that are listed: for fewer, the searches cost more than they save


def search(
    mailbox: Mailbox, after: str, listed: Mapping[str, str], new: Sequence[str],
    invites: Callable[[], Collection[str]],
) -> tuple[frozenset[str], frozenset[str]]:  # fmt: skip
    """Of the messages, each `listed` with its thread: the small ones, and those that will pass. `new` are to
    be read; `after` is how a search says from when on. Both are empty where the server cannot tell."""
    if len(new) <= _FEW + len(listed) // _FEW:
        return NONE, NONE
    try:
        small = frozenset(mailbox.ids(f"{after} smaller:{WHOLE_BYTES}")[0])
        if not small:  # a server that does not know the word
            return NONE, NONE
        return small, with_their_threads({*mailbox.ids(after, "SENT")[0], *invites()}, listed)
    except RefusedError:
        return NONE, NONE


def with_their_threads(ids: Collection[str], listed: Mapping[str, str]) -> frozenset[str]:
    """These messages, and what is listed with the thread of one of them."""
    threads = {listed[one] for one in ids if listed.get(one)}
    return frozenset(ids) | {one for one, thread in listed.items() if thread in threads}
