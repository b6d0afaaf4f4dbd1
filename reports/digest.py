"""The week: what moved, what waits for the candidate, what is closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from classify.types import Confidence
from reports.actions.next_action import Action
from reports.actions.overlapping import RESOLVE
from reports.actions.questions import Unanswered
from reports.facts import by_company, firm
from reports.interviews import UPCOMING, Interview
from reports.overlaps import overlap_words
from reports.overview import Card
from reports.settings import Person
from reports.standing.momentum import Trend
from reports.standing.stage import ORDER, Stage
from reports.suggestions import Suggestion, suggestions
from reports.wording import called, late_signals, says
from store.history import Ending, OpenQuestion

_QUIET = timedelta(days=7)  # a shorter time without a word is no news
_SINKING = (Trend.COOLING, Trend.STALLED)  # the worse one last


@dataclass(frozen=True, slots=True)
class Change:
    """An application whose score, stage or trend moved; `before` is the score it came from."""

    card: Card
    before: int
    why: str


@dataclass(frozen=True, slots=True)
class Late:
    """A signal of the last stretch before an offer, with the sentence that shows it."""

    card: Card
    signal: str
    message_id: str
    at: datetime
    evidence: str
    answered: bool  # whether the candidate has written since
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do within a week."""

    card: Card
    action: Action


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a company that the candidate has not answered."""

    card: Card
    question: Unanswered


@dataclass(frozen=True, slots=True)
class Digest:
    person: Person
    since: datetime
    until: datetime
    headline: str
    advice: tuple[str, ...]  # what holds beyond one application, in whole sentences
    to_do: tuple[Due, ...]  # by the day on which it is due
    asked: tuple[Asked, ...]  # the longest waiting first
    moved_up: tuple[Change, ...]
    cooled: tuple[Change, ...]
    cards: tuple[Card, ...]  # the open ones
    late: tuple[Late, ...]
    upcoming: tuple[tuple[Card, Interview], ...]
    questions: tuple[OpenQuestion, ...]  # where does a message belong?
    new: tuple[Card, ...]
    closed: tuple[Card, ...]
    quiet: tuple[Card, ...]
    funnel: tuple[tuple[Stage, int], ...]  # how many reached each stage
    suggested: tuple[
        Suggestion, ...
    ]  # in open applications, waiting for the person's word; in nothing else here
    messages: int  # that came or went in this time

    @property
    def empty(self) -> bool:
        """Whether nothing happened and nothing is to be done."""
        happened = self.messages or self.questions or self.upcoming
        return not (happened or self.to_do or self.moved_up or self.cooled)


def digest(
    cards: tuple[Card, ...],
    previous_cards: tuple[Card, ...],
    questions: tuple[OpenQuestion, ...],
    person: Person,
    since: datetime,
    now: datetime,
    ended: Iterable[Ending] = (),
) -> Digest:
    """What changed from `previous_cards` (the overview at `since`) to `cards` (the overview at `now`).

    `ended` are applications that ended before and have no card.
    """
    before = {card.id: card for card in previous_cards}
    is_open = tuple(card for card in cards if card.open)
    step = person.thresholds.trend["points"]
    up = tuple(change for card in is_open if (change := _risen(card, before.get(card.id), since, step)))
    down = tuple(change for card in is_open if (change := _sunk(card, before.get(card.id), since, step)))
    closed = tuple(card for card in cards if not card.open and _was_open(before.get(card.id), card, since))
    new = tuple(card for card in cards if card.first_at > since)
    coming = (Due(card, act) for card in is_open for act in card.actions if _is_due(act, now, person))
    to_do = tuple(_once(sorted(coming, key=_due)))
    return Digest(
        person=person,
        since=since,
        until=now,
        headline=_headline(is_open, up, down, closed, new),
        advice=(*_overlapping(is_open, person), *_advice(is_open)),
        to_do=to_do,
        asked=_asked(is_open),
        moved_up=up,
        cooled=down,
        cards=is_open,
        late=_late(is_open, since),
        upcoming=_upcoming(is_open),
        questions=questions,
        new=new,
        closed=closed,
        quiet=tuple(card for card in is_open if _heard_at(card) <= min(since, now - _QUIET)),
        funnel=funnel(cards, ended),
        suggested=suggestions(is_open, person.strengths),
        messages=sum(entry.at > since for card in cards for entry in card.history.entries),
    )


def funnel(cards: Iterable[Card], ended: Iterable[Ending] = ()) -> tuple[tuple[Stage, int], ...]:
    """How many applications reached each stage from `applied` on, or went beyond it."""
    stages = [*(card.progress.reached for card in cards), *(Stage(one.reached) for one in ended)]
    reached = [ORDER.index(stage) for stage in stages]
    return tuple(
        (stage, sum(place >= ORDER.index(stage) for place in reached))
        for stage in ORDER[ORDER.index(Stage.APPLIED) :]
    )


def _risen(card: Card, before: Card | None, since: datetime, step: float) -> Change | None:
    if before is None:
        return None
    further = ORDER.index(card.progress.reached) > ORDER.index(before.progress.reached)
    gain = card.momentum.score - before.momentum.score
    if gain < step and not (further and gain >= 0):
        return None
    fresh = [reason for reason in card.momentum.reasons if reason.strength > 0 and reason.at > since]
    why = f"they {says(fresh[0].signal)}" if fresh else f"now {card.progress.stage}"
    return Change(card, before.momentum.score, why)


def _sunk(card: Card, before: Card | None, since: datetime, step: float) -> Change | None:
    if before is None or card.momentum.trend not in _SINKING:
        return None  # a score that only fades between two words is no news
    was = before.momentum.trend
    worse = was not in _SINKING or _SINKING.index(card.momentum.trend) > _SINKING.index(was)
    weakened = (one for one in card.momentum.reasons if one.strength < 0 and one.signal != "silence")
    fresh = any(one.at > since for one in weakened)
    if not (worse or fresh or before.momentum.score - card.momentum.score >= step):
        return None
    return Change(card, before.momentum.score, card.momentum.because)


def _heard_at(card: Card) -> datetime:
    """The company's last word, or the first message where it has said none."""
    return max((one.at for one in card.history.entries if by_company(one)), default=card.first_at)


def _was_open(before: Card | None, card: Card, since: datetime) -> bool:
    """Whether it closed in this time, also where it began in it."""
    return before.open if before is not None else card.first_at > since


def _is_due(action: Action, now: datetime, person: Person) -> bool:
    """Whether it is to be done in the coming week."""
    if action.kind in {"nothing", "wait"} or action.due is None:
        return False
    return (action.due - person.local(now).date()).days < 7


_URGENCY = ("decide", RESOLVE, "answer", "thank", "prepare", "follow up", "close")


def _due(one: Due) -> tuple[str, int, datetime, str]:
    meeting = min((it.start for it in one.card.interviews if it.status == UPCOMING), default=one.card.now)
    return str(one.action.due), _URGENCY.index(one.action.kind), meeting, one.card.id


def _once(found: Iterable[Due]) -> Iterator[Due]:
    """Without the second of two that ask for the same: an overlap is to be resolved on one side."""
    told: set[str] = set()
    for one in found:
        if one.action.kind != RESOLVE or one.action.text not in told:
            yield one
        told.add(one.action.text)


def _overlapping(cards: tuple[Card, ...], person: Person) -> tuple[str, ...]:
    """A sentence for every two interviews that overlap."""
    pairs = (overlap_words(one, card.history, person.zone) for card in cards for one in card.overlaps)
    return tuple(f"Two interviews overlap: {words}." for words in dict.fromkeys(pairs))


def _asked(cards: tuple[Card, ...]) -> tuple[Asked, ...]:
    found = [Asked(card, question) for card in cards for question in card.unanswered]
    return tuple(sorted(found, key=lambda one: (one.question.at, one.card.id, one.question.signal)))


def _advice(cards: tuple[Card, ...]) -> tuple[str, ...]:
    """Both seeds end on it: nothing is certain until an offer is firm (docs/momentum.md)."""
    offers = [card for card in cards if card.progress.stage is Stage.OFFER]
    near = [card for card in cards if card.progress.stage is Stage.FINAL]
    if offers:
        names = _and([called(card.history) for card in offers])
        return (f"Keep applying and keep your other interviews until the offer from {names} is signed.",)
    if near:
        names = _and([called(card.history) for card in near])
        signs = "signs" if len(near) > 1 else "the signs"
        return (f"However good {signs} look at {names}: keep applying until an offer is firm.",)
    return ()


def _late(cards: tuple[Card, ...], since: datetime) -> tuple[Late, ...]:
    """The late signals of this time, and older ones that the candidate has not answered yet."""
    found = []
    for card in cards:
        open_keys = {one.key for one in card.unanswered}
        for entry in card.history.entries:
            if not by_company(entry) or (entry.at <= since and entry.key not in open_keys):
                continue
            answered = entry.key not in open_keys
            found += [
                Late(card, s.name, entry.message_id, entry.at, s.evidence.text, answered, s.confidence)
                for s in firm(entry)
                if s.name in late_signals()
            ]
    return tuple(sorted(found, key=lambda late: late.at, reverse=True))


def _upcoming(cards: tuple[Card, ...]) -> tuple[tuple[Card, Interview], ...]:
    pairs = [(card, one) for card in cards for one in card.interviews if one.status == UPCOMING]
    return tuple(sorted(pairs, key=lambda pair: (pair[1].start, pair[0].id)))


def _headline(
    is_open: tuple[Card, ...],
    up: tuple[Change, ...],
    down: tuple[Change, ...],
    closed: tuple[Card, ...],
    new: tuple[Card, ...],
) -> str:
    """One or two sentences: the best news first, then what moved."""
    offers = [called(card.history) for card in is_open if card.progress.stage is Stage.OFFER]
    risen = [change for change in up if change.card.progress.stage is not Stage.OFFER]
    counts = (
        (risen, "more moved up" if offers else "moved up"),
        (down, "cooled"),
        (closed, "closed"),
        (new, "new"),
    )
    news = ", ".join(f"{len(some)} {verb}" for some, verb in counts if some)
    first = f"You have an offer from {_and(offers)}." if offers else ""
    if news:
        return f"{first} {news[0].upper()}{news[1:]}.".strip()
    return first or f"No movement in {len(is_open)} open application{'' if len(is_open) == 1 else 's'}."


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
