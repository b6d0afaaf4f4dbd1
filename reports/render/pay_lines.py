"""Pay that was named, for a page and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reports.pay import as_number
from reports.render.plain import plain
from reports.render.times import day, iso

if TYPE_CHECKING:
    from reports.overview import Card
    from reports.pay import Named
    from reports.settings import Person

_LATEST = 8  # namings that a card shows
_LONGEST = 60  # characters of an amount, and of a name
_YEARLY = ("pa", "p.a.", "annum")  # 18 LPA


def pay_lines(card: Card, person: Person) -> Iterator[str]:
    """ "They named £80,000 - £90,000 a year (Priya Shah, Tue 8 Sep); you named £88k (Wed 9 Sep).": a line for
    what they named and what the candidate said to it, the latest last. Nothing where no pay was named."""
    shown = card.pay[-_LATEST:]
    if len(card.pay) > len(shown):
        yield f"Pay was named {len(card.pay) - len(shown)} more times before."
    line: list[str] = []
    before: Named | None = None
    for _, letter in groupby(shown, key=_key):
        told = list(letter)
        if before and before.by_candidate and not told[0].by_candidate:
            yield _sentence(line)
            line = []
        line.append(_clause(told, before, person))
        before = told[-1]
    if line:
        yield _sentence(line)


def pay_value(named: Named) -> dict[str, Any]:
    """One naming for other programs: amounts in whole units of the currency, "" for what is not named."""
    pay = named.pay
    return {
        "by": named.by.value,
        "writer": plain(named.writer),
        "at": iso(named.at),
        "as_written": plain(pay.evidence.text),
        "low": as_number(pay.low),
        "high": as_number(pay.high),
        "currency": pay.currency,
        "period": pay.period,
        "message_id": named.message_id,
    }


def _clause(told: list[Named], before: Named | None, person: Person) -> str:
    """What one message names, who wrote it and on which day."""
    amounts = []
    for one in told:
        amounts.append(_amount(one, before))
        before = one
    *others, last = amounts
    amount = f"{', '.join(others)} and {last}" if others else last
    writer = plain(told[0].writer, _LONGEST)
    when = day(told[0].at, person)
    if told[0].by_candidate:
        return f"you named {amount} ({when})"
    return f"they named {amount} ({f'{writer}, ' if writer else ''}{when})"


def _amount(one: Named, before: Named | None) -> str:
    """As written; with its period, where that is not the one just spoken of or in the words themselves."""
    words, period = plain(one.pay.evidence.text, _LONGEST), one.pay.period
    spoken_of = before is not None and before.pay.period == period
    if not period or spoken_of or words.lower().endswith(_YEARLY):
        return words
    return f"{words} {'an' if period == 'hour' else 'a'} {period}"


def _key(one: Named) -> str:
    return one.key


def _sentence(clauses: list[str]) -> str:
    line = "; ".join(clauses)
    return f"{line[0].upper()}{line[1:]}."
