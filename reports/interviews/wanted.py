"""Which meetings are interviews."""

from __future__ import annotations

from datetime import timedelta

from reports.interviews import times
from reports.interviews.meeting import Meeting
from reports.interviews.senders import Vouched
from reports.wordlists import table, words


def is_interview(one: Meeting, known: Vouched) -> bool:
    """Whether a person would look for it among the interviews.

    A meeting with the company is one, unless it was never called anything but an onboarding or the like. A
    whole day is one where it says so and somebody else set it. One that was called an interview once stays
    one, whatever it is called since.
    """
    limits = table("invites")
    length = one.span.end - one.span.start
    mine = is_own_entry(one, known)
    if times.is_whole_day(one.event):
        says_so = any(_says(title, "interview_words") or _says(title, "whole_days") for title in one.titles)
        longest = timedelta(days=limits["longest_days"], hours=1)  # the night when clocks go back is longer
        return says_so and not mine and length <= longest
    if length > timedelta(hours=limits["longest_hours"]):
        return False
    return any(_may_be(title, mine) for title in one.titles) if one.titles else not mine


def is_own_entry(one: Meeting, known: Vouched) -> bool:
    """Whether the candidate wrote it into a calendar for themself: nobody else is named in it."""
    if one.keys:
        return False
    people = [person.address for person in one.event.attendees]
    others = [person for person in (one.event.organizer, *people) if person and not known.owns(person.email)]
    return not others


def _may_be(title: str, mine: bool) -> bool:
    if mine and _is_errand(title):
        return False
    if _says(title, "interview_words"):
        return True
    return not _says(title, "not_interviews") and not (mine and _says(title, "own_not_interviews"))


def _is_errand(title: str) -> bool:
    """ "Prep for Acme", "Acme interview prep"."""
    found = list(words("invites", "errands").finditer(title))
    return bool(found) and (found[0].start() == 0 or found[-1].end() == len(title))


def _says(title: str, words_of: str) -> bool:
    return words("invites", words_of).search(title) is not None
