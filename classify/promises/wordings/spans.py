"""So many hours, days or weeks: "within ten working days", "a week on Tuesday", "two days after that"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from classify.promises import calendar
from classify.promises.vocabulary import any_of, meaning, words
from classify.promises.wordings.rule import Kind, Rule, Seen, Step, rule

_DAYS = {"days": 1, "weeks": 7, "fortnights": 14}


@cache
def rules() -> tuple[Rule, ...]:
    """The wordings of this family."""
    unit, of = any_of("units"), any_of("hangs.on")
    # "to" is two in Danish and Norwegian only
    two = r"to(?= (?:uger|uker|dage|dager|arbejds|virke|arbeids|hver|måne))"
    count = rf"(?:\d{{1,3}}|{any_of('numbers')}|{two})"
    return (
        rule(
            rf"(?:\b(?P<lead>{any_of('leads')}|(?P<never>{any_of('no_spans.before')})) "
            rf"(?:(?:{any_of('roughly')}) )*)?"
            rf"\b(?<![.,/])(?:{count}(?: ?(?:-|to|or|bis|oder|à|ou|a|o|of|till|til|eller|tot|-à-) ?))?"
            rf"(?P<n>{count})(?: ?\((?:\w+)\))?[ -]"
            r"(?:full |clear |short |whole |volle |consecutive |more |further |additional |weitere[nr]? )?"
            rf"(?P<u>{unit})\b"
            r"(?!(?:(?<=-day)|(?<=-week)|(?<=-hour)|(?<=-month)) (?!period|window|turnaround|time)\w)"
            rf"(?P<tail>,? (?:{any_of('tails')})\b)?"
            rf"(?P<not>['’]? (?:{any_of('no_spans.behind')})\b)?"
            rf"(?P<bare> (?:{any_of('hangs.nothing')})(?=\s*$|\s*[,;.!?)]| (?:that|it|then|this)\b))?"
            rf"(?:(?=,? ?(?:{of}) (?!(?:{any_of('hangs.writer')})\b)(?P<what>[^.;!?\n]{{1,70}})))?",
            _span,
            Kind.SPAN,
            "units",
        ),
        rule(
            r"\b(?:(?:within|over|in|during|inside) (?:the )?(?P<next>next |coming |following )?|"
            r"the (?P<the>next|coming|following) )"
            r"(?P<u>fortnight|week|month|hour|(?<!the next )(?<!the following )day)\b"
            r"(?! (?:of|commencing|beginning|starting|after|following|before|\d))",
            _within,
            Kind.SPAN,
            "units",
        ),
        rule(
            rf"\b(?P<n>{count}) (?P<u>{any_of('units.weeks', 'units.fortnights', 'units.days')}) "
            r"(?:from |on |come |this |from next |from this )?"
            rf"(?P<w>{any_of('weekdays')}|today|tomorrow|now|heute|morgen)\b",
            _from_day,
            Kind.WEEKDAY,
            "units",
        ),
    )


def _number(word: str) -> int:
    word = word.lower()
    return 2 if word == "to" else int(word) if word.isdecimal() else int(meaning("numbers", word))


def _span(match: re.Match[str], seen: Seen) -> date | Step | None:
    """So many days or weeks: from the day of writing, or from what the wording hangs on."""
    if match["not"] or match["never"]:
        return None
    lead, tail, what = match["lead"], (match["tail"] or "").strip(" ,").lower(), (match["what"] or "").lower()
    unit = meaning("units", match["u"])
    counts = lead or tail or what or match["bare"] or unit == "fortnights"
    if match["n"].lower() in words("articles") and not counts:
        return None  # three days a week
    number = 2 if tail == "or two" and _number(match["n"]) == 1 else _number(match["n"])

    def take(day: date) -> date:
        return _on(day, number, unit)

    if match["bare"] or (tail == "later" and not lead):
        return Step(take, wide=True)
    if tail.startswith("from") or (what and _begins("hangs.now", what)):
        return take(seen.today)
    if what:
        return Step(take, wide=True) if _begins("hangs.that", what) else Step(take, what)
    return Step(take, free=True)


def _begins(table: str, text: str) -> bool:
    return re.match(rf"(?:the )?(?:{any_of(table)})\b", text) is not None


def _on(day: date, number: int, unit: str) -> date:
    if unit == "months":
        return calendar.months_on(day, number)
    if unit == "working_days":
        return calendar.working(day, number)
    if unit == "hours":
        return day + timedelta(-(-number // 24) if number >= 24 else 0)
    return day + timedelta(number * _DAYS[unit])


def _within(match: re.Match[str], seen: Seen) -> date | None:
    """Within the week, over the next month."""
    unit = match["u"].lower()
    if not (match["next"] or match["the"]):
        if match[0].lower().startswith("in "):
            return None  # "in the week", "in the day": of what?
        return _on(seen.today, unit != "day", f"{unit}s")
    if match["the"] and unit == "week":
        return None  # "the next week" is told from another
    return _on(seen.today, 1, f"{unit}s")


def _from_day(match: re.Match[str], seen: Seen) -> date | None:
    """A week on Tuesday, a fortnight today."""
    word, days = match["w"].lower(), _number(match["n"]) * _DAYS[meaning("units", match["u"])]
    if weekday := meaning("weekdays", word):
        start = calendar.coming(seen.today, int(weekday))
    else:
        start = seen.today + timedelta(word in ("tomorrow", "morgen"))
    return start + timedelta(days)
