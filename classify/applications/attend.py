"""Which application a calendar event belongs to, where no mail carried it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from classify.applications.mentioned import beginning, beginnings, mentions, mentions_role, mentions_short

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.houses import Houses
    from classify.applications.types import Meeting

_BEFORE = timedelta(days=60)
_ENOUGH = 2.0


@dataclass(slots=True)
class Hosts:
    """The applications by everything that a meeting may name, so that not every one must be tried."""

    known: Houses
    marked: dict[str, dict[int, Draft]] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: Iterable[Draft], known: Houses) -> Self:
        hosts = cls(known)
        for draft in drafts:
            marks = {f"uid {uid}" for uid in draft.uids} | {f"letter {key}" for key in draft.members}
            marks |= {f"address {email}" for email in draft.addresses}
            marks |= {f"domain {domain}" for domain in draft.domains if domain}
            marks |= {f"name {beginning(draft.company)}"} if draft.company else set()
            for mark in marks:
                hosts.marked.setdefault(mark, {})[id(draft)] = draft
        return hosts

    def attend(self, meeting: Meeting) -> Draft | None:
        """Give a meeting to its application: the one whose mail carried it, else whose people, company and
        role are in it. None where nothing speaks for one application more than for the others."""
        text = f"{meeting.summary}\n{meeting.description[:2000]}"
        marks = {f"uid {meeting.uid}"} | {f"letter {key}" for key in meeting.letters}
        marks |= {f"address {person.email}" for person in meeting.people}
        marks |= {f"domain {self.known.domain(person)}" for person in meeting.people}
        marks |= {f"name {word}" for word in beginnings(text)}
        found = {name: draft for mark in marks for name, draft in self.marked.get(mark, {}).items()}
        scored = [(_score(meeting, text, draft, self.known), draft) for draft in found.values()]
        best = max((score for score, _ in scored), default=0.0)
        hosts = [draft for score, draft in scored if score == best]
        if best < _ENOUGH or len(hosts) > 1:
            return None
        hosts[0].uids.add(meeting.uid)
        self.marked.setdefault(f"uid {meeting.uid}", {})[id(hosts[0])] = hosts[0]
        return hosts[0]


def _score(meeting: Meeting, text: str, draft: Draft, known: Houses) -> float:
    if meeting.uid in draft.uids or meeting.letters & draft.members.keys():
        return 20.0
    score = 0.0
    emails = {person.email for person in meeting.people}
    if emails & draft.addresses:
        score = 3.0
    elif {known.domain(person) for person in meeting.people} & (draft.domains - {""}):
        score = 2.5
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
