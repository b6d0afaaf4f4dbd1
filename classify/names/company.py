"""The company that a message names: every place that may name it votes, and the best supported name wins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from classify.names.behind import (
    behind,
    customer_of,
    is_free,
    parted,
    shown,
    signed,
    speaks_for_others,
    through_a_system,
    written,
)
from classify.names.believable import believable, given_name, tidied
from classify.names.domains import label
from classify.names.fold import compact, fold, tokens, without_form
from classify.names.forms import found
from classify.names.fuller import fuller
from classify.names.requisition import without
from classify.names.same import fits_label, same_company
from classify.names.sentences import Said, headed, labelled, linked, listed, said, served, told
from classify.names.subject import bare, segments
from classify.names.vote import Vote
from classify.names.words import words
from classify.senders import kind
from classify.types import Author, Claim

if TYPE_CHECKING:
    from classify.types import Sections
    from ingest.types import Address, Message


def company(
    message: Message, author: Author, sections: Sections, other: Address, agency: str, text: str
) -> Claim | None:
    """The employer. With `agency` given, its client or None: neither its name nor its domain counts.

    `text` is the new text with the signature; `other` the correspondent on the far side.
    """
    people = _people(message)
    line = without(bare(message.subject))
    own = "" if agency or speaks_for_others(other.domain) else label(other.domain)
    body = said(sections.new, author, other)
    above = said(line, author, other) if author is Author.SYSTEM else ()
    clients = (
        list(served((*above, *body), author, other, own, people)) if author is not Author.CANDIDATE else []
    )
    if clients:
        own = ""
    elif not own and not agency:
        own = customer_of(other, f"{other.name}\n{message.subject}\n{text}\n{sections.footer}")
    votes: dict[str, list[Vote]] = {}
    cast = _votes(message, author, sections, other, own, bool(agency), line, above, body)
    for vote in chain(clients, cast):
        name = tidied(vote.name, own)
        fit = 1.0 if vote.ours else fits_label(name, own)
        if not (believable(name) or fit == 1.0) or (agency and same_company(name, agency) > 0):
            continue
        if not fit and vote.basis != "sender" and (fold(name) in people or given_name(name, other)):
            continue
        astray = own and not fit and author is not Author.SYSTEM and vote.basis != "sender"
        weight = vote.weight + (2.0 if fit >= 0.6 else 0.0) - (1.5 if astray else 0.0)
        votes.setdefault(compact(name), []).append(Vote(name, vote.basis, weight))
    if not votes:
        name = written(text) if not own and not agency and not is_free(other) else ""
        return Claim(without_form(name), "link") if name else None
    best = max(votes.values(), key=lambda group: (_support(group), group[0].name))
    top = max(best, key=lambda vote: (vote.weight, not vote.name.isupper(), vote.name))
    return Claim(fuller(without_form(top.name), shown(other, author), own), top.basis)


def _support(group: list[Vote]) -> float:
    """The strongest vote, and a little for each further one."""
    weights = sorted((vote.weight for vote in group), reverse=True)
    return weights[0] + 0.5 * min(len(weights) - 1, 4)


def _votes(
    message: Message,
    author: Author,
    sections: Sections,
    other: Address,
    own: str,
    client: bool,
    line: str,
    above: Said,
    body: Said,
) -> Iterator[Vote]:
    for name in found("company", line, "company", "subject"):
        yield Vote(name, "subject", 4.0)
    yield from told(above, body, author, other)
    yield from labelled(sections.new, author)
    if author is Author.SYSTEM and kind(other.domain) != "boards":
        yield from listed(sections.new)
    parts = segments(line)
    for part in parts:
        if own and fits_label(part, own) >= 0.6:
            yield Vote(part, "subject", 2.5)
    if not own or author is Author.SYSTEM:
        yield from headed(parts, sections.new, not own and (client or not is_free(other)), client)
    if own:
        yield from behind(own, line, other, author, sections)
    elif not client and not is_free(other):
        yield from through_a_system(other, author)
    yield from linked(sections.new)
    yield from signed(sections.signature or parted(sections.new)[1], own, client)
    for event in message.events:
        for name in found("company", event.summary[:300], "company", "subject"):
            yield Vote(name, "invite", 3.0)


def _people(message: Message) -> set[str]:
    """Names of everyone on the message, whole and first names alone."""
    names = [a.name for a in (message.sender, *message.to, *message.cc) if a is not None and a.name]
    people = [
        name for name in names if len(tokens(name)) == 2 and not set(tokens(name)) & words("company", "desk")
    ]
    return {fold(name) for name in names} | {tokens(name)[0] for name in people}
