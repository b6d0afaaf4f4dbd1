"""From the header of a mail to whether its body is fetched.

It errs on the side of reading: a mail is left only where a program or a list sent it and nothing in its
header says, or may be taken to say, anything of a job search. What shares a thread or a correspondent with
the job search is fetched later (`relevance.closure`), so nothing is known of the past here.
"""

from __future__ import annotations

from functools import lru_cache

from classify import senders
from classify.gate.sender import Sender, is_systems, sender
from classify.gate.subject import said, unknown, words
from classify.gate.table import SENT
from classify.ours import is_ours_by_header
from classify.types import Me
from ingest.mime.identity import made_up
from ingest.types import Message

LEFT = frozenset({"our own", "bounce", "another matter", "notice", "plain sender", "says nothing of it"})
_NONE = made_up("")[1:]  # how the made Message-ID of a mail without one ends
_NOTICES = ("alert", "network")  # what lists jobs, and what networks tell
_SHORT = 6  # words of a program's subject that leaves much unsaid
_CHATTER_WORDS = 4
_CHATTER_UNKNOWN = 3
_MOST = 50  # addresses that are looked at


def passes(heading: Message, me: Me, *, calendar: bool) -> bool:
    """Whether the body of a mail is fetched, by its header and whether it carries an invite."""
    return why(heading, me, calendar=calendar) not in LEFT


def why(heading: Message, me: Me, *, calendar: bool) -> str:
    """The rule that decided, as a short name; those of `LEFT` leave the mail where it is."""
    if is_ours_by_header(heading, me):
        return "our own"
    if calendar:
        return "invite"
    if heading.sender is None or not heading.sender.email:
        return "no sender"
    if me.owns(heading.sender.email) or any(label.casefold() in SENT for label in heading.labels):
        return "own"
    if not heading.message_id or heading.message_id.endswith(_NONE):
        return "no identity"
    known = sender(heading.sender)
    if known.is_system or known.is_relay:
        return "system"
    is_chatter = known.is_desk and _is_chatter(heading, known)
    if known.is_desk and not known.is_board and not is_chatter:
        return "desk"
    if _came_by_a_system(heading):
        return "way"
    if known.is_server:
        return "words" if said(heading.subject).sure else "bounce"
    if heading.automatic.startswith("auto-replied") or _is_answer(heading, known, me):
        return "answer"
    if not _is_to_many(heading, known):
        return "personal"
    return "says nothing of it" if is_chatter else _by_words(heading, known, me)


def _by_words(heading: Message, known: Sender, me: Me) -> str:
    """For mail of programs and to many: what its subject and its sender say."""
    told = said(heading.subject)
    if told.sure:
        return "words"
    if told.against in _NOTICES or known.is_notice:
        return "notice"
    if told.post:
        return "position"
    if known.hires and told.against != "news":
        return "sender"
    if told.against:
        return "another matter"
    if told.maybe:
        return "maybe"
    if known.is_plain:
        return "plain sender"
    if known.is_board:
        return "board"
    direct = _reaches(heading, me)
    if direct and (
        known.is_person or heading.in_reply_to or any(map(senders.person, heading.reply_to[:_MOST]))
    ):
        return "person"
    if not _parts(me.name).isdisjoint(told.words):
        return "name"
    if (known.is_program or heading.automatic) and len(told.words) <= _SHORT:
        return "short"
    return "unspecific" if unknown(told.words, known.words) <= 1 else "says nothing of it"


def _is_chatter(heading: Message, known: Sender) -> bool:
    """Whether what a recruiting desk sends to many is about something else: several words of the subject,
    and none of an application. Where one has applied, the desk is known, and its mail is fetched for that."""
    told = said(heading.subject)
    if not heading.bulk or heading.in_reply_to or told.sure or told.post or told.maybe:
        return False
    return len(told.words) >= _CHATTER_WORDS and unknown(told.words, known.words) >= _CHATTER_UNKNOWN


@lru_cache(maxsize=64)
def _parts(name: str) -> frozenset[str]:
    return frozenset(word for word in words(name) if len(word) > 1)


def _is_answer(heading: Message, known: Sender, me: Me) -> bool:
    """Whether it answers another mail, and no list or network sent it. Recruiters' systems put headers of
    bulk mail into answers, too; such an answer is addressed to the candidate."""
    if not heading.in_reply_to:
        return False
    return not heading.bulk or (not known.is_plain and not known.is_board and _reaches(heading, me))


def _is_to_many(heading: Message, known: Sender) -> bool:
    """Whether a program sent it, or somebody to many."""
    if heading.bulk or heading.automatic or known.is_program:
        return True
    returned = heading.return_path.partition("@")[0]
    return not known.is_person and (heading.return_path == "<>" or "bounce" in returned)


def _came_by_a_system(heading: Message) -> bool:
    """Whether a system that hires sent it in somebody else's name."""
    hosts = [
        heading.return_path.rpartition("@")[2],
        heading.message_id.rpartition("@")[2].strip("<>").lower(),
    ]
    hosts += [address.domain for address in heading.reply_to[:_MOST]]
    return any(host and is_systems(host) for host in hosts)


def _reaches(heading: Message, me: Me) -> bool:
    """Whether it is addressed to the candidate, and not to a list."""
    return any(me.owns(address.email) for address in (*heading.to[:_MOST], *heading.cc[:_MOST]))
