"""Applications, their members and meetings, and the open questions: derived, replaced where they differ."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store import endings
from store.models import ApplicationRow, MeetingRow, MembershipRow, QuestionRow
from store.rows import digest
from store.statements import among, insert, lock, settle, unsettle

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from classify.applications.types import Application, Grouping, Question
    from store.statements import Row


def grouping(connection: sa.Connection, candidate: int) -> Grouping:
    """The applications and questions as they are stored."""
    from classify.applications.types import Application, Grouping, Membership, Question

    members: defaultdict[str, list[Membership]] = defaultdict(list)
    asked = sa.select(*MembershipRow.__table__.c).where(MembershipRow.candidate_id == candidate)
    for row in connection.execute(asked.order_by(MembershipRow.position)):
        members[row.application_id].append(Membership(row.message_key, row.reason))
    uids: defaultdict[str, list[str]] = defaultdict(list)
    meetings = sa.select(*MeetingRow.__table__.c).where(MeetingRow.candidate_id == candidate)
    for row in connection.execute(meetings.order_by(MeetingRow.position)):
        uids[row.application_id].append(row.uid)
    return Grouping(
        tuple(
            Application(
                row.id, row.company, row.role, row.agency, tuple(members[row.id]), tuple(uids[row.id])
            )
            for row in application_rows(connection, candidate)
        ),
        tuple(
            Question(row.message_key, row.choices, row.reason) for row in question_rows(connection, candidate)
        ),
    )


def application_rows(
    connection: sa.Connection, candidate: int, only: Collection[str] | None = None
) -> Sequence[Any]:
    asked = sa.select(*ApplicationRow.__table__.c).where(ApplicationRow.candidate_id == candidate)
    if only is not None:
        asked = asked.where(among(connection, ApplicationRow.id, only))
    return connection.execute(asked.order_by(ApplicationRow.position)).all()


def question_rows(connection: sa.Connection, candidate: int) -> Sequence[Any]:
    asked = sa.select(*QuestionRow.__table__.c).where(QuestionRow.candidate_id == candidate)
    return connection.execute(asked.order_by(QuestionRow.position)).all()


def composition(connection: sa.Connection, candidate: int) -> str:
    """A digest of what the applications are called and of which messages belong to each."""
    called = sa.select(
        ApplicationRow.id,
        ApplicationRow.company,
        ApplicationRow.role,
        ApplicationRow.agency,
        ApplicationRow.rules,
    ).where(ApplicationRow.candidate_id == candidate)
    members = sa.select(MembershipRow.application_id, MembershipRow.message_key)
    members = members.where(MembershipRow.candidate_id == candidate)
    found = ("\0".join(row) for asked in (called, members) for row in connection.execute(asked))
    return digest(*sorted(found))  # sorted here: databases sort text by rules of their own


def replace_applications(
    connection: sa.Connection, candidate: int, new: Grouping, rules: str, as_of: int | None, settled: bool
) -> bool:
    """Puts `new` in place of all applications and questions; False if they are just so already, or had been
    computed from more than the first `as_of` changes.

    An application that is what it was keeps its rows, and what is kept of how it ended.
    """
    lock(connection, candidate)
    if not settle(connection, candidate, as_of):
        return False
    if not settled:
        unsettle(connection, candidate)
    made_by = {row.rules for row in application_rows(connection, candidate)}
    old = grouping(connection, candidate)
    if made_by <= {rules} and old == new:
        return False
    stay = frozenset(old.applications) & frozenset(new.applications)
    mine = ApplicationRow.candidate_id == candidate
    gone = [one.id for one in old.applications if one not in stay]
    connection.execute(sa.delete(ApplicationRow).where(mine, among(connection, ApplicationRow.id, gone)))
    made = [one for one in new.applications if one not in stay]
    insert(connection, ApplicationRow, _application_rows(candidate, made, rules))
    insert(connection, MembershipRow, [row for one in made for row in _member_rows(candidate, one)])
    insert(connection, MeetingRow, [row for one in made for row in _meeting_rows(candidate, one)])
    connection.execute(
        sa.update(ApplicationRow).where(mine, ApplicationRow.rules != rules).values(rules=rules)
    )
    _put_in_order(connection, candidate, new.applications)
    connection.execute(sa.delete(QuestionRow).where(QuestionRow.candidate_id == candidate))
    insert(connection, QuestionRow, _question_rows(candidate, new.questions))
    endings.note_change(connection, candidate)
    return True


def _put_in_order(connection: sa.Connection, candidate: int, applications: Sequence[Application]) -> None:
    """Numbers the rows as these are ordered."""
    asked = sa.select(ApplicationRow.id, ApplicationRow.position).where(
        ApplicationRow.candidate_id == candidate
    )
    stored = {row.id: row.position for row in connection.execute(asked)}
    moved = [
        {"moved": one.id, "to": position}
        for position, one in enumerate(applications)
        if stored[one.id] != position
    ]
    if moved:
        one = sa.update(ApplicationRow).where(
            ApplicationRow.candidate_id == candidate, ApplicationRow.id == sa.bindparam("moved")
        )
        connection.execute(one.values(position=sa.bindparam("to")), moved)


def _application_rows(candidate: int, applications: Sequence[Application], rules: str) -> list[Row]:
    return [
        {
            "candidate_id": candidate,
            "id": one.id,
            "position": position,
            "company": one.company,
            "role": one.role,
            "agency": one.agency,
            "rules": rules,
        }
        for position, one in enumerate(applications)
    ]


def _member_rows(candidate: int, application: Application) -> list[Row]:
    return [
        {
            "candidate_id": candidate,
            "message_key": member.key,
            "application_id": application.id,
            "position": position,
            "reason": member.reason,
        }
        for position, member in enumerate(application.members)
    ]


def _meeting_rows(candidate: int, application: Application) -> list[Row]:
    return [
        {"candidate_id": candidate, "application_id": application.id, "position": position, "uid": uid}
        for position, uid in enumerate(application.uids)
    ]


def _question_rows(candidate: int, questions: Sequence[Question]) -> list[Row]:
    return [
        {
            "candidate_id": candidate,
            "position": position,
            "message_key": question.key,
            "choices": question.choices,
            "reason": question.reason,
        }
        for position, question in enumerate(questions)
    ]
