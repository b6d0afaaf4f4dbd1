"""One message read: who wrote it, what is new in it, what it says, and what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from classify.asks import asks
from classify.author import author as author_of
from classify.author import is_unmeant
from classify.fingerprint import STAGES, fingerprint, outdated
from classify.judge import judge, leaning
from classify.model.blend import Context
from classify.names import claims
from classify.names.claims import Claims
from classify.names.subject import ANSWERS
from classify.newtext.split import split
from classify.pay import pay_named
from classify.promises import promise, promised_day
from classify.relevance import standing as standing_of
from classify.titles.find import titles
from classify.types import Author, Me, Promise, Reading, Sections, Signal, Standing

if TYPE_CHECKING:
    from classify.signals.bank import Bank
    from ingest.types import Message


def read(message: Message, me: Me, extra: Bank | None = None, *, whole: bool = False) -> Reading:
    """The reading of one message, from its own words alone. Pure, and the same each time.

    `extra` is the person's own bank of phrases. Offsets in the reading count in `Reading.text`. In what is
    irrelevant nothing more is looked for, unless `whole`: where its words are kept all the same, because the
    person said so, what it shows is wanted too.
    """
    sections = split(message.text, message.subject)
    author = author_of(message, me, sections)
    return _judged(message, me, extra, author, sections, None, frozenset(STAGES), whole=whole)


def read_again(
    message: Message, me: Me, known: Reading, extra: Bank | None = None, *, whole: bool = False
) -> Reading:
    """What `read` returns, where `known` is an older reading of the same message for the same candidate.

    Only what changed rules can touch is done again; the rest is taken from `known`.
    """
    stale = outdated(known.rules, extra)
    if not stale:
        return known
    if "text" in stale:
        return read(message, me, extra, whole=whole)
    if known.standing is Standing.IRRELEVANT:  # nobody may have looked for more in it then
        stale = frozenset(STAGES)
    return _judged(message, me, extra, known.author, known.sections, known, stale, whole=whole)


def _judged(
    message: Message,
    me: Me,
    extra: Bank | None,
    author: Author,
    sections: Sections,
    known: Reading | None,
    stale: frozenset[str],
    *,
    whole: bool,
) -> Reading:
    """The reading of a message whose author and new text are known. Of the stages that are not `stale`, what
    was found stands in `known`."""
    text = read_text(message.subject, sections)
    outright: tuple[str, ...] | None = None  # why it is irrelevant whatever more is found in it
    if "standing" in stale:
        standing, reasons = standing_of(message, author, sections, ())
        if standing is Standing.IRRELEVANT:
            outright = reasons
        if outright is not None and not whole:
            # Most mail is newsletters and the like, and most of the work is in what follows.
            bare = Reading.bare(message.key, author, standing, fingerprint(extra))
            return replace(bare, reasons=reasons, text=text, sections=sections)
    unmeant = is_unmeant(message, sections)
    speaker = author.speaker
    if known is not None and "signals" not in stale:
        signals, promised = known.signals, known.promise
    else:
        context = context_of(author, message.subject)
        signals = () if unmeant else judge(text, speaker, context, extra)
        promised = _promised(text, signals, message)
    if known is not None and "names" not in stale:
        named = Claims(known.company, known.role, known.agency, known.requisition)
    else:
        named = claims(message, author, sections, me)
    firm = tuple(signal for signal in signals if signal.firm)
    standing, reasons = standing_of(message, author, sections, firm, named.role, leaning(text, speaker))
    if outright is not None:
        standing, reasons = Standing.IRRELEVANT, outright
    names = frozenset(signal.name for signal in firm)
    return Reading(
        key=message.key,
        author=author,
        standing=standing,
        reasons=reasons,
        text=text,
        sections=sections,
        signals=signals,
        company=named.company,
        role=named.role,
        agency=named.agency,
        requisition=named.requisition,
        promise=promised,
        asks=asks(sections.new, author, names, message.events),
        rules=fingerprint(extra),
        pay=() if unmeant else pay_named(text),
        titles=() if unmeant else titles(message, me, author, sections, signals, *_called(named)),
    )


def _called(named: Claims) -> tuple[str, str]:
    """The company, or the agency that writes, and the role; "" where none is named."""
    house = named.agency or named.company
    return house.value if house else "", named.role.value if named.role else ""


def _promised(text: str, signals: tuple[Signal, ...], message: Message) -> Promise | None:
    """The day that the message commits to, where it commits to one."""
    for signal in signals:
        if signal.name == "decision_timeline" and signal.firm:
            shown = signal.evidence
            at, zone = message.at, message.zone_minutes
            return promised_day(text, shown.start, shown.end, at, zone) or promise(text, at, zone)
    return None


def context_of(author: Author, subject: str) -> Context:
    """What is known of a message beside its words."""
    return Context(system=author is Author.SYSTEM, reply=repeats(subject))


def read_text(subject: str, sections: Sections) -> str:
    """What is read: the new text, under the subject unless that only repeats an older one."""
    return sections.new if repeats(subject) else f"{subject}\n\n{sections.new}"


def repeats(subject: str) -> bool:
    """Whether a subject only repeats an older one: "Re:", "Fwd:" and their like in other languages."""
    prefix, colon, _ = subject.strip().partition(":")
    word = prefix.strip().rstrip("0123456789[]() ").lower()
    return not subject.strip() or (bool(colon) and word in ANSWERS)
