"""The titles that one mail tells: the writer's own, and those of people whom it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.titles.signature import signed
from classify.titles.title import fits, name_words
from classify.titles.told import told
from classify.titles.words import entries
from classify.types import Author, Titled

if TYPE_CHECKING:
    from classify.types import Me, Sections, Signal
    from ingest.types import Message


def titles(
    message: Message,
    me: Me,
    author: Author,
    sections: Sections,
    signals: tuple[Signal, ...],
    company: str,
    role: str,
) -> tuple[Titled, ...]:
    """The titles of people at the company, the writer's first. None in the candidate's own mail.

    Only mail about a meeting is looked through for others: with an invite, or with a signal of one, however
    unsure. `company` and `role` are those that the mail names, "" where it names none.
    """
    sender = message.sender
    if author is Author.CANDIDATE or sender is None or me.owns(sender.email):
        return ()
    own = signed(sections, sender, company)
    found = [Titled(sender.name, own, sender.email)] if own else []
    wanted = entries("told", "signals")
    if message.events or any(one.name in wanted for one in signals):
        mine = name_words(me.name)
        found += [one for one in told(sections.new, role) if not fits(name_words(one.name), mine)]
    return tuple(found)
