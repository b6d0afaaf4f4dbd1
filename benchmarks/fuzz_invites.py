"""Breaks the invite reader, if it can be broken: a harness for atheris, which is no dependency.

    python -m benchmarks.fuzz_invites CORPUS -timeout=2 -rss_limit_mb=2048 -max_total_time=1800

CORPUS is a folder of calendars to begin with; what is found stays there. A finding is an exception, a time
whose kind contradicts it, or an input that takes more than two seconds.
"""

from __future__ import annotations

import sys
from datetime import UTC

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["ingest.invites"]):
    from ingest.invites import read_calendar

from ingest.types import Place, TimeKind, When

PLACE = Place("fuzz", "ics")


def check(when: When) -> None:
    if (when.kind is TimeKind.ZONED) != (when.at.tzinfo is UTC):
        raise AssertionError(f"{when} is not what it says")
    if when.kind is TimeKind.ALL_DAY and (when.at.hour or when.at.minute or when.at.second):
        raise AssertionError(f"{when} is no whole day")


def one(raw: bytes) -> None:
    events, _ = read_calendar(raw, PLACE)
    for event in events:
        for when in (event.start, event.end):
            if when is not None:
                check(when)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
