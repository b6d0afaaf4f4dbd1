"""Which application a calendar event belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from classify.applications.entry import full_name, is_named, table
from classify.applications.mentioned import beginning, beginnings, mentions, mentions_role, mentions_short
from classify.applications.vouching import not_own_rooms
from classify.names.fold import core, folded_words
from classify.names.words import words

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.houses import Houses
    from classify.applications.types import Letter, Meeting

_BEFORE = timedelta(days=60)
_ENOUGH = 2.0
_TELLING = 4  # letters of a word that tells one role from another
# With one of these a letter arranges an interview, or carries on what one has arranged.
_ARRANGING = frozenset(
    {"interview_invitation", "follow_up_interview", "panel_interview", "senior_interview", "fast_track"}
)


@dataclass(frozen=True, slots=True)
class Host:
    """An application that may have held a meeting."""

    draft: Draft
    rooms: frozenset[str]
    people: frozenset[str]  # first and last names of those who wrote or were written to
    arranging: tuple[datetime, ...]  # when letters arranged an interview

    @classmethod
    def of(cls, draft: Draft, letters: Sequence[Letter], known: Houses, rooms: frozenset[str]) -> Self:
        people = (one for letter in letters for one in known.far(letter) if known.personal(one))
        return cls(
            draft,
            frozenset(room for letter in letters for room in letter.rooms & rooms),
            frozenset(map(full_name, people)) - {""},
            tuple(letter.at for letter in letters if letter.uids or letter.signals & _ARRANGING),
        )

    def marks(self) -> set[str]:
        draft = self.draft
        marks = {f"uid {uid}" for uid in draft.uids} | {f"letter {key}" for key in draft.members}
        marks |= {f"address {email}" for email in draft.addresses}
        marks |= {f"domain {domain}" for domain in draft.domains if domain}
        marks |= {f"room {room}" for room in self.rooms}
        return marks | {f"name {beginning(name)}" for name in (*draft.called, *self.people) if name}


@dataclass(slots=True)
class Hosts:
    """The applications by everything that a meeting may name, so that not every one must be tried."""

    known: Houses
    marked: dict[str, dict[int, Host]] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: Iterable[Draft], known: Houses, letters: Iterable[Letter] = ()) -> Self:
        hosts = cls(known)
        by_key = {letter.key: letter for letter in letters}
        rooms = not_own_rooms(by_key.values())
        for draft in drafts:
            host = Host.of(draft, [by_key[key] for key in draft.members if key in by_key], known, rooms)
            for mark in host.marks():
                hosts.marked.setdefault(mark, {})[id(draft)] = host
        return hosts

    def attend(self, meeting: Meeting) -> Draft | None:
        """Give a meeting to its application: the one whose mail carried it, else whose room, people, company
        and role are in it, else of those that fit alike the one that was arranging an interview when it was
        entered. None where nothing speaks for one application more than for the others."""
        text = f"{meeting.summary}\n{meeting.location}\n{meeting.description[:2000]}"
        marks = {f"uid {meeting.uid}"} | {f"letter {key}" for key in meeting.letters}
        marks |= {f"address {person.email}" for person in meeting.people}
        marks |= {f"domain {self.known.domain(person)}" for person in meeting.people}
        marks |= {f"room {room}" for room in meeting.rooms}
        marks |= {f"name {word}" for word in beginnings(text)}
        found = {name: host for mark in marks for name, host in self.marked.get(mark, {}).items()}
        scored = [(_score(meeting, text, host, self.known), host) for host in found.values()]
        best = max((score for score, _ in scored), default=0.0)
        if best < _ENOUGH:
            return None
        host = _one([host for score, host in scored if score == best], meeting)
        if host is None:
            return None
        host.draft.uids.add(meeting.uid)
        self.marked.setdefault(f"uid {meeting.uid}", {})[id(host.draft)] = host
        return host.draft


def _score(meeting: Meeting, text: str, host: Host, known: Houses) -> float:
    """How much of a meeting speaks for an application. A company or role that it names outweighs its room: an
    agency has one room for all its clients. Who carried it outweighs everything."""
    draft = host.draft
    score = 20.0 if meeting.uid in draft.uids or meeting.letters & draft.members.keys() else 0.0
    there = sum(person.email in draft.addresses for person in meeting.people)
    named = any(is_named(meeting.summary, name) for name in host.people)
    if there or named:
        score += 3.0 + 0.1 * min(there, 5)
    elif {known.domain(person) for person in meeting.people} & (draft.domains - {""}):
        score += 2.5
    if meeting.rooms & host.rooms:
        score += 2.2
    if named_in := [name for name in draft.called if mentions(text, name)]:
        score += 3.0 if any(mentions(meeting.summary, name) for name in named_in) else 2.5
    elif any(mentions_short(text, name) for name in draft.called):
        score += 2.0 if score else 1.5
    if score and any(mentions_role(text, role) for role in draft.titled):
        score += 2.5 + 0.1 * len(core(draft.role))  # "Data Engineer" says more than "Engineer"
    if score and meeting.start is not None:
        if meeting.start < draft.opened:
            score -= 1.0
        if draft.ended is not None and meeting.start > draft.ended:
            score -= 1.0
        if abs(meeting.start - draft.last) <= _BEFORE:
            score += 0.5
    return score


def _one(alike: Sequence[Host], meeting: Meeting) -> Host | None:
    """The one of several applications that fit alike, None where nothing decides."""
    if len(alike) == 1:
        return alike[0]
    return _by_role(alike, meeting) or _by_time(alike, meeting)


def _by_role(alike: Sequence[Host], meeting: Meeting) -> Host | None:
    """The only one with a word of its role in the title that no other has in its own ("Backend round")."""
    told = set(folded_words(f"{meeting.summary}\n{meeting.location}"))
    roles = [set(core(host.draft.role)) - words("role", "same", "seniority") for host in alike]
    own = [
        {word for word in role if len(word) >= _TELLING}.difference(*roles[:at], *roles[at + 1 :])
        for at, role in enumerate(roles)
    ]
    named = [host for host, role in zip(alike, own, strict=True) if role & told]
    return named[0] if len(named) == 1 else None


def _by_time(alike: Sequence[Host], meeting: Meeting) -> Host | None:
    """The one whose last letter that arranged an interview came nearest before the meeting was entered, and
    that of any other a good while earlier."""
    rule = table()["arranged"]
    if meeting.made is None:
        return None
    until = meeting.made + timedelta(hours=rule["late_hours"])
    since = meeting.made - timedelta(days=rule["within_days"])
    last = [
        (max(times), host)
        for host in alike
        if (times := [at for at in host.arranging if since <= at <= until])
    ]
    last.sort(key=lambda pair: pair[0], reverse=True)
    if not last:
        return None
    ahead = timedelta(hours=rule["ahead_hours"])
    return last[0][1] if len(last) == 1 or last[0][0] - last[1][0] >= ahead else None
