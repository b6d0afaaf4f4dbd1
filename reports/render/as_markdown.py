"""The same reports in Markdown, for notes and mail. Every word of a mail is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.digest import Change, Digest
from reports.overview import Card
from reports.render.card_text import answering, earlier, next_interview
from reports.render.interview_lines import briefly, starts
from reports.render.names import (
    SAID_BELOW,
    SAID_ELSEWHERE,
    SUGGESTED,
    perhaps,
    reason_words,
    short_action,
    stage,
    still_open,
    sure,
    title,
    undecided,
)
from reports.render.pay_lines import pay_lines
from reports.render.plain import markdown
from reports.render.remark_lines import remark_lines
from reports.render.times import day, length
from reports.settings import Person
from reports.wording import says

_REASONS = 3


def applications_markdown(cards: Sequence[Card], person: Person) -> str:
    """The table of applications."""
    if not cards:
        return "No open applications.\n"
    rows = ["| Application | Stage | Momentum | Waits | Next |", "| --- | --- | ---: | ---: | --- |"]
    for card in cards:
        waits = card.response.waiting_hours
        cells = (
            markdown(title(card)),
            stage(card),
            f"{card.momentum.score} {card.momentum.trend}" if card.open else card.momentum.trend.value,
            length(waits) if waits is not None else "",
            short_action(card, person),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def digest_markdown(digest: Digest) -> str:
    """The week. An empty one is said in two lines."""
    person = digest.person
    span = f"{day(digest.since, person)} to {day(digest.until, person)}"
    if digest.empty:
        return f"{span}: nothing came in, and nothing is due.\n{still_open(digest)}\n"
    parts = [
        [f"# Your job search, {span}", "", " ".join(map(markdown, (digest.headline, *digest.advice)))],
        _section("To do", _to_do(digest)),
        _section("They wait for your answer", _asked(digest)),
        _section("Moved up", _changes(digest.moved_up)),
        _section("Cooled", _changes(digest.cooled)),
        _section("Closing signals", _late(digest)),
        _section("Suggested, counts for nothing yet", _suggested(digest)),
        _section("Coming up", _upcoming(digest)),
        _section("Where does this belong?", _questions(digest)),
        _section("Open applications", _cards(digest)),
        _section("New, closed, quiet", _rest(digest)),
        _section("How far they came", _funnel(digest)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _section(head: str, lines: Iterable[str]) -> list[str]:
    body = list(lines)
    return [f"## {head}", "", *body] if body else []


def _to_do(digest: Digest) -> Iterator[str]:
    today = digest.person.local(digest.until).date()
    for one in digest.to_do:
        due = one.action.due
        when = "today" if due is None or due <= today else day(due, digest.person)
        why = "" if one.action.kind in SAID_BELOW else f" ({markdown(one.action.why, 200)})"
        yield f"- **{when}**: {markdown(title(one.card))}. {markdown(one.action.text)}{why}"


def _asked(digest: Digest) -> Iterator[str]:
    for one in digest.asked:
        when = day(one.question.at, digest.person)
        said = f"{markdown(title(one.card))} {says(one.question.signal)} ({when})"
        words = markdown(one.question.evidence, 200)
        yield f"- {said}: “{words}”" if words else f"- {said}"


def _changes(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        score = f"{change.before} → {change.card.momentum.score}"
        yield f"- {markdown(title(change.card))}, {score}: {markdown(change.why)}"


def _late(digest: Digest) -> Iterator[str]:
    for late in digest.late:
        mark = "answered" if late.answered else "not answered yet"
        shown = f"{says(late.signal)}{sure(late.confidence)}"
        said = f"{markdown(title(late.card))} {shown} ({day(late.at, digest.person)}, {mark})"
        yield f"- {said}: “{markdown(late.evidence, 200)}”"


def _suggested(digest: Digest) -> Iterator[str]:
    for one in digest.suggested[:SUGGESTED]:
        what = f"{perhaps(one.signal)} “{markdown(one.signal.evidence.text, 200)}”"
        yield f"- {markdown(title(one.card))} ({day(one.entry.at, digest.person)}), {what}"
    if digest.suggested:
        yield f"- {undecided(len(digest.suggested))}"


def _upcoming(digest: Digest) -> Iterator[str]:
    for card, one in digest.upcoming:
        told = markdown(briefly(card, one))
        yield f"- **{starts(one, digest.person)}**: {markdown(title(card))}. {told}"


def _questions(digest: Digest) -> Iterator[str]:
    for one in digest.questions:
        yield f"- “{markdown(one.subject)}” ({day(one.at, digest.person)}): {markdown(one.reason, 200)}"
        for key, name in one.choices:
            yield f"    - {markdown(name)}, id {markdown(key)}"


def _cards(digest: Digest) -> Iterator[str]:
    for place, card in enumerate(digest.cards):
        if place:
            yield ""
        yield from _card(card, digest.person)


def _card(card: Card, person: Person) -> Iterator[str]:
    momentum = card.momentum
    yield f"### {markdown(title(card))}"
    yield ""
    yield (
        f"{stage(card).capitalize()}. **{momentum.score} {momentum.trend}**, {momentum.because}; "
        f"{earlier(card, person)}."
    )
    if answers := answering(card, person):
        yield f"{answers[0].upper()}{answers[1:]}."
    yield ""
    for reason in momentum.reasons[:_REASONS]:
        words = markdown(reason.evidence, 160)
        text = f"{reason_words(reason)}: “{words}”" if reason.quoted else words
        yield f"- {reason.strength:+.1f} {text} ({day(reason.at, person)})"
    if ahead := next_interview(card, person):
        yield f"- **Next interview**: {markdown(ahead)}"
    for line in pay_lines(card, person):
        yield f"- {markdown(line)}"
    for warning in momentum.warnings:
        if warning.name in SAID_ELSEWHERE:
            continue
        yield f"- **Note**: {markdown(warning.text)}"
    for line in remark_lines(card, person):
        yield f"- {markdown(line)}"
    yield f"- **Next**: {markdown(card.action.text)}"


def _rest(digest: Digest) -> Iterator[str]:
    for word, cards in (("New", digest.new), ("Closed", digest.closed), ("Quiet", digest.quiet)):
        if cards:
            ended = word == "Closed"
            names = (markdown(title(card)) + (f" ({stage(card)})" if ended else "") for card in cards)
            yield f"- {word}: {'; '.join(names)}"


def _funnel(digest: Digest) -> Iterator[str]:
    for reached, number in digest.funnel:
        if number:
            yield f"- {reached.value}: {number}"
