"""The word lists of pay, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from classify.anyof import any_of
from classify.normalise import fold

_UNNAMED = 50  # how much smaller the unit of a currency may be that is not named
PERIODS = ("year", "month", "week", "day", "hour")


@dataclass(frozen=True, slots=True)
class Clues:
    """Words that tell what an amount is: pay, something else; and what the latter do not reach over."""

    pattern: re.Pattern[str]  # finds either kind
    something_else: frozenset[str]  # those that are not pay, lower case
    no_money: frozenset[str]  # those that say so of a number without a currency alone
    barriers: re.Pattern[str]
    farthest: int  # characters over which something else reaches


@dataclass(frozen=True, slots=True)
class Plausible:
    """What anybody is paid, in whole units of a currency."""

    bounds: Mapping[str, tuple[float, float]]  # by period, "" for any
    smaller: Mapping[str, float]
    a_years: Mapping[str, float]

    def is_pay(self, low: float, high: float, currency: str, period: str) -> bool:
        least, most = self.bounds[period]
        unit = self.smaller.get(currency, 1)
        return least * unit <= low and high <= most * (unit if currency else _UNNAMED)

    def is_a_years(self, low: float, currency: str) -> bool:
        """Whether an amount without a period can only be a year's."""
        return currency in self.a_years and low >= self.a_years[currency]


@cache
def table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@cache
def plausible() -> Plausible:
    read = table()["plausible"]
    bounds = {period: (float(read[period][0]), float(read[period][1])) for period in PERIODS}
    bounds[""] = (float(read["any"][0]), float(read["any"][1]))
    return Plausible(bounds, read["smaller"], read["a_years"])


@cache
def clues() -> Clues:
    read = table()["clues"]
    phrases = {fold(one).lower(): "pay" for one in read["pay"]}
    phrases |= {fold(one).lower(): "other" for one in read["something_else"]}
    phrases |= {fold(one).lower(): "no money" for one in read["no_money"]}
    stems = rf"\w{{0,24}}?{_any(read['pay_stems'])}\w{{0,24}}+"
    return Clues(
        _compiled(rf"(?<!\w)(?:{any_of(phrases)}|{stems})(?!\w)"),
        frozenset(phrase for phrase, kind in phrases.items() if kind == "other"),
        frozenset(phrase for phrase, kind in phrases.items() if kind == "no money"),
        _compiled(rf"[,;+&]|(?<!\w){_any(read['barriers'])}(?!\w)"),
        int(read["farthest"]),
    )


@cache
def period_after() -> re.Pattern[str]:
    """Matches a period right behind an amount; the group is the period."""
    read = table()["period"]
    per = _any(read["per"])
    kinds = []
    for period in PERIODS:
        units, alone = _any(read[period]["units"]), _any(read[period]["alone"])
        kinds.append(rf"(?P<{period}>(?:{per}[\x20-]|[\\/]\x20?|per){units}|{alone})")
    beside = rf"[\x20,(+]{{0,3}}(?:{_any(read['beside'])}[\x20,()]{{1,3}}){{0,3}}"
    return _compiled(rf"{beside}(?:{'|'.join(kinds)})(?!\w)")


@cache
def period_before() -> re.Pattern[str]:
    """Finds words that say for how long the amount behind them is; the group is the period."""
    read = table()["period"]
    kinds = "|".join(rf"(?P<{period}>{_any(read[period]['before'])})" for period in PERIODS)
    return _compiled(rf"(?<!\w)(?:{kinds})(?!\w)")


def _any(phrases: Iterable[str]) -> str:
    return any_of(fold(phrase).lower() for phrase in phrases)


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
