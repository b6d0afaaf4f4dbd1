"""Which application a calendar event belongs to, where no mail carried it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from classify.applications.mentioned import mentions, mentions_role, mentions_short

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.houses import Houses
    from classify.applications.types import Meeting

_BEFORE = timedelta(days=60)


def attend(meeting: Meeting, drafts: Iterable[Draft], known: Houses) -> Draft | None:
    """The application of a meeting: the one whose mail carried it, else whose people, company and role are in
    it. None where nothing speaks for one application more than for the others."""
    scored = sorted(((_score(meeting, draft, known), draft) for draft in drafts), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < 2.0:
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        return None
    return scored[0][1]


def _score(meeting: Meeting, draft: Draft, known: Houses) -> float:
    if meeting.uid in draft.uids or meeting.letters & draft.members.keys():
        return 20.0
    score = 0.0
    emails = {person.email for person in meeting.people}
    if emails & draft.addresses:
        score = 3.0
    elif {known.domain(person) for person in meeting.people} & (draft.domains - {""}):
        score = 2.5
    text = f"{meeting.summary}\n{meeting.description[:2000]}"
    if draft.company and mentions(text, draft.company):
        score += 2.0
    elif draft.company and mentions_short(text, draft.company):
        score += 2.0 if score else 1.5
    if score and draft.role and mentions_role(text, draft.role):
        score += 1.5
    if score and meeting.start is not None:
        if meeting.start < draft.opened:
            score -= 1.0
        if draft.ended is not None and meeting.start > draft.ended:
            score -= 1.0
        if abs(meeting.start - draft.last) <= _BEFORE:
            score += 0.5
    return score
