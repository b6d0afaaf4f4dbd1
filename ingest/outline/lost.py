"""Why a mail that was read once does not come again."""

from __future__ import annotations

from ingest.types import Place, Problem


def gone(place: Place) -> Problem:
    return Problem("gone", "it is not where it was read; a sync finds it if it moved", place)


def not_given(place: Place) -> Problem:
    return Problem("not-given", "the server lists it and does not give it now", place)
