"""The weeks that the pages are looked at with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from classify.types import Author, Confidence, Evidence, Pay
from reports.digest import Digest, digest
from reports.overview import Card, overview
from reports.pay import Named
from reports.remarks.snoozes import Snooze
from reports.response.compared import Comparison
from reports.suggestions import Suggestion
from store.history import History, OpenQuestion
from tests.reports.searches import NOW, PERSON, at, questions, search, signal

SINCE = NOW - timedelta(days=7)


def week(histories: tuple[History, ...], asked: tuple[OpenQuestion, ...] = ()) -> Digest:
    """The digest of these applications on a Monday morning."""
    now, then = overview(histories, PERSON, NOW), overview(histories, PERSON, SINCE)
    return digest(now, then, asked, PERSON, SINCE, NOW)


def full() -> Digest:
    """A week with something in every section."""
    found = week(search(), questions())
    own = pay("£68,000", Author.CANDIDATE, "", at("10-29 18:00"))
    theirs = pay("£70k to £75k", Author.PERSON, "Kate Mills", at("11-19 16:20"))
    more: dict[str, dict[str, Any]] = {
        "7be1902f": {"pay": (own, theirs), "comparison": Comparison(slower_than=4, faster_than=1, others=5)},
        "3cc4e56b": {"snoozed": (Snooze("on_hold", date(2026, 12, 7), "they said so on the phone"),)},
    }
    cards = tuple(replace(card, **more.get(card.id, {})) for card in found.cards)
    warm = signal("keeping_warm", "we have not forgotten you", Confidence.SUGGESTED)
    suggested = Suggestion(cards[0], cards[0].history.entries[-1], warm, 2.0)
    return replace(found, cards=cards, suggested=(suggested,))


def crowded() -> Digest:
    """A week with fifteen open applications that have much to tell."""
    kinds = [one for one in search() if one.company not in {"Oak & Amber", "Tidewater"}]
    found = week(tuple(replace(kinds[place % 6], id=f"{place:08x}") for place in range(15)), questions())
    said = "we are putting a package together for you, and would like to know by when you could start " * 2
    return replace(found, cards=tuple(_talkative(card, said) for card in found.cards))


def _talkative(card: Card, said: str) -> Card:
    reasons = tuple(replace(one, evidence=said) for one in card.momentum.reasons)
    named = pay("£70k to £75k", Author.PERSON, "Kate Mills", NOW)
    return replace(card, momentum=replace(card.momentum, reasons=reasons), pay=(named, named))


def quiet() -> Digest:
    """A week in which nothing came in, and nothing is due."""
    return week(())


def saying(found: Digest, words: str) -> Digest:
    """The same week, where a mail says `words` wherever it can say something."""

    def card(one: Card) -> Card:
        history = replace(one.history, company=words, role=words, agency=words)
        reasons = tuple(replace(reason, evidence=words) for reason in one.momentum.reasons)
        return replace(
            one,
            history=history,
            momentum=replace(one.momentum, reasons=reasons),
            interviews=tuple(replace(each, summary=words) for each in one.interviews),
            actions=tuple(replace(action, text=words) for action in one.actions),
            pay=(pay(words, Author.PERSON, words, NOW),),
            snoozed=(Snooze("all", date(2026, 12, 7), words),),
        )

    return replace(
        found,
        person=replace(found.person, name=words),
        headline=words,
        advice=(words,),
        to_do=tuple(
            replace(one, card=card(one.card), action=replace(one.action, text=words)) for one in found.to_do
        ),
        asked=tuple(
            replace(one, card=card(one.card), question=replace(one.question, evidence=words))
            for one in found.asked
        ),
        moved_up=tuple(replace(one, card=card(one.card), why=words) for one in found.moved_up),
        cooled=tuple(replace(one, card=card(one.card), why=words) for one in found.cooled),
        late=tuple(replace(one, card=card(one.card), evidence=words) for one in found.late),
        upcoming=tuple((card(one), replace(each, summary=words)) for one, each in found.upcoming),
        questions=tuple(
            replace(one, subject=words, reason=words, choices=((words, words),)) for one in found.questions
        ),
        cards=tuple(card(one) for one in found.cards),
        new=tuple(card(one) for one in found.new),
        closed=tuple(card(one) for one in found.closed),
        quiet=tuple(card(one) for one in found.quiet),
        suggested=tuple(
            replace(one, card=card(one.card), signal=signal(words, words, Confidence.SUGGESTED))
            for one in found.suggested
        ),
    )


def pay(words: str, by: Author, writer: str, when: datetime) -> Named:
    amount = Pay(70000, 70000, "GBP", "year", Evidence(0, len(words), words))
    return Named(amount, by, writer, when, f"{when:%m%d}", f"<{when:%m%d}@mail.example>")
