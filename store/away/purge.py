"""Taking messages out of every table, so that nothing of them is left but their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.types import Reading
from store import endings, readings
from store.away import forgotten
from store.away.traces import LETTERS
from store.models import (
    AccountRow,
    ApplicationRow,
    ContentRow,
    CursorRow,
    DecisionRow,
    EventRow,
    MeetingRow,
    MembershipRow,
    MessageRow,
    ProblemRow,
    QuestionRow,
    SightingRow,
)
from store.rows import digest
from store.statements import among, lock, unsettle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def purge(connection: sa.Connection, candidate: int, keys: Collection[str]) -> int:
    """Forgets these messages: their words, identities, places, readings, events, what the person said of
    them, what was wrong with them, and applications that have nothing else. Returns how many were here.

    Their keys are noted as forgotten, whether they are here or not. What is derived of the others is to be
    settled after it.
    """
    lock(connection, candidate)
    forgotten.put(connection, candidate, keys)
    here = frozenset(
        connection.scalars(
            sa.select(MessageRow.key).where(
                MessageRow.candidate_id == candidate, among(connection, MessageRow.key, keys)
            )
        )
    )
    _what_was_said(connection, candidate, keys)
    if not here:
        return 0
    endings.drop_of_messages(connection, candidate, sorted(here))
    _drop_found(connection, candidate, here)
    _own_events(connection, candidate, here)
    sources = _places(connection, candidate, here)
    connection.execute(_mine(MessageRow, candidate).where(among(connection, MessageRow.key, here)))
    _empty_applications(connection, candidate)
    connection.execute(_mine(QuestionRow, candidate))
    _idle_cursors(connection, candidate, sources)
    unsettle(connection, candidate)
    return len(here)


def strip(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    """Takes the words of these messages away and leaves their identity, as of mail that was left out."""
    lock(connection, candidate)
    endings.drop_of_messages(connection, candidate, sorted(keys))
    _drop_found(connection, candidate, keys)
    stubs = [
        Reading.bare(one.key, one.author, one.standing, one.rules)
        for one in readings.bare(connection, candidate, keys)
    ]
    readings.write(connection, candidate, (), stubs)
    for model, key in ((ContentRow, ContentRow.message_key), (EventRow, EventRow.carrier)):
        connection.execute(_mine(model, candidate).where(among(connection, key, keys)))
    unsettle(connection, candidate)


def leave(connection: sa.Connection, candidate: int, account: str, sources: Collection[str]) -> None:
    """Forgets an account: how far it was read, who synced it, and that other mail was seen there too. Events
    that a mail carried there are seen at another place of that mail from then on."""
    lock(connection, candidate)
    there = among(connection, SightingRow.source, sources)
    connection.execute(_mine(SightingRow, candidate).where(there))
    own = (EventRow.carrier.is_(None), among(connection, EventRow.source, sources))
    connection.execute(_mine(EventRow, candidate).where(*own))
    _rehome(connection, candidate, sources)
    connection.execute(_mine(ProblemRow, candidate).where(among(connection, ProblemRow.source, sources)))
    connection.execute(_mine(CursorRow, candidate).where(CursorRow.source == account))
    connection.execute(_mine(AccountRow, candidate).where(AccountRow.name == account))
    unsettle(connection, candidate)


def own_events(connection: sa.Connection, candidate: int, uids: Collection[str]) -> None:
    """Forgets these events of the candidate's own calendars."""
    lock(connection, candidate)
    mine = (EventRow.carrier.is_(None), among(connection, EventRow.uid, uids))
    connection.execute(_mine(EventRow, candidate).where(*mine))
    endings.note_change(connection, candidate)
    unsettle(connection, candidate)


def underive(connection: sa.Connection, candidate: int) -> None:
    """Drops the applications and questions, which may be named after what is gone."""
    for model in (ApplicationRow, QuestionRow):
        connection.execute(_mine(model, candidate))
    unsettle(connection, candidate)


def sources(connection: sa.Connection, candidate: int) -> frozenset[str]:
    """Every source that a message, an event or a problem was seen in."""
    found: set[str] = set()
    for model in (SightingRow, EventRow, ProblemRow):
        asked = sa.select(model.source).where(model.candidate_id == candidate).distinct()
        found.update(connection.scalars(asked))
    return frozenset(found)


def accounts(connection: sa.Connection, candidate: int) -> frozenset[str]:
    """Every account, and "files", of which something was read or that was synced."""
    read = sa.select(CursorRow.source).where(CursorRow.candidate_id == candidate)
    synced = sa.select(AccountRow.name).where(AccountRow.candidate_id == candidate)
    return frozenset(connection.scalars(read)) | frozenset(connection.scalars(synced))


def _what_was_said(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    about = sa.or_(among(connection, DecisionRow.key, keys), among(connection, DecisionRow.value, keys))
    connection.execute(_mine(DecisionRow, candidate).where(about))


def _drop_found(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    """The words by which the messages are found."""
    from store import search

    search.drop(connection, candidate, keys)


def _own_events(connection: sa.Connection, candidate: int, keys: Collection[str]) -> None:
    """Events of the candidate's own calendars that belong to applications of which nothing is left."""
    staying = sa.select(MembershipRow.application_id).where(
        MembershipRow.candidate_id == candidate, ~among(connection, MembershipRow.message_key, keys)
    )
    theirs = sa.select(MeetingRow.uid).where(MeetingRow.candidate_id == candidate)
    others = theirs.where(MeetingRow.application_id.in_(staying))
    gone = theirs.where(MeetingRow.application_id.not_in(staying))
    own = (EventRow.carrier.is_(None), EventRow.uid.in_(gone), EventRow.uid.not_in(others))
    connection.execute(_mine(EventRow, candidate).where(*own))


def _places(connection: sa.Connection, candidate: int, keys: Collection[str]) -> frozenset[str]:
    """Removes what was wrong at the places of these messages, and cursors that name one of their files,
    as that of a folder that was not read to its end may.
    Returns the sources of these places."""
    seen = sa.select(SightingRow.source, SightingRow.kind, SightingRow.spot).where(
        SightingRow.candidate_id == candidate, among(connection, SightingRow.message_key, keys)
    )
    places = connection.execute(seen).all()
    at = {(row.source, row.kind, row.spot) for row in places if row.spot}
    asked = sa.select(ProblemRow.digest, ProblemRow.source, ProblemRow.kind, ProblemRow.spot)
    problems = connection.execute(asked.where(ProblemRow.candidate_id == candidate)).all()
    wrong = [row.digest for row in problems if (row.source, row.kind, row.spot) in at]
    connection.execute(_mine(ProblemRow, candidate).where(among(connection, ProblemRow.digest, wrong)))
    files = {row.spot.rpartition("/")[2].partition(":2,")[0] for row in places if row.kind in LETTERS}
    if files:
        asked_cursors = sa.select(CursorRow.digest, CursorRow.value).where(
            CursorRow.candidate_id == candidate
        )
        cursors = connection.execute(asked_cursors).all()
        naming = [row.digest for row in cursors if any(_names(row.value, name) for name in files)]
        connection.execute(_mine(CursorRow, candidate).where(among(connection, CursorRow.digest, naming)))
    return frozenset(row.source for row in places)


def _names(cursor: str, file: str) -> bool:
    return bool(file) and f'"{file}"' in cursor


def _idle_cursors(connection: sa.Connection, candidate: int, sources: Iterable[str]) -> None:
    """How far sources were read of which no message is left: their names may tell as much as the mail. They
    are read anew the next time, and nothing of it comes back."""
    left = frozenset(
        connection.scalars(
            sa.select(SightingRow.source).where(SightingRow.candidate_id == candidate).distinct()
        )
    )
    idle = [source for source in sources if source not in left]
    asked = sa.select(CursorRow.digest, CursorRow.source, CursorRow.stream).where(
        CursorRow.candidate_id == candidate
    )
    gone = [
        row.digest
        for row in connection.execute(asked)
        if any(source in (row.stream.partition(":")[2], f"{row.source}/{row.stream}") for source in idle)
    ]
    connection.execute(_mine(CursorRow, candidate).where(among(connection, CursorRow.digest, gone)))


def _empty_applications(connection: sa.Connection, candidate: int) -> None:
    members = sa.select(MembershipRow.application_id).where(MembershipRow.candidate_id == candidate)
    connection.execute(_mine(ApplicationRow, candidate).where(ApplicationRow.id.not_in(members)))
    mine = (ApplicationRow.candidate_id == candidate,)
    asked = sa.select(ApplicationRow.id, ApplicationRow.position).where(*mine)
    left = connection.execute(asked.order_by(ApplicationRow.position)).all()
    moved = [
        {"moved": row.id, "to": position} for position, row in enumerate(left) if row.position != position
    ]
    if moved:
        one = sa.update(ApplicationRow).where(*mine, ApplicationRow.id == sa.bindparam("moved"))
        connection.execute(one.values(position=sa.bindparam("to")), moved)


def _rehome(connection: sa.Connection, candidate: int, sources: Collection[str]) -> None:
    moved = sa.select(EventRow.digest, EventRow.content, EventRow.carrier).where(
        EventRow.candidate_id == candidate,
        EventRow.carrier.is_not(None),
        among(connection, EventRow.source, sources),
    )
    for row in connection.execute(moved).all():
        asked = sa.select(SightingRow.source, SightingRow.kind, SightingRow.spot).where(
            SightingRow.candidate_id == candidate, SightingRow.message_key == row.carrier
        )
        home = connection.execute(asked.order_by(SightingRow.digest)).first()
        one = (EventRow.candidate_id == candidate, EventRow.digest == row.digest)
        new = digest(row.content, row.carrier, home.source) if home else ""
        known = sa.select(EventRow.digest).where(EventRow.candidate_id == candidate, EventRow.digest == new)
        if home is None or connection.execute(known).first():
            connection.execute(sa.delete(EventRow).where(*one))
        else:
            there = {"digest": new, "source": home.source, "kind": home.kind, "spot": home.spot}
            connection.execute(sa.update(EventRow).where(*one).values(**there))


def _mine(model: Any, candidate: int) -> sa.Delete:
    return sa.delete(model).where(model.candidate_id == candidate)
