"""What a message names: the company, the role, the agency between, the requisition number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classify.names.agency import agency as agency_of
from classify.names.company import company as company_of
from classify.names.fold import tokens
from classify.names.requisition import requisition as requisition_of
from classify.names.role import role as role_of
from classify.names.same import same_company
from classify.names.subject import bare
from classify.types import Author, Claim
from ingest.types import Address

if TYPE_CHECKING:
    from classify.types import Me, Sections
    from ingest.types import Message

_READ = (
    8_000  # characters of new text that are looked through: names stand at the beginning or in the signature
)
_NAME = 200  # characters of a display name; longer ones are nobody's


@dataclass(frozen=True, slots=True)
class Claims:
    company: Claim | None
    role: Claim | None
    agency: Claim | None
    requisition: str  # "" where none is given


def claims(message: Message, author: Author, sections: Sections, me: Me) -> Claims:
    """What the message names, read from its own words, its addresses and its invites. Pure; never raises."""
    other = correspondent(message, author, me)
    if len(other.name) > _NAME:
        other = replace(other, name=other.name[:_NAME])
    new = unwrapped(sections.new[:_READ])
    sections = replace(
        sections, new=new, signature=sections.signature[:2_000], footer=sections.footer[:4_000]
    )
    text = f"{new}\n{sections.signature}"
    between = agency_of(other, author, sections, text)
    employer = company_of(message, author, sections, other, between.value if between else "", text)
    house = employer.value if employer else ""
    mine, people = _names(message, me, house)
    title = role_of(message.subject, new, house, mine, people, author is Author.SYSTEM)
    if title is None:
        for event in message.events:
            title = role_of(event.summary, event.description[:1_000], house, mine, people)
            if title is not None:
                title = Claim(title.value, "invite")
                break
    return Claims(employer, title, between, requisition_of(bare(message.subject), new))


def unwrapped(text: str) -> str:
    """A text whose lines were broken at a width, with each paragraph on one line again: names go on over
    such a break. A line was broken where it is as long as mail is wide and its next word had no room."""
    out: list[str] = []
    before = ""  # the line above as it was written
    for line in text.split("\n"):
        first = line.partition(" ")[0]
        broken = 45 <= len(before) <= 80 and before[-1] not in ".!?:" and len(before) + 1 + len(first) > 66
        if out and broken and first[:1].isalnum():
            out[-1] = f"{out[-1].rstrip()} {line}"
        else:
            out.append(line)
        before = line.rstrip()
    return "\n".join(out)


def _names(message: Message, me: Me, house: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the candidate as people write them, and those of everyone else on the message, folded."""
    mine = {me.name}
    others: set[str] = set()
    for address in (message.sender, *message.reply_to, *message.to, *message.cc):
        if address is not None and address.name:
            (mine if me.owns(address.email) else others).add(address.name)
    for event in message.events:
        others |= {a.address.name for a in event.attendees if a.address.name and not me.owns(a.address.email)}
    written: set[str] = set()
    for parts in map(tokens, mine):
        if len(parts) > 1:
            written |= {" ".join(parts), f"{parts[0]} {parts[-1]}", f"{parts[0][0]} {parts[-1]}", parts[0]}
            written.add(f"{parts[-1]} {parts[0]}")
    people = {" ".join(tokens(name)) for name in others if not same_company(name, house)}
    return frozenset(written), frozenset(people - written)


def correspondent(message: Message, author: Author, me: Me) -> Address:
    """The one on the other side: the sender, or the first whom the candidate wrote to."""
    if author is not Author.CANDIDATE:
        sender = message.sender or Address("", "")
        if me.owns(sender.email):
            return next((a for a in message.reply_to if not me.owns(a.email)), sender)
        return sender
    return next((a for a in (*message.to, *message.cc) if not me.owns(a.email)), Address("", ""))
