"""Weekdays, today and tomorrow, and days told from a day named before: "Friday week", "the day after"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from classify.promises import calendar
from classify.promises.calendar import friday, last_of
from classify.promises.vocabulary import any_of, meaning
from classify.promises.wordings.rule import Kind, Rule, Seen, Step, rule

# Short names of days that are other words where they are written small.
_OTHER_WORDS = ("mon", "tue", "wed", "thu", "fri")


@cache
def rules() -> tuple[Rule, ...]:
    """The wordings of this family."""
    weekday, near = any_of("weekdays"), any_of("near")
    which = any_of("which.next", "which.coming", "which.this")
    weeks, behind = any_of("weeks_of_weekdays"), any_of("behind_weekdays")
    return (
        rule(
            r"(?<!until )(?<!till )(?<!since )(?<!and )(?<!now )(?<!just )(?<!even )\bthen(?=\s*[.,;!]|\s*$)",
            _then,
            Kind.TOLD,
            "then",
        ),
        rule(
            rf"\b(?:the (?P<w>{weekday})|following (?P<after>{weekday}))\b",
            _the_weekday,
            Kind.TOLD,
            "weekdays",
        ),
        rule(
            rf"\b(?:(?P<which>{which}|the|(?P<last>last|letzten)) )?"
            rf"(?:(?P<before>{weeks})(?:'s)?,? (?:on |by |the |am )*)?"
            rf"(?P<w>{weekday})\b(?! (?:gone|last|just gone))"
            rf"(?P<after>,? (?:(?:of |in |the |de |della |da |i )*(?P<week>{weeks})|"
            rf"next(?=\s*$|[,.;!?)])|(?P<behind>{behind}))\b(?! (?:after|of|commencing|beginning|\d)))?"
            r"(?P<told>,? (?:(?:of |in |the )*(?:that|the same|that same|the following) week|"
            r"(?:after|following|thereafter)(?: that| it)?"
            r"(?=[\s.,;:!?()]*$|[.,;:!?()]| \(| and | but | at | in ))\b)?"
            r"(?:,? ?\(?(?:the |den |le |el |il |der |de )?(?P<d>\d\d?)(?:st|nd|rd|th|\.|e)?(?![\d:.%/]\w?|"
            r" ?[ap]\.?m\b| ?h\b| ?uhr\b| ?o'clock| ?(?:minutes|hours|people)))?",
            _weekday,
            Kind.WEEKDAY,
            "weekdays",
        ),
        rule(
            r"(?<!guten )(?<!god )(?<!am )(?<!jeden )(?<!heute )(?<!de la )(?<!por la )"
            rf"\b(?P<w>{near})\b(?!['’]s)(?: (?P<later>week|fortnight)\b)?",
            _near,
            Kind.NEAR,
            "near",
        ),
        rule(rf"\b(?:{any_of('closes')})\b", _close, Kind.CLOSE, "closes"),
        rule(rf"\b(?P<t>{any_of('told')})\b(?! tomorrow)", _told, Kind.TOLD, "told"),
    )


def _then(match: re.Match[str], seen: Seen) -> Step:
    return Step(lambda day: day)


def _the_weekday(match: re.Match[str], seen: Seen) -> Step:
    """ "By the Friday": of the days that are spoken of. "The following Friday" lies behind them."""
    wanted = int(meaning("weekdays", match["w"] or match["after"]))
    behind = timedelta(bool(match["after"]))
    return Step(lambda day: calendar.on_weekday(day + behind, wanted), wide=True, lone=not behind)


def _weekday(match: re.Match[str], seen: Seen) -> date | Step | None:
    word, today = match["w"], seen.today
    if word in _OTHER_WORDS:
        return None
    wanted = int(meaning("weekdays", word))
    if match["last"]:
        return calendar.on_weekday(today - timedelta(7), wanted)
    if match["d"]:
        dated = calendar.weekday_numbered(today, wanted, int(match["d"]))
        if dated:
            return dated
    if match["told"]:
        if "week" in match["told"].lower():
            weeks = 7 * ("following" in match["told"].lower())
            return Step(lambda day: day + timedelta(wanted - day.weekday() + weeks), wide=True)
        return Step(lambda day: calendar.on_weekday(day + timedelta(1), wanted), wide=True)
    return _in_week(match, today, wanted)


def _in_week(match: re.Match[str], today: date, wanted: int) -> date:
    """The coming such day, or that of the week which is named."""
    coming = calendar.coming(today, wanted)
    week = meaning("weeks_of_weekdays", match["week"] or match["before"] or "")
    behind = meaning("behind_weekdays", match["behind"] or "")
    if week == "over" or week == "this":
        return today + timedelta(wanted - today.weekday() + (14 if week == "over" else 0))
    if behind:
        return coming + timedelta({"week": 7, "fortnight": 14, "coming": 0}[behind])
    # "El próximo viernes" is the coming one. "Next Friday" is not, while it lies in this week.
    next_one = week or match["after"] or meaning("skips", match["which"] or "")
    return coming + timedelta(7) if next_one and coming - today < timedelta(7 - today.weekday()) else coming


def _near(match: re.Match[str], seen: Seen) -> date | None:
    weeks = {"week": 7, "fortnight": 14}.get((match["later"] or "").lower(), 0)
    return seen.today + timedelta(int(meaning("near", match["w"])) + weeks)


def _close(match: re.Match[str], seen: Seen) -> date | None:
    return seen.today


def _told(match: re.Match[str], seen: Seen) -> Step:
    """The day after, the same evening, that week."""
    how = meaning("told", match["t"])
    if how in ("week", "next_week"):
        return Step(lambda day: friday(day, int(how == "next_week")), wide=True)
    if how in ("month", "next_month"):
        return Step(lambda day: last_of(day.year, day.month + int(how == "next_month")), wide=True)
    if how == "working":
        return Step(lambda day: calendar.working(day, 1))
    return Step(lambda day: day + timedelta(int(how)))
