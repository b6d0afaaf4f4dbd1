"""From letters to applications: a pure function of the sets it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from classify.applications.attend import Hosts
from classify.applications.clients import clients
from classify.applications.confided import confided
from classify.applications.conversations import conversations
from classify.applications.draft import OPENING, Draft, add, call, put
from classify.applications.fit import Fit, departs, fit, likeliest, reopens
from classify.applications.foundation import stands
from classify.applications.houses import EXPLICIT, Houses, houses
from classify.applications.index import Index
from classify.applications.merge import merge
from classify.applications.numbers import numbered
from classify.applications.seats import Seats, seats
from classify.applications.titles import titled
from classify.applications.types import Application, Grouping, Letter, Meeting, Membership, Question, Verdict
from classify.names.subject import is_reply
from classify.said import IRRELEVANT, RELEVANT, keys, relevance
from classify.senders import is_service
from classify.types import Author

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ingest.types import Address

# A letter with one of these is about an application even where nothing is named in it.
TELLING = OPENING | {"interview_invitation", "offer", "rejection", "assessment_request", "reference_request"}
SAME_SUBJECT = timedelta(days=45)  # so long a subject alone holds a conversation together


@dataclass(slots=True)
class _State:
    known: Houses
    threads: Mapping[str, str]
    attending: Mapping[str, list[Address]]  # letter key -> people of the invites that it carries
    seats: Seats
    index: Index = field(default_factory=Index)
    home: dict[str, Draft] = field(default_factory=dict)  # letter key -> application
    by_id: dict[str, str] = field(default_factory=dict)  # message id -> letter key
    asked: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)  # key -> first keys, why


def group(letters: Iterable[Letter], meetings: Iterable[Meeting], verdicts: Iterable[Verdict]) -> Grouping:
    """The applications that the letters make, and the questions that only the person can answer.

    The order of letters and meetings never matters, verdicts are in the order in which they were said; the
    whole is made anew each time. A letter that belongs nowhere is in no application and no question.
    """
    said = tuple(verdicts)
    spoken = {key for verdict in said for key in keys(verdict)}
    words = relevance(said)
    kept = {key for key, word in words.items() if word == RELEVANT}
    unique = {letter.key: letter for letter in letters if words.get(letter.key) != IRRELEVANT}
    meetings = sorted(meetings, key=lambda m: m.uid)
    ordered = sorted(unique.values(), key=lambda letter: (letter.at, letter.key))
    private = confided(ordered) - spoken
    ordered = [letter for letter in ordered if letter.key not in private]
    attending = _attending(meetings)
    ordered = [_with_invited(letter, attending.get(letter.key, ())) for letter in ordered]
    threads = conversations(ordered)
    ordered = clients(numbered(titled(ordered)), threads)
    state = _State(houses(ordered), threads, attending, seats(said, [letter.key for letter in ordered]))
    state.by_id = {letter.message_id: letter.key for letter in reversed(ordered)}
    waiting = [letter for letter in ordered if not _place(letter, state, kept)]
    _gather(ordered, state)
    for letter in waiting:
        party = state.seats.party.get(letter.key)
        if letter.key in state.home or (party and (party.home or not party.leads(letter.key))):
            continue
        _place_late(letter, state)
        if party:
            party.home = state.home.get(letter.key)
    _gather(ordered, state, opens=True)
    _fell(ordered, state, spoken)
    own = {id(party.home) for party in state.seats.party.values() if party.own}
    drafts = merge(state.index.drafts, own, {letter.key: letter for letter in ordered})
    hosts = Hosts.of(drafts, state.known, ordered)
    for meeting in meetings:
        if meeting.uid:
            hosts.attend(meeting)
    by_first = {key: draft for draft in drafts for key in draft.members}
    when = {letter.key: (letter.at, letter.key) for letter in ordered}
    return Grouping(
        tuple(_application(draft, when) for draft in sorted(drafts, key=lambda d: when[d.first])),
        tuple(
            Question(key, tuple(dict.fromkeys(identity(by_first[f].first) for f in firsts)), why)
            for key, (firsts, why) in sorted(state.asked.items(), key=lambda item: when[item[0]])
            if len({by_first[f].first for f in firsts}) > 1
        ),
    )


def _gather(letters: list[Letter], state: _State, *, opens: bool = False) -> None:
    """Bring those to their party who have no place of their own; where none of it has one, and `opens`, to an
    application of its own."""
    for letter in letters:
        party = state.seats.party.get(letter.key)
        if party is None or letter.key in state.home:
            continue
        if party.home is not None:
            _join(letter, party.home, "said", state)
        elif opens:
            party.home = _open(letter, state, "said")


def _fell(letters: list[Letter], state: _State, spoken: set[str]) -> None:
    """Take away applications that have no foundation, unless the person has spoken of a letter in them, and
    look once more where else their letters may belong. `spoken` are the keys of such letters."""
    members: dict[int, list[Letter]] = {}
    for letter in letters:
        if letter.key in state.home:
            members.setdefault(id(state.home[letter.key]), []).append(letter)
    weak = [
        draft
        for draft in state.index.drafts
        if spoken.isdisjoint(draft.members) and not stands(draft, members[id(draft)])
    ]
    state.index.drop(weak)
    for draft in weak:
        for key in draft.members:
            del state.home[key]
    fallen = {key for draft in weak for key in draft.members}
    for key, (firsts, why) in sorted(state.asked.items()):
        standing = tuple(first for first in firsts if first in state.home)
        if len(standing) < len(firsts):
            state.asked[key] = (standing, why)
        if len(standing) < 2:
            del state.asked[key]
            fallen.add(key)
    for letter in letters:
        if letter.key in fallen:
            _place_late(letter, state)


def _attending(meetings: Iterable[Meeting]) -> dict[str, list[Address]]:
    people: dict[str, list[Address]] = {}
    for meeting in meetings:
        for key in meeting.letters:
            people.setdefault(key, []).extend(meeting.people)
    return people


def _with_invited(letter: Letter, attending: Iterable[Address]) -> Letter:
    """Where a service sends an invite for somebody, those whom the invite names are correspondents too."""
    if letter.sender is None or not is_service(letter.sender.domain):
        return letter
    return replace(letter, correspondents=tuple(dict.fromkeys((*letter.correspondents, *attending))))


def identity(first: str) -> str:
    """The short, stable name of the application whose first message has this key."""
    return sha256(first.encode()).hexdigest()[:8]


def _place(letter: Letter, state: _State, kept: set[str]) -> bool:
    """Put a letter where it belongs by what is known up to it; False where it must wait."""
    party = state.seats.party.get(letter.key)
    if party is None:
        return _place_by_itself(letter, state, kept)
    if party.home is not None:
        _join(letter, party.home, "said", state)
    elif party.own:
        party.home = _open(letter, state, "said")
    elif party.leads(letter.key) and _place_by_itself(letter, state, kept):
        party.home = state.home[letter.key]
    return letter.key in state.home


def _place_by_itself(letter: Letter, state: _State, kept: set[str]) -> bool:
    """The same, of a letter of which nothing was said."""
    inside = _threaded(letter, state)
    fitting: list[tuple[Fit, Draft]] | None = None
    for draft, reason in inside:
        leaves = departs(letter, draft, state.known, others=True)
        if leaves:
            fitting = _ranked(letter, state) if fitting is None else fitting
            leaves = departs(letter, draft, state.known, others=_named_elsewhere(draft, fitting))
        if not leaves:
            _join(letter, draft, reason, state)
            return True
    fitting = _ranked(letter, state) if fitting is None else fitting
    there = {id(draft) for draft, _ in inside}
    ranked = [(f, d) for f, d in fitting if id(d) not in there or not departs(letter, d, state.known, False)]
    rivals = likeliest(ranked)
    if len(rivals) == 1:
        _join(letter, rivals[0][1], rivals[0][0].reason, state)
        return True
    if rivals:
        choices = tuple(draft.first for _, draft in rivals)
        names = ", ".join(sorted({draft.role or draft.company or draft.agency for _, draft in rivals}))
        state.asked[letter.key] = (choices, f"it fits several applications equally well: {names}")
        return False
    if letter.key in kept or _founds(letter):
        _open(letter, state, "first")
        return True
    return False


def _place_late(letter: Letter, state: _State) -> None:
    """A second look, now that everything is known: its conversation may have found its application."""
    found = _threaded(letter, state)
    homes = {id(draft) for draft, _ in found}
    if found and (len(homes) == 1 or found[0][1] == "thread") and not reopens(letter, found[0][0]):
        _join(letter, found[0][0], found[0][1], state)
        return
    if letter.key in state.asked:
        return
    rivals = likeliest(_ranked(letter, state))
    if len(rivals) == 1:
        _join(letter, rivals[0][1], rivals[0][0].reason, state)


def _threaded(letter: Letter, state: _State) -> list[tuple[Draft, str]]:
    """The applications of the letter's conversation, first that of the letter it answers; then by invite. An
    answer that names nothing it answers, as automatic ones do, belongs to its correspondent's last letters of
    the same subject."""
    out: dict[int, tuple[Draft, str]] = {}
    for name in (*reversed(letter.in_reply_to), *reversed(letter.references)):
        parent = state.home.get(state.by_id.get(name, ""))
        if parent is not None:
            out.setdefault(id(parent), (parent, "thread"))
    for draft in sorted(
        state.index.thread(state.threads[letter.key]), key=lambda d: (d.last, d.first), reverse=True
    ):
        out.setdefault(id(draft), (draft, "thread"))
    for uid in sorted(letter.uids):
        for draft in state.index.invite(uid):
            out.setdefault(id(draft), (draft, "invite"))
    if not out and not letter.in_reply_to and not letter.references and is_reply(letter.subject):
        alike = state.index.subject(letter, state.known.far(letter))
        for draft in sorted(alike, key=lambda d: (d.last, d.first), reverse=True):
            if letter.at - draft.last <= SAME_SUBJECT:
                out[id(draft)] = (draft, "thread")
    return [pair for pair in out.values() if not state.seats.barred(letter.key, pair[0])]


def _named_elsewhere(draft: Draft, fitting: list[tuple[Fit, Draft]]) -> bool:
    """Whether another application than this one has the company and the role that a letter names."""
    return any(found.score >= 5.0 for found, other in fitting if other is not draft)


def _ranked(letter: Letter, state: _State) -> list[tuple[Fit, Draft]]:
    """The applications that the letter may belong to, the likeliest first."""
    out = []
    for draft in state.index.candidates(letter, state.known):
        if state.seats.barred(letter.key, draft):
            continue
        found = fit(letter, draft, state.known)
        if found is not None:
            out.append((found, draft))
    return sorted(out, key=lambda pair: (-pair[0].score, -pair[1].last.timestamp(), pair[1].first))


def _founds(letter: Letter) -> bool:
    """Whether a letter that fits nowhere is the first of an application."""
    if letter.signals & TELLING:
        return bool(letter.company or letter.agency or letter.role) or bool(letter.signals & OPENING)
    if letter.author is Author.SYSTEM:  # a survey or a notice, unless it names what it is about in full
        explicit = letter.company is not None and letter.company.basis in EXPLICIT
        return explicit and (letter.role is not None or bool(letter.signals))
    return letter.company is not None or letter.agency is not None or letter.role is not None


def _open(letter: Letter, state: _State, reason: str) -> Draft:
    draft = Draft(letter.key, letter.at, letter.at)
    state.index.drafts.append(draft)
    _join(letter, draft, reason, state)
    return draft


def _join(letter: Letter, draft: Draft, reason: str, state: _State) -> None:
    attending = state.attending.get(letter.key, ())
    add(draft, letter, reason, state.threads[letter.key], state.known, attending)
    if letter.key in state.seats.party:
        put(draft, letter)
    for name in state.seats.names.get(letter.key, ()):
        call(draft, name)
        state.index.call(draft, name)
    state.home[letter.key] = draft
    state.asked.pop(letter.key, None)
    people = (*state.known.far(letter), *attending)
    state.index.note(draft, letter, state.threads[letter.key], people)


def _application(draft: Draft, when: Mapping[str, tuple[datetime, str]]) -> Application:
    members = sorted(draft.members, key=lambda key: when[key])
    company = draft.company or draft.agency
    return Application(
        identity(draft.first),
        company,
        draft.role,
        draft.agency,
        tuple(Membership(key, draft.members[key]) for key in members),
        tuple(sorted(draft.uids)),
        draft.read_company if draft.read_company != company else "",
    )
