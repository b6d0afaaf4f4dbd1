"""What a message says of itself: about the job search, possibly, or not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from classify import senders
from classify.domains import registrable
from classify.newtext.languages import RESENT
from classify.normalise import fold
from classify.ours import is_ours
from classify.relevance.phrases import Phrases, words
from classify.types import Author, Claim, Reading, Sections, Signal, Standing
from ingest.types import Address, Event, Message

_TABLE = tomllib.loads(Path(__file__).with_name("evidence.toml").read_text(encoding="utf-8"))
_WEIGHTS: dict[str, float] = _TABLE["weights"]
_LIMITS: dict[str, float] = _TABLE["thresholds"]
_GROUPS = {**_TABLE["for"], **_TABLE["against"]}
_AGAINST = frozenset(_TABLE["against"])
_FINAL = frozenset(name for name, group in _GROUPS.items() if group.get("final"))
_ANCHORS = frozenset(_TABLE["anchors"]["kinds"]) | {n for n, group in _GROUPS.items() if group.get("anchor")}
_SOLID = frozenset(_TABLE["anchors"]["solid"])
_ELSEWHERE = frozenset(_TABLE["anchors"]["elsewhere"])
_OTHERS = frozenset(_TABLE["anchors"]["others"])
_OWN = frozenset(_TABLE["anchors"]["own"])
_OFFICE = frozenset(_TABLE["anchors"]["office"])
_MANY = frozenset(_TABLE["anchors"]["many"])
_BESIDE = frozenset(_TABLE["anchors"]["beside"])
_LOOSE = frozenset(_TABLE["signals"]["loose"])
_SENT = frozenset(_TABLE["anchors"]["sent"])
_PHRASES = Phrases({name: group["phrases"] for name, group in _GROUPS.items()})
_HIRES = frozenset(_TABLE["anchors"]["hires"])
_INTERVIEW = Phrases({"interview": [p for p in _TABLE["for"]["interview"]["phrases"] if p not in _HIRES]})
_PERSONAL = Phrases({"personal": _TABLE["personal"]["phrases"]})
_ADDRESSED = Phrases({"addressed": [*_TABLE["personal"]["phrases"], *_TABLE["addressed"]["phrases"]]})
_DESKS = Phrases({"desk": _TABLE["desks"]["words"]})
_PAPERS = Phrases({"attachment": _TABLE["attachments"]["names"]})
_WEAK = frozenset(_TABLE["signals"]["weak"])
_BOUNCE = re.compile(r"mailer-?daemon|postmaster|mail delivery (?:sub)?system", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,190}")
_READ = 4000  # characters of new text
_BELOW = 1500  # characters of the footer
_HELD = 20_000  # characters of a message that is passed on


class Evidence(NamedTuple):
    """One thing that weighs: what kind it is, how much, and how a person would say it."""

    kind: str
    weight: float
    reason: str


def standing(
    message: Message,
    author: Author,
    sections: Sections,
    signals: tuple[Signal, ...],
    role: Claim | None = None,
    leaning: float = 0.0,
) -> tuple[Standing, tuple[str, ...]]:
    """The standing of a message by its own words and headers, and why, each reason a short phrase.
    `role` is the one that it names, where that has been read; `leaning` the second reader's log odds that it
    is about this candidate's job search.

    A sum of weighted evidence (`evidence.toml`). Only mail to many, from programs, or plainly about something
    else becomes IRRELEVANT; what a person wrote to a person stays POSSIBLE however little it says.
    """
    if is_ours(message, author):
        return Standing.IRRELEVANT, ("a digest of tealeaves, or made of one",)
    sender = f"{message.sender.name} {message.sender.email}" if message.sender else ""
    if message.return_path == "<>" or _BOUNCE.search(sender):
        return Standing.IRRELEVANT, ("a mail server's notice",)
    weighed = list(evidence(message, author, sections, signals, role))
    score = sum(one.weight for one in weighed)
    reasons = tuple(one.reason for one in sorted(weighed, key=lambda one: -abs(one.weight)))
    kinds = {one.kind for one in weighed}
    if author is Author.CANDIDATE and _passes_on(message, sections) and score < _LIMITS["relevant"]:
        return Standing.IRRELEVANT, ("the candidate passes a message on", *reasons)
    enough = _LIMITS["relevant" if kinds.isdisjoint(_ELSEWHERE) or _is_known(message) else "elsewhere"]
    if score >= enough and _is_sure(message, author, sections, signals, kinds):
        if _is_known(message):  # a system that does little else
            return Standing.RELEVANT, reasons
        return _believed(Standing.RELEVANT, reasons, leaning)
    many = author is Author.SYSTEM or message.bulk
    if many and not _FINAL.isdisjoint(kinds) and score < _LIMITS["relevant"]:
        return Standing.IRRELEVANT, reasons
    limit = "system" if many else "irrelevant"
    against = any(one.weight < 0 for one in weighed)
    if against and score <= _LIMITS["candidate" if author is Author.CANDIDATE else limit]:
        return Standing.IRRELEVANT, reasons
    return _believed(Standing.POSSIBLE, reasons or ("nothing in it says",), leaning)


def _believed(found: Standing, reasons: tuple[str, ...], leaning: float) -> tuple[Standing, tuple[str, ...]]:
    """What was found, unless the second reader speaks against it: the surer it was, the louder."""
    if leaning >= _LIMITS["overruled" if found is Standing.RELEVANT else "doubtful"]:
        return found, reasons
    return Standing.DOUBTFUL, ("it reads like mail about something else", *reasons)


def is_solid(message: Message, reading: Reading) -> bool:
    """Whether a relevant message shows more than that somebody speaks of a job or an interview."""
    read = (reading.author, reading.sections, reading.signals, reading.role)
    weighed = list(evidence(message, *read))
    kinds = {one.kind for one in weighed}
    return not _SOLID.isdisjoint(kinds) or sum(one.weight for one in weighed) >= _LIMITS["solid"]


def _is_sure(
    message: Message, author: Author, sections: Sections, signals: tuple[Signal, ...], kinds: set[str]
) -> bool:
    """Whether the evidence is of the kinds that a message needs, beside enough of it."""
    if not _is_anchored(message, signals, kinds) or not kinds.isdisjoint(_OTHERS):
        return False
    # Colleagues who hire have all the words; what is said to a candidate shows in one of these as well.
    if not signals and kinds.isdisjoint(_OWN) and not _ADDRESSED.occur(_words(message, sections)):
        return False
    if author is Author.CANDIDATE:
        paper = "attachment" in kinds or any(signal.name in _SENT for signal in signals)
        return "family" not in kinds or paper
    if _is_known(message):
        return True
    if "private_sender" in kinds and kinds.isdisjoint(_ANCHORS) and len({one.name for one in signals}) < 2:
        return False
    # Agencies put such words below their people's letters, too.
    marks = _MANY - {"leaving", "pool"} if _is_person(message) else _MANY
    trusted = author is Author.PERSON or not kinds.isdisjoint(_OFFICE)
    relayed = message.sender is not None and senders.relay(message.sender)
    if trusted and (relayed or not message.bulk) and kinds.isdisjoint(marks):
        return True
    return _PERSONAL.occur(_words(message, sections))


def _is_anchored(message: Message, signals: tuple[Signal, ...], kinds: set[str]) -> bool:
    """Whether something in it belongs to a job and to little else."""
    if not _ANCHORS.isdisjoint(kinds):
        return True
    strong = {signal.name for signal in signals if signal in _apart(signals)} - _WEAK
    if strong and (len(strong) > 1 or not kinds.isdisjoint(_BESIDE)):
        return True
    if strong - _LOOSE and _is_person(message):
        return True
    if "interview" not in kinds:
        return False
    titles = [message.subject, *(event.summary for event in message.events[:1])]
    said = [*titles, *(signal.evidence.text for signal in signals)]
    return _INTERVIEW.occur(words(fold("\n".join(said))))


def _apart(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """The signals by words of their own: of two that overlap, the strong one or the first."""
    kept: list[Signal] = []
    for one in sorted(signals, key=lambda signal: signal.name in _WEAK):
        here = one.evidence
        if all(here.end <= other.evidence.start or other.evidence.end <= here.start for other in kept):
            kept.append(one)
    return tuple(kept)


def _is_known(message: Message) -> bool:
    """Whether a service sent it that does nothing but hire."""
    return message.sender is not None and senders.kind(message.sender.domain) in ("ats", "process")


def _is_person(message: Message) -> bool:
    return message.sender is not None and (senders.person(message.sender) or senders.relay(message.sender))


def _words(message: Message, sections: Sections) -> tuple[str, ...]:
    """The words of subject, new text and invite, an empty one between them so that no phrase reaches over."""
    invite = tuple(f"{event.summary}\n{event.description[:_BELOW]}" for event in message.events[:1])
    return _parted(message.subject, sections.new[:_READ], *invite)


@lru_cache(maxsize=2)  # asked several times of one message
def _parted(subject: str, new: str, *invite: str) -> tuple[str, ...]:
    text = [*words(fold(subject)), "", *words(fold(new)), ""]
    for written in invite:
        text += ["", *words(fold(written))]
    return tuple(text)


@lru_cache(maxsize=4)  # the same once more when signals and role are known
def _found(above: tuple[str, ...], below: str) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The phrases of each group in all, and those in the letter alone."""
    own = _PHRASES.find(above)
    everywhere = dict(own)
    for name, found in _PHRASES.find(words(below)).items():
        known = own.get(name, [])
        everywhere[name] = [*known, *(phrase for phrase in found if phrase not in known)]
    return everywhere, own


def evidence(
    message: Message,
    author: Author,
    sections: Sections,
    signals: tuple[Signal, ...],
    role: Claim | None = None,
) -> Iterator[Evidence]:
    """Everything that weighs."""
    relayed = message.sender is not None and senders.relay(message.sender)
    yield from _by_sender(message, author)
    groups = _groups(message, author, sections, role)
    for name, found in groups.items():
        group = _GROUPS[name]
        weight = group["weight"] * (1.5 if len(found) > 1 else 1.0)
        yield Evidence(name, weight, f'{group["reason"]}: "{found[0]}"')
    if message.events:
        yield Evidence("invite", _WEIGHTS["invite"], "carries an invite")
    if any(_PAPERS.occur(words(fold(paper.name.replace("_", " ")))) for paper in message.attachments):
        yield Evidence("attachment", _WEIGHTS["attachment"], "carries a paper of an application")
    if role is not None and role.basis in ("subject", "invite", "body"):
        yield Evidence("role", _WEIGHTS["role"], f"names a role: {role.value}")
    doubted = (message.bulk and not relayed) or not _AGAINST.isdisjoint(groups)
    signals = _apart(signals)
    for kind in ("strong_signal", "weak_signal"):
        named = [signal.name for signal in signals if (signal.name in _WEAK) is (kind == "weak_signal")]
        if named:
            weight = _WEIGHTS[kind] * (_WEIGHTS["doubted"] if doubted else 1.0)
            yield Evidence(kind, weight, f"signal {named[0]}")


def _groups(message: Message, author: Author, sections: Sections, role: Claim | None) -> dict[str, list[str]]:
    """The groups of words that occur, with the phrases.

    Below a letter stand words of every matter ("regulated mortgage broker"), so those of another matter count
    in the letter alone; and none of them counts that is part of the role's name: who applies as Customer
    Service Manager has no other matter.
    """
    relayed = message.sender is not None and senders.relay(message.sender)
    below = "" if relayed else fold(sections.footer[:_READ])[:_BELOW]  # there, the network's
    everywhere, own = _found(_words(message, sections), below)
    found = dict(everywhere)
    named = set(words(fold(role.value))) if role else set[str]()
    for name in (_ELSEWHERE | _OTHERS) & found.keys():
        said = [phrase for phrase in own.get(name, ()) if not named.issuperset(phrase.split())]
        found[name] = said
    if relayed:
        found.pop("leaving", None)
    return {name: said for name, said in found.items() if said and _GROUPS[name].get("by", author) == author}


def _by_sender(message: Message, author: Author) -> Iterator[Evidence]:
    sender = message.sender
    relayed = sender is not None and senders.relay(sender)
    if message.bulk and not relayed:
        yield _sent("bulk_header", "is marked as mail to many")
    if author is Author.CANDIDATE:
        to = [address for address in (*message.to, *message.cc) if address.email]
        if to and all(senders.kind(address.domain) == "free_mail" for address in to):
            yield _sent("family", "goes to private addresses alone")
        return
    if sender is None or relayed:
        return
    kind = senders.kind(sender.domain)
    if kind in ("ats", "process", "scheduling"):
        yield _sent(kind, f"comes from {sender.domain}")
    if kind == "free_mail":
        yield _sent("private_sender", "comes from a private address")
    if kind == "boards":
        yield _sent("board", f"comes from {sender.domain}")
    name = f"{sender.name} {sender.email.partition('@')[0]}".replace("_", " ")
    if _DESKS.occur(words(fold(name.replace("-", " ").replace(".", " ")))):
        yield _sent("desk", "comes from a recruiting desk")
    if kind == "letters" or senders.local(sender.email, "bulk"):
        yield _sent("bulk_sender", "comes from an address that writes to many")
    elif kind != "ats" and senders.local(sender.email, "unread"):
        yield _sent("unread_sender", "comes from an address that nobody reads")
    if not kind and any(event.method == "CANCEL" and _is_foreign(event, sender) for event in message.events):
        yield _sent("foreign_cancel", "cancels a meeting of another house")


def _sent(kind: str, reason: str) -> Evidence:
    return Evidence(kind, _WEIGHTS[kind], reason)


def _is_foreign(event: Event, sender: Address) -> bool:
    """Whether the organiser of an event belongs to another house than the sender."""
    if event.organizer is None or not event.organizer.domain or senders.kind(event.organizer.domain):
        return False
    return registrable(event.organizer.domain) != registrable(sender.domain)


def _passes_on(message: Message, sections: Sections) -> bool:
    """Whether the candidate shows somebody a message who is no correspondent of it. Mail programs set a
    forwarded text off as such, as quoted, or attach it. A domain that everybody shares makes nobody one."""
    resent = RESENT.match(message.subject) is not None
    held = sections.forwarded + ("\n" + sections.quoted if resent else "")
    if not held.strip() and not (message.forwarded and resent):
        return False
    whole = "\n".join([held[:_HELD], *(one.sender.email for one in message.forwarded if one.sender)])
    known = {found.rstrip(".-") for found in _ADDRESS.findall(whole.casefold())}
    houses = {email.partition("@")[2] for email in known}
    return not any(
        address.email in known or (address.domain in houses and senders.kind(address.domain) != "free_mail")
        for address in (*message.to, *message.cc)
    )
