"""Amounts and ranges as they are written, whatever they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from classify.anyof import any_of
from classify.normalise import fold
from classify.pay.tables import table

_WIDEST = 5  # times its lower end a range may reach
_LONGEST = 24  # characters of a number
_LAKH = 100_000  # who counts in these and names no currency speaks of rupees


@dataclass(frozen=True, slots=True)
class Amount:
    """`low` equals `high` in an amount that is no range; offsets are those of the text that was looked at."""

    low: float
    high: float
    currency: str  # ISO 4217, "" where none is named or several have that name
    money: bool  # whether a currency is named
    round: bool  # written with a word or a letter for thousands
    yearly: bool  # "LPA"
    start: int
    end: int


class _Figure(NamedTuple):
    """One end of a range: as written, and what that means."""

    value: float
    multiple: float  # 1 where none is written
    currency: str | None  # None where none is named
    yearly: bool
    said: bool  # in words: eighty-five
    start: int
    end: int

    @property
    def units(self) -> float:
        return round(self.value * self.multiple, 2)


class _Tables(NamedTuple):
    pattern: re.Pattern[str]
    currencies: dict[str, str]
    multiples: dict[str, float]
    yearly: frozenset[str]
    numerals: dict[str, int]


def amounts(text: str) -> Iterator[Amount]:
    """The amounts in folded text that may be money, in order of the text.

    Every number is read at most twice, and no part of the pattern gives back what it has taken: the time is
    linear in the text.
    """
    tables = _tables()
    at = 0
    while found := tables.pattern.search(text, at):
        first = _figure(found, "1", tables)
        second = _figure(found, "2", tables) if found["second"] is not None else None
        made = _range(first, second) if first and second else None
        if made is None:
            at = found.start("second") if found["second"] is not None else found.end()
            made = _single(first) if first else None
        else:
            at = found.end()
        if made is not None and _stands_alone(text, made):
            yield made


def _range(first: _Figure, second: _Figure) -> Amount | None:
    """Both ends in units. What only one end says holds for the other: 85-90k, £80-90,000."""
    low, high = first.units, second.units
    if first.multiple == 1 and first.value < 1000:
        low *= second.multiple
        if second.multiple == 1 and second.value >= 10_000 and first.value >= 10:
            low *= 1000
    if second.multiple == 1 and second.value < 1000:
        high *= first.multiple
    one, other = first.currency, second.currency
    if not 0 < low <= high <= low * _WIDEST or (one and other and one != other):
        return None
    if second.said and second.multiple == 1:
        return None
    return Amount(
        round(low, 2),
        round(high, 2),
        one or other or "",
        one is not None or other is not None,
        first.multiple > 1 or second.multiple > 1,
        first.yearly or second.yearly,
        first.start,
        second.end,
    )


def _single(one: _Figure) -> Amount | None:
    value = one.units
    if value <= 0 or (one.said and one.multiple == 1):
        return None
    money = one.currency is not None
    return Amount(value, value, one.currency or "", money, one.multiple > 1, one.yearly, one.start, one.end)


def _figure(found: re.Match[str], which: str, tables: _Tables) -> _Figure | None:
    """One number with its currency; None where it is written like something else."""
    written, by_words = found[f"number{which}"], found[f"words{which}"]
    if written is None and by_words is None:
        return None
    multiple = (found[f"multiple{which}"] or "").lower()
    value = _number(written) if by_words is None else _said(by_words, tables.numerals)
    name = found[f"before{which}"] or found[f"behind{which}"]
    if value is None:
        return None
    start = found.start(f"before{which}") if found[f"before{which}"] else found.start(f"value{which}")
    end = max(found.end(f"{part}{which}") for part in ("value", "multiple", "behind"))
    factor = tables.multiples.get(multiple, 1.0)
    currency = "INR" if factor >= _LAKH else None
    if name is not None:
        currency = tables.currencies.get(name.lower(), "")
    return _Figure(value, factor, currency, multiple in tables.yearly, written is None, start, end)


def _number(written: str) -> float | None:
    """The value of "85,000", "72.000", "120'000", "18,00,000", "32.50", "85 000"; None for dates."""
    if len(written) > _LONGEST:
        return None
    written = written.rstrip(".,-")
    groups = re.split(r"[.,'\x20]", written)
    marks = re.findall(r"[.,'\x20]", written)
    if (len(groups[0]) > 1 and groups[0][0] == "0") or not all(group.isascii() for group in groups):
        return None
    decimals = ""
    if marks and len(groups[-1]) <= 2 and marks[-1] in ".," and marks[-1] not in marks[:-1]:
        decimals = groups.pop()
        marks.pop()
    if len(set(marks)) > 1:
        return None
    inner, last = groups[1:-1], groups[-1]
    western = all(len(group) == 3 for group in groups[1:])
    indian = set(marks) <= {","} and len(last) == 3 and all(len(group) == 2 for group in inner)
    if marks and (not (western or indian) or len(groups[0]) > 3):
        return None
    return float(f"{''.join(groups)}.{decimals or 0}")


def _said(written: str, numerals: dict[str, int]) -> float | None:
    """The value of "eighty-five", "a hundred and twenty"; None where it is no number below a thousand."""
    hundreds, hundred, rest = f" {written.lower().replace('-', ' ')} ".rpartition(" hundred ")
    words = [word for word in rest.split() if word != "and"]
    values = [numerals[word] for word in words if word in numerals]
    if len(values) != len(words) or len(values) > 2:
        return None
    if len(values) == 2 and not values[0] >= 20 > 10 > values[1]:
        return None
    of = hundreds.split() or ["a"]
    if len(of) != 1 or (of[0] != "a" and numerals.get(of[0], 10) >= 10):
        return None
    base = 100 * numerals.get(of[0], 1) if hundred else 0
    return float(base + sum(values)) or None


def _stands_alone(text: str, one: Amount) -> bool:
    """Whether it is not a part of something longer: a date, a time, a telephone number, a name."""
    before, behind = text[max(one.start - 2, 0) : one.start], text[one.end : one.end + 3]
    if re.match(r"\w|[.,':/-]\d|\x20?%", behind) or re.search(r"\d[.,':]$|[#+@_=]$", before):
        return False
    return one.money or not (re.match(r"\x20\d|[-/@_]\w", behind) or re.search(r"\d\x20$|[\w)][-/]$", before))


@cache
def _tables() -> _Tables:
    read = table()
    listed = read["currency"]
    words = {fold(word).lower(): code for code, names in listed["words"].items() for word in names}
    signs = {fold(sign): code for sign, code in listed["signs"].items()}
    codes = {code: code for code in listed["codes"]}
    multiples = {
        fold(word).lower(): float(factor)
        for factor, names in read["multiples"].items()
        if factor.isdigit()
        for word in names
    }
    currency = rf"(?:{any_of(signs)}|(?<![^\W\d])(?:{any_of(codes)}|(?i:{any_of(words)}))(?![^\W\d]))"
    thousands = r"(?=\x20?\d{1,3}(?:\x20?[kK](?!\w)|[,\x20]\d{3}(?!\d)))"
    currency = rf"(?:{currency}|(?<![\w-])(?:{any_of(listed['letters'])}){thousands})"
    # "85k", "72 k€", "72 TEUR": the letter may stand against a currency, or against nothing.
    multiple = rf"(?i:(?:{any_of(multiples)})(?:(?!\w)|(?={any_of(codes)}))|t(?=€|eur))"
    number = r"\d{1,3}+(?:\x20\d{3}(?!\d)){1,3}+(?:,\d{1,2}(?!\d))?|\d++(?:[.,']\d++)*+(?:[.,]-{1,2}(?!\w))?"
    said = rf"(?:{any_of([*read['numerals'], 'hundred'])})"
    more = rf"(?:[\x20-](?:(?<=hundred\x20)and\x20)?{said}){{0,5}}+"
    spoken = rf"(?i:(?<!\w)(?:a(?=[\x20-]hundred)|{said}){more}(?!\w))"

    def figure(which: str) -> str:
        return (
            rf"(?:(?P<before{which}>{currency})\x20?|(?<!\w)(?<!\d[.,'])(?<!\d))"
            rf"(?P<value{which}>(?P<number{which}>{number})|(?P<words{which}>{spoken}))"
            rf"(?:[\x20-]?(?P<multiple{which}>{multiple}))?+(?:\x20?(?P<behind{which}>{currency}))?+"
        )

    ranges = read["range"]
    to = rf"\x20?[-/][\x20\n]?|\x20(?i:{any_of(map(fold, ranges['to']))})\x20"
    also = rf"(?(between)\x20(?i:{any_of(ranges['and'])})\x20|(?!))"
    source = (
        rf"(?:(?<!\w)(?P<between>(?i:{any_of(ranges['between'])}))\x20)?+{figure('1')}"
        rf"(?:(?:{to}|{also})(?P<second>{figure('2')}))?+"
    )
    return _Tables(
        re.compile(source),
        {
            **{sign.lower(): code for sign, code in signs.items()},
            **{c.lower(): c for c in codes},
            **words,
            **{letter.lower(): code for letter, code in listed["letters"].items()},
        },
        multiples | {"t": 1000.0},
        frozenset(fold(word).lower() for word in read["multiples"]["yearly"]),
        read["numerals"],
    )
