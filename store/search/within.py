"""The conditions by which a search is narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.types import Author, Confidence
from store import said
from store.models import ApplicationRow, MembershipRow, MessageRow, ReadingRow, SearchedRow, SignalRow
from store.search.query import matches
from store.search.words import words
from store.statements import among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.search.query import Query
    from store.search.types import Within

Condition = sa.ColumnElement[bool]


def conditions(connection: sa.Connection, candidate: int, within: Within) -> Iterator[Condition]:
    """What is true of the messages that are looked at, over messages and what is searched of them."""
    if within.applications is not None:
        members = among(connection, MembershipRow.application_id, sorted(within.applications))
        yield MessageRow.key.in_(_members(candidate).where(members))
    if within.company:
        yield _of_company(connection, candidate, within.company)
    if within.signal:
        yield among(connection, MessageRow.key, sorted(_showing(connection, candidate, within.signal)))
    if within.sender:
        known = sa.select(SearchedRow.people).where(SearchedRow.candidate_id == candidate).distinct()
        people = [one for one in connection.scalars(known) if matches(within.sender, [one])]
        yield among(connection, SearchedRow.people, people)
    if within.since is not None:
        yield MessageRow.at >= within.since
    if within.until is not None:
        yield MessageRow.at <= within.until
    if within.sent is not None:
        by_candidate = _readings(candidate).where(ReadingRow.author == Author.CANDIDATE.value)
        written = MessageRow.key.in_(by_candidate)
        yield written if within.sent else sa.not_(written)


def _members(candidate: int) -> sa.Select[str]:
    return sa.select(MembershipRow.message_key).where(MembershipRow.candidate_id == candidate)


def _readings(candidate: int) -> sa.Select[str]:
    return sa.select(ReadingRow.message_key).where(ReadingRow.candidate_id == candidate)


def _of_company(connection: sa.Connection, candidate: int, company: Query) -> Condition:
    """Of an application with the company or agency, or one that names it and belongs to none."""
    columns: tuple[Any, ...] = (ApplicationRow.id, ApplicationRow.company, ApplicationRow.agency)
    known = connection.execute(sa.select(*columns).where(ApplicationRow.candidate_id == candidate))
    ids = [id_ for id_, *names in known if _is_one_of(company, names)]
    read: tuple[Any, ...] = (ReadingRow.company, ReadingRow.agency)
    pairs = connection.execute(sa.select(*read).where(ReadingRow.candidate_id == candidate).distinct())
    names = sorted({name for pair in pairs for name in pair if name and _is_one_of(company, [name])})
    naming = sa.or_(*(among(connection, column, names) for column in read))
    members = _members(candidate)
    return sa.or_(
        MessageRow.key.in_(members.where(among(connection, MembershipRow.application_id, ids))),
        sa.and_(MessageRow.key.in_(_readings(candidate).where(naming)), MessageRow.key.not_in(members)),
    )


def _is_one_of(company: Query, names: list[str | None]) -> bool:
    return any(matches(company, [" ".join(words(name))]) for name in names if name)


def _showing(connection: sa.Connection, candidate: int, signal: str) -> set[str]:
    """The messages that show it: by the rules, unless the person said no, and those of which they said so."""
    asked = sa.select(SignalRow.message_key).where(
        SignalRow.candidate_id == candidate,
        SignalRow.name == signal,
        SignalRow.confidence != Confidence.SUGGESTED.value,
    )
    found = set(connection.scalars(asked))
    for verdict in said.verdicts(connection, candidate, "signal"):
        if verdict.value == f"+{signal}":
            found.add(verdict.key)
        elif verdict.value == f"-{signal}":
            found.discard(verdict.key)
    return found
