"""How reports speak of a signal."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from reports.wordlists import table

if TYPE_CHECKING:
    from store.history import History, Title


def says(signal: str) -> str:
    """The words for a line about it: "asked for your references"."""
    return str(table("signals").get(signal, {}).get("says", signal.replace("_", " ")))


def called(application: History | Title) -> str:
    """The company's name in a sentence."""
    return application.company or application.agency or "a company"


def spoken(day: date) -> str:
    """ "Mon 23 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def worked(hours: float) -> str:
    """ "6 working h", "46 working min" below two hours."""
    return f"{round(hours * 60)} working min" if hours < 2 else f"{hours:.0f} working h"


def length(hours: float) -> str:
    """ "90 min", "26 h" or "12 d": one unit, whole numbers."""
    minutes = max(1, round(hours * 60))
    if minutes < 120 and minutes % 60:
        return f"{minutes} min"
    if hours < 48:
        return f"{round(hours)} h"
    return f"{round(hours / 24)} d"


@cache
def questions() -> frozenset[str]:
    """Signals that ask the candidate something, whatever the words around them."""
    return _marked("question", True)


@cache
def questions_if_asked() -> frozenset[str]:
    """Signals that ask something or only tell it: a question where the message asks at all."""
    return _marked("question", "if asked")


@cache
def late_signals() -> frozenset[str]:
    """Signals of the last stretch before an offer."""
    return _marked("late", True)


def _marked(mark: str, value: object) -> frozenset[str]:
    rows: dict[str, dict[str, Any]] = table("signals")
    return frozenset(name for name, row in rows.items() if row.get(mark) == value)
