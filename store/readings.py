"""Readings: what the rules made of each message."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from classify.types import (
    OPEN,
    Author,
    Claim,
    Confidence,
    Evidence,
    Promise,
    Reading,
    Signal,
    Standing,
)
from store import endings, received, said
from store.columns import as_stored, many
from store.models import ContentRow, DecisionRow, MessageRow, ReadingRow, SignalRow
from store.models.received import TEXTS
from store.statements import among, insert, lock, unsettle, upsert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from classify.applications.types import Fact, Verdict
    from store.statements import Row


MAY_BELONG = tuple(standing.value for standing in (Standing.RELEVANT, *OPEN))
"""Of these, context decides whether they belong to the job search."""


def facts(connection: sa.Connection, candidate: int, *, every: bool = False) -> tuple[Fact, ...]:
    """What grouping needs of mail that may be about the job search, by itself or by the person's word, or of
    `every` one, in order of time. Where a sender was taught, any mail may be theirs."""
    from classify.applications.types import Fact

    every = every or bool(said.verdicts(connection, candidate, "sender"))

    asked = (
        sa.select(
            MessageRow.key,
            ReadingRow.standing,
            ReadingRow.author,
            MessageRow.message_id,
            as_stored(MessageRow.in_reply_to),
            as_stored(MessageRow.refs),
            MessageRow.provider_thread,
            as_stored(MessageRow.correspondents),
        )
        .join(ReadingRow, joined(ReadingRow))
        .where(MessageRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    if not every:
        said_so = sa.select(DecisionRow.key).where(
            DecisionRow.candidate_id == candidate,
            DecisionRow.kind == "relevant",
            DecisionRow.undone_at.is_(None),
        )
        asked = asked.where(sa.or_(ReadingRow.standing.in_(MAY_BELONG), MessageRow.key.in_(said_so)))
    found = connection.execute(asked).all()
    if not found:
        return ()
    keys, standings, authors, ids, answered, references, threads, people = zip(*found, strict=True)
    return tuple(
        map(
            Fact,
            keys,
            map(Standing, standings),
            map(Author, authors),
            ids,
            many(TEXTS, answered),
            many(TEXTS, references),
            threads,
            many(TEXTS, people),
        )
    )


def stream(
    connection: sa.Connection, candidate: int, keys: Collection[str] | None = None
) -> Iterator[Reading]:
    """The readings of kept messages (those of `keys`, if given), in order of the messages' time, each with
    its signals as the person corrected them."""
    corrections = _corrections(connection, candidate)
    if not corrections:
        yield from bare(connection, candidate, keys)
        return
    from classify.corrections import corrected

    for reading in bare(connection, candidate, keys):
        yield corrected(reading, corrections.get(reading.key, ()))


def bare(connection: sa.Connection, candidate: int, keys: Collection[str] | None = None) -> Iterator[Reading]:
    """The same by the rules alone."""
    asked = (
        sa.select(*ReadingRow.__table__.c)
        .join(MessageRow, joined(ReadingRow))
        .join(ContentRow, joined(ContentRow))
        .where(ReadingRow.candidate_id == candidate)
        .order_by(MessageRow.at, MessageRow.key)
    )
    if keys is not None:
        asked = asked.where(among(connection, ReadingRow.message_key, keys))
    for page in received.pages(connection, asked):
        found = signals(connection, candidate, [row.message_key for row in page])
        for row in page:
            yield _reading(row, found.get(row.message_key, ()))


def labelled(
    connection: sa.Connection, candidate: int, keys: Collection[str] | None = None
) -> dict[str, Reading]:
    """The readings of those kept messages (of `keys`, if given) of which the person said what they show."""
    corrections = _corrections(connection, candidate)
    said_of = corrections.keys() if keys is None else corrections.keys() & set(keys)
    if not said_of:
        return {}
    from classify.corrections import corrected

    return {one.key: corrected(one, corrections[one.key]) for one in bare(connection, candidate, said_of)}


def _corrections(connection: sa.Connection, candidate: int) -> Mapping[str, list[Verdict]]:
    """What the person said of signals, by message."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in said.verdicts(connection, candidate, "signal"):
        found[verdict.key].append(verdict)
    return found


def signals(connection: sa.Connection, candidate: int, keys: Iterable[str]) -> dict[str, tuple[Signal, ...]]:
    """The signals of each message by the rules alone, in the order in which its reading has them."""
    return signals_where(connection, candidate, among(connection, SignalRow.message_key, keys))


def signals_where(
    connection: sa.Connection, candidate: int, *which: sa.ColumnElement[bool]
) -> dict[str, tuple[Signal, ...]]:
    """The same of the messages that a condition on the table of signals names."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    asked = sa.select(*SignalRow.__table__.c).where(SignalRow.candidate_id == candidate, *which)
    for row in connection.execute(asked.order_by(SignalRow.message_key, SignalRow.position)):
        found[row.message_key].append(_signal(row))
    return {key: tuple(of_one) for key, of_one in found.items()}


def put(connection: sa.Connection, candidate: int, new: Sequence[Reading]) -> None:
    """Replaces readings. Of a message whose words were left out, the words of its reading are too."""
    lock(connection, candidate)
    kept = received.kept(connection, candidate, [reading.key for reading in new])
    write(
        connection,
        candidate,
        [reading for reading in new if reading.key in kept],
        [reading for reading in new if reading.key not in kept],
    )
    unsettle(connection, candidate)


def write(
    connection: sa.Connection, candidate: int, full: Sequence[Reading], stubs: Sequence[Reading]
) -> None:
    """Replaces readings: `full` with every word, `stubs` without."""
    upsert(
        connection,
        ReadingRow,
        [_reading_row(candidate, one) for one in full] + [_stub_row(candidate, one) for one in stubs],
    )
    keys = [one.key for one in (*full, *stubs)]
    old = sa.delete(SignalRow).where(
        SignalRow.candidate_id == candidate, among(connection, SignalRow.message_key, keys)
    )
    connection.execute(old)
    insert(connection, SignalRow, [row for one in full for row in _signal_rows(candidate, one)])
    endings.drop_of_messages(connection, candidate, keys)


def joined(model: type[ReadingRow | ContentRow]) -> sa.ColumnElement[bool]:
    """Joins a table of messages' rows to the messages."""
    return sa.and_(model.candidate_id == MessageRow.candidate_id, model.message_key == MessageRow.key)


def _reading_row(candidate: int, reading: Reading) -> Row:
    promise = reading.promise
    return {
        "candidate_id": candidate,
        "message_key": reading.key,
        "author": reading.author.value,
        "standing": reading.standing.value,
        "reasons": reading.reasons,
        "text": reading.text,
        "sections": reading.sections,
        **_claim_columns("company", reading.company),
        **_claim_columns("role", reading.role),
        **_claim_columns("agency", reading.agency),
        "requisition": reading.requisition,
        "promised_by": None if promise is None else promise.by,
        "promise_evidence": None if promise is None else promise.evidence,
        "asks": reading.asks,
        "rules": reading.rules,
        "pay": reading.pay,
        "titles": reading.titles,
    }


def _stub_row(candidate: int, reading: Reading) -> Row:
    """What stays of the reading of a message whose words were left out: nothing that it said."""
    bare = Reading.bare(reading.key, reading.author, reading.standing, reading.rules)
    return _reading_row(candidate, bare)


def _reading(row: Any, signals: tuple[Signal, ...]) -> Reading:
    return Reading(
        key=row.message_key,
        author=Author(row.author),
        standing=Standing(row.standing),
        reasons=row.reasons,
        text=row.text,
        sections=row.sections,
        signals=signals,
        company=claim(row.company, row.company_basis),
        role=claim(row.role, row.role_basis),
        agency=claim(row.agency, row.agency_basis),
        requisition=row.requisition,
        promise=None if row.promised_by is None else Promise(row.promised_by, row.promise_evidence),
        asks=row.asks,
        rules=row.rules,
        pay=row.pay,
        titles=row.titles,
    )


def _claim_columns(name: str, claim: Claim | None) -> Row:
    return {
        name: None if claim is None else claim.value,
        f"{name}_basis": None if claim is None else claim.basis,
    }


def claim(value: str | None, basis: str | None) -> Claim | None:
    return None if value is None else Claim(value, basis or "")


def _signal_rows(candidate: int, reading: Reading) -> list[Row]:
    return [
        {
            "candidate_id": candidate,
            "message_key": reading.key,
            "position": position,
            "name": signal.name,
            "confidence": signal.confidence.value,
            "start": signal.evidence.start,
            "end": signal.evidence.end,
            "text": signal.evidence.text,
            "phrase": signal.phrase,
        }
        for position, signal in enumerate(reading.signals)
    ]


def _signal(row: Any) -> Signal:
    return Signal(row.name, Confidence(row.confidence), Evidence(row.start, row.end, row.text), row.phrase)
